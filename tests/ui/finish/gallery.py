"""Writes pictures of the finish and of the round's panels to build/pictures/finish.

Run as `pytest tests/ui/finish/gallery.py`; it is not collected with the tests.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.records.actions import Action
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.ui.context import ToFinish, ToRound
from mdt_desktop.ui.finish.page import FinishPage
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.round.page import RoundRunPage
from tests.ui.finish.test_finish import entry, scene
from tests.ui.round.conftest import is_open
from tests.ui.round.hands import CTRL, press
from tests.ui.round.scene import Scene

__all__ = ["scene"]

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "finish"
_LOOKS = [("light", 1.0), ("dark", 1.0), ("light", 1.5), ("light", 2.0)]


def keep(widget: QWidget, name: str) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    QTest.qWait(300)
    widget.grab().save(str(_FOLDER / f"{name}.png"))


@pytest.mark.parametrize(("palette", "scale"), _LOOKS)
def test_finish(
    qtbot: QtBot,
    frame: Frame,
    scene: Scene,
    palette: str,
    scale: float,
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, style.Look(PALETTES[palette], scale))
    window, context = frame.window(), frame.context
    window.activateWindow()
    name = f"{palette}-{round(scale * 100)}"
    frame.go(ToRound(scene.home_id, scene.day))
    run = frame.page
    assert isinstance(run, RoundRunPage)
    qtbot.waitUntil(lambda: is_open(run))
    press(Qt.Key.Key_D, CTRL)
    keep(window, f"outcome-{name}")
    run.others.outcome.close_panel()
    entry(context, scene, context.actor, scene.residents[0], Action(text="Weigh weekly"))
    frame.go(ToFinish(scene.home_id, scene.day))
    page = frame.page
    assert isinstance(page, FinishPage)
    qtbot.waitUntil(lambda: page.details is not None)
    keep(window, f"finish-{name}")
    page.secret.setFocus()
    keep(window, f"finish-end-{name}")
