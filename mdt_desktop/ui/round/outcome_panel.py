"""Outcome: why the resident on the screen is not seen today; one press on a reason is the deed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import london
from mdt_core.records.rounds import DeferReason, OutcomeKind, RoundOutcome
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.typed_dates import DateRule, Direction
from mdt_core.use_cases.round_outcomes import SAY_WHY
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import DateField, TextField
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import Heading, Quiet, Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.panel import Panel
from mdt_desktop.ui.round.panes import Scrolling
from mdt_desktop.ui.round.presenter import outcome_words

STAY_IS_NOT_CHANGED: Final = (
    "This is for the round alone. The stay is not changed: record a hospital stay or a move"
    " on the resident's page"
)
_AWAY: Final = (OutcomeKind.IN_HOSPITAL, OutcomeKind.LEFT)


@dataclass(frozen=True)
class Asked:
    """What was chosen: a deferral with its reason, or where the resident is."""

    outcome: OutcomeKind
    reason: DeferReason | None = None
    words: str = ""
    until: date | None = None


class OutcomePanel(Panel):
    """Reasons by press or by their digit.

    Signals:
        chosen: `Asked`
        taken_back: nothing; the outcome that stands is to be taken back
    """

    chosen = Signal(object)
    taken_back = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("Outcome", parent)
        self._context = context
        self._who = Words(parent=self.sheet)
        self._stands = Words(parent=self.sheet)
        self.take_back = Button("Take back: to be seen after all", parent=self.sheet)
        self.until = DateField(
            "Until",
            now=self._local_now,
            rule=DateRule(Direction.FUTURE),
            hint="Empty: to the next round",
            parent=self.sheet,
        )
        self.words = TextField("Other reason, in words", parent=self.sheet)
        self._buttons: list[tuple[Button, OutcomeKind, DeferReason | None]] = []
        self._build()

    def open_for(self, line: ResidentLine, standing: RoundOutcome | None) -> None:
        """Opens it for one resident, empty."""
        room = f", room {line.room}" if line.room else ""
        self._who.setText(f"For {line.formal_name}{room}")
        self._stands.setText(f"Now: {outcome_words(standing)}" if standing else "")
        for part in (self._stands, self.take_back):
            part.setVisible(standing is not None)
        self.until.set_value("")
        self.words.set_value("")
        self.words.show_problem("")
        self.open()

    @override
    def first_field(self) -> QWidget:
        return self._buttons[0][0] if self._buttons else super().first_field()

    def button(self, reason: DeferReason) -> Button:
        """The button of a reason."""
        return next(button for button, _, why in self._buttons if why is reason)

    def _build(self) -> None:
        content = QWidget()
        box = column(content)
        box.addWidget(self._who)
        box.addWidget(self._stands)
        box.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(Heading("Defer", 3, self.sheet))
        row = FlowRow(self.sheet)
        for reason in DeferReason:
            self._add(row, reason.label, OutcomeKind.DEFERRED, reason)
        for part in (row, self.words, self.until, Heading("Not here", 3, self.sheet)):
            box.addWidget(part)
        away = FlowRow(self.sheet)
        for outcome in _AWAY:
            self._add(away, outcome.label, outcome, None)
        box.addWidget(away)
        box.addWidget(Quiet(STAY_IS_NOT_CHANGED, self.sheet))
        box.addStretch(1)
        self.body.addWidget(Scrolling(content, "Outcome", self.sheet), 1)
        self._add_foot()
        self.take_back.clicked.connect(self._on_take_back)

    def _add(
        self, row: FlowRow, words: str, outcome: OutcomeKind, reason: DeferReason | None
    ) -> None:
        button = Button(f"{len(self._buttons) + 1}  {words}", parent=row)
        button.clicked.connect(self._on_clicked)
        row.add(button)
        self._buttons.append((button, outcome, reason))

    def _local_now(self) -> datetime:
        return london(self._context.clock()).replace(tzinfo=None)

    def _on_take_back(self) -> None:
        self.close_panel()
        self.taken_back.emit()

    def _on_clicked(self) -> None:
        pressed = cast("Button", self.sender())
        self._choose(next(n for n, each in enumerate(self._buttons) if each[0] is pressed))

    def _choose(self, place: int) -> None:
        _, outcome, reason = self._buttons[place]
        words = self.words.value().strip() if reason is DeferReason.OTHER else ""
        if reason is DeferReason.OTHER and not words:
            self.words.show_problem(SAY_WHY)
            self.words.setFocus()
            return
        if self.until.editor.text().strip() and not self.until.value():
            self.until.setFocus()
            return
        until = self.until.value() if outcome is OutcomeKind.DEFERRED else ""
        self.close_panel()
        self.chosen.emit(
            Asked(outcome, reason, words, date.fromisoformat(until) if until else None)
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(self._buttons):
            self._choose(int(typed) - 1)
            return
        super().keyPressEvent(event)
