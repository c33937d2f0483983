"""The outline of a body, front and back, by places: a simple figure of our own in plain shapes.

One unit is a two-hundredth of the height. The person's right is on the left of the front and on the
right of the back, as whoever looks at them sees it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from mdt_core.records.fall_answers import BodySite

WIDTH: Final = 220.0
HEIGHT: Final = 200.0
"""Of both figures side by side, in units."""

FRONT_MIDDLE: Final = 50.0
BACK_MIDDLE: Final = 170.0
_ROUND: Final = 6.0

_MIDDLE_FRONT: Final = {
    BodySite.FACE: (-13, 1, 26, 28),
    BodySite.NECK: (-9, 30, 18, 16),
    BodySite.CHEST: (-16, 46, 32, 27),
    BodySite.ABDOMEN: (-16, 73, 32, 25),
}
_MIDDLE_BACK: Final = {
    BodySite.BACK_OF_HEAD: (-13, 1, 26, 28),
    BodySite.NECK: (-9, 30, 18, 16),
    BodySite.BACK: (-16, 46, 32, 27),
    BodySite.LOW_BACK: (-16, 73, 32, 25),
}
_RIGHT: Final = {
    BodySite.RIGHT_SHOULDER: ((-17, 46), (-30, 47), (-36, 54), (-36, 65), (-17, 65)),
    BodySite.RIGHT_ARM: ((-36, 66), (-19, 66), (-25, 105), (-42, 105)),
    BodySite.RIGHT_HAND: ((-42, 106), (-25, 106), (-27, 124), (-36, 127), (-44, 122)),
    BodySite.RIGHT_HIP: ((-1, 99), (-17, 99), (-20, 117), (-1, 117)),
    BodySite.RIGHT_LEG: ((-20, 118), (-2, 118), (-3, 178), (-19, 178)),
    BodySite.RIGHT_FOOT: ((-19, 179), (-3, 179), (-3, 197), (-25, 197), (-24, 190)),
}
_LEFT_OF: Final = {
    BodySite.RIGHT_SHOULDER: BodySite.LEFT_SHOULDER,
    BodySite.RIGHT_ARM: BodySite.LEFT_ARM,
    BodySite.RIGHT_HAND: BodySite.LEFT_HAND,
    BodySite.RIGHT_HIP: BodySite.LEFT_HIP,
    BodySite.RIGHT_LEG: BodySite.LEFT_LEG,
    BodySite.RIGHT_FOOT: BodySite.LEFT_FOOT,
}


@dataclass(frozen=True)
class Place:
    """One place of one of the two figures."""

    site: BodySite
    is_front: bool
    path: QPainterPath


def places() -> tuple[Place, ...]:
    """Every place of both figures, in units."""
    return (*_figure(is_front=True), *_figure(is_front=False))


def _figure(*, is_front: bool) -> Iterator[Place]:
    middle = FRONT_MIDDLE if is_front else BACK_MIDDLE
    for site, (left, top, width, height) in (_MIDDLE_FRONT if is_front else _MIDDLE_BACK).items():
        yield Place(site, is_front, _rounded(QRectF(middle + left, top, width, height)))
    for right, corners in _RIGHT.items():
        side = 1 if is_front else -1
        for site, way in ((right, side), (_LEFT_OF[right], -side)):
            yield Place(site, is_front, _polygon(middle, way, corners))


def _rounded(box: QRectF) -> QPainterPath:
    path = QPainterPath()
    is_head = box.top() < _ROUND
    if is_head:
        path.addEllipse(box)
    else:
        path.addRoundedRect(box, _ROUND, _ROUND)
    return path


def _polygon(middle: float, way: int, corners: tuple[tuple[int, int], ...]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(middle + way * x, y) for x, y in corners]))
    path.closeSubpath()
    return path
