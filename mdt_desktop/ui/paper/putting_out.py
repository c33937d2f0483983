"""One paper after another to a printer or into files, each recorded before the next is made.

A paper is of one home or one resident; whatever goes wrong stops there, and what was put out before is
said. A maker may pass one over, which is not an error; between two papers the rest can be given up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mdt_core.actor import Actor
from mdt_core.documents.contents import PaperLook
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_desktop.qt import changes
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.paper.presenter import file_in, save, send_to_queue
from mdt_desktop.ui.paper.printing import PicturePrinting, printer_named


class Out(Protocol):
    """A paper that is made: its bytes, how it was set, what its file is called, and its record."""

    @property
    def pdf(self) -> bytes:
        """The document."""

    @property
    def look(self) -> PaperLook:
        """How it was set."""

    @property
    def file_name(self) -> str:
        """What its file is called."""

    def record(self, store: Store, *, by: Actor, how: str, copies: int) -> Changes | None:
        """Records that a copy exists; gives what that changed on screens, if anything."""


Maker = Callable[[], Out | None]
"""Makes one paper, or nothing where it is passed over."""


@dataclass(frozen=True)
class Printing:
    """To which printer, how many copies of each, and whether the system takes a PDF.

    `copies_of` says it of one paper, where they are not all wanted as often.
    """

    printer: str
    copies: int
    takes_pdf: bool
    copies_of: Callable[[Out], int] | None = None

    def number(self, made: Out) -> int:
        """How many copies of this paper."""
        return self.copies_of(made) if self.copies_of is not None else self.copies


@dataclass(frozen=True)
class PutOut:
    """What came of it: how many papers, the last file where there is one, and what is wrong, if any.

    `is_recorded` is False where a paper is out and its record could not be kept. `unsure` was on its
    way to the printer when something went wrong: a person must look whether it came out.
    """

    number: int
    path: Path | None = None
    error: Exception | None = None
    is_recorded: bool = True
    unsure: Out | None = None


class PuttingOut(QObject):
    """One order at a time.

    Signals:
        ended: the `PutOut`
        progressed: how many papers of the order are behind it
    """

    ended = Signal(object)
    progressed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._makers: list[Maker] = []
        self._number = self._behind = 0
        self._paths: list[Path] = []
        self._printing: Printing | None = None
        self._folder: Path | None = None
        self._path: Path | None = None
        self.is_busy = False
        """Whether an order is being put out; another begun now would end it unsaid."""
        self._sending: Out | None = None

    def print(self, makers: Sequence[Maker], printing: Printing) -> None:
        """Prints each of these papers."""
        self._begin(makers)
        self._printing = printing
        self._next()

    def save(self, maker: Maker, path: Path) -> None:
        """Saves one paper to a file."""
        self._begin((maker,))
        self._path = path
        self._next()

    def save_all(self, makers: Sequence[Maker], folder: Path) -> None:
        """Saves each of these papers to a file of its own in a folder."""
        self._begin(makers)
        self._folder = folder
        self._next()

    def give_up(self) -> None:
        """Makes none of those that are left; the one that is being made is put out."""
        self._makers = []

    def it_printed(self, made: Out) -> None:
        """Records a paper of which a person saw that it came out, though the printer said it did not."""
        to = self._printing
        self._begin(())
        self._printing = to
        self._record(made)

    def _begin(self, makers: Sequence[Maker]) -> None:
        self._makers, self._number, self._paths = list(makers), 0, []
        self._behind, self.is_busy = 0, True
        self._printing = self._folder = self._path = None

    def _next(self) -> None:
        long_work = self._context.runners.long_work
        if not self._makers:
            self._end()
        elif long_work.takes_work:
            maker = self._makers.pop(0)
            work = partial(self._made_and_out, maker)
            long_work.run(work, then=self._on_out, failed=self._on_failed, receiver=self)

    def _made_and_out(self, maker: Maker) -> Out | None:
        """Runs on the worker: makes one and puts it out, save where pages go as pictures."""
        self._sending = None
        made = maker()
        to = self._printing
        if made is None:
            return None
        if to is None:
            path = self._path or file_in(self._folder or Path(), made, self._paths)
            self._paths.append(save(made.pdf, path))
        elif to.takes_pdf:
            self._sending = made
            copies = to.number(made)
            send_to_queue(made.pdf, printer=to.printer, copies=copies, page=made.look.page)
        return made

    def _on_out(self, made: Out | None) -> None:
        to = self._printing
        if made is None:
            self._on_recorded(None)
            return
        if to is None or to.takes_pdf:
            self._record(made)
            return
        self._sending = made
        target = printer_named(to.printer, made.look.page, to.number(made))
        pictures = PicturePrinting(self._context.runners.long_work, made.pdf, target, self)
        pictures.finished.connect(partial(self._record, made))
        pictures.failed.connect(self._on_failed)
        pictures.start()

    def _record(self, made: Out) -> None:
        context, to = self._context, self._printing
        self._number += 1
        if context.runners.deeds.takes_work:
            work = partial(
                made.record,
                context.store,
                by=context.actor,
                how=f"sent to printer {to.printer}" if to else "saved as PDF",
                copies=to.number(made) if to else 1,
            )
            context.runners.deeds.run(
                work, then=self._on_recorded, failed=self._on_not_recorded, receiver=self
            )

    def _on_recorded(self, written: Changes | None) -> None:
        self._behind += 1
        if written is not None:
            self._context.bus.publish(changes.Changes(written.kinds, written.ids))
        self.progressed.emit(self._behind)
        self._next()

    def _on_not_recorded(self, error: Exception) -> None:
        self._end(error, is_recorded=False)

    def _on_failed(self, error: Exception) -> None:
        self._end(error, unsure=self._sending)

    def _end(
        self,
        error: Exception | None = None,
        *,
        is_recorded: bool = True,
        unsure: Out | None = None,
    ) -> None:
        self._makers, self._sending = [], None
        self.is_busy = False
        path = self._paths[-1] if self._paths else None
        self.ended.emit(PutOut(self._number, path, error, is_recorded, unsure))
