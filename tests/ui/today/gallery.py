"""Writes pictures of the start screen, the actions and the residents in every look.

Run as `pytest tests/ui/today/gallery.py`; it is not collected with the tests. The pictures go to
build/pictures/today.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.records.concerns import HowSoon
from mdt_core.store.queries.actions import ActionsAsked, Whose
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.ui.actions.page import ActionsPage
from mdt_desktop.ui.context import ToActions, ToResidents, ToToday
from mdt_desktop.ui.frame.frame import Frame
from tests.support.ward import Ward
from tests.ui.actions.work import make_work, raise_concern, record_fall, write_entry

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "today"
_LOOKS = [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 1.5), ("light", 2.0)]


def keep(frame: Frame, name: str) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    QTest.qWait(400)
    frame.window().grab().save(str(_FOLDER / f"{name}.png"))


@pytest.mark.parametrize(("palette", "scale"), _LOOKS)
def test_lists(qtbot: QtBot, frame: Frame, ward: Ward, palette: str, scale: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, style.Look(PALETTES[palette], scale))
    frame.window().resize(1180 if scale == 1 else 1280, 820)
    store, by = frame.context.store, frame.context.actor
    write_entry(store, by, ward, "Okonkwo")
    write_entry(store, by, ward, "Patel")
    make_work(store, by, ward)
    make_work(store, by, ward)
    record_fall(store, by, ward, "Okonkwo", hours_ago=30)
    raise_concern(store, by, ward, "Patel", HowSoon.THIS_ROUND)
    raise_concern(store, by, ward, "Featherstone")
    look = f"{palette}-{round(scale * 100)}"
    frame.go(ToActions())
    frame.go(ToToday())
    keep(frame, f"today-{look}")
    frame.go(ToActions(ActionsAsked(whose=Whose.ALL)))
    page = frame.page
    assert isinstance(page, ActionsPage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    keep(frame, f"actions-{look}")
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_R)
    keep(frame, f"reassign-{look}")
    frame.go(ToResidents())
    keep(frame, f"residents-{look}")
    qtbot.waitUntil(lambda: frame.context.runners.reads.is_idle)
