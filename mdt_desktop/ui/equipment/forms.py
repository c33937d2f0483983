"""The two small forms of a loan: who has it, and when it came back."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import london_day
from mdt_core.field_help import help_on
from mdt_core.fields import field_of
from mdt_core.records.equipment import LentTo, Loan
from mdt_core.store.queries.homes import ResidentLine, by_room
from mdt_desktop.qt.fields import Choice, Field, Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.equipment.presenter import EquipmentRow
from mdt_desktop.ui.forms.inputs import input_for
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.quick.short_form import ShortForm
from mdt_desktop.ui.today.telling import who_words

_RESIDENT: Final = field_of(Loan, "resident_id").label
_BACK: Final = "Back to the equipment"


@dataclass(frozen=True)
class Lending:
    """Who has what, since when and until when."""

    equipment_id: str
    lent_to: LentTo
    lent_on: date
    resident_id: str = ""
    words: str = ""
    due_back: date | None = None


@dataclass(frozen=True)
class Return:
    """What came back when, and when it was cleaned."""

    equipment_id: str
    returned_on: date
    cleaned_on: date | None = None


class _LoanForm(ShortForm):
    """Fields of a loan, with the name of the thing above them.

    Signals:
        given: what was entered
    """

    given = Signal(object)

    def __init__(
        self,
        context: Context,
        deed: str,
        asked: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, heading=deed, deed=deed, back=_BACK, parent=parent)
        self._equipment_id = ""
        self.about = Words("", self)
        self.asked: dict[str, Field] = {}
        for name in asked:
            field = input_for(field_of(Loan, name), context.clock, self)
            field.explain(help_on(Loan, name))
            self.asked[name] = field

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {field.label: field for field in self.asked.values()}

    def _start(self, row: EquipmentRow, words: str) -> None:
        self._equipment_id = row.record_id
        self.heading.setText(f"{self.save.text()}: {row.name}")
        self.about.setText(words)
        for field in self.asked.values():
            field.show_stored(None)
        self.show_problem("", "")

    def _today(self) -> str:
        return london_day(self._context.clock()).isoformat()

    def _day(self, name: str) -> date | None:
        """The day typed in a field; raises ValueError where it is not understood."""
        text = str(self.asked[name].stored() or "")
        return date.fromisoformat(text[:10]) if text else None

    def _is_wrong(self) -> bool:
        """Shows what is wrong with what is typed in a field that is on show."""
        shown = (field for field in self.asked.values() if not field.isHidden())
        for field in shown:
            wrong = field.wrong()
            if wrong:
                self.show_problem(field.label, wrong)
                return True
        return False


class LendForm(_LoanForm):
    """Who has it: a resident of the home by name, anybody else in words."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        asked = ("lent_to", "words", "lent_on", "due_back")
        super().__init__(context, "Lend", asked, parent)
        self.resident = ListField(_RESIDENT, self)
        lent_to, *others = self.asked.values()
        self.lay_out(self.about, lent_to, self.resident, *others)
        lent_to.edited.connect(self._on_who)

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {**super().fields, _RESIDENT: self.resident}

    def begin(self, row: EquipmentRow, people: tuple[ResidentLine, ...]) -> None:
        """Starts anew for a thing: lent today, to nobody yet."""
        states = "\n".join(each.words for each in row.states)
        self._start(row, "\n".join(filter(None, (states, *row.facts))))
        lines = sorted(people, key=by_room)
        self.resident.set_choices(())
        self.resident.set_choices(tuple(Choice(e.resident_id, who_words(e)) for e in lines))
        self.resident.clear()
        self.asked["lent_on"].show_stored(self._today())
        self._fit()
        self.asked["lent_to"].setFocus()

    @override
    def give(self) -> None:
        if self._is_wrong():
            return
        lent_to, day = self.asked["lent_to"].stored(), self._day("lent_on")
        if not lent_to:
            self.show_problem(self.asked["lent_to"].label, "Choose who has it")
        elif lent_to == LentTo.RESIDENT.value and not self.resident.value():
            self.show_problem(_RESIDENT, "Choose the resident")
        elif day is None:
            self.show_problem(self.asked["lent_on"].label, "Say since when")
        else:
            self.given.emit(
                Lending(
                    self._equipment_id,
                    LentTo(lent_to),
                    day,
                    self.resident.value(),
                    str(self.asked["words"].stored() or ""),
                    self._day("due_back"),
                )
            )

    def _on_who(self, _value: object) -> None:
        self.show_problem("", "")
        self._fit()

    def _fit(self) -> None:
        chosen = self.asked["lent_to"].stored()
        self.resident.setVisible(chosen == LentTo.RESIDENT.value)
        self.asked["words"].setVisible(bool(chosen) and chosen != LentTo.RESIDENT.value)


class ReturnForm(_LoanForm):
    """When it came back, and when it was cleaned, which may be said later."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Came back", ("returned_on", "cleaned_on"), parent)
        self.lay_out(self.about, *self.asked.values())

    def begin(self, row: EquipmentRow) -> None:
        """Starts anew for a thing that is lent: back today."""
        self._start(row, row.loan_words)
        self.asked["returned_on"].show_stored(self._today())
        self.asked["returned_on"].setFocus()

    @override
    def give(self) -> None:
        if self._is_wrong():
            return
        day = self._day("returned_on")
        if day is None:
            self.show_problem(self.asked["returned_on"].label, "Say when it came back")
            return
        self.given.emit(Return(self._equipment_id, day, self._day("cleaned_on")))
