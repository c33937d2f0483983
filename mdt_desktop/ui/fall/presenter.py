"""What the fall form says and decides: times, blood thinners, what was recorded. Free of Qt.

Never turns a missing answer into a «no», never says what to do beyond the words of the home's own
list, and knows no score.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mdt_core.clock import clinical_date, clinical_moment, clinical_time, london_day
from mdt_core.fields import Choice, field_of
from mdt_core.records.actions import Action
from mdt_core.records.falls import Fall, FallSeenBy, TimeKnown
from mdt_core.records.medicines import ListSource
from mdt_core.use_cases.falls import BloodThinnersListed

CALL_999: Final = "If life is at risk call 999 first. This can wait."
CHECK_MAR: Final = "Check the MAR."
NOT_RECORDED: Final = "not recorded"
SAY_SOMETHING: Final = "Answer at least one question before you save"
TIME_NEEDED: Final = "Give the time of the fall, or choose Now or Found now"


@dataclass(frozen=True)
class Answer:
    """One question of the form with its answer in words, or that there is none."""

    label: str
    words: str


def blood_thinner_words(listed: BloodThinnersListed) -> str:
    """Gives the line under *Head*; finding none by name is not said to mean that there is none."""
    if not listed.is_list_recorded:
        return f"Medicines list not recorded. {CHECK_MAR}"
    found = ", ".join(listed.names) or "No blood thinner found"
    two = " Part of it has two versions." if listed.has_two_versions else ""
    return f"{found} on the list{_where_from(listed)}.{two} {CHECK_MAR}"


def is_alarming(listed: BloodThinnersListed) -> bool:
    """Whether the line stands in amber: something was found, or the list cannot be relied on."""
    return bool(listed.names) or listed.as_of is None or listed.has_two_versions


def _where_from(listed: BloodThinnersListed) -> str:
    if listed.as_of is None or listed.source is None:
        return ", source and date not recorded"
    source = "MAR" if listed.source is ListSource.MAR else listed.source.label
    return f" as of {clinical_date(london_day(listed.as_of))} ({source})"


def time_known_by(seen_by: str) -> TimeKnown:
    """What *When* stands at until it is chosen: what nobody saw was found."""
    return TimeKnown.FOUND_NOW if seen_by == FallSeenBy.NOBODY.value else TimeKnown.NOW


def when_words(time_known: str, at: datetime) -> str:
    """Gives the time as it will be recorded."""
    if time_known == TimeKnown.NOW.value:
        return f"Fell {clinical_time(at)}"
    if time_known == TimeKnown.FOUND_NOW.value:
        return f"Found {clinical_time(at)}"
    if time_known == TimeKnown.EARLIER.value:
        return ""
    return f"Told {clinical_time(at)}, time of the fall {NOT_RECORDED}"


def answers(fall: Fall) -> tuple[Answer, ...]:
    """Gives every question of the quick form with its answer, the missing ones said."""
    return tuple(_answers(fall))


def _answers(fall: Fall) -> Iterator[Answer]:
    yield Answer(field_of(Fall, "occurred_at").label, _time_words(fall))
    for name in Fall.quick[1:]:
        yield Answer(field_of(Fall, name).label, _words(getattr(fall, name)))
    if fall.note:
        yield Answer(field_of(Fall, "note").label, fall.note)


def _time_words(fall: Fall) -> str:
    at = clinical_moment(fall.occurred_at)
    if fall.time_known is TimeKnown.FOUND_NOW:
        seen = clinical_moment(fall.last_seen_at) if fall.last_seen_at else NOT_RECORDED
        return f"found {at}, last seen {seen}"
    if fall.time_known is None:
        return f"{NOT_RECORDED}, told {at}"
    return at


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(each.label for each in value) or NOT_RECORDED
    return value.label if isinstance(value, Choice) else NOT_RECORDED


def action_words(action: Action) -> str:
    """Says who is to do it and by when, as «Care-home nurse, due 25-Nov-2026»."""
    owner = action.owner_role.label if action.owner_role else "No owner"
    due = f"due {clinical_date(action.due)}" if action.due else "no date"
    return f"{owner}, {due}"


def only_one_kind(chosen: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """Keeps «None» and what is hurt apart: what was chosen last stands."""
    none = "none"
    if none not in chosen or len(chosen) == 1:
        return chosen
    return tuple(key for key in chosen if key != none) if none in before else (none,)


def is_answered(values: Mapping[str, Any], *, is_time_chosen: bool) -> bool:
    """Whether a person said anything: an opened form alone is no fall."""
    said = {*Fall.quick, "last_seen_at", "note"} - {"time_known"}
    return is_time_chosen or any(values.get(name) for name in said)
