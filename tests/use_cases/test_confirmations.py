"""Confirming a scribed entry: only by the person responsible, once, and only what stands."""

from datetime import timedelta

import pytest

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.errors import NotAllowed, Refused
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.roles import Role
from mdt_core.store.queries.actions import people_by_id
from mdt_core.store.queries.confirmations import confirmed, not_confirmed, to_confirm
from mdt_core.store.queries.statements import statements
from mdt_core.use_cases.confirmations import confirm_entry
from mdt_core.use_cases.rounds import sign_entry, withdraw
from tests.support.memory_store import GP, MemoryStore
from tests.support.ward import Ward, make_ward

SCRIBE = Actor("scribe", "Joy Adeyemi", Role.NURSE, "Elm Surgery")


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP)


def scribed(memory: MemoryStore, ward: Ward) -> str:
    values = {"how": HowSeen.VIDEO, "note": "Chest clear", "see_again": SeeAgain.NEXT_ROUND}
    draft = Draft(RoundEntry, ward.of("Okonkwo"), values)
    return sign_entry(memory.store, by=SCRIBE, draft=draft, responsible=GP.author).entry_id


def waiting_for(memory: MemoryStore, actor: Actor) -> list[str]:
    with memory.store.reading() as connection:
        people = people_by_id(connection, actor)
        found = to_confirm(connection, actor, people, memory.clock())
    return [each.entry.id for each in found]


def test_an_entry_written_for_a_clinician_waits_for_her_alone(
    memory: MemoryStore, ward: Ward
) -> None:
    entry_id = scribed(memory, ward)
    assert waiting_for(memory, GP) == [entry_id]
    assert waiting_for(memory, SCRIBE) == []


def test_confirming_ends_the_waiting_and_the_mark(memory: MemoryStore, ward: Ward) -> None:
    entry_id = scribed(memory, ward)
    confirm_entry(memory.store, by=GP, entry_id=entry_id)
    assert waiting_for(memory, GP) == []
    with memory.store.reading() as connection:
        found = statements(connection, RoundEntry, ward.of("Okonkwo"))
        assert confirmed(connection, [entry_id]) == {entry_id}
        assert not_confirmed(connection, found) == frozenset()


def test_nobody_else_can_confirm_and_nobody_twice(memory: MemoryStore, ward: Ward) -> None:
    entry_id = scribed(memory, ward)
    with pytest.raises(NotAllowed, match="Only Dr Amina Shah"):
        confirm_entry(memory.store, by=SCRIBE, entry_id=entry_id)
    confirm_entry(memory.store, by=GP, entry_id=entry_id)
    with pytest.raises(Refused, match="already"):
        confirm_entry(memory.store, by=GP, entry_id=entry_id)


def test_what_was_withdrawn_waits_for_nobody(memory: MemoryStore, ward: Ward) -> None:
    entry_id = scribed(memory, ward)
    withdraw(memory.store, by=SCRIBE, record_id=entry_id)
    assert waiting_for(memory, GP) == []
    with pytest.raises(Refused, match="withdrawn"):
        confirm_entry(memory.store, by=GP, entry_id=entry_id)


def test_ones_own_entry_is_not_confirmed(memory: MemoryStore, ward: Ward) -> None:
    values = {"how": HowSeen.VIDEO, "note": "Well", "see_again": SeeAgain.NEXT_ROUND}
    signed = sign_entry(memory.store, by=GP, draft=Draft(RoundEntry, ward.of("Patel"), values))
    with pytest.raises(Refused, match="somebody else"):
        confirm_entry(memory.store, by=GP, entry_id=signed.entry_id)


def test_after_twelve_weeks_it_is_offered_no_more_but_stays_marked(
    memory: MemoryStore, ward: Ward
) -> None:
    entry_id = scribed(memory, ward)
    memory.clock.now += timedelta(weeks=13)
    assert waiting_for(memory, GP) == []
    with memory.store.reading() as connection:
        found = statements(connection, RoundEntry, ward.of("Okonkwo"))
        assert not_confirmed(connection, found) == {entry_id}
