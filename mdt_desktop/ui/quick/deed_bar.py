"""The bar at the foot of a small form: its state in words, and the deeds, the main one right-most."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget
from typing_extensions import override

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, Words

_SIDE_PX: Final = 12


class DeedBar(QFrame):
    """Words to the left and deeds to the right; the words above where both have no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "deeds")
        self._words = Words(parent=self)
        self.score = Words(parent=self, words="label")
        self._row = FlowRow(self)
        self._all: list[Button] = []
        self._shown: tuple[Button, ...] = ()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(_SIDE_PX, 8, _SIDE_PX, 8)
        self._box.setSpacing(8)
        self._box.addWidget(self.score)
        self._box.addWidget(self._words, 1)
        self._box.addWidget(self._row)
        self._words.hide()
        self.score.hide()

    @property
    def status(self) -> str:
        """The state in words."""
        return self._words.text()

    def hold(self, *deeds: Button) -> None:
        """Takes deeds in, hidden until they are shown, in the order in which they will stand."""
        for deed in deeds:
            self._row.add(deed)
            deed.hide()
        self._all += deeds

    def show_deeds(self, *deeds: Button) -> None:
        """Shows these of the deeds and no other."""
        self._shown = deeds
        for deed in self._all:
            deed.setVisible(deed in deeds)
        self.fit()

    def tell(self, words: str) -> None:
        """Shows the state."""
        self._words.setText(words)
        self.fit()

    def show_score(self, words: str) -> None:
        """Shows a score where it is not in sight beside the form; empty takes it away."""
        self.score.setText(words)
        self.score.setVisible(bool(words))

    def fit(self) -> None:
        """Lays words and deeds out again, after one of them changed."""
        deeds = sum(deed.sizeHint().width() + 8 for deed in self._shown)
        words = self.fontMetrics().horizontalAdvance("n") * 16
        ways = QBoxLayout.Direction
        has_room = self.width() >= deeds + words
        self._box.setDirection(ways.LeftToRight if has_room else ways.TopToBottom)
        self._words.setVisible(bool(self._words.text()) or has_room)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
