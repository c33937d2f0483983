"""The answers for the one resident of the row: each is one press and names whom it is about.

There is no answer for several. «Given» is not offered where a dose or a contraindication stands.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Card, FlowRow, Heading, Words
from mdt_desktop.ui.clinic.presenter import (
    CONTRAINDICATED,
    DECLINED,
    SINGLE,
    Answer,
    ClinicRow,
    given_words,
)
from mdt_desktop.ui.clinic.setup import ClinicSetup
from mdt_desktop.ui.find.presenter import SIMILAR
from mdt_desktop.ui.person_words import SIMILAR as SIMILAR_HERE
from mdt_desktop.ui.quick.widgets import WrappedTag


class AnswerPanel(Card):
    """One resident's answers.

    Signals:
        answered: the `Answer`
        undone: nothing; today's answer of this resident is to be taken back
        form_asked: nothing; the full form is wanted
    """

    answered = Signal(object)
    undone = Signal()
    form_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.name = Heading("", 2, self)
        self.facts = Words("", self)
        self.similar = Words(f"{SIMILAR}: {SIMILAR_HERE}", self, words="label")
        self.allergies = WrappedTag(self)
        self.warning = WrappedTag(self)
        self.state = Words("", self, words="label")
        for tag in (self.allergies, self.warning):
            tag.show_words("", "grey")
        self.buttons: dict[str, Button] = {}
        for part in (self.name, self.similar, self.facts, self.allergies, self.warning, self.state):
            self.add(part)
        self._rows = [
            self._answers("", SINGLE),
            self._answers("Declined", DECLINED),
            self._answers("Contraindicated", CONTRAINDICATED),
        ]
        self.undo = Button("", icon_name="undo-2", parent=self)
        self.form = Button("", parent=self)
        deeds = FlowRow(self)
        for button in (self.undo, self.form):
            deeds.add(button)
        self.add(deeds)
        self.undo.clicked.connect(self.undone)
        self.form.clicked.connect(self.form_asked)
        self.hide()

    def show_row(self, row: ClinicRow, setup: ClinicSetup, *, is_saving: bool) -> None:
        """Shows whose answers these are, what matters, and what can be answered now."""
        self.name.setText(f"Room {row.room or '–'}  {row.name}")
        self.similar.setVisible(row.is_similar)
        self.facts.setText(f"Born {row.born}   NHS No. {row.nhs_number}\n{row.rule}")
        self.allergies.show_words(row.allergies, "amber" if row.is_allergy_alarming else "grey")
        self.warning.setVisible(bool(row.why_not_given or row.before))
        if row.why_not_given or row.before:
            tone = "red" if row.why_not_given else "grey"
            self.warning.show_words(row.why_not_given or f"Before: {row.before}", tone)
        self.state.setText(f"Today: {row.answered}")
        for answers in self._rows:
            answers.setVisible(not row.is_answered)
        for button in self.buttons.values():
            button.setEnabled(not row.is_answered and not is_saving)
        given = self.buttons["given"]
        given.setText(given_words(setup, row))
        given.setEnabled(given.isEnabled() and not row.why_not_given)
        self.undo.setText(f"Undo for {row.family}")
        self.undo.setVisible(row.is_answered)
        self.undo.setEnabled(not is_saving)
        self.form.setText(f"Form for {row.family}: another basis or reason")
        self.show()

    def _answers(self, heading: str, answers: tuple[Answer, ...]) -> QWidget:
        row = FlowRow(self)
        if heading:
            row.add(Words(heading, row, words="label"))
        for answer in answers:
            words = answer.reason.label if answer.reason else answer.outcome.label
            kind = Kind.PRIMARY if answer.key == "given" else Kind.SECONDARY
            button = Button(words, kind, parent=row)
            if answer.reason is not None:
                button.setAccessibleName(f"{answer.outcome.label}: {words}")
            button.clicked.connect(partial(self._on_answer, answer))
            self.buttons[answer.key] = button
            row.add(button)
        self.add(row)
        return row

    def _on_answer(self, answer: Answer) -> None:
        self.answered.emit(answer)
