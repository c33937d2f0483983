"""What the program takes for as long as it runs is given back when it ends."""

import gc
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_desktop.app import build


@pytest.mark.usefixtures("look")
def test_threads_give_way_to_the_window_sooner_while_it_runs(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    before, hook = sys.getswitchinterval(), sys.excepthook
    was_collecting = gc.isenabled()
    with build(tmp_path) as application:
        assert application.window.isVisible()
        assert sys.getswitchinterval() < before
        assert qapp.applicationName() == "mdt"
        started = QTimer(singleShot=True, interval=0)
        with qtbot.waitSignal(started.timeout):  # after what was to be done once it stands
            started.start()
    assert sys.getswitchinterval() == before
    assert sys.excepthook is hook
    if not was_collecting:
        gc.disable()
