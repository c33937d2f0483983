"""Who should be seen this week and why: reasons in words, in three tiers, never points or a score.

Pure: facts in, reasons out. A reason names its source records, and leaves only when an entry that
stands answers them by reference; time and clocks never make one vanish. What happened before the
last entry and came after it is «late», with an hour's grace for the clock of another device.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from mdt_core.clock import add_months_clamped
from mdt_core.worklist.clocks import clock_reasons, dated_clocks
from mdt_core.worklist.facts import (
    Deferred,
    Facts,
    Reason,
    Thresholds,
    Tier,
    Told,
    Unread,
    came_late,
    shipped_thresholds,
)
from mdt_core.worklist.happened import (
    admissions_to_hospital,
    concern_reasons,
    fall_reasons,
    falls_on,
    hospital_reasons,
    imported_falls,
    returns,
    unread_reasons,
)
from mdt_core.worklist.observed import (
    lost_weights,
    newest_score,
    news2_reasons,
    raised_sets,
    weight_reasons,
)
from mdt_core.worklist.placed import (
    action_reasons,
    admission_reasons,
    d2a_reasons,
    dated_actions,
    dated_reviews,
    deferral_reasons,
    last_entry,
    living,
    review_reasons,
)
from mdt_core.worklist.standing import Standing, named

__all__ = [
    "Deferred",
    "Facts",
    "Reason",
    "Standing",
    "Thresholds",
    "Tier",
    "Told",
    "Unread",
    "by_urgency",
    "came_late",
    "counts_since",
    "first_moment",
    "longest_unseen",
    "reasons",
    "reasons_of",
    "shipped_thresholds",
    "sources_of",
    "standing_of",
    "tier_of",
    "unread_on",
]


def reasons(facts: Facts, *, today: date, thresholds: Thresholds) -> tuple[Reason, ...]:
    """Every reason that stands, by tier, then newest first."""
    standing = standing_of(facts, since=counts_since(today, thresholds), thresholds=thresholds)
    return reasons_of(standing, facts.deferred, today=today, thresholds=thresholds)


def counts_since(today: date, thresholds: Thresholds) -> date:
    """The first day from which observations count."""
    return add_months_clamped(today, -thresholds.look_back_months)


def standing_of(facts: Facts, *, since: date, thresholds: Thresholds) -> Standing:
    """What of the facts may be a reason on any day whose observations count from `since` or later."""
    first = first_moment(since)
    return Standing(
        told=(*concern_reasons(facts), *fall_reasons(facts)),
        imported_falls=tuple(imported_falls(facts, first)),
        raised=tuple(raised_sets(facts, thresholds, first)),
        newest=newest_score(facts),
        returned=tuple(returns(facts)),
        gone=tuple(admissions_to_hospital(facts)),
        unread=tuple(unread_reasons(facts, facts.unread)),
        unread_sets=tuple(unread_reasons(facts, facts.unread_sets)),
        lost=tuple(lost_weights(facts, thresholds, first)),
        living=living(facts),
        actions=tuple(dated_actions(facts)),
        reviews=tuple(dated_reviews(facts)),
        clocks=tuple(dated_clocks(facts, thresholds)),
        last_entry=last_entry(facts),
        answered=named(facts.answered),
    )


def reasons_of(
    standing: Standing, deferred: Sequence[Deferred], *, today: date, thresholds: Thresholds
) -> tuple[Reason, ...]:
    """Every reason that stands on a day, by tier, then newest first."""
    first = first_moment(counts_since(today, thresholds))
    found = (
        *standing.told,
        *falls_on(standing, first),
        *news2_reasons(standing, first),
        *hospital_reasons(standing, today),
        *unread_on(standing, first),
        *admission_reasons(standing, today, thresholds),
        *d2a_reasons(standing, today, thresholds),
        *weight_reasons(standing, first),
        *action_reasons(standing, today),
        *deferral_reasons(standing, deferred, today),
        *clock_reasons(standing, today, thresholds),
        *review_reasons(standing, today, thresholds),
    )
    return by_urgency(*found)


def by_urgency(*found: Reason) -> tuple[Reason, ...]:
    """Reasons by tier, then newest first."""
    return tuple(sorted(found, key=_order))


def unread_on(standing: Standing, first: datetime) -> Iterator[Reason]:
    """What cannot be read whole; observations from their first moment on, as others count."""
    yield from standing.unread
    yield from (each for each in standing.unread_sets if each.at and each.at >= first)


def first_moment(day: date) -> datetime:
    """When a day begins from which observations count, in UTC as they are kept."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def tier_of(found: Sequence[Reason]) -> Tier:
    """The most urgent tier among reasons; the third where there is none."""
    return min((reason.tier for reason in found), default=Tier.THIRD)


def sources_of(found: Iterable[Reason]) -> tuple[str, ...]:
    """The ids of the records that reasons come from, each once: what an entry says it looked at."""
    return tuple(dict.fromkeys(source for reason in found for source in reason.sources if source))


def longest_unseen(standing: Standing) -> datetime:
    """What the list is ordered by inside a tier: when the resident was last seen, oldest first."""
    if standing.last_entry is not None:
        return standing.last_entry.at
    stay = standing.living
    return stay.admitted_at - timedelta(days=1) if stay else _NEVER


def _order(reason: Reason) -> tuple[Tier, float]:
    return (reason.tier, -reason.at.timestamp() if reason.at else 0.0)


_NEVER = datetime(1, 1, 1, tzinfo=UTC)
