"""Reasons from the stay and from what is due: new here, D2A, actions, reviews, not seen for long."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mdt_core.clock import (
    add_working_days,
    clinical_date,
    clinical_day_month,
    is_working_day,
    london_day,
    working_days_between,
)
from mdt_core.errors import InvalidInput
from mdt_core.records.actions import Action
from mdt_core.records.episodes import PlanReview
from mdt_core.records.rounds import Round, RoundEntry
from mdt_core.records.stays import Stay, StayState
from mdt_core.worklist.facts import Deferred, Facts, Reason, Thresholds, Tier
from mdt_core.worklist.standing import Dated, LastEntry, Living, Standing

_LONGEST_HOLIDAY = 14
"""Some of so many days is a working day: who is so long past the day is past it, and is not counted on."""


def living(facts: Facts) -> Living | None:
    """The stay as reasons need it; None where nobody recorded one."""
    stay = facts.stay
    if stay is None:
        return None
    return Living(
        id=facts.stay_id,
        admitted_at=stay.admitted_at,
        is_d2a=stay.stay_type.is_d2a,
        planned_end=stay.planned_end,
        barriers=tuple(stay.barriers),
        is_ended=stay.state is StayState.ENDED,
        is_answered=facts.stay_id in facts.answered,
    )


def admission_reasons(standing: Standing, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """Somebody new, until an entry names the stay: the clock decides nothing."""
    stay = standing.living
    if stay is None or stay.is_ended or stay.is_answered:
        return
    admitted = london_day(stay.admitted_at)
    since = f"New here since {_day_or_date(admitted, today)}"
    due = _assessment_due(admitted, today, thresholds.assessment_working_days)
    yield Reason(f"{since}. {due}", Tier.SECOND, stay.admitted_at, (stay.id,), kind=Stay.kind)


def _assessment_due(admitted: date, today: date, allowed: int) -> str:
    """When the first assessment is due in words; a day that cannot be counted is not guessed."""
    try:
        due_on = add_working_days(admitted, allowed)
        due = _day_or_date(due_on, today)
        if _has_worked_since(due_on, today):
            return f"No entry yet: assessment was due {due}"
        day = working_days_between(admitted, min(today, due_on))
    except InvalidInput as unknown:
        return f"Assessment due {allowed} working days after. {unknown.message}"
    return f"Assessment due {due} (working day {day} of {allowed})"


def _has_worked_since(due_on: date, today: date) -> bool:
    """Whether a working day after that one has come: the holidays after it are nobody's delay."""
    past = min((today - due_on).days, _LONGEST_HOLIDAY)
    return any(is_working_day(due_on + timedelta(days=each)) for each in range(1, past + 1))


def _day_or_date(day: date, today: date) -> str:
    return clinical_day_month(day) if day.year == today.year else clinical_date(day)


def d2a_reasons(standing: Standing, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """D2A residents are listed every week, until an entry of this week stands."""
    stay, seen_at = standing.living, standing.last_entry_at
    if stay is None or not stay.is_d2a or stay.is_ended:
        return
    if seen_at is not None and _week(london_day(seen_at)) == _week(today):
        return
    admitted = london_day(stay.admitted_at)
    planned = (stay.planned_end - admitted).days if stay.planned_end else thresholds.d2a_days
    words = f"D2A weekly. Day {(today - admitted).days} of {planned}"
    if stay.barriers:
        words = f"{words}. Waiting for: {', '.join(stay.barriers)}"
    yield Reason(words, Tier.SECOND, None, (stay.id,), kind=Stay.kind)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def dated_actions(facts: Facts) -> Iterator[Dated]:
    """Open actions that have a day, with what is said once it is past."""
    for action_id, action in facts.open_actions:
        if action.due is not None:
            owner = action.owner_words or "no owner"
            due = clinical_day_month(action.due)
            words = f"Action due {due} not done: {action.text}, {owner}"
            yield Dated(action_id, action.due, words)


def action_reasons(standing: Standing, today: date) -> Iterator[Reason]:
    """Actions past their day stay until somebody says what became of them."""
    for each in standing.actions:
        if each.day < today:
            yield Reason(each.words, Tier.THIRD, None, (each.id,), kind=Action.kind)


def deferral_reasons(
    standing: Standing, deferred: Sequence[Deferred], today: date
) -> Iterator[Reason]:
    """Whoever was put off is listed again; twice, and it rises a tier."""
    due = [
        each
        for each in deferred
        if each.held_on < today and not standing.has_answered(each.round_id)
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


def last_entry(facts: Facts) -> LastEntry | None:
    """The newest entry as reasons need it."""
    if facts.last_entry_at is None:
        return None
    return LastEntry(
        facts.last_entry_id, facts.last_entry_at, facts.see_again_on, facts.is_for_next_round
    )


def dated_reviews(facts: Facts) -> Iterator[Dated]:
    """The days on which care plans are to be looked at."""
    for told in facts.plan_reviews:
        yield Dated(told.id, told.record.next_due, is_answered=told.id in facts.answered)


def review_reasons(standing: Standing, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """What the last entry asked for, a care plan to be looked at, and nobody seen for long."""
    seen = standing.last_entry
    if seen is not None:
        yield from _see_again(seen, today)
    yield from _plan_review(standing, today, thresholds)
    if seen is None or standing.living is None:
        return  # who was never seen is new here, whenever they came
    weeks = (today - london_day(seen.at)).days // 7
    if weeks >= thresholds.unseen_weeks:
        words = f"Not seen or discussed for {weeks} weeks"
        yield Reason(words, Tier.THIRD, None, (seen.id,), kind=RoundEntry.kind)


def _see_again(seen: LastEntry, today: date) -> Iterator[Reason]:
    words = ""
    if seen.see_again_on is not None and seen.see_again_on <= today:
        words = f"To be seen again by {clinical_date(seen.see_again_on)}"
    elif seen.is_for_next_round:
        decided = london_day(seen.at)
        if decided < today:
            words = f"To be seen again at this round, as decided on {clinical_day_month(decided)}"
    if words:
        yield Reason(words, Tier.THIRD, None, (seen.id,), kind=RoundEntry.kind)


def _plan_review(standing: Standing, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """One that is past stays until a new date is set; one that is near leaves when looked at."""
    soon = today + timedelta(days=thresholds.plan_review_days)
    dated = [
        each
        for each in standing.reviews
        if each.day < today or (each.day <= soon and not each.is_answered)
    ]
    if dated:
        first = min(dated, key=lambda each: each.day)
        words = f"Care plan review due {clinical_day_month(first.day)}"
        sources = tuple(each.id for each in dated)
        yield Reason(words, Tier.THIRD, None, sources, kind=PlanReview.kind)
