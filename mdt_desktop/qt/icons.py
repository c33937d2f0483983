"""Line drawings (Lucide, ISC licence) tinted with a colour of the look.

An icon never stands without a word beside it; where space is short the word is its accessible name.
"""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from mdt_core.files import resource

_SHARPNESS: Final = 3  # drawn at three times its size for screens of high density


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """The named drawing in `#rrggbb`; raises FileNotFoundError where there is none."""
    return QIcon(_pixmap(name, colour, size))


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    known = f"{name} {colour} {size}"
    pixmap = QPixmap()
    if not QPixmapCache.find(known, pixmap):
        pixmap = _drawn(name, colour, size)
        QPixmapCache.insert(known, pixmap)
    return pixmap


def _drawn(name: str, colour: str, size: int) -> QPixmap:
    tinted = _drawing(name).replace("currentColor", QColor(colour).name())
    pixmap = QPixmap(size * _SHARPNESS, size * _SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(tinted.encode()))
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap
