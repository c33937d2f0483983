"""Who may need a review first: most points first, each with its fact, its day and the record it is from.

Layout, wiring and words. It names many people, so it shows no banner and edits nobody. Each look is
recorded, so it is never formed anew by itself: what changed since is said, and a person looks again.
"""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from mdt_core.review_first import READ
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Choice, FlowRow, Heading, MessageBar, Quiet, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context, ToMeasures, ToResident
from mdt_desktop.ui.frame.folding import FoldingTable
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.review_first.model import FOLD, OrderModel
from mdt_desktop.ui.review_first.presenter import (
    CHANGED,
    NOT_IN_IT,
    RECORDED,
    WHAT_IT_IS,
    OrderView,
    read_homes,
    read_order,
)

TITLE: Final = "Who may need a review first"
_LINES: Final = 10
EVERY_HOME: Final = "All homes served"
_CONCERNED: Final = frozenset(kind.kind for kind in READ) | {"resident", "withdrawal"}


class ReviewFirstPage(QWidget):
    """The list under what it is and what it is not; Enter opens a resident."""

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName(TITLE)
        self._context, self._home_id = context, home_id
        self.view: OrderView | None = None
        self.message = MessageBar(self)
        self.approval = WrappedTag(self)
        self.approval.hide()
        self.home = ListField("Home", self)
        self.summary = Words("", self, words="label")
        self.back = Button("Back to measures", icon_name="chevron-left", parent=self)
        self.again = Button("Look again", icon_name="refresh-cw", parent=self)
        self.open = Button("Open", parent=self)
        self.foot = Quiet(f"{NOT_IN_IT} {RECORDED}", self)
        self.table = FoldingTable(TITLE, FOLD, self)
        self.model = OrderModel(self.table)
        self._lay_out()
        self.home.edited.connect(self._on_home)
        self.back.clicked.connect(self._on_back)
        self.again.clicked.connect(self._look)
        self.open.clicked.connect(self._on_open)
        self.table.opened.connect(self._on_opened)

    def load(self) -> None:
        """Reads the homes and looks at the order; the keyboard goes to the list."""
        context = self._context
        context.runners.reads.run(
            partial(read_homes, context.store, context.actor),
            then=self._on_homes,
            failed=self._on_failed,
            receiver=self,
        )
        self._look()

    def refresh(self, changes: Changes) -> None:
        """Says that something has changed; whoever wants to look again does so, which is recorded."""
        if self.view is not None and changes.kinds & _CONCERNED:
            self.message.show_message(CHANGED, "amber")

    def leave(self) -> None:
        """Has no draft: nothing is written here."""

    def _lay_out(self) -> None:
        box = column(self, margin=16)
        row = FlowRow(self)
        for button in (self.back, self.again, self.open):
            row.add(button)
        self.table.setModel(self.model)
        told = (Words(WHAT_IT_IS, self), self.approval)
        for part in (Heading(TITLE, 1, self), self.message, *told, self.home, row, self.summary):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        self.table.setMinimumHeight(self.fontMetrics().height() * _LINES)
        box.addWidget(self.foot)
        box.addStretch()

    # Reading

    def _look(self) -> None:
        context = self._context
        self.message.clear()
        context.runners.deeds.run(
            partial(read_order, context.store, context.actor, self._home_id),
            then=self._on_looked,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_homes(self, found: tuple[tuple[str, str], ...]) -> None:
        self.home.set_choices((Choice("", EVERY_HOME), *(Choice(key, name) for key, name in found)))
        self.home.set_value(self._home_id)

    def _on_looked(self, view: OrderView) -> None:
        if view.home_id != self._home_id:
            return  # another home has been chosen meanwhile
        self.view = view
        self.summary.setText(view.summary)
        self.approval.show_words(view.approval, "green" if view.is_approved else "amber")
        self.approval.show()
        self.foot.setText(f"{view.source} {NOT_IN_IT} {RECORDED}")
        self.model.set_rows(view.rows)
        self.open.setEnabled(bool(view.rows))
        self.table.setVisible(bool(view.rows))
        if view.rows:
            self.table.selectRow(0)
            self.table.setFocus()
        else:
            self.back.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    # Deeds

    def _on_home(self, _value: object) -> None:
        self._home_id = self.home.value()
        self._look()

    def _on_back(self) -> None:
        self._context.go(ToMeasures(self._home_id))

    def _on_open(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._on_opened(self.model.row(index.row()).resident_id)

    def _on_opened(self, resident_id: object) -> None:
        self._context.go(ToResident(str(resident_id)))
