"""What stands once a fall is saved: whom to call, the blood thinners, what is asked of the home."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from mdt_core.records.actions import Action
from mdt_core.records.falls import Fall
from mdt_core.records.homes import Home
from mdt_core.use_cases.falls import RecordedFall
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card, Heading, OneLine, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.fall.presenter import (
    NOT_RECORDED,
    action_words,
    answers,
    blood_thinner_words,
    is_alarming,
)
from mdt_desktop.ui.quick.presenter import calls_of
from mdt_desktop.ui.quick.widgets import CallList, WrappedTag

FAMILY_LATER: Final = "Family told: not recorded yet. Say so in the full falls record"


class SavedFall(QWidget):
    """The fall as recorded, for reading, and the words for a call about it.

    Signals:
        copy_wanted: the words to copy
    """

    copy_wanted = Signal(object)

    def __init__(
        self,
        saved: RecordedFall,
        home: Home | None,
        at_words: str,
        sbard: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        box = column(self, gap=12)
        box.addWidget(Heading(at_words, 2, self))
        calls = CallList(self)
        calls.show_calls(calls_of(home))
        box.addWidget(calls)
        thinners = WrappedTag(self)
        tone = "amber" if is_alarming(saved.listed) else "grey"
        thinners.show_words(blood_thinner_words(saved.listed), tone)
        box.addWidget(thinners)
        box.addWidget(_asked(saved.action, self))
        box.addWidget(self._call(sbard))
        box.addWidget(_recorded(saved.fall, self))

    def _call(self, sbard: str) -> Card:
        self._sbard = sbard
        card = Card("For the call (SBARD)", self)
        card.add(Words(sbard, card))
        self.copy = Button("Copy these words", parent=card)
        self.copy.clicked.connect(self._on_copy)
        card.add(self.copy)
        return card

    def _on_copy(self) -> None:
        self.copy_wanted.emit(self._sbard)


def _asked(action: Action, parent: QWidget) -> Card:
    card = Card("Asked of the home", parent)
    card.add(Words(action.text, card))
    card.add(Words(action_words(action), card, words="label"))
    card.add(Words(FAMILY_LATER, card))
    return card


def _recorded(fall: Fall, parent: QWidget) -> Card:
    card = Card("Recorded", parent)
    table = QWidget(card)
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(1, 1)
    for row, answer in enumerate(answers(fall)):
        is_missing = answer.words == NOT_RECORDED
        grid.addWidget(OneLine(answer.label, table, words="caption"), row, 0)
        words = Words(answer.words, table, words="caption" if is_missing else "figure")
        grid.addWidget(words, row, 1)
    card.add(table)
    return card
