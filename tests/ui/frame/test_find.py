"""Find: Ctrl+K, letters, Enter; two identifiers in sight; and back to where one was."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_desktop.ui.context import ToHome, ToResident
from mdt_desktop.ui.find.presenter import answer_words
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.today.page import TodayPage
from tests.support.ward import HOME_NAME, UNPLACED, Ward

CTRL = Qt.KeyboardModifier.ControlModifier


def ask(qtbot: QtBot, frame: Frame, words: str) -> None:
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    editor = frame.finder.question.editor
    assert editor.hasFocus()
    QTest.keyClicks(editor, words)
    qtbot.waitUntil(lambda: frame.finder.is_answered)


def press(frame: Frame, key: Qt.Key) -> None:
    QTest.keyClick(frame.finder.question.editor, key)


def test_ctrl_k_letters_enter_open_a_resident(qtbot: QtBot, frame: Frame, ward: Ward) -> None:
    ask(qtbot, frame, "oko")
    assert len(frame.finder.model.rows) == 1
    press(frame, Qt.Key.Key_Return)
    assert frame.place == ToResident(ward.of("Okonkwo"))


def test_two_of_one_name_are_both_shown_with_birth_and_number(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    ask(qtbot, frame, "feath")
    rows = frame.finder.model.rows
    assert [(row.born, row.nhs_number) for row in rows] == [
        ("11-Jun-1931", "999 000 0026"),
        ("30-Sep-1934", "999 000 0034"),
    ]
    assert all("Similar" in row.name for row in rows)
    press(frame, Qt.Key.Key_Down)
    press(frame, Qt.Key.Key_Return)
    assert frame.place == ToResident(ward.in_room("3"))


def test_enter_before_the_answer_opens_nobody(qtbot: QtBot, frame: Frame) -> None:
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    editor = frame.finder.question.editor
    QTest.keyClicks(editor, "feath")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert isinstance(frame.page, TodayPage)
    qtbot.waitUntil(lambda: frame.finder.is_answered)
    QTest.keyClicks(editor, "x")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert isinstance(frame.page, TodayPage)


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot, frame: Frame) -> None:
    ask(qtbot, frame, "oko")
    old = frame.finder.model.rows
    editor = frame.finder.question.editor
    QTest.keyClicks(editor, "x")
    frame.finder._on_answer("oko", old)
    qtbot.waitUntil(lambda: frame.finder.is_answered)
    assert frame.finder.model.rows == ()


def test_esc_gives_the_keyboard_back_to_where_it_was(qtbot: QtBot, frame: Frame) -> None:
    assert isinstance(frame.page, TodayPage)
    frame.page.table.setFocus()
    ask(qtbot, frame, "oko")
    press(frame, Qt.Key.Key_Escape)
    assert not frame.finder.isVisible()
    assert frame.page.table.hasFocus()


def test_nobody_stands_there_when_find_is_opened_again(qtbot: QtBot, frame: Frame) -> None:
    ask(qtbot, frame, "oko")
    press(frame, Qt.Key.Key_Escape)
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    assert frame.finder.model.rows == ()
    assert frame.finder.question.value() == ""


def test_tab_stays_inside_the_panel(qtbot: QtBot, frame: Frame) -> None:
    ask(qtbot, frame, "feath")
    for _ in range(8):
        QTest.keyClick(frame.window().focusWidget(), Qt.Key.Key_Tab)
        focus = frame.window().focusWidget()
        assert focus is not None
        assert frame.finder.isAncestorOf(focus)


def test_a_room_a_number_and_a_home_are_found(qtbot: QtBot, frame: Frame, ward: Ward) -> None:
    ask(qtbot, frame, "999 000 0018")
    assert [row.resident_id for row in frame.finder.model.rows] == [ward.of("Achterberg")]
    press(frame, Qt.Key.Key_Escape)
    ask(qtbot, frame, "larch")
    assert [row.name for row in frame.finder.model.rows] == [HOME_NAME]
    press(frame, Qt.Key.Key_Return)
    assert frame.place == ToHome(ward.home_id)


def test_who_waits_for_a_home_is_found_and_said_to_wait(qtbot: QtBot, frame: Frame) -> None:
    ask(qtbot, frame, UNPLACED[:4])
    assert [row.place for row in frame.finder.model.rows] == ["Not placed in a home"]


def test_nothing_found_names_the_homes_one_can_see(qtbot: QtBot, frame: Frame) -> None:
    ask(qtbot, frame, "zzz")
    assert frame.finder.words.text() == (
        "No resident found. You can see Larch House and Rowan Court on this device."
    )
    assert "4 homes" in answer_words("zzz", (), ("A", "B", "C", "D"))


def test_the_list_keeps_the_rules_of_qt_models(
    qtbot: QtBot, frame: Frame, qtmodeltester: ModelTester
) -> None:
    ask(qtbot, frame, "feath")
    qtmodeltester.check(frame.finder.model)  # type: ignore[no-untyped-call]  # pytest-qt has no types
