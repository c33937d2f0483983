"""Who should be seen this week and why: reasons in words, in three tiers, never points or a score.

Pure: facts in, reasons out. A reason names its source records, and leaves only when an entry that
stands answers them by reference; time and clocks never make one vanish. What happened before the
last entry and came after it is «late», with an hour's grace for the clock of another device.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

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
    concern_reasons,
    fall_reasons,
    hospital_reasons,
    unread_reasons,
)
from mdt_core.worklist.observed import news2_reasons, weight_reasons
from mdt_core.worklist.placed import (
    action_reasons,
    admission_reasons,
    d2a_reasons,
    deferral_reasons,
    review_reasons,
)

__all__ = [
    "Deferred",
    "Facts",
    "Reason",
    "Thresholds",
    "Tier",
    "Told",
    "Unread",
    "came_late",
    "longest_unseen",
    "reasons",
    "shipped_thresholds",
    "sources_of",
    "tier_of",
]


def reasons(facts: Facts, *, today: date, thresholds: Thresholds) -> tuple[Reason, ...]:
    """Every reason that stands, by tier, then newest first."""
    found = (
        *concern_reasons(facts),
        *fall_reasons(facts),
        *news2_reasons(facts, thresholds),
        *hospital_reasons(facts, today),
        *unread_reasons(facts),
        *admission_reasons(facts, today, thresholds),
        *d2a_reasons(facts, today, thresholds),
        *weight_reasons(facts, thresholds),
        *action_reasons(facts, today),
        *deferral_reasons(facts, today),
        *review_reasons(facts, today, thresholds),
    )
    return tuple(sorted(found, key=_order))


def tier_of(found: Sequence[Reason]) -> Tier:
    """The most urgent tier among reasons; the third where there is none."""
    return min((reason.tier for reason in found), default=Tier.THIRD)


def sources_of(found: Iterable[Reason]) -> tuple[str, ...]:
    """The ids of the records that reasons come from, each once: what an entry says it looked at."""
    return tuple(dict.fromkeys(source for reason in found for source in reason.sources if source))


def longest_unseen(facts: Facts) -> datetime:
    """What the list is ordered by inside a tier: when the resident was last seen, oldest first."""
    if facts.last_entry_at is not None:
        return facts.last_entry_at
    return facts.stay.admitted_at - timedelta(days=1) if facts.stay else _NEVER


def _order(reason: Reason) -> tuple[Tier, float]:
    return (reason.tier, -reason.at.timestamp() if reason.at else 0.0)


_NEVER = datetime(1, 1, 1, tzinfo=UTC)
