"""A column whose parts stand as far from each other as their letters are high.

A question is nearer to its own answer than to the answer before it, at every size of letters.
"""

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import Heading

_LEAST_PX: Final = 12
_LOOK_CHANGES: Final = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class Spread(QWidget):
    """Parts one below another; `box` is where they are put."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = column(self)
        self._fit()

    def _fit(self) -> None:
        self.box.setSpacing(max(_LEAST_PX, self.font().pixelSize()))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOK_CHANGES and hasattr(self, "box"):
            self._fit()


class SectionHeading(Heading):
    """What heads a part of a form, set off from the part before it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, 3, parent)
        self._fit()

    def _fit(self) -> None:
        self.setContentsMargins(0, max(0, QApplication.font().pixelSize() // 2), 0, 0)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOK_CHANGES:
            self._fit()
