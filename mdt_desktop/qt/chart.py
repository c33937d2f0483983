"""A line chart of one measurement over time, readable by eye, by keyboard and by ear.

Left, Right, Home and End move a cursor from value to value and announce each; a press does the same.
The colours are those of the palette; the usual band is shaded and named.
"""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import announce, mark_as_chart
from mdt_desktop.qt.chart_geometry import Plot, PlotArea, Trend, nearest, place

_NO_CURSOR: Final = -1
_DOT_PX: Final = 4
_MARGIN_PX: Final = 8
_WRAPPED: Final = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
_Roles = QPalette.ColorRole


class TrendChart(QWidget):
    """Shows one `Trend`; without values it says so in words."""

    def __init__(self, trend: Trend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend = trend
        self._cursor = _NO_CURSOR
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        mark_as_chart(self)
        self.show_trend(trend)

    @property
    def cursor_words(self) -> str:
        """The value under the cursor in words; empty while there is no cursor."""
        return "" if self._cursor == _NO_CURSOR else self._trend.point_words(self._cursor)

    def show_trend(self, trend: Trend) -> None:
        """Shows another series and forgets the cursor."""
        self._trend, self._cursor = trend, _NO_CURSOR
        self.setAccessibleName(trend.summary())
        self.update()

    def _move_cursor(self, to: int) -> None:
        if not self._trend.points:
            return
        self._cursor = max(0, min(len(self._trend.points) - 1, to))
        announce(self, self.cursor_words)
        self.update()

    def _plot(self) -> Plot:
        metrics = self.fontMetrics()
        line = metrics.height()
        widest = metrics.horizontalAdvance(self._trend.figure(-8888.0))
        top = self._head_height() + line * 0.8
        area = PlotArea(widest + 12, top, self.width() - widest * 0.9, self.height() - line * 2.1)
        room = (area.right - area.left) / (metrics.horizontalAdvance(self._trend.longest_day) * 1.4)
        return place(self._trend, area, most_day_ticks=max(2, min(6, int(room))))

    def _head(self) -> tuple[tuple[str, Qt.AlignmentFlag], ...]:
        """Title and spoken value: on one line where both fit, else below one another."""
        title, words = f"{self._trend.name}, {self._trend.unit}", self._spoken_words()
        both = self.fontMetrics().horizontalAdvance(f"{title}    {words}")
        how = Qt.AlignmentFlag.AlignRight if both <= self._inner_width() else _WRAPPED
        return ((title, _WRAPPED), (words, how))

    def _spoken_words(self) -> str:
        if not self._trend.points:
            return ""
        return self.cursor_words or f"Last {self._trend.point_words(len(self._trend.points) - 1)}"

    def _inner_width(self) -> int:
        return self.width() - 2 * _MARGIN_PX

    def _head_height(self) -> int:
        return sum(self._head_line(words, how).height() for words, how in self._head())

    def _head_line(self, words: str, how: Qt.AlignmentFlag) -> QRect:
        if how == Qt.AlignmentFlag.AlignRight:
            return QRect(0, 0, 0, 0)
        return self.fontMetrics().boundingRect(0, 0, self._inner_width(), 9999, how, words)

    @override
    def sizeHint(self) -> QSize:
        letter = self.fontMetrics().height()
        return QSize(letter * 26, letter * 12)

    @override
    def minimumSizeHint(self) -> QSize:
        letter = self.fontMetrics().height()
        return QSize(letter * 12, letter * 9)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._trend.points) - 1
        start = self._cursor if self._cursor != _NO_CURSOR else last + 1
        places = {
            Qt.Key.Key_Left: start - 1,
            Qt.Key.Key_Right: start + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in places:
            self._move_cursor(places[key])
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._trend.points:
            self._move_cursor(nearest(self._plot(), event.position().x()))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._colour(_Roles.Base))
        self._paint_head(painter)
        if self._trend.points:
            plot = self._plot()
            self._paint_ground(painter, plot)
            self._paint_line(painter, plot)
            self._paint_spoken_value(painter, plot)
        else:
            self._write(
                painter, QRectF(self.rect()), "No values recorded", Qt.AlignmentFlag.AlignCenter
            )
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        top = 4
        for words, how in self._head():
            height = self._head_line(words, how).height()
            line = QRectF(_MARGIN_PX, top if height else 4, self._inner_width(), 9999)
            self._write(painter, line, words, how)
            top += height

    def _paint_ground(self, painter: QPainter, plot: Plot) -> None:
        area, line = plot.area, self.fontMetrics().height()
        if plot.band:
            top, bottom = plot.band
            band = QRectF(area.left, top, area.right - area.left, max(2.0, bottom - top))
            painter.fillRect(band, self._colour(_Roles.Midlight))
            painter.setPen(self._colour(_Roles.WindowText))
            base = top + line if bottom - top > line else top - 4  # a thin band is named above it
            painter.drawText(QPointF(area.left + 14, base), "usual")
        painter.setPen(QPen(self._colour(_Roles.Mid), 1))
        for tick in plot.value_ticks:
            painter.drawLine(QPointF(area.left, tick.position), QPointF(area.right, tick.position))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in plot.value_ticks:
            self._write(
                painter, QRectF(0, tick.position - line / 2, area.left - 6, line), tick.words, right
            )
        for tick in plot.day_ticks:
            self._write_day(painter, tick.position, area.bottom + line / 2, tick.words)

    def _write_day(self, painter: QPainter, x: float, y: float, words: str) -> None:
        width = self.fontMetrics().horizontalAdvance(words) + 4
        left = max(0.0, min(self.width() - width, x - width / 2))
        self._write(painter, QRectF(left, y, width, 99), words, Qt.AlignmentFlag.AlignHCenter)

    def _paint_line(self, painter: QPainter, plot: Plot) -> None:
        colour = self._colour(_Roles.Link)
        dots = [QPointF(x, y) for x, y in plot.points]
        painter.setPen(QPen(colour, 2.5))
        painter.drawPolyline(dots)
        painter.setBrush(colour)
        for dot in dots:
            painter.drawEllipse(dot, _DOT_PX, _DOT_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_spoken_value(self, painter: QPainter, plot: Plot) -> None:
        """Marks the value that is named above: under the cursor, else the last one."""
        has_cursor = self._cursor != _NO_CURSOR
        x, y = plot.points[self._cursor if has_cursor else -1]
        painter.setPen(QPen(self._colour(_Roles.WindowText), 2))
        painter.drawEllipse(QPointF(x, y), _DOT_PX * 2, _DOT_PX * 2)
        if has_cursor:
            painter.drawLine(QPointF(x, plot.area.top), QPointF(x, plot.area.bottom))

    def _write(
        self,
        painter: QPainter,
        where: QRectF,
        words: str,
        how: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setPen(self._colour(_Roles.WindowText))
        painter.drawText(where, how, words)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)
