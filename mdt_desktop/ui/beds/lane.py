"""Referrals: who waits for a D2A bed, with the next step of each as buttons that name the person."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.records.d2a_referrals import ReferralState
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, Heading
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.beds.forms import Asks
from mdt_desktop.ui.beds.model import LaneModel, LaneTable
from mdt_desktop.ui.beds.presenter import LaneRow

_WORDS: Final = {
    Asks.OFFER: "Offer a bed",
    Asks.ACCEPT: "Accepted",
    Asks.DECLINE: "Declined",
    Asks.PLACE: "Place",
    Asks.WITHDRAW: "Withdraw",
}


class Lane(QWidget):
    """Who waits.

    Signals:
        asked: the `Asks` and the `LaneRow` (None for a new referral)
    """

    asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading("Referrals: nobody waits", 2, self)
        self.table = LaneTable(self)
        self.model = LaneModel(self.table)
        self.table.setModel(self.model)
        row = FlowRow(self)
        self.refer = Button("Refer somebody", parent=row)
        self.deeds = {asks: Button(words, parent=row) for asks, words in _WORDS.items()}
        for button in (self.refer, *self.deeds.values()):
            row.add(button)
        box = column(self)
        for part in (self.heading, self.table, row):
            box.addWidget(part)
        self.refer.clicked.connect(self._on_refer)
        for button in self.deeds.values():
            button.clicked.connect(self._on_deed)
        self.table.selectionModel().currentRowChanged.connect(self._fit)
        self._fit()

    def show_rows(self, rows: tuple[LaneRow, ...]) -> None:
        """Shows who waits; the row chosen stays so."""
        self.model.set_rows(rows)
        number = len(rows)
        waits = "nobody waits" if not rows else "1 waits" if number == 1 else f"{number} wait"
        self.heading.setText(f"Referrals: {waits}")
        self.table.setVisible(bool(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._fit()

    @property
    def row(self) -> LaneRow | None:
        """Who is chosen."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() and self.model.rows else None

    def _fit(self) -> None:
        row = self.row
        can = _next_steps(row)
        for asks, button in self.deeds.items():
            button.setVisible(asks in can)
            button.setText(f"{_WORDS[asks]}: {row.family}" if row else _WORDS[asks])

    def _on_refer(self) -> None:
        self.asked.emit(Asks.REFER, None)

    def _on_deed(self) -> None:
        asks = next(asks for asks, button in self.deeds.items() if button is self.sender())
        if self.row is not None:
            self.asked.emit(asks, self.row)


def _next_steps(row: LaneRow | None) -> frozenset[Asks]:
    """What can come next for somebody who waits."""
    if row is None:
        return frozenset()
    state = row.row.referral.state
    if state is ReferralState.OFFERED:
        return frozenset({Asks.ACCEPT, Asks.DECLINE, Asks.WITHDRAW})
    if state is ReferralState.ACCEPTED:
        return frozenset({Asks.PLACE, Asks.WITHDRAW})
    return frozenset({Asks.OFFER, Asks.PLACE, Asks.WITHDRAW})
