"""What a measure is: what is counted, over what, from which records, and what is left out. Pure.

A measure is defined once; screen, paper and file are formed from its definition, so that all three say the
same. What nobody recorded is counted as not known, beside the figure and never inside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from mdt_core.fields import Choice
from mdt_core.record import Record
from mdt_core.records.homes import HomeType, Neighbourhood

LEAST_SHOWN: Final = 5
"""Counts of people below this are not shown where several homes are compared."""

PER: Final = 1_000


class Form(Choice):
    """How a figure is formed."""

    SHARE = "share", "%"
    RATE = "rate", "per 1,000 resident-days"
    DAYS = "days", "days"
    HOURS = "hours", "hours"
    EACH = "each", "medicines each"

    @property
    def is_time(self) -> bool:
        """Whether it says how long things took."""
        return self in (Form.DAYS, Form.HOURS)

    @property
    def is_median(self) -> bool:
        """Whether it is the middle of many figures, and not a share or a rate."""
        return self.is_time or self is Form.EACH


@dataclass(frozen=True)
class Definition:
    """One measure.

    `yes` and `no` say what a case is that counts, and one that does not. `of_people` says that small
    counts could point at somebody. `is_standing` is formed as things are now: it has no months.
    `question` is what all of a share together answer with yes or no.
    """

    id: str
    title: str
    form: Form
    counted: str
    over: str
    left_out: str
    kinds: tuple[type[Record], ...]
    yes: str
    no: str = ""
    of_people: bool = True
    is_standing: bool = False
    question: str = ""

    @property
    def from_words(self) -> str:
        """The records that it is formed from, by their titles."""
        return ", ".join(each.title for each in self.kinds)


@dataclass(frozen=True)
class Case:
    """One thing that is counted: in which home, on which day, of whom, and whether it counts.

    `met` is None where nobody recorded what is needed to say. `took` is how long it took, or how many
    they were, in the unit of the measure; `is_late` marks what is overdue now. `what` is said beside the
    person, `reason` is counted beside the figure.
    """

    home_id: str
    day: date
    met: bool | None = True
    resident_id: str = ""
    what: str = ""
    reason: str = ""
    took: Decimal | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Place:
    """A home as tables need it."""

    home_id: str
    name: str
    neighbourhood: Neighbourhood | None = None
    home_type: HomeType | None = None


Days = dict[tuple[str, date], int]
"""Resident-days by home and day."""


@dataclass(frozen=True)
class Facts:
    """The cases of a measure in a period with the homes that may be read, and their resident-days.

    `since` says of a rate from which day on a home records here; what lies before is not counted, since
    days without a record would make the rate too low.
    """

    cases: tuple[Case, ...]
    places: tuple[Place, ...]
    days: Days = field(default_factory=dict)
    since: Mapping[str, date] = field(default_factory=dict)

    def of(self, places: Mapping[str, Place]) -> "Facts":
        """What of it is counted in these homes."""
        return Facts(
            tuple(c for c in self.cases if c.home_id in places and self._counts(c.home_id, c.day)),
            tuple(places.values()),
            {
                (home, day): number
                for (home, day), number in self.days.items()
                if home in places and self._counts(home, day)
            },
            {home: day for home, day in self.since.items() if home in places},
        )

    def _counts(self, home_id: str, day: date) -> bool:
        return day >= self.since.get(home_id, date.min)
