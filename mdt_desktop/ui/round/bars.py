"""The bars of the round: its head with the rail, and a question with answers."""

from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.rail import Rail, RailCell
from mdt_desktop.qt.style import restyle
from mdt_desktop.qt.words import TAG_SHAPES, OneLine, Words
from mdt_desktop.ui.draft_offer import GO_ON, PUT_AWAY
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.round.presenter import RoundRead, cells
from mdt_desktop.ui.sync.words import HomeFreshness

_LEAST_RAIL_PX: Final = 300


class RoundHead(QFrame):
    """Home, day and mode; the rail; how many are settled; the list.

    Signals:
        chosen: the place of a pressed cell, counted from 0
        list_asked: nothing
    """

    chosen = Signal(object)
    list_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, margin=0, gap=4)
        self._where = OneLine(parent=self)
        self._where.setProperty("level", "4")
        self._settled = OneLine(parent=self)
        self._ready = Words(parent=self)
        self._fresh = HomeFreshness()
        self._old = WrappedTag(self)
        self._old.hide()
        self._ready.hide()
        self.rail = Rail("Residents of this round", self)
        self.finish_button = Button("Finish", parent=self)
        self.list_button = Button("List", parent=self)
        self.join_button = Button("Join", parent=self)
        self.join_button.setToolTip("Stand among those who are here")
        self.join_button.hide()
        self.present_button = Button("Present", icon_name="presentation", parent=self)
        self._buttons = QWidget(self)
        self._buttons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        box.addLayout(self._grid)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.join_button)
        row.addWidget(self.list_button)
        row.addWidget(self.present_button)
        row.addWidget(self.finish_button)
        self._is_wide: bool | None = None
        self._settled_words = ""
        box.addWidget(self._ready)
        box.addWidget(self._old)
        self.rail.chosen.connect(self._on_chosen)
        self.list_button.clicked.connect(self._on_list)

    def show_round(self, read: RoundRead, current: str) -> None:
        """Shows where the round is."""
        self._where.setText(read.heading(current))
        self._settled_words = read.settled_words()
        self._show_settled()
        self.join_button.setVisible(bool(read.to_join))
        ready = read.ready_words(current)
        self._ready.setText(ready)
        self._ready.setVisible(bool(ready))
        shown = tuple(RailCell(cell.state, cell.spoken) for cell in cells(read, current))
        self.rail.set_cells(shown)
        self._arrange()

    def show_fresh(self, fresh: HomeFreshness) -> None:
        """Shows how old what is shown may be: beside the count, or amber on a line of its own."""
        self._fresh = fresh
        is_old = fresh.tone == "amber"
        self._old.setVisible(is_old)
        if is_old:
            self._old.show_words(fresh.words, fresh.tone)
        self._show_settled()

    def _show_settled(self) -> None:
        fresh = self._fresh
        said = f"{TAG_SHAPES[fresh.tone]} {fresh.words}" if fresh.tone in ("green", "grey") else ""
        self._settled.setText("   ".join(filter(None, (self._settled_words, said))))

    def set_presenting(self, *, is_presenting: bool) -> None:
        """Hides the ways to others while others see the screen."""
        for button in (self.list_button, self.present_button, self.finish_button):
            button.setHidden(is_presenting)

    def _arrange(self) -> None:
        """Words and rail on one line where both have room, else the home and day above the rail."""
        beside = self._where.sizeHint().width() + self._buttons.sizeHint().width()
        is_wide = self.width() >= beside + _LEAST_RAIL_PX
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        grid, middle = self._grid, Qt.AlignmentFlag.AlignVCenter
        parts = (self._where, self._settled, self.rail, self._buttons)
        for part in parts:
            grid.removeWidget(part)
        if is_wide:
            grid.addWidget(self._where, 0, 0)
            grid.addWidget(self._settled, 1, 0)
            grid.addWidget(self.rail, 0, 1, 2, 1, middle)
            grid.addWidget(self._buttons, 0, 2, 2, 1, middle)
        else:
            grid.addWidget(self._where, 0, 0, 1, 3)
            grid.addWidget(self._settled, 1, 0, middle)
            grid.addWidget(self.rail, 1, 1, middle)
            grid.addWidget(self._buttons, 1, 2, middle)
        grid.setColumnStretch(1, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _on_chosen(self, place: int) -> None:
        self.chosen.emit(place)

    def _on_list(self) -> None:
        self.list_asked.emit()


class AskBar(QFrame):
    """A question or news above the form with one button an answer; it stays until answered.

    Signals:
        answered: the place of the pressed button, counted from 0
    """

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        self._words = Words(parent=self)
        self._answers = FlowRow(self)
        self._buttons: list[Button] = []
        self._text = ""
        self._answers.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        row.addWidget(self._words, 1)
        row.addWidget(self._answers, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def text(self) -> str:
        """What is on show; empty while there is nothing."""
        return self._text

    def ask(self, text: str, answers: tuple[str, ...], *, tone: str = "amber") -> None:
        """Shows and announces it; takes no focus."""
        self._text = text
        self._words.setText(f"{TAG_SHAPES[tone]} {text}")
        self._answers.clear()
        self._buttons = [Button(words, parent=self._answers) for words in answers]
        for button in self._buttons:
            button.clicked.connect(self._on_clicked)
            self._answers.add(button)
        self.setProperty("tone", tone)
        for part in (self, self._words):
            restyle(part)
        self.setAccessibleName(text)
        self.show()
        announce(self, text)

    def offer_draft(self, words: str) -> None:
        """Asks whether a draft that was left is gone on with or put away, and goes to the answers."""
        self.ask(words, (GO_ON, PUT_AWAY), tone="info")
        self.focus_answer()

    def clear(self) -> None:
        """Takes it away unanswered."""
        self._text = ""
        self._answers.clear()
        self._buttons = []
        self.hide()

    def focus_answer(self) -> None:
        """Goes to the first answer."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_clicked(self) -> None:
        place = self._buttons.index(cast("Button", self.sender()))
        self.answered.emit(place)
