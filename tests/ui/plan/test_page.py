"""The plan of a round by keyboard: who is on it and why, moved, taken off, put on, kept and started."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.records.rounds import Round, RoundState
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import round_page
from mdt_core.use_cases.rounds import start_round
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context, Destination, ToResident, ToRound
from mdt_desktop.ui.plan.page import PlanPage
from mdt_desktop.ui.plan.presenter import TIME_ENDS
from tests.support.memory_store import TestClock
from tests.support.ward import IN_HOSPITAL, Ward
from tests.ui.plan.conftest import TODAY, Open, fell

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
FALL = Changes(frozenset({"fall"}))


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifier)


def rooms(page: PlanPage) -> list[str]:
    listed = [row for row in page.on_model.rows if row.is_resident]
    return [row.who.splitlines()[0].removeprefix("Room ") for row in listed]


def why(page: PlanPage, room: str) -> str:
    return next(row.why for row in page.on_model.rows if f"Room {room}\n" in row.who)


def chosen_room(page: PlanPage) -> str:
    return page.on_model.row(page.on_list.currentIndex().row()).who.splitlines()[0]


def header(context: Context, ward: Ward) -> Round | None:
    with context.store.reading() as connection:
        found = round_page(connection, context.actor, ward.home_id, TODAY).round
    return found.record if found else None


def settle(qtbot: QtBot, context: Context) -> None:
    runners = context.runners
    qtbot.waitUntil(lambda: runners.deeds.is_idle and runners.reads.is_idle)


def answer(page: PlanPage, words: str) -> Button:
    shown = [b for b in page.details.question.findChildren(Button) if b.isVisible()]
    return next(button for button in shown if button.text() == words)


def test_the_first_row_has_the_keyboard_and_every_reason_is_spelled_out(open_plan: Open) -> None:
    page = open_plan()
    assert focus() is page.on_list
    assert chosen_room(page) == "Room 1"
    assert rooms(page) == ["1", "9", "8", "11", "12", "7", "3", "4", "6", "10"]
    assert why(page, "9") == "◆ Urgent: Fall 24-Nov 02:15, head struck, blood thinner on the list"
    assert why(page, "7") == (
        "▲ This week: Home's concern, 24-Nov 06:55: «not himself, off his food»"
    )
    assert "D2A weekly. Day 90 of 28" in why(page, "8")
    assert page.head.estimate.text() == "About 80 min for 10 residents; 60 min planned"
    assert [row.resident_id for row in page.on_model.rows].index(TIME_ENDS) == 7


def test_who_is_not_on_the_list_stands_beside_it_with_why(open_plan: Open, ward: Ward) -> None:
    page = open_plan()
    assert {row.resident_id: row.why for row in page.off_model.rows} == {
        ward.in_room("2"): "No reason. Seen 17-Nov",
        ward.of(IN_HOSPITAL): "In hospital",
    }
    assert "~\u00a0Similar name" in page.off_model.row(0).who
    assert "999\u00a0000\u00a00026" in page.off_model.row(0).who


def test_alt_and_an_arrow_move_a_row_that_then_says_so(open_plan: Open) -> None:
    page = open_plan()
    press(Qt.Key.Key_Down, ALT)
    assert rooms(page)[:2] == ["9", "1"]
    assert "↕ Moved by you" in page.on_model.row(1).who
    assert chosen_room(page) == "Room 1"
    press(Qt.Key.Key_Up, ALT)
    press(Qt.Key.Key_Up, ALT)
    assert rooms(page)[:2] == ["1", "9"]
    page.deeds.down.click()
    assert rooms(page)[:2] == ["9", "1"]


def test_taking_off_asks_one_of_six_reasons_and_says_it(open_plan: Open, ward: Ward) -> None:
    page = open_plan()
    press(Qt.Key.Key_Delete)
    shown = [b for b in page.details.question.findChildren(Button) if b.isVisible()]
    assert len(shown) == 6
    answer(page, "Settled with the home by phone").click()
    assert rooms(page)[0] == "9"
    off = next(row for row in page.off_model.rows if row.resident_id == ward.in_room("1"))
    assert off.why == "Taken off: settled with the home by phone"
    assert focus() is page.on_list


def test_a_d2a_resident_can_only_be_marked_as_absent(open_plan: Open) -> None:
    page = open_plan()
    for _ in range(2):
        press(Qt.Key.Key_Down)
    assert chosen_room(page) == "Room 8"
    press(Qt.Key.Key_Delete)
    shown = [b.text() for b in page.details.question.findChildren(Button) if b.isVisible()]
    assert shown == ["In hospital", "Left or on leave"]
    assert page.details._d2a.isVisible()


def test_space_and_a_typed_room_put_on_the_list(open_plan: Open, ward: Ward) -> None:
    page = open_plan()
    press(Qt.Key.Key_G, CTRL)
    assert focus() is page.filter.editor
    QTest.keyClicks(page.filter.editor, "2")
    press(Qt.Key.Key_Return)
    assert rooms(page)[-1] == "2"
    assert why(page, "2") == "Put on the list by you"
    page.off_list.setFocus()
    assert page.off_model.row(0).resident_id == ward.of(IN_HOSPITAL)
    press(Qt.Key.Key_Space)
    assert rooms(page)[-1] == "5"
    assert page.head.estimate.text().startswith("About 96 min for 12 residents")


def test_what_to_have_ready_is_typed_for_the_chosen_row_and_kept(
    open_plan: Open, qtbot: QtBot, context: Context, ward: Ward
) -> None:
    page = open_plan()
    press(Qt.Key.Key_F2)
    QTest.keyClicks(focus(), "Lying and standing BP")
    press(Qt.Key.Key_Return)
    assert focus() is page.on_list
    assert why(page, "1").endswith("☐ Please have ready: Lying and standing BP")
    page.deeds.save.click()
    settle(qtbot, context)
    kept = header(context, ward)
    assert kept is not None
    assert kept.state is RoundState.PLANNED
    assert [(each.id, each.text) for each in kept.ready] == [
        (ward.in_room("1"), "Lying and standing BP")
    ]
    assert page.deeds.said.text().startswith("Saved ")
    again = open_plan()
    assert why(again, "1").endswith("Lying and standing BP")


def test_a_reason_opens_where_it_comes_from(
    open_plan: Open, ward: Ward, visited: list[Destination]
) -> None:
    page = open_plan()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    page.details.opens[0].click()
    assert visited == [
        ToResident(ward.in_room("1"), "Observations"),
        ToResident(ward.in_room("9"), "Timeline"),
    ]


def test_today_s_round_is_started_from_the_plan_by_one_press(
    open_plan: Open, qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    open_plan()
    press(Qt.Key.Key_Return, CTRL)  # 1 interaction
    qtbot.waitUntil(lambda: bool(visited))
    assert visited == [ToRound(ward.home_id, TODAY)]
    kept = header(context, ward)
    assert kept is not None
    assert kept.state is RoundState.OPEN
    assert kept.residents[:2] == (ward.in_room("1"), ward.in_room("9"))


def test_a_new_reason_marks_its_row_and_moves_nobody(
    open_plan: Open, qtbot: QtBot, workspace: Session, ward: Ward, clock: TestClock
) -> None:
    page = open_plan()
    before = rooms(page)
    clock.advance(minutes=5)
    fell(workspace, ward, "10")
    fell(workspace, ward, "2")
    page.refresh(FALL)
    qtbot.waitUntil(lambda: len(rooms(page)) == 11)
    assert rooms(page) == [*before, "2"]
    assert why(page, "10").startswith("● New since the plan. ◆ Urgent: Fall 24-Nov 07:20")
    assert "● New since the plan" in page.on_model.rows[-1].who
    assert page.message.text == (
        "New reasons since the plan: rooms 2, 10. They are marked; nobody was moved"
    )


def test_somebody_taken_off_with_a_new_reason_stays_off_and_is_marked(
    open_plan: Open, qtbot: QtBot, context: Context, workspace: Session, ward: Ward
) -> None:
    page = open_plan()
    press(Qt.Key.Key_Delete)
    answer(page, "Next round is soon enough").click()
    page.deeds.save.click()
    settle(qtbot, context)
    fell(workspace, ward, "1")
    again = open_plan()
    qtbot.waitUntil(lambda: "New since the plan" in again.off_model.row(0).why)
    assert again.off_model.row(0).resident_id == ward.in_room("1")
    assert "1" not in rooms(again)


def test_what_was_arranged_is_kept_when_the_page_is_left_and_nothing_when_nothing_was(
    open_plan: Open, qtbot: QtBot, context: Context, ward: Ward
) -> None:
    untouched = open_plan()
    untouched.leave()
    settle(qtbot, context)
    assert header(context, ward) is None
    page = open_plan()
    press(Qt.Key.Key_Down, ALT)
    page.leave()
    settle(qtbot, context)
    kept = header(context, ward)
    assert kept is not None
    assert kept.residents[:2] == (ward.in_room("9"), ward.in_room("1"))


def test_the_order_is_explained_in_words_without_points(open_plan: Open) -> None:
    page = open_plan()
    page.head.explain.click()
    words = page.head.explained.text()
    assert page.head.explained.isVisible()
    assert "◆ Urgent: " in words
    assert "not yet approved by your organisation" in words


def test_the_planned_time_moves_the_line_where_it_ends(open_plan: Open) -> None:
    page = open_plan()
    page.head.change.click()
    page.head.minutes.editor.selectAll()
    QTest.keyClicks(page.head.minutes.editor, "24")
    assert [row.resident_id for row in page.on_model.rows].index(TIME_ENDS) == 3
    QTest.keyClicks(page.head.minutes.editor, "99")
    assert page.head.minutes.problem == "Give whole minutes from 5 to 600"


def test_a_running_round_is_joined_and_not_added_to_by_itself(
    open_plan: Open, qtbot: QtBot, workspace: Session, ward: Ward, visited: list[Destination]
) -> None:
    open_plan()
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(visited))
    fell(workspace, ward, "2")
    again = open_plan()
    assert again.deeds.start.text() == "Join round"
    assert "2" not in rooms(again)
    assert again.off_model.row(0).resident_id == ward.in_room("2")
    assert "head struck" in again.off_model.row(0).why


def test_join_round_puts_the_person_among_those_who_are_here(
    qtbot: QtBot, context: Context, happened: Ward, visited: list[Destination]
) -> None:
    store, home_id, by = context.store, happened.home_id, context.actor
    start_round(store, by=by, home_id=home_id, day=TODAY, residents=[happened.in_room("9")])
    matron = replace(by, person_id="m", name="Ruth Adeyemi", role=Role.COMMUNITY_MATRON)
    page = PlanPage(replace(context, actor=matron), home_id, TODAY)
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.deeds.start.text() == "Join round")
    page.deeds.start.click()
    qtbot.waitUntil(lambda: visited == [ToRound(home_id, TODAY)])
    running = header(context, happened)
    assert running is not None
    assert {each.name for each in running.attendees} == {by.name, "Ruth Adeyemi"}
    assert running.residents == (happened.in_room("9"),)


def test_who_may_not_plan_sees_the_list_and_no_live_deed(
    qtbot: QtBot, context: Context, happened: Ward
) -> None:
    reader = replace(context, actor=replace(context.actor, role=Role.HOME_CARER))
    page = PlanPage(reader, happened.home_id, TODAY)
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: bool(page.on_model.rows))
    assert not any(button.isEnabled() for button in page.deeds.all())
    page._move(1)
    assert rooms(page)[0] == "1"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_plan_fits_its_window_in_every_text_size(
    open_plan: Open, qapp: QApplication, scale: float
) -> None:
    from mdt_desktop.qt import style  # noqa: PLC0415 - only here is the look changed

    style.apply(qapp, style.Look(scale=scale))
    width = 1116 if scale == 1 else 1216
    page = open_plan(width, 748)
    assert (page.width(), page.height()) == (width, 748)
    for button in page.deeds.all():
        assert min(button.width(), button.height()) >= 44
        assert button.mapTo(page, button.rect().bottomRight()).x() <= width
