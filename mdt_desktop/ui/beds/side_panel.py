"""Beside the board: one bed or who lies in it, with planned end and what stops discharge to change at once.

It stays with the person while something typed is not saved, and its buttons name the person.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from mdt_core.clock import london
from mdt_core.fields import choices_of, field_of
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Destination
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import (
    Choice,
    DateField,
    FlowRow,
    Heading,
    ManyChoiceField,
    TextField,
    Words,
)
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.beds.presenter import BoardRow
from mdt_desktop.ui.context import Context

WEEK: Final = "+1 week"
LATER: Final = (("+1 day", 1), (WEEK, 7))
NOTHING: Final = "Choose a bed in the list"
_READY: Final = "nothing"


@dataclass(frozen=True)
class Planned:
    """What the panel was given for one resident; `end` is empty while none is typed."""

    row: BoardRow
    end: str
    barriers: tuple[str, ...]
    who_acts: str
    next_step_by: str


class SidePanel(QFrame):
    """The panel.

    Signals:
        planned: the `Planned` as entered
        deed: the word of another deed, as the page knows it
    """

    planned = Signal(object)
    deed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Bed")
        self._context = context
        self.row: BoardRow | None = None
        self.is_edited = False
        self.heading = Heading(NOTHING, 2, self)
        self._facts = Words("", self)
        self._kept = Words("", self, words="problem")
        self.end = DateField(
            "Planned end",
            now=self._local_now,
            rule=DateRule(direction=Direction.FUTURE),
            hint="For example fri, +2w or 2/12",
            parent=self,
        )
        self._later_row = FlowRow(self)
        self.later = {words: Button(words, parent=self._later_row) for words, _ in LATER}
        spec = field_of(RoundEntry, "barriers")
        self.barriers = ManyChoiceField(
            "What stops discharge",
            tuple(Choice(str(each), each.label) for each in choices_of(spec)),
            parent=self,
        )
        self.who_acts = TextField("Who acts", parent=self)
        self.step_by = DateField(
            "Next step by",
            now=self._local_now,
            rule=DateRule(direction=Direction.FUTURE),
            parent=self,
        )
        self.save = Button("Save", Kind.PRIMARY, parent=self)
        self.drop = Button("Leave it as it was", parent=self)
        self._deeds = FlowRow(self)
        self.deeds = {words: Button(words, parent=self._deeds) for words in _DEEDS}
        self._lay_out()
        self._wire()

    def show_row(self, row: BoardRow | None) -> None:
        """Shows a bed; while something is not saved the panel stays with whom it was begun for."""
        if self.is_edited and self.row is not None and row != self.row:
            words = f"What you changed for {self.row.family} is not saved yet"
            self._kept.setText(words)
            self._kept.show()
            return
        self.row = row
        self.is_edited = False
        self._fill()

    def begin(self, field: str) -> None:
        """Gives the keyboard to planned end or to what stops discharge."""
        (self.barriers if field == "barriers" else self.end).setFocus()

    def show_problem(self, where: str, words: str) -> None:
        """Shows a problem at its field, or above the deeds."""
        fields = {each.label: each for each in (self.end, self.barriers, self.step_by)}
        for label, field in fields.items():
            field.show_problem(words if label == where else "")
        self._kept.setText("" if where in fields else words)
        self._kept.setVisible(bool(words) and where not in fields)
        self.save.setEnabled(True)

    def saved(self) -> None:
        """What was typed is written."""
        self.is_edited = False
        self.save.setEnabled(True)
        self._kept.hide()

    def _lay_out(self) -> None:
        box = column(self, margin=8, gap=12)
        for button in self.later.values():
            self._later_row.add(button)
        for button in self.deeds.values():
            self._deeds.add(button)
        ends = FlowRow(self)
        ends.add(self.save)
        ends.add(self.drop)
        for part in (
            *(self.heading, self._facts, self.end, self._later_row, self.barriers),
            *(self.who_acts, self.step_by, self._kept, ends, self._deeds),
        ):
            box.addWidget(part)
        box.addStretch(1)
        self._kept.hide()
        self._fill()

    def _wire(self) -> None:
        for field in (self.end, self.barriers, self.who_acts, self.step_by):
            field.edited.connect(self._on_edited)
        for button in self.later.values():
            button.clicked.connect(self._on_later)
        for button in self.deeds.values():
            button.clicked.connect(self._on_deed)
        self.save.clicked.connect(self._on_save)
        self.drop.clicked.connect(self._on_drop)

    def _fill(self) -> None:
        row = self.row
        stay = row.row.stay if row else None
        self.heading.setText((row.who or row.bed.replace("\n", ", ")) if row else NOTHING)
        self._facts.setText(_facts(row) if row else "")
        for part in (self.end, self._later_row, self.barriers, self.who_acts, self.step_by):
            part.setVisible(stay is not None)
        self.save.setVisible(stay is not None)
        self.drop.hide()
        self._kept.hide()
        if row is not None and stay is not None:
            self.end.set_value(stay.planned_end.isoformat() if stay.planned_end else "")
            self.barriers.set_value(_known(stay.open_delays))
            self.who_acts.set_value("")
            self.step_by.set_value("")
            self.save.setText(f"Save for {row.family}")
            self.save.setEnabled(True)
        self._fit_deeds()

    def _fit_deeds(self) -> None:
        row = self.row
        can = _offered(row)
        for words, button in self.deeds.items():
            button.setVisible(words in can)
            said = f"{words} {row.family}" if row and row.row.line and words in _NAMING else words
            button.setText(said)

    def _local_now(self) -> datetime:
        return london(self._context.clock()).replace(tzinfo=None)

    def _on_edited(self, _given: object) -> None:
        self.is_edited = True
        self.drop.show()

    def _on_later(self) -> None:
        """Moves the planned end on from where it stands, or from today where it is past."""
        days = next(days for words, days in LATER if self.later[words] is self.sender())
        given = self.end.value()
        today = self._local_now().date()
        start = max(date.fromisoformat(given[:10]), today) if given else today
        self.end.set_value((start + timedelta(days=days)).isoformat())
        self._on_edited(None)

    def _on_save(self) -> None:
        if self.row is None:
            return
        self.save.setEnabled(False)
        self.planned.emit(
            Planned(
                row=self.row,
                end=self.end.value(),
                barriers=self.barriers.value(),
                who_acts=self.who_acts.value().strip(),
                next_step_by=self.step_by.value(),
            )
        )

    def _on_drop(self) -> None:
        self.is_edited = False
        self._fill()

    def _on_deed(self) -> None:
        words = next(words for words, button in self.deeds.items() if button is self.sender())
        self.deed.emit(words)


DISCHARGE: Final = "Discharge"
DIED: Final = "Record the death of"
REGISTER: Final = "Register"
OPEN: Final = "Open"
RESERVE: Final = "Reserve"
RELEASE: Final = "Let go"
VOID: Final = "Make void"
REOPEN: Final = "Open bed again"
TERMS: Final = "Contract and retainer"
SUSPEND: Final = "Suspend the home, or lift it"
_DEEDS: Final = (OPEN, DISCHARGE, DIED, REGISTER, RESERVE, RELEASE, VOID, REOPEN, TERMS, SUSPEND)
_NAMING: Final = frozenset({OPEN, DISCHARGE, DIED, REGISTER})


def _offered(row: BoardRow | None) -> frozenset[str]:
    """What can be done with a bed as it is."""
    if row is None:
        return frozenset()
    bed = row.row
    if bed.line is not None:
        return frozenset({OPEN, DISCHARGE, DIED, REGISTER, TERMS, SUSPEND})
    if bed.condition.is_void:
        return frozenset({REOPEN, TERMS, SUSPEND})
    if bed.state is not None and bed.state.is_reserved:
        return frozenset({RELEASE, TERMS, SUSPEND})
    return frozenset({RESERVE, VOID, TERMS, SUSPEND})


def _facts(row: BoardRow) -> str:
    born = f"Born {row.born}\nNHS No. {row.nhs_number}" if row.who else ""
    home = row.home.splitlines()[0]
    parts = (born, f"{home}, {row.bed.replace(chr(10), ', ')}", row.state, row.day, row.stops)
    return "\n".join(part for part in parts if part)


def _known(delays: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(getattr(each, "barrier", "")) for each in delays))


DESTINATIONS: Final = tuple(each for each in Destination if each is not Destination.RIP)
"""Where somebody can be discharged to; a death has a form of its own."""
