"""The two small forms of uptake: what is done about it, and how many of the staff are vaccinated."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.field_help import help_on
from mdt_core.fields import field_of
from mdt_core.record import Statement
from mdt_core.records.vaccinations import StaffUptake, UptakeResponse
from mdt_core.use_cases.recording import require_signable
from mdt_desktop.qt.fields import Field
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.forms.inputs import input_for
from mdt_desktop.ui.quick.short_form import ShortForm


class HomeStatementForm(ShortForm):
    """The fields of a statement about a home, one below another.

    Signals:
        given: the statement
    """

    given = Signal(object)

    def __init__(
        self,
        context: Context,
        record_class: type[Statement],
        asked: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context,
            heading=record_class.title,
            deed="Save",
            back="Back to the figures",
            parent=parent,
        )
        self._class, self._programme = record_class, ""
        self.asked: dict[str, Field] = {}
        for name in asked:
            field = input_for(field_of(record_class, name), context.clock, self)
            field.explain(help_on(record_class, name))
            self.asked[name] = field
        self.lay_out(*self.asked.values())

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {field.label: field for field in self.asked.values()}

    def begin(self, programme: str, title: str) -> None:
        """Starts the form anew for a programme."""
        self._programme = programme
        self.heading.setText(f"{self._class.title}: {title}")
        for field in self.asked.values():
            field.show_stored(None)
        self.show_problem("", "")
        next(iter(self.asked.values())).setFocus()

    @override
    def give(self) -> None:
        values: dict[str, Any] = {"programme": self._programme}
        for name, field in self.asked.items():
            wrong = field.wrong()
            if wrong:
                self.show_problem(field.label, wrong)
                return
            values[name] = field.stored()
        told = {name: value for name, value in values.items() if value not in (None, "", [])}
        draft = Draft(self._class, "", told)
        try:
            require_signable(draft)
            said = draft.record()
            said.require_possible(self._context.clock())
        except InvalidInput as wrong_input:
            words = wrong_input.message
            named = (label for label in self.fields if words.startswith(label))
            self.show_problem(wrong_input.where or next(named, ""), words)
            return
        self.given.emit(said)


def response_form(context: Context, parent: QWidget) -> HomeStatementForm:
    """What is done about low uptake."""
    return HomeStatementForm(
        context, UptakeResponse, ("group", "steps", "words", "owner", "due"), parent
    )


def staff_form(context: Context, parent: QWidget) -> HomeStatementForm:
    """Staff in numbers; no field takes a name."""
    names = ("counted_on", "eligible", "vaccinated", "declined", "unknown")
    return HomeStatementForm(context, StaffUptake, names, parent)
