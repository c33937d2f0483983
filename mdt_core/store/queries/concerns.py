"""The home's concerns, and what became of each: got by the team, and answered in which words.

A concern is answered when an entry that stands names it, or by a clinician's own words to the home;
one about a home as such also once a round of that home was completed on that day or later.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day, parse_utc, utc_text
from mdt_core.record import Status
from mdt_core.records.concerns import Concern, ConcernAnswer
from mdt_core.records.receipts import Side, side_of
from mdt_core.records.round_sign_offs import RoundSignOff
from mdt_core.records.rounds import Programme, RoundEntry
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.receipts import Awaited, Version, reached
from mdt_core.store.queries.statements import Signed, signed

SENT_BACK: Final = timedelta(weeks=2)
"""How long the home sees the concerns it sent, answered or not."""

_Row = Any
"""A row of one of the statements below; rows never leave the store."""


@dataclass(frozen=True)
class Reply:
    """What answers a concern: whose words, and when; an entry may say nothing that is the home's.

    `awaited` says how far it has come at the home.
    """

    at: datetime
    by: str
    words: str
    version: Version
    awaited: Awaited | None = None


@dataclass(frozen=True)
class SentConcern:
    """A concern with what became of it; `line` is None where it is about the home as such.

    `awaited` says how far it has come at the team, None where the team raised it itself.
    """

    line: ResidentLine | None
    home_id: str | None
    told: Signed[Concern]
    arrived: int
    awaited: Awaited | None = None
    reply: Reply | None = None
    is_round_held: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether nobody has to answer it any more."""
        return self.reply is not None or self.is_round_held


def sent_concerns(
    connection: Connection, people: Mapping[str, ResidentLine], now: datetime
) -> tuple[SentConcern, ...]:
    """The concerns about these people of the last weeks, newest arrival first."""
    rows = connection.execute(_SENT, {"since": utc_text(now - SENT_BACK)}).all()
    found = [
        SentConcern(line, line.home_id, signed(connection, Concern, row), row.n)
        for row in rows
        if (line := people.get(row.resident_id)) is not None
    ]
    return _with_what_became(connection, found, now)


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
    found = [
        SentConcern(
            line=None,
            home_id=row.home_id,
            told=(told := signed(connection, Concern, row)),
            arrived=row.n,
            is_round_held=_is_held(rounds_held.get(row.home_id), told),
        )
        for row in rows
        if access.may_read(actor, Concern, row.home_id)
    ]
    return _with_what_became(connection, found, now)


def round_signed_on(connection: Connection, home_id: str) -> date | None:
    """The day on which a weekly round of a home was last signed."""
    at = connection.execute(_SIGNED_OFF, {"home": home_id}).scalar_one_or_none()
    return london_day(parse_utc(at)) if at else None


def replies(
    connection: Connection, concerns: Mapping[str, str | None], since: datetime
) -> dict[str, Reply]:
    """What answers each of these records first, by its id; each is given with its resident.

    Entries answer whatever they name as looked at; a clinician's words answer a concern.
    """
    found: dict[str, Reply] = {}
    for record_id, reply in sorted(_said(connection, concerns, since), key=_first_first):
        found.setdefault(record_id, reply)
    return found


def concern_asked(row: _Row, home_id: str | None) -> tuple[Version, Side] | None:
    """Which version of a concern the team is to get; None where it raised the concern itself.

    `row` is a row of a statement (mid, body, kind) and never leaves the store.
    """
    if row.kind != Concern.kind or home_id is None:
        return None
    return _asked(_version(row.mid, json.loads(row.body), Concern.kind, home_id))


def _said(
    connection: Connection, concerns: Mapping[str, str | None], since: datetime
) -> Iterable[tuple[str, Reply]]:
    if not concerns:
        return
    asked: dict[str, Any] = {"since": utc_text(since)}
    for row in connection.execute(_ANSWERS, asked):
        raw = json.loads(row.body)
        body = raw.get("body") or {}
        concern_id = str(body.get("concern_id"))  # a newer program may have written anything
        if concern_id in concerns:
            yield concern_id, _reply(row, raw, str(body.get("words") or ""))
    residents = {resident_id for resident_id in concerns.values() if resident_id}
    if not residents:
        return
    for row in connection.execute(_ENTRIES, {**asked, "residents": list(residents)}):
        raw = json.loads(row.body)
        body = raw.get("body") or {}
        named = body.get("answers")
        for record_id in named if isinstance(named, list) else ():
            if str(record_id) in concerns:
                yield str(record_id), _reply(row, raw, str(body.get("plan") or ""))


def _reply(row: _Row, raw: Mapping[str, Any], words: str) -> Reply:
    return Reply(
        at=parse_utc(raw["occurred_at"]),
        by=str(raw["author"]["name"]),
        words=words,
        version=_version(row.mid, raw, row.kind, row.home_id or ""),
    )


def _first_first(said: tuple[str, Reply]) -> tuple[datetime, str]:
    return (said[1].at, said[1].version.mid)


def _version(mid: str, raw: Mapping[str, Any], kind: str, home_id: str) -> Version:
    author = raw["author"]
    return Version(
        record_id=raw["id"],
        kind=kind,
        mid=mid,
        home_id=home_id,
        by=author["id"],
        side=side_of(author["role"]),
        at=parse_utc(raw["recorded_at"]),
    )


def _asked(version: Version) -> tuple[Version, Side] | None:
    """A version is to be seen by the other side; without a home there is no other side."""
    if not version.home_id:
        return None
    return version, Side.HOME if version.side is Side.TEAM else Side.TEAM


def _with_what_became(
    connection: Connection, found: Sequence[SentConcern], now: datetime
) -> tuple[SentConcern, ...]:
    about = {
        each.told.id: each.line.resident_id if each.line is not None else None for each in found
    }
    said = replies(connection, about, now - SENT_BACK)
    asked = {each.told.id: _asked(_version_of(each)) for each in found}
    asked |= {reply.version.mid: _asked(reply.version) for reply in said.values()}
    at = reached(connection, {key: each for key, each in asked.items() if each is not None})
    became = [
        replace(
            each,
            awaited=at.get(each.told.id),
            reply=_with_reach(said.get(each.told.id), at),
        )
        for each in found
    ]
    return tuple(sorted(became, key=_by_arrival, reverse=True))


def _with_reach(reply: Reply | None, at: Mapping[str, Awaited]) -> Reply | None:
    return None if reply is None else replace(reply, awaited=at.get(reply.version.mid))


def _version_of(sent: SentConcern) -> Version:
    told = sent.told
    return Version(
        record_id=told.id,
        kind=Concern.kind,
        mid=told.mid,
        home_id=sent.home_id or "",
        by=told.author.id,
        side=side_of(told.author.role),
        at=told.recorded_at,
    )


def _is_held(held: date | None, told: Signed[Concern]) -> bool:
    return held is not None and held >= london_day(told.occurred_at)


def _by_arrival(sent: SentConcern) -> int:
    return sent.arrived


def _statements(kind: str) -> Select[Any]:
    return (
        select(
            CHANGE.c.n,
            CHANGE.c.mid,
            CHANGE.c.body,
            RECORD.c.kind,
            RECORD.c.resident_id,
            RECORD.c.home_id,
            RECORD.c.status,
            RECORD.c.has_siblings,
        )
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .where(
            RECORD.c.kind == kind,
            RECORD.c.status == Status.CURRENT.value,
            CHANGE.c.body.is_not(None),
        )
    )


_SINCE = RECORD.c.occurred_at >= bindparam("since")
_SENT = _statements(Concern.kind).where(_SINCE, RECORD.c.resident_id.is_not(None))
_OF_HOMES = _statements(Concern.kind).where(
    _SINCE,
    RECORD.c.resident_id.is_(None),
    RECORD.c.home_id.in_(bindparam("homes", expanding=True)),
)
_SIGNED_OFF = (
    select(RECORD.c.occurred_at)
    .where(
        RECORD.c.kind == RoundSignOff.kind,
        RECORD.c.home_id == bindparam("home"),
        RECORD.c.state == Programme.WEEKLY.value,
        RECORD.c.status == Status.CURRENT.value,
    )
    .order_by(RECORD.c.occurred_at.desc())
    .limit(1)
)
_ANSWERS = _statements(ConcernAnswer.kind).where(_SINCE)
_ENTRIES = _statements(RoundEntry.kind).where(
    _SINCE, RECORD.c.resident_id.in_(bindparam("residents", expanding=True))
)
