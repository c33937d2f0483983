"""Actions over all homes served: the open ones, and what was answered, as lists read them.

Filters and order are worked out from columns; a body is read for its words and for the owner's
role. Actions for people who have died are not listed, as nothing is to be done for them any more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import parse_utc, utc_text
from mdt_core.records.actions import Action, ActionPriority, ActionState
from mdt_core.roles import HOME_STAFF, Role
from mdt_core.store import card_body
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.escalated import Late, ToldTo, told_of
from mdt_core.store.queries.everyone import everyone
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.receipts import Awaited, action_asked, home_phones, reached
from mdt_core.store.queries.statements import Kept, kept

MOST_SHOWN = 200
"""Most actions read for one list; how many there are is always told."""

DONE_WEEKS = 4
"""How many weeks back the ended ones are listed."""

_DAYS_AHEAD = 7
_ENDED = (ActionState.DONE.value, ActionState.NOT_DONE.value, ActionState.STOPPED.value)
_HOME_ROLES = frozenset(role.value for role in HOME_STAFF)


_Row = Any
"""A row of `_ACTIONS`; rows never leave the store."""


class Whose(StrEnum):
    """Whose actions: the person's own, those that the homes' staff are to do, or all."""

    MINE = "mine"
    HOME = "home"
    ALL = "all"


class Show(StrEnum):
    """Which of them: open ones of a kind, or the ended ones."""

    OPEN = "open"
    OVERDUE = "overdue"
    THIS_WEEK = "this_week"
    URGENT = "urgent"
    DONE = "done"


@dataclass(frozen=True)
class ActionsAsked:
    """A question to the list; an empty home or owner asks for every one."""

    whose: Whose = Whose.MINE
    show: Show = Show.OPEN
    home_id: str = ""
    owner: str = ""


@dataclass(frozen=True)
class ListedAction:
    """One action with the resident whom it is for; `from_entry_at` is when its entry was signed.

    `from_kind` says whether that is of a round or of a meeting. `awaited` says how far it has
    come at the other side; None where nobody there is to see it.
    """

    id: str
    line: ResidentLine
    action: Kept[Action]
    owner_words: str
    due: date | None
    is_urgent: bool
    state: str
    changed_at: datetime
    from_entry_at: datetime | None = None
    from_kind: str = ""
    awaited: Awaited | None = None
    home_phone: str = ""
    told: ToldTo | None = None
    """Whom the service told that it is overdue."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return bool(self.state == ActionState.OPEN.value)


@dataclass(frozen=True)
class ActionsFound:
    """The answer: at most `MOST_SHOWN` actions of those that match.

    `matching` are open (or ended, where those were asked for), of `seen` in all; `ended_today` stand
    among the open ones until midnight. `homes` (id and name) and `owners` are what can be asked for.
    """

    actions: tuple[ListedAction, ...]
    matching: int
    ended_today: int
    seen: int
    homes: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]


def actions_found(
    connection: Connection, actor: Actor, asked: ActionsAsked, today: date
) -> ActionsFound:
    """The actions asked for, by due day; what ended today stays in its place until midnight.

    `today` is the day in London. Reads a fixed number of times, however many there are.
    """
    people = people_by_id(connection, actor)
    is_ended = asked.show is Show.DONE
    since = _midnight(today - timedelta(weeks=DONE_WEEKS) if is_ended else today)
    ended = _found(_rows(connection, _ENDED_SINCE, since=since), people)
    still_open = _found(_rows(connection, _OPEN), people)
    pool = ended if is_ended else [*still_open, *ended]
    matches = [each for each in pool if _matches(each, actor, asked, today)]
    number_open = sum(each.row.state == ActionState.OPEN.value for each in matches)
    shown = sorted(matches, key=_newest if is_ended else _due_first)[:MOST_SHOWN]
    narrowing = [each for each in pool if each.is_whose(actor, asked.whose)]
    return ActionsFound(
        actions=_listed(connection, shown),
        matching=len(matches) if is_ended else number_open,
        ended_today=0 if is_ended else len(matches) - number_open,
        seen=len(ended) if is_ended else len(still_open),
        homes=_homes(each.line for each in narrowing),
        owners=tuple(sorted({each.owner_words for each in narrowing if each.owner_words})),
    )


def actions_due(
    connection: Connection, actor: Actor, people: Mapping[str, ResidentLine], by: date
) -> tuple[ListedAction, ...]:
    """The person's own open actions due by a day, earliest first; for home staff those of the home."""
    whose = Whose.HOME if actor.role in HOME_STAFF else Whose.MINE
    rows = connection.execute(_DUE_BY, {"by": by.isoformat()}).all()
    mine = [
        each
        for each in _found(rows, people)
        if each.is_whose(actor, whose) or each.is_whose(actor, Whose.MINE)
    ]
    return _listed(connection, sorted(mine, key=_due_first))


def escalated_actions(
    connection: Connection, actor: Actor, people: Mapping[str, ResidentLine], today: date
) -> tuple[ListedAction, ...]:
    """The overdue actions that the service told the person's role of, or a role above it; earliest due first."""
    rows = connection.execute(_OVERDUE, {"today": today.isoformat()}).all()
    late = _found(rows, people)
    told = told_of(connection, _late(late))
    mine = [each for each in late if (to := told.get(each.row.id)) and to.reaches(actor.role)]
    return _listed(connection, sorted(mine, key=_due_first))


def urgent_actions(
    connection: Connection, people: Mapping[str, ResidentLine]
) -> tuple[ListedAction, ...]:
    """Every urgent action that is still open, earliest due first."""
    rows = connection.execute(_URGENT).all()
    return _listed(connection, sorted(_found(rows, people), key=_due_first))


def people_by_id(connection: Connection, actor: Actor) -> dict[str, ResidentLine]:
    """Everybody of whom the person may see actions."""
    return {
        line.resident_id: line
        for line in everyone(connection, actor)
        if access.may_read(actor, Action, line.home_id)
    }


class _Found:
    """A row with what filters ask of it; the role of the owner is in the body alone."""

    def __init__(self, row: _Row, people: Mapping[str, ResidentLine]) -> None:
        self.row = row
        self.line = people[row.resident_id]
        self._values: dict[str, Any] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The body as one mapping, read when first asked for."""
        if self._values is None:
            self._values = card_body.values_from_text(self.row.body)
        return self._values

    @property
    def owner_role(self) -> str:
        """The role of the owner, empty where none is named."""
        return str(self.values.get("owner_role") or "")

    @property
    def owner_words(self) -> str:
        """The owner's name, who is outside, else the role in words; and who chases it."""
        read = kept(Action, self.row).record
        if read is not None:
            return read.owner_words
        return str(self.row.owner or "") or _role_words(self.owner_role)

    def is_whose(self, actor: Actor, whose: Whose) -> bool:
        """Whether it is the person's (by name, or by role where nobody is named), or the home's."""
        if whose is Whose.ALL:
            return True
        if whose is Whose.HOME:
            return bool({self.owner_role, self._chaser[1]} & _HOME_ROLES)
        named = ((self.row.owner, self.owner_role), self._chaser)
        return any(_is_meant(actor, name, role) for name, role in named)

    @property
    def _chaser(self) -> tuple[str, str]:
        """Who chases an owner outside."""
        values = self.values
        return str(values.get("chaser") or ""), str(values.get("chaser_role") or "")


def _is_meant(actor: Actor, name: str | None, role: str) -> bool:
    """Whether somebody is named by name, or by role where nobody is."""
    return _folded(name) == _folded(actor.name) if name else role == actor.role.value


def _role_words(role: str) -> str:
    return next((each.label for each in Role if each.value == role), "")


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _matches(found: _Found, actor: Actor, asked: ActionsAsked, today: date) -> bool:
    row, due = found.row, _day(found.row.due_at)
    holds = {
        Show.OPEN: True,
        Show.OVERDUE: due is not None and due < today,
        Show.THIS_WEEK: due is not None and due < today + timedelta(days=_DAYS_AHEAD),
        Show.URGENT: _is_urgent(row),
        Show.DONE: row.state in _ENDED,
    }[asked.show]
    return (
        bool(holds)
        and asked.home_id in ("", found.line.home_id)
        and found.is_whose(actor, asked.whose)
        and asked.owner in ("", found.owner_words)
    )


def _due_first(found: _Found) -> tuple[object, ...]:
    row = found.row
    return (
        row.due_at is None,
        row.due_at or "",
        not _is_urgent(row),
        found.line.home_name.casefold(),
        row.id,
    )


def _newest(found: _Found) -> tuple[object, ...]:
    return (-parse_utc(found.row.recorded_at).timestamp(), found.row.id)


def _rows(connection: Connection, query: Select[Any], **asked: object) -> Sequence[_Row]:
    return connection.execute(query, asked).all()


def _found(rows: Sequence[_Row], people: Mapping[str, ResidentLine]) -> list[_Found]:
    return [_Found(row, people) for row in rows if row.resident_id in people]


def _midnight(today: date) -> str:
    return utc_text(datetime.combine(today, time(), ZoneInfo("Europe/London")))


def _listed(connection: Connection, found: Sequence[_Found]) -> tuple[ListedAction, ...]:
    entry_ids = {str(each.values.get("entry_id")) for each in found if each.values.get("entry_id")}
    signed_at = _signed_at(connection, entry_ids)
    asked = {each.row.id: action_asked(each.row, each.line.home_id) for each in found}
    awaited = reached(connection, {key: one for key, one in asked.items() if one is not None})
    urgent = {each.line.home_id for each in found if _is_urgent(each.row)}
    phones = home_phones(connection, {home_id for home_id in urgent if home_id})
    told = told_of(connection, _late(found))
    listed = (_one(each, signed_at, awaited, phones) for each in found)
    return tuple(replace(each, told=told.get(each.id)) for each in listed)


def _late(found: Iterable[_Found]) -> Iterator[Late]:
    """Those with a day that are still to be done; whether it is over, a list of told rungs need not know."""
    for each in found:
        due = _day(each.row.due_at)
        if due is not None and each.row.state == ActionState.OPEN.value:
            yield Late(each.row.id, each.row.resident_id, due)


def _is_urgent(row: _Row) -> bool:
    return bool(row.priority == ActionPriority.URGENT.value)


@dataclass(frozen=True)
class _Source:
    at: datetime | None = None
    kind: str = ""


def _one(
    found: _Found,
    signed_at: Mapping[str, _Source],
    awaited: Mapping[str, Awaited],
    phones: Mapping[str, str],
) -> ListedAction:
    row = found.row
    source = signed_at.get(str(found.values.get("entry_id")), _Source())
    return ListedAction(
        id=row.id,
        line=found.line,
        action=kept(Action, row),
        owner_words=found.owner_words,
        due=_day(row.due_at),
        is_urgent=_is_urgent(row),
        state=row.state or ActionState.OPEN.value,
        changed_at=parse_utc(row.recorded_at),
        from_entry_at=source.at,
        from_kind=source.kind,
        awaited=awaited.get(row.id),
        home_phone=phones.get(found.line.home_id or "", ""),
    )


def _signed_at(connection: Connection, entry_ids: Collection[str]) -> dict[str, _Source]:
    if not entry_ids:
        return {}
    rows = connection.execute(_SIGNED_AT, {"entries": list(entry_ids)})
    return {
        row.id: _Source(parse_utc(row.occurred_at), row.kind) for row in rows if row.occurred_at
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None  # written by another program; the words of the action are shown all the same


def _homes(lines: Iterable[ResidentLine]) -> tuple[tuple[str, str], ...]:
    found = {line.home_id: line.home_name for line in lines if line.home_id}
    return tuple(sorted(found.items(), key=lambda pair: pair[1].casefold()))


_ACTIONS = select(
    RECORD.c.id,
    RECORD.c.resident_id,
    RECORD.c.owner,
    RECORD.c.due_at,
    RECORD.c.priority,
    RECORD.c.state,
    RECORD.c.recorded_at,
    RECORD.c.has_siblings,
    RECORD.c.body,
).where(RECORD.c.kind == Action.kind, RECORD.c.body.is_not(None))
_OPEN = _ACTIONS.where(RECORD.c.state == ActionState.OPEN.value)
_DUE_BY = _OPEN.where(RECORD.c.due_at <= bindparam("by"))
_OVERDUE = _OPEN.where(RECORD.c.due_at < bindparam("today"))
_URGENT = _OPEN.where(RECORD.c.priority == ActionPriority.URGENT.value)
_ENDED_SINCE = _ACTIONS.where(
    RECORD.c.state.in_(_ENDED), RECORD.c.recorded_at >= bindparam("since")
)
_SIGNED_AT = select(RECORD.c.id, RECORD.c.occurred_at, RECORD.c.kind).where(
    RECORD.c.id.in_(bindparam("entries", expanding=True))
)
