"""The plan of a round: who is proposed and why, put in order, with what the home is to have ready.

Layout and wiring. What is proposed comes from the worklist; what a person arranges is kept in the
round's card, by `Save plan`, by starting the round, and when the page is left. Nothing that comes in
moves a row.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from mdt_core.records.rounds import RoundMode, TakenOffReason
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.plans import save_plan
from mdt_core.worklist import Reason
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Columns, MessageBar
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.autosave import saved_words
from mdt_desktop.ui.context import Context, ToResident, ToRound
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.plan import arranged as steps
from mdt_desktop.ui.plan.arranged import Arranged, PlanRead, read_plan
from mdt_desktop.ui.plan.deed_bar import PlanDeeds
from mdt_desktop.ui.plan.head import PlanHead
from mdt_desktop.ui.plan.presenter import new_words, off_rows, reason_words, rows, tab_of
from mdt_desktop.ui.plan.sides import OffSide, OnSide

_FINISHED: Final = "This round is finished. Plan the next one"


class PlanPage(QWidget):
    """The plan of a home's round on a day."""

    def __init__(
        self, context: Context, home_id: str, day: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._home_id, self._day = context, home_id, day
        self._read: PlanRead | None = None
        self._is_busy = self._is_own_change = False
        self.arranged = Arranged()
        self.message, self.head, self.deeds = MessageBar(self), PlanHead(self), PlanDeeds(self)
        self._on = on = OnSide(self._on_list_key, self)
        self._off = off = OffSide(self._on_off_key, self)
        self.on_model, self.on_list = on.model, on.table
        self.off_model, self.off_list = off.model, off.table
        self.details, self.filter = off.details, off.filter
        self._build()
        self._wire()

    def load(self) -> None:
        """Reads the home and the plan; the focus goes to the first row."""
        self.on_list.setFocus()
        self._read_again(self._on_first_read)

    def refresh(self, changes: Changes) -> None:
        """Reads again; nearly every change of a resident can be a reason."""
        if changes.kinds and not self._is_own_change:
            self._read_again(self._on_read)

    def leave(self) -> None:
        """Keeps what was arranged, so that nothing is lost by going elsewhere."""
        context = self._context
        if self.arranged.is_edited and not self._is_busy and context.runners.deeds.takes_work:
            context.runners.deeds.run(
                self._saving(self.arranged, starts=False),
                then=self._on_left_saved,
                failed=self._on_left_unsaved,
            )

    # Building

    def _build(self) -> None:
        outer = column(self, gap=0)
        content = QWidget(self)
        content.setProperty("role", "page")
        box = column(content, margin=12)
        box.addWidget(self.head)
        columns = Columns(content)
        columns.add(self._on, 5)
        columns.add(self._off, 4)
        box.addWidget(columns, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        outer.addWidget(self.message)
        outer.addWidget(area, 1)
        outer.addWidget(self.deeds)
        for button in self.deeds.all():
            button.setEnabled(False)

    def _wire(self) -> None:
        self.on_list.opened.connect(self._on_row_opened)
        self.off_list.opened.connect(self._on_off_opened)
        self.on_list.selectionModel().currentRowChanged.connect(self._on_row_chosen)
        self.filter.edited.connect(self._on_filter)
        self.filter.editor.returnPressed.connect(self._on_filter_entered)
        self.details.opened.connect(self._on_reason_opened)
        self.details.ready_edited.connect(self._on_ready)
        self.details.ready.editor.returnPressed.connect(self.on_list.setFocus)
        self.details.take_off_chosen.connect(self._on_take_off)
        self.head.minutes_chosen.connect(self._on_minutes)
        self.head.mode_chosen.connect(self._on_mode)
        self.deeds.up.clicked.connect(partial(self._move, -1))
        self.deeds.down.clicked.connect(partial(self._move, 1))
        self.deeds.off.clicked.connect(self._ask_off)
        self.deeds.add.clicked.connect(self._on_add)
        self.deeds.save.clicked.connect(self._on_save)
        self.deeds.start.clicked.connect(self._on_start)
        for keys, deed in (
            ("Ctrl+Return", self._on_start),
            ("Ctrl+Enter", self._on_start),
            ("Ctrl+G", self._on_add),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(deed)

    # Reading

    def _read_again(self, then: Callable[[PlanRead], None]) -> None:
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(read_plan, context.store, context.actor, self._home_id, self._day),
                then=then,
                failed=self._on_failed,
                receiver=self,
            )

    def _on_first_read(self, read: PlanRead) -> None:
        self._read = read
        self.arranged = steps.begun(read, self._context.actor)
        self._show()
        self.on_list.selectRow(0)

    def _on_read(self, read: PlanRead) -> None:
        if self._read is None:
            self._on_first_read(read)
            return
        self._read = read
        self.arranged = steps.brought_up(self.arranged, read, self._context.actor)
        self._show()

    def _show(self) -> None:
        if self._read is None:
            return
        read, arranged = self._read, self.arranged
        chosen = self._chosen()
        self.head.show_plan(read, arranged)
        self.on_model.set_rows(rows(read, arranged))
        self._on.title.setText(f"On the list ({len(arranged.order)})")
        off = off_rows(read, arranged, self.filter.value())
        self.off_model.set_rows(off)
        self._off.title.setText(f"Not on the list ({len(read.everyone) - len(arranged.order)})")
        self._on.nobody.setVisible(not arranged.order)
        self.deeds.start.setText("Join round" if read.is_running else "Start round")
        if off and not self.off_list.currentIndex().isValid():
            self.off_list.selectRow(0)
        self._choose(chosen)
        self._show_details()
        self._enable()
        if words := new_words(read, arranged):
            self.message.show_message(words, "amber")

    def _enable(self) -> None:
        if self._read is None:
            return
        may = self._read.may_plan and not self._read.is_finished and not self._is_busy
        for button in self.deeds.all():
            button.setEnabled(may)
        self.details.ready.setEnabled(may)
        self.deeds.start.setEnabled(may and bool(self.arranged.order))
        if self._read.is_finished:
            self.message.show_message(_FINISHED, "amber")

    def _on_failed(self, error: Exception) -> None:
        self._is_busy = False
        self._enable()
        self.message.show_message(words_of(error), "red")

    # The row that is chosen

    def _chosen(self) -> str:
        index = self.on_list.currentIndex()
        return self.on_model.row(index.row()).resident_id if index.isValid() else ""

    def _choose(self, who: str) -> None:
        place = self.on_model.place_of(who) if who else None
        if place is not None and place != self.on_list.currentIndex().row():
            self.on_list.selectRow(place)
        elif place is None and self.on_model.rows:
            last = len(self.on_model.rows) - 1
            self.on_list.selectRow(min(max(0, self.on_list.currentIndex().row()), last))

    def _on_row_chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_details()

    def _show_details(self) -> None:
        listed = self._read.one(self._chosen()) if self._read else None
        self.details.setVisible(listed is not None)
        if listed is None:
            return
        who = listed.resident_id
        said = [(reason, reason_words(reason, self.arranged)) for reason in listed.reasons]
        self.details.show_row(listed.line, said)
        self.details.ready.set_value(self.arranged.ready.get(who, ""))

    def _on_row_opened(self, resident_id: object) -> None:
        listed = self._read.one(str(resident_id)) if self._read else None
        if listed is None:
            return
        if listed.reasons:
            self._on_reason_opened(listed.reasons[0])
        else:
            self._context.go(ToResident(listed.resident_id))

    def _on_reason_opened(self, reason: Reason) -> None:
        self._context.go(ToResident(self._chosen(), tab_of(reason)))

    def _on_off_opened(self, resident_id: object) -> None:
        self._context.go(ToResident(str(resident_id)))

    # Keys of the lists

    def _on_list_key(self, event: QKeyEvent) -> bool:
        steps_of = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps_of and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(steps_of[key])
        elif key == Qt.Key.Key_Delete:
            self._ask_off()
        elif key == Qt.Key.Key_F2 and self._chosen() in self.arranged.order:
            self.details.ready.setFocus()
        elif key == Qt.Key.Key_Escape and self.details.is_asking:
            self.details.stop_asking()
        else:
            return False
        return True

    def _on_off_key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Space or event.modifiers():
            return False
        self._put_on(self.off_list.currentIndex())
        return True

    def _on_add(self) -> None:
        self.filter.set_value("")
        self._on_filter("")
        self.filter.setFocus()

    def _on_filter(self, _typed: object) -> None:
        if self._read is not None:
            self.off_model.set_rows(off_rows(self._read, self.arranged, self.filter.value()))
            if self.off_model.rows:
                self.off_list.selectRow(0)

    def _on_filter_entered(self) -> None:
        if self.filter.value().strip():
            self._put_on(self.off_list.currentIndex())

    # What a person does

    def _may(self) -> bool:
        read = self._read
        return bool(read and read.may_plan and not read.is_finished and not self._is_busy)

    def _arrange(self, arranged: Arranged, said: str = "") -> None:
        if self._may():
            self.arranged = arranged
            self.deeds.say("")
            self._show()
            announce(self, said)

    def _move(self, step: int) -> None:
        who = self._chosen()
        if who in self.arranged.order:
            moved = steps.moved_by(self.arranged, who, step)
            self._arrange(moved, f"Moved to {moved.order.index(who) + 1}")
            self.on_list.setFocus()

    def _ask_off(self) -> None:
        listed = self._read.one(self._chosen()) if self._read else None
        if listed is not None and self._read is not None and self._may():
            offered = steps.reasons_to_take_off(self._read, listed.resident_id)
            self.details.ask_why_off(listed.line.family_name, offered)

    def _on_take_off(self, reason: TakenOffReason) -> None:
        who = self._chosen()
        if who in self.arranged.order:
            self._arrange(steps.taken_off(self.arranged, who, reason), "Taken off the list")
            self.on_list.setFocus()

    def _put_on(self, index: QModelIndex) -> None:
        if index.isValid() and self._may():
            who = self.off_model.row(index.row()).resident_id
            self.filter.set_value("")
            self._arrange(steps.put_on(self.arranged, who), "Put on the list")
            self._choose(who)

    def _on_ready(self, text: str) -> None:
        who = self._chosen()
        if who in self.arranged.order:
            self._arrange(steps.with_ready(self.arranged, who, text))

    def _on_minutes(self, minutes: int | None) -> None:
        self._arrange(steps.with_time(self.arranged, minutes))

    def _on_mode(self, mode: RoundMode | None) -> None:
        self._arrange(steps.with_mode(self.arranged, mode))

    # Saving and starting

    def _saving(self, arranged: Arranged, *, starts: bool) -> Callable[[], tuple[str, Written]]:
        return partial(
            save_plan,
            self._context.store,
            by=self._context.actor,
            home_id=self._home_id,
            day=self._day,
            plan=arranged.plan(),
            starts=starts,
        )

    def _save(self, then: Callable[[tuple[str, Written]], None], *, starts: bool) -> None:
        if self._read is None or not self._may():
            return
        self.arranged = steps.seen(self.arranged, self._read)
        self._is_busy = True
        self._enable()
        self._context.runners.deeds.run(
            self._saving(self.arranged, starts=starts),
            then=then,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_save(self) -> None:
        self._save(self._on_saved, starts=False)

    def _on_saved(self, made: tuple[str, Written]) -> None:
        self._after(made[1])
        self.message.clear()
        self._show()
        words = saved_words(self._context.clock())
        self.deeds.say(words)
        announce(self, f"Plan kept. {words}")
        self._read_again(self._on_read)

    def _on_start(self) -> None:
        if self.arranged.order:
            self._save(self._on_started, starts=True)

    def _on_started(self, made: tuple[str, Written]) -> None:
        self._after(made[1])
        self._context.go(ToRound(self._home_id, self._day))

    def _after(self, written: Written) -> None:
        self._is_busy = False
        self.arranged = steps.kept(self.arranged)
        self._is_own_change = True
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self._is_own_change = False

    def _on_left_saved(self, made: tuple[str, Written]) -> None:
        self._context.bus.publish(Changes(made[1].kinds, made[1].ids))

    def _on_left_unsaved(self, error: Exception) -> None:
        self._context.told(words_of(error))
