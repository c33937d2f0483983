"""The right side of the observation set: NEWS2 part by part, a total only when it is complete."""

from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from mdt_core.records.observations import ObservationSet
from mdt_core.scores.news2 import TABLE
from mdt_core.store.queries.statements import Signed
from mdt_desktop.qt.accessibility import describe
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Card, Heading, Quiet, Tag, Words
from mdt_desktop.qt.style import restyle
from mdt_desktop.ui.observations.presenter import (
    ACKNOWLEDGEMENT,
    NO_LOCAL_TEXT,
    PartView,
    ScoreView,
    usual_words,
)

_MISSING: Final = "not entered"


class PartRow:
    """One line of the panel: the part and its points, with a mark where it scores 3."""

    def __init__(self, label: str, grid: QGridLayout, place: int, parent: QWidget) -> None:
        self._label = Words(label, parent)
        self.points = Words(_MISSING, parent)
        self._mark = Tag("Scores 3", "red", parent)
        grid.addWidget(self._label, place, 0)
        grid.addWidget(self.points, place, 1)
        grid.addWidget(self._mark, place, 2, Qt.AlignmentFlag.AlignLeft)
        self._mark.hide()

    def show_part(self, part: PartView) -> None:
        """Shows the points of the part as it now stands."""
        self.points.setText(part.points or _MISSING)
        self.points.setProperty("words", "label" if part.points else "quiet")
        restyle(self.points)
        describe(self.points, f"{part.label}: {part.points or _MISSING}")
        self._mark.setVisible(part.is_three)


class ScorePanel(Card):
    """NEWS2 as entered so far, beside the usual one, with the local response text or that none is set."""

    def __init__(
        self,
        usual: Signed[ObservationSet] | None,
        *,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("NEWS2", parent, tone="info")
        self.total = Heading("", 2, self)
        self.add(self.total)
        self.add(Quiet(usual_words(usual, today), self))
        self.rows = self._build_rows()
        self.add(Words(NO_LOCAL_TEXT, self))
        self._about = Quiet(ACKNOWLEDGEMENT, self)
        self._about.hide()
        button = Button("About NEWS2 (F1)", Kind.LINK, parent=self)
        button.clicked.connect(self.toggle_about)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._about)
        self.body.addStretch(1)

    def show_score(self, score: ScoreView) -> None:
        """Shows the score as far as it goes."""
        self.total.setText(score.words)
        self.total.setAccessibleName(f"NEWS2 {score.words}")
        for row, part in zip(self.rows, score.parts, strict=True):
            row.show_part(part)

    def toggle_about(self) -> None:
        """Shows whose score this is, or takes it away."""
        self._about.setVisible(self._about.isHidden())

    def _build_rows(self) -> tuple[PartRow, ...]:
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        labels = [TABLE.label(name).capitalize() for name in TABLE.order]
        rows = tuple(PartRow(label, grid, n, holder) for n, label in enumerate(labels))
        self.add(holder)
        return rows
