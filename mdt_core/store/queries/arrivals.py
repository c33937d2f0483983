"""What no entry has answered yet: what came after a resident's last one, and concerns for today.

Clocks have no say: the place of a change in the log tells what an entry can have been written
without. A statement is answered when an entry that stands names it; a concern about a home as such,
once a round of that home was completed on that day or later.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day, parse_utc, utc_text
from mdt_core.record import Statement, Status
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.falls import Fall
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.projections import CHANGE, RECORD, RESIDENT_CURRENT
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.statements import Signed, signed

LOOKED_BACK: Final = timedelta(weeks=8)
"""How long ago something may have happened to be told as arrived late."""

SENT_BACK: Final = timedelta(weeks=2)
"""How long the home sees the concerns it sent, answered or not."""

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


@dataclass(frozen=True)
class SentConcern:
    """A concern with whether and when it was answered; `line` is None where it is about the home."""

    line: ResidentLine | None
    home_id: str | None
    told: Signed[Concern]
    answered_at: datetime | None
    arrived: int


def arrivals(
    connection: Connection, actor: Actor, people: Mapping[str, ResidentLine], now: datetime
) -> tuple[Arrival, ...]:
    """What these people wait with: arrived after their last entry, or asked for a day; newest first."""
    asked = {"since": utc_text(now - LOOKED_BACK), "kinds": list(_KINDS)}
    rows = {
        row.mid: row for query in (_ARRIVED, _FOR_TODAY) for row in connection.execute(query, asked)
    }
    seen = [row for row in rows.values() if _is_seen(row, actor, people)]
    answered = _answered(connection, seen, asked["since"])
    unanswered = [row for row in seen if row.id not in answered]
    unanswered.sort(key=_arrived, reverse=True)
    return tuple(_arrival(connection, actor, row, people) for row in unanswered)


def sent_concerns(
    connection: Connection, people: Mapping[str, ResidentLine], now: datetime
) -> tuple[SentConcern, ...]:
    """The concerns about these people of the last weeks, newest arrival first."""
    asked = {"since": utc_text(now - SENT_BACK), "kinds": [Concern.kind]}
    rows = [row for row in connection.execute(_TOLD, asked) if row.resident_id in people]
    answered = _answered(connection, rows, asked["since"])
    found = [_sent(connection, row, people, answered) for row in rows]
    return tuple(sorted(found, key=_by_arrival, reverse=True))


def _answered(connection: Connection, rows: Sequence[_Row], since: object) -> dict[str, datetime]:
    """What entries of these residents name as looked at, with when the first of them was signed."""
    residents = {row.resident_id for row in rows}
    if not residents:
        return {}
    found: dict[str, datetime] = {}
    for entry in connection.execute(_ENTRIES, {"residents": list(residents), "since": since}):
        named = (json.loads(entry.body).get("body") or {}).get("answers")
        for record_id in named if isinstance(named, list) else ():
            found.setdefault(str(record_id), parse_utc(entry.occurred_at))
    return found


def home_concerns_sent(
    connection: Connection,
    actor: Actor,
    homes: Collection[str],
    rounds_held: Mapping[str, date],
    now: datetime,
) -> tuple[SentConcern, ...]:
    """The concerns about these homes as such of the last weeks, newest arrival first."""
    asked = {"since": utc_text(now - SENT_BACK), "homes": list(homes)}
    rows = connection.execute(_OF_HOMES, asked).all() if homes else ()
    seen = [row for row in rows if access.may_read(actor, Concern, row.home_id)]
    found = [_about_home(connection, row, rounds_held) for row in seen]
    return tuple(sorted(found, key=_by_arrival, reverse=True))


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
        is_late=is_after and entry_at is not None and told.occurred_at < entry_at,
        is_since_own=is_after and _author_of(row.entry_body) == actor.person_id,
    )


def _author_of(text: str | None) -> str:
    return str(json.loads(text)["author"]["id"]) if text else ""


def _sent(
    connection: Connection,
    row: _Row,
    people: Mapping[str, ResidentLine],
    answered: Mapping[str, datetime],
) -> SentConcern:
    line = people[row.resident_id]
    told = signed(connection, Concern, row)
    return SentConcern(line, line.home_id, told, answered.get(row.id), row.n)


def _about_home(connection: Connection, row: _Row, rounds_held: Mapping[str, date]) -> SentConcern:
    told = signed(connection, Concern, row)
    held = rounds_held.get(row.home_id)
    is_answered = held is not None and held >= london_day(told.occurred_at)
    return SentConcern(
        line=None,
        home_id=row.home_id,
        told=told,
        answered_at=told.occurred_at if is_answered else None,
        arrived=row.n,
    )


def _arrived(row: _Row) -> int:
    return int(row.n)


def _by_arrival(sent: SentConcern) -> int:
    return sent.arrived


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
_ENTRIES = (
    select(RECORD.c.occurred_at, CHANGE.c.body)
    .join(CHANGE, CHANGE.c.mid == RECORD.c.mid)
    .where(
        RECORD.c.resident_id.in_(bindparam("residents", expanding=True)),
        RECORD.c.kind == RoundEntry.kind,
        RECORD.c.occurred_at >= bindparam("since"),
        RECORD.c.status == Status.CURRENT.value,
        CHANGE.c.body.is_not(None),
    )
    .order_by(RECORD.c.occurred_at)
)
_OF_HOMES = (
    select(
        CHANGE.c.n,
        CHANGE.c.mid,
        CHANGE.c.body,
        RECORD.c.home_id,
        RECORD.c.status,
        RECORD.c.has_siblings,
    )
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(
        RECORD.c.home_id.in_(bindparam("homes", expanding=True)),
        RECORD.c.kind == Concern.kind,
        RECORD.c.resident_id.is_(None),
        RECORD.c.occurred_at >= bindparam("since"),
        RECORD.c.status == Status.CURRENT.value,
        CHANGE.c.body.is_not(None),
    )
)
