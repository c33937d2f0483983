"""The two sides of the plan: the list with its order, and whoever is chosen beside who is not on it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.fields import Heading, Quiet, TextField
from mdt_desktop.qt.layouts import Scrolled, column
from mdt_desktop.ui.frame.regions import IS_SIDE
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.plan.arranged import Arranged
from mdt_desktop.ui.plan.details import RowDetails
from mdt_desktop.ui.plan.lists import OffModel, OnModel, off_table, on_table
from mdt_desktop.ui.plan.off_presenter import off_rows
from mdt_desktop.ui.plan.presenter import NOBODY, ORDER
from mdt_desktop.ui.plan.reading import PlanRead

_LEAST_PX: Final = 320


class OnSide(QWidget):
    """Who is on the list."""

    def __init__(
        self,
        keys: Bindings,
        on_key: Callable[[QKeyEvent], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty(IS_SIDE, True)
        self.model = OnModel(self)
        self.table = on_table(on_key, self.model, self)
        self.table.setMinimumHeight(_LEAST_PX)
        self.title = Heading("", 3, self)
        self.nobody = Quiet(NOBODY, self)
        self.nobody.hide()
        box = column(self, gap=4)
        self.order = Quiet(ORDER, self)
        for part in (self.title, self.order, self.nobody):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        box.addWidget(keys.hint_for(self.table))


class OffSide(Scrolled):
    """Whoever is chosen on the list, and below who is not on it; scrolls by itself.

    Signals:
        put_on_asked: the id of the resident to be put on the list
    """

    put_on_asked = Signal(object)

    def __init__(
        self,
        keys: Bindings,
        on_key: Callable[[QKeyEvent], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_LEAST_PX, parent)
        self.setProperty(IS_SIDE, True)
        self._shown: tuple[PlanRead, Arranged] | None = None
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
        box.addWidget(keys.hint_for(self.table))
        self.setWidget(inner)
        keys.bind("plan.put_on", self.put_on)
        self.filter.edited.connect(self._on_filter)
        self.filter.editor.returnPressed.connect(self._on_filter_entered)

    def show_off(self, read: PlanRead, arranged: Arranged) -> None:
        """Shows who is not on the list and matches what is typed."""
        self._shown = (read, arranged)
        found = off_rows(read, arranged, self.filter.value())
        self.model.set_rows(found)
        self.title.setText(f"Not on the list ({len(read.everyone) - len(arranged.order)})")
        if found and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def begin_adding(self) -> None:
        """Goes to the field, emptied, with everybody below it."""
        self.filter.set_value("")
        self._on_filter("")
        self.filter.setFocus()

    def put_on(self) -> None:
        """Asks for the chosen row to be put on the list."""
        index = self.table.currentIndex()
        if index.isValid():
            self.put_on_asked.emit(self.model.row(index.row()).resident_id)

    def _on_filter(self, _typed: object) -> None:
        if self._shown is not None:
            self.show_off(*self._shown)
            if self.model.rows:
                self.table.selectRow(0)

    def _on_filter_entered(self) -> None:
        if self.filter.value().strip():
            self.put_on()
