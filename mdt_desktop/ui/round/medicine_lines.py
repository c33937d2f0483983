"""Decisions about medicines: one line to type in, what was understood of it, and those added so far.

A recorded allergy whose words stand in the name of what is started or changed is said beside the
line, with what is not checked. Nothing here is a prescription, and the foot says so.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.actor import Actor
from mdt_core.allergy_match import NOT_CHECKED, allergies_named
from mdt_core.medicine_decision import (
    NO_MEDICINE,
    NOT_A_PRESCRIPTION,
    WHO_ISSUES,
    TypedMedicine,
    decision_words,
    parse,
    typed_again,
    with_issuer,
)
from mdt_core.records.residents import allergy_words
from mdt_core.records.rounds import MedicineVerb
from mdt_core.roles import PRESCRIBERS
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, Quiet, Tag, TextField, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.round.added_line import AddedLine
from mdt_desktop.ui.round.entry import label
from mdt_desktop.ui.round.recorded import Recorded

EXAMPLE: Final = "as in: stop senna loose"
HOW_TO_TYPE: Final = f"start, stop, change, continue or query, then the medicine: {EXAMPLE}"
_REQUESTS: Final = ("request to the GP", "request to the pharmacist")


def warnings(verb: MedicineVerb | None, medicine: str, recorded: Recorded) -> tuple[str, ...]:
    """The recorded allergies that the name of what is started or changed speaks of, in words."""
    if verb is None or not verb.needs_issuer or not medicine:
        return ()
    if recorded.has_no_allergies:
        return ("▲ Allergies are not recorded or unavailable: nothing could be compared",)
    named = allergies_named(medicine, recorded.allergies)
    return tuple(f"▲ Recorded allergy: {allergy_words(each)}" for each in named)


def chips(line: TypedMedicine, parent: QWidget) -> list[Tag]:
    """What was understood, and in amber what is missing."""
    known = [Tag(words, "info", parent) for words in line.understood]
    return known + [Tag(words, "amber", parent) for words in line.missing]


class MedicineLines(QWidget):
    """The field of decisions about medicines.

    Signals:
        edited: nothing; `kept` and `typed` have changed
    """

    edited = Signal()

    def __init__(self, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actor, self._recorded = actor, Recorded()
        self._kept: list[dict[str, Any]] = []
        self._rows: list[AddedLine] = []
        self._asks_issuer = False
        box = column(self, gap=4)
        self._list = QWidget(self)
        self._list_box = column(self._list, gap=4)
        self.line = TextField(label("medicines"), parent=self)
        self.line.editor.setPlaceholderText(EXAMPLE)
        self.line.editor.setAccessibleDescription(HOW_TO_TYPE)
        self._label = self.line.take_label()
        self._chips = FlowRow(self)
        self._warnings = Words(parent=self, words="problem")
        self._notes = Quiet(parent=self)
        self._foot = Quiet(f"{NOT_A_PRESCRIPTION}.", self)
        self._add = Button("Add", parent=self)
        self._add.setAccessibleName("Add medicine")
        self.line.add_beside(self._add)
        for part in (self._list, self._warnings, self.line, self._chips, self._notes, self._foot):
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
        """The decisions added so far, as a draft keeps them."""
        return tuple(self._kept)

    @property
    def typed(self) -> str:
        """The line being typed."""
        return self.line.value()

    def set_recorded(self, recorded: Recorded) -> None:
        """Takes what is recorded of the resident now; what was typed stays."""
        self._recorded = recorded
        self._show()

    def set_decisions(self, kept: Sequence[Mapping[str, Any]], typed: str) -> None:
        """Shows decisions and a line as a draft has them, without telling anyone."""
        self._kept = [dict(each) for each in kept]
        self.line.set_value(typed)
        self._show()

    def _read(self) -> TypedMedicine:
        return parse(self.typed, self._recorded.medicines)

    def _show(self) -> None:
        self._show_list()
        self._show_line()

    def _show_list(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for number, kept in enumerate(self._kept, start=1):
            line = parse(typed_again(kept), self._recorded.medicines)
            row = AddedLine(
                "medicine",
                number,
                decision_words(kept),
                partial(_missing_chips, line),
                warnings=warnings(line.verb, str(kept.get("medicine", "")), self._recorded),
                parent=self._list,
            )
            row.changing.connect(self._on_changing)
            row.removed.connect(self._on_removed)
            self._list_box.addWidget(row)
            self._rows.append(row)
        self._list.setVisible(bool(self._rows))

    def _show_line(self) -> None:
        line, has_text = self._read(), bool(self.typed.strip())
        self._chips.clear()
        self.line.clear_question()
        for chip in chips(line, self._chips) if has_text else ():
            self._chips.add(chip)
        self._chips.setVisible(has_text and bool(line.understood or line.missing))
        told = warnings(line.verb, line.medicine, self._recorded)
        self._warnings.setText("\n".join(told))
        self._warnings.setVisible(bool(told))
        notes = [*line.notes, *([NOT_CHECKED] if self._compares(line) else [])]
        self._notes.setText(". ".join(notes))
        self._notes.setVisible(bool(notes))
        if line.questions:
            question = line.questions[0]
            self.line.ask(question.words, tuple(words for words, _ in question.answers))
        elif self._asks_issuer and line.lacks_issuer:
            self.line.ask(WHO_ISSUES, tuple(words for words, _ in self._issuers()))

    def _compares(self, line: TypedMedicine) -> bool:
        verbs = {str(each.get("verb", "")) for each in self._kept}
        needs = {each.value for each in MedicineVerb if each.needs_issuer}
        return bool(verbs & needs) or bool(line.verb and line.verb.needs_issuer)

    def _issuers(self) -> tuple[tuple[str, str], ...]:
        mine = (("Issued by me", f"issued by {self._actor.name}"),)
        asked = tuple((f"{each[:1].upper()}{each[1:]}", each) for each in _REQUESTS)
        return (*(mine if self._actor.role in PRESCRIBERS else ()), *asked)

    def _on_edited(self, _text: str) -> None:
        self._asks_issuer = False
        self.line.show_problem("")
        self._show_line()
        self.edited.emit()

    def _on_answered(self, place: int) -> None:
        questions = self._read().questions
        if questions:
            self.line.set_value(questions[0].answers[place][1])
        elif self._asks_issuer:
            self.line.set_value(with_issuer(self.typed, self._issuers()[place][1]))
        self._asks_issuer = False
        self.line.show_problem("")
        self.line.setFocus()
        self._show_line()
        self.edited.emit()

    def ask_for_issuer(self) -> None:
        """Asks, at the line being typed, who issues what it starts or changes."""
        self._asks_issuer = True
        self._show_line()

    def _on_add(self) -> None:
        line = self._read()
        if line.questions:
            self.line.show_problem(f"Answer first: {line.questions[0].words}")
        elif not line.medicine:
            self.line.show_problem(NO_MEDICINE)
        elif line.lacks_issuer:
            self.line.show_problem(f"Answer first: {WHO_ISSUES}")
            self.ask_for_issuer()
        else:
            self._keep(line)
        self.line.setFocus()

    def _keep(self, line: TypedMedicine) -> None:
        self._kept.append(line.body())
        self.line.set_value("")
        self._show()
        told = warnings(line.verb, line.medicine, self._recorded)
        words = decision_words(line.body())
        announce(self, ". ".join((f"Medicine {len(self._kept)} added", words, *told)))
        self.edited.emit()

    def _place(self) -> int:
        return self._rows.index(cast("AddedLine", self.sender()))

    def _on_changing(self) -> None:
        """A line is put back only into an empty one, so that nothing typed is lost."""
        if self.typed.strip():
            self.line.show_problem("Finish or clear this line first")
            return
        self.line.set_value(typed_again(self._kept.pop(self._place())))
        self._show()
        self.line.setFocus()
        self.edited.emit()

    def _on_removed(self) -> None:
        gone = self._kept.pop(self._place())
        self._show()
        self.line.setFocus()
        announce(self, f"Removed: {decision_words(gone)}")
        self.edited.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_enter and event.modifiers() in plain and self.line.editor.hasFocus():
            self._on_add()
            return
        super().keyPressEvent(event)


def _missing_chips(line: TypedMedicine, parent: QWidget) -> list[Tag]:
    """What a line that was added should still have."""
    return [Tag(words, "amber", parent) for words in line.missing]
