"""New actions of an entry: one line to type in, what was understood of it, and those added so far."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from mdt_core.action_line import ActionLine, Owner, parse
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import FlowRow, Quiet, Tag, TextField, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.round.entry import action_from, line_of, typed_again

HOW_TO_TYPE: Final = "what @who when !   as in: bloods FBC @home fri !"


def chips(line: ActionLine, parent: QWidget) -> list[Tag]:
    """What was understood, and in amber what is missing, each as words with a shape."""
    known = [
        Tag(words, "red" if words == "Urgent" else "info", parent) for words in line.understood
    ]
    return known + [Tag(words, "amber", parent) for words in line.missing]


class AddedAction(QWidget):
    """One action that will be signed with the entry.

    Signals:
        changing: nothing; it is to go back into the line
        removed: nothing
    """

    changing = Signal()
    removed = Signal()

    def __init__(self, number: int, line: ActionLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        text = column(gap=2)
        text.addWidget(Words(f"{number}  {line.text}", self))
        flow = FlowRow(self)
        for chip in chips(line, flow):
            flow.add(chip)
        text.addWidget(flow)
        row.addLayout(text, 1)
        for words, told in (("Change", self.changing), ("Remove", self.removed)):
            button = Button(words, parent=self)
            button.setAccessibleName(f"{words} action {number}: {line.text}")
            button.clicked.connect(told)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


class ActionLines(QWidget):
    """The field of new actions.

    Signals:
        edited: nothing; `kept` and `typed` have changed
    """

    edited = Signal()

    def __init__(self, today: date, owners: Sequence[Owner], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._owners = today, tuple(owners)
        self._kept: list[dict[str, Any]] = []
        self._rows: list[AddedAction] = []
        box = column(self, gap=4)
        self._list = QWidget(self)
        self._list_box = column(self._list, gap=4)
        self.line = TextField("Actions", parent=self)
        self.line.editor.setPlaceholderText(HOW_TO_TYPE)
        self.line.editor.setAccessibleDescription(HOW_TO_TYPE)
        self._label = self.line.take_label()
        self._chips = FlowRow(self)
        self._notes = Quiet(parent=self)
        self._add = Button("Add", parent=self)
        self._add.setAccessibleName("Add action")
        self.line.add_beside(self._add)
        for part in (self._list, self.line, self._chips, self._notes):
            box.addWidget(part)
        self.setFocusProxy(self.line)
        self.line.edited.connect(self._on_edited)
        self.line.answered.connect(self._on_answered)
        self._add.clicked.connect(self._on_add)
        self._show()

    @property
    def label(self) -> Words:
        """The label, for the page to put beside."""
        return self._label

    @property
    def kept(self) -> tuple[dict[str, Any], ...]:
        """The actions added so far, as a draft keeps them."""
        return tuple(self._kept)

    @property
    def typed(self) -> str:
        """The line being typed."""
        return self.line.value()

    def set_actions(self, kept: Sequence[Mapping[str, Any]], typed: str) -> None:
        """Shows actions and a line as a draft has them, without telling anyone."""
        self._kept = [dict(each) for each in kept]
        self.line.set_value(typed)
        self._show()

    def _read(self) -> ActionLine:
        return parse(self.typed, self._today, self._owners)

    def _show(self) -> None:
        self._show_list()
        self._show_line()

    def _show_list(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for number, kept in enumerate(self._kept, start=1):
            row = AddedAction(number, line_of(kept), self._list)
            row.changing.connect(self._on_changing)
            row.removed.connect(self._on_removed)
            self._list_box.addWidget(row)
            self._rows.append(row)
        self._list.setVisible(bool(self._rows))

    def _show_line(self) -> None:
        line = self._read()
        self._chips.clear()
        self.line.clear_question()
        has_text = bool(self.typed.strip())
        for chip in chips(line, self._chips) if has_text else ():
            self._chips.add(chip)
        self._chips.setVisible(has_text)
        self._notes.setText(". ".join(line.notes))
        self._notes.setVisible(bool(line.notes))
        if line.questions:
            question = line.questions[0]
            self.line.ask(question.words, tuple(words for words, _ in question.answers))

    def _on_edited(self, _text: str) -> None:
        self.line.show_problem("")
        self._show_line()
        self.edited.emit()

    def _on_answered(self, place: int) -> None:
        questions = self._read().questions
        if questions:
            self.line.set_value(questions[0].answers[place][1])
            self.line.setFocus()
            self._show_line()
            self.edited.emit()

    def _on_add(self) -> None:
        line = self._read()
        if line.questions:
            self.line.show_problem(f"Answer first: {line.questions[0].words}")
        elif not line.text:
            self.line.show_problem("Say what is to be done")
        else:
            self._kept.append(action_from(line))
            self.line.set_value("")
            self._show()
            announce(self, ". ".join((f"Action {len(self._kept)} added", *line.understood)))
            self.edited.emit()
        self.line.setFocus()

    def _place(self) -> int:
        return self._rows.index(cast("AddedAction", self.sender()))

    def _on_changing(self) -> None:
        """The line being typed is added first, so that nothing typed is lost."""
        place = self._place()
        before = self._read()
        if before.text and not before.questions:
            self._kept.append(action_from(before))
        elif self.typed.strip():
            self.line.show_problem("Finish or clear this line first")
            return
        self.line.set_value(typed_again(self._kept.pop(place), self._owners))
        self._show()
        self.line.setFocus()
        self.edited.emit()

    def _on_removed(self) -> None:
        gone = self._kept.pop(self._place())
        self._show()
        self.line.setFocus()
        announce(self, f"Removed: {gone['text']}")
        self.edited.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_enter and event.modifiers() in plain and self.line.editor.hasFocus():
            self._on_add()
            return
        super().keyPressEvent(event)


class MedicineLines(QWidget):
    """What changes in the medicines, one line each, as words for the people of the home.

    Signals:
        edited: the lines as typed, empty ones left out
    """

    edited = Signal(object)

    def __init__(self, label: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._lines: list[TextField] = []
        self._box = column(self, gap=4)
        foot = QHBoxLayout()
        self._add = Button("+ line", parent=self)
        self._add.setAccessibleName(f"Add a line to {label}")
        self._note = Quiet(note, self)
        self._problem = Words(parent=self, words="problem")
        foot.addWidget(self._add)
        foot.addWidget(self._note, 1)
        self._box.addLayout(foot)
        self._box.addWidget(self._problem)
        self._problem.hide()
        self.setFocusProxy(self._add)
        self._add.clicked.connect(self._on_add)

    def value(self) -> tuple[str, ...]:
        """The lines that say something."""
        return tuple(line.value() for line in self._lines if line.value().strip())

    def set_value(self, lines: Sequence[str]) -> None:
        """Shows exactly these lines, without telling anyone."""
        while self._lines:
            self._drop(self._lines[-1])
        for text in lines:
            self._new_line().set_value(text)

    def show_problem(self, text: str) -> None:
        """Shows a problem with one of the lines; an empty text takes it away."""
        self._problem.setText(f"▲ {text}" if text else "")
        self._problem.setVisible(bool(text))

    def _new_line(self) -> TextField:
        number = len(self._lines) + 1
        line = TextField("", parent=self)
        line.editor.setAccessibleName(f"{self._label}, line {number}")
        remove = Button("Remove", Kind.SECONDARY, parent=line)
        remove.setAccessibleName(f"Remove line {number} of {self._label}")
        remove.clicked.connect(self._on_remove)
        line.add_beside(remove)
        line.edited.connect(self._on_edited)
        self._box.insertWidget(len(self._lines), line)
        self._lines.append(line)
        QWidget.setTabOrder(line.editor, remove)
        QWidget.setTabOrder(remove, self._add)
        return line

    def _drop(self, line: TextField) -> None:
        self._lines.remove(line)
        self._box.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _on_add(self) -> None:
        self._new_line().setFocus()

    def _on_remove(self) -> None:
        self._drop(cast("TextField", self.sender().parent()))
        self._add.setFocus()
        self.edited.emit(self.value())

    def _on_edited(self, _text: str) -> None:
        self.show_problem("")
        self.edited.emit(self.value())
