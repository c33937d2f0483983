"""From a MUST screen to its figures and its score: BMI, the loss in per cent, and the three steps.

Source: MUST (BAPEN, 2003): BMI over 20 scores 0, 18.5 to 20 scores 1, under 18.5 scores 2; unplanned loss
under 5 % scores 0, 5 to 10 % scores 1, over 10 % scores 2; acutely ill without food over 5 days scores 2.
Figures are scored before they are rounded. The upper arm says roughly where the BMI lies and gives no
total. To be verified before clinical release: cut-offs and the ulna table, against the published tool.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from mdt_core.errors import InvalidInput
from mdt_core.records.nutrition import HeightHow, MustScreen, UlnaTable, WeightChange
from mdt_core.scores.sums import Answer, Sum, SumTable, table_named

MUST: Final[SumTable] = table_named("must.json")
_THIN_ARM_CM: Final = Decimal("23.5")
_THICK_ARM_CM: Final = Decimal("32.0")
_MOST_PLACES: Final = 4


@dataclass(frozen=True)
class UlnaHeights:
    """Heights by the length of the ulna, from the longest down in equal steps."""

    version: str
    source: str
    to_verify: tuple[str, ...]
    longest_cm: Decimal
    step_cm: Decimal
    heights_m: Mapping[UlnaTable, tuple[Decimal, ...]]

    def height_cm(self, ulna_cm: Decimal, table: UlnaTable) -> Decimal:
        """The height for an ulna, at the nearest half centimetre; raises InvalidInput beyond the table."""
        steps = (self.longest_cm - ulna_cm) / self.step_cm
        place = int(steps.to_integral_value(ROUND_HALF_UP))
        heights = self.heights_m[table]
        if not 0 <= place < len(heights):
            shortest = self.longest_cm - self.step_cm * (len(heights) - 1)
            raise InvalidInput(
                f"The ulna table goes from {shortest} to {self.longest_cm} cm",
                where="Length of the ulna",
            )
        return heights[place] * 100


@cache
def ulna_heights() -> UlnaHeights:
    """The table beside this module."""
    data = json.loads(files("mdt_core.scores").joinpath("ulna.json").read_text("utf-8"))
    columns = {UlnaTable(name): tuple(map(Decimal, row)) for name, row in data["heights_m"].items()}
    return UlnaHeights(
        data["version"],
        data["source"],
        tuple(data["to_verify"]),
        Decimal(data["longest_cm"]),
        Decimal(data["step_cm"]),
        columns,
    )


def height_cm(screen: MustScreen) -> Decimal | None:
    """The height measured, told, or read from the ulna; None where there is none."""
    if screen.height_how is HeightHow.ULNA:
        if screen.ulna_cm is None or screen.ulna_table is None:
            return None
        return ulna_heights().height_cm(screen.ulna_cm, screen.ulna_table)
    return None if screen.height_how is HeightHow.UPPER_ARM else screen.height_cm


def bmi(screen: MustScreen) -> Decimal | None:
    """Weight in kg by height in m squared, not rounded."""
    height = height_cm(screen)
    if screen.weight_kg is None or not height:
        return None
    return screen.weight_kg * 10_000 / (height * height)


def loss_percent(screen: MustScreen) -> Decimal | None:
    """The unplanned loss of weight, not rounded; 0 where none was lost or it was planned."""
    if screen.weight_change in (WeightChange.NOT_LOST, WeightChange.PLANNED):
        return Decimal(0)
    before, now = screen.weight_before_kg, screen.weight_kg
    if screen.weight_change is not WeightChange.UNPLANNED or before is None or now is None:
        return None
    return (before - now) * 100 / before


def must_score(screen: MustScreen) -> Sum:
    """The three steps, each with its points; no total while one is missing."""
    return MUST.evaluate(_answers(screen))


def shown(item: str, figure: Decimal) -> str:
    """A figure with one decimal, or with as many as it takes not to look like another score."""
    asked = next(each for each in MUST.items if each.name == item)
    for places in range(1, _MOST_PLACES + 1):
        rounded = figure.quantize(Decimal(10) ** -places, ROUND_HALF_UP)
        if asked.of(rounded) == asked.of(figure):
            return str(rounded)
    return str(figure)


def _answers(screen: MustScreen) -> Mapping[str, Answer]:
    return {"bmi": bmi(screen), "loss": loss_percent(screen), "acute": screen.acutely_ill}


def arm_words(screen: MustScreen) -> str:
    """What the upper arm says of the BMI, and that it is no score; empty without it."""
    if screen.height_how is not HeightHow.UPPER_ARM or screen.upper_arm_cm is None:
        return ""
    around = screen.upper_arm_cm
    if around < _THIN_ARM_CM:
        return "BMI is likely to be below 20. The upper arm gives no points"
    if around > _THICK_ARM_CM:
        return "BMI is likely to be above 30. The upper arm gives no points"
    return "The upper arm does not say where the BMI lies, and gives no points"
