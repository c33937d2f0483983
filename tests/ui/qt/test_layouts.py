"""Parts come and go in a row that flows: by being taken out, moved to another row, or deleted."""

import re
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget
from pytestqt.qtbot import QtBot

import mdt_desktop
from mdt_desktop.qt.layouts import FlowRow, clear, column

_ASKED_FOR = re.compile(r"\.(takeAt|itemAt|itemAtPosition|takeRow)\(")


def _layout(row: FlowRow) -> QLayout:
    layout = row.layout()
    assert layout is not None
    return layout


def _items(row: FlowRow) -> list[QLayoutItem]:
    layout = _layout(row)
    return [item for n in range(layout.count()) if (item := layout.itemAt(n)) is not None]


def _delete_now() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_parts_that_move_or_are_deleted_leave_a_row_of_valid_items(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    for _ in range(50):
        one, two = FlowRow(place), FlowRow(place)
        parts = [QLabel(str(number)) for number in range(6)]
        for part in parts:
            one.add(part)
        for part in parts[:3]:
            two.add(part)
        parts[4].deleteLater()
        _delete_now()
        assert [_layout(row).count() for row in (one, two)] == [2, 3]
        assert all(shiboken6.isValid(item) for row in (one, two) for item in _items(row))
        one.clear()
        assert _layout(one).count() == 0
        two.deleteLater()
        _delete_now()


def test_a_layout_is_emptied_but_for_what_is_kept(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    box = column(place)
    kept, gone = QLabel("kept", place), QLabel("gone", place)
    beside = QLabel("in no layout", place)
    box.addWidget(kept)
    box.addWidget(gone)
    clear(box, keep=kept)
    _delete_now()
    assert box.count() == 0
    assert shiboken6.isValid(kept)
    assert shiboken6.isValid(beside)
    assert not shiboken6.isValid(gone)


def test_no_item_of_a_layout_is_asked_for_in_the_program() -> None:
    """`clear` says why: its wrapper, found again for another item, ends the program."""
    sources = Path(mdt_desktop.__file__).parent.rglob("*.py")
    asking = [each.name for each in sources if _ASKED_FOR.search(each.read_text("utf-8"))]
    assert asking == []
