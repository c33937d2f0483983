"""Writes pictures of the plan in every look to build/pictures/plan.

Run as `pytest tests/ui/plan/gallery.py`; it is not collected with the tests.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_desktop.qt import style
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.session import Session
from mdt_desktop.ui.plan.page import PlanPage
from tests.support.ward import Ward
from tests.ui.plan.conftest import Open, fell

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "plan"
_LOOKS = [(palette, scale) for palette in PALETTES for scale in (1.0, 1.5, 2.0)]


def keep(qtbot: QtBot, page: PlanPage, name: str) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.qWait(300)
    page.grab().save(str(_FOLDER / f"{name}.png"))


@pytest.mark.parametrize(("palette", "scale"), _LOOKS)
def test_plan(
    qtbot: QtBot, qapp: QApplication, open_plan: Open, palette: str, scale: float
) -> None:
    style.apply(qapp, style.Look(PALETTES[palette], scale))
    page = open_plan(width=1116 if scale == 1 else 1216)
    QTest.keyClick(page.on_list, Qt.Key.Key_F2)
    QTest.keyClicks(page.details.ready.editor, "Lying and standing blood pressure")
    page.on_list.setFocus()
    QTest.keyClick(page.on_list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    keep(qtbot, page, f"plan-{palette}-{round(scale * 100)}")


def test_states(qtbot: QtBot, open_plan: Open, workspace: Session, happened: Ward) -> None:
    page = open_plan()
    page.deeds.off.click()
    keep(qtbot, page, "take-off")
    page.on_list.setFocus()
    page.head.explain.click()
    page.head.change.click()
    keep(qtbot, page, "explained")
    page.head.explain.click()
    page.head.change.click()
    fell(workspace, happened, "2")
    page.refresh(Changes(frozenset({"fall"})))
    qtbot.waitUntil(lambda: bool(page.message.text))
    keep(qtbot, page, "new")
