"""Printers of this computer: their names, and pages as pictures where the system takes no PDF."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from mdt_core.errors import NotPrinted
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.ui.paper.drawing import Picture, draw, page_count
from mdt_desktop.ui.paper.preview import image_of

PRINT_DPI: Final = 300
_SIZES: Final = {"A4": QPageSize.PageSizeId.A4, "A5": QPageSize.PageSizeId.A5}


@dataclass(frozen=True)
class PrinterNames:
    """The printers by name, the usual one first; empty where none is set up."""

    names: tuple[str, ...]


def printers_here() -> PrinterNames:
    """Asks the system which printers it has."""
    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return PrinterNames(tuple(sorted(names, key=lambda name: (name != usual, name.casefold()))))


def printer_named(name: str, page: str, copies: int) -> QPrinter:
    """A printer of the system, set for the page; its own settings otherwise stand."""
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setPageSize(QPageSize(_SIZES[page]))
    printer.setFullPage(True)
    printer.setCopyCount(copies)
    printer.setDocName("Round sheet")
    return printer


class PicturePrinting(QObject):
    """Paints a PDF into a printer page by page, each drawn on the worker.

    Signals:
        finished: nothing; the system's queue has every page
        failed: the NotPrinted that says why not
    """

    finished = Signal()
    failed = Signal(object)

    def __init__(
        self,
        long_work: BackgroundRunner,
        pdf: bytes,
        printer: QPrinter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._long_work, self._pdf, self._printer = long_work, pdf, printer
        self._painter = QPainter()
        self._pages = 0

    def start(self) -> None:
        """Begins; one of the two signals follows."""
        self._long_work.run(
            partial(page_count, self._pdf),
            then=self._on_counted,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_counted(self, count: int) -> None:
        self._pages = count
        if not self._painter.begin(self._printer):
            self._fail("Not printed: the printer did not begin")
            return
        self._draw(0)

    def _draw(self, place: int) -> None:
        self._long_work.run(
            partial(draw, self._pdf, place, PRINT_DPI),
            then=partial(self._on_drawn, place),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_drawn(self, place: int, picture: Picture) -> None:
        if place and not self._printer.newPage():
            self._fail(f"Not printed whole: the printer stopped before page {place + 1}")
            return
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        self._painter.drawImage(QRectF(0, 0, paper.width(), paper.height()), image_of(picture))
        if place + 1 < self._pages:
            self._draw(place + 1)
        elif self._painter.end() and self._printer.printerState() != QPrinter.PrinterState.Error:
            self.finished.emit()
        else:
            self._fail("Not printed: the printer reported an error")

    def _on_failed(self, error: Exception) -> None:
        self._fail(f"Not printed: a page could not be drawn ({type(error).__name__})")

    def _fail(self, words: str) -> None:
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
        self.failed.emit(NotPrinted(words, next_step="Look at the printer, then print again"))
