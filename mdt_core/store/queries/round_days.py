"""On which days homes' rounds were and will be: held, planned, and agreed when the last was signed.

Reads columns alone but for what the homes are asked to have ready. Which programme a round belongs to
follows from its id, which is made of home, day and programme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.record import Status
from mdt_core.records.round_sign_offs import RoundSignOff
from mdt_core.records.rounds import MadeReady, Programme, Round, RoundState
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.round_people import followed
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.queries.statements import kept


@dataclass(frozen=True)
class RoundDay:
    """A home's round of one day, in whatever state it is."""

    day: date
    state: str
    programme: Programme = Programme.WEEKLY
    id: str = ""


@dataclass(frozen=True)
class AskedReady:
    """What a home is asked to have ready for one resident, and what it says of it."""

    round_id: str
    day: date
    programme: Programme
    line: ResidentLine
    text: str
    said: MadeReady | None


def round_days(
    connection: Connection, homes: Sequence[str], since: date
) -> dict[str, tuple[RoundDay, ...]]:
    """The rounds of these homes since a day and those planned ahead, by home."""
    found: dict[str, tuple[RoundDay, ...]] = {}
    asked = {"homes": list(homes), "since": since.isoformat()}
    for row in connection.execute(_ROUNDS, asked) if homes else ():
        day = date.fromisoformat(row.due_at[:10])
        d2a = row.id == round_id_for(row.home_id, day, Programme.D2A)
        programme = Programme.D2A if d2a else Programme.WEEKLY
        before = found.get(row.home_id, ())
        found[row.home_id] = (*before, RoundDay(day, row.state, programme, row.id))
    return found


def rounds_to_join(
    connection: Connection, actor: Actor, rounds: Mapping[str, Sequence[RoundDay]], day: date
) -> dict[tuple[str, Programme], str]:
    """The rounds of a day that run without the person, by home and programme; only who may write one."""
    running = {
        each.id: (home_id, each.programme)
        for home_id, days in rounds.items()
        for each in days
        if each.day == day and each.state == RoundState.OPEN.value
    }
    rows = connection.execute(_HEADERS, {"ids": list(running)}) if running else ()
    headers = [kept(Round, row) for row in rows]
    return {
        running[header.id]: header.id
        for header in headers
        if access.may_write(actor, Round, running[header.id][0])
        and header.record is not None
        and all(each.id != actor.person_id for each in header.record.attendees)
    }


def agreed_days(
    connection: Connection, homes: Sequence[str], since: date
) -> dict[tuple[str, Programme], date]:
    """The day that the newest signature since a day agreed for the next round, by home and programme."""
    asked = {"homes": list(homes), "since": since.isoformat()}
    newest: dict[tuple[str, Programme], str | None] = {}
    for row in connection.execute(_SIGNATURES, asked) if homes else ():
        d2a = row.state == Programme.D2A.value
        programme = Programme.D2A if d2a else Programme.WEEKLY
        newest.setdefault((row.home_id, programme), row.due_at)
    return {key: date.fromisoformat(day[:10]) for key, day in newest.items() if day}


def asked_ready(
    connection: Connection, actor: Actor, people: Mapping[str, ResidentLine], day: date
) -> tuple[AskedReady, ...]:
    """What these residents' homes are asked to have ready for rounds of a day and after, by day."""
    homes = {line.home_id for line in people.values() if line.home_id}
    if not access.may_read(actor, Round, None) or not homes:
        return ()
    asked = {"homes": sorted(homes), "day": day.isoformat()}
    headers = [followed(connection, kept(Round, row)) for row in connection.execute(_AHEAD, asked)]
    return tuple(
        AskedReady(
            round_id=header.id,
            day=header.record.held_on,
            programme=header.record.programme,
            line=people[each.id],
            text=each.text,
            said=header.record.made_ready_for(each.id),
        )
        for header in headers
        if header.record is not None
        for each in header.record.ready
        if each.id in people and each.id in header.record.residents
    )


_OF_HOMES = RECORD.c.home_id.in_(bindparam("homes", expanding=True))
_ROUNDS = select(RECORD.c.id, RECORD.c.home_id, RECORD.c.due_at, RECORD.c.state).where(
    _OF_HOMES, RECORD.c.kind == Round.kind, RECORD.c.due_at >= bindparam("since")
)
_HEADERS = select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings).where(
    RECORD.c.id.in_(bindparam("ids", expanding=True))
)
_SIGNATURES = (
    select(RECORD.c.home_id, RECORD.c.due_at, RECORD.c.state)
    .where(
        _OF_HOMES,
        RECORD.c.kind == RoundSignOff.kind,
        RECORD.c.status == Status.CURRENT.value,
        RECORD.c.occurred_at >= bindparam("since"),
    )
    .order_by(RECORD.c.occurred_at.desc(), RECORD.c.mid)
)
_AHEAD = (
    select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings)
    .where(
        _OF_HOMES,
        RECORD.c.kind == Round.kind,
        RECORD.c.due_at >= bindparam("day"),
        RECORD.c.state.in_((RoundState.PLANNED.value, RoundState.OPEN.value)),
    )
    .order_by(RECORD.c.due_at, RECORD.c.id)
)
