"""The tabs that are lists: observations with their chart, medicines, problems, contacts, stays."""

from collections.abc import Hashable, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.chart import TrendChart
from mdt_desktop.qt.chart_geometry import Trend, TrendPoint
from mdt_desktop.qt.fields import Choice, ChoiceField, FlowRow, Quiet, Words
from mdt_desktop.qt.layouts import InnerScroll, column
from mdt_desktop.qt.table import Column, Table, TableModel
from mdt_desktop.ui.resident.charts import CHARTS, MUST, points, words_below
from mdt_desktop.ui.resident.lists import (
    NEWS2,
    ContactRow,
    ProblemRow,
    SetRow,
    StayRow,
    usual_figure,
)
from mdt_desktop.ui.resident.reading import ResidentRead

_TABLE_PX: Final = 320

R = TypeVar("R", SetRow, ProblemRow, ContactRow, StayRow)


def _id(row: SetRow | ProblemRow | ContactRow | StayRow) -> Hashable:
    return row.id


class ListTab(QWidget, Generic[R]):
    """A table, or one line of words where it would be empty."""

    def __init__(
        self,
        name: str,
        columns: tuple[Column[R], ...],
        empty: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._above = Words("", self)
        self._empty = Quiet(empty, self)
        self.table = Table(name, self)
        self.model: TableModel[R] = TableModel(columns, _id, self.table)
        self.table.setModel(self.model)
        self._box = column(self, margin=12)
        self._deeds = FlowRow(self)
        self._deeds.hide()
        self._box.addWidget(self._above)
        self._box.addWidget(self._empty)
        self._box.addWidget(self.table, 1)
        self._box.addStretch(0)
        self._box.insertWidget(0, self._deeds)
        self._above.hide()

    def offer(self, deed: Button) -> None:
        """Puts a deed above the list; hidden until it is shown."""
        self._deeds.add(deed)

    def show_deeds(self, *, may: bool) -> None:
        """Shows the deeds to who may do them."""
        self._deeds.setVisible(may)

    def show_above(self, words: str) -> None:
        """Shows words above the table; none where there is nothing to say."""
        self._above.setText(words)
        self._above.setVisible(bool(words))

    def show_rows(self, rows: Sequence[R]) -> None:
        """Shows these rows."""
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._box.setStretch(4, 0 if rows else 1)


SET_COLUMNS: tuple[Column[SetRow], ...] = (
    Column("Taken", lambda row: row.taken),
    Column("NEWS2", lambda row: row.news2),
    Column("Readings", lambda row: row.readings),
    Column("By", lambda row: row.signed),
)
PROBLEM_COLUMNS: tuple[Column[ProblemRow], ...] = (
    Column("Problem", lambda row: row.text),
    Column("State", lambda row: row.state),
    Column("Since", lambda row: row.since),
    Column("Note", lambda row: row.note),
)
CONTACT_COLUMNS: tuple[Column[ContactRow], ...] = (
    Column("Name", lambda row: row.name),
    Column("Relationship", lambda row: row.relationship),
    Column("Telephone", lambda row: row.phone),
    Column("Notes", lambda row: row.marks),
)
STAY_COLUMNS: tuple[Column[StayRow], ...] = (
    Column("Home", lambda row: row.home),
    Column("Type of stay", lambda row: row.kind),
    Column("Since", lambda row: row.since),
    Column("Until", lambda row: row.until),
    Column("Temporary registration", lambda row: row.registration),
)


class ObservationsTab(InnerScroll):
    """One chart at a time with the usual value, above the table that says all of it in words."""

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: ResidentRead | None = None
        offered = tuple(Choice(name, words) for name, words, _, _ in CHARTS)
        inside = QWidget()
        self.chosen = ChoiceField("Chart", offered, parent=inside)
        self.chosen.set_value(NEWS2)
        self.chart = TrendChart(Trend("NEWS2", "total", ()), inside)
        self.below = Words("", inside)
        self.list: ListTab[SetRow] = ListTab("Observation sets", SET_COLUMNS, empty, inside)
        self.list.table.narrow(0)
        self.list.table.setMinimumHeight(_TABLE_PX)
        box = column(inside)
        top = column(margin=12)
        top.addWidget(self.chosen)
        top.addWidget(self.chart)
        top.addWidget(self.below)
        box.addLayout(top)
        box.addWidget(self.list, 1)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.chosen.edited.connect(self._on_chosen)

    def show_read(self, read: ResidentRead, rows: tuple[SetRow, ...]) -> None:
        """Shows another reading of the resident."""
        self._read = read
        self.list.show_rows(rows)
        for part in (self.chosen, self.chart):
            part.setVisible(bool(rows) or bool(points(read, MUST)))
        self._draw()

    def _draw(self) -> None:
        if self._read is not None:
            name = self.chosen.value() or NEWS2
            self.chart.show_trend(trend(self._read, name))
            words = words_below(self._read, name)
            self.below.setText(words)
            self.below.setVisible(bool(words))

    def _on_chosen(self, _key: object) -> None:
        self._draw()


def trend(read: ResidentRead, name: str) -> Trend:
    """Gives one measurement as the chart draws it, with the resident's usual value."""
    words, unit, decimals = next(
        (words, unit, decimals) for key, words, unit, decimals in CHARTS if key == name
    )
    usual = None if name == MUST else usual_figure(read.page, name)
    drawn = tuple(TrendPoint(point.at, point.figure) for point in points(read, name))
    band = None if usual is None else (usual, usual)
    lowest = 0 if name in (NEWS2, MUST) else None
    return Trend(words, unit, drawn, usual=band, decimals=decimals, lowest=lowest)
