"""What cannot be read in full is shown with what can; nothing unknown becomes a reassuring value."""

from datetime import timedelta
from typing import Any

import pytest

from mdt_core.records.observations import SetPurpose
from mdt_core.records.residents import AllergyState, Resident
from mdt_core.store import resident_current
from mdt_core.store.queries.concerns import replies
from mdt_core.store.queries.statements import card_by_id, statements
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import GroupWrite
from tests.support.builders import (
    RESIDENT_ID,
    allergies,
    entry,
    mid,
    newer_event,
    newer_set,
    observations,
    resident,
)
from tests.support.memory_store import GP, STARTED, MemoryStore


@pytest.fixture(autouse=True)
def _resident(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.write(resident(), About(), record_id=RESIDENT_ID)
        unit.commit()


def redact(memory: MemoryStore, change_mid: str) -> None:
    with memory.store.deed(GP) as unit:
        unit.connection.exec_driver_sql(
            "UPDATE change SET body = NULL WHERE mid = ?", (change_mid,)
        )
        resident_current.refresh(unit.connection, [(RESIDENT_ID, AllergyState.kind)])
        unit.commit()


def arrived(
    memory: MemoryStore, kind: str, body: dict[str, Any], number: int = 1
) -> dict[str, Any]:
    memory.receive(newer_event(number, mid(500 + number), kind, body))
    return memory.line(RESIDENT_ID)


@pytest.mark.parametrize(
    "body",
    [
        {"state": "partly_known"},
        {"state": 5},
        {"allergies": []},
        {"state": "known", "allergies": ["latex"]},
        {"state": "known", "allergies": [{"reaction": "rash"}]},
        {"state": "known", "allergies": {"substance": "latex"}},
        {"state": "none_known", "except": "latex"},
        {"state": "none_known", "allergies": None},
        {"state": "none_known", "allergies": [{"substance": "latex"}]},
        {"state": "known", "allergies": []},
    ],
)
def test_allergies_not_read_in_full_are_unavailable(
    memory: MemoryStore, body: dict[str, Any]
) -> None:
    line = arrived(memory, "allergy_state", body)
    assert line["allergy_state"] == "unavailable"
    assert line["allergy_words"] == "The entry cannot be read in full here"


def test_allergies_whose_words_were_removed_are_unavailable(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        change = unit.sign(allergies("latex"), About(RESIDENT_ID))
        unit.commit()
    redact(memory, change.mid)
    with memory.store.deed(GP) as unit:
        unit.sign(entry(), About(RESIDENT_ID))
        unit.commit()
    assert memory.line(RESIDENT_ID)["allergy_state"] == "unavailable"


def test_two_allergy_statements_made_apart_are_neither_used(memory: MemoryStore) -> None:
    memory.receive(
        newer_event(1, mid(501), "allergy_state", {"state": "none_known"}),
        newer_event(2, mid(502), "allergy_state", {"state": "known", "allergies": []}),
    )
    line = memory.line(RESIDENT_ID)
    assert (line["allergy_state"], line["allergy_siblings"]) == ("unavailable", True)
    assert line["has_siblings"]


@pytest.mark.parametrize(
    "more",
    [{"spo2_scale": "3"}, {"consciousness": "asleep"}, {"respirations": 900}, {"pulse": "quick"}],
)
def test_observations_not_read_in_full_have_no_total(
    memory: MemoryStore, more: dict[str, Any]
) -> None:
    body = observations().model_dump(mode="json", exclude_none=True)
    assert arrived(memory, "observation_set", body)["news2_total"] == 0
    memory.receive(newer_event(2, mid(502), "observation_set", body | more, minutes=1))
    line = memory.line(RESIDENT_ID)
    assert (line["news2_total"], line["news2_missing"]) == (None, "not readable")


def test_a_new_field_that_has_no_part_in_the_score_leaves_the_score(memory: MemoryStore) -> None:
    body = observations().model_dump(mode="json", exclude_none=True)
    assert arrived(memory, "observation_set", body | {"capillary_refill": 2})["news2_total"] == 0


def test_the_usual_set_is_shown_beside_the_newest(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.sign(observations(pulse=100, purpose=SetPurpose.USUAL), About(RESIDENT_ID))
        memory.clock.advance(hours=1)
        unit.commit()
    with memory.store.deed(GP) as unit:
        unit.sign(observations(respirations=22), About(RESIDENT_ID))
        unit.commit()
    line = memory.line(RESIDENT_ID)
    assert (line["news2_total"], line["news2_usual"]) == (2, 1)


@pytest.mark.parametrize("value", [5, True, None, [], {"x": 1}, ["x"]])
@pytest.mark.parametrize(
    ("group", "field"),
    [
        ("name", "family_name"),
        ("name", "given_name"),
        ("birth", "born"),
        ("birth", "gender"),
        ("nhs_number", "nhs_number"),
        ("death", "is_deceased"),
        ("death", "died"),
        ("contacts", "contacts"),
        ("source_identifiers", "source_identifiers"),
    ],
)
def test_a_resident_with_an_odd_value_stays_on_the_list(
    memory: MemoryStore, group: str, field: str, value: object
) -> None:
    memory.receive(
        newer_set(
            1, RESIDENT_ID, {group: GroupWrite({"family_name": "Smith", field: value})}, minutes=90
        )
    )
    with memory.store.reading() as connection:
        kept = card_by_id(connection, Resident, RESIDENT_ID)
    assert kept is not None
    assert memory.line(RESIDENT_ID)["resident_id"] == RESIDENT_ID
    if field != "family_name":
        assert memory.line(RESIDENT_ID)["family_name"] == "Smith"


@pytest.mark.parametrize("wrong", [{"nhs_number": "1234567890"}, {"born": "1938-13"}])
def test_a_number_or_date_that_is_none_is_not_shown_as_one(
    memory: MemoryStore, wrong: dict[str, str]
) -> None:
    (field,) = wrong
    group = "birth" if field == "born" else field
    memory.receive(newer_set(1, RESIDENT_ID, {group: GroupWrite(wrong)}, minutes=90))
    assert memory.line(RESIDENT_ID)[field] is None


def test_who_has_a_date_of_death_has_died(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        seen = unit.card_state(RESIDENT_ID).heads_of("death")
    death = GroupWrite({"died": "2026-11"}, seen)
    memory.receive(newer_set(1, RESIDENT_ID, {"death": death}, minutes=90))
    assert memory.line(RESIDENT_ID)["is_deceased"]


def test_a_statement_that_does_not_pass_its_class_is_shown_with_the_problem(
    memory: MemoryStore,
) -> None:
    arrived(memory, "allergy_state", {"state": "known", "allergies": [{"reaction": "rash"}]})
    with memory.store.reading() as connection:
        (shown,) = statements(connection, AllergyState, RESIDENT_ID)
    assert shown.record is None
    assert shown.readable == {"state": "known", "allergies": [{"reaction": "rash"}]}
    assert shown.problems == ("Substances: substance is not recorded",)


def test_a_redacted_entry_hides_no_other(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        first, second = (unit.sign(entry(note=n), About(RESIDENT_ID)) for n in ("one", "two"))
        unit.commit()
    redact(memory, second.mid)
    memory.store.rebuild()
    assert memory.line(RESIDENT_ID)["last_entry_id"] == first.envelope.record_id
    assert memory.row(first.envelope.record_id)["status"] == "current"


def test_changes_that_name_each_other_as_seen_leave_a_record_to_look_at(
    memory: MemoryStore,
) -> None:
    memory.receive(
        newer_set(1, mid(9), {"what": GroupWrite({"text": "a"}, (mid(2),))}, kind="action"),
        newer_set(2, mid(9), {"what": GroupWrite({"text": "b"}, (mid(1),))}, kind="action"),
    )
    assert memory.row(mid(9))["mid"] == max(mid(1), mid(2))


def test_a_statement_under_the_id_of_a_card_is_the_one_shown() -> None:
    card = newer_set(1, mid(9), {"what": GroupWrite({"text": "a"})}, kind="action")
    event = newer_event(2, mid(9), "concern", {"how_soon": "today"})
    for order in ((card, event), (event, card)):
        other = MemoryStore()
        other.receive(*order)
        assert other.row(mid(9))["kind"] == "concern"


@pytest.mark.parametrize("kind", ["resident_merge", "not_same_person"])
@pytest.mark.parametrize("decision", [[], {"of": "a newer program"}])
def test_a_joining_whose_decision_cannot_be_read_is_taken_in(
    memory: MemoryStore, kind: str, decision: object
) -> None:
    body = {"decision": decision, "other_id": mid(9), "kept_id": RESIDENT_ID}
    assert arrived(memory, kind, body)["resident_id"] == RESIDENT_ID


@pytest.mark.parametrize("named", [[], {"of": "a newer program"}])
def test_an_answer_that_names_no_concern_that_can_be_read_answers_none(
    memory: MemoryStore, named: object
) -> None:
    arrived(memory, "concern_answer", {"concern_id": named, "words": "Seen"}, 1)
    arrived(memory, "round_entry", {"answers": [named], "plan": "Seen"}, 2)
    with memory.store.reading() as connection:
        found = replies(connection, {mid(9): RESIDENT_ID}, STARTED - timedelta(days=300))
    assert found == {}
