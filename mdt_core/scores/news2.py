"""NEWS2, the National Early Warning Score: one set of observations to points, total and response.

Source: Royal College of Physicians, «National Early Warning Score (NEWS) 2», London 2017; the RCP
is acknowledged as its author. The table is `news2.json`, version `news2/2017`. Points by band:

    breaths a minute     8 or less 3; 9-11 1; 12-20 0; 21-24 2; 25 or more 3
    SpO2 scale 1, %      91 or less 3; 92-93 2; 94-95 1; 96 or more 0
    SpO2 scale 2, %      83 or less 3; 84-85 2; 86-87 1; 88-92 0; 93 or more on air 0;
                         on oxygen 93-94 1; 95-96 2; 97 or more 3
    air or oxygen        air 0; oxygen 2
    systolic, mmHg       90 or less 3; 91-100 2; 101-110 1; 111-219 0; 220 or more 3
    pulse a minute       40 or less 3; 41-50 1; 51-90 0; 91-110 1; 111-130 2; 131 or more 3
    consciousness        alert 0; new confusion, voice, pain or unresponsive 3
    temperature, °C      35.0 or less 3; 35.1-36.0 1; 36.1-38.0 0; 38.1-39.0 1; 39.1 or more 2

Response by total: 0; 1-4 low; 5-6 medium (urgent); 7 or more high (emergency); one part of 3 makes
low into low-medium. A missing part means no total, never 0. Not covered: under 16 years, pregnancy,
who may prescribe scale 2, how often to measure, what to do. To be verified before clinical release:
every band and threshold, against the RCP's chart; the limits of what is possible are ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mdt_core.errors import InvalidInput
from mdt_core.records.observations import Consciousness, SpO2Scale
from mdt_core.scores.bands import ScoreTable, load

TABLE: Final[ScoreTable] = load("news2.json")
NOT_FOR: Final = ("people under 16 years", "pregnancy")


class Risk(StrEnum):
    """The class of response to a complete set."""

    ZERO = "zero"
    LOW = "low"
    LOW_MEDIUM = "low_medium"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True)
class News2Input:
    """One set of observations; None is «not recorded»."""

    breaths_per_minute: int | None
    oxygen_percent: int | None
    scale: SpO2Scale
    on_oxygen: bool | None
    systolic_mmhg: int | None
    pulse_per_minute: int | None
    consciousness: Consciousness | None
    temperature_celsius: Decimal | None


@dataclass(frozen=True)
class News2:
    """The points of one set, part by part in the order of the chart."""

    parts: tuple[tuple[str, int | None], ...]
    missing: tuple[str, ...]
    table: str = TABLE.version

    @property
    def total(self) -> int | None:
        """The sum of all parts, 0 to 20; None when one is missing."""
        return None if self.missing else sum(self._points())

    @property
    def risk(self) -> Risk | None:
        """The class of response; None when a part is missing."""
        return None if self.missing else Risk(TABLE.risk(tuple(self._points())))

    @property
    def single_three(self) -> tuple[str, ...]:
        """The plain words of the parts that score 3, in a set that is not complete as well."""
        return tuple(
            TABLE.label(name) for name, points in self.parts if points == TABLE.single.points
        )

    def words(self, usual: int | None) -> str:
        """Says the score beside the resident's usual total: `3. Usual 1. Up 2`.

        Says what is missing where there is no total. Parts that score 3 are always named.
        """
        if self.total is None:
            said = f"Not complete: {', '.join(self.missing)} missing. No total"
        else:
            said = f"{self.total}. {_beside_usual(self.total, usual)}"
        return ". ".join(filter(None, (said, self._single_three_words())))

    def _single_three_words(self) -> str:
        names = self.single_three
        if not names:
            return ""
        subject = "One part scores" if len(names) == 1 else f"{len(names)} parts score"
        return f"{subject} {TABLE.single.points}: {', '.join(names)}"

    def _points(self) -> Iterator[int]:
        return (points for _, points in self.parts if points is not None)


def evaluate(observed: News2Input) -> News2:
    """Scores one set of observations; raises `InvalidInput` on a reading that cannot be."""
    return _scored(observed)


@lru_cache(maxsize=4_096)
def _scored(observed: News2Input) -> News2:
    """Lists and charts ask for the same sets of years again and again."""
    parts = tuple((name, _part(name, observed)) for name in TABLE.order)
    missing = tuple(TABLE.label(name) for name in TABLE.order if getattr(observed, name) is None)
    return News2(parts, missing)


def _part(name: str, observed: News2Input) -> int | None:
    given = getattr(observed, name)
    if given is None:
        return None
    if name == "oxygen_percent":
        return _oxygen_points(Decimal(given), observed.scale, on_oxygen=observed.on_oxygen)
    if name == "on_oxygen":
        return TABLE.chosen[name].points["oxygen" if given else "air"]
    if name in TABLE.chosen:
        return TABLE.chosen[name].points[given]
    return TABLE.measured[name].points(Decimal(given))


def _oxygen_points(reading: Decimal, scale: SpO2Scale, *, on_oxygen: bool | None) -> int | None:
    """Where nobody said air or oxygen, a part stands only if both would give it."""
    sources = {None: ("air", "oxygen"), True: ("oxygen",), False: ("air",)}[on_oxygen]
    parameter = TABLE.measured["oxygen_percent"]
    found = {parameter.points(reading, f"scale {scale} on {source}") for source in sources}
    return found.pop() if len(found) == 1 else None


def _beside_usual(total: int, usual: int | None) -> str:
    if usual is None:
        return "Usual not set"
    if not 0 <= usual <= TABLE.highest_total:
        raise InvalidInput(f"A usual total lies between 0 and {TABLE.highest_total}.")
    change = total - usual
    if change == 0:
        return f"Usual {usual}. No change"
    return f"Usual {usual}. {'Up' if change > 0 else 'Down'} {abs(change)}"
