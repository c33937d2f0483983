"""The pages on which a medicine is asked for, and on which a line of the list is put down or changed."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.medicine_lines import save_medicine_line
from mdt_core.use_cases.medicine_requests import ask_for_medicine
from mdt_desktop.qt.fields import Quiet, Words
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.forms.inputs import Clock
from mdt_desktop.ui.medicines.allergies import allergy_warnings, not_compared
from mdt_desktop.ui.medicines.pick import MedicineField
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quick.statement_page import StatementPage
from mdt_desktop.ui.resident.medicines import FOOT

_ASKED: Final = (
    *("reason", "needed_by", "days_left", "urgency", "directions", "quantity"),
    *("stock", "asked_of", "is_mid_cycle", "cycle_day"),
)
_LINE: Final = (
    *("form", "strength", "dose", "route", "frequency", "as_needed", "instructions", "reason"),
    *("state", "started", "stopped", "why_stopped", "prescriber", "is_verified"),
)
_IDS: Final = ("code_system", "code")


class RequestForm(FieldsForm):
    """What is asked for, why, and by when."""

    def __init__(self, read: QuickRead, clock: Clock, parent: QWidget | None = None) -> None:
        self._page = page = read.read.page
        title = MedicineRequest.title
        super().__init__(MedicineRequest, page.line.resident_id, title, clock, parent)
        names = [str(each.readable.get("medicine", "")) for each in page.medicines]
        self.ask("request_kind", needed="Choose the kind of request")
        self.medicine = MedicineField(MedicineRequest, tuple(filter(None, names)), self)
        self.ask("medicine", needed="Name the medicine", as_field=self.medicine)
        self._warnings = Words("", self, words="problem")
        self.put(self._warnings)
        self.put(Quiet(not_compared(), self))
        for name in _ASKED:
            self.ask(name)
        self.put(Quiet(FOOT, self))
        self.show_fields()

    @override
    def show_fields(self) -> None:
        """Says the recorded allergies that the name typed speaks of."""
        told = allergy_warnings(self._page, self.medicine.value())
        self._warnings.setText("\n".join(told))
        self._warnings.setVisible(bool(told))


class RequestPage(StatementPage):
    """A medicine asked for, for one resident; afterwards back where it was asked for."""

    saving = staticmethod(ask_for_medicine)

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, MedicineRequest, resident_id, back, parent)
        self.form: RequestForm | None = None

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = RequestForm(read, self.context.clock, parent)
        return self.form

    @override
    def deed_words(self) -> str:
        return f"Ask for {self.opened.read.page.line.family_name.upper()}"


class LineForm(FieldsForm):
    """One line of the list, as it stands on the chart or in another source."""

    def __init__(
        self, read: QuickRead, line_id: str, clock: Clock, parent: QWidget | None = None
    ) -> None:
        page = read.read.page
        found = (*page.medicines, *page.past_medicines)
        line = next((each.record for each in found if each.id == line_id), None)
        heading = "Change a medicine" if line else "Add a medicine"
        super().__init__(MedicineLine, page.line.resident_id, heading, clock, parent)
        self._line_id = line_id
        self._codes = {n: v for n, v in dump(line).items() if n in _IDS} if line else {}
        self._medicine = line.medicine if line else ""
        self.ask("medicine", needed="Name the medicine")
        for name in _LINE:
            self.ask(name, needed="Choose the state" if name == "state" else "")
        for name, value in dump(line).items() if line else ():
            if name in self.fields and name != "is_verified":
                self.fields[name].show_stored(value)
        if line is None:
            self.fields["state"].show_stored(MedicineState.ACTIVE.value)
        self.put(Quiet(FOOT, self))

    @override
    def show_draft(self, draft: Draft[Any]) -> None:
        """A draft of another line is not used for this one."""
        if draft.extra.get("line_id") == self._line_id:
            super().show_draft(draft)
            return
        other = draft.values.get("medicine", "another medicine")
        self.put(Words(f"What was left unsaved is of {other}. It is not used here", self))

    @override
    def draft(self) -> Draft[Any]:
        """The line as it stands; a code holds only for the name that it came with."""
        draft = super().draft().with_extra("line_id", self._line_id)
        if draft.values.get("medicine") == self._medicine:
            for name, value in self._codes.items():
                draft = draft.with_value(name, value)
        return draft


class MedicineLinePage(StatementPage):
    """One line of a resident's list (without an id a new one); afterwards back."""

    saving = staticmethod(save_medicine_line)

    def __init__(
        self,
        context: Context,
        resident_id: str,
        line_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, MedicineLine, resident_id, back, parent)
        self._line_id = line_id
        self.form: LineForm | None = None

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = LineForm(read, self._line_id, self.context.clock, parent)
        return self.form

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], tuple[str, Touched]]:
        store, by = self.context.store, self.context.actor
        return partial(save_medicine_line, store, by=by, draft=draft, line_id=self._line_id or None)
