"""One line of text, with label, help and problem in words.

It stands apart from the other fields because the locked window needs no other: it loads without
prose, dates and choices. Screens take it from `mdt_desktop.qt.fields`.
"""

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from mdt_desktop.qt.field_frame import Field


class TextField(Field):
    """One line of text; `value()` is the text as typed."""

    typing_help = "One line of text."
    _letters = 0  # as wide as there is room

    def __init__(
        self, label: str, *, hint: str = "", help_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(label, hint=hint, help_text=help_text, parent=parent)
        self.editor = QLineEdit(self)
        self.editor.textEdited.connect(self._on_text_edited)
        self._place(self.editor)

    @override
    def value(self) -> str:
        return self.editor.text()

    def set_value(self, text: str) -> None:
        """Shows the text without telling anyone; the cursor stays where it can."""
        if text != self.editor.text():
            self.editor.setText(text)

    @override
    def show_stored(self, value: Any) -> None:
        self.set_value("" if value is None else str(value))

    def _on_text_edited(self, _text: str) -> None:
        self._tell_edited()

    def narrow(self, letters: int) -> None:
        """Makes the box as wide as so many figures."""
        self._letters = letters
        self.editor.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit_width()

    def _fit_width(self) -> None:
        if self._letters:
            self.editor.setFixedWidth(
                self.editor.fontMetrics().horizontalAdvance("0") * self._letters + 24
            )

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_width()
