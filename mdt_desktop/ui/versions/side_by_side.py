"""The versions side by side, or one below another where there is no room; what both had seen last."""

from typing import Final

from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.fields import Card, Columns, Quiet, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.versions.outlined import OutlinedWords
from mdt_desktop.ui.versions.presenter import NOTHING_IN_COMMON, Column, Line

LEAST_EM: Final = 26
"""Letters that a version needs beside another."""


class LineRow(QWidget):
    """A label and, below it, its words."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, gap=0)
        box.addWidget(Quiet(line.label, self))
        self.words = OutlinedWords(line.runs, self)
        self.words.setAccessibleDescription(line.label)
        box.addWidget(self.words)


def side_by_side(columns: tuple[Column, ...], seen: Column | None, parent: QWidget) -> Columns:
    """All versions in their order, then what both had seen."""
    shown = Columns(parent, least_em=LEAST_EM)
    for each in columns:
        shown.add(_card(each.heading, each, shown, tone="amber"))
    if seen is not None:
        shown.add(_card("Both had seen", seen, shown))
    else:
        card = Card("Both had seen", shown)
        card.add(Words(NOTHING_IN_COMMON, card))
        card.body.addStretch(1)
        shown.add(card)
    return shown


def _card(heading: str, version: Column, parent: QWidget, *, tone: str = "") -> Card:
    card = Card(heading, parent, tone=tone)
    for line in version.lines:
        card.add(LineRow(line, card))
    card.add(Words(version.who, card, words="label"))
    for words in (version.when, version.where):
        card.add(Quiet(words, card))
    card.body.addStretch(1)
    return card
