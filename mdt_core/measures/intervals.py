"""How far chance alone may have moved a count or a share: 95 % intervals, and Poisson chances. Pure.

Sources: APHO Technical Briefing 3 (2008): Wilson's score interval (1927) for shares; for counts the exact
limits (Garwood 1936) below 10 and Byar's approximation from 10 on. None says that a difference matters.
"""

from collections.abc import Callable
from math import exp, lgamma, log, sqrt
from typing import Final

Z: Final = 1.959964
"""The 97.5 % point of the normal distribution."""

_TAIL: Final = 0.025
_EXACT_BELOW: Final = 10
_HALVINGS: Final = 60


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The limits of a share, each from 0 to 1; raises ValueError for an impossible share."""
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} is no share")
    share, square = part / whole, Z * Z
    middle = share + square / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    below = 1 + square / whole
    low = 0.0 if part == 0 else (middle - spread) / below
    return low, 1.0 if part == whole else (middle + spread) / below


def count_limits(count: int) -> tuple[float, float]:
    """The limits of a count of independent events; raises ValueError for a negative count."""
    if count < 0:
        raise ValueError("a count is not negative")
    if count >= _EXACT_BELOW:
        return _byar(count, -1), _byar(count + 1, 1)
    high = _solved(lambda mean: at_most(count, mean) - _TAIL, 0, 40)
    if count == 0:
        return 0.0, high
    return _solved(lambda mean: at_most(count - 1, mean) - (1 - _TAIL), 0, 40), high


def at_most(count: int, mean: float) -> float:
    """The chance of at most so many events where `mean` are expected."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    return min(1.0, sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1)))


def enough_for(chance: float, mean: float) -> int:
    """The least count that is not exceeded with that chance (0 up to but without 1)."""
    if not 0 <= chance < 1:
        raise ValueError("a chance is from 0 up to 1")
    count, reached = 0, exp(-mean)
    term = reached
    while reached < chance:
        count += 1
        term *= mean / count
        reached += term
    return count


def _byar(count: int, side: int) -> float:
    return float(count * (1 - 1 / (9 * count) + side * Z / (3 * sqrt(count))) ** 3)


def _solved(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function is nought, by halving."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2
