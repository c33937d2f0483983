"""The figures of a home's falls as they are shown: three periods, each kind, and how it is counted. No Qt.

Nothing is suppressed: these are the home's own figures, for those who read its notes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.measures.falls import FallsMeasure, KindCount
from mdt_core.measures.resident_days import Period
from mdt_core.store.queries.falls import falls_of_home
from mdt_core.store.queries.homes import home_names
from mdt_core.store.store import Store

PERIODS: Final = (
    ("Last 30 days", 30, 0),
    ("The 30 days before", 30, 30),
    ("Last 365 days", 365, 0),
)
"""Words, how many days, and how many days before yesterday they end."""

NO_DAYS: Final = "no resident-days"
FROM_HERE: Final = (
    "Formed from what is recorded on this computer, up to the end of yesterday. Falls of a time before"
    " the home used this program are missing, unless they were imported: a rate of then is too low."
)


@dataclass(frozen=True)
class Row:
    """One figure in each of the periods."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class FallsView:
    """The page: the home, the periods with their days, and the figures."""

    home: str
    periods: tuple[str, ...]
    rows: tuple[Row, ...]


def read_falls(store: Store, by: Actor, home_id: str, now: datetime) -> FallsView:
    """Forms the figures of a home; raises NotAllowed."""
    periods = tuple(_period(days, before, now) for _, days, before in PERIODS)
    with store.reading() as connection:
        found = tuple(falls_of_home(connection, by, home_id, period) for period in periods)
        name = home_names(connection, [home_id]).get(home_id, "")
    return FallsView(
        home=name,
        periods=tuple(
            f"{words}: {clinical_date(period.first)} to {clinical_date(period.last)}"
            for (words, _, _), period in zip(PERIODS, periods, strict=True)
        ),
        rows=rows_of(found),
    )


def rows_of(found: tuple[FallsMeasure, ...]) -> tuple[Row, ...]:
    """Every figure, the rate with its own numbers beside it."""
    kinds = zip(*(each.kinds for each in found), strict=True)
    return (
        Row("Falls", tuple(str(each.falls) for each in found)),
        Row("Resident-days", tuple(f"{each.resident_days:,}" for each in found)),
        Row("Falls per 1,000 resident-days", tuple(rate_words(each) for each in found)),
        *(Row(same[0].kind.value, tuple(map(_kind_words, same))) for same in kinds),
        Row(
            "Residents with 2 falls or more in 12 months",
            tuple(str(each.recurrent_residents) for each in found),
        ),
    )


def rate_words(found: FallsMeasure) -> str:
    """The rate with what it was divided by; without resident-days there is none, and not 0."""
    return (
        NO_DAYS
        if found.rate is None
        else f"{found.rate} ({found.falls} in {found.resident_days:,})"
    )


def _kind_words(count: KindCount) -> str:
    missing = f", {count.not_recorded} not recorded" if count.not_recorded else ""
    return f"{count.falls}{missing}"


def _period(days: int, before: int, now: datetime) -> Period:
    last = london_day(now) - timedelta(days=1 + before)
    return Period(last - timedelta(days=days - 1), last)
