"""The parts of a home's page that are about concerns: the list of them, and the form that begins one.

About a resident the form only chooses whom: what is seen is said on a page of its own, which shows
that resident's banner and no other name. About the home itself it is said here.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.field_help import help_on
from mdt_core.fields import choices_of, field_of
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.store.queries.homes import ResidentLine
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Choice, ChoiceField, Field, NoteField, Words
from mdt_desktop.qt.layouts import clear, column
from mdt_desktop.qt.words import Heading, Quiet
from mdt_desktop.ui.concern.presenter import IF_WORRIED, NO_NUMBER, WAITS, problem_with
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.home.concerns import ConcernsView
from mdt_desktop.ui.quick.short_form import ShortForm
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.today.telling import who_words

THE_HOME: Final = "the-home"
ABOUT: Final = "About"


@dataclass(frozen=True)
class Raised:
    """A concern about the home itself; or whom one is to be written about."""

    resident_id: str = ""
    concern: Concern | None = None


class ConcernsList(QWidget):
    """The newest concerns with their states, or only how many; takes no room where there are none.

    Signals:
        opened: nothing; they are in sight now
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, gap=6)
        self._heading = Heading("", 2, self)
        self._phone = Words("", self, words="label")
        self.toggle = Button("", icon_name="message-square", parent=self)
        self.toggle.clicked.connect(self._on_toggle)
        box.addWidget(self._heading)
        box.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self._phone)
        self._rows = QWidget(self)
        self._box = column(self._rows, gap=6)
        box.addWidget(self._rows)
        self._number = ""
        self._is_open: bool | None = None
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether their words are in sight, not only how many they are."""
        return bool(self._is_open)

    def show_concerns(self, view: ConcernsView) -> None:
        """Shows these, the newest first; open or not stays as a person left it."""
        clear(self._box)
        for line in view.lines:
            self._box.addWidget(Words(line.words, self._rows))
            self._box.addWidget(Words(line.state, self._rows, words="label"))
        hidden = view.number - len(view.lines)
        if hidden > 0:
            more = Quiet(f"{hidden} more of the last 2 weeks are on Today", self._rows)
            self._box.addWidget(more)
        waiting = f", {view.not_answered} not answered yet" if view.not_answered else ""
        self._number = f"({view.number}){waiting}"
        self._heading.setText(f"Concerns {self._number}")
        self._phone.setText(f"▲ {view.phone}")
        self._phone.setVisible(bool(view.phone))
        if self._is_open is None:
            self._is_open = view.begins_open
        self._fit()
        self.setVisible(bool(view.lines))

    def _on_toggle(self) -> None:
        self._is_open = not self._is_open
        self._fit()
        if self._is_open:
            self.opened.emit()

    def _fit(self) -> None:
        self._heading.setVisible(self.is_open)
        self._rows.setVisible(self.is_open)
        self.toggle.setText("Hide concerns" if self.is_open else f"Show concerns {self._number}")


class RaiseForm(ShortForm):
    """Whom the concern is about, and for the home itself what it is and how soon.

    Signals:
        raised: `Raised`
    """

    raised = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context, heading="Raise a concern", deed="Go on", back="Back", parent=parent
        )
        self._name, self._number = "", ""
        self._lines: dict[str, ResidentLine] = {}
        self.about = ListField(ABOUT, self)
        self.words = NoteField(field_of(Concern, "words").label, parent=self)
        self.words.explain(help_on(Concern, "words"))
        how_soon = field_of(Concern, "how_soon")
        offered = tuple(Choice(each.value, each.label) for each in choices_of(how_soon))
        self.how_soon = ChoiceField(how_soon.label, offered, parent=self)
        self.phone = WrappedTag(self)
        self.lay_out(self.about, self.words, self.how_soon, self.phone)
        self.about.edited.connect(self._on_edited)
        self.how_soon.edited.connect(self._on_edited)

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {ABOUT: self.about, "words": self.words, "how_soon": self.how_soon}

    def begin(self, name: str, lines: tuple[ResidentLine, ...], number: str) -> None:
        """Starts anew: nobody is chosen."""
        self._name, self._number = name, number
        self._lines = {line.resident_id: line for line in lines}
        people = (Choice(key, who_words(line)) for key, line in self._lines.items())
        self.about.set_choices(())
        self.about.set_choices((Choice(THE_HOME, f"The home itself: {name}"), *people))
        if lines:
            self.about.clear()
        for field in (self.words, self.how_soon):
            field.set_value("")
        self.show_problem("", "")
        self._fit()
        self.about.setFocus()

    @override
    def give(self) -> None:
        chosen = self.about.value()
        if not chosen:
            self.show_problem(ABOUT, "Choose whom it is about.")
        elif chosen != THE_HOME:
            self.raised.emit(Raised(resident_id=chosen))
        elif problem := problem_with(self.how_soon.value(), self.words.value(), ()):
            field = "how_soon" if problem.field == "how_soon" else "words"
            self.show_problem(field, "Say what it is." if field == "words" else f"{problem.words}.")
        else:
            soon = HowSoon(self.how_soon.value())
            words = self.words.value().strip()
            self.raised.emit(Raised(concern=Concern(words=words, how_soon=soon)))

    def _on_edited(self, _value: object) -> None:
        self.show_problem("", "")
        self._fit()

    def _fit(self) -> None:
        """What is asked follows whom it is about; whom to phone stands there before it is saved."""
        chosen = self.about.value()
        is_home = chosen == THE_HOME
        for field in (self.words, self.how_soon):
            field.setVisible(is_home)
        number = f" {self._number} (out of hours)" if self._number else f". {NO_NUMBER}"
        self.phone.show_words(f"{WAITS} {IF_WORRIED}{number}", "amber")
        self.phone.setVisible(is_home and self.how_soon.value() == HowSoon.TODAY.value)
        line = self._lines.get(chosen)
        self.save.setText(
            f"Save for {self._name}"
            if is_home
            else f"Go on for {line.family_name.upper()}"
            if line
            else "Go on"
        )
