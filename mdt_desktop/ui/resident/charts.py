"""What the charts of a resident draw: readings of sets, and weights and totals of MUST screens. Free of Qt.

What was replaced or withdrawn makes no point, and a screen without a total makes none.
"""

from collections.abc import Iterator
from typing import Final

from mdt_core.clock import london, london_day
from mdt_core.record import Status
from mdt_core.records.nutrition import MustScreen
from mdt_core.records.observations import ObservationSet
from mdt_core.scores.must import must_score
from mdt_core.scores.weight import Weighed, weight_words
from mdt_core.store.queries.residents import MOST_SETS
from mdt_core.store.queries.statements import Signed
from mdt_desktop.ui.resident.lists import CHARTED, SeriesPoint, series
from mdt_desktop.ui.resident.reading import ResidentRead

MUST: Final = "must"
WEIGHT: Final = "weight_kg"
NEWEST_ALONE: Final = f"The newest {MOST_SETS} sets are listed, and every weight is charted"
CHARTS: Final = (*CHARTED, (MUST, "MUST", "total", 0))
"""What can be charted: name, words, unit, decimals."""


def points(read: ResidentRead, name: str) -> tuple[SeriesPoint, ...]:
    """Gives one measurement over time, oldest first."""
    if name == MUST:
        found = list(_totals(read))
    elif name == WEIGHT:
        found = [*series(read.page, name), *_screened(read)]
    else:
        return series(read.page, name)
    return tuple(sorted(found, key=lambda point: point.at))


def words_below(read: ResidentRead, name: str) -> str:
    """Gives what chart and table say in words: the loss of weight in per cent, and what they leave out."""
    lost = weight_words(tuple(_weights(read))) if name == WEIGHT else ""
    left_out = NEWEST_ALONE if len(read.page.observations) >= MOST_SETS else ""
    return "\n".join(filter(None, (lost, left_out)))


def _weights(read: ResidentRead) -> Iterator[Weighed]:
    for taken in (*read.page.observations, *read.page.weighed_before):
        record = taken.record
        if isinstance(record, ObservationSet) and record.weight_kg is not None:
            yield Weighed(london_day(taken.occurred_at), record.weight_kg)
    for screen, screened in _screens(read):
        if screened.weight_kg is not None:
            yield Weighed(london_day(screen.occurred_at), screened.weight_kg)


def _screened(read: ResidentRead) -> Iterator[SeriesPoint]:
    for screen, record in _screens(read):
        if record.weight_kg is not None:
            yield _point(screen, float(record.weight_kg))


def _totals(read: ResidentRead) -> Iterator[SeriesPoint]:
    for screen, record in _screens(read):
        total = must_score(record).total
        if total is not None:
            yield _point(screen, float(total))


def _screens(read: ResidentRead) -> Iterator[tuple[Signed[MustScreen], MustScreen]]:
    for signed, kind in read.in_areas:
        is_current = kind is MustScreen and signed.status is Status.CURRENT
        if is_current and isinstance(signed.record, MustScreen):
            yield signed, signed.record


def _point(signed: Signed[MustScreen], figure: float) -> SeriesPoint:
    return SeriesPoint(london(signed.occurred_at).replace(tzinfo=None), figure)
