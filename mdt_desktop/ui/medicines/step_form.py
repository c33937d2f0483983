"""The short form of one step of a request: what is said with it, and its two deeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.field_help import help_on
from mdt_core.fields import field_of
from mdt_core.medicine_request_steps import SAID_AT, RequestStep
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.fields import Field, Quiet, Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.forms.inputs import input_for
from mdt_desktop.ui.medicines.allergies import allergy_warnings, not_compared
from mdt_desktop.ui.medicines.requests import RequestView
from mdt_desktop.ui.quick.short_form import ShortForm

BACK: Final = "Back"
NOT_THE_CHART: Final = "Doses given are recorded on the MAR chart, not here"


@dataclass(frozen=True)
class StepGiven:
    """A step as somebody told it."""

    request_id: str
    step: RequestStep
    said: Mapping[str, Any]


class StepForm(ShortForm):
    """One step of one request, made anew for each; the banner above it names the person.

    Signals:
        given: `StepGiven`
    """

    given = Signal(object)

    def __init__(
        self,
        context: Context,
        view: RequestView,
        step: RequestStep,
        page: ResidentPage,
        parent: QWidget | None = None,
    ) -> None:
        heading = f"{step.value}: {view.medicine}"
        deed = f"{step.value} for {page.line.family_name.upper()}"
        super().__init__(context, heading=heading, deed=deed, back=BACK, parent=parent)
        self._view, self._step = view, step
        specs = [field_of(MedicineRequest, name) for name in SAID_AT[step]]
        self._by_name = {spec.name: input_for(spec, context.clock, self) for spec in specs}
        for name, field in self._by_name.items():
            field.explain(help_on(MedicineRequest, name))
        told = [Words(words, self) for words in view.words]
        if step is RequestStep.DECIDE:
            warned = "\n".join(allergy_warnings(page, view.medicine))
            told += [Words(warned, self, words="problem")] if warned else []
            told.append(Quiet(not_compared(), self))
        foot = [Quiet(NOT_THE_CHART, self)] if step is RequestStep.FIRST_DOSE else []
        self.lay_out(*told, *self._by_name.values(), *foot)

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {field.label: field for field in self._by_name.values()}

    def begin(self) -> None:
        """Goes to the first question."""
        next(iter(self._by_name.values())).setFocus()

    @override
    def give(self) -> None:
        for field in self._by_name.values():
            wrong = field.wrong()
            if wrong:
                self.show_problem(field.label, wrong)
                return
        said = {name: field.stored() for name, field in self._by_name.items()}
        self.given.emit(StepGiven(self._view.id, self._step, said))
