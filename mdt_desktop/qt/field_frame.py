"""What every input has in common: label, help, hint, the control, a question, and its problem in words.

A field emits `edited` only when a person changes it, never from `set_value`; it judges nothing. The
problem it shows is told to it, and so is its help (`explain`); F1 shows that and how to type there.
"""

from typing import Any, ClassVar, Final, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget
from typing_extensions import override

from mdt_core.field_help import FieldHelp
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.help_panel import HelpPanel
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.style import restyle
from mdt_desktop.qt.words import Quiet, Words

PROBLEM_SHAPE: Final = "▲"
NEEDED: Final = "needed"


class Question(QWidget):
    """A question under a field with one button an answer.

    Signals:
        answered: the place of the chosen answer, counted from 0
    """

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, gap=4)
        self._words = Words(parent=self, words="reading")
        self._answers = FlowRow(self)
        self._shown: list[Button] = []
        box.addWidget(self._words)
        box.addWidget(self._answers)
        self.hide()

    def focus_answer(self) -> None:
        """Goes to the first answer; does nothing while nothing is asked."""
        if self._shown and self.isVisible():
            self._shown[0].setFocus(Qt.FocusReason.TabFocusReason)

    def ask(self, question: str, answers: tuple[str, ...]) -> None:
        """Shows the question and announces it."""
        self._answers.clear()
        self._shown = [Button(words, parent=self._answers) for words in answers]
        for button in self._shown:
            button.clicked.connect(self._on_clicked)
            self._answers.add(button)
        self._words.setText(question)
        self.show()
        announce(self, " ".join((question, *answers)))

    def clear(self) -> None:
        """Takes the question away unanswered."""
        self._answers.clear()
        self._shown = []
        self.hide()

    def _on_clicked(self) -> None:
        place = self._shown.index(cast("Button", self.sender()))
        self.clear()
        self.answered.emit(place)


class Field(QWidget):
    """The frame around one input.

    Signals:
        edited: the new value, as `value()` gives it
        answered: the place of the answer chosen to a question put by `ask`
    """

    edited = Signal(object)
    answered = Signal(object)
    typing_help: ClassVar[str] = ""
    """How this kind of field is filled by keys; the last line of its help."""
    _value_words = ""
    """What a screen reader is told of the value beside the control's own text."""

    def __init__(
        self, label: str, *, hint: str = "", help_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.label = label
        self._hint_text, self._problem_text = hint, ""
        self._controls: list[QWidget] = []
        self._is_needed = False
        self._box = column(self, gap=4)
        self._label = Words(label, self, words="label")
        self._told_help: FieldHelp | None = None
        self._help_text = help_text
        self._help: HelpPanel | None = None
        self._hint = Quiet(hint, self)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._question = Question(self)
        self._problem = Words(parent=self, words="problem")
        self._build(has_help=bool(help_text))

    @property
    def problem(self) -> str:
        """The problem on show; empty while there is none."""
        return self._problem_text

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What is typed into or pressed."""
        return tuple(self._controls)

    def value(self) -> object:
        """What has been entered; each kind of field says of what type."""
        raise NotImplementedError

    def stored(self) -> Any:  # noqa: ANN401 - any JSON value
        """The answer as a draft keeps it; empty or None where there is none."""
        return self.value()

    def show_stored(self, value: Any) -> None:  # noqa: ANN401
        """Shows what a draft kept (None: nothing) without telling anyone."""
        raise NotImplementedError

    def wrong(self) -> str:
        """Why what was entered cannot be an answer, in words; empty where it can, or nothing was."""
        return ""

    def mark_needed(self) -> None:
        """Says on the label, and to a reader, that it cannot be left out."""
        self._label.setText(f"{self.label} ({NEEDED})")
        self._is_needed = True
        self._describe()

    def set_label(self, label: str) -> None:
        """Asks for something else with the same field."""
        self.label = label
        self._label.setText(label)
        self._label.setVisible(bool(label))
        for control in self._controls:
            control.setAccessibleName(label)

    def show_problem(self, text: str) -> None:
        """Shows the problem in words under the control; an empty text takes it away."""
        if text == self._problem_text:
            return  # each key asks for it, and dressing a field again is what typing would wait for
        self._problem_text = text
        self._problem.setText(f"{PROBLEM_SHAPE} {text}" if text else "")
        self._problem.setVisible(bool(text))
        for control in self._controls:
            control.setProperty("problem", "true" if text else "false")
            restyle(control)
        self._describe()
        if text:
            announce(self, f"{self.label}: {text}")

    def explain(self, told: FieldHelp) -> None:
        """Takes up what F1 says here (see `mdt_core.field_help`)."""
        self._close_help()
        self._told_help, self._help = told, None
        self._describe()

    @property
    def help_words(self) -> str:
        """All that F1 says on this field; its name and how it is filled where nothing was told."""
        told = self._help_now()
        return " ".join(part for part in (f"{told.label}.", told.words, self.typing_words) if part)

    @property
    def typing_words(self) -> str:
        """How this field is filled, where it stands now."""
        return self.typing_help

    @property
    def is_help_open(self) -> bool:
        """Whether the help is on show."""
        return self._help is not None and not self._help.isHidden()

    def ask(self, question: str, answers: tuple[str, ...]) -> None:
        """Puts a question under the control; `answered` tells which was chosen."""
        self._question.ask(question, answers)

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for its answer."""
        return not self._question.isHidden()

    def focus_question(self) -> None:
        """Goes to the first answer of the question."""
        self._question.focus_answer()

    def clear_question(self) -> None:
        """Takes an unanswered question away."""
        self._question.clear()

    def set_open(self, *, is_open: bool) -> None:
        """Opens or closes the control alone; what stands beside and below it stays in use."""
        for control in self._controls:
            control.setEnabled(is_open)

    def add_beside(self, part: QWidget) -> None:
        """Puts a part at the end of the control's row."""
        self._row.addWidget(part)

    def add_below(self, part: QWidget) -> None:
        """Puts a part under the field, below its problem."""
        self._box.addWidget(part)

    def take_label(self) -> Words:
        """Gives the label out to a page that puts it beside the field; it stays the buddy."""
        return self._label

    def _build(self, *, has_help: bool) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label, 1)
        if has_help:
            head.addWidget(self._help_button())
        self._box.addLayout(head)
        self._box.addWidget(self._hint)
        self._box.addLayout(self._row)
        self._box.addWidget(self._question)
        self._box.addWidget(self._problem)
        self._hint.setVisible(bool(self._hint_text))
        self._label.setVisible(bool(self.label))
        self._problem.hide()
        self._question.answered.connect(self._on_answered)

    def _help_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setText("?")
        button.setProperty("kind", "help")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(f"Help on {self.label}")
        button.setToolTip("Help (F1)")
        button.clicked.connect(self._on_help)
        return button

    def _place(self, control: QWidget, stretch: int = 1) -> None:
        """Puts the control in its row with name, buddy and description."""
        self._controls.append(control)
        self._row.addWidget(control, stretch)
        control.setAccessibleName(self.label)
        if self._label.buddy() is None:
            self._label.setBuddy(control)
            self.setFocusProxy(control)
        self._describe()

    def _describe(self) -> None:
        explained = (line for line in self._help_now().lines if self._is_spoken(line))
        needed = NEEDED.capitalize() if self._is_needed else ""
        parts = (self._value_words, needed, self._hint_text, self._problem_text, *explained)
        words = ". ".join(part.removesuffix(".") for part in parts if part)
        for control in self._controls:
            control.setAccessibleDescription(words)

    def _is_spoken(self, line: str) -> bool:
        """Where an item is from is read on F1 alone, and nothing is read twice."""
        return not line.startswith("Source:") and line.rstrip(".") not in self._hint_text

    def _tell_edited(self) -> None:
        self.edited.emit(self.value())

    def _on_answered(self, place: int) -> None:
        self.answered.emit(place)

    def _help_now(self) -> FieldHelp:
        """What the form says of its own accord first, then what the definition says."""
        told = self._told_help.lines if self._told_help else ()
        own = self._help_text.rstrip(".")
        is_said = not own or own in " ".join(told)
        return FieldHelp(self.label, told if is_said else (self._help_text, *told))

    def _on_help(self) -> None:
        if self.is_help_open:
            self._close_help()
            return
        if self._help is None:
            self._help = HelpPanel(self._help_now(), self.typing_words, self)
            self._box.addWidget(self._help)
        self._help.open()

    def _close_help(self) -> None:
        if self._help is not None:
            self._help.hide()

    @override
    def event(self, event: QEvent) -> bool:
        """Takes F1, and Esc while its help is open, before a shortcut of the page does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_escape = event.key() == Qt.Key.Key_Escape and self.is_help_open
            if event.key() == Qt.Key.Key_F1 or is_escape:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self._on_help()
        elif event.key() == Qt.Key.Key_Escape and self.is_help_open:
            self._close_help()
        else:
            super().keyPressEvent(event)
