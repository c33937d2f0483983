"""One paper after another to a printer or into files, each recorded before the next is made.

A paper is of one home; whatever goes wrong stops there, and what was put out before is said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mdt_core.use_cases.paper import record_print
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.paper.presenter import Made, file_in, save, send_to_queue
from mdt_desktop.ui.paper.printing import PicturePrinting, printer_named


@dataclass(frozen=True)
class Printing:
    """To which printer, how many copies of each, and whether the system takes a PDF."""

    printer: str
    copies: int
    takes_pdf: bool


@dataclass(frozen=True)
class PutOut:
    """What came of it: how many papers, the last file where there is one, and what is wrong, if any.

    `is_recorded` is False where a paper is out and its record could not be kept.
    """

    number: int
    path: Path | None = None
    error: Exception | None = None
    is_recorded: bool = True


class PuttingOut(QObject):
    """One order at a time.

    Signals:
        ended: the `PutOut`
    """

    ended = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._makers: list[Callable[[], Made]] = []
        self._number = 0
        self._paths: list[Path] = []
        self._printing: Printing | None = None
        self._folder: Path | None = None
        self._path: Path | None = None

    def print(self, makers: Sequence[Callable[[], Made]], printing: Printing) -> None:
        """Prints each of these papers."""
        self._begin(makers)
        self._printing = printing
        self._next()

    def save(self, maker: Callable[[], Made], path: Path) -> None:
        """Saves one paper to a file."""
        self._begin((maker,))
        self._path = path
        self._next()

    def save_all(self, makers: Sequence[Callable[[], Made]], folder: Path) -> None:
        """Saves each of these papers to a file of its own in a folder."""
        self._begin(makers)
        self._folder = folder
        self._next()

    def _begin(self, makers: Sequence[Callable[[], Made]]) -> None:
        self._makers, self._number, self._paths = list(makers), 0, []
        self._printing = self._folder = self._path = None

    def _next(self) -> None:
        long_work = self._context.runners.long_work
        if not self._makers:
            self._end()
        elif long_work.takes_work:
            maker = self._makers.pop(0)
            work = partial(self._made_and_out, maker)
            long_work.run(work, then=self._on_out, failed=self._on_failed, receiver=self)

    def _made_and_out(self, maker: Callable[[], Made]) -> Made:
        """Runs on the worker: makes one and puts it out, save where pages go as pictures."""
        made = maker()
        to = self._printing
        if to is None:
            path = self._path or file_in(self._folder or Path(), made, self._paths)
            self._paths.append(save(made.pdf, path))
        elif to.takes_pdf:
            send_to_queue(made.pdf, printer=to.printer, copies=to.copies, page=made.look.page)
        return made

    def _on_out(self, made: Made) -> None:
        to = self._printing
        if to is None or to.takes_pdf:
            self._record(made)
            return
        target = printer_named(to.printer, made.look.page, to.copies)
        pictures = PicturePrinting(self._context.runners.long_work, made.pdf, target, self)
        pictures.finished.connect(partial(self._record, made))
        pictures.failed.connect(self._on_failed)
        pictures.start()

    def _record(self, made: Made) -> None:
        context, to = self._context, self._printing
        self._number += 1
        if context.runners.deeds.takes_work:
            work = partial(
                record_print,
                context.store,
                by=context.actor,
                home_id=made.home_id,
                sheet=made.sheet,
                how=f"sent to printer {to.printer}" if to else "saved as PDF",
                copies=to.copies if to else 1,
            )
            context.runners.deeds.run(
                work, then=self._on_recorded, failed=self._on_not_recorded, receiver=self
            )

    def _on_recorded(self, _nothing: None) -> None:
        self._next()

    def _on_not_recorded(self, error: Exception) -> None:
        self._end(error, is_recorded=False)

    def _on_failed(self, error: Exception) -> None:
        self._end(error)

    def _end(self, error: Exception | None = None, *, is_recorded: bool = True) -> None:
        self._makers = []
        path = self._paths[-1] if self._paths else None
        self.ended.emit(PutOut(self._number, path, error, is_recorded))
