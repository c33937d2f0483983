"""A clinic day of one home: set up once, then each resident answered singly, saved as it is answered.

The list names many people, as the list of a home does; what is answered names its resident on the
button. Nothing here can answer for several at once.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from mdt_core.use_cases.rounds import withdraw
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Columns, FlowRow, Heading, MessageBar, Quiet, Words
from mdt_desktop.qt.layouts import InnerScroll, Scrolled, column
from mdt_desktop.ui.clinic.model import ClinicModel, ClinicTable
from mdt_desktop.ui.clinic.panel import AnswerPanel
from mdt_desktop.ui.clinic.presenter import (
    BY_KEY,
    Answer,
    ClinicRow,
    ClinicView,
    answer_one,
    read_clinic,
)
from mdt_desktop.ui.clinic.setup import ClinicSetup
from mdt_desktop.ui.clinic.setup_form import ClinicSetupForm
from mdt_desktop.ui.context import Context, ToClinic, ToForm, ToHome
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where

_CONCERNED = frozenset({"vaccination", "allergy_state", "stay", "resident", "withdrawal"})
_LEAST_PX: Final = 420
"""How high the list and the answers are at least, in pixels."""
_KEYS: Final = {
    "clinic.given": "given",
    "clinic.already": "already_had",
    "clinic.unwell": "deferred_unwell",
    "clinic.hospital": "in_hospital",
    "clinic.declined": "declined:not_said",
}


class ClinicPage(QStackedWidget):
    """The set-up, then the list with the answers of the row beside it."""

    def __init__(
        self,
        context: Context,
        home_id: str,
        setup: ClinicSetup | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._home_id, self._setup = context, home_id, setup
        self._view: ClinicView | None = None
        self._is_saving = False
        self.form = ClinicSetupForm(context, self)
        self.message = MessageBar(self)
        self.heading = Heading("", 1, self)
        self.common = Words("", self, words="label")
        self.rules = Quiet("", self)
        self.summary = Words("", self, words="label")
        self.table = ClinicTable("Residents of the clinic", self._on_list_key, self)
        self.model = ClinicModel(self.table)
        self.panel = AnswerPanel(self)
        self._answers = Scrolled(_LEAST_PX, self)
        self._area = InnerScroll(self)
        self.change = Button("Change the set-up", parent=self)
        self.back = Button("Back to the home", parent=self)
        self._keys = Bindings(Where.CLINIC, self)
        self._list = self._build_list()
        self.addWidget(self.form)
        self.addWidget(self._list)
        self._wire()

    def load(self) -> None:
        """Reads the home; begins with the set-up, or with the list where that stands already."""
        self.setCurrentWidget(self._list if self._setup else self.form)
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again where an answer or an allergy may have changed."""
        if changes.kinds & _CONCERNED:
            self._read()

    def leave(self) -> None:
        """Has no draft: every answer is saved as it is given."""

    def _build_list(self) -> QWidget:
        page = QWidget(self)
        box = column(page, margin=16)
        deeds = FlowRow(page)
        for each in (self.change, self.back, self.summary):
            deeds.add(each)
        for part in (self.heading, self.message, self.common, deeds):
            box.addWidget(part)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(_LEAST_PX)
        sides = Columns(page, least_em=40)
        left = QWidget(sides)
        inside = column(left)
        inside.addWidget(self.table, 1)
        inside.addWidget(self._keys.hint_for(self.table, "Enter goes to the answers"))
        self._answers.setWidget(self.panel)
        sides.add(left)
        sides.add(self._answers)
        box.addWidget(sides, 1)
        box.addWidget(self.rules)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(page)
        return self._area

    def _wire(self) -> None:
        self.form.given.connect(self._on_begun)
        self.form.cancelled.connect(self._on_back)
        self.change.clicked.connect(self._on_change)
        self.back.clicked.connect(self._on_back)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        self.panel.answered.connect(self._answer)
        self.panel.undone.connect(self._undo)
        self.panel.form_asked.connect(self._on_form)
        for command, key in _KEYS.items():
            self._keys.bind(command, button=self.panel.buttons[key])
        self._keys.bind("clinic.undo", button=self.panel.undo)

    # The list

    def _read(self) -> None:
        context = self._context
        work = partial(
            read_clinic,
            context.store,
            context.actor,
            self._home_id,
            self._setup,
            context.clock(),
        )
        context.runners.reads.run(work, then=self._on_read, failed=self._on_failed, receiver=self)

    def _on_read(self, view: ClinicView) -> None:
        is_first = self._view is None
        self._view = view
        if self._setup is None:
            if is_first:
                self.form.begin(view.home)
            return
        self.heading.setText(f"Vaccination clinic, {view.home}")
        self.common.setText(self._setup.words)
        self.rules.setText(view.rule_words)
        self.summary.setText(view.summary)
        had_rows = bool(self.model.rows)
        self.model.set_rows(view.rows)
        if view.rows and not had_rows:
            self.table.selectRow(0)
            self.table.setFocus()
        self._is_saving = False
        self._show_row()

    def _row(self) -> ClinicRow | None:
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _show_row(self) -> None:
        row = self._row()
        if row is not None and self._setup is not None:
            self.panel.show_row(row, self._setup, is_saving=self._is_saving)

    def _on_row(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_row()

    def _on_list_key(self, event: QKeyEvent) -> bool:
        return self._keys.key_in_list(event)

    def _on_opened(self, _resident_id: object) -> None:
        row = self._row()
        if row is not None:
            first = self.panel.undo if row.is_answered else self.panel.buttons["given"]
            first.setFocus()
            self._area.ensureWidgetVisible(first)

    # Deeds

    def _answer(self, answer: Answer) -> None:
        row, setup = self._row(), self._setup
        if row is None or setup is None or row.is_answered or self._is_saving:
            return
        self._save(
            partial(
                answer_one,
                self._context.store,
                self._context.actor,
                setup,
                row.resident_id,
                BY_KEY[answer.key],
            ),
            f"{row.family}: {answer.outcome.label.lower()}, saved",
        )

    def _undo(self) -> None:
        row = self._row()
        if row is None or not row.record_id or self._is_saving:
            return
        context = self._context
        work = partial(_withdrawn, context, row.record_id)
        self._save(work, f"{row.family}: taken back. It stays in the record, struck through")

    def _save(self, work: partial[frozenset[str]], words: str) -> None:
        self._is_saving = True
        self._show_row()
        self._context.runners.deeds.run(
            work, then=partial(self._on_saved, words), failed=self._on_failed, receiver=self
        )

    def _on_saved(self, words: str, kinds: frozenset[str]) -> None:
        self.message.show_message(words, "green")
        announce(self.table, words)
        self.table.setFocus()
        self._context.bus.publish(Changes(kinds))
        self._read()

    def _on_failed(self, error: Exception) -> None:
        self._is_saving = False
        self._show_row()
        self.message.show_message(words_of(error), "red")

    def _on_begun(self, setup: ClinicSetup) -> None:
        self._setup = setup
        self.form.save.setEnabled(True)
        self.setCurrentWidget(self._list)
        self._read()

    def _on_change(self) -> None:
        if self._setup is not None:
            self.form.show_setup(self._setup)
        self.setCurrentWidget(self.form)
        self.form.asked["vaccine"].setFocus()

    def _on_form(self) -> None:
        row = self._row()
        if row is not None:
            back = ToClinic(self._home_id, self._setup)
            self._context.go(ToForm("vaccination", row.resident_id, back))

    def _on_back(self) -> None:
        self._context.go(ToHome(self._home_id))


def _withdrawn(context: Context, record_id: str) -> frozenset[str]:
    return withdraw(context.store, by=context.actor, record_id=record_id).kinds
