"""MDT meetings: the parts that the person's homes have in one, who is on the agenda, and what was said.

Whoever serves one home finds that home's part and nothing of the others, not even how many there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.identifiers import RecordId, derived_id
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.case_discussions import CaseDiscussion, CaseState
from mdt_core.records.meeting_minutes import MeetingMinutes
from mdt_core.records.meetings import (
    AgendaItem,
    Meeting,
    MeetingAttendee,
    MeetingState,
    MeetingType,
)
from mdt_core.store.merges import people_under
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_core.store.queries.homes import ResidentLine, home_names, resident_by_id
from mdt_core.store.queries.statements import (
    CURRENT,
    NEWEST_FIRST,
    Kept,
    Signed,
    card_by_id,
    kept,
    signed,
)


def meeting_part_id(meeting: str, home_id: str) -> RecordId:
    """The id of the part that a home has in a meeting, the same on every device."""
    return derived_id("meeting", f"{meeting}:{home_id}")


@dataclass(frozen=True)
class AgendaRow:
    """One case of the agenda: whom it is about, what is asked, and what was signed, if anything."""

    part_id: str
    home_id: str
    item: AgendaItem
    line: ResidentLine
    case: Signed[CaseDiscussion] | None = None


@dataclass(frozen=True)
class MeetingPart:
    """What one home has in a meeting."""

    part_id: str
    home_id: str
    home_name: str
    meeting: Meeting
    rows: tuple[AgendaRow, ...]
    minutes: Signed[MeetingMinutes] | None = None
    moved_away: int = 0
    """How many of the agenda live now in a home that the person does not serve."""


@dataclass(frozen=True)
class MeetingPage:
    """A meeting as the person may see it."""

    meeting: str
    parts: tuple[MeetingPart, ...]

    @property
    def header(self) -> Meeting:
        """What holds for the whole meeting, as the first home's part says it."""
        return self.parts[0].meeting

    @cached_property
    def rows(self) -> tuple[AgendaRow, ...]:
        """Every case, home by home, in turn."""
        return tuple(row for part in self.parts for row in part.rows)

    @cached_property
    def attendees(self) -> tuple[MeetingAttendee, ...]:
        """Everybody invited, each once, by name."""
        found = {each.id: each for part in self.parts for each in part.meeting.attendees}
        return tuple(sorted(found.values(), key=lambda each: (each.name.casefold(), each.id)))

    @property
    def is_closed(self) -> bool:
        """Whether the minutes of every part are approved."""
        return all(part.meeting.is_closed for part in self.parts)

    def row(self, resident_id: str) -> AgendaRow | None:
        """The case of a resident, or None."""
        return next((row for row in self.rows if row.line.resident_id == resident_id), None)

    def part(self, part_id: str) -> MeetingPart | None:
        """The part of that id, or None."""
        return next((each for each in self.parts if each.part_id == part_id), None)


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in the list: `cases` counts those of the person's homes alone."""

    meeting: str
    meeting_type: MeetingType
    held_on: date
    starts_at: datetime | None
    state: MeetingState
    homes: tuple[str, ...]
    cases: int
    attendees: tuple[MeetingAttendee, ...]


def meetings(connection: Connection, actor: Actor, since: date) -> tuple[MeetingLine, ...]:
    """The meetings since a day, planned ones too, and those begun whose minutes nobody approved.

    The newest day first, in the homes served.
    """
    asked = {"since": since.isoformat()}
    found: dict[str, list[Meeting]] = {}
    for row in connection.execute(_MEETINGS, asked):
        record = kept(Meeting, row).record
        if record is not None and access.may_read(actor, Meeting, record.home_id):
            found.setdefault(record.meeting, []).append(record)
    homes = {each.home_id for parts in found.values() for each in parts}
    names = home_names(connection, sorted(homes))
    return tuple(_line(meeting, parts, names) for meeting, parts in found.items())


def _line(meeting: str, parts: Sequence[Meeting], names: Mapping[str, str]) -> MeetingLine:
    first = parts[0]
    people = {each.id: each for part in parts for each in part.attendees}
    return MeetingLine(
        meeting=meeting,
        meeting_type=first.meeting_type,
        held_on=first.held_on,
        starts_at=first.starts_at,
        state=first.state,
        homes=tuple(sorted(names.get(each.home_id, "") for each in parts)),
        cases=sum(len(each.agenda) for each in parts),
        attendees=tuple(people.values()),
    )


def meeting_page(connection: Connection, actor: Actor, meeting: str) -> MeetingPage | None:
    """A meeting with every part that the person may read, or None where there is none."""
    found: dict[str, tuple[str, Meeting]] = {}
    for home_id in _homes_of(connection, meeting):
        card = card_by_id(connection, Meeting, meeting_part_id(meeting, home_id))
        if card and card.record and access.may_read(actor, Meeting, home_id):
            found[home_id] = (card.id, card.record)
    names = home_names(connection, sorted(found))
    parts = tuple(
        _part(connection, actor, part_id, header, names.get(home_id, ""))
        for home_id, (part_id, header) in sorted(found.items(), key=lambda each: names[each[0]])
    )
    return MeetingPage(meeting, parts) if parts else None


def _homes_of(connection: Connection, meeting: str) -> tuple[str, ...]:
    rows = connection.execute(_HOMES).all()
    wanted = {meeting_part_id(meeting, row.id): row.id for row in rows}
    there = connection.execute(_THERE, {"ids": list(wanted)}) if wanted else ()
    return tuple(wanted[row.id] for row in there)


def _part(
    connection: Connection, actor: Actor, part_id: str, header: Meeting, name: str
) -> MeetingPart:
    """One home's part; who has moved to a home that the person does not serve is counted alone."""
    under = people_under(connection, [each.id for each in header.agenda])
    people = {each.id: under.get(each.id, each.id) for each in header.agenda}
    cases = cases_of(connection, part_id, people.values())
    rows, moved_away = [], 0
    for item in header.in_turn:
        line = resident_by_id(connection, people[item.id])
        if line is not None and not access.may_read(actor, CaseDiscussion, line.home_id):
            moved_away += 1
        elif line is not None:
            case = cases.get(line.resident_id)
            rows.append(AgendaRow(part_id, header.home_id, item, line, case))
    minutes = _minutes(connection, header.home_id, part_id)
    return MeetingPart(part_id, header.home_id, name, header, tuple(rows), minutes, moved_away)


def cases_of(
    connection: Connection, part_id: str, residents: Iterable[str]
) -> dict[str, Signed[CaseDiscussion]]:
    """What stands signed for these residents in one part of a meeting, the newest of each."""
    found: dict[str, Signed[CaseDiscussion]] = {}
    asked = {"people": sorted(set(residents)), "kind": CaseDiscussion.kind}
    for row in connection.execute(_CASES, asked) if asked["people"] else ():
        case = signed(connection, CaseDiscussion, row)
        if case.readable.get("meeting_part") == part_id:
            found.setdefault(row.resident_id, case)
    return found


def open_cases(
    connection: Connection, actor: Actor, home_id: str
) -> dict[str, Signed[CaseDiscussion]]:
    """The residents of a home whose last discussion was left open, with that discussion."""
    if not access.may_read(actor, CaseDiscussion, home_id):
        return {}
    newest: dict[str, Signed[CaseDiscussion]] = {}
    for row in connection.execute(_LAST_CASES, {"home": home_id, "kind": CaseDiscussion.kind}):
        newest.setdefault(row.resident_id, signed(connection, CaseDiscussion, row))
    return {
        who: each
        for who, each in newest.items()
        if each.readable.get("state") == CaseState.OPEN.value
    }


@dataclass(frozen=True)
class OverdueAction:
    """An action still open after its due day, and whom it is for."""

    resident_id: str
    action: Kept[Action]
    due: date


def overdue_actions(
    connection: Connection, actor: Actor, home_id: str, today: date
) -> tuple[OverdueAction, ...]:
    """The open actions of a home whose day has come, the longest overdue first."""
    if not access.may_read(actor, Action, home_id):
        return ()
    asked = {"home": home_id, "today": today.isoformat()}
    found = []
    for row in connection.execute(_OVERDUE, asked):
        action = kept(Action, row)
        if action.record is not None and action.record.due is not None:
            found.append(OverdueAction(row.resident_id, action, action.record.due))
    return tuple(found)


def actions_of_cases(
    connection: Connection, cases: Mapping[str, Signed[CaseDiscussion]]
) -> dict[str, tuple[Kept[Action], ...]]:
    """What these discussions asked for, by the id of the discussion."""
    ids = {case.id for case in cases.values()}
    found: dict[str, tuple[Kept[Action], ...]] = {}
    for row in connection.execute(_ACTIONS, {"people": sorted(cases)}) if cases else ():
        action = kept(Action, row)
        source = str(action.readable.get("entry_id"))
        if source in ids:
            found[source] = (*found.get(source, ()), action)
    return found


def _minutes(connection: Connection, home_id: str, part_id: str) -> Signed[MeetingMinutes] | None:
    rows = connection.execute(_MINUTES, {"home": home_id, "kind": MeetingMinutes.kind}).all()
    found = (signed(connection, MeetingMinutes, row) for row in rows)
    return next((each for each in found if each.readable.get("meeting_part") == part_id), None)


# Statements made once: making them anew for each question takes longer than asking them.

_CARD = (RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings)
_MEETINGS = (
    select(*_CARD)
    .where(RECORD.c.kind == Meeting.kind)
    .where((RECORD.c.due_at >= bindparam("since")) | (RECORD.c.state == MeetingState.OPEN.value))
    .where(RECORD.c.body.is_not(None))
    .order_by(RECORD.c.due_at.desc(), RECORD.c.id)
)
_HOMES = select(RECORD.c.id).where(RECORD.c.kind == "home")
_THERE = select(RECORD.c.id).where(
    RECORD.c.id.in_(bindparam("ids", expanding=True)), RECORD.c.kind == Meeting.kind
)
_SIGNED = CURRENT.where(RECORD.c.kind == bindparam("kind")).order_by(*NEWEST_FIRST)
_CASES = _SIGNED.where(RECORD.c.resident_id.in_(bindparam("people", expanding=True)))
_LAST_CASES = _SIGNED.join(
    RESIDENT_CURRENT, RESIDENT_CURRENT.c.resident_id == RECORD.c.resident_id
).where(RESIDENT_CURRENT.c.home_id == bindparam("home"))
_MINUTES = _SIGNED.where(RECORD.c.home_id == bindparam("home"))
_OVERDUE = (
    select(*_CARD, RECORD.c.resident_id)
    .join(RESIDENT_CURRENT, RESIDENT_CURRENT.c.resident_id == RECORD.c.resident_id)
    .where(RESIDENT_CURRENT.c.home_id == bindparam("home"), RECORD.c.kind == Action.kind)
    .where(RECORD.c.state == ActionState.OPEN.value, RECORD.c.due_at <= bindparam("today"))
    .order_by(RECORD.c.due_at, RECORD.c.id)
)
_ACTIONS = select(*_CARD).where(
    RECORD.c.kind == Action.kind, RECORD.c.resident_id.in_(bindparam("people", expanding=True))
)
