"""Who should be seen this week and why: reasons in words, in three tiers, never points or a score.

Pure: facts in, reasons out. Thresholds are data (`worklist.json`) with version and approver. A reason
names its source records, and leaves only when an entry that stands answers them by reference; time
and clocks never make one vanish. What happened before the last entry and came after it is «late».
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from mdt_core.clock import (
    add_months_clamped,
    add_working_days,
    clinical_date,
    clinical_day_month,
    clinical_short_moment,
    london_day,
    working_days_between,
)
from mdt_core.errors import MdtError
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.observations import ObservationSet
from mdt_core.records.stays import Stay, StayState
from mdt_core.scores.news2 import News2, evaluate
from mdt_core.scores.observed import news2_input


class Tier(IntEnum):
    """How urgent a reason is; explained to people in these words."""

    FIRST = 1
    """Urgent concern, response threshold or a single 3, back from hospital, last days."""
    SECOND = 2
    """D2A weekly, new admission, other concern, request overdue, deferred twice."""
    THIRD = 3
    """Reviews and the rest."""

    @property
    def words(self) -> str:
        """What the tier means, for `Explain`."""
        return _TIER_WORDS[self]


_TIER_WORDS = {
    Tier.FIRST: "Urgent: an urgent concern, a raised NEWS2 or a single part of 3",
    Tier.SECOND: "This week: D2A, new here, a concern, a change",
    Tier.THIRD: "Reviews and the rest",
}


@dataclass(frozen=True)
class Thresholds:
    """When a fact becomes a reason; data with version and approver, never code."""

    version: str
    approved_by: str
    approved_on: str
    source: str
    news2_response: int
    news2_above_usual: int
    weight_loss_percent: Decimal
    weight_loss_months: int
    unseen_weeks: int
    assessment_working_days: int
    d2a_days: int


@cache
def shipped_thresholds() -> Thresholds:
    """The thresholds that come with the program, until the organisation approves its own."""
    raw = json.loads(Path(__file__).with_name("worklist.json").read_text("utf-8"))
    try:
        return Thresholds(**{**raw, "weight_loss_percent": Decimal(raw["weight_loss_percent"])})
    except TypeError as wrong:
        raise MdtError(f"worklist.json does not fit: {wrong}") from wrong


S = TypeVar("S")


@dataclass(frozen=True)
class Told(Generic[S]):
    """A statement as the list needs it: when it happened, and its place in the order of arrival."""

    id: str
    record: S
    occurred_at: datetime
    arrived: int


@dataclass(frozen=True)
class Facts:
    """What is known of one resident, newest first in each list.

    `answered` holds the ids of what entries that stand say they looked at; `last_entry_at` and
    `last_entry_arrived` are of the newest entry that stands, None where nobody wrote one.
    """

    concerns: Sequence[Told[Concern]] = ()
    observations: Sequence[Told[ObservationSet]] = ()
    usual_news2: int | None = None
    stay: Stay | None = None
    stay_id: str = ""
    open_actions: Sequence[tuple[str, Action]] = ()
    answered: frozenset[str] = frozenset()
    last_entry_at: datetime | None = None
    last_entry_arrived: int | None = None
    see_again_on: date | None = None


@dataclass(frozen=True)
class Reason:
    """Why somebody is on the list: the words shown, the tier, and the records it comes from."""

    words: str
    tier: Tier
    at: datetime | None
    sources: tuple[str, ...]
    is_late: bool = False

    @property
    def shown(self) -> str:
        """The words as listed, with what came late said first."""
        return (
            f"Arrived late: {self.words[:1].lower()}{self.words[1:]}"
            if self.is_late
            else self.words
        )


def reasons(facts: Facts, *, today: date, thresholds: Thresholds) -> tuple[Reason, ...]:
    """Every reason that stands, by tier, then newest first."""
    found = (
        *_concerns(facts),
        *_news2(facts, thresholds),
        *_admission(facts, today, thresholds),
        *_d2a(facts, today, thresholds),
        *_weight(facts, thresholds),
        *_actions(facts, today),
        *_review(facts, today, thresholds),
    )
    return tuple(sorted(found, key=_order))


def tier_of(found: Sequence[Reason]) -> Tier:
    """The most urgent tier among reasons; the third where there is none."""
    return min((reason.tier for reason in found), default=Tier.THIRD)


def _order(reason: Reason) -> tuple[Tier, float]:
    return (reason.tier, -reason.at.timestamp() if reason.at else 0.0)


def _is_late(facts: Facts, told: Told[S]) -> bool:
    """It happened before the last entry but had not arrived when that was written."""
    if facts.last_entry_at is None or facts.last_entry_arrived is None:
        return False
    return told.occurred_at < facts.last_entry_at and told.arrived > facts.last_entry_arrived


def _open(facts: Facts, told: Sequence[Told[S]]) -> Iterator[Told[S]]:
    return (each for each in told if each.id not in facts.answered)


# Each kind of reason, in the words of the list


def _concerns(facts: Facts) -> Iterator[Reason]:
    for told in _open(facts, facts.concerns):
        tier = Tier.FIRST if told.record.how_soon is HowSoon.TODAY else Tier.SECOND
        reason = Reason(_concern_words(told), tier, told.occurred_at, (told.id,))
        yield replace(reason, is_late=_is_late(facts, told))


def _concern_words(told: Told[Concern]) -> str:
    signs = ", ".join(sign.label.lower() for sign in told.record.soft_signs)
    if told.record.words:
        said = f"Home's concern, {clinical_short_moment(told.occurred_at)}: «{told.record.words}»"
        return f"{said} ({signs})" if signs else said
    since = clinical_day_month(london_day(told.occurred_at))
    return f"Not their usual self: {signs} (since {since})"


def _news2(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    newest = next(iter(facts.observations), None)
    if newest is None or newest.id in facts.answered:
        return
    score = evaluate(news2_input(newest.record))
    found = _news2_words(score, facts.usual_news2, thresholds)
    if found:
        words, tier = found
        said = f"{words}, {clinical_short_moment(newest.occurred_at)}"
        late = _is_late(facts, newest)
        yield Reason(said, tier, newest.occurred_at, (newest.id,), is_late=late)


def _news2_words(
    score: News2, usual: int | None, thresholds: Thresholds
) -> tuple[str, Tier] | None:
    beside = f", usual {usual}" if usual is not None else ", usual not set"
    if score.total is not None and score.total >= thresholds.news2_response:
        return f"NEWS2 {score.total}{beside}", Tier.FIRST
    if score.single_three:
        return f"One part scores 3: {', '.join(score.single_three)}", Tier.FIRST
    if score.total is None:
        return f"NEWS2 not complete: {', '.join(score.missing)} missing", Tier.SECOND
    if usual is not None and score.total - usual >= thresholds.news2_above_usual:
        return f"NEWS2 {score.total}{beside}", Tier.SECOND
    return None


def _admission(facts: Facts, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    stay = facts.stay
    if stay is None or stay.state is StayState.ENDED:
        return
    admitted = london_day(stay.admitted_at)
    seen_since = facts.last_entry_at is not None and facts.last_entry_at >= stay.admitted_at
    if seen_since:
        return
    allowed = thresholds.assessment_working_days
    due = add_working_days(admitted, allowed)
    day = working_days_between(admitted, today)
    words = (
        f"New here since {clinical_day_month(admitted)}. Assessment due {clinical_day_month(due)}"
    )
    yield Reason(
        f"{words} (working day {day} of {allowed})", Tier.SECOND, stay.admitted_at, (facts.stay_id,)
    )


def _d2a(facts: Facts, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    stay = facts.stay
    if stay is None or not stay.stay_type.is_d2a or stay.state is StayState.ENDED:
        return
    admitted = london_day(stay.admitted_at)
    planned = (stay.planned_end - admitted).days if stay.planned_end else thresholds.d2a_days
    words = f"D2A weekly. Day {(today - admitted).days} of {planned}"
    if stay.barriers:
        words = f"{words}. Waiting for: {', '.join(stay.barriers)}"
    yield Reason(words, Tier.SECOND, None, (facts.stay_id,))


def _weight(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    weighed = [each for each in facts.observations if each.record.weight_kg is not None]
    if not weighed or weighed[0].id in facts.answered:
        return
    now = weighed[0]
    since = add_months_clamped(london_day(now.occurred_at), -thresholds.weight_loss_months)
    before = [each for each in weighed[1:] if london_day(each.occurred_at) >= since]
    new, old = now.record.weight_kg, before[-1].record.weight_kg if before else None
    if new is None or old is None or old <= 0:
        return
    loss = ((old - new) * 100 / old).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if loss >= thresholds.weight_loss_percent:
        day = clinical_day_month(london_day(now.occurred_at))
        span = f"{thresholds.weight_loss_months} months ({old} to {new} kg, {day})"
        words = f"Weight down {loss} % in {span}"
        yield Reason(words, Tier.THIRD, now.occurred_at, (now.id,), is_late=_is_late(facts, now))


def _actions(facts: Facts, today: date) -> Iterator[Reason]:
    for action_id, action in facts.open_actions:
        if action.due is not None and action.due < today:
            owner = action.owner or (action.owner_role.label if action.owner_role else "no owner")
            due = clinical_day_month(action.due)
            words = f"Action due {due} not done: {action.text}, {owner}"
            yield Reason(words, Tier.THIRD, None, (action_id,))


def _review(facts: Facts, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    if facts.see_again_on is not None and facts.see_again_on <= today:
        words = f"To be seen again by {clinical_date(facts.see_again_on)}"
        yield Reason(words, Tier.THIRD, None, ())
    seen = facts.last_entry_at or (facts.stay.admitted_at if facts.stay else None)
    if seen is None or facts.stay is None:
        return
    weeks = (today - london_day(seen)).days // 7
    if weeks >= thresholds.unseen_weeks:
        yield Reason(f"Not seen or discussed for {weeks} weeks", Tier.THIRD, None, ())


_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def longest_unseen(facts: Facts) -> datetime:
    """What the list is ordered by inside a tier: when the resident was last seen, oldest first."""
    if facts.last_entry_at is not None:
        return facts.last_entry_at
    return facts.stay.admitted_at - timedelta(days=1) if facts.stay else _NEVER
