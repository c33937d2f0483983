"""The influenza clinics of the borough: what the sketch says is what the uptake of each home gives."""

from datetime import date

from mdt_core.demo.borough.scale import Scale
from mdt_core.demo.borough.sketch import sketch
from mdt_core.demo.borough.vaccinated import answers
from mdt_core.measures.uptake import UptakeState
from mdt_core.records.vaccinations import Vaccination, VaccinationOutcome
from mdt_core.store.queries.vaccinations import uptake_of_home
from mdt_core.vaccination_rules import shipped_vaccination_rules
from tests.demo.borough_store import DemoBorough
from tests.support.demo_home import LEAD


def test_each_homes_uptake_is_the_known_truth(borough: DemoBorough) -> None:
    rules, today = shipped_vaccination_rules(), borough.truth.today
    assert len(borough.truth.flu) == 3
    for home_id, truth in borough.truth.flu.items():
        with borough.memory.store.reading() as connection:
            _, (flu, *_) = uptake_of_home(connection, LEAD, home_id, today, rules)
        uptake = flu.uptake
        assert uptake.programme.id == "influenza-2026"
        assert uptake.eligible == truth.eligible > 0
        assert uptake.counts[UptakeState.VACCINATED] + uptake.beyond == truth.vaccinated > 0


def test_every_dose_says_its_batch_and_consent_and_a_refusal_neither(borough: DemoBorough) -> None:
    told = borough.records(Vaccination)
    outcomes = {each.outcome for each in told}
    assert {VaccinationOutcome.GIVEN, VaccinationOutcome.DECLINED} <= outcomes
    for each in told:
        is_given = each.outcome is VaccinationOutcome.GIVEN
        assert bool(each.batch) == bool(each.consent) == is_given


def test_out_of_season_nobody_was_answered() -> None:
    assert list(answers(sketch(Scale(homes=3, weeks=1), date(2026, 7, 1), 1))) == []
