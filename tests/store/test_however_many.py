"""What was said once is found however much was written since: a list is cut where nothing is decided by it."""

from datetime import timedelta

import pytest

from mdt_core.record import Statement
from mdt_core.records.assessments import Stool
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.statements import statements_of
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.no_change import plan_in_force
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.ui.episode.presenter import is_in_hospital
from mdt_desktop.ui.observations.presenter import last_words
from mdt_desktop.ui.resident.charts import NEWEST_ALONE, WEIGHT, points, words_below
from mdt_desktop.ui.resident.reading import ResidentRead
from tests.support import builders
from tests.support.memory_store import GP, STARTED, MemoryStore

MANY = 202
PLAN = "Warfarin clinic in spring"


@pytest.fixture(scope="module")
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture(scope="module")
def who(memory: MemoryStore) -> str:
    """One resident of whom the oldest of each kind says what the others do not."""
    who = save_resident(memory.store, by=GP, resident=builders.resident())[0]
    with memory.store.deed(GP) as unit:
        for number in range(MANY):
            at = memory.clock() - timedelta(days=number + 1)
            for each in said(is_oldest=number == MANY - 1):
                unit.sign(each, About(who, occurred_at=at))
        unit.commit()
    return who


def said(*, is_oldest: bool) -> tuple[Statement, ...]:
    part = EpisodePart.ADMITTED if is_oldest else EpisodePart.LETTER_SEEN
    weight = {"weight_kg": "61.5"} if is_oldest else {}
    told = (
        builders.entry(plan=PLAN if is_oldest else None),
        builders.observations(**weight),
        HospitalEpisode(part=part, happened_at=STARTED),
        *(builders.SAMPLES[kind]() for kind in ("concern", "fall", "stool")),
        *((builders.SAMPLES["care_plan"](),) if is_oldest else ()),
    )
    return tuple(each for each in told if isinstance(each, Statement))


@pytest.fixture(scope="module")
def page(memory: MemoryStore, who: str) -> ResidentPage:
    with memory.store.reading() as connection:
        return resident_page(connection, GP, who)


def test_the_plan_in_force_is_the_one_that_was_written_last(page: ResidentPage) -> None:
    found = plan_in_force(page.entries)
    assert found is not None
    assert found.record is not None
    assert found.record.plan == PLAN


def test_who_was_admitted_is_away_however_many_letters_came_since(page: ResidentPage) -> None:
    assert is_in_hospital(page)


def test_every_concern_and_every_fall_is_in_sight(page: ResidentPage) -> None:
    assert (len(page.concerns), len(page.falls)) == (MANY, MANY)


def test_the_last_weight_is_known_and_charted_however_many_sets_came_since(
    page: ResidentPage,
) -> None:
    assert "61.5" in last_words(page, "weight_kg")
    read = ResidentRead(page)
    assert [point.figure for point in points(read, WEIGHT)] == [61.5]
    assert NEWEST_ALONE in words_below(read, WEIGHT)


def test_a_plan_does_not_drop_out_of_sight_behind_a_chart(memory: MemoryStore, who: str) -> None:
    with memory.store.reading() as connection:
        found = statements_of(connection, (CarePlan, Stool), who, limit=2)
    assert [kind for _, kind in found] == [Stool, Stool, CarePlan]
