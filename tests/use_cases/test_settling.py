"""Two versions are settled by a person who may, who saw them all, and who says why and whom they asked."""

from collections.abc import Mapping
from typing import Any

import pytest

from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput, KnownError, NotAllowed, Refused
from mdt_core.record import MergeClass, Statement, all_kinds, settlers
from mdt_core.records.actions import Action, ActionPriority
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.residents import AllergyState, Contact, Resident
from mdt_core.records.settlements import Settlement, Way
from mdt_core.roles import CLINICIANS, Role
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.statements import card_by_id, cards, statements
from mdt_core.store.queries.version_details import Versions, versions_of
from mdt_core.store.queries.versions import Unsettled, settles_now, two_versions_of, unsettled
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import GroupWrite
from mdt_core.use_cases.settling import (
    CameMeanwhile,
    Settling,
    ask_to_settle,
    may_combine,
    settle,
)
from tests.support.builders import (
    HOME_ID,
    RESIDENT_ID,
    actor,
    home,
    mid,
    newer_event,
    newer_set,
    resident,
    stay,
)
from tests.support.memory_store import GP, MemoryStore

ABOUT = About(RESIDENT_ID, HOME_ID)
LINE_ID = mid(902)
SAID: Mapping[str, Any] = {"why": "As on the passport", "asked": "Ann Smith, daughter"}
NUMBERS = {"9990000018", "9990000026"}


@pytest.fixture
def memory() -> MemoryStore:
    made = MemoryStore()
    with made.store.deed(GP) as unit:
        unit.write(home(), About(), record_id=HOME_ID)
        unit.write(resident(), About(), record_id=RESIDENT_ID)
        unit.write(stay(), ABOUT, record_id=mid(901))
        unit.write(
            MedicineLine(medicine="warfarin", dose="3 mg", state=MedicineState.ACTIVE),
            ABOUT,
            record_id=LINE_ID,
        )
        unit.commit()
    return made


def apart(
    memory: MemoryStore,
    number: int,
    group: str,
    value: Mapping[str, Any] | None,
    **more: Any,  # noqa: ANN401 - of the change
) -> None:
    """What another device wrote without having seen what stands here."""
    plain: dict[str, Any] = {"record_id": RESIDENT_ID, "kind": "resident", "minutes": 600, **more}
    record_id, base = plain.pop("record_id"), plain.pop("base", ())
    memory.receive(newer_set(number, record_id, {group: GroupWrite(value, base)}, **plain))


def of(memory: MemoryStore, what: str, by: Actor = GP) -> Unsettled:
    with memory.store.reading() as connection:
        return next(each for each in unsettled(connection, by) if each.what == what)


def read(memory: MemoryStore, what: str) -> Versions:
    found = of(memory, what)
    with memory.store.reading() as connection:
        return versions_of(connection, found, memory.store.device)


def keep(memory: MemoryStore, what: str, place: int, by: Actor = GP, **said: Any) -> None:  # noqa: ANN401
    versions = read(memory, what)
    kept = versions.versions[place].mid
    told = {**SAID, **said}
    settle(memory.store, by=by, settling=Settling(versions.of, Way.KEPT, keep=kept, **told))


def number_of(memory: MemoryStore) -> str | None:
    with memory.store.reading() as connection:
        line = resident_by_id(connection, RESIDENT_ID)
    assert line is not None
    return line.nhs_number


def two_numbers(memory: MemoryStore) -> None:
    apart(memory, 50, "nhs_number", {"nhs_number": "9990000026"})


def two_allergies(memory: MemoryStore) -> None:
    for number, substance in ((1, "Penicillin"), (2, "Latex")):
        body = {"state": "known", "allergies": [{"substance": substance}]}
        memory.receive(
            newer_event(
                900 + number,
                mid(910 + number),
                "allergy_state",
                body,
                minutes=number,
                resident_id=RESIDENT_ID,
            )
        )


@pytest.mark.parametrize("place", [0, 1])
def test_either_version_can_be_kept_and_then_there_is_one(memory: MemoryStore, place: int) -> None:
    two_numbers(memory)
    values = [each.value for each in read(memory, "NHS number").versions]
    keep(memory, "NHS number", place)
    assert number_of(memory) == (values[place] or {})["nhs_number"]
    with memory.store.reading() as connection:
        assert unsettled(connection, GP) == ()
        assert two_versions_of(connection, RESIDENT_ID) == ()


def test_the_reason_is_an_entry_of_its_own_with_what_was_seen(memory: MemoryStore) -> None:
    two_numbers(memory)
    seen = of(memory, "NHS number").mids
    keep(memory, "NHS number", 1)
    with memory.store.reading() as connection:
        [said] = statements(connection, Settlement, RESIDENT_ID)
    assert said.record is not None
    assert (said.record.what, said.record.way) == ("NHS number", Way.KEPT)
    assert (said.record.why, said.record.asked) == (SAID["why"], SAID["asked"])
    assert said.record.versions == seen
    assert said.author.name == GP.name


@pytest.mark.parametrize("missing", ["why", "asked"])
def test_without_a_reason_or_whom_they_asked_nothing_is_settled(
    memory: MemoryStore, missing: str
) -> None:
    two_numbers(memory)
    with pytest.raises(InvalidInput):
        keep(memory, "NHS number", 0, GP, **{missing: "  "})
    assert of(memory, "NHS number")


def test_a_version_that_came_meanwhile_stops_it(memory: MemoryStore) -> None:
    two_numbers(memory)
    versions = read(memory, "NHS number")
    apart(memory, 2, "nhs_number", {"nhs_number": "9990000034"}, minutes=700)
    chosen = Settling(versions.of, Way.KEPT, keep=versions.versions[0].mid, **SAID)
    with pytest.raises(CameMeanwhile, match="Another version came in"):
        settle(memory.store, by=GP, settling=chosen)
    assert len(read(memory, "NHS number").versions) == 3


def test_what_was_settled_meanwhile_is_not_settled_again(memory: MemoryStore) -> None:
    two_numbers(memory)
    versions = read(memory, "NHS number")
    keep(memory, "NHS number", 0)
    chosen = Settling(versions.of, Way.KEPT, keep=versions.versions[1].mid, **SAID)
    with pytest.raises(CameMeanwhile, match="settled meanwhile"):
        settle(memory.store, by=GP, settling=chosen)


def test_a_role_that_is_not_named_is_refused_and_told_whom_to_ask(memory: MemoryStore) -> None:
    apart(memory, 1, "dose", {"medicine": "warfarin", "dose": "5 mg"}, record_id=LINE_ID,
          kind="medicine_line")  # fmt: skip
    nurse = actor(Role.NURSE)
    with pytest.raises(NotAllowed, match="settled by a GP or a clinical pharmacist") as refused:
        keep(memory, "warfarin: dose", 0, by=nurse)
    assert refused.value.next_step == "Ask the clinician responsible"
    keep(memory, "warfarin: dose", 0, by=actor(Role.PHARMACIST))


def test_who_asks_makes_one_urgent_action(memory: MemoryStore) -> None:
    two_numbers(memory)
    found = of(memory, "NHS number")
    ask_to_settle(memory.store, by=actor(Role.HOME_CARER), of=found, owner="Dr Amina Shah")
    with memory.store.reading() as connection:
        [asked] = cards(connection, Action, RESIDENT_ID)
    assert asked.record is not None
    assert asked.record.text == "Settle two versions of: NHS number"
    assert asked.record.priority is ActionPriority.URGENT
    with pytest.raises(Refused, match="asked for already"):
        ask_to_settle(memory.store, by=GP, of=found)


def test_a_dose_written_anew_keeps_what_both_agree_in(memory: MemoryStore) -> None:
    apart(memory, 1, "dose", {"medicine": "warfarin", "dose": "5 mg", "route": "oral"},
          record_id=LINE_ID, kind="medicine_line")  # fmt: skip
    found = of(memory, "warfarin: dose")
    chosen = Settling(found, Way.ANEW, values={"dose": "4 mg", "route": "oral"}, **SAID)
    settle(memory.store, by=GP, settling=chosen)
    with memory.store.reading() as connection:
        [line] = cards(connection, MedicineLine, RESIDENT_ID)
    assert line.record is not None
    assert (line.record.medicine, line.record.dose) == ("warfarin", "4 mg")
    assert not line.has_siblings


def test_a_name_written_anew_does_not_keep_the_code_of_the_old_ones(memory: MemoryStore) -> None:
    coded: dict[str, Any] = {"code_system": "dm+d", "code": "11111111", "dose": "5 mg"}
    with memory.store.deed(GP) as unit:
        line = MedicineLine(medicine="apixaban", state=MedicineState.ACTIVE, **coded)
        unit.write(line, ABOUT, record_id=mid(903))
        unit.commit()
    apart(memory, 1, "dose", {"medicine": "Apixaban tablets", **coded},
          record_id=mid(903), kind="medicine_line")  # fmt: skip
    found = of(memory, "Apixaban tablets: dose")
    chosen = Settling(found, Way.ANEW, values={"medicine": "edoxaban"}, **SAID)
    settle(memory.store, by=GP, settling=chosen)
    with memory.store.reading() as connection:
        settled = card_by_id(connection, MedicineLine, mid(903))
    assert settled is not None
    assert settled.record is not None
    assert (settled.record.medicine, settled.record.dose) == ("edoxaban", "5 mg")
    assert (settled.record.code_system, settled.record.code) == (None, None)


@pytest.mark.parametrize(
    "values", [{}, {"nhs_number": ""}, {"nhs_number": "9990000019"}], ids=["none", "empty", "wrong"]
)
def test_what_cannot_be_taken_is_refused_in_words(
    memory: MemoryStore, values: Mapping[str, str]
) -> None:
    two_numbers(memory)
    chosen = Settling(of(memory, "NHS number"), Way.ANEW, values=values, **SAID)
    with pytest.raises(KnownError):
        settle(memory.store, by=GP, settling=chosen)
    assert of(memory, "NHS number")


def test_allergies_said_apart_are_settled_by_a_statement_that_names_both(
    memory: MemoryStore,
) -> None:
    two_allergies(memory)
    keep(memory, "Allergies", 0)
    with memory.store.reading() as connection:
        [now] = statements(connection, AllergyState, RESIDENT_ID)
        line = resident_by_id(connection, RESIDENT_ID)
    assert now.record is not None
    assert [each.substance for each in now.record.allergies] == ["Penicillin"]
    assert line is not None
    assert (line.allergy_siblings, line.allergy_words) == (False, "Penicillin")


def test_allergies_written_anew_must_agree_with_themselves(memory: MemoryStore) -> None:
    two_allergies(memory)
    found = of(memory, "Allergies")
    values = {"allergies": [{"substance": "Penicillin"}, {"substance": "Latex"}]}
    settle(memory.store, by=GP, settling=Settling(found, Way.ANEW, values=values, **SAID))
    with memory.store.reading() as connection:
        [now] = statements(connection, AllergyState, RESIDENT_ID)
    assert now.record is not None
    assert [each.substance for each in now.record.allergies] == ["Penicillin", "Latex"]


def test_plain_texts_may_be_put_together_and_safety_never(memory: MemoryStore) -> None:
    for number, text in ((1, "Likes tea"), (2, "Hears badly")):
        apart(memory, number, "about", {"about_me": text}, minutes=600 + number)
    two_numbers(memory)
    assert may_combine(read(memory, "about"))
    assert not may_combine(read(memory, "NHS number"))
    both = {"about_me": "Likes tea\nHears badly"}
    chosen = Settling(of(memory, "about"), Way.COMBINED, values=both, **SAID)
    settle(memory.store, by=GP, settling=chosen)
    two = Settling(
        of(memory, "NHS number"), Way.COMBINED, values={"nhs_number": "9990000018"}, **SAID
    )
    with pytest.raises(Refused, match="not put together"):
        settle(memory.store, by=GP, settling=two)


def test_a_contact_that_was_taken_away_in_one_version_can_be(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        card = unit.card(Resident, RESIDENT_ID)
        seen = unit.card_state(RESIDENT_ID).heads_of("contacts/c1")
        told = Contact(id="c1", name="Ann Smith", phone="0161 496 0778")
        unit.write(card.model_copy(update={"contacts": (told,)}), About(), record_id=RESIDENT_ID)
        unit.commit()
    apart(memory, 1, "contacts/c1", None, base=seen)
    what = "contacts, Ann Smith"
    versions = read(memory, what)
    assert versions.both_seen is not None
    gone = next(place for place, each in enumerate(versions.versions) if each.value is None)
    keep(memory, what, gone)
    with memory.store.deed(GP) as unit:
        assert unit.card(Resident, RESIDENT_ID).contacts == ()


def test_what_both_had_seen_is_the_last_thing_before_they_parted(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        first = unit.card_state(RESIDENT_ID).heads_of("nhs_number")
        unit.commit()
    for number, value in ((1, "9990000026"), (2, "9990000034")):
        apart(memory, number, "nhs_number", {"nhs_number": value}, minutes=600 + number, base=first)
    versions = read(memory, "NHS number")
    assert versions.both_seen is not None
    assert versions.both_seen.mid == first[0]
    assert [(each.value or {})["nhs_number"] for each in versions.versions] == [
        "9990000026",
        "9990000034",
    ]
    assert versions.both_seen.is_written_here
    assert not versions.versions[0].is_written_here


def test_who_has_seen_nothing_of_the_other_has_nothing_in_common(memory: MemoryStore) -> None:
    two_numbers(memory)
    assert read(memory, "NHS number").both_seen is None


def test_safety_comes_first_and_only_who_may_settle_is_asked(memory: MemoryStore) -> None:
    for number, town in ((3, "Bury"), (4, "Sale")):
        apart(memory, number, "address", {"usual_address": town})
    two_numbers(memory)
    with memory.store.reading() as connection:
        assert [each.what for each in unsettled(connection, GP)] == ["NHS number", "address"]
        assert [each.what for each in settles_now(connection, GP)] == ["NHS number"]
        assert settles_now(connection, actor(Role.HOME_CARER, HOME_ID)) == ()
        assert unsettled(connection, actor(Role.GP, mid(77))) == ()


def test_a_newer_programs_words_are_kept_word_for_word(memory: MemoryStore) -> None:
    value = {"nhs_number": "9990000026", "verified_by": "PDS"}
    apart(memory, 1, "nhs_number", value)
    place = [each.value for each in read(memory, "NHS number").versions].index(value)
    keep(memory, "NHS number", place)
    with memory.store.deed(GP) as unit:
        assert unit.card_state(RESIDENT_ID).groups["nhs_number"].newest.value == value


def test_every_matter_of_safety_names_who_may_settle_it() -> None:
    for kind in all_kinds():
        if issubclass(kind, Statement):
            if kind.is_series and kind.series_merge is MergeClass.SETTLE_NOW:
                assert settlers(kind) <= kind.writers
            continue
        for group in kind.groups:  # type: ignore[attr-defined]
            if group.merge is MergeClass.SETTLE_NOW:
                assert group.settled_by is not None, f"{kind.kind}.{group.name}"
                assert Role.HOME_CARER not in group.settled_by
    assert settlers(AllergyState) == CLINICIANS
