"""Panes of a meeting that keep room for some lines."""

from typing import Final

from PySide6.QtCore import QSize
from typing_extensions import override

from mdt_desktop.ui.round.panes import Scrolling

_LEAST_LINES: Final = 13


class Roomy(Scrolling):
    """A pane that is never lower than some lines of text: at large text the screen scrolls instead."""

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self.fontMetrics().height() * _LEAST_LINES))
