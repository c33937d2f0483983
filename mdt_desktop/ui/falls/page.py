"""The falls of a home in figures, with how each is counted beside them. Reads only."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdt_core.measures.falls import HOW_COUNTED
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, Columns, FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import InnerScroll, column
from mdt_desktop.ui.context import Context, ToHome
from mdt_desktop.ui.falls.presenter import FROM_HERE, FallsView, read_falls
from mdt_desktop.ui.frame.problems import words_of

_HOW: Final = "How this is counted"
_CONCERNED: Final = frozenset({"fall", "fall_detail", "stay", "hospital_episode", "withdrawal"})


class FallsPage(InnerScroll):
    """One card a period, so that nothing is cut in large text."""

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Falls of the home")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(InnerScroll.Shape.NoFrame)
        self._context, self._home_id = context, home_id
        inside = QWidget(self)
        self._box = column(inside, margin=16, gap=12)
        self.heading = Heading("", 1, inside)
        self.message = MessageBar(inside)
        self._figures = Columns(inside, least_em=26)
        self._cards: list[Card] = []
        self._titles: list[Words] = []
        self._lines: list[Words] = []
        row = FlowRow(inside)
        self.back = Button("Back to the home", parent=row)
        self.back.clicked.connect(self._on_back)
        row.add(self.back)
        for part in (self.heading, self.message, row, self._figures):
            self._box.addWidget(part)
        self._box.addWidget(self._how(inside))
        self._box.addStretch(1)
        self.setWidget(inside)

    def load(self) -> None:
        """Reads the figures; the keyboard goes to the way back."""
        self._read()
        self.back.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Reads again where a figure may have changed."""
        if changes.kinds & _CONCERNED:
            self._read()

    def leave(self) -> None:
        """Has no draft: nothing is written here."""

    @property
    def words(self) -> tuple[str, ...]:
        """The figures as shown, period by period."""
        return tuple(card.accessibleName() for card in self._cards)

    def _how(self, parent: QWidget) -> Card:
        card = Card(_HOW, parent)
        card.add(Words(HOW_COUNTED, card))
        card.add(Words(FROM_HERE, card))
        return card

    def _read(self) -> None:
        context = self._context
        context.runners.reads.run(
            partial(read_falls, context.store, context.actor, self._home_id, context.clock()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, view: FallsView) -> None:
        self.heading.setText(f"Falls, {view.home}")
        self.message.clear()
        if not self._cards:
            self._make_cards(len(view.periods))
        for place, period in enumerate(view.periods):
            card = self._cards[place]
            lines = [f"{row.label}: {row.words[place]}" for row in view.rows]
            card.setAccessibleName(". ".join((period, *lines)))
            self._titles[place].setText(period)
            self._lines[place].setText("\n".join(lines))

    def _make_cards(self, number: int) -> None:
        for _ in range(number):
            card = Card("", self._figures)
            self._titles.append(Words("", card, words="label"))
            self._lines.append(Words("", card))
            card.add(self._titles[-1])
            card.add(self._lines[-1])
            self._cards.append(card)
            self._figures.add(card)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_back(self) -> None:
        self._context.go(ToHome(self._home_id))
