"""The minutes of a meeting, gathered for one organisation from what was signed, and what is blacked out.

A home's part has its own minutes, so that no paper names a resident of another home. Who refused that
their record is shared is blacked out for everybody but the home and the organisation that approves.
"""

import hashlib
from dataclasses import replace

from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment, clinical_time
from mdt_core.documents.contents import Freshness, PersonOnPaper
from mdt_core.documents.minutes_contents import MinutedCase, MinutedField, Minutes, blacked_out
from mdt_core.errors import NotFound, NotPrinted
from mdt_core.fields import field_of
from mdt_core.identifiers import derived_id
from mdt_core.meeting_rules import missing_from, quorum_words
from mdt_core.records.case_discussions import MINUTED, CaseDiscussion
from mdt_core.records.consents import ConsentState, SharingConsent
from mdt_core.records.meeting_minutes import MeetingMinutes, MinutesCopy
from mdt_core.records.meetings import Meeting, MeetingAttendee, Presence
from mdt_core.store.queries.meetings import (
    AgendaRow,
    MeetingPart,
    actions_of_cases,
    meeting_page,
)
from mdt_core.store.queries.statements import Signed, statements
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.paper import action_on_paper, person_on_paper


def organisations(part: MeetingPart) -> tuple[str, ...]:
    """Who gets minutes of a home's part: the home, then every organisation invited, by name."""
    invited = {(each.organisation or "").strip() for each in part.meeting.attendees}
    return (part.home_name, *sorted(invited - {"", part.home_name}))


def always_blacked(
    connection: Reading, part: MeetingPart, organisation: str, own: str
) -> frozenset[str]:
    """The cases of those who refused to share, for an organisation that is neither home nor `own`."""
    if organisation in (part.home_name, own):
        return frozenset()
    return frozenset(
        row.case.id
        for row in part.rows
        if row.case is not None and _has_refused(connection, row.line.resident_id)
    )


def _has_refused(connection: Reading, resident_id: str) -> bool:
    """Where two versions stand, one refusal is enough."""
    stands = statements(connection, SharingConsent, resident_id)
    return any(each.readable.get("state") == ConsentState.REFUSED.value for each in stands)


def meeting_minutes(
    store: Store,
    *,
    by: Actor,
    meeting: str,
    part_id: str,
    organisation: str,
    waiting: int,
    practice: bool,
    blacked: frozenset[str] = frozenset(),
    fresh: Freshness | None = None,
) -> Minutes:
    """The minutes of a home's part for one organisation, without what is `blacked` or always is.

    Once they are approved they are as approved, whatever is asked. Raises NotFound where the person has
    no such part, NotPrinted where a case holds words of a newer program.
    """
    with store.reading() as connection:
        part = _part(connection, by, meeting, part_id)
        approved = _copy(part, organisation)
        if approved is not None:
            blacked = frozenset(approved.blacked_out)
        elif part.minutes is not None:
            raise NotFound("No minutes were approved for this organisation")
        else:
            blacked = blacked | always_blacked(connection, part, organisation, by.organisation)
        cases = minuted_cases(connection, part, blacked)
    return Minutes(
        home_name=part.home_name,
        organisation=organisation,
        meeting_name=part.meeting.meeting_type.label,
        held_on=part.meeting.held_on,
        times=_times(part.meeting),
        chair=part.meeting.chair or "",
        present=_named(part.meeting, Presence.PRESENT),
        apologies=_named(part.meeting, Presence.APOLOGIES),
        quorum=quorum_of(part.meeting),
        basis=part.meeting.basis.label if part.meeting.basis else "",
        cases=cases,
        not_discussed=sum(row.case is None for row in part.rows),
        approved=_approved(part.minutes),
        is_changed=approved is not None and approved.content_hash != content_hash(cases),
        freshness=fresh or Freshness(store.clock(), waiting),
        printed_by=by.name,
        printed_at=store.clock(),
        document_id=derived_id("minutes", f"{part_id}:{organisation}:{content_hash(cases)}"),
        practice=practice,
    )


def content_hash(cases: tuple[MinutedCase, ...]) -> str:
    """The hash of what an organisation reads of what was said; what became of actions is not in it."""
    told = [f"{case.case_id}/{each.name}={each.text}" for case in cases for each in case.fields]
    told += [case.case_id for case in cases if case.person is None]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


def record_minutes_out(
    store: Store, *, by: Actor, home_id: str, minutes: Minutes, how: str, copies: int = 1
) -> None:
    """Records that minutes were printed or saved, for whom, and by whom."""
    with store.deed(by) as unit:
        detail = f"minutes {minutes.document_id} for {minutes.organisation}, {how}, {copies}"
        unit.audit("print", About(home_id=home_id), detail=detail)
        unit.commit()


def _part(connection: Reading, by: Actor, meeting: str, part_id: str) -> MeetingPart:
    page = meeting_page(connection, by, meeting)
    part = page.part(part_id) if page else None
    if part is None:
        raise NotFound("This meeting is not on this device")
    return part


def _copy(part: MeetingPart, organisation: str) -> MinutesCopy | None:
    record = part.minutes.record if part.minutes else None
    copies = record.copies if record else ()
    return next((each for each in copies if each.organisation == organisation), None)


def _approved(minutes: Signed[MeetingMinutes] | None) -> str:
    if minutes is None:
        return ""
    return f"{minutes.author.name}, {clinical_moment(minutes.recorded_at)}"


def quorum_of(meeting: Meeting) -> str:
    """Whether the rule was met by who is here, in words."""
    return quorum_words(missing_from(meeting.meeting_type, meeting.attendees))


def _times(meeting: Meeting) -> str:
    if meeting.started_at is None:
        return ""
    began = clinical_time(meeting.started_at)
    return f"{began} to {clinical_time(meeting.ended_at)}" if meeting.ended_at else f"From {began}"


def _named(meeting: Meeting, presence: Presence) -> tuple[str, ...]:
    return tuple(person_words(each) for each in meeting.attendees if each.presence is presence)


def person_words(person: MeetingAttendee) -> str:
    """`Ruth Ames, Community matron, Elm Surgery`."""
    role = person.role.label if person.role else ""
    return ", ".join(filter(None, (person.name, role, person.organisation or "")))


def minuted_cases(
    connection: Reading, part: MeetingPart, blacked: frozenset[str]
) -> tuple[MinutedCase, ...]:
    """The cases discussed in a home's part, without what is blacked out; raises NotPrinted."""
    signed = {row.line.resident_id: row.case for row in part.rows if row.case is not None}
    actions = actions_of_cases(connection, signed)
    made: list[MinutedCase] = []
    for row in part.rows:
        case = row.case
        if case is None:
            continue
        if not case.is_whole:
            raise NotPrinted(
                "A case of this meeting was written by a newer program, and not all can be printed",
                next_step="Update this program, then try again",
            )
        asked = tuple(map(action_on_paper, sorted(actions.get(case.id, ()), key=lambda a: a.id)))
        whole = MinutedCase(
            case_id=case.id,
            turn=len(made) + 1,
            person=_person(connection, row, part),
            fields=_fields(case),
            actions=asked,
            after=case.record.state.label if case.record else "",
            signed_by=f"{case.author.name}, {clinical_moment(case.recorded_at)}",
        )
        made.append(blacked_out(whole, blacked))
    return tuple(made)


def _person(connection: Reading, row: AgendaRow, part: MeetingPart) -> PersonOnPaper:
    """Who it is, and nothing of what else is known of them: minutes hold what was said."""
    person = person_on_paper(connection, row.line, part.home_id, part.meeting.held_on)
    return replace(person, allergy_state="", allergies=(), decisions=())


def _fields(case: Signed[CaseDiscussion]) -> tuple[MinutedField, ...]:
    said = case.readable
    return tuple(
        MinutedField(name, field_of(CaseDiscussion, name).label, str(said[name]))
        for name in MINUTED
        if said.get(name)
    )
