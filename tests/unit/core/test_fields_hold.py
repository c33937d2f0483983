"""What a record refuses when it is made, in words, and how a definition is refused that contradicts itself."""

from decimal import Decimal
from typing import Annotated, Any

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    NOTE_LIMIT,
    Ask,
    Choice,
    In,
    Sensitivity,
    choices_of,
    field_of,
    fields_of,
)
from mdt_core.kinds import checked, parse
from mdt_core.record import Card, DefinitionFault, Group, MergeClass, Place, Record, registered
from mdt_core.records.concerns import Concern
from mdt_core.records.observations import ObservationSet, SoftSign
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import CLINICIANS, Role
from mdt_core.sync.canonical import canonical_text

AT = {"taken_at": "2026-01-01T09:00:00Z"}
ENTRY = {"how": "video", "see_again": "next_round"}
LONG = "x" * (NOTE_LIMIT + 1)


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        (ObservationSet, AT | {"respirations": 81}, "Breaths must be between 1 and 80 a minute"),
        (ObservationSet, AT | {"temperature": "24.9"}, "Temperature must be between 25 and 45 °C"),
        (ObservationSet, AT | {"pulse": "quick"}, "Pulse: is not a whole number"),
        (ObservationSet, AT | {"pulse": 72.5}, "Pulse: is not a whole number"),
        (ObservationSet, AT | {"temperature": "warm"}, "Temperature: is not a number"),
        (ObservationSet, AT | {"temperature": "NaN"}, "Temperature"),
        (ObservationSet, AT | {"on_oxygen": "perhaps"}, "Air or oxygen: is neither yes nor no"),
        (ObservationSet, {}, "Time is not recorded"),
        (ObservationSet, {"taken_at": "2026-01-01"}, "Time"),
        (ObservationSet, AT | {"not_taken": [{"field": "", "reason": "declined"}]}, "Observation is empty"),
        (Resident, {"family_name": "  "}, "Family name is empty"),
        (Resident, {"family_name": LONG}, "Family name is longer than 20,000 characters"),
        (Resident, {"family_name": "a\0"}, "Family name holds a character that cannot be kept"),
        (Resident, {"family_name": "a\ud800"}, "Family name holds a character that cannot be kept"),
        (Resident, {"family_name": "A", "nhs_number": "9990000019"}, "NHS No.: 999 000 0019 is not"),
        (Resident, {"family_name": "A", "born": "yesterday"}, "Born: «yesterday» is not a date"),
        (Resident, {"family_name": "A", "gender": "x"}, "Gender: is not one of the answers"),
        (Resident, {"family_name": "A", "shoe_size": 7}, "shoe_size: is not a field"),
        (Resident, {"family_name": "A", "contacts": [{"id": "c1"}]}, "Contacts: name is not recorded"),
        (Resident, {"family_name": "A", "contacts": [{"id": "C 1", "name": "B"}]}, "Contacts"),
        (RoundEntry, ENTRY | {"answers": ["start", LONG]}, "Looked at is longer than 20,000"),
        (RoundEntry, ENTRY | {"answers": ["a\0"]}, "Looked at holds a character"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_with_the_label_of_the_field(
    kind: type[Record], values: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(kind, values)
    assert words in refused.value.message
    assert (parse(kind, values).record is None) == (not {"shoe_size", "gender"} & values.keys())


def test_limits_themselves_are_taken() -> None:
    for values in ({"respirations": 1}, {"respirations": 80}, {"temperature": "45.0"}):
        checked(ObservationSet, AT | values)
    checked(Resident, {"family_name": "x" * NOTE_LIMIT})


def test_any_number_of_texts_in_a_tuple_is_taken() -> None:
    assert checked(RoundEntry, ENTRY | {"answers": []}).answers == ()


def test_decimals_go_on_the_wire_as_they_were_entered() -> None:
    made = checked(ObservationSet, AT | {"temperature": "36.80"})
    assert made.temperature == Decimal("36.8")
    assert '"temperature":"36.80"' in canonical_text(
        made.model_dump(mode="json", exclude_none=True)
    )


def test_a_choice_is_its_value_and_has_its_words() -> None:
    assert str(SoftSign.EATING) == "eating"
    assert f"{SoftSign.EATING}" == "eating"
    assert SoftSign.EATING.label == "Eating or drinking less"
    assert choices_of(field_of(Concern, "soft_signs")) == tuple(SoftSign)
    assert choices_of(field_of(Concern, "words")) == ()


def test_a_field_says_all_that_its_definition_says() -> None:
    spec = field_of(ObservationSet, "respirations")
    assert (spec.label, spec.unit, spec.is_required) == ("Breaths", "a minute", False)
    assert spec.code is not None
    assert spec.code.code == "9279-1"
    assert field_of(Resident, "family_name").is_searchable
    assert field_of(RoundEntry, "situation").is_full_path
    assert [each.name for each in fields_of(Concern)] == ["words", "soft_signs", "how_soon"]


class _Tint(Choice):
    RED = "red", "Red"


class _Card(Card):
    kind = "tests_card"
    title = "Card"
    scope = Place.RESIDENT
    writers = CLINICIANS
    readers = CLINICIANS | {Role.AUDITOR}
    groups = (Group("whole", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),)


def test_a_kind_with_a_name_that_is_taken_is_refused() -> None:
    class Again(_Card):
        kind = "resident"
        tint: Annotated[_Tint, Ask("Tint"), In("whole")] = _Tint.RED

    with pytest.raises(DefinitionFault, match="defined twice"):
        registered(Again)


def test_a_card_with_a_field_outside_its_groups_is_refused() -> None:
    class Outside(_Card):
        tint: Annotated[_Tint, Ask("Tint"), In("other")] = _Tint.RED

    with pytest.raises(DefinitionFault, match="names no group"):
        registered(Outside)


def test_a_card_with_an_empty_group_is_refused() -> None:
    with pytest.raises(DefinitionFault, match="has not the fields it needs"):
        registered(_Card)


def test_a_group_that_a_card_does_not_have_is_said() -> None:
    assert Resident.group("contacts/c1").members
    with pytest.raises(DefinitionFault, match="has no group"):
        Resident.group("unheard")
