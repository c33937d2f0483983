"""What the screen of one MDT meeting decides and says, without Qt.

While others see the screen nobody is named but who is open: other cases are rooms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from mdt_core import access
from mdt_core.action_line import Owner
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import NotFound
from mdt_core.exchange.invitation import Invitation
from mdt_core.meeting_rules import ladder_words, missing_from, quorum_words
from mdt_core.records.actions import Action
from mdt_core.records.case_discussions import CaseDiscussion
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import Meeting, MeetingState
from mdt_core.store.queries.escalated import Late, told_of
from mdt_core.store.queries.homes import ResidentLine, residents_of
from mdt_core.store.queries.meetings import AgendaRow, MeetingPage, meeting_page, overdue_actions
from mdt_core.store.queries.people import practitioners
from mdt_core.store.store import Reading, Store
from mdt_desktop.device.drafts import DraftStore
from mdt_desktop.ui.actions.escalated import told_or_not
from mdt_desktop.ui.meetings.presenter import when_words

OVER: Final = "over by"


@dataclass(frozen=True)
class Invitee:
    """Somebody who is known here and can be invited; without a home they are of none."""

    person_id: str
    name: str
    role: MeetingRole | None
    organisation: str
    home_id: str
    owner: Owner


@dataclass(frozen=True)
class Overdue:
    """An overdue action that could go on the agenda, with what the ladder says."""

    resident_id: str
    action_id: str
    where: str
    text: str
    ladder: str
    told: str
    """Whom the service told, or that nobody is known to have been told."""

    @property
    def question(self) -> str:
        """What the agenda asks about it."""
        return f"Overdue action: {self.text}"

    @property
    def words(self) -> str:
        """`Room 4: Bloods. Overdue by 3 days: tell the team lead`."""
        return f"{self.where}: {self.text}. {self.ladder}"


@dataclass(frozen=True)
class MeetingRead:
    """A meeting with everything around it."""

    page: MeetingPage
    living: tuple[ResidentLine, ...]
    people: tuple[Invitee, ...]
    overdue: tuple[Overdue, ...]
    drafts: frozenset[str]
    may_write: bool

    @property
    def header(self) -> Meeting:
        """What holds for all parts."""
        return self.page.header

    @property
    def heading(self) -> str:
        """`Home MDT, monthly   Tue 24-Nov-2026 10:00   Larch House`."""
        header, parts = self.header, self.page.parts
        where = parts[0].home_name if len(parts) == 1 else f"{len(parts)} homes"
        when = when_words(header.held_on, header.starts_at)
        return f"{header.meeting_type.label}   {when}   {where}"

    @property
    def missing(self) -> tuple[str, ...]:
        """Who of the quorum is not here."""
        return missing_from(self.header.meeting_type, self.page.attendees)

    @property
    def quorum(self) -> str:
        """`Quorum met`, or `Missing: home nurse`."""
        return quorum_words(self.missing)

    @property
    def is_running(self) -> bool:
        """Whether cases can be signed."""
        return self.header.state is MeetingState.OPEN

    @property
    def rows(self) -> tuple[AgendaRow, ...]:
        """The agenda, home by home, in turn."""
        return self.page.rows

    @property
    def total_words(self) -> str:
        """`3 cases, 35 minutes of 60 planned`."""
        number, asked = len(self.rows), sum(row.item.minutes or 0 for row in self.rows)
        cases = "1 case" if number == 1 else f"{number} cases"
        planned = self.header.planned_minutes
        return f"{cases}, {asked} minutes" + (f" of {planned} planned" if planned else "")

    def owners(self, home_id: str) -> tuple[Owner, ...]:
        """Who can own an action for a resident of a home."""
        return tuple(each.owner for each in self.people if each.home_id in ("", home_id))

    def where(self, row: AgendaRow) -> str:
        """`room 4`, or with several homes `Larch House, room 4`; never a name."""
        room = f"room {row.line.room}" if row.line.room else "room not recorded"
        if len(self.page.parts) == 1:
            return room
        part = self.page.part(row.part_id)
        return f"{part.home_name if part else ''}, {room}"


def read_meeting(store: Store, drafts: DraftStore, actor: Actor, meeting: str) -> MeetingRead:
    """Reads a meeting; raises NotFound where the person has no part of it here."""
    today = london_day(store.clock())
    left = drafts.of_person(actor.person_id)
    with store.reading() as connection:
        page = meeting_page(connection, actor, meeting)
        if page is None:
            raise NotFound("This meeting is not on this device")
        living = tuple(
            line for part in page.parts for line in residents_of(connection, actor, part.home_id)
        )
        return MeetingRead(
            page=page,
            living=living,
            people=_people(connection, actor, page),
            overdue=_overdue(connection, actor, page, living, today),
            drafts=frozenset(e.resident_id for e in left if e.kind == CaseDiscussion.kind),
            may_write=access.may_write(actor, Meeting, page.parts[0].home_id),
        )


def _people(connection: Reading, actor: Actor, page: MeetingPage) -> tuple[Invitee, ...]:
    known = {each.value: each for each in MeetingRole}
    found: dict[str, Invitee] = {}
    for part in page.parts:
        for each in practitioners(connection, actor, part.home_id):
            if each.record is None:
                continue
            card = each.record
            organisation = card.organisation or (part.home_name if card.home_id else "")
            found[each.id] = Invitee(
                each.id,
                card.name,
                known.get(card.role.value),
                organisation,
                card.home_id or "",
                Owner(card.name, card.role),
            )
    return tuple(found.values())


def _overdue(
    connection: Reading,
    actor: Actor,
    page: MeetingPage,
    living: Sequence[ResidentLine],
    today: date,
) -> tuple[Overdue, ...]:
    found = [
        each
        for part in page.parts
        for each in overdue_actions(connection, actor, part.home_id, today)
    ]
    late = [Late(each.action.id, each.resident_id, each.due) for each in found]
    told = told_of(connection, late)
    rooms = {line.resident_id: f"Room {line.room or 'not recorded'}" for line in living}
    return tuple(
        Overdue(
            each.resident_id,
            each.action.id,
            rooms.get(each.resident_id, "Room not recorded"),
            str(each.action.readable.get("text", "")),
            ladder_words(each.due, today),
            told_or_not(told.get(each.action.id)),
        )
        for each in found
    )


# Running


def next_case(read: MeetingRead, after: str) -> str:
    """The next resident on the agenda whose case is not signed, from the beginning again after the end."""
    order = [row.line.resident_id for row in read.rows]
    place = order.index(after) + 1 if after in order else 0
    open_ones = {row.line.resident_id for row in read.rows if row.case is None}
    around = order[place:] + order[:place]
    return next((who for who in around if who in open_ones and who != after), "")


def first_case(read: MeetingRead) -> str:
    """Where the run opens: the first case that is not signed, else the first."""
    first = read.rows[0].line.resident_id if read.rows else ""
    open_first = next((r.line.resident_id for r in read.rows if r.case is None), "")
    return open_first or first


def cell_of(read: MeetingRead, row: AgendaRow, current: str) -> tuple[str, str]:
    """The state of a cell of the rail and the sentence read for it; never a name."""
    place = read.rows.index(row) + 1
    where = f"Case {place} of {len(read.rows)}, {read.where(row)}"
    who = row.line.resident_id
    if who == current:
        return "current", f"{where}, on the screen"
    if row.case is not None:
        return "signed", f"{where}, signed"
    return ("draft", f"{where}, draft left") if who in read.drafts else ("open", f"{where}, open")


def settled_words(read: MeetingRead) -> str:
    """`2 of 5 cases signed`."""
    signed = sum(row.case is not None for row in read.rows)
    return f"{signed} of {len(read.rows)} {'case' if len(read.rows) == 1 else 'cases'} signed"


def clock_words(seconds: float, box_minutes: int | None) -> tuple[str, bool]:
    """The clock of a case, `4 min of 10`, or `over by 3 min`; and whether it is over."""
    minutes = int(seconds // 60)
    if box_minutes is None:
        return f"{minutes} min", False
    if minutes > box_minutes:
        return f"{OVER} {minutes - box_minutes} min", True
    return f"{minutes} min of {box_minutes}", False


def sign_words(read: MeetingRead, resident_id: str) -> str:
    """`Sign for NOWAK and next`."""
    row = read.page.row(resident_id)
    name = row.line.family_name.upper() if row else ""
    return f"Sign for {name} and next" if next_case(read, resident_id) else f"Sign for {name}"


def actions_of(kept: Sequence[dict[str, Any]]) -> tuple[Action, ...]:
    """The new actions as they are signed."""
    return tuple(
        Action.model_validate({name: value for name, value in each.items() if value is not None})
        for each in kept
    )


# Inviting


def invitation_of(read: MeetingRead, now: datetime) -> Invitation | None:
    """What goes into a calendar; None while no time is set."""
    header, parts = read.header, read.page.parts
    if header.starts_at is None:
        return None
    return Invitation(
        meeting=read.page.meeting,
        starts_at=header.starts_at,
        minutes=header.planned_minutes,
        home_name=parts[0].home_name if len(parts) == 1 else "",
        residents=len(read.living),
        made_at=now,
        is_cancelled=header.state is MeetingState.VOID,
    )
