"""What the start screen tells the other side and is told: seen, got, answered, confirmed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.roles import Role
from mdt_core.use_cases.observations import raise_concern, raise_home_concern
from mdt_core.use_cases.rounds import sign_entry
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.today.page import TodayPage
from mdt_desktop.ui.today.rows import Deed, TodayRow
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.actions.work import make_work
from tests.ui.today.conftest import Open, choose, home_nurse

WORRIED = Concern(words="Drowsy since breakfast", how_soon=HowSoon.TODAY)
ANSWER = "Offer drinks each hour. I ring at two"


def row(page: TodayPage, words: str) -> TodayRow | None:
    return next((row for row in page.model.rows if words in row.words), None)


def said(page: TodayPage, words: str) -> str:
    found = row(page, words)
    return f"{found.words}\n{found.when}" if found else ""


def test_an_urgent_action_unseen_for_a_quarter_of_an_hour_says_whom_to_phone(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward, clock: TestClock
) -> None:
    make_work(context.store, context.actor, ward)
    page = opened()
    assert "Phone" not in said(page, "Fluids")
    clock.advance(minutes=15)
    page.minute.timeout.emit()
    wanted = "◆ Urgent. Not seen by the home yet. Phone 0161 496 0123"
    qtbot.waitUntil(lambda: wanted in said(page, "Fluids"))


def test_what_the_home_was_shown_is_seen_and_says_when(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward, clock: TestClock
) -> None:
    make_work(context.store, context.actor, ward)
    clock.advance(minutes=3)
    opened(home_nurse(ward))
    page = opened()
    qtbot.waitUntil(lambda: "✓ Seen by the home 07:18" in said(page, "Fluids"))
    clock.advance(minutes=30)
    page.minute.timeout.emit()
    qtbot.waitUntil(lambda: context.runners.reads.is_idle)
    assert "Phone" not in said(page, "Fluids")


def test_the_team_reading_its_own_list_makes_nothing_seen(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    make_work(context.store, context.actor, ward)
    page = opened()
    choose(page, "Fluids")
    qtbot.wait(400)  # longer than a row has to be in sight
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    assert "Seen" not in said(page, "Fluids")
    assert "Waiting to be sent" in said(page, "Fluids")


def test_a_concern_goes_from_written_to_got_to_answered_in_its_words(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    who = ward.of("Okonkwo")
    raise_concern(context.store, by=home_nurse(ward), resident_id=who, concern=WORRIED)
    home = opened(home_nurse(ward))
    first = said(home, "Drowsy")
    assert "○ Waiting to be sent\n○ Not got by the team yet\n○ Not answered yet" in first
    assert "If you are worried now, phone 0161 496 0999 (out of hours)" in first
    team = opened()
    qtbot.waitUntil(lambda: "✓ Got by the team 07:15" in said(home, "Drowsy"))
    choose(team, "Drowsy")
    QTest.keyClick(team.table, Qt.Key.Key_Space)
    assert team.currentWidget() is team.answer
    assert team.answer.save.text() == "Answer for OKONKWO"
    QTest.keyClicks(team.answer.answer.editor, ANSWER)
    team.answer.save.click()
    qtbot.waitUntil(lambda: team.currentWidget() is not team.answer)
    qtbot.waitUntil(lambda: row(team, "Drowsy") is None)
    qtbot.waitUntil(lambda: "✓ Answered 07:15" in said(home, "Drowsy"))
    assert f"Answer of Dr Amina Shah: «{ANSWER}»" in said(home, "Drowsy")
    assert "phone" not in said(home, "Drowsy")


def test_an_answer_needs_words_and_escape_writes_nothing(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    who = ward.of("Okonkwo")
    raise_concern(context.store, by=home_nurse(ward), resident_id=who, concern=WORRIED)
    page = opened()
    choose(page, "Drowsy")
    page.deed.click()
    page.answer.save.click()
    field = page.answer.answer
    qtbot.waitUntil(lambda: field.problem == "Write the answer.")
    QTest.keyClick(page.answer, Qt.Key.Key_Escape)
    assert row(page, "Drowsy") is not None


def test_a_concern_about_the_home_is_answered_without_a_name(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    short = Concern(words="Two on sick leave tonight", how_soon=HowSoon.TODAY)
    by, home_id = home_nurse(ward), ward.home_id
    raise_home_concern(context.store, by=by, home_id=home_id, concern=short, draft_of=home_id)
    page = opened()
    choose(page, "sick leave")
    page.deed.click()
    assert page.answer.save.text() == "Answer for Larch House"
    assert page.answer.banner.isHidden()
    QTest.keyClicks(page.answer.answer.editor, ANSWER)
    page.answer.save.click()
    home = opened(home_nurse(ward))
    qtbot.waitUntil(lambda: ANSWER in said(home, "sick leave"))


def test_an_entry_written_for_me_is_read_before_it_is_confirmed(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    values = {"how": HowSeen.VIDEO, "note": "Chest clear", "see_again": SeeAgain.NEXT_ROUND}
    draft = Draft(RoundEntry, ward.of("Okonkwo"), values)
    scribe = Actor("s", "Joy Adeyemi", Role.NURSE, "Elm Surgery")
    sign_entry(context.store, by=scribe, draft=draft, responsible=context.actor.author)
    assert "none" in said(opened(scribe), "Waiting for my confirmation")
    page = opened()
    found = row(page, "Entry by Joy Adeyemi for you: «Chest clear»")
    assert found is not None
    assert found.deed is Deed.CONFIRM
    choose(page, "Entry by Joy")
    page.deed.click()
    assert "Note: Chest clear" in page.confirm.entry.text()
    page.confirm.save.click()
    qtbot.waitUntil(lambda: "none" in said(page, "Waiting for my confirmation"))
