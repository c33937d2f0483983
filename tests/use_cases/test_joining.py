"""Joining a running round: once, by whoever may write rounds, and only while it runs."""

from dataclasses import replace
from datetime import date

import pytest

from mdt_core.clock import london_day
from mdt_core.errors import NotAllowed, Refused
from mdt_core.records.rounds import Round, RoundState
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import round_page
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.joining import join_round
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.plans import RoundPlan, save_plan
from mdt_core.use_cases.rounds import start_round
from tests.support import builders
from tests.support.memory_store import GP, STARTED, MemoryStore

DAY = london_day(STARTED)
MATRON = replace(GP, person_id="matron-1", name="Ruth", role=Role.COMMUNITY_MATRON)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


def started(memory: MemoryStore, day: date = DAY) -> tuple[str, str]:
    home_id = save_home(memory.store, by=GP, home=builders.home(name="Elm House"))[0]
    round_id, _ = start_round(memory.store, by=GP, home_id=home_id, day=day, residents=[])
    return home_id, round_id


def who_is_here(memory: MemoryStore, home_id: str) -> list[str]:
    with memory.store.reading() as connection:
        header = round_page(connection, GP, home_id, DAY).round
    assert header is not None
    assert header.record is not None
    return [each.name for each in header.record.attendees]


def test_joining_twice_is_joining_once(memory: MemoryStore) -> None:
    home_id, round_id = started(memory)
    join_round(memory.store, by=MATRON, round_ids=[round_id])
    join_round(memory.store, by=MATRON, round_ids=[round_id])
    join_round(memory.store, by=GP, round_ids=[round_id])
    assert sorted(who_is_here(memory, home_id)) == sorted(["Ruth", GP.name])


def test_who_starts_a_round_is_here_by_starting_it_and_so_is_who_starts_it_again(
    memory: MemoryStore,
) -> None:
    home_id, _ = started(memory)
    assert who_is_here(memory, home_id) == [GP.name]
    start_round(memory.store, by=MATRON, home_id=home_id, day=DAY, residents=[])
    assert sorted(who_is_here(memory, home_id)) == sorted(["Ruth", GP.name])


def test_a_plan_puts_nobody_among_those_who_are_here_until_it_is_started(
    memory: MemoryStore,
) -> None:
    home_id = save_home(memory.store, by=GP, home=builders.home(name="Elm House"))[0]
    save_plan(memory.store, by=GP, home_id=home_id, day=DAY, plan=RoundPlan(()))
    assert who_is_here(memory, home_id) == []
    save_plan(memory.store, by=MATRON, home_id=home_id, day=DAY, plan=RoundPlan(()), starts=True)
    assert who_is_here(memory, home_id) == ["Ruth"]


def test_a_round_that_is_over_is_joined_by_nobody(memory: MemoryStore) -> None:
    home_id, round_id = started(memory)
    with memory.store.deed(GP) as unit:
        header = unit.card(Round, round_id)
        over = header.model_copy(update={"state": RoundState.COMPLETED})
        unit.write(over, About(home_id=home_id), record_id=round_id)
        unit.commit()
    with pytest.raises(Refused, match="not running"):
        join_round(memory.store, by=MATRON, round_ids=[round_id])
    assert who_is_here(memory, home_id) == [GP.name]


def test_who_writes_no_rounds_joins_none(memory: MemoryStore) -> None:
    home_id, round_id = started(memory)
    carer = replace(GP, person_id="carer-1", role=Role.HOME_CARER)
    with pytest.raises(NotAllowed):
        join_round(memory.store, by=carer, round_ids=[round_id])
    assert who_is_here(memory, home_id) == [GP.name]
