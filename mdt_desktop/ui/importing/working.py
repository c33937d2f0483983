"""The step that shows how far a long trial or import is, and a step that scrolls inside itself."""

from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.fields import Heading, Words
from mdt_desktop.qt.layouts import column


class WorkingView(QWidget):
    """What is being done, how far it is, and what a cancel leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doing, self.progress = Heading("", 1, self), Words("", self)
        self._wait = Words("", self)
        box = column(self, margin=16, gap=12)
        for part in (self.doing, self.progress, self._wait):
            box.addWidget(part)
        box.addStretch(1)

    def begin(self, doing: str, wait: str) -> None:
        """Shows that it begins."""
        self.doing.setText(doing)
        self._wait.setText(wait)
        self.progress.setText("Beginning")
