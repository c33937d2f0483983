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
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mdt_core.clock import clinical_day_month
from mdt_core.records.rounds import Programme, TakenOffReason
from mdt_core.store.queries.together import RoundOf
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.worklist import Reason
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Columns, MessageBar
from mdt_desktop.qt.layouts import column, scrolled
from mdt_desktop.ui.autosave import saved_words
from mdt_desktop.ui.context import Context, ToHome, ToPaper, ToResident, ToRound
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.paper.kind import PaperKind
from mdt_desktop.ui.plan import arranged as steps
from mdt_desktop.ui.plan.arranged import Arranged
from mdt_desktop.ui.plan.deed_bar import PlanDeeds
from mdt_desktop.ui.plan.editing import PlanEditing
from mdt_desktop.ui.plan.head import PlanHead
from mdt_desktop.ui.plan.keeping import PlanKeeping
from mdt_desktop.ui.plan.presenter import (
    HOME_ROW,
    NOBODY,
    NOBODY_D2A,
    ORDER,
    ORDER_BY_HOME,
    new_words,
    ready_deed,
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
        self._is_own_change = False
        self.editing = PlanEditing(context.actor, self)
        self._keeping = PlanKeeping(context, self)
        self._keys = Bindings(Where.PLAN, self)
        self._off_keys = Bindings(Where.PLAN_OFF, self)
        self.message, self.head, self.deeds = MessageBar(self), PlanHead(self), PlanDeeds(self)
        self._on = on = OnSide(self._keys, self._on_list_key, self)
        self._off = off = OffSide(self._off_keys, self._on_off_key, self)
        self.on_model, self.on_list = on.model, on.table
        self.off_model, self.off_list = off.model, off.table
        self.details, self.filter = off.details, off.filter
        self._build()
        self._wire()
        self._bind()

    @property
    def arranged(self) -> Arranged:
        """The list as it is arranged now."""
        return self.editing.arranged

    def load(self) -> None:
        """Reads the homes and the plan; the focus goes to the first row."""
        self.on_list.setFocus()
        self._read_again()

    def refresh(self, changes: Changes) -> None:
        """Reads again; nearly every change of a resident can be a reason."""
        if changes.kinds and not self._is_own_change:
            self._read_again()

    def leave(self) -> None:
        """Keeps what was arranged, so that nothing is lost by going elsewhere."""
        editing = self.editing
        if editing.read is not None and editing.arranged.is_edited and not editing.is_busy:
            self._keeping.keep_on_leaving(editing.read, editing.arranged)

    # Building

    def _build(self) -> None:
        outer = column(self, gap=0)
        content = QWidget(self)
        content.setProperty("role", "page")
        box = column(content, margin=12)
        box.addWidget(self.head)
        columns = Columns(content)
        columns.add(self._on, 2)
        columns.add(self._off, 1)
        box.addWidget(columns, 1)
        outer.addWidget(self.message)
        outer.addWidget(scrolled(content, self), 1)
        outer.addWidget(self.deeds)
        for button in self.deeds.all():
            button.setEnabled(False)

    def _wire(self) -> None:
        editing, details = self.editing, self.details
        editing.changed.connect(self._on_changed)
        self._keeping.failed.connect(self._on_failed)
        self.on_list.opened.connect(self._on_row_opened)
        self.off_list.opened.connect(self._on_off_opened)
        self.on_list.selectionModel().currentRowChanged.connect(self._on_row_chosen)
        self._off.put_on_asked.connect(self._on_put_on)
        details.opened.connect(self._on_reason_opened)
        details.ready_edited.connect(self._on_ready)
        details.ready.editor.returnPressed.connect(self.on_list.setFocus)
        details.take_off_chosen.connect(self._on_take_off)
        details.ready_said.connect(self._on_ready_said)
        details.asking.ready_asked.connect(self._on_ready_asked)
        details.asking.action_asked.connect(self._on_action_asked)
        self.head.minutes_chosen.connect(editing.plan_minutes)
        self.head.mode_chosen.connect(editing.plan_mode)

    def _bind(self) -> None:
        deeds = self.deeds
        for command_id, button, deed in (
            ("plan.up", deeds.up, partial(self._move, -1)),
            ("plan.down", deeds.down, partial(self._move, 1)),
            ("plan.off", deeds.off, self._ask_off),
            ("plan.add", deeds.add, self._off.begin_adding),
            ("plan.ask", deeds.ask, self._on_ask),
            ("plan.brief", deeds.brief, self._on_brief),
            ("plan.save", deeds.save, self._on_save),
            ("plan.start", deeds.start, self._on_start),
        ):
            button.clicked.connect(deed)
            self._keys.bind(command_id, button=button)
        self._keys.bind("plan.ready", self._on_ready_asked_for)

    # Reading

    def _read_again(self) -> None:
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(read_plan, context.store, context.actor, self._of),
                then=self._on_read,
                failed=self._on_failed,
                receiver=self,
            )

    def _on_read(self, read: PlanRead) -> None:
        is_first = self.editing.read is None
        self.editing.take(read)
        self._show(read)
        if is_first:
            self._choose(next(iter(self.arranged.order), ""))

    def _on_changed(self, said: str) -> None:
        self.deeds.say("")
        if self.editing.read is not None:
            self._show(self.editing.read)
        announce(self, said)

    def _show(self, read: PlanRead) -> None:
        arranged, chosen = self.arranged, self._chosen()
        self.head.show_plan(read, arranged)
        self.on_model.set_rows(rows(read, arranged))
        self._on.title.setText(f"On the list ({len(arranged.order)})")
        self._off.show_off(read, arranged)
        self._on.order.setText(ORDER_BY_HOME if read.is_over_homes else ORDER)
        self._on.nobody.setText(NOBODY_D2A if read.is_d2a else NOBODY)
        self._on.nobody.setVisible(not arranged.order)
        self.deeds.start.setText("Join round" if read.is_running else "Start round")
        self._choose(chosen)
        self._show_details()
        self._enable()
        self._say_state(read)

    def _say_state(self, read: PlanRead) -> None:
        if read.is_finished:
            self.message.show_message(_FINISHED, "amber")
        elif words := new_words(read, self.arranged):
            self.message.show_message(words, "amber")
        elif words := running_words(read):
            self.message.show_message(words, "info")

    def _enable(self) -> None:
        may = self.editing.may
        for button in self.deeds.all():
            button.setEnabled(may)
        for part in (self.details.ready, self.details.is_ready):
            part.setEnabled(may)
        self.deeds.start.setEnabled(may and bool(self.arranged.order))

    def _on_failed(self, error: Exception) -> None:
        self.editing.end_keeping(is_kept=False)
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
        read = self.editing.read
        listed = read.one(self._chosen()) if read else None
        self.details.setVisible(listed is not None)
        if read is None or listed is None:
            return
        said = [(reason, reason_words(reason, self.arranged)) for reason in listed.reasons]
        self.details.show_row(listed.line, where_words(read, listed.line), said)
        words, is_ready = ready_deed(read, self.arranged, listed.resident_id)
        asked = self.arranged.ready.get(listed.resident_id, "")
        self.details.show_ready(asked, words, is_ready=is_ready)

    def _on_row_opened(self, resident_id: object) -> None:
        who = str(resident_id)
        if who.startswith(HOME_ROW):
            self._context.go(ToHome(who.removeprefix(HOME_ROW)))
            return
        listed = self.editing.read.one(who) if self.editing.read else None
        if listed is not None and listed.reasons:
            self._on_reason_opened(listed.reasons[0])
        elif listed is not None:
            self._context.go(ToResident(who))

    def _on_reason_opened(self, reason: Reason) -> None:
        self._context.go(ToResident(self._chosen(), tab_of(reason)))

    def _on_off_opened(self, resident_id: object) -> None:
        self._context.go(ToResident(str(resident_id)))

    def _on_list_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.details.is_asking:
            self.details.stop_asking()
            return True
        return self._keys.key_in_list(event)

    def _on_off_key(self, event: QKeyEvent) -> bool:
        return self._off_keys.key_in_list(event)

    # What a person does

    def _move(self, step: int) -> None:
        self.editing.move(self._chosen(), step)
        self.on_list.setFocus()

    def _ask_off(self) -> None:
        read = self.editing.read
        listed = read.one(self._chosen()) if read else None
        if read is not None and listed is not None and self.editing.may:
            offered = steps.reasons_to_take_off(read, listed.resident_id)
            self.details.ask_why_off(listed.line.family_name, offered)

    def _on_take_off(self, reason: TakenOffReason) -> None:
        self.editing.take_off(self._chosen(), reason)
        self.on_list.setFocus()

    def _on_put_on(self, who: str) -> None:
        if self.editing.may:
            self.filter.set_value("")
            self.editing.put_on(who)
            self._choose(who)

    def _on_ready(self, text: str) -> None:
        self.editing.have_ready(self._chosen(), text)

    def _on_ready_asked_for(self) -> None:
        if self.editing.has(self._chosen()):
            self.details.ready.setFocus()

    # Asking the home, and what it has ready

    def _on_ask(self) -> None:
        if self.editing.may and self.editing.has(self._chosen()):
            self.details.asking.begin(clinical_day_month(self._of.day))

    def _on_ready_asked(self, text: str) -> None:
        self.editing.have_ready_too(self._chosen(), text)
        self.on_list.setFocus()

    def _on_action_asked(self, text: str) -> None:
        who, read = self._chosen(), self.editing.read
        if read is not None and self.editing.has(who):
            self._keeping.ask_home(read, who, text, partial(self._on_asked, text))

    def _on_asked(self, text: str, written: Written) -> None:
        self.message.show_message(f"The home is asked: {text}", "green")
        self.on_list.setFocus()
        self._publish(written)
        self._read_again()

    def _on_ready_said(self, is_ready: bool) -> None:  # noqa: FBT001 - a signal's one argument
        read = self.editing.read
        home = read.home_of(self._chosen()) if read else None
        if home is not None:
            deed = self._keeping.say_ready
            deed(home.round_id, self._chosen(), self._on_said_ready, is_ready=is_ready)

    def _on_said_ready(self, written: Written) -> None:
        self._publish(written)
        self._read_again()

    # Saving, starting, and the brief

    def _keep(self, then: Callable[[], None], *, starts: bool) -> None:
        read = self.editing.read
        if read is not None and self.editing.may:
            self.editing.begin_keeping()
            self._enable()
            kept = partial(self._on_kept, then)
            self._keeping.keep(read, self.arranged, kept, starts=starts)

    def _on_kept(self, then: Callable[[], None], written: Written) -> None:
        self.editing.end_keeping(is_kept=True)
        self._publish(written)
        then()

    def _on_save(self) -> None:
        self._keep(self._say_saved, starts=False)

    def _say_saved(self) -> None:
        self.message.clear()
        words = saved_words(self._context.clock())
        self.deeds.say(words)
        announce(self, f"Plan kept. {words}")
        self._read_again()

    def _on_start(self) -> None:
        """Starts, or joins a round that runs: whatever was arranged here is kept with it."""
        read = self.editing.read
        if read is None or not self.arranged.order or not self.editing.may:
            return
        if read.is_running and not self.arranged.is_edited:
            self.editing.is_busy = True
            self._keeping.join(read, partial(self._on_kept, self._go_to_round))
        else:
            self._keep(self._go_to_round, starts=True)

    def _go_to_round(self) -> None:
        of = self._of
        self._context.go(ToRound(of.home_id, of.day, programme=of.programme))

    def _on_brief(self) -> None:
        """The brief says what is kept, so the plan is kept first."""
        read = self.editing.read
        if read is None:
            return
        if self.arranged.is_edited or not any(home.header for home in read.homes):
            self._keep(self._go_to_brief, starts=False)
        else:
            self._go_to_brief()

    def _go_to_brief(self) -> None:
        of = self._of
        self._context.go(ToPaper(of.home_id, of.day, of.programme, PaperKind.BRIEF))

    def _publish(self, written: Written) -> None:
        self._is_own_change = True
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self._is_own_change = False
