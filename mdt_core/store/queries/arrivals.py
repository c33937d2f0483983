"""What no entry has answered yet: what came after a resident's last one, and concerns for today.

Clocks have no say: the place of a change in the log tells what an entry can have been written
without. A statement is answered when an entry that stands names it, a concern also by a clinician's
words to the home.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import parse_utc, utc_text
from mdt_core.record import Statement, Status
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.falls import Fall
from mdt_core.store.projections import CHANGE, RECORD, RESIDENT_CURRENT
from mdt_core.store.queries.concerns import concern_asked, replies
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.receipts import Awaited, reached
from mdt_core.store.queries.statements import Signed, signed
from mdt_core.worklist import came_late

LOOKED_BACK: Final = timedelta(weeks=8)
"""How long ago something may have happened to be told as arrived late."""

_KINDS: Final[Mapping[str, type[Statement]]] = {
    each.kind: each for each in (Concern, Fall, HospitalEpisode)
}


_Row = Any
"""A row of one of the statements below; rows never leave the store."""


@dataclass(frozen=True)
class Arrival:
    """One thing that no entry has answered.

    `is_late` says that it happened before the last entry and came after it; `is_since_own` that it
    came after an entry that the person wrote.
    """

    line: ResidentLine
    told: Signed[Any]
    kind: str
    entry_at: datetime | None
    is_late: bool
    is_since_own: bool
    awaited: Awaited | None = None
    """For a concern: how far it has come at the team."""


def arrivals(
    connection: Connection, actor: Actor, people: Mapping[str, ResidentLine], now: datetime
) -> tuple[Arrival, ...]:
    """What these people wait with: arrived after their last entry, or asked for a day; newest first."""
    asked = {"since": utc_text(now - LOOKED_BACK), "kinds": list(_KINDS)}
    rows = {
        row.mid: row for query in (_ARRIVED, _FOR_TODAY) for row in connection.execute(query, asked)
    }
    seen = [row for row in rows.values() if _is_seen(row, actor, people)]
    answered = replies(connection, {row.id: row.resident_id for row in seen}, now - LOOKED_BACK)
    unanswered = [row for row in seen if row.id not in answered]
    versions = {row.mid: concern_asked(row, people[row.resident_id].home_id) for row in unanswered}
    awaited = reached(connection, {key: each for key, each in versions.items() if each})
    unanswered.sort(key=_arrived, reverse=True)
    return tuple(
        replace(_arrival(connection, actor, row, people), awaited=awaited.get(row.mid))
        for row in unanswered
    )


def _is_seen(row: _Row, actor: Actor, people: Mapping[str, ResidentLine]) -> bool:
    line = people.get(row.resident_id)
    return line is not None and access.may_read(actor, _KINDS[row.kind], line.home_id)


def _arrival(
    connection: Connection, actor: Actor, row: _Row, people: Mapping[str, ResidentLine]
) -> Arrival:
    line = people[row.resident_id]
    told: Signed[Any] = signed(connection, _KINDS[row.kind], row)
    entry_at = parse_utc(row.entry_at) if row.entry_at else None
    is_after = row.entry_n is not None and row.n > row.entry_n
    return Arrival(
        line=line,
        told=told,
        kind=row.kind,
        entry_at=entry_at,
        is_late=is_after and entry_at is not None and _is_late(row, told.occurred_at, entry_at),
        is_since_own=is_after and _author_of(row.entry_body) == actor.person_id,
    )


def _is_late(row: _Row, occurred_at: datetime, entry_at: datetime) -> bool:
    device, entry_device = (json.loads(text)["device"] for text in (row.body, row.entry_body))
    return came_late(occurred_at, device, entry_at=entry_at, entry_device=entry_device)


def _author_of(text: str | None) -> str:
    return str(json.loads(text)["author"]["id"]) if text else ""


def _arrived(row: _Row) -> int:
    return int(row.n)


_ENTRY = RECORD.alias("entry")
_ENTRY_CHANGE = CHANGE.alias("entry_change")
_TOLD = (
    select(
        CHANGE.c.n,
        CHANGE.c.mid,
        CHANGE.c.body,
        RECORD.c.id,
        RECORD.c.kind,
        RECORD.c.resident_id,
        RECORD.c.status,
        RECORD.c.has_siblings,
        _ENTRY_CHANGE.c.n.label("entry_n"),
        _ENTRY_CHANGE.c.body.label("entry_body"),
        RESIDENT_CURRENT.c.last_entry_at.label("entry_at"),
    )
    .select_from(RESIDENT_CURRENT)
    .join(RECORD, RECORD.c.resident_id == RESIDENT_CURRENT.c.resident_id)
    .join(CHANGE, CHANGE.c.mid == RECORD.c.mid)
    .outerjoin(_ENTRY, _ENTRY.c.id == RESIDENT_CURRENT.c.last_entry_id)
    .outerjoin(_ENTRY_CHANGE, _ENTRY_CHANGE.c.mid == _ENTRY.c.mid)
    .where(
        RECORD.c.kind.in_(bindparam("kinds", expanding=True)),
        RECORD.c.occurred_at >= bindparam("since"),
        RECORD.c.status == Status.CURRENT.value,
        CHANGE.c.body.is_not(None),
    )
)
_ARRIVED = _TOLD.where(or_(_ENTRY_CHANGE.c.n.is_(None), CHANGE.c.n > _ENTRY_CHANGE.c.n))
_FOR_TODAY = _TOLD.where(RECORD.c.priority == HowSoon.TODAY.value)
