"""One of many answers is found by typing and chosen from the list; letters alone are no answer."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mdt_desktop.qt import style
from mdt_desktop.ui.forms.finding import Findable, fitting
from mdt_desktop.ui.forms.long_choice import LongChoiceField

ANSWERS = (
    Findable("wrong_dose", "Wrong dose"),
    Findable("wrong_time", "Wrong time"),
    Findable("no_stock", "Out of stock"),
    Findable("life", "H: life-sustaining intervention"),
    Findable("late", "Séance late", "1234567"),
)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("", "wrong_dose wrong_time no_stock life late"),
        ("wro", "wrong_dose wrong_time"),
        ("DOSE", "wrong_dose"),
        ("ti wr", "wrong_time"),
        ("rong", ""),
        ("h", "life"),
        ("sus", "life"),
        ("seance", "late"),
        ("1234", "late"),
        ("12", ""),
        ("wrong x", ""),
    ],
)
def test_every_typed_word_begins_a_word_or_the_code(typed: str, keys: str) -> None:
    assert [each.key for each in fitting(ANSWERS, typed)] == keys.split()


@pytest.fixture
def told(qtbot: QtBot, look: style.Look) -> Iterator[tuple[LongChoiceField, list[object]]]:
    assert look
    window = QWidget()
    qtbot.addWidget(window)
    field = LongChoiceField("What", ANSWERS, hint="", parent=window)
    box = QVBoxLayout(window)
    box.addWidget(field)
    box.addWidget(QLineEdit(window))
    box.addStretch(1)
    window.resize(700, 500)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    field.editor.setFocus()
    edits: list[object] = []
    field.edited.connect(edits.append)
    yield field, edits
    window.close()


Told = tuple[LongChoiceField, list[object]]


def key(field: LongChoiceField, pressed: Qt.Key) -> None:
    """One key where the window system would send it: to the list while it is open."""
    QTest.keyClick(field.list.view if field.list.is_open else field.editor, pressed)


def test_typing_finds_and_enter_chooses(told: Told) -> None:
    field, edits = told
    QTest.keyClicks(field.editor, "wr")
    assert field.list.rows == ("Wrong dose", "Wrong time")
    assert field._said.text() == "2 of 5 fit"
    assert (field.value(), field.stored()) == ("", "")
    key(field, Qt.Key.Key_Down)
    assert field.value() == ""
    key(field, Qt.Key.Key_Return)
    assert field.stored() == "wrong_time"
    assert (field.editor.text(), field._said.text()) == ("Wrong time", "✓ Chosen")
    assert not field.list.is_open
    assert edits[-1] == "wrong_time"
    assert field.wrong() == ""


def test_a_press_shows_all_and_a_press_chooses(told: Told) -> None:
    field, edits = told
    for opening in (field.all, field.editor):
        QTest.mouseClick(opening, Qt.MouseButton.LeftButton)
        assert len(field.list.rows) == len(ANSWERS)
        assert not edits
        field.list.close()
    QTest.mouseClick(field.all, Qt.MouseButton.LeftButton)
    view = field.list.view
    at = view.visualRect(view.model().index(2, 0)).center()
    assert view.visualRect(view.model().index(2, 0)).height() >= 44
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert edits == ["no_stock"]
    assert field.value() == "no_stock"


@pytest.mark.parametrize("leave", [Qt.Key.Key_Tab, Qt.Key.Key_Escape], ids=["tab", "esc"])
def test_leaving_chooses_nothing_and_esc_stays_in_the_box(told: Told, leave: Qt.Key) -> None:
    field, _ = told
    QTest.keyClicks(field.editor, "dose")
    key(field, leave)
    assert not field.list.is_open
    assert field.editor.hasFocus() is (leave == Qt.Key.Key_Escape)
    assert field.value() == ""
    assert field.wrong() == "1 answer fits «dose». Choose from the list, or empty the box"


def test_what_fits_nothing_is_said_and_not_kept(told: Told) -> None:
    field, edits = told
    QTest.keyClicks(field.editor, "xyz")
    assert not field.list.is_open
    assert field._said.text() == "0 of 5 fit"
    assert "0 of 5 fit" in field.editor.accessibleDescription()
    key(field, Qt.Key.Key_Tab)
    assert field.problem == "No answer fits «xyz». Type other letters, or empty the box"
    assert set(edits) == {""}
    field.editor.setFocus()
    field.editor.selectAll()
    key(field, Qt.Key.Key_Backspace)
    assert (field.problem, field.wrong(), field._said.isVisible()) == ("", "", False)


def test_an_answer_longer_than_its_box_stands_whole_below(qtbot: QtBot, told: Told) -> None:
    field, _ = told
    field.show_stored("life")
    assert not field._whole.isVisible()
    field.window().resize(340, 500)
    qtbot.waitUntil(field._whole.isVisible)
    assert field._whole.text() == "H: life-sustaining intervention"
    field.show_stored(None)
    assert not field._whole.isVisible()


def test_another_letter_takes_a_chosen_answer_back(told: Told) -> None:
    field, edits = told
    field.show_stored("late")
    assert (field.editor.text(), field._said.text()) == ("Séance late", "✓ Chosen")
    assert not edits
    QTest.keyClicks(field.editor, "r")
    assert (edits, field.stored()) == ([""], "")
    field.show_stored("a later version's answer")
    assert (field.value(), field.editor.text()) == ("", "")


def test_a_reader_hears_how_many_fit_and_which_row_is_meant(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, _ = told
    heard: list[str] = []
    note: Callable[[QWidget, str], None] = lambda _widget, words: heard.append(words)  # noqa: E731
    monkeypatch.setattr("mdt_desktop.ui.forms.long_choice.announce", note)
    monkeypatch.setattr("mdt_desktop.ui.forms.offered_list.announce", note)
    QTest.keyClicks(field.editor, "w")
    key(field, Qt.Key.Key_Down)
    key(field, Qt.Key.Key_Return)
    assert heard == [
        "2 of 5 fit", "Wrong dose, 1 of 2", "Wrong time, 2 of 2", "Chosen: Wrong time",
    ]  # fmt: skip
