"""The tour goes over the real screen by keyboard, can be skipped, blocks nothing, and is done once."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_desktop.qt import style
from mdt_desktop.settings import Settings
from mdt_desktop.ui.context import ToActions
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.tour.steps import STEPS, Region
from tests.ui.frame.conftest import Starter, settle, signed_in


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_the_tour_is_gone_through_by_enter_and_ends(qtbot: QtBot, frame: Frame) -> None:
    frame.more.open()
    QTest.mouseClick(frame.more.tour, Qt.MouseButton.LeftButton)
    assert not frame.more.isVisible()
    headings = []
    with qtbot.waitSignal(frame.tour.ended):
        for _ in STEPS:
            assert focus() is frame.tour.card.next
            headings.append(frame.tour.card.heading.text())
            QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert headings[0] == "Today   1 of 7"
    assert [each.split("   ")[0] for each in headings] == [step.heading for step in STEPS]
    assert not frame.tour.ring.isVisible()


@pytest.mark.parametrize("leave", ["esc", "skip"])
def test_it_is_skipped_at_any_step(qtbot: QtBot, frame: Frame, leave: str) -> None:
    frame.tour.start()
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    with qtbot.waitSignal(frame.tour.ended):
        if leave == "esc":
            QTest.keyClick(focus(), Qt.Key.Key_Escape)
        else:
            frame.tour.card.skip.click()
    assert not frame.tour.is_running


def test_the_screen_stays_usable_and_f6_comes_back_to_the_card(qtbot: QtBot, frame: Frame) -> None:
    frame.tour.start()
    QTest.mouseClick(frame._rail.way("Actions"), Qt.MouseButton.LeftButton)
    assert frame.place == ToActions()
    assert frame.tour.is_running
    qtbot.waitUntil(lambda: frame.context.runners.reads.is_idle)
    for _ in range(6):
        QTest.keyClick(focus(), Qt.Key.Key_F6)
        if frame.tour.card.isAncestorOf(focus()):
            break
    assert frame.tour.card.isAncestorOf(focus())
    back = frame.tour.card.back
    frame.tour.card.next.click()
    back.click()
    assert frame.tour.card.heading.text().startswith("Today")


@pytest.mark.parametrize("percent", [100, 200])
def test_the_card_is_whole_in_the_window_and_the_ring_is_around_the_region(
    frame: Frame, qapp: QApplication, percent: int
) -> None:
    style.apply(qapp, style.Look(scale=percent / 100))
    frame.tour.start()
    for step in STEPS:
        card = frame.tour.card
        assert frame.rect().contains(card.geometry()), step.heading
        for button in (card.next, card.back, card.skip):
            assert not button.isVisible() or button.height() >= 44
        part = frame._part_of(step.region)
        assert part is not None
        if step.region is not Region.ROUND and part.isVisible():
            there = QRect(part.mapTo(frame, QPoint(0, 0)), part.size())
            assert frame.tour.ring.geometry().contains(there & frame.rect()), step.heading
        card.next.click()


def test_who_has_made_the_workspace_is_shown_round_until_it_was_ended_once(
    qtbot: QtBot, started: Starter, folder: Path, person_id: str
) -> None:
    application = started(folder)
    application._keep(Settings(tour_due=f"someone {person_id}"))
    frame = signed_in(qtbot, application)
    assert frame.tour.is_running
    frame.more.open()
    frame.more._size.button("125").click()  # a setting chosen meanwhile does not bring it back
    frame.tour.card.skip.click()
    settle(qtbot, application)
    assert application._settings.tour_due == "someone"
    application.lock()
    assert not signed_in(qtbot, application).tour.is_running


def test_others_are_not_shown_round(qtbot: QtBot, started: Starter, folder: Path) -> None:
    assert not signed_in(qtbot, started(folder)).tour.is_running
