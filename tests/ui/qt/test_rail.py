"""The rail: shapes without names, one stop for Tab, arrows along it, a press tells the place."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.rail import SHAPES, Rail, RailCell
from tests.ui.qt.conftest import Show


def _cells(count: int, current: int = 0) -> tuple[RailCell, ...]:
    return tuple(
        RailCell("current" if n == current else "open", f"{n + 1} of {count}, room {n + 1}, open")
        for n in range(count)
    )


def _buttons(rail: Rail) -> list[Button]:
    return [b for b in rail.findChildren(Button) if "room" in b.accessibleName()]


def test_a_press_tells_which_place(qtbot: QtBot, show: Show) -> None:
    rail = Rail("Round")
    rail.set_cells(_cells(5))
    show(rail)
    with qtbot.waitSignal(rail.chosen) as told:
        QTest.mouseClick(_buttons(rail)[3], Qt.MouseButton.LeftButton)
    assert told.args == [3]


def test_every_state_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_arrows_move_along_and_space_chooses(qtbot: QtBot, show: Show) -> None:
    rail = Rail("Round")
    rail.set_cells(_cells(3))
    show(rail)
    first, second, third = _buttons(rail)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Left)
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    QTest.keyClick(second, Qt.Key.Key_Right)
    assert third.hasFocus()
    with qtbot.waitSignal(rail.chosen) as told:
        QTest.keyClick(third, Qt.Key.Key_Space)
    assert told.args == [2]


def test_a_long_rail_brings_the_current_cell_into_sight(qtbot: QtBot, show: Show) -> None:
    rail = Rail("Round")
    rail.set_cells(_cells(45))
    show(rail)
    rail.set_cells(_cells(45, current=44))
    cell = _buttons(rail)[44]
    qtbot.waitUntil(lambda: not cell.visibleRegion().isEmpty())
    earlier = next(b for b in rail.findChildren(Button) if b.accessibleName() == "Show earlier")
    QTest.mouseClick(earlier, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: cell.visibleRegion().isEmpty())


def test_fewer_cells_leave_none_behind(qtbot: QtBot, show: Show) -> None:
    rail = Rail("Round")
    rail.set_cells(_cells(9))
    show(rail)
    rail.set_cells(_cells(2))
    qtbot.waitUntil(lambda: len(_buttons(rail)) == 2)
