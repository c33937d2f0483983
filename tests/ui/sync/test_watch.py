"""Exchanges while the window is in use: back-off, stopping at lock, faults, and sending before it closes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_core.clock import system_clock
from mdt_core.errors import KnownError
from mdt_core.roles import Role
from mdt_core.use_cases.residents import move_room
from mdt_desktop.qt.changes import Changes
from mdt_desktop.session import Session
from mdt_desktop.sync.tie import Course, Ended, Tie
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.last_exchange import LastExchange
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.serving import serving
from tests.support.memory_store import TestClock
from tests.support.ward import Ward


@pytest.fixture
def connected(frame: Frame, qtbot: QtBot, tmp_path: Path) -> Iterator[Frame]:
    """The window, connected, with both ends in agreement."""
    address = f"sqlite:///{tmp_path / 'service.db'}"
    with serving(address, clock=system_clock, settings=Settings(is_practice=True)) as served:
        roles = (Grant(EVERY_HOME, Role.GP), Grant(EVERY_HOME, Role.ADMINISTRATOR))
        frame.sync.tie.enrol(served.address, served.code(*roles))
        frame.sync.read()
        qtbot.waitUntil(lambda: frame.sync.standing.all_sent, timeout=20_000)
        qtbot.waitUntil(lambda: frame.context.runners.sync.is_idle)
        yield frame


def move(frame: Frame, workspace: Session, ward: Ward, room: str) -> None:
    """Saves one change, as a screen does."""
    who = ward.of("Achterberg")
    from mdt_core.store.queries.homes import resident_by_id  # noqa: PLC0415 - for this alone

    with workspace.store.reading() as connection:
        line = resident_by_id(connection, who)
    assert line is not None
    assert line.stay_id is not None
    written = move_room(
        workspace.store,
        by=workspace.actor,
        stay_id=line.stay_id,
        resident_id=who,
        room=room,
        unit_name=None,
    )
    frame.context.bus.publish(Changes(written.kinds, written.ids))


def test_what_is_saved_waits_in_words_and_is_sent_two_seconds_later(
    connected: Frame, qtbot: QtBot, workspace: Session, ward: Ward, clock: TestClock
) -> None:
    move(connected, workspace, ward, "31")
    qtbot.waitUntil(
        lambda: "1 change waiting. It is safe on this computer" in connected._top._fresh.toolTip()
    )
    clock.now += timedelta(seconds=3)
    qtbot.waitUntil(lambda: connected.sync.standing.all_sent, timeout=10_000)
    assert connected._top._fresh.text().startswith("All sent ")


def test_a_window_that_closes_sends_first_and_says_so(
    connected: Frame, qtbot: QtBot, workspace: Session, ward: Ward
) -> None:
    window = connected.window()
    held = LastExchange(window, lambda: connected)
    move(connected, workspace, ward, "32")
    qtbot.waitUntil(lambda: connected.sync.standing.status.waiting == 1)
    assert not window.close()
    assert connected.message.text.startswith("Sending 1 change before closing, for at most 10")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert connected.sync.tie.status().waiting == 0
    assert not held._limit.isActive()


def test_a_second_press_closes_at_once(
    connected: Frame, qtbot: QtBot, workspace: Session, ward: Ward
) -> None:
    window = connected.window()
    LastExchange(window, lambda: connected)
    move(connected, workspace, ward, "33")
    qtbot.waitUntil(lambda: connected.sync.standing.status.waiting == 1)
    assert not window.close()
    assert window.close()


def test_without_a_service_the_window_closes_at_once(frame: Frame) -> None:
    window: QWidget = frame.window()
    LastExchange(window, lambda: frame)
    assert window.close()


@contextmanager
def exchanging(frame: Frame, deed: Callable[[Course], Ended]) -> Iterator[None]:
    """Another exchange in place of the real one, to be cut off at will."""
    real = frame.sync.tie

    class _Other(Tie):
        def exchange(self, course: Course) -> Ended:  # type: ignore[explicit-override]
            return deed(course)

    frame.sync.tie = _Other(real.workspace, real.keyring, real.clock, real.random, real.by)
    yield
    frame.sync.tie = real


def test_locking_stops_an_exchange_between_two_requests(connected: Frame, qtbot: QtBot) -> None:
    begun, seen = threading.Event(), []

    def long(course: Course) -> Ended:
        begun.set()
        while course.goes_on():
            threading.Event().wait(0.01)
        seen.append("stopped")
        return Ended(error=KnownError("stopped"))

    with exchanging(connected, long):
        connected.sync.ask()
        qtbot.waitUntil(begun.is_set)
        connected.finish()
        qtbot.waitUntil(lambda: connected.context.runners.sync.is_idle)
    assert seen == ["stopped"]


def test_an_error_in_words_is_the_status_and_no_dialog(connected: Frame, qtbot: QtBot) -> None:
    with exchanging(connected, lambda _course: Ended(error=KnownError("The proxy says no."))):
        connected.sync.ask()
        qtbot.waitUntil(lambda: connected.sync.standing.trouble == "The proxy says no.")
    assert "All sent" not in connected._top._fresh.text()
    assert connected._top._fresh.text().startswith("Nothing could be sent or got since ")
    assert connected.message.text == ""


def test_a_fault_of_ours_is_raised_where_it_is_reported(connected: Frame, qtbot: QtBot) -> None:
    with (
        exchanging(connected, lambda _course: Ended(error=ZeroDivisionError())),
        qtbot.captureExceptions() as caught,
    ):
        connected.sync.ask()
        qtbot.waitUntil(lambda: len(caught) == 1)
    assert caught[0][0] is ZeroDivisionError
    assert connected.sync.standing.trouble.startswith("The program met a fault of its own.")
