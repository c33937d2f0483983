"""The two sides of the plan: the list with its order, and whoever is chosen beside who is not on it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from mdt_desktop.qt.fields import Heading, Quiet, TextField
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.plan.details import RowDetails
from mdt_desktop.ui.plan.lists import OffModel, OnModel, off_table, on_table
from mdt_desktop.ui.plan.presenter import NOBODY, ORDER

KEYS: Final = "Alt+Up and Alt+Down move, Delete takes off, F2 what to have ready, Enter opens"
_LEAST_PX: Final = 320


class OnSide(QWidget):
    """Who is on the list."""

    def __init__(self, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = OnModel(self)
        self.table = on_table(on_key, self.model, self)
        self.table.setMinimumHeight(_LEAST_PX)
        self.table.setAccessibleDescription(KEYS)
        self.title = Heading("", 3, self)
        self.nobody = Quiet(NOBODY, self)
        self.nobody.hide()
        box = column(self, gap=4)
        for part in (self.title, Quiet(ORDER, self), self.nobody):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        box.addWidget(Quiet(KEYS, self))


class OffSide(QScrollArea):
    """Whoever is chosen on the list, and below who is not on it; scrolls by itself."""

    def __init__(self, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget(self)
        inner.setProperty("role", "page")
        self.model = OffModel(inner)
        self.table = off_table(on_key, self.model, inner)
        self.table.setMinimumHeight(_LEAST_PX // 2)
        self.details = RowDetails(inner)
        self.details.hide()
        self.title = Heading("", 3, inner)
        self.filter = TextField("Room or name", parent=inner)
        box = column(inner)
        for part in (self.details, self.title, self.filter):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        box.addWidget(Quiet("Space puts on the list, Enter opens the resident", inner))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_LEAST_PX)
        self.setWidget(inner)
