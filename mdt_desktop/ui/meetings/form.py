"""`Plan a meeting`: which, for which home, when, how long, who chairs, and on what it shares."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.records.meetings import MeetingType, SharingBasis
from mdt_core.typed_dates import DateRule, Direction, TimeOfDay
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, NumberField, TextField
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.meetings.presenter import EVERY_HOME, MeetingsView, Planning
from mdt_desktop.ui.quick.short_form import ShortForm

TYPES = tuple(Choice(each.value, each.label) for each in MeetingType)
BASES = tuple(Choice(each.value, each.label) for each in SharingBasis)


class PlanForm(ShortForm):
    """A meeting that is planned.

    Signals:
        planned: the `Planning` as entered; nothing of it is checked here
    """

    planned = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            heading="Plan an MDT meeting",
            deed="Plan the meeting",
            back="Back to the list",
            parent=parent,
        )
        self.which = ChoiceField("Which meeting", TYPES)
        self.home = ListField("Home")
        self.begins = DateField(
            "Begins",
            now=self.local_now,
            rule=DateRule(Direction.FUTURE, TimeOfDay.REQUIRED),
            hint="For example fri 10:00, or 2/12 14:30",
        )
        self.minutes = NumberField("Planned time", unit="minutes")
        self.chair = TextField("Chair", hint="Leave empty where you chair it yourself")
        self.basis = ChoiceField("Basis for sharing", BASES)
        self.lay_out(*self.fields.values())

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {
            "Which meeting": self.which,
            "Home": self.home,
            "Begins": self.begins,
            "Planned time": self.minutes,
            "Chair": self.chair,
            "Basis for sharing": self.basis,
        }

    def begin(self, view: MeetingsView) -> None:
        """Starts an empty form."""
        self.show_whose(None)
        homes = tuple(Choice(home_id, name) for home_id, name in view.homes)
        every = (Choice(EVERY_HOME, "Every home that I serve"),) if len(homes) > 1 else ()
        self.home.set_choices((*homes, *every))
        self.home.clear()
        for field in (self.which, self.basis, self.begins, self.minutes, self.chair):
            field.set_value("")
        self.show_problem("", "")
        self.which.button(TYPES[0].key).setFocus()

    @override
    def give(self) -> None:
        self.planned.emit(
            Planning(
                meeting_type=self.which.value(),
                home_id=self.home.value(),
                starts_at=self.begins.value(),
                minutes=self.minutes.value(),
                chair=self.chair.value(),
                basis=self.basis.value(),
            )
        )
