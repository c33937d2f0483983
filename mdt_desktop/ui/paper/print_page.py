"""The base of a page that previews papers, prints them and saves them, of one home or resident after another.

Whom the screen names is printed and nobody else, as it was on show and not as the store has become since;
while an order is put out no other begins. A page made from this says whose papers there are, how one is
made and in which words; it prints nothing by itself.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdt_core.clock import london
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import MessageBar
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.paper.options import PaperOptions
from mdt_desktop.ui.paper.presenter import KEEP_SAFE, NO_PRINTER, why_words
from mdt_desktop.ui.paper.preview import ZOOMS, Preview
from mdt_desktop.ui.paper.printing import PrinterNames
from mdt_desktop.ui.paper.putting_out import Maker, Out, Printing, PutOut, PuttingOut
from mdt_desktop.ui.paper.save_dialog import ask_file, ask_folder

TAKES_PDF: Final = os.name == "posix"
_WIDTH_MM: Final = {"A4": 210.0, "A5": 148.0}


class HasName(Protocol):
    """A home or a resident that a paper is of."""

    @property
    def name(self) -> str:
        """How the screen names them."""


@dataclass(frozen=True)
class PageWords:
    """How a page speaks of its papers: its title, what each is of, where back leads.

    `counted` follows the number of several: ` homes`; empty where the number alone says it.
    """

    title: str
    of: str
    back: str
    counted: str = ""


WhoseT = TypeVar("WhoseT", bound=HasName)
MadeT = TypeVar("MadeT", bound=Out)


class PrintPage(QWidget, Generic[WhoseT, MadeT]):
    """Options and deeds to the left, the preview to the right. `takes_pdf` says what the system prints."""

    def __init__(
        self,
        context: Context,
        words: PageWords,
        parent: QWidget | None = None,
        *,
        printers: PrinterNames,
        takes_pdf: bool,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._words = context, words
        self._printers, self._takes_pdf = printers, takes_pdf
        self._all: tuple[WhoseT, ...] = ()
        self._place = self._number = 0
        self._said = ""
        self.made: MadeT | None = None
        self.message = MessageBar(self)
        self.options = PaperOptions(
            printers.names, self, title=words.title, of=words.of, back=words.back
        )
        self.putting_out = PuttingOut(context, self)

    # What a page made from this says

    def maker(self, whose: WhoseT) -> Callable[[], MadeT]:
        """Gives what makes the paper of one of them on the worker, as it is asked for now."""
        raise NotImplementedError

    def is_of(self, made: MadeT, whose: WhoseT) -> bool:
        """Says whether a paper is of that one, and what is asked for now; its look is seen to here."""
        raise NotImplementedError

    def show_made(self, made: MadeT) -> None:
        """Shows the words about the paper that is on show from now on."""
        raise NotImplementedError

    def saved_words(self, number: int) -> str:
        """Gives the words for so many files, should all of them be saved."""
        return "Saved" if number == 1 else f"Saved {number} files"

    def go_back(self) -> None:
        """Leads to where the page was asked for."""
        raise NotImplementedError

    def as_put_out(self, made: MadeT) -> MadeT:
        """Gives the paper on show as it is printed or saved."""
        return made

    def all_makers(self) -> list[Maker]:
        """Gives what makes the papers of all of them."""
        return [self.maker(whose) for whose in self._all]

    def done_words(self, done: PutOut) -> str:
        """Gives the words for an order that ended."""
        return self.out_words(done, is_several=done.number > 1)

    def leave(self) -> None:
        """Has no draft; what is being printed is printed to its end."""

    # What it looks like

    def lay_out(self) -> None:
        """Makes the preview and lays the page out; called once, when the options ask all they ask."""
        self.preview = Preview(self._context.runners.long_work, self)
        self._box = column(self, margin=8)
        self._box.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.options)
        row.addWidget(self.preview, 1)
        self._box.addLayout(row, 1)
        self.options.set_ready(is_ready=False)
        self._connect()

    def _connect(self) -> None:
        options = self.options
        options.look_changed.connect(self._make)
        options.zoomed.connect(self._on_zoomed)
        options.stepped.connect(self._on_stepped)
        options.print_button.clicked.connect(self._on_print)
        options.print_all.clicked.connect(self._on_print_all)
        options.save_button.clicked.connect(self._on_save)
        options.save_all.clicked.connect(self._on_save_all)
        options.back_button.clicked.connect(self.go_back)
        self.putting_out.ended.connect(self._on_put_out)
        deeds = (("paper.print", options.print_button), ("paper.save", options.save_button))
        zooms = (("paper.larger", options.larger), ("paper.smaller", options.smaller))
        Bindings(Where.PAPER, self).bind_buttons((*deeds, *zooms))

    # Whose paper

    @property
    def whose(self) -> WhoseT:
        """Whom the screen names; raises IndexError where it names nobody."""
        return self._all[self._place]

    def take_up(self, everybody: tuple[WhoseT, ...], place: int, nobody: str) -> None:
        """Takes up whose papers there are and makes the one at that place; says so where there are none."""
        self._all, self._place = everybody, place
        if everybody:
            self._show_whose()
            self._make()
        else:
            self.message.show_message(nobody, "amber")

    def _show_whose(self) -> None:
        self.options.show_home(self.whose.name, self._place, len(self._all))

    def _on_stepped(self, step: int) -> None:
        if 0 <= self._place + step < len(self._all):
            self._place += step
            self._show_whose()
            self._make()

    # Making

    def _make(self) -> None:
        long_work = self._context.runners.long_work
        if long_work.takes_work and self._all:
            self.options.set_ready(is_ready=False)
            work = self.maker(self.whose)
            long_work.run(work, then=self._on_made, failed=self._on_not_made, receiver=self)

    def _on_made(self, made: MadeT) -> None:
        if not self._is_asked_for(made):
            return
        is_first, self.made = self.made is None, made
        self.show_made(made)
        self._show_ready()
        if is_first:
            first = self.options.print_button if self._printers.names else self.options.save_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.preview.zoom = self.preview.fitting(_WIDTH_MM[made.look.page])
            self.options.show_zoom(self.preview.zoom)
        self.preview.show_pdf(made.pdf)

    def _is_asked_for(self, made: MadeT) -> bool:
        is_looked_for = bool(self._all) and made.look == self.options.look()
        return is_looked_for and self.is_of(made, self.whose)

    def _show_ready(self) -> None:
        """Only whom and what the screen names is printed, and one order after another."""
        is_asked_for = self.made is not None and self._is_asked_for(self.made)
        self.options.set_ready(is_ready=is_asked_for and not self.putting_out.is_busy)

    def _on_not_made(self, error: Exception) -> None:
        self.made = None
        self.preview.show_pdf(b"")
        self.message.show_message(why_words(error), "red")

    def _on_zoomed(self, step: int) -> None:
        place = ZOOMS.index(self.preview.zoom) + step
        if 0 <= place < len(ZOOMS):
            self.preview.set_zoom(ZOOMS[place])
            self.options.show_zoom(ZOOMS[place])

    # Printing and saving

    def _on_print(self) -> None:
        """Prints what is on show, not what the store has become since."""
        if self.made is not None:
            self._print([self._on_show(self.made)])

    def _on_show(self, made: MadeT) -> Maker:
        return partial(_as_it_is, self.as_put_out(made))

    def _on_print_all(self) -> None:
        makers = self.all_makers()
        if makers:
            self._print(makers)

    def _print(self, makers: Sequence[Maker]) -> None:
        printer, copies = self.options.printer(), self.options.copies()
        if not printer:
            self.message.show_message(NO_PRINTER, "amber")
            return
        number, counted = "1 copy" if copies == 1 else f"{copies} copies", self._words.counted
        each = f" of each of {len(makers)}{counted}" if counted else " of each"
        of = each if len(makers) > 1 else ""
        self._begin(len(makers), f"Sent {number}{of} to the queue of {printer}")
        self.putting_out.print(makers, Printing(printer, copies, self._takes_pdf))

    def _on_save(self) -> None:
        if self.made is not None:
            ask_file(self, "Save PDF", self.made.file_name, self.save_to)

    def _on_save_all(self) -> None:
        ask_folder(self, f"Save one PDF for each {self._words.of} in this folder", self.save_all_in)

    def save_to(self, path: str) -> None:
        """Saves the paper on show to a file."""
        if self.made is not None:
            self._begin(1, self.saved_words(1))
            self.putting_out.save(self._on_show(self.made), Path(path))

    def save_all_in(self, folder: str) -> None:
        """Saves the papers of all of them, each to a file of its own in a folder."""
        makers = self.all_makers()
        if makers:
            self._begin(len(makers), self.saved_words(len(makers)))
            self.putting_out.save_all(makers, Path(folder))

    def _begin(self, number: int, said: str) -> None:
        self.options.set_ready(is_ready=False)
        self._number, self._said = number, said

    # What came of it

    def _on_put_out(self, done: PutOut) -> None:
        self._show_ready()
        if done.error is not None and done.is_recorded:
            behind = f"{done.number} of {self._number}{self._words.counted} are done. "
            words = f"{behind if done.number else ''}{why_words(done.error)}"
            self._show_stopped(words, done)
            return
        words = self.done_words(done)
        if done.error is not None:
            words = f"{words}. That this copy exists could not be recorded: {why_words(done.error)}"
        is_whole = done.error is None and done.number == self._number
        self.message.show_message(words, "green" if is_whole else "amber")

    def _show_stopped(self, words: str, _done: PutOut) -> None:
        self.message.show_message(words, "red")

    def out_words(self, done: PutOut, *, is_several: bool) -> str:
        """Gives what was sent or saved, when, and where it lies."""
        said = f"{self._said} {london(self._context.clock()):%H:%M:%S}"
        if done.path is None:
            return f"{said}. Look that it came out"
        where = f"in {done.path.parent}" if is_several else f"as {done.path}"
        return f"{said} {where}. {KEEP_SAFE}"


def _as_it_is(made: Out) -> Out:
    return made
