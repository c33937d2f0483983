"""What the parts of a form decide without Qt: numbers and half-known dates as typed, and why something is needed.

Knows definitions and no kind by name.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from mdt_core.clock import PartialDate
from mdt_core.errors import InvalidInput
from mdt_core.fields import Column, FieldSpec, answers_of, part_of
from mdt_core.record import problem_with
from mdt_core.typed_dates import DateRule, Direction, Reading, TimeOfDay, read_date
from mdt_desktop.ui.observations.presenter import has_decimals

_NUMBER: Final = re.compile(r"-?\d{1,9}(\.\d{1,6})?")
_PARTLY: Final = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{1,2}))?")
_MONTH_FIRST: Final = re.compile(r"(?P<month>\d{1,2})[/.\-](?P<year>\d{4})")
_NAMED_MONTH: Final = re.compile(r"(?P<name>[a-z]{3,9})[ \-/]?(?P<year>\d{4})")
_MONTHS: Final = [
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
]
PARTLY_HINT: Final = "A day, or 05/1943 or 1943 where no more is known"
_NOT_PARTLY: Final = "This is not understood. Type a day as 2/5/1943, a month as 05/1943, or a year"


@dataclass(frozen=True)
class NumberRead:
    """A typed number: the figure as kept, what is wrong with it, or what is asked about it."""

    figure: str = ""
    problem: str = ""
    question: str = ""


def read_number(spec: FieldSpec, text: str) -> NumberRead:
    """Reads a typed number against the range, the usual range and the step of its definition.

    A comma is refused: in «1,200» it parts thousands, in «36,8» it would part decimals.
    """
    typed = text.strip()
    if not typed:
        return NumberRead()
    if not _NUMBER.fullmatch(typed):
        example = "36.8" if has_decimals(spec) else "18"
        return NumberRead(problem=f"«{typed[:20]}» is not a number such as {example}")
    if not has_decimals(spec) and "." in typed:
        return NumberRead(problem=f"{spec.label} is a whole number")
    figure: int | Decimal = Decimal(typed) if has_decimals(spec) else int(typed)
    problem = problem_with(spec, figure)
    return NumberRead(problem=problem) if problem else NumberRead(typed, "", _ask(spec, typed))


def _ask(spec: FieldSpec, typed: str) -> str:
    within = spec.within
    if within is None or within.likely_low is None or within.likely_high is None:
        return ""
    if within.likely_low <= Decimal(typed) <= within.likely_high:
        return ""
    joint = "" if spec.unit == "%" else " "
    return f"{typed}{joint}{spec.unit}?".replace(" ?", "?")


@dataclass(frozen=True)
class PartlyRead:
    """A date known to the year, month or day: as kept, and in words; or why it is neither."""

    kept: str = ""
    words: str = ""
    problem: str = ""


def read_partly(text: str, now: datetime) -> PartlyRead:
    """Reads a year, a month and year, or a day as dates are typed."""
    typed = text.strip().lower()
    if not typed:
        return PartlyRead()
    kept = _year_or_month(typed)
    if not kept:
        reading = read_date(typed, now, DateRule(is_century_asked=True))
        if not isinstance(reading, Reading):
            return PartlyRead(problem=_NOT_PARTLY)
        kept = reading.iso
    try:
        return PartlyRead(kept, PartialDate(kept).display())
    except InvalidInput:
        return PartlyRead(problem=_NOT_PARTLY)


def _year_or_month(typed: str) -> str:
    found = _PARTLY.fullmatch(typed) or _MONTH_FIRST.fullmatch(typed)
    if found:
        month = found["month"]
        return f"{found['year']}-{int(month):02d}" if month else found["year"]
    named = _NAMED_MONTH.fullmatch(typed)
    if named and named["name"][:3] in _MONTHS:
        return f"{named['year']}-{_MONTHS.index(named['name'][:3]) + 1:02d}"
    return ""


def rule_of(spec: FieldSpec, *, is_timed: bool = False) -> DateRule:
    """Which way a date without a year points: what is due lies ahead, what happened behind."""
    ways = {Column.DUE_AT: Direction.FUTURE, Column.OCCURRED: Direction.PAST}
    way = ways.get(spec.column, Direction.EITHER) if spec.column else Direction.EITHER
    if is_timed:
        return DateRule(way, TimeOfDay.REQUIRED)
    return DateRule(way)


def needed_words(spec: FieldSpec) -> str:
    """Says what to do where a required field was left empty."""
    if answers_of(spec):
        return f"Choose an answer. {spec.label} cannot be left out"
    if part_of(spec) is not None:
        return f"Add at least one. {spec.label} cannot be left out"
    return f"Fill this in. {spec.label} cannot be left out"
