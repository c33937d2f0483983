"""Practice beside the real workspace: entered from the locked window and from More, left by one press."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_desktop.app import Application
from mdt_desktop.practice import begin_practice
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.unlock.making_practice import MakingPractice
from mdt_desktop.ui.unlock.page import UnlockPage
from mdt_desktop.vault import has_workspace
from tests.support.memory_store import TestClock
from tests.ui.frame.conftest import Starter, settle, signed_in, unlock_page

LEFT = Qt.MouseButton.LeftButton
MADE_WITHIN_MS = 30_000


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where throw-away folders are made in this test."""
    made = tmp_path / "scratch"
    made.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(made))
    return made


def in_practice(qtbot: QtBot, application: Application) -> Frame:
    qtbot.waitUntil(lambda: application.frame is not None, timeout=MADE_WITHIN_MS)
    settle(qtbot, application)
    assert application.frame is not None
    return application.frame


def test_practice_is_entered_from_the_locked_window_and_left_by_one_press(
    qtbot: QtBot, started: Starter, folder: Path, scratch: Path
) -> None:
    application = started(folder)
    before = (folder / "store.db").read_bytes() if (folder / "store.db").exists() else b""
    application.window.set_practice(is_practice=False)
    QTest.mouseClick(unlock_page(qtbot, application).practise, LEFT)
    assert isinstance(application.window.part, MakingPractice)
    frame = in_practice(qtbot, application)
    assert frame.context.is_practice
    assert application.window._band.isVisible()
    assert application._session is not None
    assert application._session.workspace.state.is_practice
    assert has_workspace(next(scratch.iterdir()) / "workspace")
    assert not frame.more.isVisible()
    QTest.mouseClick(application.window.leave, LEFT)
    qtbot.waitUntil(lambda: isinstance(application.window.part, UnlockPage))
    settle(qtbot, application)
    qtbot.waitUntil(lambda: list(scratch.iterdir()) == [])
    assert not application.window.leave.isVisible()
    after = (folder / "store.db").read_bytes() if (folder / "store.db").exists() else b""
    assert after == before
    assert application._settings.workspace_name == ""
    assert unlock_page(qtbot, application).secret.isEnabled()


def test_practice_is_entered_from_more_and_the_real_workspace_is_locked_meanwhile(
    qtbot: QtBot, started: Starter, folder: Path, scratch: Path
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    real = application._session
    QTest.mouseClick(frame._rail._more, LEFT)
    QTest.mouseClick(frame.more.practice, LEFT)
    inside = in_practice(qtbot, application)
    assert inside is not frame
    assert application._session is not real
    assert application._settings.workspace_name == "Rowan Court"
    QTest.keyClick(inside, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    page = unlock_page(qtbot, application)
    assert "Amina Shah" in page._buttons[0][0].name
    qtbot.waitUntil(lambda: list(scratch.iterdir()) == [])


def test_cancelling_leaves_nothing_behind(
    qtbot: QtBot, started: Starter, folder: Path, scratch: Path
) -> None:
    application = started(folder)
    QTest.mouseClick(unlock_page(qtbot, application).practise, LEFT)
    making = application.window.part
    assert isinstance(making, MakingPractice)
    QTest.mouseClick(making.back, LEFT)
    unlock_page(qtbot, application)
    settle(qtbot, application)
    qtbot.waitUntil(lambda: list(scratch.iterdir()) == [], timeout=MADE_WITHIN_MS)
    assert application.frame is None


def test_closing_the_program_throws_practice_away(
    qtbot: QtBot, started: Starter, folder: Path, scratch: Path
) -> None:
    application = started(folder)
    QTest.mouseClick(unlock_page(qtbot, application).practise, LEFT)
    in_practice(qtbot, application)
    application.close()
    assert list(scratch.iterdir()) == []


def test_a_beginning_that_fails_leaves_no_folder(
    clock: TestClock, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_count: int) -> bytes:
        raise OSError("no randomness")

    with pytest.raises(OSError, match="no randomness"):
        begin_practice(clock=clock, random=fails)
    assert list(scratch.iterdir()) == []
    monkeypatch.undo()
    shutil.rmtree(scratch)
