"""The figures of one measure: the whole, the table of its rows, the months as a line, and how it is counted."""

from datetime import datetime, time
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.chart import TrendChart
from mdt_desktop.qt.chart_geometry import Trend, TrendPoint
from mdt_desktop.qt.fields import Card, Heading, Quiet, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.frame.folding import FoldingTable
from mdt_desktop.ui.measures.model import ROW_FOLD, RowsModel
from mdt_desktop.ui.measures.presenter import MeasureView

_LINES: Final = 12
_LEAST_POINTS: Final = 2


class ResultView(QWidget):
    """The parts that have nothing to say are not there.

    Signals:
        opened: the key of the row to be opened
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, gap=12)
        self.whole = Card("", self)
        self.title, self.value = Heading("", 2, self.whole), Heading("", 1, self.whole)
        self.about, self.details = Quiet("", self.whole), Words("", self.whole)
        for part in (self.title, self.about, self.value, self.details):
            self.whole.add(part)
        self.compared, self._compared = _card("Before and after", self)
        self.heading, self.note = Heading("", 2, self), Words("", self)
        self.table = FoldingTable("Rows of the measure", ROW_FOLD, self)
        self.model = RowsModel(self.table)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(self.fontMetrics().height() * _LINES)
        self.chart = TrendChart(Trend("", "", ()), self)
        self.beside, self._beside = _card("Beside the figure", self)
        self.how, self._how = _card("How this is counted", self)
        lists = (self.heading, self.table, self.note, self.chart)
        for each in (self.whole, self.compared, *lists, self.beside, self.how):
            box.addWidget(each)
            each.hide()
        self.table.opened.connect(self._on_opened)

    @property
    def words(self) -> str:
        """What is said of the measure, but for its rows."""
        parts = (self.title, self.about, self.value, self.details, self._compared, self._beside)
        return "\n".join(each.text() for each in (*parts, self._how) if each.text())

    def show_view(self, view: MeasureView) -> None:
        """Shows a measure."""
        self.title.setText(view.title)
        self.about.setText(view.about)
        self.value.setText(view.value)
        self.value.setVisible(bool(view.value))
        self.details.setText("\n".join(view.details))
        self.details.setVisible(bool(view.details))
        self.whole.setAccessibleName(view.words)
        self.whole.show()
        _show(self.compared, self._compared, view.compared)
        _show(self.beside, self._beside, view.beside)
        _show(self.how, self._how, view.how)
        self.heading.setText(view.heading)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.model.set_rows(view.rows)
        self.heading.setVisible(bool(view.rows))
        self.table.setVisible(bool(view.rows))
        self._show_months(view)

    def _show_months(self, view: MeasureView) -> None:
        noon = time(12)
        points = tuple(TrendPoint(datetime.combine(day, noon), made) for day, made in view.months)
        unit = view.table.definition.form.label if view.table else ""
        self.chart.show_trend(Trend("By month", unit, points, view.band, decimals=1, lowest=0))
        self.chart.setVisible(len(points) >= _LEAST_POINTS)

    def _on_opened(self, key: object) -> None:
        self.opened.emit(str(key))


def _card(title: str, parent: QWidget) -> tuple[Card, Words]:
    card = Card(title, parent)
    words = Words("", card)
    card.add(words)
    return card, words


def _show(card: Card, words: Words, lines: tuple[str, ...]) -> None:
    words.setText("\n".join(lines))
    card.setVisible(bool(lines))
