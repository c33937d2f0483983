"""It locks by itself: later in a round, with a warning, at once when the system sleeps or locks."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_desktop.settings import Settings
from mdt_desktop.ui.context import ToObservations, ToRound
from mdt_desktop.ui.frame.system_lock import HEARD, NOT_HEARD, SystemLock, system_bus
from mdt_desktop.ui.unlock.page import UnlockPage
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.frame.conftest import Starter, settle, signed_in
from tests.ui.round.scene import started as started_round

_PATH = "/org/freedesktop/login1"


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a message bus of its own."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("there is no dbus-daemon here")
    told = ["--session", "--print-address=1", "--nofork", "--nopidfile"]
    with subprocess.Popen(
        [program, *told], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        for name in ("listens", "says"):
            QDBusConnection.disconnectFromBus(name)
        daemon.terminate()


def say(address: str, path: str, interface: str, name: str, *given: bool) -> None:
    message = QDBusMessage.createSignal(path, f"org.freedesktop.login1.{interface}", name)
    message.setArguments(list(given))
    assert QDBusConnection.connectToBus(address, "says").send(message)


@pytest.mark.parametrize(
    "said",
    [
        (_PATH, "Manager", "PrepareForSleep", True),
        (f"{_PATH}/session/_31", "Session", "Lock"),
    ],
    ids=["sleep", "lock"],
)
def test_sleep_and_lock_of_the_system_are_heard(
    qtbot: QtBot, bus: str, said: tuple[Any, ...]
) -> None:
    system = SystemLock(QDBusConnection.connectToBus(bus, "listens"), service="")
    assert system.words == HEARD
    with qtbot.waitSignal(system.locking):
        say(bus, *said)


def test_waking_does_not_lock_again(qtbot: QtBot, bus: str) -> None:
    system = SystemLock(QDBusConnection.connectToBus(bus, "listens"), service="")
    heard: list[str] = []
    system.locking.connect(lambda: heard.append("lock"))
    say(bus, _PATH, "Manager", "PrepareForSleep", False)
    with qtbot.waitSignal(system.locking):
        say(bus, _PATH, "Manager", "PrepareForSleep", True)
    assert heard == ["lock"]


def test_where_nothing_is_heard_it_is_said(qtbot: QtBot, started: Starter, folder: Path) -> None:
    assert system_bus("darwin") is None
    assert system_bus("win32") is None
    assert SystemLock(None).words == NOT_HEARD
    frame = signed_in(qtbot, started(folder))
    frame.more.open()
    assert frame.more._lock_words.text() == NOT_HEARD


def test_sleep_locks_and_the_window_is_blank_before_anything_else(
    qtbot: QtBot, started: Starter, folder: Path
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    seen: list[bool] = []
    finish = frame.finish

    def look() -> None:
        seen.append(frame.isVisible())
        finish()

    frame.finish = look  # type: ignore[method-assign]  # to see the window at that moment
    application._system.locking.emit()
    assert seen == [False]
    assert isinstance(application.window.part, UnlockPage)
    settle(qtbot, application)


def test_a_round_waits_longer_and_warns_a_minute_before(
    qtbot: QtBot, started: Starter, folder: Path, ward: Ward, clock: TestClock
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    context = frame.context
    scene = started_round(context.store, context.actor, ward)
    round_ = ToRound(scene.home_id, scene.day)
    frame.go(round_)
    settle(qtbot, application)
    frame.go(ToObservations(scene.residents[0], round_))
    settle(qtbot, application)
    QTest.keyClick(application.window.windowHandle(), Qt.Key.Key_Shift)
    for _ in range(14 * 3):
        clock.now += timedelta(seconds=20)
        application._idle.look()
    assert frame.message.text.startswith("Locking in 60 seconds. Press any key to stay")
    QTest.keyClick(application.window.windowHandle(), Qt.Key.Key_Shift)
    assert not frame.message.isVisible()
    clock.now += timedelta(seconds=25)
    application._idle.look()
    assert application.frame is frame
    application._on_settings(Settings(round_minutes=5))
    for _ in range(15):
        clock.now += timedelta(seconds=20)
        application._idle.look()
    assert application.frame is None
    settle(qtbot, application)


def test_who_was_presenting_is_told_before_unlocking(
    qtbot: QtBot, started: Starter, folder: Path, ward: Ward
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    scene = started_round(frame.context.store, frame.context.actor, ward)
    frame.go(ToRound(scene.home_id, scene.day))
    settle(qtbot, application)
    frame.presenting.start()
    application.lock()
    settle(qtbot, application)
    page = application.window.part
    assert isinstance(page, UnlockPage)
    assert page.notice.text().startswith("You were presenting. Stop sharing your screen")
