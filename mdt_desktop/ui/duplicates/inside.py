"""What scrolls inside these screens, and the screens around it, which take the height there is."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class Inside(QWidget):
    """As high as its parts are at its width, not as they would be at the least one."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Around(QWidget):
    """Takes the height there is: what is inside scrolls, and nothing scrolls around both."""

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
