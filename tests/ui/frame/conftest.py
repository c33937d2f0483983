"""The whole program on a workspace folder, as `build` puts it together, for tests that lock and unlock."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_desktop.app import Application
from mdt_desktop.qt import style
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.unlock.page import UnlockPage
from mdt_desktop.vault import KeyringState
from tests.support.memory_store import TestClock
from tests.ui.conftest import NO_KEYRING, PASSPHRASE

Starter = Callable[..., Application]


@pytest.fixture
def started(
    qapp: QApplication, qtbot: QtBot, look: style.Look, clock: TestClock
) -> Iterator[Starter]:
    """Starts the program on a folder; it is closed after the test."""
    assert look
    running: list[Application] = []

    def start(
        folder: Path, keyring: KeyringState = NO_KEYRING, *, practice: bool = False
    ) -> Application:
        application = Application(
            qapp, folder, clock=clock, random=os.urandom, probe=lambda: keyring, practice=practice
        )
        running.append(application)
        qtbot.addWidget(application.window)
        with qtbot.waitExposed(application.window):
            application.start()
        return application

    yield start
    for application in running:
        application.close()


def unlock_page(qtbot: QtBot, application: Application) -> UnlockPage:
    """The locked window, once its tiles are there."""
    qtbot.waitUntil(lambda: isinstance(application.window.part, UnlockPage), timeout=10_000)
    page = application.window.part
    assert isinstance(page, UnlockPage)
    qtbot.waitUntil(lambda: bool(page._buttons), timeout=10_000)
    return page


def signed_in(qtbot: QtBot, application: Application, secret: str = PASSPHRASE) -> Frame:
    """Unlocks by keyboard and gives the frame."""
    page = unlock_page(qtbot, application)
    QTest.keyClicks(page.secret.editor, secret)
    QTest.keyClick(page.secret.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: application.frame is not None, timeout=20_000)
    frame = application.frame
    assert frame is not None
    settle(qtbot, application)
    return frame


def settle(qtbot: QtBot, application: Application) -> None:
    """Waits until no runner has work left."""
    qtbot.waitUntil(
        lambda: all(runner.is_idle for runner in application._runners()), timeout=20_000
    )
