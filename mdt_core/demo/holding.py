"""An MDT meeting of made-up people: planned, held and minuted, by the use cases wherever they do a thing once.

Who is invited and what is asked is written at once rather than name by name. Knows no plan: it is given
people and cases of one home or of several.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.actions import Action
from mdt_core.records.case_discussions import CaseDiscussion
from mdt_core.records.meetings import AgendaItem, Meeting, MeetingAttendee, Presence
from mdt_core.store.queries.meetings import MeetingPart, meeting_page, meeting_part_id
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.meeting_finish import Approving, approve_minutes
from mdt_core.use_cases.meetings import (
    MeetingPlan,
    SignedCase,
    plan_meeting,
    sign_case,
    start_meeting,
)

Invited = Mapping[str, Sequence[MeetingAttendee]]
"""Who is invited, by home; each stands in that home's part alone, but for those of `EVERY_HOME`."""

EVERY_HOME = ""


@dataclass(frozen=True)
class ToldCase:
    """One case, as it stands on the agenda and as it was signed."""

    resident_id: str
    home_id: str
    question: str
    asked_by: str
    minutes: int
    says: Mapping[str, Any]
    actions: tuple[Action, ...] = ()


def prepare(
    store: Store, *, by: Actor, plan: MeetingPlan, invited: Invited, cases: Sequence[ToldCase]
) -> str:
    """Plans a meeting; what was carried over stays on its agenda before what is asked anew."""
    meeting, _ = plan_meeting(store, by=by, plan=plan)
    with store.deed(by) as unit:
        for home_id in plan.homes:
            part_id = meeting_part_id(meeting, home_id)
            part = unit.card(Meeting, part_id)
            asked = [each for each in cases if each.home_id == home_id]
            told = {"attendees": _told_in(home_id, invited), "agenda": _agenda(part, asked)}
            unit.write(part.model_copy(update=told), About(home_id=home_id), record_id=part_id)
            unit.audit("change agenda", About(home_id=home_id), record_id=part_id)
        unit.commit()
    return meeting


def start(store: Store, *, by: Actor, meeting: str, homes: Sequence[str], came: Invited) -> None:
    """Starts the meeting, with who is there and who sent apologies."""
    start_meeting(store, by=by, meeting=meeting)
    with store.deed(by) as unit:
        for home_id in homes:
            part_id = meeting_part_id(meeting, home_id)
            part = unit.card(Meeting, part_id)
            told = part.model_copy(update={"attendees": _told_in(home_id, came)})
            unit.write(told, About(home_id=home_id), record_id=part_id)
            unit.audit("say who is at meeting", About(home_id=home_id), record_id=part_id)
        unit.commit()


def discuss(store: Store, *, by: Actor, meeting: str, case: ToldCase) -> SignedCase:
    """Signs one case with what it asks for."""
    draft = Draft(CaseDiscussion, case.resident_id, {**case.says, "question": case.question})
    return sign_case(store, by=by, meeting=meeting, draft=draft, actions=case.actions)


def approve(store: Store, *, by: Actor, meeting: str, not_for: Sequence[str]) -> None:
    """Approves the minutes; who did not agree is blacked out for the organisations of `not_for`."""
    with store.reading() as connection:
        page = meeting_page(connection, by, meeting)
    parts = page.parts if page else ()
    blacked = {
        part.part_id: dict.fromkeys(not_for, _dissents(part)) for part in parts if _dissents(part)
    }
    approve_minutes(store, by=by, meeting=meeting, said=Approving(store.clock(), blacked))


def _dissents(part: MeetingPart) -> frozenset[str]:
    cases = (row.case for row in part.rows if row.case is not None)
    return frozenset(f"{each.id}/dissent" for each in cases if each.readable.get("dissent"))


def _told_in(home_id: str, people: Invited) -> tuple[MeetingAttendee, ...]:
    return (*people.get(EVERY_HOME, ()), *people.get(home_id, ()))


def _agenda(part: Meeting, asked: Sequence[ToldCase]) -> tuple[AgendaItem, ...]:
    carried = {each.id: each for each in part.agenda}
    new = [each for each in asked if each.resident_id not in carried]
    return (
        *part.agenda,
        *(
            AgendaItem(
                id=each.resident_id,
                question=each.question,
                asked_by=each.asked_by,
                minutes=each.minutes,
                place=place,
            )
            for place, each in enumerate(new, len(carried))
        ),
    )


def here(people: Sequence[MeetingAttendee], away: Sequence[str]) -> tuple[MeetingAttendee, ...]:
    """The people as they came, or sent apologies where their id is among `away`."""
    return tuple(
        each.model_copy(
            update={"presence": Presence.APOLOGIES if each.id in away else Presence.PRESENT}
        )
        for each in people
    )
