"""The timeline: every statement as a card, newest first; withdrawn ones struck through with why.

A statement of one's own can be taken back for 10 minutes by one press, later with a reason.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Card, FlowRow, Heading, OneLine, Quiet, Tag, TextField, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.resident.timeline import NOTHING_YET, TimelineItem
from mdt_desktop.ui.resident.views import FactRow, ScrolledTab

_AT_ONCE: Final = 25
_SAY_WHY: Final = "Say why this is withdrawn"


@dataclass(frozen=True)
class Withdrawing:
    """A statement to be marked as entered in error, and why; empty for «signed by mistake»."""

    item: TimelineItem
    reason: str = ""


class TimelineView(ScrolledTab):
    """Shows the newest statements, and earlier ones when asked.

    Signals:
        withdrawn: `Withdrawing`
    """

    withdrawn = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[TimelineItem, ...] = ()
        self._shown = _AT_ONCE

    def show_items(self, items: tuple[TimelineItem, ...]) -> None:
        """Shows these statements."""
        self._items = items
        self._show()

    def _show(self) -> None:
        if not self._items:
            self.show_parts(Quiet(NOTHING_YET))
            return
        cards: list[QWidget] = [self._card(item) for item in self._items[: self._shown]]
        left = len(self._items) - self._shown
        if left > 0:
            more = Button(f"Show earlier ({left} more)")
            more.clicked.connect(self._on_more)
            cards.append(more)
        self.show_parts(*cards)

    def _card(self, item: TimelineItem) -> Card:
        card = Card()
        card.setAccessibleName(item.spoken())
        card.add(Heading(f"{item.when}   {item.title}", 4, card))
        if item.is_struck:
            card.add(Tag("Withdrawn", "grey", card))
            card.add(Words(item.struck_words, card, words="label"))
        for fact in item.facts:
            card.add(FactRow(fact, card))
        card.add(Quiet(item.signed_by, card))
        if item.is_struck:
            _strike(card, keep=item.struck_words)
        if item.may_undo:
            self._add_undo(card, item)
        if item.may_withdraw:
            card.add(WithdrawRow(item, self, card))
        return card

    def _add_undo(self, card: Card, item: TimelineItem) -> None:
        row = FlowRow(card)
        button = Button("Undo", parent=row)
        button.setAccessibleName(f"Undo: {item.title} {item.when}")
        button.clicked.connect(partial(self.withdraw, Withdrawing(item)))
        row.add(button)
        row.add(OneLine("Signed less than 10 minutes ago", row, words="quiet"))
        card.add(row)

    def withdraw(self, wanted: Withdrawing) -> None:
        """Asks for a statement to be withdrawn."""
        self.withdrawn.emit(wanted)

    def _on_more(self) -> None:
        self._shown += _AT_ONCE
        self._show()


class WithdrawRow(QWidget):
    """«Withdraw...», then a line for the reason and the deed itself."""

    def __init__(self, item: TimelineItem, view: TimelineView, parent: QWidget) -> None:
        super().__init__(parent)
        self._item, self._view = item, view
        self._row = FlowRow(self)
        self._open = Button("Withdraw...", Kind.LINK, parent=self._row)
        self._open.setAccessibleName(f"Withdraw: {item.title} {item.when}")
        self.reason = TextField("Why is this withdrawn?", parent=self._row)
        self._deed = Button("Withdraw", Kind.WARNING, parent=self._row)
        self._cancel = Button("Keep it", parent=self._row)
        box = column(self)
        box.addWidget(self.reason)
        box.addWidget(self._row)
        for part in (self._open, self._deed, self._cancel):
            self._row.add(part)
        self._open.clicked.connect(self._on_open)
        self._deed.clicked.connect(self._on_deed)
        self._cancel.clicked.connect(self._on_cancel)
        self._show(is_asking=False)

    def _show(self, *, is_asking: bool) -> None:
        self._open.setVisible(not is_asking)
        for part in (self.reason, self._deed, self._cancel):
            part.setVisible(is_asking)

    def _on_open(self) -> None:
        self._show(is_asking=True)
        self.reason.setFocus()

    def _on_cancel(self) -> None:
        self._show(is_asking=False)

    def _on_deed(self) -> None:
        reason = self.reason.value().strip()
        self.reason.show_problem("" if reason else _SAY_WHY)
        if reason:
            self._view.withdraw(Withdrawing(self._item, reason))


def _strike(card: Card, *, keep: str) -> None:
    """Strikes through every word of the statement; who withdrew it and why stays plain."""
    for label in card.findChildren(QLabel):
        if label.text() == keep or isinstance(label, Tag):
            continue
        font = label.font()
        font.setStrikeOut(True)
        label.setFont(font)
