"""A screen that comes while a panel is open leaves the keyboard there; what is done is said where one comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_desktop.ui.context import Destination, ToHome, ToHomes, ToObservations, ToResident
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.panel import Panel
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.homes.page import HomesPage
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.resident.page import ResidentPage
from tests.support.ward import UNWELL, Ward
from tests.ui.observations.hands import type_number


def idle(qtbot: QtBot, frame: Frame) -> None:
    runners = frame.context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def ways(ward: Ward) -> tuple[tuple[Destination, type[QWidget]], ...]:
    who = ward.of(UNWELL)
    return (
        (ToHomes(), HomesPage),
        (ToHome(ward.home_id), HomePage),
        (ToResident(who), ResidentPage),
        (ToObservations(who, ToHome(ward.home_id)), ObservationsPage),
    )


def open_panel(frame: Frame, name: str) -> Panel:
    panel = frame.finder if name == "find" else frame.more
    if name == "find":
        QTest.keyClick(focused(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    else:
        frame._rail._more.click()
    assert panel.isVisible()
    return panel


@pytest.mark.parametrize("way", range(4))
@pytest.mark.parametrize("name", ["find", "more"])
def test_a_page_that_arrives_while_a_panel_is_open_never_takes_the_keyboard(
    qtbot: QtBot, frame: Frame, ward: Ward, way: int, name: str
) -> None:
    destination, kind = ways(ward)[way]
    frame.go(ToHome(ward.home_id) if way == 0 else ToHomes())
    idle(qtbot, frame)
    frame.go(destination)
    panel = open_panel(frame, name)
    first = focused()
    assert panel.isAncestorOf(first)
    idle(qtbot, frame)
    assert isinstance(frame.page, kind)
    assert focused() is first
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert frame.page.isAncestorOf(focused())


def test_what_is_typed_while_a_page_arrives_goes_to_find(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    frame.go(ToHome(ward.home_id))
    QTest.keyClick(focused(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), "acht")
    idle(qtbot, frame)
    QTest.keyClicks(focused(), "er")
    assert frame.finder.question.value() == "achter"
    qtbot.waitUntil(lambda: frame.finder.is_answered)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert frame.place == ToResident(ward.of(UNWELL))


def test_where_the_page_has_gone_meanwhile_its_follower_gets_the_keyboard(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    """The page on which Find was opened is replaced by one that asks for no keyboard yet."""
    frame.go(ToHome(ward.home_id))
    idle(qtbot, frame)
    QTest.keyClick(focused(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    frame.go(ToResident(ward.of(UNWELL)))
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    idle(qtbot, frame)
    page = frame.page
    assert isinstance(page, ResidentPage)
    assert page.tabs.hasFocus()


def test_find_opened_from_the_top_line_gives_the_keyboard_back_to_it(
    qtbot: QtBot, frame: Frame
) -> None:
    idle(qtbot, frame)
    frame._top._find.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert frame.finder.isVisible()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert frame._top._find.hasFocus()


def test_that_a_set_is_saved_is_said_on_the_page_one_comes_back_to(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    who = ward.of(UNWELL)
    frame.go(ToHome(ward.home_id))
    frame.go(ToObservations(who, ToHome(ward.home_id)))
    page = frame.page
    assert isinstance(page, ObservationsPage)
    qtbot.waitUntil(page.save.isEnabled)
    assert page.body is not None
    type_number(page.body, "pulse", "72")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: frame.place == ToHome(ward.home_id))
    idle(qtbot, frame)
    assert frame.message.text == "Saved 07:15:00"
    frame.go(ToHomes())
    assert frame.message.text == ""
