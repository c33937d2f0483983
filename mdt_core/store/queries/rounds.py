"""Rounds: the header of a day, who is on its list, and what was signed in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.identifiers import derived_id
from mdt_core.record import Status
from mdt_core.records.actions import Action, ActionPriority, ActionState
from mdt_core.records.receipts import Side, side_of
from mdt_core.records.residents import Resident
from mdt_core.records.round_sign_offs import RoundSignOff
from mdt_core.records.rounds import (
    Attendee,
    OutcomeKind,
    Programme,
    Round,
    RoundEntry,
    RoundOutcome,
)
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries import round_ids
from mdt_core.store.queries.confirmations import not_confirmed
from mdt_core.store.queries.homes import ResidentLine, resident_by_id, residents_of
from mdt_core.store.queries.receipts import (
    Awaited,
    Version,
    actions_awaited,
    home_phones,
    reached,
)
from mdt_core.store.queries.round_people import followed
from mdt_core.store.queries.statements import CURRENT, Kept, Signed, card_by_id, kept, signed

round_id_for = round_ids.round_id_for


@dataclass(frozen=True)
class RoundPage:
    """One home's round with its residents in order and the entries signed in it, oldest first."""

    home_id: str
    round_id: str
    round: Kept[Round] | None
    residents: tuple[ResidentLine, ...]
    entries: tuple[tuple[str, Signed[RoundEntry]], ...]
    actions: tuple[tuple[str, Kept[Action]], ...]
    sign_off: Signed[RoundSignOff] | None = None
    not_confirmed: frozenset[str] = frozenset()
    """The ids of entries that wait for the clinician responsible."""
    not_seen: frozenset[str] = frozenset()
    """The ids of urgent actions that are open and that the home has not seen."""
    phone: str = ""
    sheet: Awaited | None = None
    """How far the sheet of a signed round has come at the other side, as it stands now."""

    def is_signed_for(self, resident_id: str) -> bool:
        """Whether a current entry of this round exists for a resident."""
        return any(
            who == resident_id and entry.status is Status.CURRENT for who, entry in self.entries
        )

    def outcome_of(self, resident_id: str) -> RoundOutcome | None:
        """Why a resident was not seen; None where nothing was said or an entry was signed since."""
        header = self.round.record if self.round else None
        said = {each.id: each for each in header.outcomes} if header else {}
        return None if self.is_signed_for(resident_id) else said.get(resident_id)


@dataclass(frozen=True)
class Deferral:
    """A resident deferred in a round of that day."""

    round_id: str
    held_on: date
    outcome: RoundOutcome


def deferrals(
    connection: Connection, actor: Actor, home_id: str, *, since: date, before: date
) -> dict[str, tuple[Deferral, ...]]:
    """Who was deferred in this home's rounds from `since` until the day before `before`.

    By resident, newest first. Whether an entry was signed afterwards is not looked at here.
    """
    access.require_read(actor, Round, home_id)
    asked = {"home": home_id, "since": since.isoformat(), "before": before.isoformat()}
    found: dict[str, tuple[Deferral, ...]] = {}
    for row in connection.execute(_HELD, asked):
        if f'"{OutcomeKind.DEFERRED.value}"' not in row.body:
            continue  # to read a header with its list takes a millisecond
        header = followed(connection, kept(Round, row)).record
        for each in header.outcomes if header else ():
            if header and each.outcome is OutcomeKind.DEFERRED:
                found[each.id] = (*found.get(each.id, ()), Deferral(row.id, header.held_on, each))
    return found


_HELD = (
    select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings)
    .where(RECORD.c.kind == Round.kind, RECORD.c.home_id == bindparam("home"))
    .where(RECORD.c.due_at >= bindparam("since"), RECORD.c.due_at < bindparam("before"))
    .where(RECORD.c.body.is_not(None))
    .order_by(RECORD.c.due_at.desc(), RECORD.c.id)
)
"""Made once: making it anew for each question takes longer than asking it."""


def round_page(
    connection: Connection,
    actor: Actor,
    home_id: str,
    day: date,
    programme: Programme = Programme.WEEKLY,
) -> RoundPage:
    """The round of a home on a day; an empty list where nothing was started."""
    access.require_read(actor, Round, home_id)
    round_id = round_id_for(home_id, day, programme)
    header = card_by_id(connection, Round, round_id)
    header = followed(connection, header) if header else None
    order = header.record.residents if header and header.record else ()
    entries = _entries(connection, home_id, day, round_id)
    actions = _actions(connection, entries)
    sign_off = _sign_off(connection, home_id, round_id)
    return RoundPage(
        home_id=home_id,
        round_id=round_id,
        round=header,
        residents=_on_the_list(connection, actor, home_id, order),
        entries=entries,
        actions=actions,
        sign_off=sign_off,
        not_confirmed=not_confirmed(connection, [entry for _, entry in entries]),
        not_seen=_not_seen(connection, home_id, [action for _, action in actions]),
        phone=home_phones(connection, [home_id]).get(home_id, ""),
        sheet=_sheet(connection, home_id, entries, sign_off) if sign_off else None,
    )


def _sheet(
    connection: Connection,
    home_id: str,
    entries: tuple[tuple[str, Signed[RoundEntry]], ...],
    sign_off: Signed[RoundSignOff],
) -> Awaited:
    """The sheet as it stands: an entry added or withdrawn since makes it another version."""
    standing = sorted(f"{each.mid}:{each.status.value}" for _, each in entries)
    side = side_of(sign_off.author.role)
    version = Version(
        record_id=sign_off.id,
        kind=RoundSignOff.kind,
        mid=derived_id("sheet", ",".join((sign_off.mid, *standing))),
        home_id=home_id,
        by=sign_off.author.id,
        side=side,
        at=sign_off.recorded_at,
    )
    other = Side.TEAM if side is Side.HOME else Side.HOME
    return reached(connection, {sign_off.id: (version, other)})[sign_off.id]


def _not_seen(
    connection: Connection, home_id: str, actions: Sequence[Kept[Action]]
) -> frozenset[str]:
    urgent = [
        each
        for each in actions
        if each.readable.get("priority") == ActionPriority.URGENT.value
        and each.readable.get("state") == ActionState.OPEN.value
    ]
    awaited = actions_awaited(connection, [(home_id, each) for each in urgent])
    return frozenset(
        key for key, each in awaited.items() if each.by is Side.HOME and each.seen_at is None
    )


def _on_the_list(
    connection: Connection, actor: Actor, home_id: str, order: Sequence[str]
) -> tuple[ResidentLine, ...]:
    """Who was put on the list, in its order; who moved or died since stays on it, and is marked so."""
    everyone = {line.resident_id: line for line in residents_of(connection, actor, home_id)}
    for who in order:
        gone = None if who in everyone else resident_by_id(connection, who)
        if gone is not None and access.may_read(actor, Resident, gone.home_id):
            everyone[who] = gone
    return tuple(everyone[who] for who in order if who in everyone)


def last_attendees(
    connection: Connection,
    actor: Actor,
    home_id: str,
    before: date,
    programme: Programme = Programme.WEEKLY,
) -> tuple[Attendee, ...]:
    """Who was at the last round of a programme in a home before a day that says so."""
    access.require_read(actor, Round, home_id)
    query = (
        select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings)
        .where(RECORD.c.kind == Round.kind, RECORD.c.home_id == home_id)
        .where(RECORD.c.due_at < before.isoformat())
        .order_by(RECORD.c.due_at.desc(), RECORD.c.id)
        .limit(_ROUNDS_LOOKED_AT)
    )
    headers = (kept(Round, row).record for row in connection.execute(query))
    held = (each for each in headers if each and each.programme is programme)
    return next((each.attendees for each in held if each.attendees), ())


_ROUNDS_LOOKED_AT = 10


def entry_hashes(connection: Connection, mids: tuple[str, ...]) -> dict[str, str]:
    """The hash of the text of each of these changes."""
    query = select(CHANGE.c.mid, CHANGE.c.body_hash).where(CHANGE.c.mid.in_(mids))
    return {row.mid: row.body_hash for row in connection.execute(query)}


def _sign_off(connection: Connection, home_id: str, round_id: str) -> Signed[RoundSignOff] | None:
    """The newest signature under a round, or None."""
    query = CURRENT.where(RECORD.c.home_id == home_id, RECORD.c.kind == RoundSignOff.kind).order_by(
        RECORD.c.occurred_at.desc(), RECORD.c.mid
    )
    found = (signed(connection, RoundSignOff, row) for row in connection.execute(query).all())
    return next((each for each in found if each.readable.get("round_id") == round_id), None)


def _entries(
    connection: Connection, home_id: str, day: date, round_id: str
) -> tuple[tuple[str, Signed[RoundEntry]], ...]:
    since = (day - timedelta(days=1)).isoformat()
    query = (
        select(
            CHANGE.c.mid,
            CHANGE.c.body,
            RECORD.c.status,
            RECORD.c.has_siblings,
            RECORD.c.resident_id,
        )
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .where(RECORD.c.home_id == home_id, RECORD.c.kind == RoundEntry.kind)
        .where(CHANGE.c.body.is_not(None), RECORD.c.occurred_at >= since)
        .order_by(RECORD.c.occurred_at, RECORD.c.recorded_at, RECORD.c.mid)
    )
    rows = connection.execute(query).all()
    found = [(row.resident_id, signed(connection, RoundEntry, row)) for row in rows]
    return tuple((who, each) for who, each in found if each.readable.get("round_id") == round_id)


def _actions(
    connection: Connection, entries: tuple[tuple[str, Signed[RoundEntry]], ...]
) -> tuple[tuple[str, Kept[Action]], ...]:
    entry_ids = {entry.id for _, entry in entries}
    query = select(RECORD).where(
        RECORD.c.kind == Action.kind, RECORD.c.resident_id.in_({who for who, _ in entries})
    )
    found = [(row.resident_id, kept(Action, row)) for row in connection.execute(query)]
    return tuple(
        (who, action) for who, action in found if action.readable.get("entry_id") in entry_ids
    )
