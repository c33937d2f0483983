"""Views in one place, of which one is on show and asks for room; panes that keep room for some lines."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from mdt_desktop.ui.round.panes import Scrolling

_LEAST_LINES: Final = 13


class Stack(QStackedWidget):
    """As high as it gets; what is on show scrolls inside itself.

    A plain one is as high as the highest of its views would like to be, which puts the deeds at the
    foot out of sight.
    """

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        view = self.currentWidget()
        return QSize() if view is None else view.minimumSizeHint()


class Roomy(Scrolling):
    """A pane that is never lower than some lines of text: at large text the screen scrolls instead."""

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self.fontMetrics().height() * _LEAST_LINES))
