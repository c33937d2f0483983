"""The actions over all homes: whose, which, and the deeds of the chosen one.

The list names many people, so nothing is typed on it: what needs words is a page of its own. Keys in
the list: Space done or open again, Z not done, N note, D date, R reassign, Enter opens the resident.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from mdt_core.action_line import Owner
from mdt_core.errors import KnownError
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.escalations import Escalation
from mdt_core.records.homes import Home
from mdt_core.records.receipts import Receipt
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Stay
from mdt_core.store.queries.actions import ActionsAsked
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.actions import ActionOf
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Heading, MessageBar, Words
from mdt_desktop.qt.layouts import FlowRow, InnerScroll, column
from mdt_desktop.ui.actions.deeds import Answer, Asks, action_of, set_state, write_answer
from mdt_desktop.ui.actions.filters import Filters
from mdt_desktop.ui.actions.form import ActionForm
from mdt_desktop.ui.actions.model import ActionsModel, ActionsTable
from mdt_desktop.ui.actions.presenter import ActionRow, ActionsView, owners_for, read_actions
from mdt_desktop.ui.actions.printing import PrintForm
from mdt_desktop.ui.actions.seen import SeenRows
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.context import Context, ToResident
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where

OPEN_AGAIN: Final = "Open again"
ONE_HOME: Final = "Choose actions of one home: a printed list is of one home alone"
ONE_BY_ONE: Final = "Each action is answered on its own. Choose one of them"
_KINDS: Final = (Action.kind, Escalation.kind, Home.kind, Receipt.kind, Resident.kind, Stay.kind)
A_MINUTE_MS: Final = 60_000
"""How often the list is read anew, so that what nobody has seen is said in time."""


class ActionsPage(QStackedWidget):
    """What is to be done; Space says that it is."""

    def __init__(
        self, context: Context, asked: ActionsAsked, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._asked = context, asked
        self._is_first = True
        self._undo: ActionOf | None = None
        self.message = MessageBar(self)
        self.filters = Filters(self)
        self.filters.set_asked(asked)
        self.summary = Words("", self, words="label")
        self._keys = Bindings(Where.ACTIONS, self)
        self.table = ActionsTable(self._on_list_key, self)
        self.model = ActionsModel(self.table)
        self._seen = SeenRows(context, self.table, self._told_at)
        self.minute = QTimer(self, interval=A_MINUTE_MS)
        self.done = Button("Done", Kind.PRIMARY, icon_name="check", parent=self)
        self.not_done = Button("Not done", parent=self)
        self.note = Button("Note", parent=self)
        self.date = Button("Date", parent=self)
        self.reassign = Button("Reassign", parent=self)
        self.print_list = Button("Print", icon_name="printer", parent=self)
        self.open = Button("Open resident", parent=self)
        self.form = ActionForm(context, self)
        self.printing = PrintForm(context, self)
        self._area = InnerScroll(self)
        self._list = self._build_list()
        self.addWidget(self._list)
        self.addWidget(self.form)
        self.addWidget(self.printing)
        self._wire()

    def load(self) -> None:
        """Reads the actions; the focus goes to the first open one once they are there."""
        self.minute.start()
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again where something shown here has changed; the place in the list stays."""
        if changes.touches(*_KINDS):
            self._read()

    def leave(self) -> None:
        """Has no draft: a change is short, and is kept only when it is made."""

    def deeds(self) -> list[Button]:
        """The deeds of this page."""
        return [
            self.open,
            self.print_list,
            self.reassign,
            self.date,
            self.note,
            self.not_done,
            self.done,
        ]

    def _build_list(self) -> QWidget:
        page = QWidget(self)
        box = column(page, margin=16)
        box.addWidget(Heading("Actions", 1, page))
        box.addWidget(self.filters)
        box.addWidget(self.summary)
        self.table.setModel(self.model)
        box.addWidget(self.table, 1)
        more = "Shift and arrows choose several, to reassign or print them"
        box.addWidget(self._keys.hint_for(self.table, more))
        row = FlowRow(page)
        for button in self.deeds():
            row.add(button)
        box.addWidget(row)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(page)
        whole = QWidget(self)
        outer = column(whole)
        outer.addWidget(self.message)  # in sight wherever the page is scrolled to
        outer.addWidget(self._area, 1)
        return whole

    def _wire(self) -> None:
        self.minute.timeout.connect(self._read)
        self.filters.asked.connect(self._on_asked)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.message.acted.connect(self._on_undo)
        self._keys.bind("actions.done", self._on_done, button=self.done)
        self._keys.bind("actions.not_done", self._on_not_done, button=self.not_done)
        self._keys.bind("actions.note", self._on_note, button=self.note)
        self._keys.bind("actions.date", self._on_date, button=self.date)
        self._keys.bind("actions.reassign", self._on_reassign, button=self.reassign)
        self.done.clicked.connect(self._on_done)
        self.open.clicked.connect(self._on_open)
        self.not_done.clicked.connect(self._on_not_done)
        self.note.clicked.connect(self._on_note)
        self.date.clicked.connect(self._on_date)
        self.reassign.clicked.connect(self._on_reassign)
        self.form.given.connect(self._on_given)
        self.form.cancelled.connect(self._show_list)
        self.print_list.clicked.connect(self._on_print)
        self.printing.cancelled.connect(self._show_list)
        self.printing.put_out.connect(self._on_put_out)

    # What is on show

    def _read(self) -> None:
        context = self._context
        context.runners.reads.run(
            partial(read_actions, context.store, context.actor, self._asked, context.clock()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, view: ActionsView) -> None:
        self.model.set_rows(view.rows)
        self.filters.offer(view.homes, view.owners)
        self.summary.setText(view.summary)
        if view.rows and not self._chosen():
            places = (n for n, row in enumerate(view.rows) if row.is_open)
            at = self.table.currentIndex().row()
            self._choose(at if at >= 0 else next(places, 0))
        if self._is_first:
            self._is_first = False
            (self.table if view.rows else self.filters.whose).setFocus()
        if self.table.hasFocus():
            self._area.ensureWidgetVisible(self.table)
        self._fit_deeds()
        self._seen.look()

    def _choose(self, place: int) -> None:
        """Chooses one row alone, whatever keys are held down just now."""
        flags = QItemSelectionModel.SelectionFlag
        only = flags.ClearAndSelect | flags.Rows
        self.table.selectionModel().setCurrentIndex(self.model.index(place, 0), only)

    def _told_at(self, place: int) -> tuple[Told, ...]:
        version = self.model.row(place).to_see if place < len(self.model.rows) else None
        return (Told(version),) if version is not None else ()

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_asked(self, asked: ActionsAsked) -> None:
        self._asked = asked
        self._read()

    def _show_list(self) -> None:
        self.setCurrentWidget(self._list)
        self.table.setFocus()

    def _chosen(self) -> tuple[ActionRow, ...]:
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return tuple(self.model.row(place) for place in places)

    def _on_chosen(self) -> None:
        self._fit_deeds()

    def _fit_deeds(self) -> None:
        """Only what can be done with what is chosen can be pressed."""
        rows = self._chosen()
        is_one, is_open = len(rows) == 1, bool(rows) and all(row.is_open for row in rows)
        self.done.setText(OPEN_AGAIN if is_one and not is_open else "Done")
        for button in (self.done, self.open):
            button.setEnabled(is_one)
        for button in (self.not_done, self.note, self.date):
            button.setEnabled(is_one and is_open)
        self.reassign.setEnabled(is_open)
        self.print_list.setEnabled(bool(rows))

    # Keys and deeds

    def _on_list_key(self, event: QKeyEvent) -> bool:
        return self._keys.key_in_list(event)

    def _on_done(self) -> None:
        rows = self._chosen()
        if len(rows) > 1:
            self.message.show_message(ONE_BY_ONE, "amber")
        elif rows:
            state = ActionState.DONE if rows[0].is_open else ActionState.OPEN
            self._set_state(action_of(rows[0]), state, rows[0])

    def _set_state(self, action: ActionOf, state: ActionState, row: ActionRow | None) -> None:
        context = self._context
        context.runners.deeds.run(
            partial(set_state, context.store, context.actor, action, state),
            then=partial(self._on_state_set, action, state, row),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_state_set(
        self, action: ActionOf, state: ActionState, row: ActionRow | None, written: Written
    ) -> None:
        if state is ActionState.DONE and row is not None:
            self._undo = action
            words = f"{row.text}, for {row.family}. It stays here until midnight"
            self.message.show_message(words, "green", deed=OPEN_AGAIN)
        else:
            self._undo = None
            self.message.show_message("The action is open again", "info")
        self._tell(written)

    def _on_undo(self, _words: object) -> None:
        if self._undo is not None:
            self._set_state(self._undo, ActionState.OPEN, None)
            self.table.setFocus()

    def _on_not_done(self) -> None:
        self._ask(Asks.REASON)

    def _on_note(self) -> None:
        self._ask(Asks.NOTE)

    def _on_date(self) -> None:
        self._ask(Asks.DUE)

    def _on_reassign(self) -> None:
        self._ask(Asks.OWNER)

    def _ask(self, asks: Asks) -> None:
        rows = self._chosen()
        is_open = bool(rows) and all(row.is_open for row in rows)
        if not is_open or (len(rows) > 1 and asks is not Asks.OWNER):
            words = ONE_BY_ONE if len(rows) > 1 else "This action has ended. Open it again first"
            self.message.show_message(words, "amber")
            return
        self.message.clear()
        self.setCurrentWidget(self.form)
        self.form.begin(asks, rows)
        if asks is Asks.OWNER:
            self._read_owners(rows)

    def _read_owners(self, rows: tuple[ActionRow, ...]) -> None:
        context = self._context
        homes = frozenset(row.line.home_id for row in rows if row.line.home_id)
        context.runners.reads.run(
            partial(owners_for, context.store, context.actor, homes),
            then=self._on_owners,
            failed=self._on_not_saved,
            receiver=self,
        )

    def _on_owners(self, owners: tuple[Owner, ...]) -> None:
        self.form.offer(owners)

    def _on_given(self, answer: Answer) -> None:
        context = self._context
        context.runners.deeds.run(
            partial(write_answer, context.store, context.actor, answer),
            then=partial(self._on_saved, answer),
            failed=self._on_not_saved,
            receiver=self,
        )

    def _on_saved(self, answer: Answer, written: Written) -> None:
        self._show_list()
        what = f"{len(answer.rows)} actions" if len(answer.rows) > 1 else answer.rows[0].text
        self.message.show_message(f"{self.form.save.text().split(' for ')[0]}: {what}", "green")
        self._tell(written)

    def _on_not_saved(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        self.form.show_problem(error.where, words)
        announce(self.form, words)

    def _tell(self, written: Written) -> None:
        changes = Changes(written.kinds, written.ids)
        self._context.bus.publish(changes)

    def _on_print(self) -> None:
        rows = self._chosen()
        homes = {row.line.home_id for row in rows}
        if len(homes) != 1:
            self.message.show_message(ONE_HOME, "amber")
            return
        self.message.clear()
        self.setCurrentWidget(self.printing)
        self.printing.begin([action_of(row) for row in rows], homes.pop() or "")

    def _on_put_out(self, words: str) -> None:
        self._show_list()
        self.message.show_message(words, "green")

    def _on_open(self) -> None:
        rows = self._chosen()
        if rows:
            self._on_opened(rows[0].action_id)

    def _on_opened(self, action_id: object) -> None:
        place = self.model.place_of(str(action_id))
        if place is not None:
            self._context.go(ToResident(self.model.row(place).resident_id))
