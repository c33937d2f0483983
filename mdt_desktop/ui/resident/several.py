"""A tab of several lists, one at a time: what it always showed, and the areas that stand beside it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.fields import Choice, ChoiceField
from mdt_desktop.qt.layouts import Stack, column

_SIDE_PX: Final = 12


class Several(QWidget):
    """Lists by their words, in order; the first is shown until another is chosen."""

    def __init__(self, lists: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lists = dict(lists)
        self._shown = next(iter(self._lists))
        self.choice = ChoiceField("Show", tuple(Choice(each, each) for each in lists), parent=self)
        self.choice.set_value(self._shown)
        self.choice.setContentsMargins(_SIDE_PX, _SIDE_PX, _SIDE_PX, 0)  # in line with the lists
        self._stack = Stack(self)
        for part in self._lists.values():
            self._stack.addWidget(part)
        box = column(self, gap=8)
        box.addWidget(self.choice)
        box.addWidget(self._stack, 1)
        self.choice.edited.connect(self._on_chosen)

    @property
    def at(self) -> str:
        """The words of the list on show."""
        return str(self.choice.value())

    def open_at(self, words: str) -> None:
        """Shows the list of these words; another one is no list of this tab and changes nothing."""
        if words in self._lists:
            self.choice.set_value(words)
            self._on_chosen(words)

    def _on_chosen(self, _chosen: object) -> None:
        if not self.choice.value():  # a press on what is on show takes nothing away
            self.choice.set_value(self._shown)
        self._shown = self.at
        self._stack.setCurrentWidget(self._lists[self.at])
