"""One home: how to reach it, who lives there, and the start of its round.

The list names many people, so it shows no banner and edits nobody; adding a resident is a page of
its own. What is recorded about the resident of a row is a page of its own too.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from mdt_core import access
from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.errors import KnownError
from mdt_core.records.care_plans import CarePlan
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.rounds import start_round
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import (
    Choice,
    ChoiceField,
    Columns,
    FlowRow,
    MessageBar,
    Quiet,
    TextField,
    Words,
)
from mdt_desktop.qt.layouts import Inside, column, scrolled
from mdt_desktop.ui.actions.seen import Saying
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToConcern,
    ToCopies,
    ToFall,
    ToHome,
    ToObservations,
    ToPaper,
    ToPlan,
    ToPlanPaper,
    ToResident,
    ToRound,
)
from mdt_desktop.ui.copies.bar import CopiesBar
from mdt_desktop.ui.copies.words import count_words
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.home.add_form import AddForm
from mdt_desktop.ui.home.add_presenter import NewResident, add_resident
from mdt_desktop.ui.home.concern_parts import ConcernsList
from mdt_desktop.ui.home.concerns import HomeRead, read_home_page
from mdt_desktop.ui.home.head import HomeHead
from mdt_desktop.ui.home.model import CHOICE_COLUMN, ResidentsModel, ResidentsTable
from mdt_desktop.ui.home.presenter import (
    HomeView,
    Order,
    row_for_digits,
    row_for_letters,
    rows_of,
    start_of,
    summary,
)
from mdt_desktop.ui.home.raising import Raising
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.sync.words import home_freshness

_ORDERS: Final = (
    Choice(Order.ROOM, "Room"),
    Choice(Order.NAME, "Name"),
    Choice(Order.NEED, "Need (NEWS2)"),
)
_JUMP_PAUSE_MS: Final = 900
_LIST_PX: Final = 240
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class HomePage(QStackedWidget):
    """The home and its residents."""

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._home_id = context, home_id
        self._view: HomeView | None = None
        self._chosen: frozenset[str] = frozenset()
        self._jump = ""
        self._jump_pause = QTimer(self, singleShot=True, interval=_JUMP_PAUSE_MS)
        self._jump_pause.timeout.connect(self._forget_jump)
        self.message = MessageBar(self)
        self.head = HomeHead(context, home_id, self)
        self.filter = TextField("Filter residents by name, room, number or TECHT", parent=self)
        self.order = ChoiceField("Order", _ORDERS, parent=self)
        self.order.set_value(Order.ROOM)
        self.summary = Words("", self, words="label")
        self.explained = Quiet("", self)
        self.table = ResidentsTable("Residents", self._on_list_key, self)
        self.model = ResidentsModel(self.table)
        self.raise_concern = Button("Raise a concern", icon_name="message-square", parent=self)
        self.concerns = ConcernsList(self)
        self.concerns.opened.connect(self._say_seen)
        self.copies = CopiesBar(self)
        self.copies.pressed.connect(self._on_copies)
        self._home: HomeRead | None = None
        self._saying = Saying(context, self)
        self.start = Button("Start round", Kind.PRIMARY, icon_name="play", parent=self)
        self.plan = Button("Plan round", icon_name="calendar-check", parent=self)
        self.paper = Button("Round sheet", icon_name="file-text", parent=self)
        self.plans = Button("Print care plans", icon_name="file-text", parent=self)
        self.add = Button("Add a resident", icon_name="plus", parent=self)
        self.observe = Button("Observations", parent=self)
        self.fall = Button("Fall", parent=self)
        self.concern = Button("Concern", parent=self)
        self._keys = Bindings(Where.HOME, self)
        self.form = AddForm(context, self)
        context.sync.changed.connect(self._show_fresh)
        self._list = self._build_list()
        self.addWidget(self._list)
        self.addWidget(self.form)
        self.raising = Raising(context, home_id, self)
        self._wire()

    def load(self) -> None:
        """Reads the home; the focus goes to the filter at once."""
        self.filter.setFocus()
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again; nearly every change of a resident shows in this list."""
        if changes.kinds:
            self._read()

    def leave(self) -> None:
        """Has no draft: nothing is written on the list itself."""

    def deeds(self) -> list[Button]:
        """The main deeds of this page."""
        return [self.raise_concern, self.start, self.plan, self.paper, self.plans, self.add]

    def _build_list(self) -> QWidget:
        page = Inside(self)
        box = column(page, margin=16)
        box.addWidget(self.message)
        box.addWidget(self.head)
        line = Columns(page)
        line.add(self.filter)
        line.add(self.order)
        box.addWidget(line)
        deeds = FlowRow(page)
        for button in self.deeds():
            deeds.add(button)
            button.hide()
        box.addWidget(deeds)
        box.addWidget(self.copies)
        box.addWidget(self.concerns)
        box.addWidget(self.explained)
        box.addWidget(self.summary)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(_LIST_PX)
        box.addWidget(self.table, 1)
        box.addWidget(self._keys.hint_for(self.table, "letters and digits jump"))
        row = FlowRow(page)
        for button in (self.observe, self.fall, self.concern):
            row.add(button)
        box.addWidget(row)
        return scrolled(page, self)

    def _wire(self) -> None:
        self.filter.edited.connect(self._on_asked)
        self.order.edited.connect(self._on_asked)
        self.table.opened.connect(self._on_opened)
        self.table.clicked.connect(self._on_clicked)
        self.start.clicked.connect(self._on_start)
        self.plan.clicked.connect(self._on_plan)
        self.paper.clicked.connect(self._on_paper)
        self.plans.clicked.connect(self._on_plans)
        self.add.clicked.connect(self._on_add)
        self.raise_concern.clicked.connect(self._on_raise)
        self.raising.ended.connect(self._on_raising_ended)
        for button, form in (
            (self.observe, ToObservations),
            (self.fall, ToFall),
            (self.concern, ToConcern),
        ):
            button.clicked.connect(partial(self._record, form))
        self._keys.bind_buttons(
            (
                ("home.start", self.start),
                ("home.plan", self.plan),
                ("home.paper", self.paper),
                ("home.plans", self.plans),
                ("home.add", self.add),
                ("home.observe", self.observe),
                ("home.fall", self.fall),
                ("home.concern", self.concern),
            )
        )
        self._keys.bind("home.choose", self._choose)
        self.form.cancelled.connect(self._show_list)
        self.form.added.connect(self._on_added)

    # What is on show

    def _read(self) -> None:
        context = self._context
        self._context.runners.reads.run(
            partial(read_home_page, context.store, context.actor, self._home_id, context.clock()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, read: HomeRead) -> None:
        view = self._view = read.home
        self._home = read
        self.raise_concern.setVisible(read.concerns.may_raise)
        self.concerns.show_concerns(read.concerns)
        self.copies.show_copies(read.old_copies, count_words(read.old_copies))
        self._say_seen()
        self._chosen &= {line.resident_id for line in view.lines}
        self.head.show_home(view)
        self._show_fresh()
        self.plan.setVisible(view.may_start_round)
        self.paper.setVisible(view.has_entries)
        self.plans.setVisible(access.may_read(self._context.actor, CarePlan, self._home_id))
        self.add.setVisible(view.may_add)
        self._show_rows()

    def _say_seen(self) -> None:
        if self._home is not None and self.concerns.is_open:
            self._saying.say(self._home.concerns.told)

    def _show_fresh(self) -> None:
        got = self._context.got_at(self._home_id)
        self.head.show_fresh(home_freshness(got, self._context.clock()))

    def _show_rows(self) -> None:
        if self._view is None:
            return
        order = Order(self.order.value() or Order.ROOM)
        rows = rows_of(self._view, order, self.filter.value(), self._chosen)
        self.model.set_rows(rows)
        self.summary.setText(summary(self._view, order, len(rows)))
        start = start_of(self._view, rows, self._chosen)
        self.start.setText(start.words)
        self.explained.setText(start.explained)
        can_start = self._view.may_start_round and bool(start.resident_ids)
        self.start.setVisible(can_start)
        self.explained.setVisible(can_start)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _on_asked(self, _given: object) -> None:
        self._show_rows()

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _show_list(self) -> None:
        self.setCurrentWidget(self._list)
        self.add.setFocus()

    # Keys of the list

    def _on_list_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in _PLAIN:
            return False
        typed = event.text()
        if not (self._jump and typed.isalpha()) and self._keys.key_in_list(event):
            return True
        if not typed.isdecimal() and not typed.isalpha():
            return False
        self._jump_to(typed, is_digit=typed.isdecimal())
        return True

    def _jump_to(self, typed: str, *, is_digit: bool) -> None:
        self._jump += typed
        find = row_for_digits if is_digit else row_for_letters
        place = find(self.model.rows, self._jump)
        if place is None:
            self._jump = typed
            place = find(self.model.rows, typed)
        self._jump_pause.start()
        if place is not None:
            self.table.selectRow(place)
            row = self.model.row(place)
            announce(self.table, f"Room {row.room}, {row.name}")

    def _forget_jump(self) -> None:
        self._jump = ""

    def _record(self, form: Callable[[str, Destination], Destination]) -> None:
        """Opens a form about the resident of the row, which comes back here."""
        index = self.table.currentIndex()
        if index.isValid():
            resident_id = self.model.row(index.row()).resident_id
            self._context.go(form(resident_id, ToHome(self._home_id)))

    def _choose(self) -> None:
        self._toggle(self.table.currentIndex())

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid():
            self._chosen ^= {self.model.row(index.row()).resident_id}
            self._show_rows()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == CHOICE_COLUMN:
            self._toggle(index)

    # Deeds

    def _on_opened(self, resident_id: object) -> None:
        self._context.go(ToResident(str(resident_id)))

    def _on_plan(self) -> None:
        if self._view is not None:
            self._context.go(ToPlan(self._home_id, self._view.day))

    def _on_paper(self) -> None:
        if self._view is not None:
            self._context.go(ToPaper(self._home_id, self._view.day))

    def _on_plans(self) -> None:
        kind = PlanPaperKind.CLINICAL
        self._context.go(ToPlanPaper(kind, self._home_id, "", ToHome(self._home_id)))

    def _on_copies(self) -> None:
        self._context.go(ToCopies(self._home_id, "", ToHome(self._home_id)))

    def _on_start(self) -> None:
        if self._view is None:
            return
        start = start_of(self._view, self.model.rows, self._chosen)
        self.start.setEnabled(False)
        context = self._context
        work = partial(
            start_round,
            context.store,
            by=context.actor,
            home_id=self._home_id,
            day=self._view.day,
            residents=start.resident_ids,
        )
        done = partial(self._on_started, self._view)
        context.runners.deeds.run(work, then=done, failed=self._on_not_started, receiver=self)

    def _on_started(self, view: HomeView, started: tuple[str, Written]) -> None:
        _, written = started
        self.start.setEnabled(True)
        self._context.go(ToRound(self._home_id, view.day))
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_not_started(self, error: Exception) -> None:
        self.start.setEnabled(True)
        self._on_failed(error)

    def _on_raise(self) -> None:
        if self._home is not None:
            self.raising.begin(self._home)

    def _on_raising_ended(self, words: str) -> None:
        self.setCurrentWidget(self._list)
        self.raise_concern.setFocus()
        if words:
            self.message.show_message(words, "green")

    def _on_add(self) -> None:
        self.setCurrentWidget(self.form)
        self.form.begin()

    def _on_added(self, new: NewResident) -> None:
        context = self._context
        context.runners.deeds.run(
            partial(
                add_resident, context.store, context.actor, self._home_id, new, context.clock()
            ),
            then=self._on_saved,
            failed=self._on_not_added,
            receiver=self,
        )

    def _on_saved(self, written: Written) -> None:
        self.form.clear()
        self._show_list()
        self.message.show_message("Added. The resident is on the list below.", "green")
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_not_added(self, error: Exception) -> None:
        self.form.save.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        self.form.show_problem(error.where, words)
