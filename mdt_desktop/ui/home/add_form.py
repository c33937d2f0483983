"""`Add a resident`: the small form; nobody else is named on it while it is open."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.records.residents import Gender
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, TextField
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.home.add_presenter import NewResident, partly_born
from mdt_desktop.ui.homes.place_form import STAYS
from mdt_desktop.ui.quick.short_form import ShortForm

GENDERS = tuple(Choice(gender.value, gender.label) for gender in Gender)


class BornField(DateField):
    """A date of birth, which may be known to the year or the month alone."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        rule = DateRule(direction=Direction.PAST, is_century_asked=True)
        hint = "As 3/2/1938. The year alone, or 2/1938, where no more is known"
        super().__init__("Born", now=now, rule=rule, hint=hint, parent=parent)

    @override
    def _on_text_edited(self, _text: str) -> None:
        partly = partly_born(self.editor.text(), self._now().date())
        if partly is None:
            super()._on_text_edited(_text)
            return
        self.clear_question()
        self.show_problem("")
        self._is_unread = False
        self._take(partly.kept, partly.words)
        self._tell_edited()


class AddForm(ShortForm):
    """Who the person is, and room and type of stay.

    Signals:
        added: the `NewResident` as entered
    """

    added = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            heading="Add a resident",
            deed="Add this resident",
            back="Back to the home",
            parent=parent,
        )
        self.family = TextField("Family name")
        self.given = TextField("Given name")
        self.title = TextField("Title", hint="Mrs, Mr, Dr ... Leave empty where it is not known")
        self.born = BornField(self.local_now)
        self.gender = ChoiceField("Gender", GENDERS)
        self.number = TextField("NHS No.", hint="Ten digits. Leave empty where it is not known")
        self.room = TextField("Room")
        self.stay = ChoiceField("Type of stay", STAYS)
        self.lay_out(*self.fields.values())

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {
            "Family name": self.family,
            "Given name": self.given,
            "Title": self.title,
            "Born": self.born,
            "Gender": self.gender,
            "NHS No.": self.number,
            "Room": self.room,
            "Stay": self.stay,
        }

    def begin(self) -> None:
        """Goes on with what was typed, or starts empty."""
        self.show_problem("", "")
        self.family.setFocus()

    def clear(self) -> None:
        """Empties the form once the person is added."""
        for text in (self.family, self.given, self.title, self.born, self.number, self.room):
            text.set_value("")
        self.gender.set_value("")
        self.stay.set_value("")
        self.show_problem("", "")

    @override
    def give(self) -> None:
        if self.born.editor.text().strip() and not self.born.value():
            self.show_problem("Born", "Type it as 3/2/1938, or the year alone.")
            return
        self.added.emit(
            NewResident(
                family_name=self.family.value(),
                given_name=self.given.value(),
                title=self.title.value(),
                born=self.born.value(),
                gender=self.gender.value(),
                nhs_number=self.number.value(),
                room=self.room.value(),
                stay_type=self.stay.value(),
            )
        )
