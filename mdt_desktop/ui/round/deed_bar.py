"""The foot of the round: what was saved, who is next, and the deeds; one of them green, at the right."""

import re
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import OneLine, Words

_AROUND_WORDS_PX: Final = 40
_NO_LIMIT: Final = 16_777_215


class NamedDeed(Button):
    """A deed with a name in its words, which wrap between words and after hyphens, never cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._said = ""
        super().__init__("", Kind.PRIMARY, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def width_of_words(self) -> int:
        """How wide it is with all its words on one line."""
        return self.fontMetrics().horizontalAdvance(self._said) + _AROUND_WORDS_PX

    @override
    def setText(self, text: str) -> None:
        self._said = text
        self.setAccessibleName(text)
        self._wrap()

    @override
    def text(self) -> str:
        return self._said

    def _wrap(self) -> None:
        room = max(1, self.width() - _AROUND_WORDS_PX)
        lines = [""]
        for part in re.findall(r"[^\s-]+-?\s*", self._said):
            if self.fontMetrics().horizontalAdvance((lines[-1] + part).rstrip()) > room:
                lines.append("")
            lines[-1] += part
        shown = "\n".join(line.rstrip() for line in lines if line)
        if shown != QPushButton.text(self):
            super().setText(shown)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width_of_words(), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_AROUND_WORDS_PX, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()


class DeedBar(QFrame):
    """The other deeds in a row that flows; below it the words, and the one green deed at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "deeds")
        self.saved = Words(parent=self)
        self.next = OneLine(parent=self)
        self._others = FlowRow(self)
        self.observations = self._button("Observations")
        self.fall = self._button("Fall")
        self.concern = self._button("Concern")
        self.action = self._button("Action")
        self.undo = self._button("Undo")
        self.copy = self._button("Copy for GP record")
        self.paper = self._button("Round sheet")
        self.no_change = self._button("No change")
        self.outcome = self._button("Outcome…")
        self.sign = NamedDeed(self)
        self.of_resident = (
            *(self.observations, self.fall, self.concern, self.action),
            *(self.no_change, self.outcome),
        )
        self._build()
        for each in (self.undo, self.copy, self.paper):
            each.hide()

    def show_saved(self, words: str) -> None:
        """Says what was saved last, or that nothing was."""
        self.saved.setText(words)
        self.saved.setAccessibleName(words)

    def show_deed(self, words: str) -> None:
        """Says what signing does, in one line beside the words or in a row of its own."""
        self.sign.setText(words)
        self._arrange()

    def set_open(self, *, is_open: bool) -> None:
        """Whether there is a resident on the screen whom the deeds concern."""
        for each in (self.sign, *self.of_resident):
            each.setEnabled(is_open)

    def _button(self, words: str) -> Button:
        button = Button(words, parent=self._others)
        self._others.add(button)
        return button

    def _build(self) -> None:
        box = column(self, gap=6)
        box.setContentsMargins(12, 6, 12, 6)
        box.addWidget(self._others)
        words = column(gap=0)
        words.addWidget(self.saved)
        words.addWidget(self.next)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(8)
        self._foot.addLayout(words, 1)
        self._foot.addWidget(self.sign)
        box.addLayout(self._foot)

    def _arrange(self) -> None:
        needed = self.sign.width_of_words() + self.next.sizeHint().width() + _AROUND_WORDS_PX
        is_wide = needed <= self.width()
        ways = QBoxLayout.Direction
        self._foot.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)
        self.sign.setMaximumWidth(self.sign.width_of_words() if is_wide else _NO_LIMIT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
