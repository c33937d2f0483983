"""A window as a screen reader meets it: what takes the keyboard has a name and a role, and no shape is read.

It asks Qt's own accessible interfaces, as every reader does.
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from mdt_desktop.qt.field_frame import Field

_SHAPE = re.compile(r"[\u2500-\u27bf]")
"""Lines, squares, triangles, circles, ticks: a reader spells them out, as «black diamond»."""
_TELLS_NOTHING = {
    QAccessible.Role.NoRole,
    QAccessible.Role.Client,
    QAccessible.Role.Pane,
    QAccessible.Role.Border,
}


def not_said(window: QWidget) -> list[str]:
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
