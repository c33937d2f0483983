"""A score as a table: parameters with bands of points, and the thresholds of response.

The tables are data beside this module, each with its version and source. Loading one checks that
its bands rise, leave no gap and do not overlap over every value that can be measured. A table with
a fault is our mistake and raises `ValueError`; a reading with a fault is a person's and raises
`InvalidInput` in words. Nothing here knows which score it holds.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from typing import Any, NoReturn

from mdt_core.errors import InvalidInput


@dataclass(frozen=True)
class Band:
    """Points for every reading from `low` to `high`, both included; None is open."""

    low: Decimal | None
    high: Decimal | None
    points: int

    def holds(self, reading: Decimal) -> bool:
        """Whether the reading lies in this band."""
        return (self.low is None or self.low <= reading) and (
            self.high is None or reading <= self.high
        )


@dataclass(frozen=True)
class Measured:
    """A parameter that is read from an instrument or counted, in `unit`, to the nearest `step`."""

    name: str
    label: str
    unit: str
    step: Decimal
    possible: tuple[Decimal, Decimal]
    bands: Mapping[str, tuple[Band, ...]]

    def check(self, reading: Decimal) -> None:
        """Raises `InvalidInput` unless the reading is possible and of the step that is measured."""
        low, high = self.possible
        if not reading.is_finite() or not low <= reading <= high:
            message = f"{self.label.capitalize()} must be between {low} and {high} {self.unit}."
            raise InvalidInput(message, next_step="Check the reading.")
        if reading % self.step:
            message = f"{self.label.capitalize()} is taken in steps of {self.step} {self.unit}."
            raise InvalidInput(message, next_step="Round it as the instrument shows it.")

    def points(self, reading: Decimal, table: str = "") -> int:
        """Gives the points of a reading in one of the tables of bands."""
        self.check(reading)
        return next(band.points for band in self.bands[table] if band.holds(reading))


@dataclass(frozen=True)
class Chosen:
    """A parameter that is chosen among words."""

    name: str
    label: str
    points: Mapping[str, int]


@dataclass(frozen=True)
class SingleRule:
    """One parameter alone with `points` raises the class of response `raises` to `to`."""

    points: int
    raises: str
    to: str


@dataclass(frozen=True)
class ScoreTable:
    """One version of one score, checked."""

    version: str
    source: str
    to_verify: tuple[str, ...]
    measured: Mapping[str, Measured]
    chosen: Mapping[str, Chosen]
    order: tuple[str, ...]
    responses: tuple[tuple[int, str], ...]
    single: SingleRule

    def label(self, name: str) -> str:
        """Gives the plain word for a parameter."""
        return (self.measured.get(name) or self.chosen[name]).label

    @property
    def highest_total(self) -> int:
        """The highest total that can be reached."""
        measured = (
            max(band.points for bands in parameter.bands.values() for band in bands)
            for parameter in self.measured.values()
        )
        return sum(measured) + sum(max(chosen.points.values()) for chosen in self.chosen.values())

    def risk(self, points: Sequence[int]) -> str:
        """Gives the class of response of a complete set of points."""
        risk = next(risk for start, risk in reversed(self.responses) if sum(points) >= start)
        raised = risk == self.single.raises and self.single.points in points
        return self.single.to if raised else risk


def load(file_name: str) -> ScoreTable:
    """Reads and checks a table that lies beside this module; raises `ValueError` on a fault."""
    return read(files("mdt_core.scores").joinpath(file_name).read_text(encoding="utf-8"))


def read(text: str) -> ScoreTable:
    """Builds a table from its JSON text and checks it; raises `ValueError` on a fault."""
    data: dict[str, Any] = json.loads(text)
    try:
        table = ScoreTable(
            version=data["version"],
            source=data["source"],
            to_verify=tuple(data["to_verify"]),
            measured={entry["name"]: _measured(entry) for entry in data["measured"]},
            chosen={entry["name"]: Chosen(**entry) for entry in data["chosen"]},
            order=tuple(data["order"]),
            responses=tuple((entry["from_total"], entry["risk"]) for entry in data["responses"]),
            single=SingleRule(**data["single"]),
        )
    except (KeyError, TypeError, ArithmeticError) as wrong:
        _fault(f"the table cannot be read: {wrong!r}", wrong)
    _check_table(table)
    return table


def _measured(entry: dict[str, Any]) -> Measured:
    return Measured(
        name=entry["name"],
        label=entry["label"],
        unit=entry["unit"],
        step=Decimal(entry["step"]),
        possible=_limits(entry["possible"]),
        bands={name: tuple(_band(row) for row in rows) for name, rows in entry["bands"].items()},
    )


def _limits(pair: list[str]) -> tuple[Decimal, Decimal]:
    low, high = pair
    return Decimal(low), Decimal(high)


def _band(row: list[Any]) -> Band:
    low, high, points = row
    return Band(_limit(low), _limit(high), points)


def _limit(text: str | None) -> Decimal | None:
    if text is not None and not isinstance(text, str):
        message = "limits of bands are written as text, so that no digit is lost"
        raise TypeError(message)
    return None if text is None else Decimal(text)


def _check_table(table: ScoreTable) -> None:
    names = {*table.measured, *table.chosen}
    if sorted(table.order) != sorted(names):
        _fault(f"{table.version}: the order does not name every parameter once")
    starts = [start for start, _ in table.responses]
    if not starts or starts[0] != 0 or any(a >= b for a, b in pairwise(starts)):
        _fault(f"{table.version}: the thresholds of response do not rise from 0")
    for chosen in table.chosen.values():
        _check_points(f"{table.version} {chosen.name}", chosen.points.values())
    for parameter in table.measured.values():
        _check_limits(parameter)
        for name, bands in parameter.bands.items():
            _check_bands(f"{table.version} {parameter.name} {name}".rstrip(), bands, parameter.step)


def _check_limits(parameter: Measured) -> None:
    lowest, highest = parameter.possible
    if not lowest < highest:
        _fault(f"{parameter.name}: nothing is possible")


def _check_bands(where: str, bands: tuple[Band, ...], step: Decimal) -> None:
    if not bands or bands[0].low is not None or bands[-1].high is not None:
        _fault(f"{where}: the first band must be open below and the last above")
    for lower, upper in pairwise(bands):
        if lower.high is None or upper.low is None or upper.low - lower.high != step:
            _fault(f"{where}: a gap or an overlap between {lower} and {upper}")
    for band in bands:
        if band.low is not None and band.high is not None and band.low > band.high:
            _fault(f"{where}: {band} runs backwards")
    _check_points(where, (band.points for band in bands))


def _check_points(where: str, points: Iterable[int]) -> None:
    if any(type(given) is not int or given < 0 for given in points):
        _fault(f"{where}: points are whole numbers from 0")


def _fault(words: str, cause: Exception | None = None) -> NoReturn:
    raise ValueError(words) from cause
