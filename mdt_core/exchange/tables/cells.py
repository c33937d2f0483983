"""What a cell of a list says: a number, a date, a gender. Read strictly; a guess is never made.

A date in figures whose day and month could change places is read only in the order that a person
chose or that other dates of the list prove. Two-digit years are refused: in a care home 38 can be
1938 or 2038, and a person of 101 is not an error.
"""

import re
from datetime import date

from mdt_core.clock import PartialDate
from mdt_core.errors import InvalidInput
from mdt_core.fields import Choice
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import Gender
from mdt_core.records.stays import StayType

OLDEST_YEARS = 120
"""Oldest age, in years, that is taken; beyond it a digit is wrong."""


class DateOrder(Choice):
    """How a date in figures is written."""

    DMY = "dmy", "Day/month/year"
    MDY = "mdy", "Month/day/year"
    YMD = "ymd", "Year-month-day"
    EITHER = "either", "Not decided"


_BLANKS = frozenset({"", "-", "–", "null", "none", "nil", "n/a", "na", "n/k", "nk", "not known"})
_NO_NUMBER = frozenset({"", "-", "not known", "unknown", "n/k", "nk"})
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+", re.ASCII)
_WITH_TIME = re.compile(r"(.*\S)[T ]+00:00(?::00(?:\.0+)?)?Z?", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.\-])(\d{1,2})\2(\d{1,2})", re.ASCII)
_TWO_DIGITS = re.compile(r"\d{1,2}[/.\- ](?:\d{1,2}|[A-Za-z]{3,9})[/.\- ]\d{2}", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:\w{3,9},? )?(?:(\d{1,2})(?:st|nd|rd|th)?[ \-])?([A-Za-z]{3,9})[ \-,]+(\d{4})", re.ASCII
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december", "sept"),
)
_LAST_MONTH = 12
_GENDERS = {
    **dict.fromkeys(("f", "female", "woman"), Gender.FEMALE),
    **dict.fromkeys(("m", "male", "man"), Gender.MALE),
    **dict.fromkeys(("o", "other", "other specific", "non-binary", "i"), Gender.OTHER),
    **dict.fromkeys(("u", "x", "unknown", "not known", "n/k", "not specified"), Gender.UNKNOWN),
}
_STAYS = {
    **dict.fromkeys(("permanent", "perm", "long stay", "long term"), StayType.PERMANENT),
    **dict.fromkeys(("respite", "short stay", "short break"), StayType.RESPITE),
    **dict.fromkeys(("d2a block", "d2a_block", "block"), StayType.D2A_BLOCK),
    **dict.fromkeys(("d2a spot", "d2a_spot", "spot"), StayType.D2A_SPOT),
    **dict.fromkeys(
        ("complex behaviour unit", "complex_behaviour", "cbu"), StayType.COMPLEX_BEHAVIOUR
    ),
}


def is_blank(text: str) -> bool:
    """Whether a cell that may be empty says nothing. Not for names: there is a Mr Null."""
    return text.strip().casefold() in _BLANKS


def read_nhs_number(text: str) -> NhsNumber | None:
    """The number, None where it is not known; raises InvalidInput with what is wrong."""
    given = text.strip().lstrip("'")
    if given.casefold() in _NO_NUMBER:
        return None
    if _SCIENTIFIC.fullmatch(given):
        raise InvalidInput(
            f"The number was shortened to {given}, and its last digits are lost.",
            next_step="Make the column text in Excel, fill the numbers in again and save.",
        )
    whole = _WHOLE_FLOAT.fullmatch(given)
    return NhsNumber.parse(whole[1] if whole else given)


def order_shown_by(text: str) -> DateOrder | None:
    """What a date in figures proves of the order; None where it is no such date."""
    found = _FIGURES.fullmatch(_without_time(text))
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if first == second:
        return None
    if first > _LAST_MONTH or second > _LAST_MONTH:
        return DateOrder.DMY if first > second else DateOrder.MDY
    return DateOrder.EITHER


def read_date(text: str, order: DateOrder | None) -> PartialDate:
    """A date as far as it is known; raises InvalidInput where it could be read in two ways."""
    given = _without_time(text)
    for reading in (_year_first(given), _in_words(given), _in_figures(given, order)):
        if reading is not None:
            return _real(reading, given)
    if _TWO_DIGITS.fullmatch(given):
        message = f"«{given}» has a year of two digits."
        raise InvalidInput(message, next_step="Write the year with four digits.")
    if re.fullmatch(r"\d{4}(-\d{2})?", given, re.ASCII):
        return PartialDate(given)
    if re.fullmatch(r"\d{5}(\.0+)?", given, re.ASCII):
        message = f"«{given}» is a number that Excel made of a date."
        raise InvalidInput(message, next_step="Make the column a date in Excel and save again.")
    raise InvalidInput(f"«{given[:40]}» is not a date.", next_step="Write it like 03-Feb-1938.")


def _without_time(text: str) -> str:
    given = " ".join(text.split())
    midnight = _WITH_TIME.fullmatch(given)
    return midnight[1] if midnight else given


def _year_first(given: str) -> str | None:
    found = _YEAR_FIRST.fullmatch(given)
    return f"{found[1]}-{int(found[3]):02d}-{int(found[4]):02d}" if found else None


def _in_words(given: str) -> str | None:
    found = _IN_WORDS.fullmatch(given)
    word = found[2].casefold() if found else ""
    if not found or (word not in _MONTHS and word not in _MONTH_NAMES):
        return None
    month = f"{found[3]}-{_MONTHS.index(word[:3]) + 1:02d}"
    return f"{month}-{int(found[1]):02d}" if found[1] else month


def _in_figures(given: str, order: DateOrder | None) -> str | None:
    found = _FIGURES.fullmatch(given)
    if not found:
        return None
    day, month = int(found[1]), int(found[3])
    if order is DateOrder.MDY:
        day, month = month, day
    elif order is not DateOrder.DMY and day != month:
        message = f"«{given}» can be read in two ways."
        raise InvalidInput(message, next_step="Say whether the day or the month comes first.")
    return f"{found[4]}-{month:02d}-{day:02d}"


def _real(reading: str, given: str) -> PartialDate:
    try:
        return PartialDate(reading)
    except InvalidInput:
        message = f"«{given}» is not a day of the calendar."
        raise InvalidInput(message, next_step="Check it.") from None


def read_birth(text: str, order: DateOrder | None, today: date) -> PartialDate:
    """A date of birth: not after today, and at most 120 years before it."""
    born = read_date(text, order)
    if born.earliest > today:
        raise InvalidInput(f"{born.display()} is after today.", next_step="Check the year.")
    if (
        born.earliest.year < today.year - OLDEST_YEARS - 1
        or _age(born.earliest, today) > OLDEST_YEARS
    ):
        message = f"{born.display()} would make the person older than {OLDEST_YEARS}."
        raise InvalidInput(message, next_step="Check the year.")
    return born


def read_past(text: str, order: DateOrder | None, today: date) -> PartialDate:
    """A date that cannot lie ahead."""
    day = read_date(text, order)
    if day.earliest > today:
        raise InvalidInput(f"{day.display()} is after today.", next_step="Check the year.")
    return day


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def read_gender(text: str) -> Gender:
    """Administrative gender; raises InvalidInput for another word."""
    try:
        return _GENDERS[text.strip().casefold()]
    except KeyError:
        message = f"«{text.strip()[:40]}» is not female, male, other or not known."
        raise InvalidInput(message, next_step="Write one of these.") from None


def read_stay_type(text: str) -> StayType:
    """The type of stay; raises InvalidInput for another word."""
    try:
        return _STAYS[" ".join(text.split()).casefold()]
    except KeyError:
        listed = ", ".join(each.label for each in StayType)
        message = f"«{text.strip()[:40]}» is not a type of stay."
        raise InvalidInput(message, next_step=f"Write one of: {listed}.") from None


def read_phone(text: str) -> tuple[str, bool]:
    """A telephone number, and whether the 0 that a spreadsheet dropped was put back."""
    digits = "".join(text.split())
    whole = _WHOLE_FLOAT.fullmatch(digits)
    digits = whole[1] if whole else digits
    if re.fullmatch(r"[1-9]\d{9}", digits, re.ASCII):
        return f"0{digits}", True
    return " ".join(text.split()), False


def guarded(text: str) -> str:
    """A cell to write into a CSV for Excel: what it would take for a formula begins with '."""
    return f"'{text}" if text.startswith(_FORMULA) else text


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # full-width forms too
