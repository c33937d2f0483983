"""Entries that one person wrote for another: which are confirmed, and which wait for whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from mdt_core.actor import Actor
from mdt_core.clock import utc_text
from mdt_core.record import Status
from mdt_core.records.receipts import confirmation_id
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.statements import CURRENT, Signed, signed

NOT_CONFIRMED: Final = "Not yet confirmed by the clinician responsible"
"""What stands beside such an entry on screen and paper."""

LOOKED_BACK: Final = timedelta(weeks=12)
"""How long an entry is offered to be confirmed; afterwards it stays marked."""


@dataclass(frozen=True)
class ToConfirm:
    """An entry that somebody else wrote for the person, with the resident."""

    line: ResidentLine
    entry: Signed[RoundEntry]


def is_for_another(entry: Signed[RoundEntry]) -> bool:
    """Whether somebody else than its author is responsible for an entry."""
    return entry.responsible is not None and entry.responsible.id != entry.author.id


def confirmed(connection: Connection, entry_ids: Collection[str]) -> frozenset[str]:
    """Those of the entries that the clinician responsible confirmed."""
    by_id = {confirmation_id(entry_id): entry_id for entry_id in entry_ids}
    if not by_id:
        return frozenset()
    rows = connection.execute(_CONFIRMED, {"ids": list(by_id)}).scalars()
    return frozenset(by_id[record_id] for record_id in rows)


def not_confirmed(connection: Connection, entries: Iterable[Signed[RoundEntry]]) -> frozenset[str]:
    """The ids of those entries that stand and wait for the clinician responsible."""
    waiting = [
        each.id for each in entries if each.status is Status.CURRENT and is_for_another(each)
    ]
    return frozenset(waiting) - confirmed(connection, waiting)


def to_confirm(
    connection: Connection, actor: Actor, people: Mapping[str, ResidentLine], now: datetime
) -> tuple[ToConfirm, ...]:
    """What others wrote for the person and that is not confirmed yet, oldest first.

    `people` are those whose entries the person may read.
    """
    asked = {"since": utc_text(now - LOOKED_BACK), "person": actor.person_id}
    rows: list[Any] = [
        row for row in connection.execute(_WRITTEN_FOR, asked) if row.resident_id in people
    ]
    found = [
        ToConfirm(people[row.resident_id], signed(connection, RoundEntry, row)) for row in rows
    ]
    mine = [
        each
        for each in found
        if each.entry.responsible
        and each.entry.responsible.id == actor.person_id != each.entry.author.id
    ]
    waiting = not_confirmed(connection, [each.entry for each in mine])
    return tuple(each for each in mine if each.entry.id in waiting)


_CONFIRMED = select(RECORD.c.id).where(
    RECORD.c.id.in_(bindparam("ids", expanding=True)), RECORD.c.status == Status.CURRENT.value
)
_WRITTEN_FOR = CURRENT.where(
    RECORD.c.kind == RoundEntry.kind,
    RECORD.c.occurred_at >= bindparam("since"),
    RECORD.c.owner == bindparam("person"),
).order_by(RECORD.c.occurred_at, RECORD.c.mid)
