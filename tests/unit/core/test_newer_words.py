"""Words of a newer program survive: read and written back, and through a write by this one (P14)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.kinds import dump, parse
from mdt_core.record import Card
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.concerns import Concern
from mdt_core.records.homes import Home
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import AllergyState, Contact, Resident
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import GroupWrite
from tests.properties.settings import SLOW
from tests.support.builders import RESIDENT_ID, mid, newer_set
from tests.support.memory_store import GP, MemoryStore

ACTION_ID = mid(700)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["x", "paused", ""]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["000000", "000001", "id", "n"]), inner, max_size=2)
    ),
    max_leaves=5,
)
new_fields = st.dictionaries(
    st.sampled_from(["newer", "newest", "zz_future"]), json_values, max_size=2
)


def arrived(memory: MemoryStore, groups: dict[str, Any], *, kind: str = "action") -> None:
    record_id = RESIDENT_ID if kind == "resident" else ACTION_ID
    writes = {name: GroupWrite(value) for name, value in groups.items()}
    memory.receive(newer_set(1, record_id, writes, kind=kind))


def standing(memory: MemoryStore, record_id: str) -> dict[str, Any]:
    with memory.store.deed(GP) as unit:
        groups = unit.card_state(record_id).live
    return {name: group.newest.value for name, group in groups.items()}


def written(memory: MemoryStore, card_class: type[Card], record_id: str, **values: Any) -> None:  # noqa: ANN401
    """Reads a card, changes fields and writes it, as a form does."""
    with memory.store.deed(GP) as unit:
        card = unit.card(card_class, record_id)
        unit.write(card.model_copy(update=values), About(RESIDENT_ID), record_id=record_id)
        unit.commit()


@given(
    new_fields, new_fields, new_fields, st.lists(st.sampled_from(["pain", "glow", "skin", "glow"]))
)
@SLOW
def test_a_body_with_unknown_words_at_every_depth_comes_back_word_for_word(
    top: dict[str, Any], inner: dict[str, Any], member: dict[str, Any], signs: list[str]
) -> None:
    for record_class, body in (
        (AllergyState, {"state": "known", "allergies": [{"substance": "a"}, {"substance": "b"} | inner]}),
        (Concern, {"how_soon": "today", "soft_signs": signs}),
        (ObservationSet, {"taken_at": "2026-01-01T00:00:00Z", "spo2_scale": "3", "not_taken": [
            {"field": "pulse", "reason": "asleep"} | inner]}),
        (Home, {"name": "Elm", "status": "open", "units": [{"id": "u1", "name": "A"} | member],
                "rooms": [{"id": "r1", "name": "1", "wing": "W"}, {"id": "r2", "name": "2"}],
                "beds": []}),
    ):  # fmt: skip
        whole = {**top, **body}
        parsed = parse(record_class, whole)
        if parsed.record is None:
            assert "not_taken" in whole
            continue
        assert dump(parsed.record, parsed.unknown).items() >= whole.items()


def test_a_required_choice_that_is_unknown_is_said_and_nothing_is_lost() -> None:
    body = {
        "taken_at": "2026-01-01T00:00:00Z",
        "not_taken": [{"field": "pulse", "reason": "asleep"}],
    }
    parsed = parse(ObservationSet, body)
    assert parsed.record is None
    assert parsed.problems == ("Not taken: reason is not recorded",)
    assert parsed.unknown == {"not_taken": {"000000": {"reason": "asleep"}}}


@given(new_fields, new_fields)
@SLOW
def test_writing_a_group_keeps_what_a_newer_program_put_in_it(
    in_group: dict[str, Any], in_member: dict[str, Any]
) -> None:
    memory = MemoryStore()
    contact = {"name": "Ann", "is_emergency": True} | in_member
    arrived(
        memory,
        {"name": {"family_name": "Smith"} | in_group, "contacts/c1": contact},
        kind="resident",
    )
    again = (Contact(id="c1", name="Ann", is_emergency=True, phone="0161"),)
    written(memory, Resident, RESIDENT_ID, family_name="Smyth", contacts=again)
    after = standing(memory, RESIDENT_ID)
    assert after["name"] == {"family_name": "Smyth"} | in_group
    assert after["contacts/c1"] == {**contact, "phone": "0161"}


def test_writing_one_field_leaves_an_unknown_choice_beside_it() -> None:
    memory = MemoryStore()
    arrived(
        memory, {"what": {"text": "Weigh", "priority": "whenever"}, "progress": {"state": "paused"}}
    )
    written(memory, Action, ACTION_ID, text="Weigh weekly")
    assert standing(memory, ACTION_ID) == {
        "what": {"text": "Weigh weekly", "priority": "whenever"},
        "progress": {"state": "paused"},
    }


def test_a_choice_that_a_person_makes_replaces_an_unknown_one() -> None:
    memory = MemoryStore()
    arrived(memory, {"what": {"text": "Weigh"}, "progress": {"state": "paused"}})
    written(memory, Action, ACTION_ID, state=ActionState.DONE)
    assert standing(memory, ACTION_ID)["progress"] == {"state": "done"}


def test_a_group_and_a_member_that_this_program_does_not_know_are_not_touched() -> None:
    memory = MemoryStore()
    newer = {"carers/k1": {"name": "Bo"}, "newer": {"x": 1}}
    arrived(memory, {"name": {"family_name": "Smith"}, **newer}, kind="resident")
    written(memory, Resident, RESIDENT_ID, family_name="Smyth")
    after = standing(memory, RESIDENT_ID)
    assert {name: after[name] for name in newer} == newer


def test_what_siblings_of_a_newer_program_hold_is_kept_when_they_are_settled() -> None:
    memory = MemoryStore()
    arrived(memory, {"name": {"family_name": "Smith", "newer": 1}}, kind="resident")
    other = {"name": GroupWrite({"family_name": "Jones", "newest": 2})}
    memory.receive(newer_set(2, RESIDENT_ID, other, minutes=1))
    written(memory, Resident, RESIDENT_ID, family_name="Smith-Jones")
    assert standing(memory, RESIDENT_ID)["name"] == {
        "family_name": "Smith-Jones",
        "newer": 1,
        "newest": 2,
    }


@pytest.mark.parametrize("values", [{}, {"text": "Weigh"}])
def test_saving_without_a_change_writes_nothing_not_even_defaults(values: dict[str, Any]) -> None:
    memory = MemoryStore()
    arrived(memory, {"what": {"text": "Weigh"}})
    before = memory.row(ACTION_ID)
    written(memory, Action, ACTION_ID, **values)
    assert memory.row(ACTION_ID) == before


def test_a_field_that_a_person_clears_is_gone() -> None:
    memory = MemoryStore()
    arrived(memory, {"what": {"text": "Weigh"}, "who": {"owner": "p1", "newer": 1}})
    written(memory, Action, ACTION_ID, owner=None)
    assert standing(memory, ACTION_ID)["who"] == {"newer": 1}


def test_a_member_that_a_person_removes_is_removed() -> None:
    memory = MemoryStore()
    arrived(
        memory,
        {"name": {"family_name": "S"}, "contacts/c1": {"name": "Ann", "newer": 1}},
        kind="resident",
    )
    written(memory, Resident, RESIDENT_ID, contacts=())
    assert "contacts/c1" not in standing(memory, RESIDENT_ID)
