"""Offers known names under a box of free words; no row is meant until somebody goes to it.

Of several lines the one with the cursor is asked about. What is typed stays as it is typed.
"""

from functools import cached_property

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.fields import NoteField, TextField
from mdt_desktop.ui.forms.finding import Findable, fitting
from mdt_desktop.ui.forms.offered_list import OfferedList

_QUICK_TEXT = ";"


class NamesOffered(QObject):
    """The names that one field offers; lives as long as the field."""

    def __init__(self, field: TextField | NoteField, names: tuple[str, ...]) -> None:
        super().__init__(field)
        self._field = field
        self._names = tuple(Findable(name, name) for name in names)
        field.edited.connect(self._on_edited)

    @cached_property
    def list(self) -> OfferedList:
        """The list, made when something is first typed."""
        made = OfferedList(self._field.editor, f"{self._field.label}: known names")
        made.chosen.connect(self._on_chosen)
        return made

    def _on_edited(self, _value: object) -> None:
        typed = self._typed().strip()
        is_asked = bool(typed) and _QUICK_TEXT not in typed and self._field.editor.hasFocus()
        found = fitting(self._names, typed) if is_asked else ()
        if any(each.words == typed for each in found):
            found = ()
        self.list.open([each.words for each in found])
        if found:
            announce(self._field.editor, f"{len(found)} on the list. Down goes to them")

    def _typed(self) -> str:
        editor = self._field.editor
        if isinstance(editor, QLineEdit):
            return editor.text()
        return editor.textCursor().block().text()

    def _on_chosen(self, place: int) -> None:
        name, editor = self.list.rows[place], self._field.editor
        if isinstance(editor, QLineEdit):
            editor.selectAll()
            editor.insert(name)
            self._field.edited.emit(self._field.value())
        else:
            cursor = editor.textCursor()
            moves = QTextCursor.MoveOperation
            cursor.movePosition(moves.StartOfBlock)
            cursor.movePosition(moves.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(name)
            editor.setTextCursor(cursor)
        announce(editor, f"Taken: {name}")
