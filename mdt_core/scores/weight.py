"""What became of a weight, in words: the newest one beside that of 3 to 6 months before, in per cent.

Six months as MUST looks back (BAPEN, 2003). It says what was measured; whether a loss was planned is for
a person to say, and points are given by the MUST screen alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mdt_core.clock import add_months_clamped, clinical_date

_LOOK_BACK_MONTHS = 6


@dataclass(frozen=True)
class Weighed:
    """One weight on one day."""

    on: date
    kilograms: Decimal


def weight_words(weights: Sequence[Weighed]) -> str:
    """Says how the newest weight stands to the oldest of the six months before it; empty for none."""
    if not weights:
        return ""
    told = sorted(weights, key=lambda each: each.on)
    now = told[-1]
    since = add_months_clamped(now.on, -_LOOK_BACK_MONTHS)
    before = next(each for each in told if each.on >= since)
    if before.on == now.on:
        return (
            f"{now.kilograms} kg on {clinical_date(now.on)}; no other weight in the 6 months before"
        )
    change = ((now.kilograms - before.kilograms) * 100 / before.kilograms).quantize(
        Decimal("0.1"), ROUND_HALF_UP
    )
    span = f"{before.kilograms} kg on {clinical_date(before.on)}, {now.kilograms} kg on"
    words = f"{span} {clinical_date(now.on)}"
    if not change:
        return f"Weight unchanged: {words}"
    return f"Weight {'down' if change < 0 else 'up'} {abs(change)} %: {words}"
