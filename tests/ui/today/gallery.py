"""Writes pictures of the start screen, the actions and the residents in every look.

Run as `pytest tests/ui/today/gallery.py`; it is not collected with the tests. The pictures go to
build/pictures/today.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.records.actions import Action
from mdt_core.records.concerns import HowSoon
from mdt_core.store.queries.actions import ActionsAsked, Whose
from mdt_core.use_cases.rounds import add_action
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.ui.actions.page import ActionsPage
from mdt_desktop.ui.context import ToActions, ToResidents, ToToday
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.today.actions import ESCALATED
from mdt_desktop.ui.today.page import TodayPage
from tests.support.ward import Ward
from tests.ui.actions.work import (
    TODAY,
    make_work,
    raise_concern,
    record_fall,
    told_of,
    write_entry,
)

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "today"
OVERDUE = TODAY - timedelta(days=3)
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
    pads = Action(text="Ask the continence team for pads", owner="Someone Else", due=OVERDUE)
    for family, rung in (("Ramsbottom", 5), ("Tran", 0)):
        late, _ = add_action(store, by=by, resident_id=ward.of(family), action=pads)
        told_of(store, by, ward, family, late=(late, rung))
    record_fall(store, by, ward, "Okonkwo", hours_ago=30)
    raise_concern(store, by, ward, "Patel", HowSoon.THIS_ROUND)
    raise_concern(store, by, ward, "Featherstone")
    look = f"{palette}-{round(scale * 100)}"
    frame.go(ToActions())
    frame.go(ToToday())
    keep(frame, f"today-{look}")
    today = frame.page
    assert isinstance(today, TodayPage)
    rows = [each.words.startswith(ESCALATED) for each in today.model.rows]
    today.table.scrollTo(
        today.model.index(rows.index(True), 0), today.table.ScrollHint.PositionAtTop
    )
    keep(frame, f"today-told-{look}")
    frame.go(ToActions(ActionsAsked(whose=Whose.ALL)))
    page = frame.page
    assert isinstance(page, ActionsPage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    keep(frame, f"actions-{look}")
    page.table.scrollTo(page.model.index(2, 0), page.table.ScrollHint.PositionAtTop)
    keep(frame, f"actions-told-{look}")
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_R)
    keep(frame, f"reassign-{look}")
    frame.go(ToResidents())
    keep(frame, f"residents-{look}")
    qtbot.waitUntil(lambda: frame.context.runners.reads.is_idle)
