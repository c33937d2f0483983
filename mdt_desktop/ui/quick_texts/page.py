"""The list of quick texts with its deeds, and the form for one of them; never both on show.

It names no resident and shows no banner. Esc in the form goes back to the list.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from mdt_core.errors import KnownError
from mdt_core.records.quick_texts import QuickText
from mdt_core.store.unit_of_work import Changes as Written
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.folding import FoldingTable
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.quick_texts.form import QuickTextForm
from mdt_desktop.ui.quick_texts.model import FOLD, QuickTextsModel
from mdt_desktop.ui.quick_texts.presenter import (
    ABOUT,
    Entered,
    QuickTextRow,
    QuickTextsView,
    change_words,
    may_change,
    read_quick_texts,
    save_entered,
    withdraw,
)


class QuickTextsPage(QStackedWidget):
    """Every quick text that the person sees; Enter changes one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context = context
        self._view: QuickTextsView | None = None
        self.message = MessageBar(self)
        self.due = WrappedTag(self)
        self.add = Button("Add a quick text…", icon_name="plus", parent=self)
        self.change = Button("Change…", icon_name="pencil", parent=self)
        self.withdraw = Button("Withdraw", parent=self)
        self.table = FoldingTable("Quick texts", FOLD, self)
        self.model = QuickTextsModel(self.table)
        self.form = QuickTextForm(context, self)
        self._list = self._build()
        self.addWidget(self._list)
        self.addWidget(self.form)
        self._wire()

    def load(self) -> None:
        """Reads the list."""
        self._context.runners.reads.run(
            partial(read_quick_texts, self._context.store, self._context.actor),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def refresh(self, changes: Changes) -> None:
        """Reads again where a quick text has changed."""
        if changes.touches(QuickText.kind):
            self.load()

    def leave(self) -> None:
        """Has no draft: a quick text is short, and is kept only when it is saved."""

    def _build(self) -> QWidget:
        page = QWidget(self)
        box = column(page, margin=16)
        for part in (self.message, Heading("Quick text", 1, page), Words(ABOUT, page), self.due):
            box.addWidget(part)
        deeds = FlowRow(page)
        for button in (self.add, self.change, self.withdraw):
            deeds.add(button)
        box.addWidget(deeds)
        self.table.setModel(self.model)
        box.addWidget(self.table, 1)
        self.due.hide()
        return page

    def _wire(self) -> None:
        self.add.clicked.connect(self._on_add)
        self.change.clicked.connect(self._on_change)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_moved)
        self.form.cancelled.connect(self._show_list)
        self.form.given.connect(self._on_given)

    def _on_read(self, view: QuickTextsView) -> None:
        is_first = self._view is None
        self._view = view
        self.model.set_rows(view.rows)
        self.due.show_words(view.due_words, "amber")
        self.due.setVisible(bool(view.due_words))
        self.add.setEnabled(view.may_write)
        if is_first and view.rows:
            self.table.selectRow(0)
            self.table.setFocus()
        self._show_deeds()

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _current(self) -> QuickTextRow | None:
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _on_moved(self) -> None:
        self._show_deeds()

    def _show_deeds(self) -> None:
        row, view = self._current(), self._view
        is_open = row is not None and view is not None and may_change(view, row)
        self.change.setEnabled(is_open)
        self.withdraw.setEnabled(
            is_open and row is not None and bool(row.id) and not row.is_withdrawn
        )
        if row is not None:
            self.change.setText(change_words(row))

    def _on_add(self) -> None:
        self._open(None)

    def _on_change(self) -> None:
        row = self._current()
        if row is not None:
            self._open(row)

    def _on_opened(self, _key: object) -> None:
        if self.change.isEnabled():
            self._on_change()

    def _open(self, row: QuickTextRow | None) -> None:
        self.message.clear()
        self.setCurrentWidget(self.form)
        self.form.begin(row, may_approve=self._view is not None and self._view.may_approve)

    def _show_list(self) -> None:
        self.setCurrentWidget(self._list)
        self.table.setFocus()

    def _on_given(self, entered: Entered) -> None:
        self._do(
            partial(save_entered, self._context.store, self._context.actor, entered),
            partial(self._on_saved, f"Saved. Type ;{entered.name.strip().lstrip(';').lower()}"),
            self._on_not_saved,
        )

    def _on_withdraw(self) -> None:
        row = self._current()
        if row is not None and row.id:
            self._do(
                partial(withdraw, self._context.store, self._context.actor, row.id),
                partial(self._on_saved, f"Withdrawn: ;{row.name}. It is offered no more"),
                self._on_failed,
            )

    def _do(
        self,
        work: Callable[[], Written],
        then: Callable[[Written], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._context.runners.deeds.run(work, then=then, failed=failed, receiver=self)

    def _on_saved(self, words: str, written: Written) -> None:
        self.message.show_message(words, "green")
        self.form.save.setEnabled(True)
        self._show_list()
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_not_saved(self, error: Exception) -> None:
        self.form.save.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        self.form.show_problem(error.where, words)
