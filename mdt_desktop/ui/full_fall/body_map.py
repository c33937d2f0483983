"""The body map: a place is chosen by a press, or by arrows and Space; every place is said in words.

It shows where injuries are and asks for another one; the list of injuries beside it says the same
and is enough alone. Colour never stands alone: a place with injuries is hatched and has its number.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mdt_core.records.fall_answers import BodySite
from mdt_desktop.qt.accessibility import announce, mark_as_chart
from mdt_desktop.ui.full_fall.body_shapes import (
    BACK_MIDDLE,
    FRONT_MIDDLE,
    HEIGHT,
    WIDTH,
    Place,
    places,
)

_PX_A_UNIT: Final = 2.75
"""So that the smallest place is 44 px each way."""
_PAD_PX: Final = 12
_SITES: Final = tuple(BodySite)
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_CHOOSE: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HOW: Final = "Arrows go from place to place, Space adds an injury there. The list says the same"
_Roles = QPalette.ColorRole


class BodyMap(QWidget):
    """Front and back of a body.

    Signals:
        chosen: the `BodySite` where an injury is to be added
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._injuries: Mapping[BodySite, int] = {}
        self._at = 0
        self._places = places()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        mark_as_chart(self)
        self.setAccessibleDescription(_HOW)
        self.show_injuries({})

    @property
    def site(self) -> BodySite:
        """The place that the keyboard is on."""
        return _SITES[self._at]

    def words_of(self, site: BodySite) -> str:
        """A place with what is recorded there: `Left hip, 1 injury`."""
        number = self._injuries.get(site, 0)
        said = f"{number} {'injury' if number == 1 else 'injuries'}" if number else "none recorded"
        return f"{site.label}, {said}"

    def show_injuries(self, injuries: Mapping[BodySite, int]) -> None:
        """Shows how many injuries are recorded at each place."""
        self._injuries = dict(injuries)
        found = [self.words_of(site) for site in _SITES if self._injuries.get(site)]
        self.setAccessibleName(f"Body map. {'; '.join(found) or 'No injury recorded'}")
        self.update()

    def centre_of(self, site: BodySite, *, is_front: bool = True) -> QPointF:
        """Where a place lies in the widget, on the front where it is on both."""
        found = [each for each in self._places if each.site is site]
        same = [each for each in found if each.is_front is is_front] or found
        return self._transform().map(same[0].path).boundingRect().center()

    @override
    def sizeHint(self) -> QSize:
        return QSize(int(WIDTH * _PX_A_UNIT), int(HEIGHT * _PX_A_UNIT) + 2 * self._line() + _PAD_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # What a person does

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place is not None:
            self._at = _SITES.index(place.site)
            self.update()
            self.chosen.emit(place.site)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._at = (self._at + _STEPS[key]) % len(_SITES)
            announce(self, self.words_of(self.site))
            self.update()
        elif key in _CHOOSE:
            self.chosen.emit(self.site)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        announce(self, self.words_of(self.site))

    def _place_at(self, where: QPointF) -> Place | None:
        transform = self._transform()
        return next((p for p in self._places if transform.map(p.path).contains(where)), None)

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._write_heads(painter)
        transform = self._transform()
        for place in self._places:
            self._paint_place(painter, place, transform.map(place.path))
        self._paint_focus(painter, transform)
        painter.end()

    def _write_heads(self, painter: QPainter) -> None:
        painter.setPen(self._colour(_Roles.WindowText))
        bottom = self.height() - self._line() - _PAD_PX // 2
        for middle, words, sides in (
            (FRONT_MIDDLE, "Front", ("right", "left")),
            (BACK_MIDDLE, "Back", ("left", "right")),
        ):
            self._write(painter, middle, _PAD_PX // 2, words)
            for away, side in zip((-26, 26), sides, strict=True):
                self._write(painter, middle + away, bottom, side)

    def _write(self, painter: QPainter, middle: float, top: float, words: str) -> None:
        width = self.fontMetrics().horizontalAdvance(words) + 8
        x = self._transform().map(QPointF(middle, 0)).x()
        box = QRectF(x - width / 2, top, width, self._line())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_place(self, painter: QPainter, place: Place, path: QPainterPath) -> None:
        painter.setPen(QPen(self._colour(_Roles.Dark), 1.5))
        painter.fillPath(path, self._colour(_Roles.Base))
        number = self._injuries.get(place.site, 0)
        if number:
            painter.fillPath(
                path, QBrush(self._colour(_Roles.BrightText), Qt.BrushStyle.BDiagPattern)
            )
        painter.drawPath(path)
        if number:
            self._write_number(painter, path.boundingRect().center(), str(number))

    def _write_number(self, painter: QPainter, at: QPointF, number: str) -> None:
        high = self._line()
        box = QRectF(at.x() - high / 2, at.y() - high / 2, high, high)
        painter.setPen(QPen(self._colour(_Roles.BrightText), 1.5))
        painter.setBrush(self._colour(_Roles.Base))
        painter.drawEllipse(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._colour(_Roles.WindowText))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)

    def _paint_focus(self, painter: QPainter, transform: QTransform) -> None:
        if not self.hasFocus():
            return
        painter.setPen(QPen(self._colour(_Roles.Link), 4))
        for place in self._places:
            if place.site is self.site:
                painter.drawPath(transform.map(place.path))

    def _transform(self) -> QTransform:
        left = max(0.0, (self.width() - WIDTH * _PX_A_UNIT) / 2)
        return (
            QTransform().translate(left, self._line() + _PAD_PX // 2).scale(_PX_A_UNIT, _PX_A_UNIT)
        )

    def _line(self) -> int:
        return self.fontMetrics().height() + 4

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)
