"""What an import would bring, or has brought: figures, questions, and why rows are not taken."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.exchange.tables.succession import Succession
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card, Choice, ChoiceField, FlowRow, Heading, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.table import Column, Table, TableModel
from mdt_desktop.ui.importing.presenter import NotTaken, RowLine
from mdt_desktop.ui.importing.ways import Found

_COLUMNS = (
    Column[NotTaken]("File", lambda row: row.file),
    Column[NotTaken]("Row", lambda row: row.row, is_figure=True),
    Column[NotTaken]("Column", lambda row: row.column),
    Column[NotTaken]("Why it cannot be taken", lambda row: row.reason),
)
_NEW = (
    Column[RowLine]("Row", lambda line: str(line.row), is_figure=True),
    Column[RowLine]("Resident", lambda line: line.who),
    Column[RowLine]("When", lambda line: line.when),
    Column[RowLine]("What will be recorded", lambda line: line.what),
)
_FILE = 0
_ROW, _COLUMN = 1, 2
_LEAST_PX = 176
_LEAST_LINES = 9
_MOST_SHARES = 12
SAVE_REASONS = "Save the reasons as CSV..."


class FoundView(QWidget):
    """Words on top, then questions, then the reasons and what will be recorded.

    Signals:
        save_pressed: nothing; the reasons are to be saved
        doubt_answered: the pair of a row and who it is; empty where the answer was taken back
        succession_answered: the pair of a `Succession` and whether it is the same home
    """

    save_pressed = Signal()
    doubt_answered = Signal(object)
    succession_answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading("", 1, self)
        self._said = column(gap=6)
        self._asked = column(gap=8)
        self._parts: list[QWidget] = []
        self._questions: list[Card] = []
        self.save = Button(SAVE_REASONS, parent=self)
        self.table = Table("What cannot be taken, and why", self)
        self.model: TableModel[NotTaken] = TableModel(_COLUMNS, _key, self.table)
        self.table.setModel(self.model)
        self.table.narrow(_ROW)
        self.table.share({_FILE: 1, _COLUMN: 1, _COLUMN + 1: 4})
        self.new = Table("What will be recorded", self)
        self.new_model: TableModel[RowLine] = TableModel(_NEW, _row_of, self.new)
        self.new.setModel(self.new_model)
        self.new.narrow(0, 2)
        self.new.share({1: 2, 3: 5})
        self.doubts: dict[int, ChoiceField] = {}
        row = FlowRow(self)
        row.add(self.save)
        self._box = box = column(self, margin=16, gap=12)
        box.addWidget(self.heading)
        box.addLayout(self._said)
        box.addLayout(self._asked)
        box.addWidget(row)
        box.addWidget(self.table, 1)
        box.addWidget(self.new, 1)
        box.addStretch(0)
        self.save.clicked.connect(self.save_pressed)

    @property
    def reasons(self) -> tuple[NotTaken, ...]:
        """The lines of the table."""
        return self.model.rows

    def show_found(self, found: Found) -> None:
        """Shows figures, questions and reasons in place of what was there."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self.heading.setText(found.heading)
        self._parts = [Words(line, self) for line in found.lines if line]
        for part in self._parts:
            self._said.addWidget(part)
        self._ask_who(found)
        self.show_questions(found.questions)
        self.model.set_rows(found.reasons)
        self._show_columns(found.reasons)
        self.new_model.set_rows(found.rows)
        self.new.setVisible(bool(found.rows))
        for part in (self.table, self.save):
            part.setVisible(bool(found.reasons))
        self._share_height(len(found.reasons), len(found.rows))

    def _share_height(self, reasons: int, new: int) -> None:
        """A list of few lines leaves the room to the other."""
        least = max(_LEAST_PX, self.fontMetrics().height() * _LEAST_LINES)
        self.table.setMinimumHeight(least)
        self.new.setMinimumHeight(least)
        self._box.setStretchFactor(self.table, min(max(reasons, 1), _MOST_SHARES))
        self._box.setStretchFactor(self.new, min(max(2 * new, 1), _MOST_SHARES))

    def _show_columns(self, reasons: tuple[NotTaken, ...]) -> None:
        """Shows what tells lines apart: not the one file of a list, nor rows of bundles."""
        is_by_row = any(each.row for each in reasons)
        is_one_file = len({each.file for each in reasons}) == 1
        self.table.setColumnHidden(_FILE, is_by_row and is_one_file)
        self.table.setColumnHidden(_ROW, not is_by_row)
        self.table.setColumnHidden(_COLUMN, not any(each.column for each in reasons))

    def _ask_who(self, found: Found) -> None:
        """Asks of each row in doubt who it is, with the answers given so far."""
        self.doubts = {}
        for doubt in found.doubts:
            choices = tuple(Choice(*each) for each in doubt.people)
            field = ChoiceField(doubt.question, choices, parent=self)
            field.set_value(found.answers.get(doubt.row, ""))
            field.edited.connect(partial(self._on_doubt, doubt.row))
            self.doubts[doubt.row] = field
            self._add(field)

    def show_questions(self, questions: tuple[Succession, ...]) -> None:
        """Asks of each pair of homes whether it is one, in place of what was asked before."""
        for card in self._questions:
            card.hide()
            card.deleteLater()
        self._questions = []
        for asked in questions:
            card = Card("Is it the same home?", self, tone="amber")
            card.add(Words(asked.question, card))
            row = FlowRow(card)
            for words, is_same in (
                (f"Yes, {asked.old_name} goes on as {asked.new_name}", True),
                ("No, these are two homes", False),
            ):
                button = Button(words, parent=row)
                button.setAccessibleDescription(asked.question)
                button.clicked.connect(partial(self._on_succession, (asked, is_same)))
                row.add(button)
            card.add(row)
            self._questions.append(card)
            self._asked.addWidget(card)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._asked.addWidget(part)

    def _on_succession(self, answer: tuple[Succession, bool]) -> None:
        self.succession_answered.emit(answer)

    def _on_doubt(self, row: int, who: str) -> None:
        self.doubt_answered.emit((row, who))


def _row_of(line: RowLine) -> int:
    return line.row


def _key(row: NotTaken) -> int:
    return row.number
