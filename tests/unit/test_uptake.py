"""Uptake: each resident in one count, exact denominators, and nothing made of what is missing."""

from datetime import date
from decimal import Decimal

import pytest

from mdt_core.clock import PartialDate
from mdt_core.measures.uptake import (
    Answered,
    Person,
    UptakeState,
    measure_uptake,
    percent,
    state_in,
)
from mdt_core.records.vaccinations import VaccinationOutcome as Outcome
from mdt_core.records.vaccinations import Vaccine
from mdt_core.vaccination_rules import PersonFacts, Programme, shipped_vaccination_rules

RULES = shipped_vaccination_rules()
TODAY = date(2026, 11, 24)
FLU, RSV, SHINGLES = "influenza-2026", "rsv", "shingles"


def programme(name: str) -> Programme:
    found = RULES.programme(name)
    assert found is not None
    return found


def told(
    outcome: Outcome, on: str = "2026-11-01", vaccine: Vaccine = Vaccine.INFLUENZA
) -> Answered:
    return Answered(vaccine, outcome, PartialDate(on))


@pytest.mark.parametrize(
    ("name", "answered", "state"),
    [
        (FLU, (), UptakeState.NOT_RECORDED),
        (FLU, (told(Outcome.GIVEN),), UptakeState.VACCINATED),
        (FLU, (told(Outcome.ALREADY_HAD),), UptakeState.VACCINATED),
        (FLU, (told(Outcome.GIVEN, "2026-03-01"),), UptakeState.NOT_RECORDED),
        (FLU, (told(Outcome.GIVEN, "2026"),), UptakeState.NOT_RECORDED),
        (FLU, (told(Outcome.DECLINED),), UptakeState.DECLINED),
        (FLU, (told(Outcome.DECLINED), told(Outcome.GIVEN)), UptakeState.VACCINATED),
        (FLU, (told(Outcome.GIVEN), told(Outcome.DECLINED)), UptakeState.VACCINATED),
        (FLU, (told(Outcome.DEFERRED_UNWELL), told(Outcome.DECLINED)), UptakeState.DECLINED),
        (FLU, (told(Outcome.IN_HOSPITAL),), UptakeState.WAITING),
        (FLU, (told(Outcome.CONTRAINDICATED),), UptakeState.CONTRAINDICATED),
        (FLU, (told(Outcome.GIVEN, vaccine=Vaccine.RSV),), UptakeState.NOT_RECORDED),
        (RSV, (told(Outcome.ALREADY_HAD, "2024", Vaccine.RSV),), UptakeState.VACCINATED),
        (SHINGLES, (told(Outcome.GIVEN, vaccine=Vaccine.SHINGLES),), UptakeState.BEGUN),
        (
            SHINGLES,
            (
                told(Outcome.ALREADY_HAD, "2025", Vaccine.SHINGLES),
                told(Outcome.GIVEN, "2026-02-01", Vaccine.SHINGLES),
            ),
            UptakeState.VACCINATED,
        ),
        (
            SHINGLES,
            (Answered(Vaccine.SHINGLES, Outcome.ALREADY_HAD, PartialDate("2025"), 2),),
            UptakeState.VACCINATED,
        ),
    ],
)
def test_where_somebody_stands_in_a_programme(
    name: str, answered: tuple[Answered, ...], state: UptakeState
) -> None:
    assert state_in(programme(name), answered) is state


def test_the_counts_make_up_the_denominator_and_those_outside_stand_beside_it() -> None:
    old = PersonFacts(PartialDate("1940-01-01"), "respite", "nursing")
    young = PersonFacts(PartialDate("1990-01-01"), "respite", "nursing")
    people = (
        Person("a", old, (told(Outcome.GIVEN),)),
        Person("b", old, (told(Outcome.DECLINED),)),
        Person("c", old),
        Person("d", young, (told(Outcome.GIVEN),)),
        Person("e", PersonFacts(None, "respite", "nursing")),
    )
    found = measure_uptake(programme(FLU), people, TODAY, RULES)
    assert found.eligible == sum(found.counts.values()) == 3
    assert found.counts[UptakeState.VACCINATED] == 1
    assert (found.not_known, found.beyond) == (1, 1)
    assert found.percent == Decimal("33.3")
    assert found.is_low


def test_nobody_eligible_is_no_percentage_and_not_low() -> None:
    found = measure_uptake(programme(FLU), (), TODAY, RULES)
    assert found.percent is None
    assert not found.is_low


def test_without_a_target_nothing_is_called_low() -> None:
    old = PersonFacts(PartialDate("1940-01-01"), "permanent", "nursing")
    assert not measure_uptake(programme(RSV), (Person("a", old),), TODAY, RULES).is_low


def test_a_percentage_is_formed_from_counts_to_one_place() -> None:
    assert percent(1, 8) == Decimal("12.5")
    assert percent(2, 3) == Decimal("66.7")
    assert percent(0, 0) is None
