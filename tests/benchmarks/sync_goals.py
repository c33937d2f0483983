"""Figures of sync with the goal beside each; goals that are a share are told as «at least» or «at most»."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from tests.benchmarks.figures import Figure, as_time

T = TypeVar("T")


def best(deed: Callable[[], T], number: int, *, key: Callable[[T], float]) -> T:
    """The quickest of several: on a shared machine the least is the nearest to the truth."""
    return min((deed() for _ in range(number)), key=key)


def rate(what: str, each_s: float, other: str, other_s: float, *, least: float) -> Figure:
    """How many a second against another's, where it should be at least so many times as many."""
    ratio = other_s / each_s
    told = f"{other} {1 / other_s:,.0f}/s"
    return Figure(what, f"{1 / each_s:,.0f}/s", told, ratio, f">= {least:g}x", ratio >= least)


def time_share(what: str, seconds: float, other: str, other_s: float, *, most: float) -> Figure:
    """A time against another's, of which it should be at most such a share."""
    ratio = seconds / other_s
    told = f"{other} {as_time(other_s)}"
    return Figure(what, as_time(seconds), told, ratio, f"<= {most:g}x", ratio <= most)


def bytes_share(what: str, size: float, other: str, other_size: float, *, most: float) -> Figure:
    """Bytes against another's."""
    ratio = size / other_size
    told = f"{other} {other_size:,.0f} B"
    return Figure(what, f"{size:,.0f} B", told, ratio, f"<= {most:g}x", ratio <= most)


def at_most(what: str, figure: float, most: float, unit: str, beside: str = "") -> Figure:
    """A figure with a limit of its own."""
    return Figure(
        what, f"{figure:,.0f} {unit}", beside, None, f"<= {most:g} {unit}", figure <= most
    )


def told(what: str, measured: str, beside: str = "") -> Figure:
    """A figure without a goal."""
    return Figure(what, measured, beside, None)


def p95(seconds: Iterable[float]) -> float:
    """The time that 95 of 100 did not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
