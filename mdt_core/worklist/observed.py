"""Reasons from observations: NEWS2 against threshold and usual, and a loss of weight.

A raised set stays a reason when a lower one follows it, since nobody has looked at it; the newest
score is said beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mdt_core.clock import (
    add_months_clamped,
    clinical_day_month,
    clinical_short_moment,
    london_day,
)
from mdt_core.errors import InvalidInput
from mdt_core.records.observations import ObservationSet
from mdt_core.scores.news2 import News2, evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.worklist.facts import Facts, Reason, Thresholds, Tier, Told

Taken = Told[ObservationSet]

_VITAL_SIGNS: Final = (
    *("respirations", "oxygen_percent", "systolic", "pulse", "consciousness", "temperature"),
)


@dataclass(frozen=True)
class _Raised:
    taken: Taken
    words: str
    tier: Tier


def news2_reasons(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    """One reason for every set that stands out and that nobody has looked at, the worst first."""
    raised = [
        found
        for taken in facts.open(facts.observations)
        if (found := _raised(taken, facts.usual_news2, thresholds))
    ]
    if not raised:
        return
    worst = min(raised, key=lambda each: (each.tier, -each.taken.occurred_at.timestamp()))
    at = worst.taken.occurred_at
    words = [f"{worst.words}, {clinical_short_moment(at)}"]
    if len(raised) > 1:
        words.append(f"{len(raised) - 1} more like it")
    newest = facts.observations[0]
    if newest.id != worst.taken.id and (now := _score(newest.record)) and now.total is not None:
        words.append(f"NEWS2 {now.total} at {clinical_short_moment(newest.occurred_at)}")
    sources = (worst.taken.id, *(each.taken.id for each in raised if each is not worst))
    late = any(facts.is_late(each.taken) for each in raised)
    yield Reason(". ".join(words), worst.tier, at, sources, late, ObservationSet.kind)


def _raised(taken: Taken, usual: int | None, thresholds: Thresholds) -> _Raised | None:
    record = taken.record
    if record.purpose is not None or not any(_given(record, name) for name in _VITAL_SIGNS):
        return None  # marked as usual by a clinician who looked at it; or a weight alone
    score = _score(record)
    if score is None:
        return _Raised(taken, "Observations with a reading that cannot be", Tier.SECOND)
    found = _news2_words(score, usual, thresholds)
    return None if found is None else _Raised(taken, *found)


def _given(record: ObservationSet, name: str) -> bool:
    return getattr(record, name) is not None


def _score(record: ObservationSet) -> News2 | None:
    try:
        return evaluate(news2_input(record))
    except InvalidInput:
        return None


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


def weight_reasons(facts: Facts, thresholds: Thresholds) -> Iterator[Reason]:
    """The newest weight that nobody has looked at and that is well below an earlier one."""
    weighed = [each for each in facts.observations if each.record.weight_kg is not None]
    lost = [
        (each, words)
        for place, each in enumerate(weighed)
        if each.id not in facts.answered
        and (words := _loss_words(each, weighed[place + 1 :], thresholds))
    ]
    if lost:
        newest, words = lost[0]
        sources = tuple(each.id for each, _ in lost)
        late = any(facts.is_late(each) for each, _ in lost)
        at = newest.occurred_at
        yield Reason(words, Tier.THIRD, at, sources, late, ObservationSet.kind)


def _loss_words(now: Taken, earlier: Sequence[Taken], thresholds: Thresholds) -> str:
    months = thresholds.look_back_months
    since = add_months_clamped(london_day(now.occurred_at), -months)
    before = [each for each in earlier if london_day(each.occurred_at) >= since]
    new, old = now.record.weight_kg, before[-1].record.weight_kg if before else None
    if new is None or old is None or old <= 0:
        return ""
    loss = ((old - new) * 100 / old).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if loss < thresholds.weight_loss_percent:
        return ""
    day = clinical_day_month(london_day(now.occurred_at))
    return f"Weight down {loss} % in {months} months ({old} to {new} kg, {day})"
