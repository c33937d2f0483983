"""Where everything in a line chart lies, worked out without Qt, so that paper draws the same chart.

Lengths are in the caller's unit with the origin at the top left and y growing downwards.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_SAME: Final = 1e-6  # finer than anything measured; below it values count as one
_STEPS: Final = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class TrendPoint:
    """One value at one local time."""

    at: datetime
    measured: float


@dataclass(frozen=True)
class Trend:
    """A named series with its unit, its usual band, and how many decimals its values have.

    `lowest` is where the axis of values starts (0 for a score); None starts it near the values.
    """

    name: str
    unit: str
    points: tuple[TrendPoint, ...]
    usual: tuple[float, float] | None = None
    decimals: int = 0
    lowest: float | None = None

    def figure(self, measured: float) -> str:
        """A value as people read it."""
        return f"{measured:.{self.decimals}f}"

    def point_words(self, place: int) -> str:
        """One point as a sentence: `48.2 kg on 22-Nov-2026`."""
        point = self.points[place]
        return f"{self.figure(point.measured)} {self.unit} on {day_words(point.at)}"

    @property
    def longest_day(self) -> str:
        """What the widest mark on the axis of days looks like: with the year where years differ."""
        years = {point.at.year for point in self.points}
        return "22-Nov-2026" if len(years) > 1 else "22-Nov"

    def summary(self) -> str:
        """The whole chart in words, for those who do not see it."""
        if not self.points:
            return f"{self.name}: no values recorded"
        values = [point.measured for point in self.points]
        last = len(self.points) - 1
        words = [
            (
                f"{self.name}, {self.unit}: {len(values)} values "
                f"from {day_words(self.points[0].at)} to {day_words(self.points[last].at)}"
            ),
            f"lowest {self.figure(min(values))}, highest {self.figure(max(values))}",
            f"last {self.point_words(last)}",
        ]
        if self.usual:
            low, high = self.usual
            upper = "" if low == high else f" to {self.figure(high)}"
            words.append(f"usual {self.figure(low)}{upper}")
        return ". ".join(words)


def day_words(at: datetime) -> str:
    """A day as `22-Nov-2026`."""
    return f"{at.day:02}-{_MONTHS[at.month - 1]}-{at.year}"


@dataclass(frozen=True)
class PlotArea:
    """The rectangle between the axes."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and what stands beside it."""

    position: float
    words: str


@dataclass(frozen=True)
class Plot:
    """Everything placed: points in order of time, ticks, and the usual band from top to bottom."""

    area: PlotArea
    points: tuple[tuple[float, float], ...]
    value_ticks: tuple[Tick, ...]
    day_ticks: tuple[Tick, ...]
    band: tuple[float, float] | None


def place(trend: Trend, area: PlotArea, *, most_day_ticks: int = 5) -> Plot:
    """Places a trend in an area; raises ValueError for a trend without points."""
    if not trend.points:
        raise ValueError("a chart without points has no geometry")
    values = [point.measured for point in trend.points] + list(trend.usual or ())
    if trend.lowest is not None:
        values.append(trend.lowest)
    ticks = value_ticks(min(values), max(values), least_step=10.0**-trend.decimals)
    low, high = ticks[0], ticks[-1]
    first, span = trend.points[0].at, _span(trend)

    def y_of(measured: float) -> float:
        return area.bottom - (measured - low) / (high - low) * (area.bottom - area.top)

    def x_of(at: datetime) -> float:
        if span == timedelta(0):
            return (area.left + area.right) / 2
        return area.left + (at - first) / span * (area.right - area.left)

    decimals = max(trend.decimals, _decimals(ticks[1] - ticks[0]))
    band = (y_of(trend.usual[1]), y_of(trend.usual[0])) if trend.usual else None
    return Plot(
        area=area,
        points=tuple((x_of(p.at), y_of(p.measured)) for p in trend.points),
        value_ticks=tuple(Tick(y_of(v), f"{v:.{decimals}f}") for v in ticks),
        day_ticks=_day_ticks(trend, x_of, most_day_ticks),
        band=band,
    )


def _span(trend: Trend) -> timedelta:
    return trend.points[-1].at - trend.points[0].at


def value_ticks(
    low: float, high: float, *, wanted: int = 4, least_step: float = 0.0
) -> tuple[float, ...]:
    """Round figures that enclose low and high: steps of 1, 2 or 5 times a power of ten.

    No step is finer than `least_step`, and what is nowhere negative gets no figure below 0.
    """
    if high - low < _SAME:
        low, high = (low - 1 if low < 0 else max(0.0, low - 1)), high + 1
    rough = max((high - low) / wanted, least_step)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in _STEPS if s * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, last + 1))


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _day_ticks(trend: Trend, x_of: Callable[[datetime], float], most: int) -> tuple[Tick, ...]:
    first, span = trend.points[0].at, _span(trend)
    count = max(1, min(most, len({p.at.date() for p in trend.points})))
    moments = [first + span * n / max(1, count - 1) for n in range(count)]
    letters = len(trend.longest_day)
    return tuple(Tick(x_of(at), day_words(at)[:letters]) for at in moments)


def nearest(plot: Plot, x: float) -> int:
    """Which point lies nearest to x."""
    return min(range(len(plot.points)), key=lambda n: abs(plot.points[n][0] - x))
