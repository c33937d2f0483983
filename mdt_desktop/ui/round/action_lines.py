"""New actions of an entry: one line to type in, what was understood of it, and those added so far."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.action_line import ActionLine, Owner, parse
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, Quiet, Tag, TextField, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.round.added_line import AddedLine
from mdt_desktop.ui.round.entry import action_from, line_of, typed_again

HOW_TO_TYPE: Final = "what @who when !   as in: bloods FBC @home fri !"
EXAMPLE: Final = "as in: bloods FBC @home fri !"


def chips(line: ActionLine, parent: QWidget) -> list[Tag]:
    """What was understood, and in amber what is missing, each as words with a shape."""
    known = [
        Tag(words, "red" if words == "Urgent" else "info", parent) for words in line.understood
    ]
    return known + [Tag(words, "amber", parent) for words in line.missing]


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
        self._rows: list[AddedLine] = []
        box = column(self, gap=4)
        self._list = QWidget(self)
        self._list_box = column(self._list, gap=4)
        self.line = TextField("Actions", parent=self)
        self.line.editor.setPlaceholderText(EXAMPLE)
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
            line = line_of(kept)
            row = AddedLine("action", number, line.text, partial(chips, line), parent=self._list)
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
        return self._rows.index(cast("AddedLine", self.sender()))

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
