"""The influenza clinics of a practice borough: one in each home, with its known answers.

Out of season there was none. Every fourth home has low uptake, so that there is something to do.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from mdt_core.clock import PartialDate
from mdt_core.demo.borough.places import HomeSketch
from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.demo.days import before, moment
from mdt_core.records.stays import StayType
from mdt_core.records.vaccinations import (
    ConsentBasis,
    NotGivenReason,
    Vaccination,
    VaccinationOutcome,
    VaccinationSite,
    Vaccine,
)
from mdt_core.store.unit_of_work import UnitOfWork
from mdt_core.vaccination_rules import Programme, age_on, shipped_vaccination_rules

_DAYS_AGO: Final = 20
_HOUR: Final = 11
_GIVER: Final = "pharmacist"
_IN_TEN: Final = 10
_USUAL: Final = {
    0: VaccinationOutcome.DECLINED,
    1: VaccinationOutcome.DEFERRED_UNWELL,
    2: None,
    3: VaccinationOutcome.ALREADY_HAD,
}
_LOW: Final = {**_USUAL, 4: None, 5: None, 6: None, 7: VaccinationOutcome.DECLINED}
_LOW_EVERY: Final = 4
_OLD: Final = 65


@dataclass(frozen=True)
class ClinicAnswer:
    """One answer of a clinic."""

    stay: Sojourn
    day: date
    outcome: VaccinationOutcome


@dataclass(frozen=True)
class FluTruth:
    """What is true of influenza in one home today: whom the rules name, and their answers."""

    eligible: int
    outcomes: Mapping[VaccinationOutcome, int]

    @property
    def vaccinated(self) -> int:
        """Those with a dose, wherever it was given."""
        return sum(count for outcome, count in self.outcomes.items() if outcome.is_dose)


def answers(sketch: Sketch) -> Iterator[ClinicAnswer]:
    """Every answer of every clinic; those who came later have none."""
    clinic = clinic_of(sketch.span.today)
    if clinic is None:
        return
    _, day = clinic
    for home in sketch.homes:
        outcomes = _LOW if is_low(home) else _USUAL
        here = [each for each in sketch.current if each.home == home.number]
        present = (each for each in here if each.came < moment(day, _HOUR))
        for place, stay in enumerate(present):
            outcome = outcomes.get(place % _IN_TEN, VaccinationOutcome.GIVEN)
            if outcome is not None:
                yield ClinicAnswer(stay, day, outcome)


def clinic_of(today: date) -> tuple[str, date] | None:
    """The programme of influenza that runs, and the day of every home's clinic in it."""
    programme = _programme(today)
    if programme is None:
        return None
    return programme.id, max(programme.first, before(today, _DAYS_AGO))


def is_low(home: HomeSketch) -> bool:
    """Whether few were vaccinated in a home."""
    return home.number % _LOW_EVERY == 0


def deeds(told: Telling) -> Iterator[Deed]:
    """Each answer, a minute after the one before it in its home."""
    minutes: Counter[int] = Counter()
    for each in answers(told.sketch):
        minutes[each.stay.home] += 1
        at = moment(each.day, _HOUR) + timedelta(minutes=minutes[each.stay.home])
        yield Deed(at, _GIVER, partial(_sign, told, each))


def flu_truth(told: Telling) -> dict[str, FluTruth]:
    """The figures of each home that has somebody in it, by its id; empty out of season."""
    sketch = told.sketch
    if _programme(sketch.span.today) is None:
        return {}
    said = list(answers(sketch))
    return {
        told.homes[home.number]: FluTruth(
            sum(_is_named(s, sketch.span.today) for s in sketch.current if s.home == home.number),
            Counter(each.outcome for each in said if each.stay.home == home.number),
        )
        for home in sketch.homes
    }


def _is_named(stay: Sojourn, today: date) -> bool:
    """Long-stay residents at any age, others from 65."""
    born = stay.person.born
    is_old = born is not None and age_on(born, today) >= _OLD
    return stay.stay_type is StayType.PERMANENT or is_old


def _programme(today: date) -> Programme | None:
    running = shipped_vaccination_rules().running_on(today)
    return next((each for each in running if each.vaccine is Vaccine.INFLUENZA), None)


def _sign(told: Telling, answer: ClinicAnswer, unit: UnitOfWork) -> None:
    record = Vaccination(
        vaccine=Vaccine.INFLUENZA,
        outcome=answer.outcome,
        occurred_on=PartialDate(answer.day.isoformat()),
    )
    if answer.outcome is VaccinationOutcome.DECLINED:
        record = record.model_copy(update={"reason": NotGivenReason.NOT_SAID})
    if answer.outcome is VaccinationOutcome.GIVEN:
        record = record.model_copy(update=_dose(told, answer.day))
    about = told.about(answer.stay, moment(answer.day, 0))
    change = unit.sign(record, about)
    unit.audit("record vaccination", about, record_id=change.envelope.record_id)


def _dose(told: Telling, day: date) -> dict[str, object]:
    return {
        "consent": ConsentBasis.PERSON,
        "batch": "PRACTICE1",
        "expiry": date(day.year + 1, 6, 30),
        "product": "Practice influenza vaccine",
        "site": VaccinationSite.LEFT_ARM,
        "giver": told.actors[_GIVER].name,
    }
