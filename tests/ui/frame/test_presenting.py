"""Presenting a round: in the whole window nobody is named but the resident who is open."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdt_desktop.session import Session
from mdt_desktop.ui.context import ToObservations, ToRound, ToToday
from mdt_desktop.ui.find.panel import PEOPLE_HIDDEN
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.presenting import EDGE_COLOUR, PRESENTING, STOP_FIRST
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.round.page import RoundRunPage
from mdt_desktop.ui.round.place import READY
from tests.support.ward import PEOPLE, Ward
from tests.ui.round.conftest import is_open
from tests.ui.round.hands import desk_of, sign, words_on, write_entry
from tests.ui.round.scene import Scene, started

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
_READERS = ("text", "toPlainText", "placeholderText", "title", "currentText", "windowTitle")


@pytest.fixture
def scene(workspace: Session, ward: Ward) -> Scene:
    """A started round of rooms 1, 2 and 4."""
    return started(workspace.store, workspace.actor, ward)


@pytest.fixture
def page(qtbot: QtBot, frame: Frame, scene: Scene) -> RoundRunPage:
    """The round in the window, open at the resident of room 1."""
    frame.go(ToRound(scene.home_id, scene.day))
    shown = frame.page
    assert isinstance(shown, RoundRunPage)
    qtbot.waitUntil(lambda: is_open(shown))
    return shown


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def present(frame: Frame) -> None:
    QTest.keyClick(frame, Qt.Key.Key_P, CTRL | SHIFT)


def readable(window: QWidget) -> Iterator[str]:
    """Every text of every part that can be seen, and what is pointed at or listened to gives."""
    yield window.windowTitle()
    for part in window.findChildren(QWidget):
        if not part.isVisible():
            continue
        yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
        for name in _READERS:
            reader: Callable[[], object] | None = getattr(part, name, None)
            if callable(reader):
                yield str(reader())
        if isinstance(part, QAbstractItemView) and (model := part.model()) is not None:
            for row in range(model.rowCount()):
                for column in range(model.columnCount()):
                    yield str(model.index(row, column).data())


def is_open_at(page: RoundRunPage, who: str) -> bool:
    return is_open(page) and page.resident_id == who


def others_named(frame: Frame, ward: Ward, who: str) -> set[str]:
    """The family names, given names and numbers that can be read and are not of this resident."""
    own = {
        word
        for row in PEOPLE
        if ward.by_room.get(row[6]) == who
        for word in (row[0], row[1], row[5])
    }
    rest = {word for row in PEOPLE for word in (row[0], row[1], row[5]) if word} - own
    said = "\n".join(readable(frame.window())).casefold().replace("\u00a0", " ")
    digits = said.replace(" ", "")
    return {
        word
        for word in rest
        if (word in digits if word.isdigit() else re.search(rf"\b{word.casefold()}\b", said))
    }


def test_without_presenting_the_list_names_others_so_that_the_scan_can_fail(
    frame: Frame, page: RoundRunPage, ward: Ward
) -> None:
    QTest.keyClick(focus(), Qt.Key.Key_G, CTRL)
    assert others_named(frame, ward, page.resident_id) >= {"Okonkwo", "Featherstone"}


def test_a_whole_round_is_presented_and_nobody_else_is_named(
    qtbot: QtBot, frame: Frame, page: RoundRunPage, ward: Ward, scene: Scene
) -> None:
    present(frame)
    for place, who in enumerate(scene.residents):
        if place:
            qtbot.waitUntil(lambda: page.place.is_ready_for_next)
            assert READY in words_on(page)
            assert others_named(frame, ward, "") == set()
            assert not page.deeds.next.isVisible()
            QTest.keyClick(focus(), Qt.Key.Key_Return)
        qtbot.waitUntil(partial(is_open_at, page, who))
        assert others_named(frame, ward, who) == set()
        write_entry(page, "Well")
        assert others_named(frame, ward, who) == set()
        sign(page)
    qtbot.waitUntil(page.summary.isVisible)
    assert others_named(frame, ward, "") == set()
    assert frame.presenting.is_on


def test_the_edge_and_the_word_are_in_the_picture(frame: Frame, page: RoundRunPage) -> None:
    plain = frame.grab().toImage()
    present(frame)
    assert PRESENTING in words_on(frame)
    picture = frame.grab().toImage()
    edge = QApplication.palette().color(EDGE_COLOUR)
    at_the_page = ((frame.width() - 4, 400), (600, frame.height() - 4))
    for x, y in ((3, 400), (frame.width() - 4, 400), (600, 3), (600, frame.height() - 4)):
        assert QColor(picture.pixel(x, y)) == edge
        if (x, y) in at_the_page:
            assert QColor(plain.pixel(x, y)) != edge
    inside = (300, 700)
    assert picture.pixel(*inside) != edge.rgb()
    assert page.isVisible()


@pytest.mark.usefixtures("page")
def test_esc_does_not_end_it_and_the_same_key_and_the_button_do(frame: Frame) -> None:
    present(frame)
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert frame.presenting.is_on
    present(frame)
    assert not frame.presenting.is_on
    present(frame)
    QTest.mouseClick(frame._band.stop, LEFT)
    assert not frame.presenting.is_on
    assert frame._rail.isVisible()


def test_list_find_and_other_screens_are_shut(
    qtbot: QtBot, frame: Frame, page: RoundRunPage, ward: Ward
) -> None:
    QTest.mouseClick(page.present_button, LEFT)
    QTest.keyClick(focus(), Qt.Key.Key_G, CTRL)
    assert not page.moving.list.isVisible()
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(frame.finder.question.editor, "oko")
    qtbot.waitUntil(lambda: frame.finder.is_answered)
    assert frame.finder.model.rows == ()
    assert PEOPLE_HIDDEN in words_on(frame.finder)
    assert others_named(frame, ward, page.resident_id) == set()
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    frame.go(ToToday())
    assert frame.page is page
    assert frame.message.text == STOP_FIRST
    assert not frame._rail.isVisible()


def test_messages_wait_until_nobody_else_sees_them(
    frame: Frame, page: RoundRunPage, ward: Ward
) -> None:
    present(frame)
    frame.context.told("Saved for OKONKWO, Samuel")
    assert others_named(frame, ward, page.resident_id) == set()
    frame.warn_of_lock(60)
    assert frame.message.text.startswith("Locking in 60 seconds")
    present(frame)
    assert frame.message.text == "Saved for OKONKWO, Samuel"


def test_a_form_of_the_open_resident_is_presented_and_comes_back_to_them(
    qtbot: QtBot, frame: Frame, page: RoundRunPage, ward: Ward
) -> None:
    who = page.resident_id
    present(frame)
    QTest.keyClick(focus(), Qt.Key.Key_O, CTRL)
    assert isinstance(frame.place, ToObservations)
    form = frame.page
    assert isinstance(form, ObservationsPage)
    qtbot.waitUntil(lambda: form.body is not None and form.body.isEnabled())
    assert others_named(frame, ward, who) == set()
    assert frame.presenting.is_on
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    back = frame.page
    assert isinstance(back, RoundRunPage)
    qtbot.waitUntil(lambda: is_open(back))
    assert back.resident_id == who
    assert not back.head.list_button.isVisible()


def test_moving_on_shows_nobody_until_it_is_asked_for(
    qtbot: QtBot, frame: Frame, page: RoundRunPage, scene: Scene
) -> None:
    present(frame)
    QTest.keyClicks(desk_of(page).form.note.editor, "Kept")
    QTest.keyClick(focus(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.place.is_ready_for_next)
    assert page.resident_id == ""
    present(frame)
    qtbot.waitUntil(lambda: is_open(page) and page.resident_id == scene.residents[1])
