"""A plain text box that grows with its text; it knows nothing of what is written in it."""

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override


class GrowingEdit(QPlainTextEdit):
    """A plain text box as tall as its text, between a least and a greatest number of lines."""

    def __init__(
        self, parent: QWidget | None = None, *, least: int = 3, greatest: int = 14
    ) -> None:
        super().__init__(parent)
        self._least, self._greatest = least, greatest
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self._grow()

    def _on_size_changed(self, _size: QSizeF) -> None:
        self._grow()

    def _grow(self) -> None:
        lines = max(self._least, min(self._greatest, self._lines()))
        policies = Qt.ScrollBarPolicy  # all of a short text is on show, whatever rounding says
        is_long = self._lines() > self._greatest
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAsNeeded if is_long else policies.ScrollBarAlwaysOff
        )
        around = self.height() - self.viewport().height() if self.isVisible() else 20
        margins = 2 * self.document().documentMargin()
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing() + margins) + around)

    def _lines(self) -> int:
        return max(1, round(self.document().size().height()))  # a plain document counts in lines

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()
