"""One meeting: its agenda and people are prepared, its cases run, its minutes approved."""

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from mdt_core.clock import london_day
from mdt_core.records.actions import Action
from mdt_core.records.meetings import MeetingState, Presence
from mdt_core.store.queries.actions import ActionsAsked, Whose, actions_found
from mdt_core.store.queries.meetings import MeetingPage as Stored
from mdt_core.store.queries.meetings import meeting_page
from mdt_core.store.queries.statements import cards
from mdt_core.store.unit_of_work import About
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToForm
from mdt_desktop.ui.meeting.case_desk import CaseDesk
from mdt_desktop.ui.meeting.page import MeetingPage
from mdt_desktop.ui.meeting.presenter import invitation_of
from mdt_desktop.ui.meeting.run import ALL_SIGNED, READY
from tests.support.care import not_for_cpr
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.conftest import PASSPHRASE
from tests.ui.meeting.scene import SOCIAL_CARE, opened, planned, running
from tests.ui.round.hands import click, focus, named, shows, type_words, words_on


def stored(context: Context, meeting: str) -> Stored:
    with context.store.reading() as connection:
        found = meeting_page(connection, context.actor, meeting)
    assert found is not None
    return found


def desk(qtbot: QtBot, page: MeetingPage, ward: Ward, room: str) -> CaseDesk:
    """The desk of who lives in a room, open for typing."""
    who = ward.in_room(room)
    qtbot.waitUntil(lambda: page.run.resident_id == who)
    made = page.run.desk
    assert made is not None
    qtbot.waitUntil(made.form.isEnabled)
    return made


def write_case(made: CaseDesk, decision: str) -> None:
    for name, words in (("decision", decision), ("made_by", "Herself")):
        made.form.fields[name].setFocus()
        type_words(words)
    click(named(made.form, "Closed"))


def test_the_agenda_is_put_together_locked_and_the_meeting_started(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    meeting = planned(context, ward)
    page = opened(qtbot, context, meeting)
    agenda = page.prepare.agenda
    assert "3 cases, 30 minutes of 60 planned" in words_on(page)
    click(agenda.put_on)
    assert agenda.who.problem == "Choose the resident"
    agenda.who.set_value(ward.in_room("7"))
    agenda.question.set_value("Can he go home?")
    agenda.minutes.set_value("20")
    click(agenda.put_on)
    shows(qtbot, page, "4 cases, 50 minutes of 60 planned")
    assert [row.item.question for row in stored(context, meeting).rows][-1] == "Can he go home?"
    assert agenda.question.value() == ""
    agenda.who.set_value(ward.in_room("7"))
    click(agenda.take_off)
    shows(qtbot, page, "3 cases, 30 minutes")
    click(page.prepare.lock)
    shows(qtbot, page, "The agenda is locked")
    assert not agenda.put_on.isVisible()
    click(page.prepare.start)
    desk(qtbot, page, ward, "1")
    header = stored(context, meeting).header
    assert header.state is MeetingState.OPEN
    assert [each.name for each in header.present] == ["Dr Amina Shah", "Iris Holt"]


def test_who_is_here_decides_about_the_quorum_in_words(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    meeting = planned(context, ward)
    page = opened(qtbot, context, meeting)
    people = page.prepare.people
    assert "Missing: clinician, home nurse" in people.quorum.text()
    people.person.set_value("*")
    people.person.edited.emit("*")
    click(people.invite)
    qtbot.waitUntil(lambda: people.name.problem == "Write the name")
    people.name.set_value("Joy Adeyemi")
    people.role.set_value("home_nurse")
    people.organisation.set_value("Larch House")
    click(people.invite)
    shows(qtbot, page, "Joy Adeyemi, Care-home nurse, Larch House")
    for person in stored(context, meeting).attendees:
        field = people.fields[person.id]
        if person.presence is not Presence.PRESENT:
            click(field.button("present"))
            qtbot.waitUntil(
                lambda: all(
                    each.presence is Presence.PRESENT or people.fields[each.id].value() == "invited"
                    for each in stored(context, meeting).attendees
                )
            )
    qtbot.waitUntil(lambda: "Quorum met" in people.quorum.text())


def test_a_case_is_signed_with_an_action_and_the_next_one_opens(
    qtbot: QtBot, context: Context, ward: Ward, clock: TestClock
) -> None:
    meeting = running(context, ward)
    page = opened(qtbot, context, meeting)
    made = desk(qtbot, page, ward, "1")
    assert made.form.fields["question"].stored() == "Is she still safe here?"
    assert "Is she still safe here?" in words_on(made.know)
    assert made.form.draft().is_empty
    page.run.sign_now()
    assert "Choose whether the case is closed" in page.message.text
    clock.advance(minutes=12)
    page.run._tick()
    assert page.run.clock.text().endswith("over by 2 min")
    write_case(made, "Stays, with a sensor mat")
    made.form.action_lines.line.setFocus()
    type_words("fit the mat @home fri")
    assert page.run.sign.text() == "Sign for ACHTERBERG and next"
    click(page.run.sign)
    desk(qtbot, page, ward, "4")
    shows(qtbot, page, "1 of 3 cases signed")
    row = stored(context, meeting).row(ward.in_room("1"))
    assert row is not None
    assert row.case is not None
    assert row.case.readable["minutes_taken"] == 12
    with context.store.reading() as connection:
        (action,) = cards(connection, Action, ward.in_room("1"))
        everybodys = ActionsAsked(whose=Whose.ALL)
        (listed,) = actions_found(
            connection, context.actor, everybodys, london_day(clock())
        ).actions
    assert listed.from_kind == "case_discussion"
    assert action.readable["text"] == "fit the mat"
    assert action.readable["entry_id"] == row.case.id


def test_what_is_typed_of_a_case_is_kept_and_offered_again(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    meeting = running(context, ward)
    page = opened(qtbot, context, meeting)
    made = desk(qtbot, page, ward, "1")
    made.form.fields["situation"].setFocus()
    type_words("Two falls")
    page.leave()
    page.hide()
    again = opened(qtbot, context, meeting)
    shows(qtbot, again, "You left a draft for ACHTERBERG")
    click(named(again, "Go on with it"))
    assert desk(qtbot, again, ward, "1").form.fields["situation"].stored() == "Two falls"


def test_while_presenting_nobody_else_is_named_and_a_blank_page_stands_between(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    page = opened(qtbot, context, running(context, ward))
    desk(qtbot, page, ward, "1")
    page.set_presenting(is_presenting=True)
    assert not any(button.isVisible() for button in (*page.steps, page.present_button))
    page.show_step(0)
    assert page.run.isVisible()
    page.run.open(ward.in_room("5"))
    shows(qtbot, page, READY)
    assert "NOWAK" not in words_on(page)
    click(page.run.show_next)
    desk(qtbot, page, ward, "5")
    page.set_presenting(is_presenting=False)
    assert page.steps[0].isVisible()


def test_minutes_are_blacked_out_seen_approved_and_saved_for_an_organisation(
    qtbot: QtBot, context: Context, ward: Ward, tmp_path: Path
) -> None:
    meeting = running(context, ward)
    page = opened(qtbot, context, meeting)
    for room in ("1", "4", "5"):
        write_case(desk(qtbot, page, ward, room), f"Decided for room {room}")
        click(page.run.sign)
    shows(qtbot, page, ALL_SIGNED)
    click(page.run.finish)
    finish = page.finish
    qtbot.waitUntil(lambda: finish.made is not None and len(finish.fields) == 3)
    finish.copy.set_value(SOCIAL_CARE)
    finish.copy.edited.emit(SOCIAL_CARE)
    qtbot.waitUntil(finish.fields[0].isVisible)
    click(named(finish.fields[0], "Decision"))
    qtbot.waitUntil(
        lambda: (
            finish.made is not None
            and finish.made.minutes.organisation == SOCIAL_CARE
            and len(finish.made.of.blacked) == 1
        )
    )
    click(finish.approve)
    assert "to approve the minutes" in finish.secret.problem
    finish.secret.setFocus()
    type_words("wrong words")
    click(finish.approve)
    qtbot.waitUntil(lambda: page.message.text != "")
    assert not stored(context, meeting).is_closed
    finish.secret.setFocus()
    type_words(PASSPHRASE)
    click(finish.approve)
    shows(qtbot, page, "The minutes are approved")
    assert stored(context, meeting).is_closed
    qtbot.waitUntil(
        lambda: (
            finish.save.isEnabled() and finish.made is not None and not finish.made.minutes.is_draft
        )
    )
    finish.save_to(str(tmp_path / "social.pdf"))
    shows(qtbot, page, "Saved as")
    read = PdfReader(BytesIO((tmp_path / "social.pdf").read_bytes()))
    text = "".join(each.extract_text() for each in read.pages)
    assert "Decided for room 1" not in text
    assert "Decided for room 4" in text
    assert f"Copy for {SOCIAL_CARE}" in text


def test_cases_that_were_not_discussed_need_a_reason(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    page = opened(qtbot, context, running(context, ward))
    desk(qtbot, page, ward, "1")
    page.show_step(2)
    shows(qtbot, page, "Not discussed: room 1, room 4, room 5")
    click(page.finish.approve)
    assert page.finish.why.problem == "Say why, or discuss them"
    assert page.finish.why.isAncestorOf(focus())


def test_an_overdue_action_is_proposed_and_escalated_by_a_person(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination], clock: TestClock
) -> None:
    who = ward.in_room("7")
    with context.store.deed(context.actor) as unit:
        due = london_day(clock())
        unit.write(Action(text="Bloods", due=due), About(who, ward.home_id))
        unit.commit()
    clock.advance(days=3)
    meeting = planned(context, ward)
    page = opened(qtbot, context, meeting)
    shows(qtbot, page, "Overdue by 3 days: tell the team lead")
    shows(qtbot, page, "Not told to anybody yet, as far as this computer knows")
    click(named(page, "Put on the agenda: Room 7: Bloods. Overdue by 3 days: tell the team lead"))
    shows(qtbot, page, "4 cases")
    assert stored(context, meeting).rows[-1].item.question == "Overdue action: Bloods"
    shows(qtbot, page, "Record an escalation")
    click(
        named(page, "Record an escalation: Room 7: Bloods. Overdue by 3 days: tell the team lead")
    )
    (gone_to,) = visited
    assert isinstance(gone_to, ToForm)
    assert (gone_to.kind, gone_to.resident_id) == ("escalation", who)
    with context.store.reading() as connection:
        assert gone_to.about in {each.id for each in cards(connection, Action, who)}


def test_an_invitation_is_saved_and_says_when_and_nothing_about_anybody(
    qtbot: QtBot, context: Context, ward: Ward, tmp_path: Path
) -> None:
    page = opened(qtbot, context, planned(context, ward))
    assert page.prepare.invite.isVisible()
    assert page.read is not None
    made = invitation_of(page.read, context.clock())
    assert made is not None
    page.save_invitation(made, str(tmp_path / "meeting.ics"))
    shows(qtbot, page, "It names nobody")
    text = (tmp_path / "meeting.ics").read_text("utf-8")
    assert "SUMMARY:MDT meeting\\, Larch House" in text
    for word in ("ACHTERBERG", "Achterberg", "Iris", "Shah", "safe"):
        assert word not in text


def test_a_change_elsewhere_is_read_and_what_is_written_stays(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    meeting = running(context, ward)
    page = opened(qtbot, context, meeting)
    made = desk(qtbot, page, ward, "1")
    made.form.fields["situation"].setFocus()
    type_words("Half a sen")
    before = page.read
    page.refresh(Changes(frozenset({"meeting"}), frozenset()))
    qtbot.waitUntil(lambda: page.read is not before)
    assert page.run.desk is made
    assert made.form.fields["situation"].stored() == "Half a sen"


def test_a_decision_that_comes_while_a_case_is_open_is_looked_at_before_it_is_signed(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    page = opened(qtbot, context, running(context, ward))
    context.bus.changed.connect(page.refresh)  # as the frame does
    made = desk(qtbot, page, ward, "1")
    write_case(made, "Try paracetamol")
    with context.store.deed(context.actor) as unit:
        unit.sign(not_for_cpr(), About(made.resident_id, ward.home_id))
        changes = unit.commit()
    context.bus.publish(Changes(changes.kinds, changes.ids))
    qtbot.waitUntil(lambda: "CPR decision changed. Look before you sign" in made.news_bar.text)
    click(page.run.sign)
    shows(qtbot, page, "CPR decision changed. Look before you sign")
    assert page.run.desk is made
    click(named(made.news_bar, "Look"))
    assert made.page.care.cpr
    assert made.form.fields["decision"].stored() == "Try paracetamol"
    click(page.run.sign)
    qtbot.waitUntil(lambda: page.run.desk is not made)
