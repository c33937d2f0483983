"""Reasons from observations: NEWS2 against threshold and usual, and a loss of weight.

A raised set stays a reason when a lower one follows it, since nobody has looked at it; the newest
score is said beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
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
from mdt_core.worklist.standing import Standing

Taken = Told[ObservationSet]

_VITAL_SIGNS: Final = (
    *("respirations", "oxygen_percent", "systolic", "pulse", "consciousness", "temperature"),
)


def news2_reasons(standing: Standing, first: datetime) -> Iterator[Reason]:
    """One reason for every set since then that stands out and that nobody has looked at."""
    raised = [each for each in standing.raised if each.at and each.at >= first]
    if not raised:
        return
    worst = min(raised, key=lambda each: (each.tier, -each.at.timestamp() if each.at else 0.0))
    words = [worst.words]
    if len(raised) > 1:
        words.append(f"{len(raised) - 1} more like it")
    newest_id, newest_words = standing.newest
    if newest_words and (newest_id,) != worst.sources:
        words.append(newest_words)
    others = (each.sources[0] for each in raised if each is not worst)
    sources = (*worst.sources, *others)
    late = any(each.is_late for each in raised)
    yield Reason(". ".join(words), worst.tier, worst.at, sources, late, ObservationSet.kind)


def newest_score(facts: Facts) -> tuple[str, str]:
    """The newest set of observations by id, and its score in words where it has one."""
    if not facts.observations:
        return "", ""
    newest = facts.observations[0]
    now = _score(newest.record)
    if now is None or now.total is None:
        return newest.id, ""
    return newest.id, f"NEWS2 {now.total} at {clinical_short_moment(newest.occurred_at)}"


def raised_sets(facts: Facts, thresholds: Thresholds, first: datetime) -> Iterator[Reason]:
    """Each set since then that stands out and that nobody has looked at, newest first."""
    for taken in facts.open(facts.observations):
        found = (
            _raised(taken, facts.usual_news2, thresholds) if taken.occurred_at >= first else None
        )
        if found is not None:
            words, tier = found
            at = taken.occurred_at
            words = f"{words}, {clinical_short_moment(at)}"
            late = facts.is_late(taken)
            yield Reason(words, tier, at, (taken.id,), late, ObservationSet.kind)


def _raised(taken: Taken, usual: int | None, thresholds: Thresholds) -> tuple[str, Tier] | None:
    record = taken.record
    if record.purpose is not None or not any(_given(record, name) for name in _VITAL_SIGNS):
        return None  # marked as usual by a clinician who looked at it; or a weight alone
    score = _score(record)
    if score is None:
        return "Observations with a reading that cannot be", Tier.SECOND
    return _news2_words(score, usual, thresholds)


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


def lost_weights(facts: Facts, thresholds: Thresholds, first: datetime) -> Iterator[Reason]:
    """Each weight since then that nobody has looked at and that is well below an earlier one."""
    weighed = [each for each in facts.observations if each.record.weight_kg is not None]
    for place, each in enumerate(weighed):
        if each.id in facts.answered or each.occurred_at < first:
            continue
        if words := _loss_words(each, weighed[place + 1 :], thresholds):
            at, late = each.occurred_at, facts.is_late(each)
            yield Reason(words, Tier.THIRD, at, (each.id,), late, ObservationSet.kind)


def weight_reasons(standing: Standing, first: datetime) -> Iterator[Reason]:
    """The newest of them, which names them all."""
    lost = [each for each in standing.lost if each.at and each.at >= first]
    if lost:
        sources = tuple(each.sources[0] for each in lost)
        yield replace(lost[0], sources=sources, is_late=any(each.is_late for each in lost))


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
