"""What a person decides, why, and whom they asked: the small forms of these screens. They decide nothing."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.field_help import help_on
from mdt_core.records.merges import ResidentMerge
from mdt_core.use_cases.settling import ASKED, WHY
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.field_frame import Question
from mdt_desktop.qt.fields import Choice, ChoiceField, Field, ManyChoiceField, NoteField, TextField
from mdt_desktop.qt.layouts import FlowRow, column

WHO: Final = "Who are they"
TWO_PEOPLE: Final = "two"
HOLDING: Final = "Which of these hold"


class DecideForm(QWidget):
    """One person and which record is kept, or two people; nothing is chosen beforehand."""

    def __init__(self, ids: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offered = (
            Choice(ids[0], "One person: keep record A"),
            Choice(ids[1], "One person: keep record B"),
            Choice(TWO_PEOPLE, "Two people"),
        )
        self.who = ChoiceField(WHO, offered, parent=self)
        self.why = NoteField(WHY, lines=1, parent=self)
        self.asked = TextField(ASKED, parent=self)
        self.why.explain(help_on(ResidentMerge, "why"))
        self.asked.explain(help_on(ResidentMerge, "asked"))
        self.question = Question(self)
        box = column(self, gap=12)
        for part in (self.who, self.why, self.asked, self.question):
            box.addWidget(part)

    def focus_field(self, where: str) -> None:
        """Goes to the field that a refusal names."""
        found: dict[str, Field] = {WHY: self.why, ASKED: self.asked, WHO: self.who}
        if where in found:
            found[where].setFocus()


class UndoForm(QWidget):
    """Why a decision is undone, with its deed.

    Signals:
        wanted: the reason as typed
    """

    wanted = Signal(object)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why = NoteField("Why it is undone", lines=1, parent=self)
        row = FlowRow(self)
        self.undo = Button(label, parent=row)
        row.add(self.undo)
        box = column(self, gap=8)
        box.addWidget(self.why)
        box.addWidget(row)
        self.undo.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.wanted.emit(str(self.why.value()))


class MedicinesForm(QWidget):
    """Which medicines of two records hold, why, and whom was asked, with its deed.

    Signals:
        wanted: nothing
    """

    wanted = Signal()

    def __init__(
        self, lines: tuple[tuple[str, str], ...], whom: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        offered = tuple(Choice(key, words) for key, words in lines)
        self.holding = ManyChoiceField(HOLDING, offered, parent=self)
        self.why = NoteField(WHY, lines=1, parent=self)
        self.asked = TextField(ASKED, parent=self)
        row = FlowRow(self)
        self.save = Button(f"Settle the medicines of {whom}", parent=row)
        row.add(self.save)
        box = column(self, gap=12)
        for part in (self.holding, self.why, self.asked, row):
            box.addWidget(part)
        self.save.clicked.connect(self.wanted)

    def focus_field(self, where: str) -> None:
        """Goes to the field that a refusal names."""
        found: dict[str, Field] = {WHY: self.why, ASKED: self.asked, HOLDING: self.holding}
        if where in found:
            found[where].setFocus()
