"""What the worklist is worked out from, and what it says: facts, thresholds, tiers, reasons.

Plain values without a store. Thresholds are data (`thresholds.json`) with version and approver.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Final, Generic, TypeVar

from mdt_core.errors import MdtError
from mdt_core.record import Statement
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern
from mdt_core.records.episodes import HospitalEpisode, PlanReview
from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.records.stays import Stay


class Tier(IntEnum):
    """How urgent a reason is; explained to people in these words."""

    FIRST = 1
    SECOND = 2
    THIRD = 3

    @property
    def word(self) -> str:
        """One word or two that stand before a reason."""
        return ("Urgent", "This week", "Review")[self - 1]

    @property
    def mark(self) -> str:
        """The shape beside the word, so that no colour is needed."""
        return "◆▲○"[self - 1]

    @property
    def words(self) -> str:
        """What the tier means, for `Explain`."""
        return _TIER_WORDS[self]


_TIER_WORDS = {
    Tier.FIRST: (
        "Urgent: a concern for today, NEWS2 at the response threshold or one part of 3, a fall"
        " with a blow to the head or an injury, back from hospital"
    ),
    Tier.SECOND: (
        "This week: D2A, new here, another fall or concern, NEWS2 up on the usual one or not"
        " complete, gone to hospital, deferred twice"
    ),
    Tier.THIRD: (
        "Review: weight, an action past its day, deferred, to be seen again, the review of a care plan"
        " or a decision, not seen for long"
    ),
}


CLOCKS_APART: Final = timedelta(hours=1)
"""How far the clock of another device may be wrong without hiding that something came late."""


@dataclass(frozen=True)
class Thresholds:
    """When a fact becomes a reason; data with version and approver, never code.

    `gsf_review_days` says after how many days somebody at a stage is looked at again.
    `look_back_months` is how far back weights are compared and observations are looked through.
    """

    version: str
    approved_by: str
    approved_on: str
    source: str
    news2_response: int
    news2_above_usual: int
    weight_loss_percent: Decimal
    look_back_months: int
    unseen_weeks: int
    assessment_working_days: int
    d2a_days: int
    plan_review_days: int
    minutes_each: int
    planned_minutes: int
    gsf_review_days: tuple[tuple[str, int], ...]

    def days_at(self, stage: str) -> int:
        """After how many days somebody at a GSF stage is looked at again; KeyError for no stage."""
        return dict(self.gsf_review_days)[stage]


@cache
def shipped_thresholds() -> Thresholds:
    """The thresholds that come with the program, until the organisation approves its own."""
    raw = json.loads(Path(__file__).with_name("thresholds.json").read_text("utf-8"))
    try:
        loss, days = Decimal(raw["weight_loss_percent"]), tuple(raw["gsf_review_days"].items())
        return Thresholds(**{**raw, "weight_loss_percent": loss, "gsf_review_days": days})
    except (KeyError, TypeError) as wrong:
        raise MdtError(f"thresholds.json does not fit: {wrong}") from wrong


S_co = TypeVar("S_co", covariant=True)
S = TypeVar("S")


@dataclass(frozen=True)
class Told(Generic[S_co]):
    """A statement as the list needs it: when it happened, and its place in the order of arrival."""

    id: str
    record: S_co
    occurred_at: datetime
    arrived: int
    device: str = ""

    @property
    def is_imported(self) -> bool:
        """Whether a list said it and no person of this program."""
        return self.device.startswith("import:")


def came_late(occurred_at: datetime, device: str, *, entry_at: datetime, entry_device: str) -> bool:
    """Whether what arrived after an entry is taken to have happened before it.

    The clocks of two devices may differ by `CLOCKS_APART`, so that what another device says to have
    happened shortly after the entry may well have happened before it: it is marked, to be looked at.
    """
    apart = timedelta(0) if device == entry_device else CLOCKS_APART
    return occurred_at < entry_at + apart


@dataclass(frozen=True)
class Unread:
    """What this program cannot read whole is a reason too, by the title of its kind."""

    title: str


@dataclass(frozen=True)
class Deferred:
    """A resident put off in a round: when, why in words, until when (None: the next round)."""

    round_id: str
    held_on: date
    why: str
    until: date | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of one resident, newest first in each list.

    `unread_sets` are observations that cannot be read whole: they count no longer than others do.
    `answered` holds the ids of what entries that stand say they looked at; `last_entry_...` are of
    the newest entry that stands, None where nobody wrote one. `see_again_on` and `is_for_next_round`
    are what that entry asked for.
    """

    concerns: Sequence[Told[Concern]] = ()
    falls: Sequence[Told[Fall]] = ()
    episodes: Sequence[Told[HospitalEpisode]] = ()
    plan_reviews: Sequence[Told[PlanReview]] = ()
    clocks: Sequence[Told[Statement]] = ()
    observations: Sequence[Told[ObservationSet]] = ()
    unread: Sequence[Told[Unread]] = ()
    unread_sets: Sequence[Told[Unread]] = ()
    usual_news2: int | None = None
    stay: Stay | None = None
    stay_id: str = ""
    open_actions: Sequence[tuple[str, Action]] = ()
    deferred: Sequence[Deferred] = ()
    answered: frozenset[str] = frozenset()
    last_entry_id: str = ""
    last_entry_at: datetime | None = None
    last_entry_arrived: int | None = None
    last_entry_device: str = ""
    see_again_on: date | None = None
    is_for_next_round: bool = False

    def open(self, told: Iterable[Told[S]]) -> Iterator[Told[S]]:
        """Those that no standing entry says it looked at."""
        return (each for each in told if each.id not in self.answered)

    def is_late(self, told: Told[object]) -> bool:
        """It happened before the last entry but had not arrived when that was written."""
        if self.last_entry_at is None or self.last_entry_arrived is None:
            return False
        return told.arrived > self.last_entry_arrived and came_late(
            told.occurred_at,
            told.device,
            entry_at=self.last_entry_at,
            entry_device=self.last_entry_device,
        )


@dataclass(frozen=True)
class Reason:
    """Why somebody is on the list: the words shown, the tier, and the records it comes from.

    `kind` is the kind of the first of these records, which is the one to open.
    """

    words: str
    tier: Tier
    at: datetime | None
    sources: tuple[str, ...]
    is_late: bool = False
    kind: str = ""

    @property
    def shown(self) -> str:
        """The words as listed, with what came late said first."""
        if not self.is_late:
            return self.words
        begins = self.words if self.words[:2].isupper() else self.words[:1].lower() + self.words[1:]
        return f"Arrived late: {begins}"

    @property
    def marked(self) -> str:
        """`◆ Urgent: NEWS2 6, usual 2, 24-Nov 07:15`, as lists and the round show it."""
        return f"{self.tier.mark} {self.tier.word}: {self.shown}"
