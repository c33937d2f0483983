"""The deeds at the foot of a view, the main one last, at the right."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import FlowRow


class DeedBar(QFrame):
    """A row of deeds; what stands `before` them takes the room that is left."""

    def __init__(
        self, *buttons: Button, before: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "deeds")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        if before is not None:
            row.addWidget(before, 1)
        else:
            row.addStretch(1)
        flow = FlowRow(self)
        for button in buttons:
            flow.add(button)
        row.addWidget(flow)
