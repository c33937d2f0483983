"""Run: one case after another, with what is known beside what is minuted, and a quiet clock.

Nobody is named but who is open. While others see the screen a blank page stands between two cases.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdt_core.store.queries.meetings import AgendaRow
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.use_cases.meetings import SignedCase, sign_case
from mdt_core.use_cases.residents import open_resident
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.layouts import FlowRow, Stack, column
from mdt_desktop.qt.rail import Rail, RailCell
from mdt_desktop.qt.words import Card, Heading, OneLine, Quiet, Tag
from mdt_desktop.ui.autosave import not_saved_words, saved_words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.meeting.case_desk import CaseDesk
from mdt_desktop.ui.meeting.deed_bar import DeedBar
from mdt_desktop.ui.meeting.presenter import (
    MeetingRead,
    actions_of,
    cell_of,
    clock_words,
    first_case,
    next_case,
    settled_words,
    sign_words,
)

READY: Final = "Ready for the next case"
ALL_SIGNED: Final = "Every case is signed"
NOBODY: Final = "Nobody is on the agenda"
NOT_BEGUN: Final = "The meeting has not begun. Start it under Prepare"
_TICK_MS: Final = 15_000


class RunView(QWidget):
    """The cases.

    Signals:
        signed: the `Changes` of a case
        wrote: the `Changes` of another deed done here
        refused: why nothing was signed, in words
        finish_asked: nothing
    """

    signed = Signal(object)
    wrote = Signal(object)
    refused = Signal(object)
    finish_asked = Signal()

    def __init__(self, context: Context, meeting: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._meeting = context, meeting
        self._read: MeetingRead | None = None
        self._opening = self._shown = ""
        self._is_presenting = self._is_signing = False
        self._spent: dict[str, float] = {}
        self._since = context.clock()
        self.desk: CaseDesk | None = None
        self.rail = Rail("Cases of this meeting", self)
        self.settled = OneLine(parent=self)
        self.clock = Tag("", "grey", self)
        self.hide_clock = Button("Hide clock", icon_name="clock", parent=self)
        self.sign = Button("Sign", Kind.PRIMARY, icon_name="check", parent=self)
        self.foot = Quiet(parent=self)
        self.blank_words = Heading("", 2, self)
        self.show_next = Button("Show", Kind.PRIMARY, parent=self)
        self.finish = Button("Finish the meeting", Kind.PRIMARY, parent=self)
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._build()

    @property
    def resident_id(self) -> str:
        """Who is open; empty while nobody is."""
        return self.desk.resident_id if self.desk is not None else ""

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.settled)
        head.addWidget(self.rail, 1)
        clock = FlowRow(self)
        for each in (self.clock, self.hide_clock):
            clock.add(each)
        head.addWidget(clock)
        self._place = Stack(self)
        self._blank = Card("", self._place)
        for part in (self.blank_words, self.show_next, self.finish):
            self._blank.add(part)
        self._place.addWidget(self._blank)
        box = column(self, gap=6)
        box.addLayout(head)
        box.addWidget(self._place, 1)
        box.addWidget(DeedBar(self.sign, before=self.foot, parent=self))
        self.rail.chosen.connect(self._on_chosen)
        self.sign.clicked.connect(self.sign_now)
        self.show_next.clicked.connect(self._open_now)
        self.finish.clicked.connect(self.finish_asked)
        self.hide_clock.clicked.connect(self._on_hide_clock)
        self._ticking.timeout.connect(self._tick)
        self._show_blank(NOBODY)

    # What it shows

    def show_read(self, read: MeetingRead, asked: str = "") -> None:
        """Shows where the meeting is; opens who was asked for, or the first case, if nobody is open."""
        self._read = read
        self._show_rail()
        if self.desk is not None or self._opening:
            return
        who = asked if read.page.row(asked) else first_case(read)
        if not read.is_running and not read.page.is_closed:
            self._show_blank(NOT_BEGUN)
        elif who:
            self.open(who)

    def set_presenting(self, *, is_presenting: bool) -> None:
        """Others see the screen, or no longer do."""
        self._is_presenting, self._shown = is_presenting, self.resident_id
        self.finish.setEnabled(not is_presenting)
        if not is_presenting and self._opening and self.desk is None:
            self._open_now()

    def leave(self) -> None:
        """Keeps what is written, and stops the clock."""
        self._ticking.stop()
        if self.desk is not None:
            self.desk.autosave.leave()

    def _show_rail(self) -> None:
        read = self._read
        if read is None:
            return
        current = self.resident_id or self._opening
        cells = (cell_of(read, row, current) for row in read.rows)
        self.rail.set_cells(tuple(RailCell(*cell) for cell in cells))
        self.settled.setText(settled_words(read))
        row = read.page.row(self.resident_id)
        is_open = read.is_running and row is not None and row.case is None
        self.sign.setVisible(is_open)
        if row is not None:
            self.sign.setText(sign_words(read, self.resident_id))
        self._tick()

    def _show_blank(self, words: str, *, may_finish: bool = False, may_show: bool = False) -> None:
        self.blank_words.setText(words)
        self.finish.setVisible(may_finish)
        self.show_next.setVisible(may_show)
        self._place.setCurrentWidget(self._blank)
        for part in (self.clock, self.hide_clock, self.sign):
            part.setVisible(False)
        announce(self, words)

    # Opening and leaving a case

    def open(self, resident_id: str) -> None:
        """Leaves the case on the screen, its draft kept, and opens another."""
        self._leave_case()
        self._opening = resident_id
        if self._is_presenting and resident_id != self._shown:
            self._show_blank(READY, may_show=True)
            self.show_next.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._open_now()

    def _open_now(self) -> None:
        self._shown = self._opening
        context, who = self._context, self._opening
        if context.runners.deeds.takes_work:
            context.runners.deeds.run(
                partial(open_resident, context.store, by=context.actor, resident_id=who),
                then=partial(self._on_opened, who),
                failed=self._on_failed,
                receiver=self,
            )

    def _on_opened(self, who: str, page: ResidentPage) -> None:
        row = self._row(who)
        if who != self._opening or self._read is None or row is None:
            return
        self._opening = ""
        self.desk = CaseDesk(self._context, page, row, self._read, self._place)
        self.desk.told.connect(self.foot.setText)
        self.desk.wrote.connect(self.wrote)
        self._place.addWidget(self.desk)
        self._place.setCurrentWidget(self.desk)
        self._since = self._context.clock()
        self._ticking.start()
        self._show_rail()
        self.hide_clock.setVisible(True)
        self.clock.setVisible(self.hide_clock.text() == "Hide clock")

    def _row(self, who: str) -> AgendaRow | None:
        return self._read.page.row(who) if self._read else None

    def _leave_case(self, *, was_signed: bool = False) -> None:
        desk, self.desk = self.desk, None
        if desk is None:
            return
        self._spent[desk.resident_id] = self._seconds(desk.resident_id)
        self._ticking.stop()
        if not was_signed:
            desk.autosave.leave()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.removeWidget(desk)
        desk.hide()
        desk.deleteLater()

    def _on_chosen(self, place: int) -> None:
        if self._read is not None and not self._is_signing:
            self.open(self._read.rows[place].line.resident_id)

    # The clock

    def _seconds(self, who: str) -> float:
        now = (self._context.clock() - self._since).total_seconds()
        return self._spent.get(who, 0.0) + now

    def _tick(self) -> None:
        row = self._row(self.resident_id)
        if row is not None:
            words, is_over = clock_words(self._seconds(self.resident_id), row.item.minutes)
            self.clock.set_tag(words, "amber" if is_over else "grey")

    def _on_hide_clock(self) -> None:
        is_hidden = self.clock.isHidden()
        self.clock.setVisible(is_hidden)
        self.hide_clock.setText("Hide clock" if is_hidden else "Show clock")

    # Signing

    def sign_now(self) -> None:
        """Signs the case and goes on to the next; pressing twice signs once."""
        desk = self.desk
        if desk is None or self._is_signing or self.sign.isHidden():
            return
        if why := desk.why_not_signed():
            self.refused.emit(why)
            return
        problem = desk.form.problem()
        if problem is not None:
            self.refused.emit(problem.words)
            desk.form.focus_field(problem.field)
            return
        self._is_signing = True
        taken = max(1, round(self._seconds(desk.resident_id) / 60))
        draft = desk.form.draft().with_value("minutes_taken", taken)
        desk.autosave.flush()
        desk.autosave.stop()
        actions = actions_of([dict(each) for each in desk.form.new_actions()])
        context = self._context
        work: Callable[[], SignedCase] = partial(
            sign_case,
            context.store,
            by=context.actor,
            meeting=self._meeting,
            draft=draft,
            actions=actions,
        )
        context.runners.deeds.run(
            work, then=self._on_signed, failed=self._on_not_signed, receiver=self
        )

    def _on_signed(self, signed: SignedCase) -> None:
        self._is_signing = False
        who = self.resident_id
        words = saved_words(self._context.clock())
        self.foot.setText(words)
        self._leave_case(was_signed=True)
        following = next_case(self._read, who) if self._read else ""
        self.signed.emit(signed.changes)
        if following:
            announce(self, words)
            self.open(following)
        else:
            self._opening = ""
            self._show_blank(ALL_SIGNED, may_finish=True)
            self.finish.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_signed(self, error: Exception) -> None:
        self._is_signing = False
        if self.desk is not None:
            self.desk.autosave.resume()
        self.refused.emit(not_saved_words(error))

    def _on_failed(self, error: Exception) -> None:
        self._opening = ""
        self.refused.emit(not_saved_words(error))
