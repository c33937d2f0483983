"""Time: moments are UTC, days are London's, and every text form of either is written here.

A moment is an aware `datetime`, kept to the second in UTC. A day is what a calendar on a wall in
England shows. Words for dates are English and fixed: the settings of the computer change nothing.
Two audiences have two forms: clinical screens and paper (CUI), and people's own copies (NHS style).
The functions are those of `london.py`; here are the types that record classes add.
"""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainSerializer
from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.identifiers import CheckedText, in_words
from mdt_core.london import (
    Clock,
    add_months_clamped,
    add_working_days,
    age_text,
    clinical_date,
    clinical_day_month,
    clinical_moment,
    clinical_short_moment,
    clinical_time,
    clinical_weekday_date,
    is_working_day,
    knows_bank_holidays,
    london,
    london_day,
    long_date,
    long_moment,
    long_time,
    parse_utc,
    system_clock,
    to_second,
    utc_text,
    working_days_between,
)

__all__ = [
    "Clock",
    "PartialDate",
    "UtcMoment",
    "add_months_clamped",
    "add_working_days",
    "age_text",
    "clinical_date",
    "clinical_day_month",
    "clinical_moment",
    "clinical_short_moment",
    "clinical_time",
    "clinical_weekday_date",
    "is_working_day",
    "knows_bank_holidays",
    "london",
    "london_day",
    "long_date",
    "long_moment",
    "long_time",
    "parse_utc",
    "system_clock",
    "to_second",
    "utc_text",
    "working_days_between",
]


def _text_or_moment(given: object) -> datetime:
    if isinstance(given, datetime):
        return given
    if isinstance(given, str):
        return parse_utc(given)
    raise InvalidInput("A time is text or a moment, not a number.")


UtcMoment = Annotated[
    datetime,
    BeforeValidator(in_words(_text_or_moment)),
    AfterValidator(in_words(to_second)),
    PlainSerializer(utc_text, return_type=str, when_used="json"),
]
"""A moment as a field of a record class: aware, UTC, whole seconds, `utc_text` in JSON."""


# Dates known in part

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class PartialDate(CheckedText):
    """A date known to the year, month or day, as FHIR writes it: `1943`, `1943-05`, `1943-05-02`.

    Sorting the text sorts the dates, the vaguer first.
    """

    __slots__ = ()

    @property
    def earliest(self) -> date:
        """The first day that the date can mean; a key to sort by beside full dates."""
        year, month, day = (*map(int, self.split("-")), 1, 1)[:3]
        return date(year, month, day)

    @property
    def is_full(self) -> bool:
        """Whether year, month and day are known."""
        return len(self) == len("1943-05-02")

    def display(self) -> str:
        """Writes the clinical form of what is known: `1943`, `May-1943` or `02-May-1943`."""
        full = clinical_date(self.earliest)
        return full if self.is_full else full[{4: 7, 7: 3}[len(self)] :]

    @classmethod
    @override
    def _checked(cls, text: str) -> str:
        given = text.strip()
        found = _PARTIAL.fullmatch(given)
        try:
            date(*(int(part or 1) for part in found.groups()) if found else ())
        except (TypeError, ValueError) as wrong:
            message = f"«{given[:40]}» is not a date such as 1943, 1943-05 or 1943-05-02."
            raise InvalidInput(message, next_step="Check it, or leave it empty.") from wrong
        return given
