"""Every screen fits the window of a small laptop, on the practice home with its longest name."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.demo import PRACTICE_SEED
from mdt_core.demo.home import make_home
from mdt_core.demo.truth import KnownTruth
from mdt_core.store.queries.homes import residents_of
from mdt_desktop.qt import style
from mdt_desktop.ui.context import (
    Destination,
    ToConcern,
    ToFall,
    ToHome,
    ToHomes,
    ToObservations,
    ToPaper,
    ToResident,
    ToRound,
)
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.resident.tabs import TABS

TODAY = date(2026, 11, 24)
_ROUND_UP_TO = 200
"""Percent of text size from which the running round needs a higher window than 820 px."""


@pytest.fixture
def practice(frame: Frame) -> KnownTruth:
    context = frame.context
    return make_home(context.store, by=context.actor, today=TODAY, seed=PRACTICE_SEED)


def longest(frame: Frame, home_id: str) -> str:
    with frame.context.store.reading() as connection:
        lines = residents_of(connection, frame.context.actor, home_id)
    return max(lines, key=lambda line: len(line.formal_name)).resident_id


def ways(frame: Frame, home_id: str, percent: int) -> Iterator[Destination]:
    who, back = longest(frame, home_id), ToHome(home_id)
    yield ToHomes()
    yield back
    yield ToResident(who)
    yield from (ToObservations(who, back), ToFall(who, back), ToConcern(who, back))
    yield ToPaper(home_id, TODAY)
    if percent < _ROUND_UP_TO:
        yield ToRound(home_id, TODAY, who)


def too_big(window: QWidget, what: str) -> list[str]:
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    room = window.size()
    fits = least.width() <= room.width() and least.height() <= room.height()
    return [] if fits else [f"{what} needs {least.width()} x {least.height()}"]


def tabs_too_big(window: QWidget, page: ResidentPage) -> list[str]:
    found: list[str] = []
    for place, tab in enumerate(TABS):
        page.tabs.setCurrentIndex(place)
        QApplication.processEvents()
        found += too_big(window, tab)
    return found


def idle(qtbot: QtBot, frame: Frame) -> None:
    runners = frame.context.runners
    qtbot.waitUntil(
        lambda: runners.reads.is_idle and runners.deeds.is_idle and runners.long_work.is_idle,
        timeout=20_000,
    )
    QApplication.processEvents()


@pytest.mark.parametrize(("percent", "width"), [(100, 1180), (150, 1280), (200, 1280)])
def test_no_screen_makes_the_window_larger(  # noqa: PLR0917 - fixtures
    qapp: QApplication,
    qtbot: QtBot,
    frame: Frame,
    practice: KnownTruth,
    percent: int,
    width: int,
) -> None:
    style.apply(qapp, style.Look(scale=percent / 100))
    window = frame.window()
    window.resize(width, 820)
    found: list[str] = []
    for way in ways(frame, practice.home_id, percent):
        frame.go(way)
        idle(qtbot, frame)
        if isinstance(frame.page, ResidentPage):
            found += tabs_too_big(window, frame.page)
        found += too_big(window, str(way))
        assert window.height() == 820, way
        assert window.width() == width, way
    frame.go(ToHome(practice.home_id))
    idle(qtbot, frame)
    page = frame.page
    assert isinstance(page, HomePage)
    page.add.click()
    found += too_big(window, "a new resident")
    for panel in (frame.finder, frame.more):
        panel.open()
        QApplication.processEvents()
        found += too_big(window, panel.accessibleName())
        panel.close_panel()
    assert found == []
