"""Structured medication reviews: how many, what they decided, and what became of the burden."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from mdt_core.anticholinergic import before_and_after, total_of
from mdt_core.clock import london_day
from mdt_core.measures.definition import Case
from mdt_core.records.medicine_reviews import MedicineReview, ReviewDecision
from mdt_core.store.queries.measured.world import World

CHANGED: Final = (ReviewDecision.STOP, ReviewDecision.REDUCE, ReviewDecision.SWITCH)


def medicine_reviews(world: World) -> Iterator[Case]:
    """Each review of the period."""
    for home_id, day, who, review in _reviews(world):
        yield Case(home_id, day, resident_id=who, what=_decided(review))


def changed_per_review(world: World) -> Iterator[Case]:
    """How many medicines each review stopped or changed, with all that it decided."""
    for home_id, day, who, review in _reviews(world):
        if review.decided:
            changed = sum(number for decision, number in review.decided if decision in CHANGED)
            what = _decided(review)
            yield Case(home_id, day, resident_id=who, what=what, took=Decimal(changed))


def items_reviewed(world: World) -> Iterator[Case]:
    """Each medicine that a review of the period decided on."""
    for home_id, day, who, review in _reviews(world):
        for one in review.medicines:
            if one.decision is not None and one.decision is not ReviewDecision.START:
                what = f"{one.medicine}: {one.decision.label.lower()}"
                met = one.decision in CHANGED
                yield Case(home_id, day, met, who, what, one.decision.label)


def burden_lowered(world: World) -> Iterator[Case]:
    """Whether each review lowered the burden that it kept; not known where it kept none, or changed the unknown."""
    for home_id, day, who, review in _reviews(world):
        before, after = (total_of(parts) for parts in before_and_after(review.burden))
        unlisted = [each for each in review.burden if each.points is None]
        if before is None:
            yield Case(home_id, day, None, who, "No burden was kept")
        elif any(each.is_before is not each.is_after for each in unlisted):
            yield Case(home_id, day, None, who, "What was changed is not in the list used")
        elif before > 0:
            left = after or 0
            what = f"{before} before, {left} after ({review.burden_list})"
            yield Case(home_id, day, left < before, who, what, _by(before - left))


def _by(fewer: int) -> str:
    if not fewer:
        return "As before"
    points = "1 point" if abs(fewer) == 1 else f"{abs(fewer)} points"
    return f"{points} {'fewer' if fewer > 0 else 'more'}"


def _decided(review: MedicineReview) -> str:
    return ", ".join(f"{number} {decision.past}" for decision, number in review.decided)


def _reviews(world: World) -> Iterator[tuple[str, date, str, MedicineReview]]:
    for who, each in world.told(MedicineReview):
        day = london_day(each.occurred_at)
        home_id = world.home_at(who, each.occurred_at)
        if each.record is not None and home_id is not None and world.period.holds(day):
            yield home_id, day, who, each.record
