"""A score that is a sum of answers: items with points, classes of the total, and one evaluator for all.

The tables are data beside this module, each with version, source, the acknowledgement it owes and what
is still to be verified. A missing part means no total, never 0. A table with a fault is our mistake and
raises `ValueError`. Nothing here knows which score it holds.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

Answer = Decimal | bool | str | None


@dataclass(frozen=True)
class Step:
    """Points for a figure below `below`, or up to and with `up_to`; for every other one without both."""

    points: int
    below: Decimal | None = None
    up_to: Decimal | None = None

    def holds(self, figure: Decimal) -> bool:
        """Whether the figure, not rounded, lies under this limit."""
        return (self.below is None or figure < self.below) and (
            self.up_to is None or figure <= self.up_to
        )


@dataclass(frozen=True)
class Item:
    """One question of a score: points by answer, or by steps of a figure from the lowest up."""

    name: str
    label: str
    points: Mapping[str, int]
    steps: tuple[Step, ...]

    def of(self, answer: Answer) -> int | None:
        """The points of an answer; None where nobody answered. Raises KeyError for no answer of this item."""
        if answer is None:
            return None
        if isinstance(answer, Decimal):
            return next(step.points for step in self.steps if step.holds(answer))
        return self.points[str(answer).lower()]


@dataclass(frozen=True)
class SumTable:
    """One version of one score, checked."""

    name: str
    version: str
    source: str
    notice: str
    to_verify: tuple[str, ...]
    items: tuple[Item, ...]
    classes: tuple[tuple[int, str], ...]

    def evaluate(self, answers: Mapping[str, Answer]) -> "Sum":
        """Scores the answers, item by item; one that is not there is missing."""
        return Sum(self, tuple(item.of(answers.get(item.name)) for item in self.items))


@dataclass(frozen=True)
class Sum:
    """The points of one set of answers, in the order of the items."""

    table: SumTable
    points: tuple[int | None, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The plain words of what nobody answered."""
        pairs = zip(self.table.items, self.points, strict=True)
        return tuple(item.label for item, points in pairs if points is None)

    @property
    def total(self) -> int | None:
        """The sum of all parts; None when one is missing."""
        known = [points for points in self.points if points is not None]
        return None if self.missing else sum(known)

    @property
    def words(self) -> str:
        """The total with what it means; or that there is none, and why."""
        if self.total is None:
            return f"Not complete: {', '.join(self.missing)} missing. No total"
        found = (words for start, words in reversed(self.table.classes) if self.total >= start)
        return f"{self.total}. {next(found)}"

    @property
    def parts(self) -> str:
        """Every part with its points, a dash for what is missing."""
        pairs = zip(self.table.items, self.points, strict=True)
        return ", ".join(
            f"{item.label} {'–' if points is None else points}" for item, points in pairs
        )


@cache
def table_named(file_name: str) -> SumTable:
    """Reads a table that lies beside this module; raises `ValueError` on a fault."""
    return read(files("mdt_core.scores").joinpath(file_name).read_text(encoding="utf-8"))


def read(text: str) -> SumTable:
    """Builds a table from its JSON text and checks it; raises `ValueError` on a fault."""
    data: dict[str, Any] = json.loads(text)
    try:
        classes = tuple((each["from"], each["words"]) for each in data.pop("classes"))
        items = tuple(map(_item, data.pop("items")))
        to_verify = tuple(data.pop("to_verify"))
        table = SumTable(**data, items=items, classes=classes, to_verify=to_verify)
    except (KeyError, TypeError, ArithmeticError) as wrong:
        message = f"the table cannot be read: {wrong!r}"
        raise ValueError(message) from wrong
    _check(table)
    return table


def _item(entry: dict[str, Any]) -> Item:
    return Item(
        entry["name"],
        entry["label"],
        entry.get("points", {}),
        tuple(map(_step, entry.get("steps", ()))),
    )


def _step(entry: dict[str, Any]) -> Step:
    limits = {name: Decimal(str(entry[name])) for name in ("below", "up_to") if name in entry}
    return Step(entry["points"], **limits)


def _check(table: SumTable) -> None:
    starts = [start for start, _ in table.classes]
    if not starts or starts[0] != 0 or any(a >= b for a, b in pairwise(starts)):
        _fault(f"{table.version}: the classes do not rise from 0")
    for item in table.items:
        if bool(item.points) == bool(item.steps):
            _fault(f"{table.version} {item.name}: points by answer or by steps, not both")
        given = (*item.points.values(), *(step.points for step in item.steps))
        if any(type(points) is not int or points < 0 for points in given):
            _fault(f"{table.version} {item.name}: points are whole numbers from 0")
        _check_steps(f"{table.version} {item.name}", item.steps)


def _check_steps(where: str, steps: tuple[Step, ...]) -> None:
    limits = [step.below if step.below is not None else step.up_to for step in steps]
    rising = [limit for limit in limits[:-1] if limit is not None]
    is_open = not steps or limits[-1] is None
    if not is_open or len(rising) != max(len(steps) - 1, 0):
        _fault(f"{where}: every step but the last has a limit, and the last has none")
    if any(a >= b for a, b in pairwise(rising)):
        _fault(f"{where}: the limits do not rise")


def _fault(words: str) -> None:
    raise ValueError(words)
