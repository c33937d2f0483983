"""The last round of a home is its own weekly one: a D2A round over homes is none of it."""

from datetime import date

import pytest

from mdt_core.records.rounds import Programme
from mdt_core.store.queries.homes import home_page, homes
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.plans import RoundPlan, save_plan
from mdt_core.use_cases.rounds import start_round
from tests.support import builders
from tests.support.memory_store import GP, MemoryStore

WEEKLY, D2A = date(2026, 11, 17), date(2026, 11, 24)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


def last(memory: MemoryStore, home_id: str) -> tuple[str | None, str | None]:
    with memory.store.reading() as connection:
        (listed,) = (each for each in homes(connection, GP) if each.id == home_id)
        return home_page(connection, GP, home_id).line.last_round_on, listed.last_round_on


def held(memory: MemoryStore, home_id: str, day: date, programme: Programme) -> None:
    start_round(memory.store, by=GP, home_id=home_id, day=day, residents=[], programme=programme)


def test_a_d2a_round_is_not_the_home_s_last_round(memory: MemoryStore) -> None:
    home_id = save_home(memory.store, by=GP, home=builders.home(name="Elm House"))[0]
    held(memory, home_id, D2A, Programme.D2A)
    assert last(memory, home_id) == (None, None)
    held(memory, home_id, WEEKLY, Programme.WEEKLY)
    assert last(memory, home_id) == (WEEKLY.isoformat(), WEEKLY.isoformat())
    held(memory, home_id, D2A, Programme.WEEKLY)
    assert last(memory, home_id) == (D2A.isoformat(), D2A.isoformat())


def test_a_round_that_is_only_planned_was_not_held(memory: MemoryStore) -> None:
    home_id = save_home(memory.store, by=GP, home=builders.home(name="Elm House"))[0]
    save_plan(memory.store, by=GP, home_id=home_id, day=D2A, plan=RoundPlan(()))
    assert last(memory, home_id) == (None, None)
