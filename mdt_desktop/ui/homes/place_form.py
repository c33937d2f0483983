"""`Place in a home`: whose page this is stands above, and nobody else is named on it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.records.stays import StayType
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, TextField
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.homes.presenter import Placing
from mdt_desktop.ui.quick.short_form import ShortForm

STAYS = tuple(Choice(stay.value, stay.label) for stay in StayType)


class PlaceForm(ShortForm):
    """Home, type of stay, room, and the day of admission of one resident.

    Signals:
        placed: the `Placing` as entered; nothing of it is checked here
    """

    placed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            heading="Place in a home",
            deed="Place",
            back="Back to the list",
            parent=parent,
        )
        self._resident_id = ""
        self.home = ListField("Home")
        self.stay = ChoiceField("Type of stay", STAYS)
        rule = DateRule(direction=Direction.PAST)
        self.admitted = DateField(
            "Admitted", now=self.local_now, rule=rule, hint="For example t for today, or 2/11/2026"
        )
        self.room = TextField("Room", hint="Leave empty where it is not known yet")
        self.lay_out(*self.fields.values())

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {
            "Home": self.home,
            "Stay": self.stay,
            "Admitted": self.admitted,
            "Room": self.room,
        }

    def begin(self, line: ResidentLine, homes: tuple[Choice, ...]) -> None:
        """Starts an empty form for a resident."""
        self._resident_id = line.resident_id
        self.show_whose(line)
        self.home.set_choices(homes)
        self.home.clear()
        self.stay.set_value("")
        self.admitted.set_value("")
        self.room.set_value("")
        self.show_problem("", "")
        self.save.setText(f"Place {line.family_name.upper()}")
        self.home.setFocus()

    @override
    def give(self) -> None:
        self.placed.emit(
            Placing(
                resident_id=self._resident_id,
                home_id=self.home.value(),
                stay_type=self.stay.value(),
                admitted_on=self.admitted.value(),
                room=self.room.value(),
            )
        )
