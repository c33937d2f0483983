"""The medicines that were in force at a time, as last known, with the list that they are from.

What is not recorded is said to be so and is never «none». Where it cannot be told whether a line was
in force, it counts: what ended without a date counts until it was written down as ended.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from mdt_core.clock import PartialDate, london_day, parse_utc
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.store.merged_medicines import stands_in_two_lists
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import Kept, kept, statements

_ENDED: Final = (MedicineState.STOPPED, MedicineState.COMPLETED)
_MONTHS: Final = 12


@dataclass(frozen=True)
class InForce:
    """The lines in force at a time, as last known; `list_source` and `as_of` are of the list's head.

    Both are None where nobody said where the list is from; `is_recorded` is False where there is
    neither a head nor a line, so that nothing is known of the medicines.
    """

    lines: tuple[Kept[MedicineLine], ...] = ()
    list_source: ListSource | None = None
    as_of: datetime | None = None
    is_recorded: bool = False
    has_two_versions: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The medicines as listed."""
        return tuple(str(line.readable.get("medicine", "")) for line in self.lines)


def medicines_in_force(connection: Connection, resident_id: str, at: datetime) -> InForce:
    """The lines in force at a moment; a line that cannot be read, or has two versions, counts."""
    rows = connection.execute(_LINES, {"resident": resident_id}).all()
    heads = statements(connection, MedicineList, resident_id, limit=1)
    head = heads[0] if heads else None
    lines = [line for line, written in map(_line, rows) if _is_in_force(line, at, written)]
    return InForce(
        lines=tuple(lines),
        list_source=head.record.source if head and head.record else None,
        as_of=head.record.as_of if head and head.record else None,
        is_recorded=bool(rows or heads),
        has_two_versions=any(line.has_siblings for line in lines)
        or bool(head and head.has_siblings)
        or stands_in_two_lists(connection, resident_id),
    )


def _line(row: Any) -> tuple[Kept[MedicineLine], datetime]:  # noqa: ANN401 - a row stays here
    return kept(MedicineLine, row), parse_utc(row.recorded_at)


def _is_in_force(line: Kept[MedicineLine], at: datetime, written: datetime) -> bool:
    """`written` is when the line was last changed."""
    said = line.record
    if said is None or line.has_siblings:
        return True
    day = london_day(at)
    if said.started is not None and said.started.earliest > day:
        return False
    if said.state not in _ENDED:
        return True
    if said.stopped is None:
        return written > at
    return _latest(said.stopped) >= day


def _latest(said: PartialDate) -> date:
    """The last day that a date known in part can mean."""
    first = said.earliest
    if said.is_full:
        return first
    is_month = len(said) > len("1943")
    month = first.month if is_month else _MONTHS
    following = date(first.year + month // _MONTHS, month % _MONTHS + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


_LINES = (
    select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id, RECORD.c.recorded_at)
    .where(RECORD.c.resident_id == bindparam("resident"), RECORD.c.kind == MedicineLine.kind)
    .order_by(RECORD.c.occurred_at.desc(), RECORD.c.id)
)
