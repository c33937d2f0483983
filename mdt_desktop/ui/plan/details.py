"""The row that is chosen: its reasons with a way to where each comes from, and what to have ready."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdt_core.records.rounds import TakenOffReason
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.worklist import Reason
from mdt_desktop.qt.accessibility import without_shapes
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.field_frame import Question
from mdt_desktop.qt.fields import Card, Heading, TextField, Words
from mdt_desktop.qt.layouts import clear, column
from mdt_desktop.ui.plan.asking import AskHome
from mdt_desktop.ui.plan.presenter import D2A_STAYS, identifiers

READY: Final = "The home has this ready"
NOT_READY: Final = "Not ready after all"


class RowDetails(Card):
    """One resident of the list.

    Signals:
        opened: the `Reason` whose source is to be opened
        ready_edited: what to have ready, as typed
        take_off_chosen: the `TakenOffReason`
        ready_said: True where the home has ready what was asked, False to take that back
    """

    opened = Signal(object)
    ready_edited = Signal(object)
    take_off_chosen = Signal(object)
    ready_said = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("The resident chosen")
        self._offered: tuple[TakenOffReason, ...] = ()
        self._is_ready = False
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self._name = Heading("", 3, self)
        self._identifiers = Words("", self)
        self._place = QWidget(self)
        self._reasons = column(self._place)
        self.opens: list[Button] = []
        self.ready = TextField("Please have ready", parent=self)
        self.said_ready = Words("", self)
        self.is_ready = Button("", parent=self)
        self.asking = AskHome(self)
        self._d2a = Words(D2A_STAYS, self)
        self.question = Question(self)
        first: tuple[QWidget, ...] = (self._name, self._identifiers, self._d2a, self.question)
        for part in (*first, self.asking, self._place, self.ready, self.said_ready, self.is_ready):
            self.add(part)
        self._d2a.hide()
        self.said_ready.hide()
        self.is_ready.hide()
        self.is_ready.clicked.connect(self._on_ready_said)
        self.ready.edited.connect(self.ready_edited)
        self.question.answered.connect(self._on_answered)

    def show_row(
        self, line: ResidentLine, where: str, reasons: Sequence[tuple[Reason, str]]
    ) -> None:
        """Shows a resident with the reasons in words; a question about another is taken away."""
        who, words = line.resident_id, tuple(said for _, said in reasons)
        if self._shown == (who, words):
            return
        if self._shown[0] != who:
            self.stop_asking()
            self.asking.stop()
        self._shown = (who, words)
        self._name.setText(f"{where}   {line.formal_name}")
        self._identifiers.setText(identifiers(line).replace("\n", "   "))
        clear(self._reasons)
        self.opens = [self._add_reason(reason, said) for reason, said in reasons]

    def _add_reason(self, reason: Reason, said: str) -> Button:
        line = QWidget(self._place)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        button = Button("Open", parent=line)
        button.setAccessibleName(f"Open: {without_shapes(said)}")
        button.clicked.connect(partial(self.opened.emit, reason))
        row.addWidget(Words(said, line), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._reasons.addWidget(line)
        return button

    def show_ready(self, asked: str, words: str, *, is_ready: bool) -> None:
        """Shows what is asked, and for what is kept whether the home has it (empty: not kept yet)."""
        self._is_ready = is_ready
        self.ready.set_value(asked)
        self.said_ready.setText(words)
        self.said_ready.setVisible(bool(words) and is_ready)
        self.is_ready.setVisible(bool(words))
        self.is_ready.setText(NOT_READY if is_ready else READY)

    def _on_ready_said(self) -> None:
        self.ready_said.emit(not self._is_ready)

    @property
    def is_asking(self) -> bool:
        """Whether the reason for taking somebody off is being asked."""
        return bool(self._offered)

    def ask_why_off(self, family_name: str, offered: tuple[TakenOffReason, ...]) -> None:
        """Asks why this resident is not to be on the list; the answer is one press."""
        self._offered = offered
        self._d2a.setVisible(len(offered) < len(TakenOffReason))
        words = f"Why is {family_name.upper()} not to be on this list?"
        self.question.ask(words, tuple(each.label for each in offered))
        self.question.focus_answer()

    def stop_asking(self) -> None:
        """Takes the question away unanswered."""
        self._offered = ()
        self.question.clear()
        self._d2a.hide()

    def _on_answered(self, place: int) -> None:
        reason = self._offered[place]
        self.stop_asking()
        self.take_off_chosen.emit(reason)
