"""The SpO2 scale of a signed set: a prescriber chooses it, everybody else goes on with it."""

from datetime import timedelta

import pytest

from mdt_core.actor import Actor
from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.records.observations import ObservationSet, SetPurpose, SpO2Scale
from mdt_core.roles import CLINICIANS, HOME_STAFF, PRESCRIBERS, Role
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.observations import sign_observations
from mdt_core.use_cases.residents import save_resident
from tests.support import builders
from tests.support.memory_store import GP, MemoryStore

NURSE = builders.actor(Role.HOME_NURSE)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def who(memory: MemoryStore) -> str:
    return save_resident(memory.store, by=GP, resident=builders.resident())[0]


def sign(memory: MemoryStore, who: str, by: Actor, scale: SpO2Scale, *, days_ago: int = 0) -> str:
    at = memory.clock() - timedelta(days=days_ago)
    taken = builders.observations(taken_at=at, spo2_scale=scale)
    values = taken.model_dump(mode="json", exclude_none=True)
    draft = Draft(ObservationSet, who, {**values, "taken_at": utc_text(at)})
    return sign_observations(memory.store, by=by, draft=draft)[0]


def kept(memory: MemoryStore, who: str) -> int:
    with memory.store.reading() as connection:
        return len(statements(connection, ObservationSet, who))


@pytest.mark.parametrize("role", sorted((CLINICIANS | HOME_STAFF) - PRESCRIBERS))
def test_scale_2_is_never_begun_by_somebody_who_does_not_prescribe(
    memory: MemoryStore, who: str, role: Role
) -> None:
    with pytest.raises(InvalidInput, match="Only a prescriber") as refusal:
        sign(memory, who, builders.actor(role), SpO2Scale.SCALE_2)
    assert refusal.value.where == "SpO2 scale"
    assert kept(memory, who) == 0


def test_everybody_goes_on_with_the_scale_that_a_prescriber_chose(
    memory: MemoryStore, who: str
) -> None:
    sign(memory, who, GP, SpO2Scale.SCALE_2, days_ago=2)
    sign(memory, who, NURSE, SpO2Scale.SCALE_2, days_ago=1)
    sign(memory, who, NURSE, SpO2Scale.SCALE_2)
    assert kept(memory, who) == 3


def test_a_scale_chosen_while_a_form_was_open_is_not_left_by_that_form(
    memory: MemoryStore, who: str
) -> None:
    sign(memory, who, GP, SpO2Scale.SCALE_2, days_ago=1)
    with pytest.raises(InvalidInput, match="Scale 2") as refusal:
        sign(memory, who, NURSE, SpO2Scale.SCALE_1)
    assert "Open the form again" in refusal.value.next_step
    assert kept(memory, who) == 1


def test_a_scale_and_a_usual_set_stand_however_many_sets_came_since(
    memory: MemoryStore, who: str
) -> None:
    sign(memory, who, GP, SpO2Scale.SCALE_2, days_ago=300)
    with memory.store.deed(GP) as unit:
        unit.sign(usual_at(memory, 299), About(who, occurred_at=usual_at(memory, 299).taken_at))
        unit.commit()
    with memory.store.deed(NURSE) as unit:
        for days in range(1, 252):
            at = memory.clock() - timedelta(days=days)
            later = builders.observations(taken_at=at, spo2_scale=SpO2Scale.SCALE_2)
            unit.sign(later, About(who, occurred_at=at))
        unit.commit()
    sign(memory, who, NURSE, SpO2Scale.SCALE_2)
    with pytest.raises(InvalidInput, match="Scale 2"):
        sign(memory, who, NURSE, SpO2Scale.SCALE_1)
    with memory.store.reading() as connection:
        page = resident_page(connection, GP, who)
    assert page.usual is not None
    assert page.usual.record == usual_at(memory, 299)


def usual_at(memory: MemoryStore, days_ago: int) -> ObservationSet:
    at = memory.clock() - timedelta(days=days_ago)
    scale = SpO2Scale.SCALE_2
    return builders.observations(taken_at=at, spo2_scale=scale, purpose=SetPurpose.USUAL)


def test_a_prescriber_goes_back_to_scale_1_and_it_stands(memory: MemoryStore, who: str) -> None:
    sign(memory, who, GP, SpO2Scale.SCALE_2, days_ago=2)
    sign(memory, who, GP, SpO2Scale.SCALE_1, days_ago=1)
    with pytest.raises(InvalidInput, match="Only a prescriber"):
        sign(memory, who, NURSE, SpO2Scale.SCALE_2)
    sign(memory, who, NURSE, SpO2Scale.SCALE_1)
    assert kept(memory, who) == 3
