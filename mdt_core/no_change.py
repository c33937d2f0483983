"""When «no change» may be signed for a resident, and the very words that are signed.

Refused, with what has to be looked at first, while anything the home told or measured is unanswered.
Pure: facts in, words out. Source: clinical.md 1.2 (a round entry binds to what was seen).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from mdt_core.clock import clinical_date, clinical_moment, clinical_weekday_date, london_day
from mdt_core.errors import Refused
from mdt_core.worklist import (
    Facts,
    Reason,
    Standing,
    Thresholds,
    Tier,
    counts_since,
    first_moment,
    reasons_of,
    sources_of,
    standing_of,
    unread_on,
)
from mdt_core.worklist.happened import (
    concern_reasons,
    fall_reasons,
    falls_on,
    hospital_reasons,
)
from mdt_core.worklist.observed import news2_reasons
from mdt_core.worklist.placed import admission_reasons

NOT_AVAILABLE: Final = "«No change» is not available"


@dataclass(frozen=True)
class PlanInForce:
    """The entry whose plan holds: the last that wrote one, not the last that carried it on."""

    entry_id: str
    signed_on: date


@dataclass(frozen=True)
class NoChange:
    """What is signed: the words, the entry whose plan is carried on, the records looked at."""

    words: str
    carries_on: str
    looked_at: tuple[str, ...]


def no_change(
    facts: Facts,
    plan: PlanInForce | None,
    *,
    two_versions: tuple[str, ...],
    today: date,
    thresholds: Thresholds,
    cpr: str = "",
) -> NoChange:
    """What «no change» would sign today; raises Refused with what has to be looked at first."""
    since = counts_since(today, thresholds)
    standing = standing_of(facts, since=since, thresholds=thresholds)
    hindrances = _hindrances(facts, standing, two_versions, today=today, thresholds=thresholds)
    first = next(hindrances, "")
    if first:
        raise Refused(f"{NOT_AVAILABLE}: {first}")
    seen = london_day(facts.last_entry_at) if facts.last_entry_at else None
    if seen is None or plan is None:
        raise Refused(f"{NOT_AVAILABLE}: there is no earlier plan to carry on")
    if seen == today:
        raise Refused(f"{NOT_AVAILABLE}: an entry of today stands already")
    said = (
        f"No change since {clinical_date(seen)}.",
        f"Plan of {clinical_date(plan.signed_on)} still right.",
        cpr,
        _actions_words(len(facts.open_actions)),
    )
    found = reasons_of(standing, facts.deferred, today=today, thresholds=thresholds)
    return NoChange(" ".join(filter(None, said)), plan.entry_id, sources_of(found))


def carried_on_words(today: date) -> str:
    """What an action says that was looked at and carried on that day."""
    return f"Carried on {clinical_weekday_date(today)}"


def _actions_words(number: int) -> str:
    if not number:
        return "No open actions."
    return f"{number} action{'' if number == 1 else 's'} carried on."


def _hindrances(
    facts: Facts,
    standing: Standing,
    two_versions: tuple[str, ...],
    *,
    today: date,
    thresholds: Thresholds,
) -> Iterator[str]:
    """What has not been looked at, the gravest first."""
    begins = first_moment(counts_since(today, thresholds))
    if two_versions:
        yield f"two versions stand of {', '.join(two_versions)}, and neither is being used"
    for reason in (*fall_reasons(facts), *falls_on(standing, begins)):
        yield f"the fall on {_day(reason)} has not been looked at"
    for reason in concern_reasons(facts):
        yield f"the home's concern of {_day(reason)} has not been looked at"
    for reason in news2_reasons(standing, begins):
        when = clinical_moment(reason.at) if reason.at else ""
        yield f"the observations of {when} have not been looked at. {reason.words}"
    for reason in hospital_reasons(standing, today):
        what = "return from" if reason.tier is Tier.FIRST else "admission to"
        yield f"the {what} hospital on {_day(reason)} has not been looked at"
    for reason in unread_on(standing, begins):
        yield reason.words
    for reason in admission_reasons(standing, today, thresholds):
        yield f"the admission on {_day(reason)} has not been looked at"
    yield from _actions_due(facts, today)


def _actions_due(facts: Facts, today: date) -> Iterator[str]:
    """Due today or before, unless somebody has said today that it is carried on."""
    for _, action in facts.open_actions:
        is_due = action.due is not None and action.due <= today
        if is_due and action.due and action.outcome != carried_on_words(today):
            yield f"the action due on {clinical_date(action.due)} is not answered: {action.text}"


def _day(reason: Reason) -> str:
    return clinical_date(london_day(reason.at)) if reason.at else "an unknown day"
