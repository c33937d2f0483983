"""The pages of a document below one another, drawn one after another on the worker, at a chosen zoom."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from mdt_desktop.qt.accessibility import Spoken, announce, speak_as
from mdt_desktop.qt.layouts import clear, column_from_top
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.ui.paper.drawing import Picture, draw, page_count

ZOOMS: Final = (30, 40, 50, 75, 90, 100, 125, 150, 200, 300)
SCREEN_DPI: Final = 96
_WHOLE: Final = 100
_ABOVE_PX: Final = 12
_BESIDE_PX: Final = 4
_MM_PER_INCH: Final = 25.4


class Preview(QScrollArea):
    """Shows one PDF; a newer one replaces it, and pages still being drawn for an older are dropped."""

    def __init__(self, long_work: BackgroundRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._long_work = long_work
        self._pdf = b""
        self._turn = 0
        self.zoom = 100
        self.pages: list[QLabel] = []
        self.setAccessibleName("Preview of the pages")
        speak_as(self, Spoken.DOCUMENT)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._paper = QWidget()
        self._box = column_from_top(self._paper, gap=_ABOVE_PX)
        self._box.setContentsMargins(_BESIDE_PX, _ABOVE_PX, _BESIDE_PX, _ABOVE_PX)
        self.setWidget(self._paper)

    def show_pdf(self, pdf: bytes) -> None:
        """Shows a document from its first page; an empty one shows nothing."""
        self._pdf = pdf
        self._turn += 1
        self._clear()
        if pdf:
            self._long_work.run(
                partial(page_count, pdf),
                then=partial(self._on_counted, self._turn),
                failed=self._on_failed,
                receiver=self,
            )

    def set_zoom(self, percent: int) -> None:
        """Draws the pages anew at another size."""
        self.zoom = percent
        place = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        self.show_pdf(self._pdf)
        self.verticalScrollBar().setValue(round(place * self.verticalScrollBar().maximum()))

    def fitting(self, paper_mm: float) -> int:
        """The largest zoom, 100 % at most, at which paper of this width fits."""
        width = paper_mm / _MM_PER_INCH * SCREEN_DPI
        bar = self.verticalScrollBar()
        kept = 0 if bar.isVisible() else bar.sizeHint().width()  # it comes with the pages
        room = self.viewport().width() - kept - 2 * _BESIDE_PX
        return max(
            (z for z in ZOOMS if z <= _WHOLE and width * z / _WHOLE <= room), default=ZOOMS[0]
        )

    def _clear(self) -> None:
        clear(self._box)
        self.pages = []
        self.setAccessibleDescription("")

    def _on_counted(self, turn: int, count: int) -> None:
        if turn != self._turn:
            return
        for number in range(1, count + 1):
            label = QLabel(self._paper)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setText(f"Page {number} of {count}")
            label.setAccessibleName(f"Page {number} of {count}")
            self._box.addWidget(label)
            self.pages.append(label)
        announce(self, f"{count} page{'s' if count > 1 else ''}")
        self._draw(turn, 0)

    def _draw(self, turn: int, place: int) -> None:
        is_wanted = turn == self._turn and place < len(self.pages)
        if not is_wanted or not self._long_work.takes_work:
            return
        dots = SCREEN_DPI * self.zoom / 100 * self.devicePixelRatioF()
        self._long_work.run(
            partial(draw, self._pdf, place, dots),
            then=partial(self._on_drawn, turn, place),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_drawn(self, turn: int, place: int, picture: Picture) -> None:
        if turn != self._turn:
            return
        pixmap = QPixmap.fromImage(image_of(picture))
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        label = self.pages[place]
        label.setPixmap(pixmap)
        label.setMinimumSize(QSize(0, round(picture.height / self.devicePixelRatioF())))
        read = self.accessibleDescription() if place else ""
        self.setAccessibleDescription(f"{read}\n{picture.words}".strip())
        self._draw(turn, place + 1)

    def _on_failed(self, error: Exception) -> None:
        self._clear()
        words = QLabel(f"The preview could not be drawn ({type(error).__name__})", self._paper)
        self._box.addWidget(words)


def image_of(picture: Picture) -> QImage:
    """The picture as Qt draws it; a copy, since the pixels are only lent."""
    lent = QImage(
        picture.pixels,
        picture.width,
        picture.height,
        picture.stride,
        QImage.Format.Format_RGB32,
    )
    return lent.copy()
