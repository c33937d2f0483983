"""The D2A bed board over all homes: filters with their counts, the beds, who waits, and one bed beside.

It names many people, so it shows no banner; each deed has its form, which names one. Keys in the list:
Enter the bed beside the list, E planned end, W a week on, B what stops discharge, R reserve, D discharge, V void.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from mdt_core.errors import KnownError
from mdt_core.records.bed_states import BedCondition, BedState
from mdt_core.records.d2a_referrals import D2aReferral, ReferralState
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Stay
from mdt_core.store.unit_of_work import Changes as Written
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Heading, MessageBar, TextField, Words
from mdt_desktop.qt.layouts import Columns, FlowRow, InnerScroll, column
from mdt_desktop.ui.beds import side_panel
from mdt_desktop.ui.beds.deeds import let_go, save_plan, write
from mdt_desktop.ui.beds.forms import Asks, BedForm, Given
from mdt_desktop.ui.beds.lane import Lane
from mdt_desktop.ui.beds.model import BoardModel, BoardTable
from mdt_desktop.ui.beds.presenter import BoardRow, BoardView, LaneRow, Show, read_board, shown
from mdt_desktop.ui.beds.side_panel import Planned, SidePanel
from mdt_desktop.ui.context import Context, ToBeds, ToD2aOutcomes, ToDeath, ToResident
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where

FILTER: Final = "Find by name, home, bed or NHS number"
_KINDS: Final = (
    Home.kind,
    Resident.kind,
    Stay.kind,
    BedState.kind,
    D2aReferral.kind,
    "round_entry",
)
_TYPING_PAUSE_MS: Final = 120
_TO_ASK: Final = {
    side_panel.DISCHARGE: Asks.DISCHARGE,
    side_panel.REGISTER: Asks.REGISTER,
    side_panel.RESERVE: Asks.RESERVE,
    side_panel.VOID: Asks.VOID,
    side_panel.REOPEN: Asks.REOPEN,
    side_panel.SUSPEND: Asks.SUSPEND,
    side_panel.TERMS: Asks.TERMS,
}


class BedsPage(QStackedWidget):
    """The board, and over it the form of a deed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context = context
        self._view: BoardView | None = None
        self._show = Show.ALL
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self.message = MessageBar(self)
        self.filter = TextField(FILTER, parent=self)
        self.filters = {show: Button(show.value, Kind.SEGMENT, parent=self) for show in Show}
        self.summary = Words("", self, words="label")
        self._keys = Bindings(Where.BEDS, self)
        self.table = BoardTable(self._keys.key_in_list, self)
        self.model = BoardModel(self.table)
        self.lane = Lane(self)
        self.panel = SidePanel(context, self)
        self.figures = Button("Outcomes", icon_name="printer", parent=self)
        self.referrals = Button(_waiting_words(0), Kind.SEGMENT, parent=self)
        self.referrals.setCheckable(True)
        self.add_bed = Button("Add a bed", icon_name="plus", parent=self)
        self.add_bed.setVisible(context.actor.role in Home.writers)
        self.lane.hide()
        self.form = BedForm(context, self)
        self._area = InnerScroll(self)
        self._board = self._build()
        self.addWidget(self._board)
        self.addWidget(self.form)
        self._wire()

    def load(self) -> None:
        """Reads the board; the focus goes to the search."""
        self.filter.setFocus()
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again where something shown here has changed; the place in the list stays."""
        if changes.touches(*_KINDS):
            self._read()

    def leave(self) -> None:
        """Has no draft: a change is short, and is kept only when it is made."""

    # What it is made of

    def _build(self) -> QWidget:
        page = QWidget(self)
        box = column(page, margin=16)
        top = FlowRow(page)
        for part in (Heading("D2A beds", 1, top), self.referrals, self.add_bed, self.figures):
            top.add(part)
        box.addWidget(top)
        box.addWidget(self.filter)
        row = FlowRow(page)
        for show, button in self.filters.items():
            button.setCheckable(True)
            button.setChecked(show is self._show)
            row.add(button)
        box.addWidget(row)
        box.addWidget(self.summary)
        self.table.setModel(self.model)
        both = Columns(page, least_em=40)
        both.add(self._left(both), 3)
        both.add(self.panel, 2)
        box.addWidget(both, 1)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(page)
        whole = QWidget(self)
        outer = column(whole)
        outer.addWidget(self.message)
        outer.addWidget(self._area, 1)
        return whole

    def _left(self, parent: QWidget) -> QWidget:
        left = QWidget(parent)
        box = column(left)
        box.addWidget(self.lane)
        box.addWidget(self.table, 1)
        box.addWidget(self._keys.hint_for(self.table))
        return left

    def _wire(self) -> None:
        self.filter.edited.connect(self._on_typed)
        self._pause.timeout.connect(self._show_rows)
        for button in self.filters.values():
            button.clicked.connect(self._on_filter)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.lane.asked.connect(self._on_lane)
        self.panel.planned.connect(self._on_planned)
        self.panel.deed.connect(self._on_deed)
        self.form.given.connect(self._on_given)
        self.form.cancelled.connect(self._show_board)
        self.figures.clicked.connect(self._on_figures)
        self.add_bed.clicked.connect(self._on_add_bed)
        self.referrals.toggled.connect(self.lane.setVisible)
        deeds = self.panel.deeds
        self._keys.bind("beds.end", self._on_end)
        self._keys.bind("beds.week", self._on_week)
        self._keys.bind("beds.barrier", self._on_barrier)
        over_board = Bindings(
            Where.BEDS, self._board
        )  # a form over it has a key to save of its own
        over_board.bind("beds.save", button=self.panel.save)
        self._keys.bind("beds.reserve", button=deeds[side_panel.RESERVE])
        self._keys.bind("beds.discharge", button=deeds[side_panel.DISCHARGE])
        self._keys.bind("beds.void", button=deeds[side_panel.VOID])
        self._keys.bind("beds.refer", button=self.lane.refer)
        self._keys.bind("beds.place", button=self.lane.deeds[Asks.PLACE])
        self._keys.bind("beds.outcomes", button=self.figures)

    # Reading

    def _read(self) -> None:
        context = self._context
        context.runners.reads.run(
            partial(read_board, context.store, context.actor, context.clock()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, view: BoardView) -> None:
        self._view = view
        for show, button in self.filters.items():
            button.setText(f"{show.value} {view.count(show)}")
        self.lane.show_rows(view.lane)
        self.referrals.setText(_waiting_words(len(view.lane)))
        self._show_rows()

    def _show_rows(self) -> None:
        if self._view is None:
            return
        answer = shown(self._view, self._show, self.filter.value())
        self.model.set_rows(answer.rows)
        self.summary.setText(answer.summary)
        if answer.rows and not self.table.currentIndex().isValid():
            self._choose(0)
        self.panel.show_row(self._row())

    def _choose(self, place: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        only = flags.ClearAndSelect | flags.Rows
        self.table.selectionModel().setCurrentIndex(self.model.index(place, 0), only)

    def _row(self) -> BoardRow | None:
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_typed(self, _typed: object) -> None:
        self._pause.start()

    def _on_filter(self) -> None:
        for show, button in self.filters.items():
            is_it = button is self.sender()
            button.setChecked(is_it)
            self._show = show if is_it else self._show
        self._show_rows()

    def _on_row(self) -> None:
        self.panel.show_row(self._row())

    def _on_opened(self, _key: object) -> None:
        self.panel.show_row(self._row())
        self._area.ensureWidgetVisible(self.panel)
        self.panel.begin("planned_end")

    def _on_end(self) -> None:
        self._begin("planned_end")

    def _on_week(self) -> None:
        """Moves the end on for whom the list shows chosen, never for somebody begun before."""
        begun = self.panel.row
        if begun is not None and begun != self._row():
            words = f"What you changed for {begun.family} is not saved yet"
            self.message.show_message(words, "amber")
            return
        if begun is not None and begun.row.stay is not None:
            self.panel.later[side_panel.WEEK].click()
        self._begin("barriers")

    def _on_barrier(self) -> None:
        self._begin("barriers")

    def _begin(self, field: str) -> None:
        row = self._row()
        if row is None or row.row.stay is None:
            self.message.show_message("Nobody is in this bed", "amber")
            return
        self._area.ensureWidgetVisible(self.panel)
        self.panel.begin(field)

    def _on_figures(self) -> None:
        self._context.go(ToD2aOutcomes())

    def _on_add_bed(self) -> None:
        self._begin_form(Asks.ADD_BED)

    # Deeds

    def _on_planned(self, planned: Planned) -> None:
        context = self._context
        context.runners.deeds.run(
            partial(save_plan, context.store, context.actor, planned),
            then=partial(self._on_plan_saved, planned),
            failed=self._on_plan_refused,
            receiver=self,
        )

    def _on_plan_saved(self, planned: Planned, written: Written) -> None:
        self.panel.saved()
        self.message.show_message(f"Saved for {planned.row.family}", "green")
        self._tell(written)
        self.table.setFocus()

    def _on_plan_refused(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        self.panel.show_problem(error.where, words)
        announce(self.panel, words)

    def _on_deed(self, words: str) -> None:
        row = self.panel.row
        if row is None:
            return
        if words == side_panel.OPEN and row.row.line is not None:
            self._context.go(ToResident(row.row.line.resident_id))
        elif words == side_panel.DIED and row.row.line is not None:
            self._context.go(ToDeath(row.row.line.resident_id, ToBeds()))
        elif words == side_panel.RELEASE:
            self._run(partial(let_go, self._context.store, self._context.actor, row))
        elif words in _TO_ASK:
            self._begin_form(_TO_ASK[words], bed=row)

    def _on_lane(self, asks: Asks, row: LaneRow | None) -> None:
        self._begin_form(asks, waiting=row)

    def _begin_form(
        self, asks: Asks, bed: BoardRow | None = None, waiting: LaneRow | None = None
    ) -> None:
        self.message.clear()
        self.setCurrentWidget(self.form)
        view = self._view
        if view is None:
            return
        self.form.begin(asks, bed, waiting)
        if asks is Asks.REFER:
            self.form.offer_people(view.unplaced)
        elif asks is Asks.ADD_BED:
            self.form.offer_homes(view.homes)
        elif asks in (Asks.OFFER, Asks.PLACE):
            self.form.offer_beds(_free(view, waiting), _kept(view, waiting))

    def _on_given(self, given: Given) -> None:
        context, view = self._context, self._view
        rows = view.rows if view else ()
        context.runners.deeds.run(
            partial(write, context.store, context.actor, given, rows, context.clock()),
            then=partial(self._on_saved, self.form.save.text()),
            failed=self._on_not_saved,
            receiver=self,
        )

    def _run(self, deed: partial[Written]) -> None:
        self._context.runners.deeds.run(
            deed, then=partial(self._on_saved, ""), failed=self._on_failed, receiver=self
        )

    def _on_saved(self, words: str, written: Written) -> None:
        self._show_board()
        self.message.show_message(f"Done. {words}" if words else "Done", "green")
        self._tell(written)

    def _on_not_saved(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        self.form.show_problem(error.where, words)
        announce(self.form, words)

    def _tell(self, written: Written) -> None:
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _show_board(self) -> None:
        self.setCurrentWidget(self._board)
        self.table.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_down and self.filter.editor.hasFocus():
            self._pause.stop()
            self._show_rows()
            self.table.setFocus()
            return
        super().keyPressEvent(event)


def _waiting_words(number: int) -> str:
    return f"Referrals {number}"


def _free(view: BoardView, waiting: LaneRow | None) -> tuple[BoardRow, ...]:
    """The beds that somebody can be offered: free ones, and the one that is kept for this person."""
    own = _kept(view, waiting)
    return tuple(
        each
        for each in view.rows
        if each.row.bed_id is not None
        and (each.row.condition is BedCondition.AVAILABLE or each.key == own)
    )


def _kept(view: BoardView, waiting: LaneRow | None) -> str:
    """The bed that a home has accepted this person for."""
    if waiting is None or waiting.row.referral.state is not ReferralState.ACCEPTED:
        return ""
    meant = (waiting.row.home_id, waiting.row.bed_id)
    found = (each.key for each in view.rows if (each.row.home_id, each.row.bed_id) == meant)
    return next(found, "")
