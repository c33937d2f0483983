"""Reads dates as people type them: `t`, `y 14:30`, `fri`, `+2w`, `2/11`, `2 nov 26`, `0310`.

Pure: the present comes in as an argument, local and without a zone. Days come before months, as in
England. What can be read in two ways is given back as a question and never decided here.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_EXAMPLES: Final = "t, y, fri, +2w, 2/11 or 2/11/2026"
_TIMED_EXAMPLES: Final = "14:30, y 14:30 or 2/11 0310"

_TIME: Final = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})|(?P<four>\d{4})")
_STEP: Final = re.compile(r"(?P<sign>[+-])(?P<count>\d{1,4})(?P<unit>[dwmy]?)")
_FIGURES: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{2}|\d{4}))?")
_NAMED: Final = re.compile(r"(\d{1,2})[ \-/]?([a-z]{3,9})(?:[ \-/]?(\d{2}|\d{4}))?")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_BARE: Final = re.compile(r"(\d{2})(\d{2})")


class Direction(Enum):
    """Which way a date without a year, or the name of a day, points."""

    PAST = "past"
    FUTURE = "future"
    EITHER = "either"


class TimeOfDay(Enum):
    """Whether a time belongs to the answer."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class DateRule:
    """What a date field asks for; `is_century_asked` is for dates that may lie a lifetime back."""

    direction: Direction = Direction.EITHER
    time_of_day: TimeOfDay = TimeOfDay.NONE
    is_century_asked: bool = False


@dataclass(frozen=True, order=True)
class Reading:
    """One way to understand what was typed: a day, and a time where one was given."""

    day: date
    at: time | None = None

    @property
    def iso(self) -> str:
        """ISO 8601, to the minute where there is a time."""
        if self.at is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.at).isoformat(timespec="minutes")

    @property
    def short(self) -> str:
        """The day and time as a box shows them: `24-Nov-2026 03:10`."""
        month = _MONTHS[self.day.month - 1].capitalize()
        return f"{self.day.day:02}-{month}-{self.day.year:04}{self._clock}"

    @property
    def words(self) -> str:
        """In full with the day of the week: `Tue 24-Nov-2026 03:10`."""
        return f"{_DAYS[self.day.weekday()].capitalize()} {self.short}"

    @property
    def _clock(self) -> str:
        return "" if self.at is None else f" {self.at:%H:%M}"


@dataclass(frozen=True)
class Ambiguous:
    """More than one reading; a person has to say which is meant."""

    question: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class NotUnderstood:
    """No reading; the sentence says what to type instead."""

    sentence: str


def read_date(
    text: str, now: datetime, rule: DateRule
) -> Reading | Ambiguous | NotUnderstood | None:
    """Reads what was typed, seen from `now`; None for an empty box."""
    typed = " ".join(text.casefold().split())
    if not typed:
        return None
    found = _candidates(typed, now, rule)
    if not found:
        return NotUnderstood(_not_understood(rule))
    allowed = [reading for reading in found if _is_allowed(reading, now, rule.direction)]
    if not allowed:
        return NotUnderstood(_wrong_way(found[0], rule))
    if rule.time_of_day is TimeOfDay.REQUIRED:
        timed = [reading for reading in allowed if reading.at is not None]
        if not timed:
            return NotUnderstood(f"{allowed[0].words}: add the time, as in {_TIMED_EXAMPLES}")
        allowed = timed
    if len(allowed) == 1:
        return allowed[0]
    return Ambiguous(f"«{text.strip()}» can be read in two ways. Which is meant?", tuple(allowed))


def _not_understood(rule: DateRule) -> str:
    examples = (
        _EXAMPLES if rule.time_of_day is TimeOfDay.NONE else f"{_EXAMPLES}; {_TIMED_EXAMPLES}"
    )
    return f"Not understood as a date. Type it as {examples}"


def _wrong_way(reading: Reading, rule: DateRule) -> str:
    if rule.direction is Direction.PAST:
        return f"{reading.words} is still to come. It cannot be in the future here"
    return f"{reading.words} is past. It cannot be in the past here"


def _is_allowed(reading: Reading, now: datetime, direction: Direction) -> bool:
    if direction is Direction.EITHER:
        return True
    is_past = direction is Direction.PAST
    if reading.at is None or reading.day != now.date():
        return reading.day <= now.date() if is_past else reading.day >= now.date()
    this_minute = now.time().replace(second=0, microsecond=0)
    return reading.at <= this_minute if is_past else reading.at >= this_minute


def _candidates(typed: str, now: datetime, rule: DateRule) -> list[Reading]:
    readings = [Reading(day) for day in _days(typed, now.date(), rule)]
    if rule.time_of_day is TimeOfDay.NONE:
        return _each_once(readings)
    at = _time(typed)
    timed = [] if at is None else [Reading(now.date(), at)]
    words, _, last = typed.rpartition(" ")
    at = _time(last)
    if words and at is not None:
        timed += [Reading(day, at) for day in _days(words, now.date(), rule)]
    if words and timed and _is_year(last) and readings:
        timed = []  # «2 nov 2026» ends in a year, not in a time
    return _each_once(timed + readings)


def _each_once(readings: list[Reading]) -> list[Reading]:
    return list(dict.fromkeys(readings))


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(19|20)\d{2}", text))


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    four = found["four"]
    hour, minute = (four[:2], four[2:]) if four else (found["hour"], found["minute"])
    try:
        return time(int(hour), int(minute))
    except ValueError:
        return None


def _days(typed: str, today: date, rule: DateRule) -> list[date]:
    """Every day that the words may mean, the likelier first."""
    fixed = {"t": 0, "today": 0, "y": -1, "yesterday": -1, "tomorrow": 1, "tom": 1}
    if typed in fixed:
        return [today + timedelta(days=fixed[typed])]
    if typed[:3] in _DAYS and _DAY_NAMES[_DAYS.index(typed[:3])].startswith(typed):
        return _weekday(_DAYS.index(typed[:3]), today, rule.direction)
    if step := _STEP.fullmatch(typed):
        return _stepped(step, today)
    if iso := _ISO.fullmatch(typed):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if named := _NAMED.fullmatch(typed):
        month = _month(named[2])
        return _dated(int(named[1]), month, named[3], today, rule) if month else []
    if figures := _FIGURES.fullmatch(typed):
        return _dated(int(figures[1]), int(figures[2]), figures[3], today, rule)
    if bare := _BARE.fullmatch(typed):
        return _dated(int(bare[1]), int(bare[2]), None, today, rule)
    return []


def _month(word: str) -> int:
    found = [n for n, name in enumerate(_MONTH_NAMES, start=1) if name.startswith(word)]
    return found[0] if len(found) == 1 else 0


def _weekday(day: int, today: date, direction: Direction) -> list[date]:
    ahead = (day - today.weekday()) % 7
    following = today + timedelta(days=ahead)
    previous = following if ahead == 0 else following - timedelta(days=7)
    match direction:
        case Direction.PAST:
            return [previous]
        case Direction.FUTURE:
            return [following, following + timedelta(days=7)] if ahead == 0 else [following]
        case Direction.EITHER:
            return [previous, following] if ahead else [today]


def _stepped(step: re.Match[str], today: date) -> list[date]:
    count = int(step["count"]) * (-1 if step["sign"] == "-" else 1)
    unit = step["unit"] or "d"
    try:
        if unit in "dw":
            return [today + timedelta(days=count * (7 if unit == "w" else 1))]
        return [_months_on(today, count * (12 if unit == "y" else 1))]
    except (OverflowError, ValueError):
        return []


def _months_on(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def _dated(day: int, month: int, year: str | None, today: date, rule: DateRule) -> list[date]:
    if year is None:
        return _without_year(day, month, today, rule.direction)
    if len(year) == len("2026"):
        return _day(int(year), month, day)
    recent = _day(2000 + int(year), month, day)
    lifetime_back = _day(1900 + int(year), month, day)
    if rule.is_century_asked:
        return recent + lifetime_back
    is_reachable = recent and (rule.direction is not Direction.PAST or recent[0] <= today)
    return recent if is_reachable else lifetime_back


def _without_year(day: int, month: int, today: date, direction: Direction) -> list[date]:
    """The nearest such day on the side asked for; both where neither is clearly nearer."""
    around = [d for n in range(-4, 5) for d in _day(today.year + n, month, day)]
    past = [d for d in around if d <= today][-1:]
    future = [d for d in around if d >= today][:1]
    if direction is Direction.PAST:
        return past
    if direction is Direction.FUTURE:
        return future
    clearly_nearer = timedelta(days=92)
    for near, far in ((past, future), (future, past)):
        if near and (not far or abs(near[0] - today) * 2 < clearly_nearer < abs(far[0] - today)):
            return near
    return past + future
