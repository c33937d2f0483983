"""The head of the plan: which round, how long it will take, in what order it stands and why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.records.rounds import RoundMode
from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Choice, ChoiceField, Columns, FlowRow, NumberField, OneLine, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.plan.arranged import Arranged
from mdt_desktop.ui.plan.presenter import estimate, explained, heading, planned_minutes
from mdt_desktop.ui.plan.reading import PlanRead

_MODES = tuple(Choice(mode.value, mode.label) for mode in RoundMode)
_LEAST, _MOST = 5, 600


class PlanHead(QWidget):
    """Words and, where asked for, the fields for time and mode.

    Signals:
        minutes_chosen: the planned minutes, or None for what is usual
        mode_chosen: the `RoundMode`, or None
    """

    minutes_chosen = Signal(object)
    mode_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = OneLine("", self)
        self._title.setProperty("words", "heading")
        self._title.setProperty("level", "2")
        self.estimate = OneLine("", self, words="label")
        self.change = Button("Change", parent=self)
        speak_as(self.change, Spoken.EXPANDER)
        self.change.setAccessibleName("Change planned time or mode")
        self.explain = Button("Explain", parent=self)
        speak_as(self.explain, Spoken.EXPANDER)
        self.explain.setAccessibleName("Explain the order")
        self.explained = Words("", self)
        self.minutes = NumberField("Planned time", unit="minutes", parent=self)
        self.mode = ChoiceField("Mode", _MODES, parent=self)
        self._build()
        self.change.toggled.connect(self._on_change)
        self.explain.toggled.connect(self.explained.setVisible)
        self.minutes.edited.connect(self._on_minutes)
        self.mode.edited.connect(self._on_mode)

    def show_plan(self, read: PlanRead, arranged: Arranged) -> None:
        """Shows the plan as it is arranged."""
        self._title.setText(heading(read, arranged))
        self.estimate.setText(estimate(read, arranged))
        self.explained.setText(explained(read))
        if not self.minutes.editor.hasFocus():
            self.minutes.set_value(str(planned_minutes(read, arranged)))
        self.mode.set_value(arranged.mode.value if arranged.mode else "")

    def _build(self) -> None:
        box = column(self, gap=4)
        first = FlowRow(self, gap=16)
        for part in (self._title, self.estimate, self.change, self.explain):
            first.add(part)
        box.addWidget(first)
        self._fields = Columns(self)
        self._fields.add(self.minutes)
        self._fields.add(self.mode)
        box.addWidget(self._fields)
        box.addWidget(self.explained)
        self._fields.hide()
        self.explained.hide()

    def _on_change(self, is_shown: bool) -> None:  # noqa: FBT001 - a signal's one argument
        if not is_shown:
            self.change.setFocus()
        self._fields.setVisible(is_shown)
        if is_shown:
            self.minutes.setFocus()

    def _on_minutes(self, typed: str) -> None:
        text = typed.strip()
        if not text:
            self.minutes.show_problem("")
            self.minutes_chosen.emit(None)
        elif text.isdecimal() and _LEAST <= int(text) <= _MOST:
            self.minutes.show_problem("")
            self.minutes_chosen.emit(int(text))
        else:
            self.minutes.show_problem(f"Give whole minutes from {_LEAST} to {_MOST}")

    def _on_mode(self, key: str) -> None:
        self.mode_chosen.emit(RoundMode(key) if key else None)
