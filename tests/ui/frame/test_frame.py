"""The frame: keys, regions, the way back, what it says, its width and the size of what is pressed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.use_cases.residents import move_room
from mdt_desktop.qt import style
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.session import Session
from mdt_desktop.settings import PALETTE_WORDS, Settings
from mdt_desktop.ui.context import (
    Destination,
    ToActions,
    ToHome,
    ToHomes,
    ToResidents,
    ToToday,
)
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import PRACTICE_WORDS, TITLE, MainWindow
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.today.page import TodayPage
from tests.support.ward import Ward
from tests.ui.frame.conftest import Starter, settle, signed_in

CTRL = Qt.KeyboardModifier.ControlModifier
PRESSED = (QAbstractButton, QLineEdit, QComboBox)


def go_home(qtbot: QtBot, frame: Frame, ward: Ward) -> HomePage:
    frame.go(ToHome(ward.home_id))
    page = frame.page
    assert isinstance(page, HomePage)
    qtbot.waitUntil(lambda: len(page.model.rows) == 12)
    return page


def focus(frame: Frame) -> QWidget:
    found = frame.window().focusWidget()
    assert found is not None
    return found


def test_the_frame_says_where_who_and_that_nothing_is_sent(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    go_home(qtbot, frame, ward)
    qtbot.waitUntil(lambda: "Larch House" in frame._top._where.text())
    assert frame._top._where.text() == "Larch House  |  Home"
    assert frame._top._person.text() == "Dr Amina Shah, GP"
    fresh = frame._top._fresh
    assert fresh.text().startswith("Not connected. ")
    assert fresh.text().endswith(" changes kept here")
    assert fresh.toolTip() == fresh.accessibleDescription()
    assert fresh.toolTip().startswith("Not connected to a service. ")
    assert fresh.toolTip().endswith(" changes are kept on this computer")


def test_what_was_not_done_is_called_a_problem_and_still_stands_on_the_next_screen(
    frame: Frame,
) -> None:
    frame.context.not_done("Not saved when you left")
    frame.go(ToHomes())
    said = [label.text() for label in frame.message.findChildren(QLabel)]
    assert said == ["◆ Problem: Not saved when you left"]


def test_a_deed_is_counted_among_what_is_kept_here(
    qtbot: QtBot, frame: Frame, workspace: Session, ward: Ward
) -> None:
    qtbot.waitUntil(lambda: frame.context.waiting() > 0)
    before = frame.context.waiting()
    page = go_home(qtbot, frame, ward)
    line = page._view.lines[0] if page._view else None
    assert line is not None
    assert line.stay_id is not None
    changes = move_room(
        workspace.store,
        by=workspace.actor,
        stay_id=line.stay_id,
        resident_id=line.resident_id,
        room="21",
        unit_name=None,
    )
    frame.context.bus.publish(Changes(changes.kinds, changes.ids))
    qtbot.waitUntil(lambda: frame.context.waiting() == before + 1)
    qtbot.waitUntil(lambda: page.model.row(11).room == "21")


def test_the_top_line_stands_on_one_line_on_a_small_laptop(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    go_home(qtbot, frame, ward)
    top = frame._top
    top.show_freshness("Not connected. 12763 changes kept here", "")
    labels = (top._where, top._fresh, top._person)

    def are_whole() -> bool:
        return all(
            label.width() >= label.fontMetrics().horizontalAdvance(label.text()) for label in labels
        )

    qtbot.waitUntil(are_whole)
    assert top.height() <= 44


def test_f6_goes_through_the_regions_and_shift_f6_back(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    page = go_home(qtbot, frame, ward)
    regions = (frame._top, frame._rail, page)
    page.filter.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(focus(frame), Qt.Key.Key_F6)
        seen.append(next(r for r in regions if r.isAncestorOf(focus(frame))))
    assert seen == [frame._top, frame._rail, page]
    assert page.filter.editor.hasFocus()
    QTest.keyClick(focus(frame), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert frame._rail.isAncestorOf(focus(frame))


def test_a_home_opened_by_mistake_is_left_by_one_key(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    assert not frame._top._back.isVisible()
    go_home(qtbot, frame, ward)
    QTest.keyClick(focus(frame), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: isinstance(frame.page, TodayPage))
    assert frame.place == ToToday()
    assert not frame._top._back.isVisible()


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("Today", ToToday()),
        ("Homes", ToHomes()),
        ("Residents", ToResidents()),
        ("Actions", ToActions()),
    ],
)
def test_the_rail_leads_to_each_list_and_marks_it(
    qtbot: QtBot, frame: Frame, ward: Ward, word: str, place: Destination
) -> None:
    go_home(qtbot, frame, ward)
    button = frame._rail.way(word)
    assert not button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert frame.place == place
    assert button.isChecked()
    qtbot.waitUntil(lambda: frame.context.runners.reads.is_idle)


def test_the_window_says_practice_data_and_its_title_no_name(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    go_home(qtbot, frame, ward)
    window = frame.window()
    assert isinstance(window, MainWindow)
    assert window._band.isVisible()
    assert window._band.accessibleName() == PRACTICE_WORDS
    assert window.windowTitle() == TITLE


def test_colours_and_text_size_hold_at_once_and_after_the_next_start(
    qtbot: QtBot, started: Starter, folder: object, qapp: QApplication
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    QTest.mouseClick(frame._rail._more, Qt.MouseButton.LeftButton)
    panel = frame.more
    QTest.keyClick(panel._palette.button("dark"), Qt.Key.Key_Space)
    QTest.keyClick(panel._size.button("150"), Qt.Key.Key_Space)
    assert qapp.palette().window().color().name() == PALETTES["dark"].page.casefold()
    assert qapp.font().pixelSize() == 24
    QTest.keyClick(panel._size.button("150"), Qt.Key.Key_Escape)
    assert not panel.isVisible()
    settle(qtbot, application)
    application.close()
    again = started(folder)
    assert again._settings.palette == "dark"
    assert again._settings.text_percent == 150
    assert again._settings.workspace_name == "Rowan Court"


def test_every_palette_on_offer_exists() -> None:
    assert set(PALETTE_WORDS) == set(PALETTES)
    assert Settings(palette="mauve", text_percent=55).palette == "light"


@pytest.mark.parametrize("percent", [100, 150])
def test_no_screen_asks_for_more_width_than_small_laptops_have(
    qtbot: QtBot, qapp: QApplication, frame: Frame, ward: Ward, percent: int
) -> None:
    widest = {100: 1180, 150: 1280}[percent]
    style.apply(qapp, style.Look(scale=percent / 100))
    page = go_home(qtbot, frame, ward)
    assert frame.window().minimumSizeHint().width() <= widest
    page.add.click()
    assert frame.window().minimumSizeHint().width() <= widest
    frame.go(ToHomes())
    assert frame.window().minimumSizeHint().width() <= widest
    frame.open_find()
    assert frame.window().minimumSizeHint().width() <= widest


@pytest.mark.parametrize("percent", [80, 100, 150])
def test_nothing_that_is_pressed_is_smaller_than_44_pixels(
    qtbot: QtBot, qapp: QApplication, frame: Frame, ward: Ward, percent: int
) -> None:
    style.apply(qapp, style.Look(scale=percent / 100))
    page = go_home(qtbot, frame, ward)
    assert small(frame) == []
    page.add.click()
    assert small(frame) == []
    frame.open_find()
    assert small(frame) == []
    frame.more.open()
    assert small(frame) == []


def small(frame: Frame) -> list[str]:
    return [
        f"{part.accessibleName() or part.objectName()} {part.width()}x{part.height()}"
        for part in frame.findChildren(QWidget)
        if isinstance(part, PRESSED) and part.isVisible()
        if part.width() < 44 or part.height() < 44
    ]
