"""The table of a measure: all homes together first, then each home, neighbourhood, type or month. Pure.

Rows stand by name unless a ranking is asked for; each has its interval beside it, so that no order is
taken for a judgement. Small counts of people are kept back where homes are compared, and with them the
next smallest where the total would give them away.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mdt_core.fields import Choice
from mdt_core.measures.definition import LEAST_SHOWN, Case, Definition, Facts, Place
from mdt_core.measures.figures import Figure, figure
from mdt_core.measures.resident_days import Period

ALL: Final = ""
NOT_RECORDED: Final = "Not recorded"


class Cut(Choice):
    """What the rows of a table are."""

    HOME = "home", "Home"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
    TYPE = "type", "Type of home"
    MONTH = "month", "Month"


class Order(Choice):
    """In which order the rows stand."""

    NAME = "name", "By name"
    LOWEST = "lowest", "Lowest first"
    HIGHEST = "highest", "Highest first"


@dataclass(frozen=True)
class Asked:
    """Which measure of which days and homes, cut how; `from_day` begins the second half compared."""

    measure: str
    period: Period
    home_id: str = ""
    cut: Cut = Cut.HOME
    order: Order = Order.NAME
    from_day: date | None = None


@dataclass(frozen=True)
class Row:
    """One row: its figure and its cases; kept back where the figure is None."""

    key: str
    label: str
    figure: Figure | None
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Compared:
    """The figure before a day, and from it on."""

    day: date
    before: Figure
    after: Figure


@dataclass(frozen=True)
class MeasureTable:
    """A measure as it is shown, printed and saved.

    `since` is the day from which on a rate is counted, where that is later than the period began.
    """

    definition: Definition
    asked: Asked
    places: Mapping[str, Place]
    total: Row
    rows: tuple[Row, ...]
    reasons: Mapping[str, int]
    compared: Compared | None = None
    since: date | None = None

    @property
    def is_kept_back(self) -> bool:
        """Whether a figure is kept back."""
        return any(each.figure is None for each in self.rows)


def tabulate(definition: Definition, facts: Facts, asked: Asked) -> MeasureTable:
    """The table of what is asked."""
    places = {p.home_id: p for p in facts.places if not asked.home_id or p.home_id == asked.home_id}
    mine = facts.of(places)
    own = mine.cases
    rows = [_row(definition, mine, asked, *group) for group in _groups(definition, mine, asked)]
    if definition.of_people and asked.cut is not Cut.MONTH and len(rows) > 1:
        rows = _kept_back(rows, places, asked.cut)
    return MeasureTable(
        definition,
        asked,
        places,
        whole_of(definition, facts, asked),
        tuple(_ordered(rows, asked)),
        dict(Counter(each.reason for each in own if each.reason).most_common()),
        _compared(definition, mine, asked),
        _since(mine, asked),
    )


def whole_of(definition: Definition, facts: Facts, asked: Asked) -> Row:
    """The row of all homes that are asked for, together."""
    places = {p.home_id: p for p in facts.places if not asked.home_id or p.home_id == asked.home_id}
    mine = facts.of(places)
    every = figure(definition, mine.cases, sum(mine.days.values()))
    return Row(ALL, _all_words(places, asked), every, mine.cases)


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def key_of(place: Place, cut: Cut) -> str:
    """The row in which a home stands."""
    if cut is Cut.HOME:
        return place.home_id
    found = place.neighbourhood if cut is Cut.NEIGHBOURHOOD else place.home_type
    return found.label if found else NOT_RECORDED


def _all_words(places: Mapping[str, Place], asked: Asked) -> str:
    if asked.home_id:
        return next((each.name for each in places.values()), "")
    return f"All {len(places)} homes" if len(places) > 1 else "All homes"


def _since(facts: Facts, asked: Asked) -> date | None:
    """The day from which on homes record here, where the period began before it."""
    first = min(facts.since.values(), default=None)
    return first if first is not None and first > asked.period.first else None


def _groups(definition: Definition, facts: Facts, asked: Asked) -> Iterable[tuple[str, str]]:
    """Key and label of every row there is, with something to count or not."""
    if asked.cut is Cut.MONTH:
        if definition.is_standing:
            return []
        since = _since(facts, asked) or asked.period.first
        months = sorted({month_of(day) for day in asked.period.days if day >= since})
        return [(each.isoformat(), f"{each:%b %Y}") for each in months]
    labels = {
        key_of(p, asked.cut): p.name if asked.cut is Cut.HOME else key_of(p, asked.cut)
        for p in facts.places
    }
    return sorted(labels.items(), key=lambda each: (each[1] == NOT_RECORDED, each[1].casefold()))


def _row(definition: Definition, facts: Facts, asked: Asked, key: str, label: str) -> Row:
    if asked.cut is Cut.MONTH:
        cases = tuple(each for each in facts.cases if month_of(each.day).isoformat() == key)
        days = sum(n for (_, day), n in facts.days.items() if month_of(day).isoformat() == key)
    else:
        homes = {each.home_id for each in facts.places if key_of(each, asked.cut) == key}
        cases = tuple(each for each in facts.cases if each.home_id in homes)
        days = _days(facts, homes)
    return Row(key, label, figure(definition, cases, days), cases)


def _days(facts: Facts, homes: Iterable[str]) -> int:
    wanted = set(homes)
    return sum(number for (home, _), number in facts.days.items() if home in wanted)


def _ordered(rows: Sequence[Row], asked: Asked) -> Sequence[Row]:
    if asked.order is Order.NAME or asked.cut is Cut.MONTH:
        return rows
    shown = [each for each in rows if each.figure and each.figure.value is not None]
    sign = 1 if asked.order is Order.LOWEST else -1
    shown.sort(key=lambda each: sign * (each.figure.value or 0) if each.figure else 0)
    keys = {each.key for each in shown}
    return [*shown, *(each for each in rows if each.key not in keys)]


# What is kept back


def _kept_back(rows: Sequence[Row], places: Mapping[str, Place], cut: Cut) -> list[Row]:
    """Keeps small counts back, and one more wherever a total would give the only one away."""
    hidden = {each.key for each in rows if each.figure and each.figure.is_small}
    by_key = {each.key: each for each in rows}
    groups: dict[str, list[str]] = defaultdict(list)
    for each in rows:
        groups[ALL].append(each.key)
        if cut is Cut.HOME:
            for also in (Cut.NEIGHBOURHOOD, Cut.TYPE):
                groups[f"{also}:{key_of(places[each.key], also)}"].append(each.key)
    before = -1
    while len(hidden) > before:  # what one group keeps back may leave another with a single one
        before = len(hidden)
        for keys in sorted(groups.values(), key=len):
            hidden |= _next_smallest([by_key[key] for key in keys], hidden)
    return [_without(each) if each.key in hidden else _few_beside(each) for each in rows]


def _without(row: Row) -> Row:
    return replace(row, figure=None, cases=())


def _few_beside(row: Row) -> Row:
    """The row, without how few people stand beside its figure."""
    if row.figure is None or not 0 < row.figure.beside < LEAST_SHOWN:
        return row
    return replace(row, figure=replace(row.figure, has_few_beside=True))


def _next_smallest(rows: Sequence[Row], hidden: set[str]) -> set[str]:
    if sum(each.key in hidden for each in rows) != 1:
        return set()
    others = [
        (each.figure.part, each.key)
        for each in rows
        if each.figure and each.figure.value is not None and each.key not in hidden
    ]
    return {min(others)[1]} if others else set()


# Before and after


def _compared(definition: Definition, facts: Facts, asked: Asked) -> Compared | None:
    day, period = asked.from_day, asked.period
    if day is None or definition.is_standing or not period.first < day <= period.last:
        return None
    sides = []
    for is_after in (False, True):
        cases = [each for each in facts.cases if (each.day >= day) is is_after]
        days = sum(n for (_, on), n in facts.days.items() if (on >= day) is is_after)
        sides.append(figure(definition, cases, days))
    return Compared(day, *sides)
