"""The timeline: every statement as a card, newest first; withdrawn ones struck through with why.

A statement of one's own can be taken back for 10 minutes by one press, later with a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from mdt_core.field_help import help_on
from mdt_core.records.corrections import Withdrawal
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import (
    Card,
    Choice,
    FlowRow,
    Heading,
    ManyChoiceField,
    NoteField,
    OneLine,
    Quiet,
    Tag,
    Words,
)
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.resident.timeline import (
    NOTHING_YET,
    Run,
    TimelineItem,
    folded,
    kinds_in,
)
from mdt_desktop.ui.resident.views import ChangedRows, FactRow, ScrolledTab

_AT_ONCE: Final = 25
_AT_FIRST: Final = 6
_IN_A_TURN: Final = 3
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
        self._is_due = True
        self._rows_left: Sequence[TimelineItem | Run] = ()
        self._earlier = self._list = 0
        self._shown = _AT_ONCE
        self._kinds: tuple[str, ...] = ()
        self._open_runs: frozenset[str] = frozenset()

    def show_items(self, items: tuple[TimelineItem, ...]) -> None:
        """Shows these statements; makes nothing of them before somebody looks."""
        self._items = items
        self._is_due = True
        if self.isVisible():
            self._show()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self._show()

    def _show(self) -> None:
        self._is_due = False
        self._list += 1
        if not self._items:
            self.show_parts(*self.nothing())
            return
        rows = folded(self._items, self._kinds, self._open_runs)
        self._earlier = max(0, len(rows) - self._shown)
        is_at_top = self.verticalScrollBar().value() == 0
        at_first = min(self._shown, _AT_FIRST) if is_at_top else self._shown
        self.show_parts(self.above(), *map(self._row, rows[:at_first]))
        self._rows_left = rows[at_first : self._shown]
        self._add_rest()

    def above(self) -> QWidget:
        """What stands above the list."""
        return self._chips()

    def nothing(self) -> tuple[QWidget, ...]:
        """What stands in place of an empty list."""
        return (Quiet(NOTHING_YET),)

    def _add_rest(self) -> None:
        """The cards below, a few in each turn of the window, so that it takes keys meanwhile."""
        some, self._rows_left = self._rows_left[:_IN_A_TURN], self._rows_left[_IN_A_TURN:]
        if some:
            QTimer.singleShot(0, self, partial(self._add_some, self._list, some))
        elif self._earlier:
            more = Button(f"Show earlier ({self._earlier} more)")
            more.clicked.connect(self._on_more)
            self.add_parts(more)

    def _add_some(self, of: int, rows: Sequence[TimelineItem | Run]) -> None:
        if of != self._list:
            return  # another list is shown by now
        self.add_parts(*map(self._row, rows))
        self._add_rest()

    def _chips(self) -> ManyChoiceField:
        """Which kinds stand in the list; with none chosen, all."""
        choices = tuple(Choice(*pair) for pair in kinds_in(self._items))
        chips = ManyChoiceField("Show only", choices)
        known = {choice.key for choice in choices}
        self._kinds = tuple(kind for kind in self._kinds if kind in known)
        chips.set_value(self._kinds)
        chips.edited.connect(self._on_chips)
        self.chips = chips
        return chips

    def _row(self, row: TimelineItem | Run) -> Card:
        return self._run_card(row) if isinstance(row, Run) else self._card(row)

    def _run_card(self, run: Run) -> Card:
        card = Card()
        card.setAccessibleName(run.words)
        line = FlowRow(card)
        line.add(OneLine(run.words, line))
        button = Button("Show each", parent=line)
        button.setAccessibleName(f"Show each: {run.words}")
        button.clicked.connect(partial(self._on_unfold, run.items[0].id))
        line.add(button)
        card.add(line)
        return card

    def _card(self, item: TimelineItem) -> Card:
        card = Card()
        card.setAccessibleName(item.spoken())
        card.add(Heading(f"{item.when}   {item.title}", 4, card))
        if item.struck_words:
            card.add(Tag("Withdrawn" if item.is_struck else "Replaced", "grey", card))
            card.add(Words(item.struck_words, card, words="label"))
        for fact in item.facts:
            card.add(FactRow(fact, card))
        if item.changes is not None:
            card.add(ChangedRows(item.changes, card))
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

    def _on_chips(self, kinds: tuple[str, ...]) -> None:
        self._kinds = kinds
        self._shown = _AT_ONCE
        QTimer.singleShot(0, self, self._show_chosen)  # the chip pressed is made anew with the list

    def _show_chosen(self) -> None:
        self._show()
        self.chips.setFocus()

    def _on_unfold(self, newest: str) -> None:
        self._open_runs |= {newest}
        QTimer.singleShot(0, self, self._show)

    def _on_more(self) -> None:
        self._shown += _AT_ONCE
        self._show()


class WithdrawRow(QWidget):
    """«Withdraw...», then a line for the reason and the deed itself.

    A timeline has many of these and few are opened: what is asked then is made when it is.
    """

    def __init__(self, item: TimelineItem, view: TimelineView, parent: QWidget) -> None:
        super().__init__(parent)
        self._item, self._view = item, view
        self._box = column(self)
        self._row = FlowRow(self)
        self._open = Button("Withdraw...", Kind.LINK, parent=self._row)
        self._open.setAccessibleName(f"Withdraw: {item.title} {item.when}")
        self._row.add(self._open)
        self._box.addWidget(self._row)
        self._open.clicked.connect(self._on_open)
        self._asking: _Asking | None = None

    def _on_open(self) -> None:
        asking = self._asking or self._made()
        self._open.hide()
        asking.set_shown(is_shown=True)
        asking.reason.setFocus()

    def _made(self) -> "_Asking":
        self._asking = asking = _Asking(self._row)
        self._box.insertWidget(0, asking.reason)
        self._row.add(asking.deed)
        self._row.add(asking.cancel)
        asking.deed.clicked.connect(self._on_deed)
        asking.cancel.clicked.connect(self._on_cancel)
        return asking

    def _on_cancel(self) -> None:
        if self._asking is not None:
            self._asking.set_shown(is_shown=False)
        self._open.show()

    def _on_deed(self) -> None:
        if self._asking is not None and (reason := self._asking.asked()):
            self._view.withdraw(Withdrawing(self._item, reason))


class _Asking:
    """Why something is withdrawn, the deed, and the way back."""

    def __init__(self, row: FlowRow) -> None:
        self.reason = NoteField("Why is this withdrawn?", lines=1, parent=row)
        self.reason.explain(help_on(Withdrawal, "reason"))
        self.deed = Button("Withdraw", Kind.WARNING, parent=row)
        self.cancel = Button("Keep it", parent=row)

    def set_shown(self, *, is_shown: bool) -> None:
        """Shows or hides all of it."""
        for part in (self.reason, self.deed, self.cancel):
            part.setVisible(is_shown)

    def asked(self) -> str:
        """The reason; empty, with a word beside the field, where none was given."""
        reason = self.reason.value().strip()
        self.reason.show_problem("" if reason else _SAY_WHY)
        return reason


def _strike(card: Card, *, keep: str) -> None:
    """Strikes through every word of the statement; who withdrew it and why stays plain."""
    for label in card.findChildren(QLabel):
        if label.text() == keep or isinstance(label, Tag):
            continue
        font = label.font()
        font.setStrikeOut(True)
        label.setFont(font)
