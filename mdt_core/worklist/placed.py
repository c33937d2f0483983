"""Reasons from the stay and from what is due: new here, D2A, actions, reviews, not seen for long."""

from collections.abc import Iterator
from datetime import date, timedelta

from mdt_core.clock import (
    add_working_days,
    clinical_date,
    clinical_day_month,
    london_day,
    working_days_between,
)
from mdt_core.records.actions import Action
from mdt_core.records.episodes import PlanReview
from mdt_core.records.rounds import Round, RoundEntry
from mdt_core.records.stays import Stay, StayState
from mdt_core.worklist.facts import Facts, Reason, Thresholds, Tier

_LONGEST_HOLIDAY = timedelta(days=14)
"""Some day within it is a working day: who is so long past the day is past it, and is not counted on."""


def admission_reasons(facts: Facts, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """Somebody new, until an entry names the stay: the clock decides nothing."""
    stay = facts.stay
    if stay is None or stay.state is StayState.ENDED or facts.stay_id in facts.answered:
        return
    admitted = london_day(stay.admitted_at)
    allowed = thresholds.assessment_working_days
    due_on = add_working_days(admitted, allowed)
    due = _day_or_date(due_on, today)
    day = working_days_between(admitted, min(today, due_on + _LONGEST_HOLIDAY))
    since = f"New here since {_day_or_date(admitted, today)}"
    if day > allowed:
        words = f"{since}. No entry yet: assessment was due {due}"
    else:
        words = f"{since}. Assessment due {due} (working day {day} of {allowed})"
    yield Reason(words, Tier.SECOND, stay.admitted_at, (facts.stay_id,), kind=Stay.kind)


def _day_or_date(day: date, today: date) -> str:
    return clinical_day_month(day) if day.year == today.year else clinical_date(day)


def d2a_reasons(facts: Facts, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """D2A residents are listed every week, until an entry of this week stands."""
    stay = facts.stay
    if stay is None or not stay.stay_type.is_d2a or stay.state is StayState.ENDED:
        return
    if facts.last_entry_at is not None and _week(london_day(facts.last_entry_at)) == _week(today):
        return
    admitted = london_day(stay.admitted_at)
    planned = (stay.planned_end - admitted).days if stay.planned_end else thresholds.d2a_days
    words = f"D2A weekly. Day {(today - admitted).days} of {planned}"
    if stay.barriers:
        words = f"{words}. Waiting for: {', '.join(stay.barriers)}"
    yield Reason(words, Tier.SECOND, None, (facts.stay_id,), kind=Stay.kind)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def action_reasons(facts: Facts, today: date) -> Iterator[Reason]:
    """Actions past their day stay until somebody says what became of them."""
    for action_id, action in facts.open_actions:
        if action.due is not None and action.due < today:
            owner = action.owner_words or "no owner"
            due = clinical_day_month(action.due)
            words = f"Action due {due} not done: {action.text}, {owner}"
            yield Reason(words, Tier.THIRD, None, (action_id,), kind=Action.kind)


def deferral_reasons(facts: Facts, today: date) -> Iterator[Reason]:
    """Whoever was put off is listed again; twice, and it rises a tier."""
    due = [
        each
        for each in facts.deferred
        if each.round_id not in facts.answered and each.held_on < today
    ]
    if not due or (due[0].until is not None and due[0].until > today):
        return
    words = f"Deferred on {clinical_day_month(due[0].held_on)}: {due[0].why}"
    tier = Tier.THIRD
    if len(due) > 1:
        tier = Tier.SECOND
        words = f"{words}. {'Second time' if len(due) == _TWICE else f'{len(due)} times'}"
    yield Reason(words, tier, None, tuple(each.round_id for each in due), kind=Round.kind)


_TWICE = 2


def review_reasons(facts: Facts, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """What the last entry asked for, a care plan to be looked at, and nobody seen for long."""
    yield from _see_again(facts, today)
    yield from _plan_review(facts, today, thresholds)
    if facts.last_entry_at is None or facts.stay is None:
        return  # who was never seen is new here, whenever they came
    weeks = (today - london_day(facts.last_entry_at)).days // 7
    if weeks >= thresholds.unseen_weeks:
        words = f"Not seen or discussed for {weeks} weeks"
        yield Reason(words, Tier.THIRD, None, (facts.last_entry_id,), kind=RoundEntry.kind)


def _see_again(facts: Facts, today: date) -> Iterator[Reason]:
    words = ""
    if facts.see_again_on is not None and facts.see_again_on <= today:
        words = f"To be seen again by {clinical_date(facts.see_again_on)}"
    elif facts.is_for_next_round and facts.last_entry_at is not None:
        decided = london_day(facts.last_entry_at)
        if decided < today:
            words = f"To be seen again at this round, as decided on {clinical_day_month(decided)}"
    if words:
        yield Reason(words, Tier.THIRD, None, (facts.last_entry_id,), kind=RoundEntry.kind)


def _plan_review(facts: Facts, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """One that is past stays until a new date is set; one that is near leaves when looked at."""
    soon = today + timedelta(days=thresholds.plan_review_days)
    dated = [
        told
        for told in facts.plan_reviews
        if told.record.next_due < today
        or (told.record.next_due <= soon and told.id not in facts.answered)
    ]
    if dated:
        first = min(dated, key=lambda told: told.record.next_due)
        words = f"Care plan review due {clinical_day_month(first.record.next_due)}"
        sources = tuple(told.id for told in dated)
        yield Reason(words, Tier.THIRD, None, sources, kind=PlanReview.kind)
