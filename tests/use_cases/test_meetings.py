"""The MDT meeting: planned, its agenda, run case by case, its minutes approved."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, NotFound, Refused
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.case_discussions import CaseDiscussion
from mdt_core.records.consents import ConsentState, SharingConsent
from mdt_core.records.homes import Home
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import (
    MeetingAttendee,
    MeetingState,
    MeetingType,
    Presence,
    SharingBasis,
)
from mdt_core.roles import Role
from mdt_core.store.queries.meetings import MeetingPage, meeting_page, meetings, overdue_actions
from mdt_core.store.queries.statements import card_by_id
from mdt_core.use_cases.meeting_finish import Approving, approve_minutes
from mdt_core.use_cases.meetings import (
    MeetingPlan,
    attendee_id,
    change_meeting,
    lock_agenda,
    plan_meeting,
    put_on_agenda,
    remove_attendee,
    set_attendee,
    sign_case,
    start_meeting,
    take_off_agenda,
)
from mdt_core.use_cases.minutes import meeting_minutes, organisations
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.residents import place
from mdt_core.use_cases.rounds import add_action, withdraw
from tests.support.memory_store import GP, MemoryStore
from tests.support.ward import HOME_NAME, UNPLACED, Ward, make_ward

TODAY = date(2026, 11, 24)
SOCIAL_CARE = "Stockport social care"
WORKER = MeetingAttendee(
    id="p-worker",
    name="Iris Holt",
    role=MeetingRole.SOCIAL_WORKER,
    organisation=SOCIAL_CARE,
    presence=Presence.PRESENT,
)
CASE = {
    "question": "Is home safe?",
    "situation": "Two falls at night",
    "decision": "Stays, with a sensor mat",
    "made_by": "Herself",
    "dissent": "Night staff would move her",
    "state": "closed",
}


@dataclass
class Room:
    """A meeting of two homes: the ward and a second home with one resident."""

    memory: MemoryStore
    ward: Ward
    other_home: str
    other_resident: str
    meeting: str

    def page(self, by: Actor = GP) -> MeetingPage:
        with self.memory.store.reading() as connection:
            found = meeting_page(connection, by, self.meeting)
        assert found is not None
        return found

    def part_id(self, home_id: str) -> str:
        return next(each.part_id for each in self.page().parts if each.home_id == home_id)

    def ask(self, who: str, question: str = "Is home safe?") -> None:
        put_on_agenda(
            self.memory.store, by=GP, meeting=self.meeting, resident_id=who, question=question
        )

    def start(self) -> None:
        start_meeting(self.memory.store, by=GP, meeting=self.meeting)

    def sign(self, who: str, *actions: Action, **values: str) -> str:
        draft = Draft(CaseDiscussion, who, {**CASE, **values})
        signed = sign_case(
            self.memory.store, by=GP, meeting=self.meeting, draft=draft, actions=actions
        )
        return signed.case_id

    def approve(self, by: Actor = GP, **said: str) -> None:
        self.memory.clock.advance(minutes=30)
        approving = Approving(self.memory.clock(), **said)  # type: ignore[arg-type]
        approve_minutes(self.memory.store, by=by, meeting=self.meeting, said=approving)

    def read(self, organisation: str, blacked: frozenset[str] = frozenset()) -> str:
        made = meeting_minutes(
            self.memory.store,
            by=GP,
            meeting=self.meeting,
            part_id=self.part_id(self.ward.home_id),
            organisation=organisation,
            waiting=0,
            practice=True,
            blacked=blacked,
        )
        return repr(made)


@pytest.fixture
def room() -> Room:
    memory = MemoryStore()
    ward = make_ward(memory.store, GP)
    other_home, _ = save_home(memory.store, by=GP, home=Home(name="Oak House"))
    place(
        memory.store,
        by=GP,
        resident_id=ward.of(UNPLACED),
        home_id=other_home,
        stay_type="permanent",  # type: ignore[arg-type]
        admitted_at=memory.clock(),
        room="1",
    )
    plan = MeetingPlan(
        MeetingType.HOME_MONTHLY,
        TODAY,
        (ward.home_id, other_home),
        starts_at=datetime(2026, 11, 24, 7, 15, tzinfo=UTC),
        planned_minutes=60,
        chair="Dr Amina Shah",
        basis=SharingBasis.DIRECT_CARE,
        join_link="https://meet.example/secret-room",
    )
    meeting, _ = plan_meeting(memory.store, by=GP, plan=plan)
    return Room(memory, ward, other_home, ward.of(UNPLACED), meeting)


def home_nurse(room: Room) -> Actor:
    return replace(GP, person_id="hn", role=Role.HOME_NURSE, homes=frozenset({room.ward.home_id}))


def test_each_home_has_a_part_and_reads_nothing_of_the_others(room: Room) -> None:
    room.ask(room.ward.in_room("1"))
    room.ask(room.other_resident)
    assert [part.home_name for part in room.page().parts] == [HOME_NAME, "Oak House"]
    seen = room.page(home_nurse(room))
    assert [part.home_name for part in seen.parts] == [HOME_NAME]
    assert room.other_home not in repr(seen)
    assert "Whitcombe" not in repr(seen)
    with room.memory.store.reading() as connection:
        (line,) = meetings(connection, home_nurse(room), TODAY)
        (whole,) = meetings(connection, GP, TODAY)
    assert (line.homes, line.cases) == ((HOME_NAME,), 1)
    assert (whole.homes, whole.cases) == ((HOME_NAME, "Oak House"), 2)


def test_somebody_of_one_home_stands_in_that_homes_part_alone(room: Room) -> None:
    nurse = WORKER.model_copy(update={"id": "n", "name": "Nia", "role": MeetingRole.HOME_NURSE})
    set_attendee(
        room.memory.store, by=GP, meeting=room.meeting, attendee=nurse, home_id=room.other_home
    )
    parts = {part.home_name: part.meeting.attendees for part in room.page().parts}
    assert [each.name for each in parts["Oak House"]] == ["Nia", GP.name]
    assert [each.name for each in parts[HOME_NAME]] == [GP.name]
    away = nurse.model_copy(update={"presence": Presence.APOLOGIES})
    set_attendee(room.memory.store, by=GP, meeting=room.meeting, attendee=away)
    parts = {part.home_name: part.meeting.attendees for part in room.page().parts}
    assert [each.name for each in parts[HOME_NAME]] == [GP.name]
    assert parts["Oak House"][0].presence is Presence.APOLOGIES
    remove_attendee(room.memory.store, by=GP, meeting=room.meeting, attendee_id="n")
    assert [each.name for each in room.page().attendees] == [GP.name]


def test_the_same_name_of_the_same_organisation_is_one_person_on_every_device() -> None:
    assert attendee_id("Iris Holt ", SOCIAL_CARE) == attendee_id("iris holt", SOCIAL_CARE)
    assert attendee_id("Iris Holt", "") != attendee_id("Iris Holt", SOCIAL_CARE)


def test_a_locked_agenda_takes_nobody_until_it_is_unlocked(room: Room) -> None:
    first, second = room.ward.in_room("1"), room.ward.in_room("2")
    store = room.memory.store
    with pytest.raises(InvalidInput, match="Nobody is on the agenda"):
        lock_agenda(store, by=GP, meeting=room.meeting)
    room.ask(first)
    lock_agenda(store, by=GP, meeting=room.meeting)
    with pytest.raises(Refused, match="locked"):
        room.ask(second)
    with pytest.raises(Refused, match="locked"):
        take_off_agenda(store, by=GP, meeting=room.meeting, resident_id=first)
    lock_agenda(store, by=GP, meeting=room.meeting, is_locked=False)
    room.ask(second, "And the medicines?")
    room.ask(first, "Is home still safe?")
    assert [row.item.question for row in room.page().rows] == [
        "Is home still safe?",
        "And the medicines?",
    ]
    take_off_agenda(store, by=GP, meeting=room.meeting, resident_id=first)
    assert [row.line.resident_id for row in room.page().rows] == [second]


def test_a_resident_of_a_home_without_a_part_is_not_put_on_the_agenda(room: Room) -> None:
    store = room.memory.store
    plan = MeetingPlan(MeetingType.COMPLEX_CASE, TODAY, (room.other_home,))
    room.meeting, _ = plan_meeting(store, by=GP, plan=plan)
    with pytest.raises(NotFound, match="no part in this meeting"):
        room.ask(room.ward.in_room("1"))


def test_a_case_is_signed_in_its_residents_home_with_its_actions(room: Room) -> None:
    who = room.other_resident
    room.ask(who)
    with pytest.raises(Refused, match="not begun"):
        room.sign(who)
    room.start()
    case_id = room.sign(who, Action(text="Fit the mat", due=TODAY))
    row = room.page().row(who)
    assert row is not None
    assert row.case is not None
    assert (row.case.id, row.home_id) == (case_id, room.other_home)
    assert row.case.readable["meeting_part"] == room.part_id(room.other_home)
    with pytest.raises(Refused, match="signed already"):
        room.sign(who)
    with pytest.raises(Refused, match="Withdraw it first"):
        take_off_agenda(room.memory.store, by=GP, meeting=room.meeting, resident_id=who)
    with pytest.raises(Refused, match="not on the agenda"):
        room.sign(room.ward.in_room("1"))


def test_a_decision_needs_who_made_it_and_a_case_needs_words(room: Room) -> None:
    who = room.ward.in_room("1")
    room.ask(who)
    room.start()
    with pytest.raises(InvalidInput, match="who made the decision"):
        room.sign(who, made_by="")
    with pytest.raises(InvalidInput, match="Write what was said"):
        room.sign(who, situation="", decision="", made_by="")
    assert room.page().rows[0].case is None


def test_an_action_of_a_withdrawn_case_is_stopped_with_it(room: Room) -> None:
    who = room.ward.in_room("1")
    room.ask(who)
    room.start()
    draft = Draft(CaseDiscussion, who, CASE)
    signed = sign_case(
        room.memory.store,
        by=GP,
        meeting=room.meeting,
        draft=draft,
        actions=(Action(text="Fit the mat", due=TODAY),),
    )
    withdraw(room.memory.store, by=GP, record_id=signed.case_id)
    with room.memory.store.reading() as connection:
        action = card_by_id(connection, Action, signed.action_ids[0])
    assert action is not None
    assert action.readable["state"] == ActionState.STOPPED.value
    assert room.page().rows[0].case is None
    room.sign(who)


def test_a_case_left_open_stands_on_the_next_agenda_until_it_is_closed(room: Room) -> None:
    who = room.ward.in_room("1")
    room.ask(who)
    room.start()
    first = room.sign(who, state="open")
    store = room.memory.store
    plan = MeetingPlan(MeetingType.HOME_MONTHLY, date(2026, 12, 22), (room.ward.home_id,))
    room.meeting, _ = plan_meeting(store, by=GP, plan=plan)
    (row,) = room.page().rows
    assert (row.item.question, row.item.carried_from) == ("Is home safe?", first)
    room.memory.clock.advance(days=28)
    room.start()
    room.sign(who)
    case = room.page().rows[0].case
    assert case is not None
    assert case.readable["carried_from"] == first
    room.meeting, _ = plan_meeting(store, by=GP, plan=replace(plan, held_on=date(2027, 1, 19)))
    assert room.page().rows == ()


def test_minutes_black_out_what_is_named_and_everything_of_who_refused(room: Room) -> None:
    set_attendee(room.memory.store, by=GP, meeting=room.meeting, attendee=WORKER)
    first, second = room.ward.in_room("1"), room.ward.in_room("2")
    room.ask(first)
    room.ask(second)
    consent = {"state": ConsentState.REFUSED.value, "decided_on": "2026-11-20"}
    draft = Draft(SharingConsent, second, {**consent, "decision_maker": "Herself"})
    record_statement(room.memory.store, by=GP, draft=draft)
    room.start()
    case_id = room.sign(first)
    room.sign(second, situation="What she told us in confidence", dissent="")
    part = room.page().parts[0]
    assert organisations(part) == (HOME_NAME, "Elm Surgery", SOCIAL_CARE)
    for trusted in (HOME_NAME, "Elm Surgery"):
        assert "in confidence" in room.read(trusted)
    theirs = room.read(SOCIAL_CARE)
    assert "in confidence" not in theirs
    assert "FEATHERSTONE" not in theirs
    assert "Night staff would move her" in theirs
    named = room.read(SOCIAL_CARE, frozenset({f"{case_id}/dissent", f"{case_id}/actions"}))
    assert "Night staff would move her" not in named
    assert "secret-room" not in named
    room.approve()
    assert "in confidence" not in room.read(SOCIAL_CARE)
    assert "in confidence" in room.read(HOME_NAME)


def test_approving_closes_the_meeting_and_keeps_what_each_organisation_may_read(
    room: Room,
) -> None:
    set_attendee(room.memory.store, by=GP, meeting=room.meeting, attendee=WORKER)
    who = room.ward.in_room("1")
    room.ask(who)
    room.start()
    case_id = room.sign(who)
    part_id = room.part_id(room.ward.home_id)
    room.memory.clock.advance(minutes=30)
    blacked = {part_id: {SOCIAL_CARE: frozenset({f"{case_id}/dissent"})}}
    said = Approving(room.memory.clock(), blacked)
    approve_minutes(room.memory.store, by=GP, meeting=room.meeting, said=said)
    minutes = next(each.minutes for each in room.page().parts if each.part_id == part_id)
    assert minutes is not None
    assert minutes.record is not None
    assert [each.entry_id for each in minutes.record.cases] == [case_id]
    assert minutes.record.quorum == "Missing: home nurse"
    hashes = {each.organisation: each.content_hash for each in minutes.record.copies}
    assert hashes[HOME_NAME] == hashes["Elm Surgery"] != hashes[SOCIAL_CARE]
    assert room.page().is_closed
    assert room.page().header.state is MeetingState.COMPLETED
    assert "Night staff" not in room.read(SOCIAL_CARE, frozenset())
    assert "is_changed=False" in room.read(SOCIAL_CARE)
    for refused in (room.start, lambda: room.ask(who)):
        with pytest.raises(Refused, match="approved, and it is closed"):
            refused()
    with pytest.raises(Refused, match="Nothing of this meeting is left"):
        room.approve()
    with pytest.raises(NotFound, match="No minutes were approved"):
        room.read("A stranger")
    withdraw(room.memory.store, by=GP, record_id=case_id)
    assert "is_changed=True" in room.read(SOCIAL_CARE)


def test_minutes_are_not_approved_without_times_people_basis_and_reasons(room: Room) -> None:
    who = room.ward.in_room("1")
    room.ask(who)
    with pytest.raises(Refused, match="not begun"):
        room.approve()
    room.memory.clock.advance(minutes=-30)
    room.start()
    with pytest.raises(InvalidInput, match="Not discussed: 1"):
        room.approve()
    store, meeting = room.memory.store, room.meeting
    change_meeting(store, by=GP, meeting=meeting, update={"basis": None})
    with pytest.raises(InvalidInput, match="on what the meeting shares"):
        room.approve(why_open="No time")
    change_meeting(store, by=GP, meeting=meeting, update={"basis": SharingBasis.CONSENT})
    early = Approving(datetime(2026, 11, 24, 1, 0, tzinfo=UTC), why_open="No time")
    with pytest.raises(InvalidInput, match="before the start"):
        approve_minutes(store, by=GP, meeting=meeting, said=early)
    remove_attendee(store, by=GP, meeting=meeting, attendee_id=GP.person_id)
    with pytest.raises(InvalidInput, match="who was there"):
        room.approve(why_open="No time")
    assert not room.page().is_closed


def test_who_may_not_write_meetings_is_refused_and_a_past_day_is_not_planned(room: Room) -> None:
    carer = replace(GP, role=Role.HOME_CARER, homes=frozenset({room.ward.home_id}))
    with pytest.raises(NotAllowed):
        start_meeting(room.memory.store, by=carer, meeting=room.meeting)
    plan = MeetingPlan(MeetingType.QUALITY, date(2026, 11, 23), (room.ward.home_id,))
    with pytest.raises(InvalidInput, match="This day is past"):
        plan_meeting(room.memory.store, by=GP, plan=plan)
    with pytest.raises(InvalidInput, match="at least one home"):
        plan_meeting(room.memory.store, by=GP, plan=replace(plan, homes=()))


def test_overdue_actions_of_a_home_are_found_longest_overdue_first(room: Room) -> None:
    who = room.ward.in_room("1")
    for text, due in (("later", TODAY), ("long", date(2026, 11, 1)), ("ahead", date(2027, 1, 1))):
        action = Action(text=text, due=due)
        add_action(room.memory.store, by=GP, resident_id=who, action=action)
    with room.memory.store.reading() as connection:
        found = overdue_actions(connection, GP, room.ward.home_id, TODAY)
    assert [each.action.readable["text"] for each in found] == ["long", "later"]
