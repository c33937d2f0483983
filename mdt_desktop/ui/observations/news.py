"""The bar above an open form that says what has come in meanwhile; the form itself never changes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.fields import Card, MessageBar, Quiet, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.resident.timeline import TimelineItem


class NewsBar(QWidget):
    """«New since you opened: ... [Look]», and what was looked at, below it.

    Signals:
        looked: nothing; the person has asked to see it
    """

    looked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self)
        self.bar = MessageBar(self)
        self._shown: list[Card] = []
        self._items: tuple[TimelineItem, ...] = ()
        self._words: tuple[str, ...] = ()
        self._box = box
        box.addWidget(self.bar)
        self.bar.acted.connect(self._on_look)
        self.hide()

    @property
    def words(self) -> str:
        """What is on show."""
        return self.bar.text

    def tell(self, words: tuple[str, ...], items: tuple[TimelineItem, ...]) -> None:
        """Says what has come in; the items are shown when the person looks."""
        self._words, self._items = words, items
        self.show()
        said = f"New since you opened: {'; '.join(words)}"
        self.bar.show_message(said, "amber", deed="Look")

    def _on_look(self, _deed: object) -> None:
        self.bar.clear()
        for card in self._shown:
            card.deleteLater()
        self._shown = [self._card()]
        self._box.addWidget(self._shown[0])
        self.looked.emit()

    def _card(self) -> Card:
        card = Card("New since you opened", self, tone="amber")
        for words in self._words:
            card.add(Words(words[:1].upper() + words[1:], card))
        for item in self._items:
            card.add(Quiet(item.spoken(), card))
        return card
