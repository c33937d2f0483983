"""The start screen: one list of what needs somebody, each row with its one deed.

Enter opens the resident or the home, Space or a press on the word at the end does the deed. The list
names many people, so it shows no banner and nothing is typed on it.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from mdt_core.errors import KnownError
from mdt_core.record import restricted_kinds
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.concerns import Concern, ConcernAnswer
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.escalations import Escalation
from mdt_core.records.falls import Fall
from mdt_core.records.homes import Home
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.printed_copies import CopiesTakenOut, PrintedCopy
from mdt_core.records.receipts import EntryConfirmation, Receipt
from mdt_core.records.residents import AllergyState, Resident
from mdt_core.records.rounds import Round, RoundEntry
from mdt_core.records.stays import Stay
from mdt_core.store.queries.printed_copies import SHOWN_STATEMENTS
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.actions import ActionOf
from mdt_core.use_cases.joining import join_round
from mdt_core.use_cases.plans import say_ready
from mdt_core.use_cases.rounds import start_rounds
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Heading, MessageBar
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.ui.actions.deeds import set_state
from mdt_desktop.ui.actions.page import A_MINUTE_MS
from mdt_desktop.ui.actions.seen import SeenRows
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.context import (
    Context,
    ToActions,
    ToCopies,
    ToHome,
    ToPaper,
    ToPlan,
    ToResident,
    ToRound,
    ToToday,
    ToVersions,
)
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.quick.short_form import ShortForm
from mdt_desktop.ui.today.forms import AnswerForm, ConfirmForm, Given
from mdt_desktop.ui.today.model import DEED, TodayModel, TodayTable
from mdt_desktop.ui.today.presenter import TodayView, choosable, place_after, read_today
from mdt_desktop.ui.today.rows import Deed, TodayRow

OPEN_AGAIN: Final = "Open again"
_KINDS: Final = (
    *(Action.kind, Concern.kind, Escalation.kind, Fall.kind, HospitalEpisode.kind, Home.kind),
    *(Resident.kind, Round.kind, RoundEntry.kind, Stay.kind, "withdrawal"),
    *(ConcernAnswer.kind, EntryConfirmation.kind, Receipt.kind),
    *(AllergyState.kind, MedicineLine.kind, MedicineRequest.kind),
    *(PrintedCopy.kind, CopiesTakenOut.kind, *(kind.kind for kind in SHOWN_STATEMENTS)),
    *restricted_kinds(),
)


class TodayPage(QStackedWidget):
    """What needs somebody now; Space does the deed of a row, some in a short form of their own."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context = context
        self._view: TodayView | None = None
        self._undo: ActionOf | None = None
        self._is_starting = False
        self.message = MessageBar(self)
        self.title = Heading("Today", 1, self)
        self._keys = Bindings(Where.TODAY, self)
        self.table = TodayTable(self._on_list_key, self)
        self.model = TodayModel(self.table)
        self._seen = SeenRows(context, self.table, self._told_at)
        self.minute = QTimer(self, interval=A_MINUTE_MS)
        self.deed = Button("", parent=self)
        self.plan = Button("Plan", icon_name="calendar-check", parent=self)
        self.open = Button("Open", parent=self)
        self.answer = AnswerForm(context, self)
        self.confirm = ConfirmForm(context, self)
        self._list = QWidget(self)
        for part in (self._list, self.answer, self.confirm):
            self.addWidget(part)
        self._lay_out()
        self._wire()

    def load(self) -> None:
        """Reads the day; the focus goes to the first open row once it is there."""
        self.minute.start()
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again where something shown here has changed; place and focus stay."""
        if changes.touches(*_KINDS):
            self._read()

    def leave(self) -> None:
        """Has no draft: nothing is written here but what a press does."""

    def deeds(self) -> list[Button]:
        """What can be done with the chosen row."""
        return [self.open, self.plan, self.deed]

    def _lay_out(self) -> None:
        box = column(self._list, margin=16)
        box.addWidget(self.message)
        box.addWidget(self.title)
        self.table.setModel(self.model)
        self.table.horizontalHeader().hide()
        box.addWidget(self.table, 1)
        box.addWidget(self._keys.hint_for(self.table))
        row = FlowRow(self)
        for button in (self.deed, self.plan, self.open):
            row.add(button)
            button.hide()
        box.addWidget(row)

    def _wire(self) -> None:
        self.table.opened.connect(self._on_opened)
        self.table.clicked.connect(self._on_clicked)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.deed.clicked.connect(self._on_deed)
        self._keys.bind("today.deed", button=self.deed)
        self.plan.clicked.connect(self._on_plan)
        self.open.clicked.connect(self._on_open)
        self.message.acted.connect(self._on_undo)
        self.minute.timeout.connect(self._read)
        for form in (self.answer, self.confirm):
            form.cancelled.connect(self._show_list)
            form.given.connect(self._on_given)

    # What is on show

    def _read(self) -> None:
        context = self._context
        context.runners.reads.run(
            partial(read_today, context.store, context.actor, context.clock()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, view: TodayView) -> None:
        is_first, self._view = self._view is None, view
        before, place = self._current(), self.table.currentIndex().row()
        self.table.clearSpans()
        self.model.set_rows(view.rows)
        self.table.span_headings(view.rows)
        self.title.setText(view.title)
        self._go_on_at(before.key if before else "", max(0, place))
        if is_first and choosable(view.rows) and self.isVisible():  # not once it was left
            self.table.setFocus()
        self._fit_deeds()
        self._seen.look()
        self._seen.say(view.got)

    def _told_at(self, place: int) -> tuple[Told, ...]:
        rows = self.model.rows
        return rows[place].told if place < len(rows) else ()

    def _go_on_at(self, key: str, place: int) -> None:
        there = place_after(self.model.rows, key, place)
        if there is not None and there != self.table.currentIndex().row():
            self.table.selectRow(there)

    def _current(self) -> TodayRow | None:
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _on_current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._fit_deeds()

    def _fit_deeds(self) -> None:
        """The buttons say what Space and Enter do on the chosen row."""
        row = self._current()
        has_deed = row is not None and row.can_be_chosen
        for button in (self.deed, self.open):
            button.setVisible(has_deed)
        self.plan.setVisible(row is not None and row.deed is Deed.START)
        if row is not None and has_deed:
            whom = row.family or row.home
            self.deed.setText(f"{row.deed.value}: {whom}" if whom else row.deed.value)
            self.open.setText("Open resident" if row.resident_id else "Open home")
            self.open.setVisible(bool(row.resident_id or row.home_id))

    def _on_failed(self, error: Exception) -> None:
        self._is_starting = False
        self.message.show_message(words_of(error), "red")

    # Opening

    def _on_list_key(self, event: QKeyEvent) -> bool:
        return self._keys.key_in_list(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == DEED:
            self._do(self.model.row(index.row()))

    def _on_opened(self, key: object) -> None:
        place = self.model.place_of(str(key))
        if place is not None:
            self._open(self.model.row(place))

    def _on_open(self) -> None:
        row = self._current()
        if row is not None:
            self._open(row)

    def _open(self, row: TodayRow) -> None:
        if row.resident_id:
            self._context.go(ToResident(row.resident_id, row.tab))
        elif row.home_id:
            self._context.go(ToHome(row.home_id))
        elif row.deed is Deed.ALL:
            self._context.go(ToActions(row.actions))

    def _on_plan(self) -> None:
        row = self._current()
        if row is not None:
            self._go_to_plan(row)

    # Deeds

    def _on_deed(self) -> None:
        row = self._current()
        if row is not None:
            self._do(row)

    def _do(self, row: TodayRow) -> None:
        match row.deed:
            case Deed.START | Deed.JOIN | Deed.PLAN | Deed.RESUME | Deed.SHEET:
                self._do_round(row)
            case Deed.READY | Deed.NOT_READY:
                self._say_ready(row)
            case Deed.DONE:
                action = ActionOf(row.action_id, row.resident_id)
                self._set_state(action, ActionState.DONE, row)
            case Deed.LOOK | Deed.HOME | Deed.ALL:
                self._open(row)
            case Deed.SETTLE:
                self._context.go(ToVersions(row.resident_id, row.of, ToToday()))
            case Deed.REPLACE | Deed.OLD_COPIES:
                self._context.go(ToCopies(row.home_id, "", ToToday()))
            case Deed.ANSWER | Deed.CONFIRM:
                self._ask(row)
            case _:
                return

    def _ask(self, row: TodayRow) -> None:
        """Opens the short form of a row; the list is out of sight while something is written."""
        form = self.answer if row.deed is Deed.ANSWER else self.confirm
        if row.asked is not None:
            self.message.clear()
            self.setCurrentWidget(form)
            form.begin(row.asked, row.home)

    def _show_list(self) -> None:
        self.setCurrentWidget(self._list)
        self.table.setFocus()

    def _on_given(self, given: Given) -> None:
        self._context.runners.deeds.run(
            given.work,
            then=partial(self._on_form_saved, given),
            failed=self._on_not_saved,
            receiver=self,
        )

    def _on_form_saved(self, given: Given, written: Written) -> None:
        self._show_list()
        self.message.show_message(given.said, "green")
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_not_saved(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        form = self.currentWidget()
        if isinstance(form, ShortForm):
            form.show_problem(error.where, words)
            announce(form, words)

    def _do_round(self, row: TodayRow) -> None:
        if row.deed is Deed.START:
            self._start(row)
        elif row.deed is Deed.JOIN:
            self._join(row)
        elif row.deed is Deed.PLAN:
            self._go_to_plan(row)
        elif row.deed is Deed.RESUME:
            self._go_to_round(row)
        elif self._view is not None:
            self._context.go(ToPaper(row.home_id, self._view.day, row.programme))

    def _go_to_round(self, row: TodayRow) -> None:
        if self._view is not None:
            day = self._view.day
            self._context.go(ToRound(row.home_id, day, programme=row.programme))

    def _go_to_plan(self, row: TodayRow) -> None:
        if self._view is not None:
            self._context.go(ToPlan(row.home_id, self._view.day, row.programme))

    def _start(self, row: TodayRow) -> None:
        """Starts with who is here; a planned round keeps the list that it was planned with."""
        if self._view is None:
            return
        context = self._context
        work = partial(
            start_rounds,
            context.store,
            by=context.actor,
            day=self._view.day,
            lists=dict(row.lists),
            programme=row.programme,
        )
        self._begin(row, lambda: work()[1])

    def _join(self, row: TodayRow) -> None:
        context = self._context
        work = partial(join_round, context.store, by=context.actor, round_ids=row.to_join)
        self._begin(row, work)

    def _begin(self, row: TodayRow, work: Callable[[], Written]) -> None:
        """Starts or joins once, however often it is pressed, and goes to the running round."""
        if not self._is_starting:
            self._is_starting = True
            then = partial(self._on_begun, row)
            deeds = self._context.runners.deeds
            deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_begun(self, row: TodayRow, written: Written) -> None:
        self._is_starting = False
        self._go_to_round(row)
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _say_ready(self, row: TodayRow) -> None:
        context = self._context
        is_ready = row.deed is Deed.READY
        work = partial(
            say_ready,
            context.store,
            by=context.actor,
            round_id=row.round_id,
            resident_id=row.resident_id,
            is_ready=is_ready,
        )
        words = f"{'Ready' if is_ready else 'Not ready'}: {row.text}, for {row.family}"
        then = partial(self._on_said_ready, words)
        context.runners.deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_said_ready(self, words: str, written: Written) -> None:
        self.message.show_message(words, "green")
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _set_state(self, action: ActionOf, state: ActionState, row: TodayRow | None) -> None:
        context = self._context
        context.runners.deeds.run(
            partial(set_state, context.store, context.actor, action, state),
            then=partial(self._on_state_set, action, row),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_state_set(self, action: ActionOf, row: TodayRow | None, written: Written) -> None:
        self._undo = action if row is not None else None
        if row is not None:
            self.message.show_message(f"{row.text}, for {row.family}", "green", deed=OPEN_AGAIN)
        else:
            self.message.show_message("The action is open again", "info")
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_undo(self, _words: object) -> None:
        if self._undo is not None:
            self._set_state(self._undo, ActionState.OPEN, None)
            self.table.setFocus()
