"""Valid records of the MDT meeting, with plain clinical values."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from mdt_core.identifiers import derived_id
from mdt_core.record import Record
from mdt_core.records.case_discussions import CaseDiscussion, CaseState
from mdt_core.records.escalations import Escalation, EscalationChannel, EscalationTrigger
from mdt_core.records.meeting_minutes import MeetingMinutes, MinutesCopy
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import (
    AgendaItem,
    Meeting,
    MeetingAttendee,
    MeetingType,
    Presence,
    SharingBasis,
)
from mdt_core.records.round_sign_offs import ClosedEntry

HOME_ID = derived_id("tests", "Elm House")
HELD_ON = date(2026, 11, 24)
TEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MATRON = MeetingAttendee(
    id="p-matron",
    name="Ruth Ames",
    role=MeetingRole.COMMUNITY_MATRON,
    organisation="Elm Surgery",
    presence=Presence.PRESENT,
)


def meeting() -> Meeting:
    """One home's part of a monthly meeting."""
    return Meeting(
        meeting="m-1",
        home_id=HOME_ID,
        meeting_type=MeetingType.HOME_MONTHLY,
        held_on=HELD_ON,
        starts_at=TEN,
        planned_minutes=60,
        chair="Ruth Ames",
        quorum_version="1",
        basis=SharingBasis.DIRECT_CARE,
        join_link="https://meet.example/abc",
        locked_at=TEN,
        started_at=TEN,
        attendees=(MATRON,),
        agenda=(AgendaItem(id="r-1", question="Is home safe?", minutes=10, place=0),),
    )


def case() -> CaseDiscussion:
    """A case with a decision."""
    return CaseDiscussion(
        meeting_part="part-1",
        question="Is home still safe?",
        situation="Two falls at night",
        action_to_date="Lying and standing blood pressure taken",
        update="Night sedation stopped",
        next_steps="Physiotherapy this week",
        decision="Stay, with a sensor mat",
        made_by="Joan Smith herself",
        person_view="Wants to stay",
        family_view="Daughter agrees",
        state=CaseState.OPEN,
        options="Move to a nursing unit",
        dissent="Night staff would rather move her",
        capacity="Has capacity for this, assessed 20-Nov-2026",
        minutes_taken=12,
    )


def minutes() -> MeetingMinutes:
    """Minutes with one copy."""
    return MeetingMinutes(
        meeting_part="part-1",
        home_id=HOME_ID,
        meeting_type=MeetingType.HOME_MONTHLY,
        held_on=HELD_ON,
        chair="Ruth Ames",
        attendees=(MATRON,),
        quorum="Missing: home nurse, one other",
        quorum_version="1",
        basis=SharingBasis.DIRECT_CARE,
        cases=(ClosedEntry(entry_id="c-1", mid="mid-1", body_hash="0" * 64),),
        copies=(
            MinutesCopy(
                organisation="Elm House", blacked_out=("c-1/dissent",), content_hash="0" * 64
            ),
        ),
        not_discussed=0,
    )


def escalation() -> Escalation:
    """An action overdue, told to the team lead."""
    return Escalation(
        action_id="a-1",
        trigger=EscalationTrigger.OVERDUE_ACTION,
        channel=EscalationChannel.TEAM_LEAD,
        to_whom="Ruth Ames, community matron",
        sent_at=TEN,
        situation="Bloods asked for a week ago are not taken",
        background="Kidney function was falling",
        recommendation="Take them today",
    )


MEETING_SAMPLES: Mapping[str, Callable[[], Record]] = {
    "meeting": meeting,
    "case_discussion": case,
    "meeting_minutes": minutes,
    "escalation": escalation,
}
