"""The moment of a row: a whole day and a time of day, as clocks in England show it. Pure.

A time is needed and none is made up; the hour that comes twice in autumn is not guessed.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.cells import DateOrder, read_past

_LONDON: Final = ZoneInfo("Europe/London")
_TIME: Final = re.compile(r"(\d{1,2})[:.]?(\d{2})(?::\d{2})?")
_TIME_AFTER: Final = re.compile(r"(.*\S)[T ]+(\d{1,2}[:.]\d{2}(?::\d{2})?)")


def parted(day_text: str, clock: str) -> tuple[str, str]:
    """A day and a time that may stand in one cell."""
    together = _TIME_AFTER.fullmatch(day_text)
    return (together[1], clock or together[2]) if together else (day_text, clock)


def read_day(text: str, order: DateOrder | None, now: datetime) -> date:
    """A whole day that is not after today; raises InvalidInput for anything else."""
    if not text:
        raise InvalidInput("There is no date.")
    day = read_past(text, order, now.astimezone(_LONDON).date())
    if not day.is_full:
        raise InvalidInput(f"{day.display()} is no whole date.")
    return day.earliest


def read_moment(day: date, clock: str, now: datetime) -> datetime:
    """The moment of a time on a day; raises InvalidInput where there is none, or it is to come."""
    found = _TIME.fullmatch(clock)
    if not clock:
        raise InvalidInput("There is no time, and none is made up.")
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - a clock's figures
        raise InvalidInput(f"«{clock[:20]}» is no time such as 03:10.")
    local = datetime.combine(day, time(int(found[1]), int(found[2])), _LONDON)
    one, other = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if one != other:
        raise InvalidInput("The clocks changed in that hour, so the time can be read in two ways.")
    if one > now:
        raise InvalidInput("This is later than now.")
    return one
