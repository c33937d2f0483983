"""What happens in a practice borough, as frozen facts: told into a store, and counted for its truth."""

from dataclasses import dataclass
from datetime import date, datetime

from mdt_core.demo.borough.stays import Sojourn
from mdt_core.records.actions import ActionPriority, ActionState
from mdt_core.records.concerns import Concern
from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import HowSeen, RoundMode, SeeAgain

By = str
"""Somebody's key in the sketch."""


@dataclass(frozen=True)
class Doing:
    """An action and what became of it; `answered_at` is None while it is open."""

    text: str
    owner: By
    priority: ActionPriority
    due: date
    answered_at: datetime | None
    state: ActionState
    outcome: str | None


@dataclass(frozen=True)
class Entry:
    """One resident in one round."""

    stay: Sojourn
    at: datetime
    by: By
    how: HowSeen
    note: str
    plan: str
    watch: tuple[str, str, str]
    again: SeeAgain
    told: str
    view: str | None
    actions: tuple[Doing, ...]
    withdrawn: str | None


@dataclass(frozen=True)
class HeldRound:
    """One round of one home on one day."""

    home: int
    day: date
    started_at: datetime
    ended_at: datetime
    mode: RoundMode
    by: By
    present: tuple[By, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Raised:
    """A concern of a home about one of its residents."""

    stay: Sojourn
    at: datetime
    by: By
    concern: Concern


@dataclass(frozen=True)
class Fell:
    """A fall, when it was written, and what became of the full record that it asks for."""

    stay: Sojourn
    at: datetime
    by: By
    fall: Fall
    completed_at: datetime | None
    completed_by: By


@dataclass(frozen=True)
class InHospital:
    """A time in hospital; what has not happened yet is None."""

    stay: Sojourn
    admitted_at: datetime
    returned_at: datetime | None
    checked_at: datetime | None
    hospital: str
    reason: str
    by: By

    def is_away(self, at: datetime) -> bool:
        """Whether the resident was in hospital then."""
        return self.admitted_at <= at and (self.returned_at is None or at < self.returned_at)


@dataclass(frozen=True)
class Observed:
    """One set of observations and who took it."""

    stay: Sojourn
    by: By
    record: ObservationSet


@dataclass(frozen=True)
class Checked:
    """The pharmacist went through a chart and found the list to be right."""

    stay: Sojourn
    at: datetime


@dataclass(frozen=True)
class Happenings:
    """Everything that happened in the weeks that are told, each kind in no particular order."""

    rounds: tuple[HeldRound, ...]
    missed: tuple[tuple[int, date], ...]
    concerns: tuple[Raised, ...]
    falls: tuple[Fell, ...]
    episodes: tuple[InHospital, ...]
    observations: tuple[Observed, ...]
    checks: tuple[Checked, ...]
