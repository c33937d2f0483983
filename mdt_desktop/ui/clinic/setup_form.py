"""The set-up of a clinic day: asked once, and refused in words where a batch has expired."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import london_day
from mdt_core.field_help import help_on
from mdt_core.fields import choices_of, field_of
from mdt_core.records.vaccinations import ConsentBasis, Vaccination
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, Quiet, TextField
from mdt_desktop.ui.clinic.setup import ClinicSetup, label, problem_with, setup_from
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.quick.short_form import ShortForm

_ASKED = ("vaccine", "product", "batch", "expiry", "giver", "consent", "consent_by", "site")


class ClinicSetupForm(ShortForm):
    """Vaccine, batch, expiry, giver, and the basis of consent that is proposed for each dose.

    Signals:
        given: the `ClinicSetup`
    """

    given = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            heading="Vaccination clinic",
            deed="Begin the clinic",
            back="Back to the home",
            parent=parent,
        )
        self.asked: dict[str, Field] = {name: self._field(name) for name in _ASKED}
        self.asked["giver"].show_stored(context.actor.name)
        self.asked["consent"].edited.connect(self._on_consent)
        self._home = ""
        proposed = Quiet(
            "The basis of consent is proposed here and said again at each resident: nobody is"
            " answered for. Another basis is recorded by the resident's own form.",
            self,
        )
        self.lay_out(*self.asked.values(), proposed)
        self._on_consent(None)

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {label(name): field for name, field in self.asked.items()}

    def begin(self, home: str) -> None:
        """Starts the form for a home."""
        self._home = home
        self.heading.setText(f"Vaccination clinic, {home}")
        self.asked["vaccine"].setFocus()

    @override
    def give(self) -> None:
        values = {name: str(field.value()) for name, field in self.asked.items()}
        wrong = self.asked["expiry"].wrong()
        found = problem_with(values, london_day(self._context.clock()))
        if wrong:
            self.show_problem(label("expiry"), wrong)
        elif found is not None:
            self.show_problem(found.field, found.words)
        else:
            self.show_problem("", "")
            self.given.emit(setup_from(values, self._home))

    def show_setup(self, setup: ClinicSetup) -> None:
        """Shows a set-up that was begun with, to be changed."""
        for name, field in self.asked.items():
            value = {**setup.common, "vaccine": setup.vaccine.value}.get(name)
            field.show_stored(value)
        self._on_consent(None)

    def _field(self, name: str) -> Field:
        spec = field_of(Vaccination, name)
        offered = tuple(Choice(each.value, each.label) for each in choices_of(spec))
        field: Field
        if offered:
            field = ChoiceField(spec.label, offered, parent=self)
        elif name == "expiry":
            field = DateField(
                spec.label,
                now=self.local_now,
                rule=DateRule(Direction.EITHER),
                hint="The last day of use, for example 31/3/2027",
                parent=self,
            )
        else:
            field = TextField(spec.label, parent=self)
        field.explain(help_on(Vaccination, name))
        return field

    def _on_consent(self, _value: object) -> None:
        chosen = self.asked["consent"].value()
        self.asked["consent_by"].setVisible(chosen not in ("", ConsentBasis.PERSON.value))
