"""The filters of the list of actions, as words in one line: whose, which, which home, which owner."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.store.queries.actions import ActionsAsked, Show, Whose
from mdt_desktop.qt.fields import Choice, ChoiceField, Columns
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.actions.presenter import SHOW_WORDS, WHOSE_WORDS
from mdt_desktop.ui.frame.list_field import ListField

_EVERY: Final = ""
_EVERY_HOME: Final = Choice(_EVERY, "All homes")
_EVERY_OWNER: Final = Choice(_EVERY, "All owners")


class Filters(QWidget):
    """What is asked of the list.

    Signals:
        asked: the `ActionsAsked` as it now stands
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whose = ChoiceField("Whose", _choices(WHOSE_WORDS), parent=self)
        self.show_which = ChoiceField("Which", _choices(SHOW_WORDS), parent=self)
        self.home = ListField("Home", self)
        self.owner = ListField("Owner", self)
        box = column(self)
        both = Columns(self, least_em=14)
        both.add(self.home)
        both.add(self.owner)
        line = Columns(self)
        line.add(self.whose)
        line.add(both)
        box.addWidget(line)
        box.addWidget(self.show_which)
        self.offer((), ())
        self.set_asked(ActionsAsked())
        for field in (self.whose, self.show_which, self.home, self.owner):
            field.edited.connect(self._on_edited)

    def value(self) -> ActionsAsked:
        """What is asked now; a press on what is chosen already asks for it again."""
        return ActionsAsked(
            whose=Whose(self.whose.value() or self._last.whose),
            show=Show(self.show_which.value() or self._last.show),
            home_id=self.home.value(),
            owner=self.owner.value(),
        )

    def set_asked(self, asked: ActionsAsked) -> None:
        """Shows a question as asked."""
        self._last = asked
        self.whose.set_value(asked.whose)
        self.show_which.set_value(asked.show)

    def offer(self, homes: tuple[tuple[str, str], ...], owners: tuple[str, ...]) -> None:
        """Offers these homes and owners; what is chosen stays so while it is among them."""
        home_choices = (_EVERY_HOME, *(Choice(key, name) for key, name in homes))
        owner_choices = (_EVERY_OWNER, *(Choice(name, name) for name in owners))
        for field, choices in ((self.home, home_choices), (self.owner, owner_choices)):
            field.set_choices(choices)
            if field.editor.currentIndex() < 0:
                field.editor.setCurrentIndex(0)

    def _on_edited(self, _given: object) -> None:
        asked = self.value()
        self.set_asked(asked)
        self.asked.emit(asked)


def _choices(words: dict[Whose, str] | dict[Show, str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, text) for key, text in words.items())
