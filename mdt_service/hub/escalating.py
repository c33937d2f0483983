"""Overdue actions at the service, and the escalations that it writes about them into the log itself.

Whom an action is for is worked out by the core (`escalation_ladder`); this reads what it asks and writes what
it says. The caller has locked the people concerned, so that nothing about them alters meanwhile.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, or_, select, text

from mdt_core.clock import to_second
from mdt_core.escalation_ladder import (
    DueRung,
    OpenAction,
    ToldRung,
    channel_of,
    situation_words,
)
from mdt_core.identifiers import ChangeId, RecordId
from mdt_core.kinds import dump
from mdt_core.meeting_rules import shipped_meeting_rules
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.escalations import Escalation, EscalationTrigger
from mdt_core.store.merges import OWN_RESIDENT
from mdt_core.store.projections import CHANGE, RECORD, RESIDENT_CURRENT
from mdt_core.store.queries.statements import Kept, kept, signed
from mdt_core.sync.change import Change, ChangeKind, Envelope
from mdt_core.sync.scope import scope_of
from mdt_service.hub import folding, log
from mdt_service.hub.database import Deed
from mdt_service.hub.placing import SERVICE_AUTHOR, SERVICE_DEVICE
from mdt_service.hub.tables import ESCALATED


@dataclass(frozen=True, slots=True)
class Overdue:
    """An open action whose day is over, and of whom it was written.

    Of two records that were joined that is the one it was written in: they may be parted again, and
    the other may lie in another home.
    """

    resident_id: str
    due: date
    action: Kept[Action]

    @property
    def as_open(self) -> OpenAction:
        """What the ladder asks of it."""
        return OpenAction(self.action.id, self.due)


@dataclass(frozen=True)
class Making:
    """What every escalation of one deed shares."""

    at: datetime
    record_id: Callable[[], RecordId]
    change_id: Callable[[], ChangeId]


# Reading


def overdue(connection: Deed, today: date, *, after: str, most: int) -> tuple[Overdue, ...]:
    """The overdue actions of everybody living, by id, those that follow on one of them."""
    asked = {"today": today.isoformat(), "after": after, "most": most}
    return _read(connection.execute(_PAGE, asked))


def overdue_of(connection: Deed, people: Collection[str], today: date) -> tuple[Overdue, ...]:
    """The overdue actions of these people."""
    asked = {"today": today.isoformat(), "people": sorted(people)}
    return _read(connection.execute(_OF_PEOPLE, asked))


def _read(rows: Iterable[Any]) -> tuple[Overdue, ...]:
    found = ((row, _day(row.due_at)) for row in rows)
    return tuple(Overdue(row.own, due, kept(Action, row)) for row, due in found if due is not None)


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told[:10])
    except ValueError:
        return None  # written by another program: nobody can say when it was due


def told(connection: Deed, actions: Iterable[Overdue]) -> set[ToldRung]:
    """Which rungs were told of these actions, as kept here."""
    ids = sorted({each.action.id for each in actions})
    rows = connection.execute(_TOLD, {"actions": ids}) if ids else ()
    return {ToldRung(row.action_id, date.fromisoformat(row.due), row.after_days) for row in rows}


def told_in_record(connection: Deed, people: Collection[str]) -> set[ToldRung]:
    """Which rungs the record itself says were told: after a restore devices bring that back."""
    found = set()
    for row in connection.execute(_SAID, {"people": sorted(people)}):
        said = signed(connection, Escalation, row).record
        if said and said.action_id and said.action_due and said.rung_days is not None:
            found.add(ToldRung(said.action_id, said.action_due, said.rung_days))
    return found


def quoting(connection: Deed, mid: str) -> tuple[str, ...]:
    """The escalations that the service wrote about the action which a change is of, with words in them.

    They say what the action said when it was told; a redaction of the action leaves them.
    """
    rows = connection.execute(_QUOTING, {"mid": mid}).all()
    found = ((row, signed(connection, Escalation, row).record) for row in rows)
    return tuple(
        row.mid
        for row, said in found
        if said and said.rung_days is not None and said.action_id == row.action
    )


# Writing


def claim(connection: Deed, rungs: Iterable[DueRung], at: str) -> list[DueRung]:
    """Keeps that these rungs are told; returns those that nobody had kept before."""
    return [
        each
        for each in rungs
        if connection.execute(
            _CLAIM,
            {
                "action": each.action_id,
                "due": each.due.isoformat(),
                "days": each.rung.after_days,
                "at": at,
            },
        ).rowcount
    ]


def write(
    connection: Deed,
    telling: Sequence[tuple[Overdue, DueRung, str | None]],
    making: Making,
    origin: log.Origin,
) -> None:
    """Writes an escalation for each, into the log of the home where its resident lies."""
    entries = []
    for about, rung, home_id in telling:
        change = _change(about, rung, home_id, making)
        entries.append(
            log.Entry(change, scope_of(change, resident_home=home_id), about.resident_id)
        )
    log.append(connection, entries, origin)
    folding.fold(connection, [each.change for each in entries])


def _change(about: Overdue, due: DueRung, home_id: str | None, making: Making) -> Change:
    at = to_second(making.at)
    envelope = Envelope(
        record_id=making.record_id(),
        kind=Escalation.kind,
        schema=Escalation.schema_version,
        occurred_at=at,
        recorded_at=at,
        author=SERVICE_AUTHOR,
        device=SERVICE_DEVICE,
        resident_id=about.resident_id,
        home_id=home_id,
    )
    body = dump(_escalation(about, due, at))
    return Change(making.change_id(), ChangeKind.EVENT, envelope, body)


def _escalation(about: Overdue, due: DueRung, at: datetime) -> Escalation:
    record, readable = about.action.record, about.action.readable
    owner = record.owner_words if record is not None else str(readable.get("owner") or "")
    to = due.rung.to.capitalize()
    return Escalation(
        action_id=due.action_id,
        action_due=due.due,
        rung_days=due.rung.after_days,
        ladder_version=shipped_meeting_rules().version,
        trigger=EscalationTrigger.OVERDUE_ACTION,
        channel=channel_of(due.rung),
        to_whom=to if due.rung.roles else f"{to}: {owner or 'nobody is named'}",
        sent_at=at,
        situation=situation_words(due.due, str(readable.get("text") or "")),
    )


_WRITTEN_OF = or_(
    RECORD.c.own_id.in_(bindparam("people", expanding=True)),
    RECORD.c.own_id.is_(None) & RECORD.c.resident_id.in_(bindparam("people", expanding=True)),
)
_OVERDUE: Select[Any] = (
    select(
        *(RECORD.c.id, RECORD.c.due_at, RECORD.c.has_siblings, RECORD.c.body, RECORD.c.own_id),
        OWN_RESIDENT.label("own"),
    )
    .join(RESIDENT_CURRENT, RESIDENT_CURRENT.c.resident_id == RECORD.c.resident_id)
    .where(
        RECORD.c.kind == Action.kind,
        RECORD.c.state == ActionState.OPEN.value,
        RECORD.c.due_at < bindparam("today"),
        RECORD.c.body.is_not(None),
        ~RESIDENT_CURRENT.c.is_deceased,
    )
    .order_by(RECORD.c.id)
)
_PAGE = _OVERDUE.where(RECORD.c.id > bindparam("after")).limit(bindparam("most"))
_OF_PEOPLE = _OVERDUE.where(_WRITTEN_OF)
_TOLD: Select[Any] = select(ESCALATED).where(
    ESCALATED.c.action_id.in_(bindparam("actions", expanding=True))
)
_SAID: Select[Any] = (
    select(CHANGE.c.mid, CHANGE.c.body, RECORD.c.status, RECORD.c.has_siblings)
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(
        _WRITTEN_OF,
        RECORD.c.kind == Escalation.kind,
        RECORD.c.state == EscalationTrigger.OVERDUE_ACTION.value,
        CHANGE.c.body.is_not(None),
    )
)
_TOLD_CHANGE, _ACTION = CHANGE.alias("told_change"), RECORD.alias("action")
_QUOTING: Select[Any] = (
    select(
        *(CHANGE.c.mid, CHANGE.c.body, RECORD.c.status, RECORD.c.has_siblings),
        _ACTION.c.id.label("action"),
    )
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .join(_ACTION, _ACTION.c.resident_id == RECORD.c.resident_id)
    .join(_TOLD_CHANGE, _TOLD_CHANGE.c.record_id == _ACTION.c.id)
    .where(
        _TOLD_CHANGE.c.mid == bindparam("mid"),
        _ACTION.c.kind == Action.kind,
        RECORD.c.kind == Escalation.kind,
        RECORD.c.state == EscalationTrigger.OVERDUE_ACTION.value,
        CHANGE.c.body.is_not(None),
    )
    .order_by(CHANGE.c.mid)
)
_CLAIM = text(
    "INSERT INTO escalated (action_id, due, after_days, told_at)"
    " VALUES (:action, :due, :days, :at) ON CONFLICT DO NOTHING"
)
