"""Writes pictures of writing - quick text, marks, help, the list - to build/pictures/writing.

Run as `pytest tests/ui/quick_texts/gallery.py`; it is not collected with the tests.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.records.quick_texts import Whose
from mdt_core.use_cases.quick_texts import save_quick_text
from mdt_desktop.qt import style
from mdt_desktop.qt.fields import NoteField
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.session import Session
from mdt_desktop.ui.context import ToQuickTexts, ToRound
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.quick_texts.page import QuickTextsPage
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.ward import Ward
from tests.ui.round.hands import desk_of
from tests.ui.round.scene import started

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "writing"
_LOOKS = [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 2.0), ("dark", 1.5)]
_NOTE = (
    "Breathles at night, sleeps with 3 pillows. Seen with [who], [in person / video]. He said [sic]"
)


@pytest.mark.parametrize("look_of", _LOOKS)
def test_writing(
    qtbot: QtBot, frame: Frame, ward: Ward, workspace: Session, look_of: tuple[str, float]
) -> None:
    palette, scale = look_of
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, style.Look(PALETTES[palette], scale))
    name = f"{palette}-{round(scale * 100)}"
    scene = started(workspace.store, workspace.actor, ward)
    frame.go(ToRound(ward.home_id, scene.day))
    note = _note(qtbot, frame)
    note.set_value(_NOTE)
    QTest.qWait(400)
    cursor = note.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    note.editor.setTextCursor(cursor)
    QTest.keyClicks(note.editor, " ;b")
    keep(frame, f"list-{name}")
    QTest.keyClick(note.editor, Qt.Key.Key_Escape)
    QTest.keyClick(note.editor, Qt.Key.Key_F1)
    keep(frame, f"help-{name}")
    QTest.keyClick(note.editor, Qt.Key.Key_Escape)
    for whose, word in ((Whose.MINE, "ring"), (Whose.TEAM, "seen")):
        save_quick_text(
            workspace.store,
            by=workspace.actor,
            name=word,
            text="Rang [whom] at [time]; they will ring back by [when].",
            whose=whose,
            review_on=scene.day.replace(year=2027) if whose is Whose.TEAM else None,
        )
    frame.go(ToQuickTexts())
    page = frame.page
    assert isinstance(page, QuickTextsPage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    keep(frame, f"texts-{name}")
    page.table.selectRow(4)
    page.change.click()
    page.form.save.click()
    QTest.qWait(200)
    keep(frame, f"form-{name}")
    frame.more.open()
    keep(frame, f"more-{name}")


def _note(qtbot: QtBot, frame: Frame) -> NoteField:
    def ready() -> bool:
        found = frame.page.findChildren(NoteField) if frame.page else []
        return bool(found) and found[0].isEnabled()

    qtbot.waitUntil(ready)
    assert frame.page is not None
    if not frame.page.findChildren(NoteField)[0].isVisible():  # one column: the pane for writing
        assert isinstance(frame.page, RoundRunPage)
        desk_of(frame.page).panes.show_pane(1)
    note = frame.page.findChildren(NoteField)[0]
    note.editor.setFocus()
    return note


def keep(frame: Frame, name: str) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    QTest.qWait(250)
    frame.window().grab().save(str(_FOLDER / f"{name}.png"))
