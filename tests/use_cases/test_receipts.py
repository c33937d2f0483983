"""Receipts: seen is said once a side, of the version that was shown, and never by who wrote it."""

from datetime import timedelta

import pytest

from mdt_core.actor import Actor
from mdt_core.records.actions import Action, ActionPriority
from mdt_core.records.receipts import Reach, Receipt
from mdt_core.roles import Role
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.actions import (
    ActionsAsked,
    ListedAction,
    Whose,
    actions_found,
)
from mdt_core.use_cases.actions import ActionOf, set_action_due
from mdt_core.use_cases.receipts import write_receipts
from mdt_core.use_cases.rounds import add_action
from tests.support.memory_store import GP, MemoryStore, changes_made
from tests.support.ward import Ward, make_ward
from tests.ui.actions.work import TODAY


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP)


def nurse(ward: Ward, person: str = "n") -> Actor:
    return Actor(person, "Grace Obi", Role.HOME_NURSE, "Larch House", frozenset({ward.home_id}))


def listed(memory: MemoryStore, by: Actor) -> ListedAction:
    with memory.store.reading() as connection:
        asked = ActionsAsked(whose=Whose.ALL)
        return actions_found(connection, by, asked, TODAY).actions[0]


def urgent(memory: MemoryStore, ward: Ward, by: Actor, role: Role) -> str:
    action = Action(text="Push fluids", owner_role=role, priority=ActionPriority.URGENT)
    resident_id = ward.of("Okonkwo")
    return add_action(memory.store, by=by, resident_id=resident_id, action=action)[0]


def see(memory: MemoryStore, by: Actor, reach: Reach = Reach.SEEN) -> bool:
    awaited = listed(memory, by).awaited
    assert awaited is not None
    return bool(write_receipts(memory.store, by=by, shown=(awaited.version,), reach=reach).ids)


def receipts(memory: MemoryStore) -> int:
    with memory.store.reading() as connection:
        query = RECORD.select().where(RECORD.c.kind == Receipt.kind)
        return len(connection.execute(query).all())


def test_an_action_for_the_home_is_seen_when_its_staff_were_shown_it(
    memory: MemoryStore, ward: Ward
) -> None:
    urgent(memory, ward, GP, Role.HOME_NURSE)
    before = listed(memory, GP).awaited
    assert before is not None
    assert before.seen_at is None
    memory.clock.advance(minutes=3)
    assert see(memory, nurse(ward))
    after = listed(memory, GP).awaited
    assert after is not None
    assert after.seen_at == memory.clock()


def test_it_is_said_once_however_many_look(memory: MemoryStore, ward: Ward) -> None:
    urgent(memory, ward, GP, Role.HOME_NURSE)
    assert see(memory, nurse(ward))
    assert not see(memory, nurse(ward))
    assert not see(memory, nurse(ward, "another nurse"))
    assert receipts(memory) == 1


def test_who_wrote_it_makes_no_receipt(memory: MemoryStore, ward: Ward) -> None:
    urgent(memory, ward, GP, Role.HOME_NURSE)
    assert not see(memory, GP)
    assert receipts(memory) == 0


def test_an_action_of_the_homes_own_awaits_nobody(memory: MemoryStore, ward: Ward) -> None:
    urgent(memory, ward, nurse(ward), Role.HOME_CARER)
    assert listed(memory, GP).awaited is None


def test_what_the_home_writes_for_the_gp_is_seen_by_the_team(
    memory: MemoryStore, ward: Ward
) -> None:
    urgent(memory, ward, nurse(ward), Role.GP)
    assert not see(memory, nurse(ward))
    assert see(memory, GP)


def test_what_was_changed_since_it_was_seen_is_not_seen(memory: MemoryStore, ward: Ward) -> None:
    action_id = urgent(memory, ward, GP, Role.HOME_NURSE)
    assert see(memory, nurse(ward))
    memory.clock.advance(minutes=1)
    action = ActionOf(action_id, ward.of("Okonkwo"))
    set_action_due(memory.store, by=GP, action=action, due=TODAY)
    awaited = listed(memory, GP).awaited
    assert awaited is not None
    assert awaited.seen_at is None


def test_after_a_quarter_of_an_hour_unseen_somebody_is_to_phone(
    memory: MemoryStore, ward: Ward
) -> None:
    urgent(memory, ward, GP, Role.HOME_NURSE)
    written = memory.clock()
    found = listed(memory, GP)
    assert found.home_phone == "0161 496 0123"
    assert found.awaited is not None
    assert not found.awaited.is_to_phone(written + timedelta(minutes=14, seconds=59))
    assert found.awaited.is_to_phone(written + timedelta(minutes=15))


def test_got_is_not_seen(memory: MemoryStore, ward: Ward) -> None:
    urgent(memory, ward, GP, Role.HOME_NURSE)
    assert see(memory, nurse(ward), Reach.GOT)
    awaited = listed(memory, GP).awaited
    assert awaited is not None
    assert (awaited.got_at, awaited.seen_at) == (memory.clock(), None)


def test_two_devices_of_a_home_say_the_same_and_the_earlier_counts(
    memory: MemoryStore, ward: Ward
) -> None:
    other = MemoryStore(seed=2)
    urgent(memory, ward, GP, Role.HOME_NURSE)
    awaited = listed(memory, GP).awaited
    assert awaited is not None
    other.clock.advance(minutes=5)
    memory.clock.advance(minutes=2)
    with changes_made(other) as elsewhere:
        write_receipts(other.store, by=nurse(ward), shown=(awaited.version,))
    see(memory, nurse(ward))
    memory.receive(*elsewhere)
    assert receipts(memory) == 1
    after = listed(memory, GP).awaited
    assert after is not None
    assert after.seen_at == memory.clock()
