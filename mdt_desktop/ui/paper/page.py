"""Print preview of a round's papers: see them, print them, save them. What is printed is what was kept.

A paper is of one home. Of a round over several homes each home's paper is stepped through, and all of
them can be printed or saved one after the other.
"""

import os
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from mdt_core.clock import london
from mdt_core.errors import KnownError
from mdt_core.records.receipts import side_of
from mdt_core.records.rounds import Programme
from mdt_core.store.queries.together import RoundOf
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import MessageBar
from mdt_desktop.ui.actions.reach import opened_words
from mdt_desktop.ui.actions.seen import Saying
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.context import Context, ToPlan, ToRound
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.paper.kind import PaperKind
from mdt_desktop.ui.paper.options import PaperOptions
from mdt_desktop.ui.paper.presenter import (
    KEEP_SAFE,
    NO_PAPER,
    NO_PRINTER,
    HomePaper,
    Made,
    about,
    file_name,
    heading,
    homes_of,
    make,
    unsigned_words,
)
from mdt_desktop.ui.paper.preview import ZOOMS, Preview
from mdt_desktop.ui.paper.printing import PrinterNames, printers_here
from mdt_desktop.ui.paper.putting_out import Printing, PutOut, PuttingOut
from mdt_desktop.ui.sync.words import paper_freshness

TAKES_PDF: Final = os.name == "posix"
_WIDTH_MM: Final = {"A4": 210.0, "A5": 148.0}
_ON_IT: Final = ("round_entry", "action", "withdrawal", "round", "resident", "allergy_state")


class PaperPage(QWidget):
    """The papers of a round's day. `printers` and `takes_pdf` say what the system offers."""

    def __init__(  # noqa: PLR0917 - what its destination holds, in its order
        self,
        context: Context,
        home_id: str,
        day: date,
        programme: Programme = Programme.WEEKLY,
        document: PaperKind = PaperKind.SHEET,
        parent: QWidget | None = None,
        *,
        printers: PrinterNames | None = None,
        takes_pdf: bool = TAKES_PDF,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._of = context, RoundOf(home_id, day, programme)
        self._document = document
        self._printers = printers or printers_here()
        self._takes_pdf = takes_pdf
        self._homes: tuple[HomePaper, ...] = ()
        self._place = 0
        self._said = ""
        self.made: Made | None = None
        self._saying = Saying(context, self)
        self.message = MessageBar(self)
        self.options = PaperOptions(self._printers.names, self, title=document.value)
        self.preview = Preview(context.runners.long_work, self)
        self.putting_out = PuttingOut(context, self)
        self._build()
        self._connect()

    def load(self) -> None:
        """Asks which homes have this paper, and makes the first."""
        self._ask_homes()

    def refresh(self, changes: Changes) -> None:
        """Makes it again where something that stands on it has changed."""
        if changes.touches(*_ON_IT):
            self._ask_homes()

    def leave(self) -> None:
        """Has no draft."""

    def _build(self) -> None:
        box = column(self, margin=8)
        box.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.options)
        row.addWidget(self.preview, 1)
        box.addLayout(row, 1)
        self.options.set_ready(is_ready=False)

    def _connect(self) -> None:
        self.options.look_changed.connect(self._make)
        self.options.zoomed.connect(self._on_zoomed)
        self.options.stepped.connect(self._on_stepped)
        self.options.print_button.clicked.connect(self._on_print)
        self.options.print_all.clicked.connect(self._on_print_all)
        self.options.save_button.clicked.connect(self._on_save)
        self.options.save_all.clicked.connect(self._on_save_all)
        self.options.back_button.clicked.connect(self._on_back)
        self.putting_out.ended.connect(self._on_put_out)
        keys = Bindings(Where.PAPER, self)
        keys.bind("paper.print", button=self.options.print_button)
        keys.bind("paper.save", button=self.options.save_button)
        keys.bind("paper.larger", button=self.options.larger)
        keys.bind("paper.smaller", button=self.options.smaller)

    # Which home

    def _ask_homes(self) -> None:
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(homes_of, context.store, context.actor, self._of, self._document),
                then=self._on_homes,
                failed=self._on_not_made,
                receiver=self,
            )

    def _on_homes(self, homes: tuple[HomePaper, ...]) -> None:
        here = self._home().home_id if self._homes else ""
        self._homes = homes
        ids = [home.home_id for home in homes]
        self._place = ids.index(here) if here in ids else 0
        if homes:
            self._show_home()
            self._make()
        else:
            self.message.show_message(NO_PAPER[self._document], "amber")

    def _home(self) -> HomePaper:
        return self._homes[self._place]

    def _show_home(self) -> None:
        self.options.show_home(self._home().name, self._place, len(self._homes))

    def _on_stepped(self, step: int) -> None:
        if 0 <= self._place + step < len(self._homes):
            self._place += step
            self._show_home()
            self._make()

    # Making

    def _maker(self, home: HomePaper) -> Callable[[], Made]:
        context = self._context
        return partial(
            make,
            context.store,
            by=context.actor,
            of=self._of.in_home(home.home_id),
            document=self._document,
            waiting=context.waiting(),
            fresh=paper_freshness(context.got_at(home.home_id), context.waiting(), context.clock()),
            practice=context.is_practice,
            look=self.options.look(),
        )

    def _make(self) -> None:
        long_work = self._context.runners.long_work
        if long_work.takes_work and self._homes:
            self.options.set_ready(is_ready=False)
            long_work.run(
                self._maker(self._home()),
                then=self._on_made,
                failed=self._on_not_made,
                receiver=self,
            )

    def _on_made(self, made: Made) -> None:
        if not self._is_asked_for(made):
            return
        is_first, self.made = self.made is None, made
        unsigned = unsigned_words(made.unsigned_rooms)
        now = self._context.clock()
        said = "\n".join(filter(None, (about(made.sheet), self._opened_words(made, now))))
        self.options.show_document(heading(made.sheet), said, unsigned)
        self._show_ready()
        if is_first:
            first = self.options.print_button if self._printers.names else self.options.save_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.preview.zoom = self.preview.fitting(_WIDTH_MM[made.look.page])
            self.options.show_zoom(self.preview.zoom)
        self.preview.show_pdf(made.pdf)
        if made.opened is not None and made.opened.seen_at is None:
            self._saying.say((Told(made.opened.version),))

    def _is_asked_for(self, made: Made) -> bool:
        return made.look == self.options.look() and made.home_id == self._home().home_id

    def _show_ready(self) -> None:
        """Only what is named above it is printed, and one order after another."""
        is_asked_for = self.made is not None and self._is_asked_for(self.made)
        self.options.set_ready(is_ready=is_asked_for and not self.putting_out.is_busy)

    def _opened_words(self, made: Made, now: datetime) -> str:
        """For those who sent it: whether the other side has opened it."""
        is_ours = made.opened is None or made.opened.by is side_of(self._context.actor.role)
        return "" if is_ours else opened_words(made.opened, now)

    def _on_not_made(self, error: Exception) -> None:
        self.made = None
        self.preview.show_pdf(b"")
        self.message.show_message(_why(error), "red")

    def _on_zoomed(self, step: int) -> None:
        place = ZOOMS.index(self.preview.zoom) + step
        if 0 <= place < len(ZOOMS):
            self.preview.set_zoom(ZOOMS[place])
            self.options.show_zoom(ZOOMS[place])

    # Printing

    def _on_print(self) -> None:
        """Prints what is on show, not what the store has become since."""
        if self.made is not None:
            self._print([partial(_as_it_is, self.made)])

    def _on_print_all(self) -> None:
        if self.made is not None:
            self._print([self._maker(home) for home in self._homes])

    def _print(self, makers: list[Callable[[], Made]]) -> None:
        printer, copies = self.options.printer(), self.options.copies()
        if not printer:
            self.message.show_message(NO_PRINTER, "amber")
            return
        self.options.set_ready(is_ready=False)
        number = "1 copy" if copies == 1 else f"{copies} copies"
        each = f" of each of {len(makers)} homes" if len(makers) > 1 else ""
        self._said = f"Sent {number}{each} to the queue of {printer}"
        self.putting_out.print(makers, Printing(printer, copies, self._takes_pdf))

    # Saving

    def _on_save(self) -> None:
        if self.made is None:
            return
        dialog = self._dialog("Save PDF", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(file_name(self.made.sheet))
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _on_save_all(self) -> None:
        dialog = self._dialog("Save one PDF for each home in this folder", "")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.save_all_in)
        dialog.open()

    def _dialog(self, title: str, kinds: str) -> QFileDialog:
        where = QStandardPaths.StandardLocation.DocumentsLocation
        dialog = QFileDialog(self, title, QStandardPaths.writableLocation(where), kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def save_to(self, path: str) -> None:
        """Saves the paper on show to a file."""
        if self.made is not None:
            self._begin_saving(1)
            self.putting_out.save(partial(_as_it_is, self.made), Path(path))

    def save_all_in(self, folder: str) -> None:
        """Saves the paper of every home, each to a file of its own in a folder."""
        if self.made is not None:
            self._begin_saving(len(self._homes))
            makers = [self._maker(home) for home in self._homes]
            self.putting_out.save_all(makers, Path(folder))

    def _begin_saving(self, number: int) -> None:
        self.options.set_ready(is_ready=False)
        self._said = "Saved" if number == 1 else f"Saved {number} files"

    # What came of it

    def _on_put_out(self, done: PutOut) -> None:
        self._show_ready()
        number = len(self._homes)
        if done.error is not None and done.is_recorded:
            before = f"{done.number} of {number} homes are done. " if done.number else ""
            self.message.show_message(f"{before}{_why(done.error)}", "red")
            return
        words = self._done_words(done)
        if done.error is not None:
            words = f"{words}. That this copy exists could not be recorded: {_why(done.error)}"
        self.message.show_message(words, "green" if done.error is None else "amber")

    def _done_words(self, done: PutOut) -> str:
        at = f"{london(self._context.clock()):%H:%M:%S}"
        if done.path is None:
            return f"{self._said} {at}. Look that it came out"
        if done.number > 1:
            return f"{self._said} {at} in {done.path.parent}. {KEEP_SAFE}"
        return f"{self._said} {at} as {done.path}. {KEEP_SAFE}"

    def _on_back(self) -> None:
        of = self._of
        if self._document is PaperKind.BRIEF:
            self._context.go(ToPlan(of.home_id, of.day, of.programme))
        else:
            self._context.go(ToRound(of.home_id, of.day, programme=of.programme))


def _as_it_is(made: Made) -> Made:
    return made


def _why(error: Exception) -> str:
    if isinstance(error, KnownError):
        return ". ".join(part.rstrip(".") for part in (error.message, error.next_step) if part)
    return f"Not printed. The program met a fault of its own ({type(error).__name__})"
