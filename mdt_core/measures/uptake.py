"""Uptake of a vaccine in a home: counts with their exact denominators, formed from single answers. Pure.

Source: clinical.md 1.10. Whoever the rules name is the denominator, and each of them is in one count
alone. Who has no answer is «not recorded», never «declined»; nobody is left out to better a figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mdt_core.clock import PartialDate
from mdt_core.fields import Choice
from mdt_core.records.vaccinations import VaccinationOutcome, Vaccine
from mdt_core.vaccination_rules import (
    Eligibility,
    PersonFacts,
    Programme,
    VaccinationRules,
    Verdict,
    eligibility,
)

HOW_COUNTED: Final = (
    "Counted are the residents whose place is in this home today, in hospital and on leave too, whom the"
    " rules of the programme name: they are the denominator. Each is in one count alone: vaccinated (given"
    " here or had elsewhere, all doses of the course), one dose of two, declined, contraindicated, deferred"
    " or in hospital that day, or not recorded. The last answer of the programme counts, and a dose always."
)


class UptakeState(Choice):
    """Where one person stands in a programme."""

    VACCINATED = "vaccinated", "Vaccinated"
    BEGUN = "begun", "First dose of two"
    DECLINED = "declined", "Declined"
    CONTRAINDICATED = "contraindicated", "Contraindicated"
    WAITING = "waiting", "Deferred or in hospital"
    NOT_RECORDED = "not_recorded", "Not recorded"


_STATES: Final = {
    VaccinationOutcome.DECLINED: UptakeState.DECLINED,
    VaccinationOutcome.CONTRAINDICATED: UptakeState.CONTRAINDICATED,
    VaccinationOutcome.DEFERRED_UNWELL: UptakeState.WAITING,
    VaccinationOutcome.IN_HOSPITAL: UptakeState.WAITING,
}


@dataclass(frozen=True)
class Answered:
    """One recorded vaccination as the figures need it; later ones stand after earlier ones."""

    vaccine: Vaccine
    outcome: VaccinationOutcome
    on: PartialDate
    dose_number: int | None = None


@dataclass(frozen=True)
class Person:
    """One resident: who, what the rules ask, and what was answered."""

    resident_id: str
    facts: PersonFacts
    answered: Sequence[Answered] = ()


@dataclass(frozen=True)
class Placed:
    """Where one resident stands in a programme, and what the rules say."""

    resident_id: str
    eligibility: Eligibility
    state: UptakeState


@dataclass(frozen=True)
class Uptake:
    """The uptake of one programme: everybody placed, and the counts of those whom the rules name."""

    programme: Programme
    placed: tuple[Placed, ...]

    @property
    def eligible(self) -> int:
        """The denominator."""
        return sum(self.counts.values())

    @property
    def counts(self) -> Mapping[UptakeState, int]:
        """Those whom the rules name, by where they stand; every state is there."""
        found = Counter(each.state for each in self.placed if self.is_counted(each))
        return {state: found[state] for state in UptakeState}

    @property
    def not_known(self) -> int:
        """Of how many the rules cannot say whether they may have it."""
        return sum(each.eligibility.verdict is Verdict.NOT_KNOWN for each in self.placed)

    @property
    def beyond(self) -> int:
        """How many are vaccinated whom the rules do not name; not in the figure."""
        return sum(
            each.state is UptakeState.VACCINATED and not self.is_counted(each)
            for each in self.placed
        )

    @property
    def percent(self) -> Decimal | None:
        """Vaccinated of those eligible, to one place; None where nobody is."""
        return percent(self.counts[UptakeState.VACCINATED], self.eligible)

    @property
    def is_low(self) -> bool:
        """Whether it is below the target; without a target or anybody eligible it is not said."""
        target = self.programme.target_percent
        return target is not None and self.percent is not None and self.percent < target

    @staticmethod
    def is_counted(each: Placed) -> bool:
        """Whether the rules name the person."""
        return each.eligibility.verdict is Verdict.ELIGIBLE


def percent(part: int, whole: int) -> Decimal | None:
    """A percentage from counts, to one place, halves away from nought; None of nobody."""
    if not whole:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def measure_uptake(
    programme: Programme, people: Iterable[Person], day: date, rules: VaccinationRules
) -> Uptake:
    """Places each resident in a programme as on a day."""
    placed = (
        Placed(
            each.resident_id,
            eligibility(programme, each.facts, day, rules),
            state_in(programme, each.answered),
        )
        for each in people
    )
    return Uptake(programme, tuple(placed))


def state_in(programme: Programme, answered: Sequence[Answered]) -> UptakeState:
    """Where somebody stands: doses first, else the last answer of the programme."""
    counted = [
        each for each in answered if each.vaccine is programme.vaccine and programme.counts(each.on)
    ]
    doses = [each for each in counted if each.outcome.is_dose]
    if _doses(doses) >= programme.doses:
        return UptakeState.VACCINATED
    if doses:
        return UptakeState.BEGUN
    return _STATES[counted[-1].outcome] if counted else UptakeState.NOT_RECORDED


def _doses(doses: Sequence[Answered]) -> int:
    """Doses on different days, or the highest number in its course that was told."""
    return max((len({each.on for each in doses}), *(each.dose_number or 0 for each in doses)))
