"""Every screen as a screen reader meets it: what takes the keyboard has a name and a role, and no shape is read.

It asks Qt's own accessible interfaces, as every reader does, on each screen, full of a home's life
and where there is next to nothing.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from mdt_desktop.qt import style
from mdt_desktop.qt.field_frame import Field
from tests.ui.every_screen.showing import (
    LOCKED_NAMES,
    OVERLAY_NAMES,
    SCREEN_NAMES,
    Shown,
    locked,
)

_NAMES = (*SCREEN_NAMES, *OVERLAY_NAMES)
_SHAPE = re.compile(r"[\u2500-\u27bf]")
"""Lines, squares, triangles, circles, ticks: a reader spells them out, as «black diamond»."""
_TELLS_NOTHING = {
    QAccessible.Role.NoRole,
    QAccessible.Role.Client,
    QAccessible.Role.Pane,
    QAccessible.Role.Border,
}


def faults(window: QWidget) -> list[str]:
    """What a screen reader could not say of the window, or would say wrongly."""
    return [fault for part in _seen(window) for fault in _faults_of(part)]


def _seen(window: QWidget) -> Iterator[QWidget]:
    yield from (each for each in window.findChildren(QWidget) if each.isVisible())


def _faults_of(part: QWidget) -> Iterator[str]:
    if isinstance(part, QAbstractItemView) and part.model() is not None:
        yield from _cells(part)
    if isinstance(part, Field):
        yield from _told(part)
    met = QAccessible.queryAccessibleInterface(part)
    if not _takes_keyboard(part):
        return
    name = met.text(QAccessible.Text.Name)
    where = f"{type(part).__name__} «{name}»"
    if not name.strip():
        yield f"{where} in {_way(part)} has no name"
    if _SHAPE.search(name) or "\n" in name:
        yield f"{where}: a shape or a line's end is read"
    if met.role() in _TELLS_NOTHING:
        yield f"{where}: {met.role()}"


def _takes_keyboard(part: QWidget) -> bool:
    return part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.focusProxy() is None


def _way(part: QWidget) -> str:
    names = []
    at = part.parentWidget()
    while at is not None:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names[:4])


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    shown = [
        column
        for column in range(model.columnCount())
        if not (isinstance(view, QTableView) and view.isColumnHidden(column))
    ]
    for row in range(model.rowCount()):
        for column in shown:
            yield from _cell(model, row, column)


def _cell(model: QAbstractItemModel, row: int, column: int) -> Iterator[str]:
    index = model.index(row, column)
    said = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")
    if _SHAPE.search(said):
        yield f"cell «{said}»: a shape is read"
    if index.data() and not said.strip():
        yield f"cell {row}, {column} of {type(model).__name__} says nothing"


def _told(field: Field) -> Iterator[str]:
    """The hint and the problem of a field are read with what is typed into."""
    parts = [each for each in (field, *field.findChildren(QWidget)) if _takes_keyboard(each)]
    read = " ".join(each.accessibleDescription() for each in parts)
    for words in (field._hint_text, field.problem):
        if words.removesuffix(".") not in read:
            yield f"{type(field).__name__} «{field.label}» does not read «{words}»"


@pytest.mark.parametrize("name", _NAMES)
def test_a_reader_can_say_everything_on_a_full_screen(window: Shown, name: str) -> None:
    found = {part: sorted(set(faults(window.in_front))) for part in window.parts(name)}
    assert {part: each for part, each in found.items() if each} == {}


def test_a_reader_can_say_everything_where_there_is_next_to_nothing(empty_window: Shown) -> None:
    found = {
        part: sorted(set(faults(empty_window.in_front)))
        for name in SCREEN_NAMES
        for part in empty_window.parts(name)
    }
    assert {part: each for part, each in found.items() if each} == {}


@pytest.mark.parametrize("name", LOCKED_NAMES)
def test_a_reader_can_say_everything_before_anybody_is_signed_in(
    qapp: QApplication, locked_place: Path, name: str
) -> None:
    assert qapp is not None
    with locked(name, locked_place, style.Look()) as window:
        assert faults(window) == []
