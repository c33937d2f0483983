"""The open actions of a resident, answered where they stand: done, carried on, or stopped with a reason."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import clinical_weekday_date
from mdt_core.no_change import carried_on_words
from mdt_core.records.actions import Action, ActionPriority, ActionState
from mdt_core.store.queries.statements import Kept
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, TextField, Words
from mdt_desktop.qt.layouts import column

SAY_WHY: Final = "Say why it is stopped"


@dataclass(frozen=True)
class Answer:
    """What became of an action, as pressed; `said` is how the row says it afterwards."""

    action_id: str
    state: ActionState
    outcome: str
    said: str


def action_words(kept: Kept[Action], today: date) -> str:
    """`Bloods FBC. Care-home nurse. Due Fri 20-Nov-2026, overdue`."""
    record = kept.record
    if record is None:
        return f"{kept.readable.get('text', 'Action')}. Not readable as a whole"
    owner = record.owner_words or "No owner"
    due = "No due date"
    if record.due:
        late = ", overdue" if record.due < today else ", today" if record.due == today else ""
        due = f"Due {clinical_weekday_date(record.due)}{late}"
    urgent = "Urgent: " if record.priority is ActionPriority.URGENT else ""
    said = (f"{urgent}{record.text}", owner, due, record.outcome or "")
    return ". ".join(filter(None, said))


class ActionRow(QWidget):
    """One open action with its three answers.

    Signals:
        answered: `Answer`
    """

    answered = Signal(object)

    def __init__(self, kept: Kept[Action], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action_id = kept.id
        self._today = today
        text = str(kept.readable.get("text", "action"))
        box = column(self, gap=4)
        self._words = Words(action_words(kept, today), self)
        self._reach = Words("", self, words="label")
        self._answers = FlowRow(self)
        self._done = self._button("Done", text)
        self._carry_on = self._button("Carry on", text)
        self._stop = self._button("Stop…", text)
        self._reason = TextField("Why it is stopped", parent=self)
        self._reason_row = FlowRow(self)
        self._stop_now = Button("Stop it", parent=self._reason_row)
        self._keep = Button("Keep it", parent=self._reason_row)
        self._undo = Button("Undo", parent=self)
        self._undo.setAccessibleName(f"Undo: {text}")
        for part in (self._stop_now, self._keep):
            self._reason_row.add(part)
        texts = (self._words, self._reach)
        for each in (*texts, self._answers, self._reason, self._reason_row, self._undo):
            box.addWidget(each)
        self._reach.hide()
        self._connect()
        self._show_answers()

    def show_reach(self, words: str) -> None:
        """Says how far it has come at the home; nothing where that is not asked."""
        self._reach.setText(words)
        self._reach.setVisible(bool(words))

    def show_answered(self, said: str) -> None:
        """Says what was answered just now, with a way back."""
        self._words.setText(f"{self._words.text()}\n✓ {said}")
        self._show_answers(answered=True)

    def show_open(self, kept: Kept[Action]) -> None:
        """Shows the action open again, as it stands now."""
        self._words.setText(action_words(kept, self._today))
        self._show_answers()

    def set_busy(self, *, busy: bool) -> None:
        """Dims the buttons while an answer is being saved."""
        for button in self.findChildren(Button):
            button.setEnabled(not busy)

    def _button(self, words: str, text: str) -> Button:
        button = Button(words, parent=self._answers)
        button.setAccessibleDescription(text)
        self._answers.add(button)
        return button

    def _connect(self) -> None:
        self._done.clicked.connect(self._on_done)
        self._carry_on.clicked.connect(self._on_carry_on)
        self._stop.clicked.connect(self._on_stop)
        self._stop_now.clicked.connect(self._on_stop_now)
        self._reason.editor.returnPressed.connect(self._on_stop_now)
        self._keep.clicked.connect(self._on_keep)
        self._undo.clicked.connect(self._on_undo)

    def _show_answers(self, *, asking: bool = False, answered: bool = False) -> None:
        self._answers.setVisible(not asking and not answered)
        self._reason.setVisible(asking)
        self._reason_row.setVisible(asking)
        self._undo.setVisible(answered)

    def _answer(self, state: ActionState, outcome: str, said: str) -> None:
        self.answered.emit(Answer(self.action_id, state, outcome, said))

    def _on_done(self) -> None:
        self._answer(ActionState.DONE, "", "Done")

    def _on_carry_on(self) -> None:
        said = carried_on_words(self._today)
        self._answer(ActionState.OPEN, said, said)

    def _on_stop(self) -> None:
        self._show_answers(asking=True)
        self._reason.setFocus()

    def _on_keep(self) -> None:
        self._reason.set_value("")
        self._reason.show_problem("")
        self._show_answers()
        self._stop.setFocus()

    def _on_stop_now(self) -> None:
        reason = self._reason.value().strip()
        self._reason.show_problem("" if reason else SAY_WHY)
        if reason:
            self._answer(ActionState.STOPPED, reason, f"Stopped: {reason}")

    def _on_undo(self) -> None:
        self._answer(ActionState.OPEN, "", "")
