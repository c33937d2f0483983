"""The MDT meeting: plan it, set its agenda, invite, run it case by case.

Every home has its own part, written in its own log; a deed on the whole meeting writes each part that the
person serves, all or none. What is said of a resident is signed in that resident's record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotFound, Refused
from mdt_core.identifiers import derived_id
from mdt_core.meeting_rules import shipped_meeting_rules
from mdt_core.records.actions import Action
from mdt_core.records.case_discussions import CaseDiscussion
from mdt_core.records.homes import Home
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import (
    AgendaItem,
    Meeting,
    MeetingAttendee,
    MeetingState,
    MeetingType,
    Presence,
    SharingBasis,
)
from mdt_core.records.residents import Resident
from mdt_core.store.queries.meetings import meeting_page, meeting_part_id, open_cases
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.recording import require_signable

CLOSED = "The minutes of this meeting are approved, and it is closed"
LOCKED = "The agenda is locked"
_LONGEST_CASE_MINUTES = 120


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting as it is planned: when, for which homes, and on what it shares."""

    meeting_type: MeetingType
    held_on: date
    homes: tuple[str, ...]
    starts_at: datetime | None = None
    planned_minutes: int | None = None
    chair: str | None = None
    basis: SharingBasis | None = None
    join_link: str | None = None


@dataclass(frozen=True)
class SignedCase:
    """What was signed: the case's id, the ids of its new actions, and what changed."""

    case_id: str
    action_ids: tuple[str, ...]
    changes: Changes


def plan_meeting(store: Store, *, by: Actor, plan: MeetingPlan) -> tuple[str, Changes]:
    """Plans a meeting with a part in each of its homes; cases left open there are on the agenda.

    Who plans it is invited. Raises InvalidInput for no home or a day that is past.
    """
    with store.deed(by) as unit:
        if not plan.homes:
            raise InvalidInput("Choose at least one home", where="Homes")
        if plan.held_on < london_day(unit.writing.at):
            raise InvalidInput("This day is past. Choose today or later", where="Day")
        meeting = unit.writing.ids.record_id()
        for home_id in dict.fromkeys(plan.homes):
            unit.card(Home, home_id)
            _write(unit, _new_part(unit, by, plan, meeting, home_id), "plan meeting")
        return meeting, unit.commit()


def _new_part(
    unit: UnitOfWork, by: Actor, plan: MeetingPlan, meeting: str, home_id: str
) -> Meeting:
    carried = open_cases(unit.connection, by, home_id)
    return Meeting(
        meeting=meeting,
        home_id=home_id,
        meeting_type=plan.meeting_type,
        held_on=plan.held_on,
        starts_at=plan.starts_at,
        planned_minutes=plan.planned_minutes,
        chair=plan.chair,
        quorum_version=shipped_meeting_rules().version,
        basis=plan.basis,
        join_link=plan.join_link,
        attendees=(invited(by),),
        agenda=tuple(
            AgendaItem(
                id=who,
                question=str(case.readable.get("question", "")),
                asked_by=case.author.name,
                place=place,
                carried_from=case.id,
            )
            for place, (who, case) in enumerate(sorted(carried.items()))
        ),
    )


def invited(by: Actor) -> MeetingAttendee:
    """The person as somebody who is invited, under the role of the same name where there is one."""
    known = {each.value for each in MeetingRole}
    role = MeetingRole(by.role.value) if by.role.value in known else None
    return MeetingAttendee(
        id=by.person_id, name=by.name, role=role, organisation=by.organisation or None
    )


def attendee_id(name: str, organisation: str) -> str:
    """The id of somebody who is not among the people here: the same name there is the same person."""
    return derived_id("attendee", f"{name.casefold().strip()}:{organisation.casefold().strip()}")


# The plan, and who comes


def change_meeting(store: Store, *, by: Actor, meeting: str, update: dict[str, object]) -> Changes:
    """Changes chair, time, basis or link in every part."""
    allowed = {"chair", "starts_at", "planned_minutes", "basis", "join_link", "held_on"}
    if set(update) - allowed:
        raise InvalidInput("Only time, chair, basis and link are changed here")
    return _change(
        store, by, meeting, "change meeting", lambda part: part.model_copy(update=update)
    )


def set_attendee(
    store: Store, *, by: Actor, meeting: str, attendee: MeetingAttendee, home_id: str = ""
) -> Changes:
    """Invites somebody, or says that they are here or sent apologies.

    Who is of one home stands in that home's part alone, so that no home reads who another brings.
    """
    if not attendee.name.strip():
        raise InvalidInput("Write the name", where="Name")

    with store.deed(by) as unit:
        parts = _parts(unit, by, meeting)
        stands = [part for part in parts if any(each.id == attendee.id for each in part.attendees)]
        for part in stands or [each for each in parts if home_id in ("", each.home_id)]:
            _require_open(part)
            others = tuple(each for each in part.attendees if each.id != attendee.id)
            told = part.model_copy(update={"attendees": (*others, attendee)})
            _write(unit, told, "say who is at meeting")
        return unit.commit()


def remove_attendee(store: Store, *, by: Actor, meeting: str, attendee_id: str) -> Changes:
    """Takes somebody off who was put there by mistake."""

    def without(part: Meeting) -> Meeting:
        left = tuple(each for each in part.attendees if each.id != attendee_id)
        return part.model_copy(update={"attendees": left})

    return _change(store, by, meeting, "say who is at meeting", without)


# The agenda


def put_on_agenda(
    store: Store,
    *,
    by: Actor,
    meeting: str,
    resident_id: str,
    question: str,
    asked_by: str | None = None,
    minutes: int | None = None,
) -> Changes:
    """Puts a resident on the agenda of their home's part, or changes what is asked about them.

    Raises Refused while the agenda is locked, NotFound where their home has no part in the meeting.
    """
    if not question.strip():
        raise InvalidInput("Write what the meeting is asked", where="Question")
    if minutes is not None and not 1 <= minutes <= _LONGEST_CASE_MINUTES:
        raise InvalidInput(f"Give 1 to {_LONGEST_CASE_MINUTES} minutes", where="Time")
    with store.deed(by) as unit:
        unit.card(Resident, resident_id)
        home_id = unit.home_of(resident_id)
        part = next((each for each in _parts(unit, by, meeting) if each.home_id == home_id), None)
        if part is None:
            raise NotFound("This resident's home has no part in this meeting")
        _require_unlocked(part)
        before = next((each for each in part.agenda if each.id == resident_id), None)
        item = AgendaItem(
            id=resident_id,
            question=question.strip(),
            asked_by=(asked_by or "").strip() or None,
            minutes=minutes,
            place=before.place if before else _next_place(part),
            carried_from=before.carried_from if before else None,
        )
        others = tuple(each for each in part.agenda if each.id != resident_id)
        _write(unit, part.model_copy(update={"agenda": (*others, item)}), "change agenda")
        return unit.commit()


def _next_place(part: Meeting) -> int:
    return max((each.place for each in part.agenda), default=-1) + 1


def take_off_agenda(store: Store, *, by: Actor, meeting: str, resident_id: str) -> Changes:
    """Takes a resident off the agenda; raises Refused while it is locked or once a case is signed."""
    with store.deed(by) as unit:
        page = meeting_page(unit.connection, by, meeting)
        row = page.row(resident_id) if page else None
        if row is not None and row.case is not None:
            raise Refused("This case was discussed and signed. Withdraw it first")
        for part in _parts(unit, by, meeting):
            named = {resident_id, row.item.id if row else resident_id}
            left = tuple(each for each in part.agenda if each.id not in named)
            if len(left) < len(part.agenda):
                _require_unlocked(part)
                _write(unit, part.model_copy(update={"agenda": left}), "change agenda")
        return unit.commit()


def lock_agenda(store: Store, *, by: Actor, meeting: str, is_locked: bool = True) -> Changes:
    """Locks the agenda, or opens it again; raises InvalidInput for an empty one."""
    with store.deed(by) as unit:
        parts = _parts(unit, by, meeting)
        if is_locked and not any(part.agenda for part in parts):
            raise InvalidInput("Nobody is on the agenda yet", where="Agenda")
        for part in parts:
            _require_open(part)
            at = (part.locked_at or unit.writing.at) if is_locked else None
            _write(unit, part.model_copy(update={"locked_at": at}), "lock agenda")
        return unit.commit()


# Running it


def start_meeting(store: Store, *, by: Actor, meeting: str) -> Changes:
    """Starts the meeting or goes on with it: the agenda is locked, and who starts it is here."""
    with store.deed(by) as unit:
        now = unit.writing.at
        for part in _parts(unit, by, meeting):
            _require_open(part)
            me = next((each for each in part.attendees if each.id == by.person_id), invited(by))
            here = me.model_copy(update={"presence": Presence.PRESENT})
            others = tuple(each for each in part.attendees if each.id != by.person_id)
            started = part.model_copy(
                update={
                    "state": MeetingState.OPEN,
                    "started_at": part.started_at or now,
                    "locked_at": part.locked_at or now,
                    "attendees": (*others, here),
                }
            )
            _write(unit, started, "start meeting")
        return unit.commit()


def sign_case(
    store: Store,
    *,
    by: Actor,
    meeting: str,
    draft: Draft[CaseDiscussion],
    actions: Sequence[Action] = (),
) -> SignedCase:
    """Signs what was said of one resident, with its new actions, all or nothing.

    Raises Refused where the meeting does not run or the resident is not on its agenda, and InvalidInput
    with the first thing that is missing.
    """
    who = draft.resident_id
    with store.deed(by) as unit:
        page = meeting_page(unit.connection, by, meeting)
        row = page.row(who) if page else None
        part = page.part(row.part_id) if page and row else None
        if row is None or part is None:
            raise Refused("This resident is not on the agenda of this meeting")
        _require_open(part.meeting)
        if part.meeting.state is not MeetingState.OPEN:
            raise Refused("The meeting has not begun", next_step="Start it first")
        if row.case is not None:
            raise Refused("This case is signed already", next_step="Withdraw it to write it again")
        whole = draft.with_value("meeting_part", row.part_id)
        whole = whole.with_value("carried_from", row.item.carried_from)
        require_signable(whole)
        record = whole.record()
        record.require_possible(unit.writing.at)
        about = About(who, unit.home_of(who))
        case_id = unit.sign(record, about).envelope.record_id
        ids = tuple(
            unit.write(each.model_copy(update={"entry_id": case_id}), about) for each in actions
        )
        unit.audit("sign meeting case", about, record_id=case_id)
        unit.discard_draft(CaseDiscussion.kind, who)
        return SignedCase(case_id, ids, unit.commit())


# Parts


def _parts(unit: UnitOfWork, by: Actor, meeting: str) -> tuple[Meeting, ...]:
    page = meeting_page(unit.connection, by, meeting)
    if page is None:
        raise NotFound("This meeting is not on this device")
    return tuple(part.meeting for part in page.parts)


def _change(
    store: Store, by: Actor, meeting: str, said: str, change: Callable[[Meeting], Meeting]
) -> Changes:
    with store.deed(by) as unit:
        for part in _parts(unit, by, meeting):
            _require_open(part)
            changed = change(part)
            if changed != part:
                _write(unit, changed, said)
        return unit.commit()


def _write(unit: UnitOfWork, part: Meeting, said: str) -> None:
    about = About(home_id=part.home_id)
    part_id = meeting_part_id(part.meeting, part.home_id)
    unit.write(part, about, record_id=part_id)
    unit.audit(said, about, record_id=part_id)


def _require_open(part: Meeting) -> None:
    if part.is_closed:
        raise Refused(CLOSED, next_step="Plan the next one")


def _require_unlocked(part: Meeting) -> None:
    _require_open(part)
    if part.locked_at is not None:
        raise Refused(LOCKED, next_step="Unlock it first")
