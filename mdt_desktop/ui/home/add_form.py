"""`Add a resident`: the small form; nobody else is named on it while it is open."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from mdt_core.clock import london
from mdt_core.records.residents import Gender
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import (
    Choice,
    ChoiceField,
    DateField,
    Field,
    Heading,
    TextField,
    Words,
)
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.home.add_presenter import NewResident, partly_born
from mdt_desktop.ui.homes.place_form import STAYS, deed_bar

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


class AddForm(QWidget):
    """Who the person is, and room and type of stay.

    Signals:
        added: the `NewResident` as entered
        cancelled: nothing
    """

    added = Signal(object)
    cancelled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.family = TextField("Family name")
        self.given = TextField("Given name")
        self.title = TextField("Title", hint="Mrs, Mr, Dr ... Leave empty where it is not known")
        self.born = BornField(self._local_now)
        self.gender = ChoiceField("Gender", GENDERS)
        self.number = TextField("NHS No.", hint="Ten digits. Leave empty where it is not known")
        self.room = TextField("Room")
        self.stay = ChoiceField("Type of stay", STAYS)
        self.problem = Words("", self, words="problem")
        self.save = Button("Add this resident", Kind.PRIMARY, keys="Ctrl+Return", parent=self)
        self.cancel = Button("Back to the home", parent=self)
        self._lay_out()
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)

    @property
    def fields(self) -> dict[str, Field]:
        """Each field under the words that errors name it by, in order."""
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

    def show_problem(self, where: str, words: str) -> None:
        """Shows a problem at its field, or at the foot where it belongs to none."""
        for name, field in self.fields.items():
            field.show_problem(words if name == where else "")
        is_general = bool(words) and where not in self.fields
        self.problem.setText(words if is_general else "")
        self.problem.setVisible(is_general)
        if where in self.fields:
            self.fields[where].setFocus()
        self.save.setEnabled(True)

    def _lay_out(self) -> None:
        outer = column(self, gap=0)
        inside = QWidget()
        box = column(inside, margin=16, gap=16)
        box.addWidget(Heading("Add a resident", 1, inside))
        for part in (*self.fields.values(), self.problem):
            box.addWidget(part)
        box.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        outer.addWidget(deed_bar(self, self.cancel, self.save))

    def _local_now(self) -> datetime:
        return london(self._context.clock()).replace(tzinfo=None)

    def _on_save(self) -> None:
        if self.born.editor.text().strip() and not self.born.value():
            self.show_problem("Born", "Type it as 3/2/1938, or the year alone.")
            return
        self.save.setEnabled(False)
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

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)
