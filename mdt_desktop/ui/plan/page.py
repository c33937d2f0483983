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

from mdt_core.clock import clinical_day_month
from mdt_core.records.rounds import Programme, RoundMode, TakenOffReason
from mdt_core.store.queries.together import RoundOf
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.worklist import Reason
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Columns, MessageBar
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.autosave import saved_words
from mdt_desktop.ui.context import Context, PaperKind, ToPaper, ToResident, ToRound
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.plan import arranged as steps
from mdt_desktop.ui.plan.arranged import Arranged
from mdt_desktop.ui.plan.deed_bar import PlanDeeds
from mdt_desktop.ui.plan.head import PlanHead
from mdt_desktop.ui.plan.keeping import PlanKeeping
from mdt_desktop.ui.plan.off_presenter import off_rows
from mdt_desktop.ui.plan.presenter import (
    NOBODY,
    NOBODY_D2A,
    new_words,
    ready_words,
    reason_words,
    rows,
    running_words,
    tab_of,
    where_words,
)
from mdt_desktop.ui.plan.reading import PlanRead, read_plan
from mdt_desktop.ui.plan.sides import OffSide, OnSide

_FINISHED: Final = "This round is finished. Plan the next one"


class PlanPage(QWidget):
    """The plan of a round on a day: of one home, or (empty) of every home served together."""

    def __init__(
        self,
        context: Context,
        home_id: str,
        day: date,
        programme: Programme = Programme.WEEKLY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._of = context, RoundOf(home_id, day, programme)
        self._keeping = PlanKeeping(context, self)
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
        if self._read is not None and self.arranged.is_edited and not self._is_busy:
            self._keeping.keep_on_leaving(self._read, self.arranged)

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
        self.details.ready_said.connect(self._on_ready_said)
        self.details.asking.ready_asked.connect(self._on_ready_asked)
        self.details.asking.action_asked.connect(self._on_action_asked)
        self._keeping.failed.connect(self._on_failed)
        self.head.minutes_chosen.connect(self._on_minutes)
        self.head.mode_chosen.connect(self._on_mode)
        self.deeds.up.clicked.connect(partial(self._move, -1))
        self.deeds.down.clicked.connect(partial(self._move, 1))
        self.deeds.off.clicked.connect(self._ask_off)
        self.deeds.add.clicked.connect(self._on_add)
        self.deeds.ask.clicked.connect(self._on_ask)
        self.deeds.brief.clicked.connect(self._on_brief)
        self.deeds.save.clicked.connect(self._on_save)
        self.deeds.start.clicked.connect(self._on_start)
        for keys, deed in (
            ("Ctrl+Return", self._on_start),
            ("Ctrl+Enter", self._on_start),
            ("Ctrl+G", self._on_add),
            ("Ctrl+J", self._on_ask),
            ("Ctrl+P", self._on_brief),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(deed)

    # Reading

    def _read_again(self, then: Callable[[PlanRead], None]) -> None:
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(read_plan, context.store, context.actor, self._of),
                then=then,
                failed=self._on_failed,
                receiver=self,
            )

    def _on_first_read(self, read: PlanRead) -> None:
        self._read = read
        self.arranged = steps.begun(read, self._context.actor)
        self._show()
        self._choose(next(iter(self.arranged.order), ""))

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
        self._on.nobody.setText(NOBODY_D2A if read.is_over_homes else NOBODY)
        self._on.nobody.setVisible(not arranged.order)
        self.deeds.start.setText("Join round" if read.is_running else "Start round")
        if off and not self.off_list.currentIndex().isValid():
            self.off_list.selectRow(0)
        self._choose(chosen)
        self._show_details()
        self._enable()
        if words := new_words(read, arranged):
            self.message.show_message(words, "amber")
        elif words := running_words(read):
            self.message.show_message(words, "info")

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
        read = self._read
        listed = read.one(self._chosen()) if read else None
        self.details.setVisible(listed is not None)
        if read is None or listed is None:
            return
        who = listed.resident_id
        said = [(reason, reason_words(reason, self.arranged)) for reason in listed.reasons]
        self.details.show_row(listed.line, where_words(read, listed.line), said)
        self._show_ready(read, who)

    def _show_ready(self, read: PlanRead, who: str) -> None:
        """What is typed and not kept yet cannot be said to be ready."""
        asked, home = self.arranged.ready.get(who, ""), read.home_of(who)
        header = home.header if home else None
        is_kept = (
            any(each.id == who and each.text == asked for each in header.ready) if header else False
        )
        made = read.made_ready(who) if is_kept else None
        words = ready_words(asked, made) if is_kept else ""
        if is_kept and made is None:
            words = "☐ Say that the home has this ready"
        self.details.show_ready(asked, words, is_ready=made is not None)

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
        if self._may() and self._read is not None:
            self.arranged = steps.grouped(arranged, self._read)
            self.deeds.say("")
            self._show()
            announce(self, said)

    def _move(self, step: int) -> None:
        who = self._chosen()
        if who in self.arranged.order and self._read is not None:
            moved = steps.moved_by(self._read, self.arranged, who, step)
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

    # Asking the home

    def _on_ask(self) -> None:
        if self._may() and self._chosen() in self.arranged.order:
            self.details.asking.begin(clinical_day_month(self._of.day))

    def _on_ready_asked(self, text: str) -> None:
        who = self._chosen()
        if who in self.arranged.order:
            before = self.arranged.ready.get(who, "").strip()
            asked = f"{before}; {text}" if before else text
            self._arrange(steps.with_ready(self.arranged, who, asked), "Asked to have ready")
            self.on_list.setFocus()

    def _on_action_asked(self, text: str) -> None:
        who = self._chosen()
        if self._read is not None and who in self.arranged.order:
            self._keeping.ask_home(self._read, who, text, partial(self._on_asked, text))

    def _on_asked(self, text: str, written: Written) -> None:
        self.message.show_message(f"The home is asked: {text}", "green")
        self.on_list.setFocus()
        self._publish(written)
        self._read_again(self._on_read)

    def _on_ready_said(self, is_ready: bool) -> None:  # noqa: FBT001 - a signal's one argument
        who = self._chosen()
        home = self._read.home_of(who) if self._read else None
        if home is not None:
            self._keeping.say_ready(home.round_id, who, self._on_said_ready, is_ready=is_ready)

    def _on_said_ready(self, written: Written) -> None:
        self._publish(written)
        self._read_again(self._on_read)

    # Saving, starting, and the brief

    def _save(self, then: Callable[[Written], None], *, starts: bool) -> None:
        if self._read is None or not self._may():
            return
        self.arranged = steps.seen(self.arranged, self._read)
        self._is_busy = True
        self._enable()
        self._keeping.keep(self._read, self.arranged, then, starts=starts)

    def _on_save(self) -> None:
        self._save(self._on_saved, starts=False)

    def _on_saved(self, written: Written) -> None:
        self._after(written)
        self.message.clear()
        self._show()
        words = saved_words(self._context.clock())
        self.deeds.say(words)
        announce(self, f"Plan kept. {words}")
        self._read_again(self._on_read)

    def _on_start(self) -> None:
        """Starts, or joins a round that runs: whatever was arranged here is kept with it."""
        if self._read is None or not self.arranged.order:
            return
        if self._read.is_running and not self.arranged.is_edited:
            self._go_to_round()
        else:
            self._save(self._on_started, starts=True)

    def _on_started(self, written: Written) -> None:
        self._after(written)
        self._go_to_round()

    def _go_to_round(self) -> None:
        of = self._of
        self._context.go(ToRound(of.home_id, of.day, programme=of.programme))

    def _on_brief(self) -> None:
        """The brief says what is kept, so the plan is kept first."""
        if self._read is None or not self.deeds.brief.isEnabled():
            return
        if self.arranged.is_edited or not any(home.header for home in self._read.homes):
            self._save(self._on_kept_for_brief, starts=False)
        else:
            self._go_to_brief()

    def _on_kept_for_brief(self, written: Written) -> None:
        self._after(written)
        self._go_to_brief()

    def _go_to_brief(self) -> None:
        of = self._of
        self._context.go(ToPaper(of.home_id, of.day, of.programme, PaperKind.BRIEF))

    def _after(self, written: Written) -> None:
        self._is_busy = False
        self.arranged = steps.kept(self.arranged)
        self._publish(written)

    def _publish(self, written: Written) -> None:
        self._is_own_change = True
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self._is_own_change = False
