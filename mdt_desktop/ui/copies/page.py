"""The copies out of date of a home or of one resident: printed anew in one press, then the old ones' fate.

Who is on the list is by room; each new paper goes to the places of the old one. What two versions forbid
is not printed, stays on the list and is named with its reason.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from mdt_core.errors import KnownError
from mdt_core.records.printed_copies import TakenOut
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.printed_copies import say_taken_out
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.cell_words import kept_with_numbers
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import InnerScroll, column
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.copies.presenter import (
    ANSWERED,
    OldCopy,
    Order,
    heading,
    make_ordered,
    orders,
    read_old,
    replaced,
    sent_words,
)
from mdt_desktop.ui.copies.words import REPLACE
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.paper.presenter import KEEP_SAFE, NO_PRINTER
from mdt_desktop.ui.paper.print_page import TAKES_PDF
from mdt_desktop.ui.paper.printing import PrinterNames, printers_here
from mdt_desktop.ui.paper.putting_out import Maker, Out, Printing, PutOut, PuttingOut
from mdt_desktop.ui.paper.save_dialog import ask_folder
from mdt_desktop.ui.plan_paper.page import IT_PRINTED
from mdt_desktop.ui.plan_paper.presenter import MadePlan, Whose, may_be_skipped, skipped_words
from mdt_desktop.ui.sync.words import paper_freshness

ASKED: Final = "Were the old copies taken out?"


class CopiesPage(InnerScroll):
    """The list, the deeds above it, and once replaced the question about the old ones."""

    def __init__(
        self,
        context: Context,
        home_id: str,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
        *,
        printers: PrinterNames | None = None,
        takes_pdf: bool = TAKES_PDF,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Copies out of date")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(InnerScroll.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._context, self._home_id, self._resident_id = context, home_id, resident_id
        self._back, self._takes_pdf = back, takes_pdf
        self._printers = printers or printers_here()
        self._old: tuple[OldCopy, ...] | None = None
        self._skipped: list[tuple[Whose, KnownError]] = []
        self._how, self._number = "", 0
        self._unsure: Out | None = None
        self._has_printed = False
        self._goes_on = True  # to the next deed, once the list is read; not when others change it
        self.cards: list[Card] = []
        self.putting_out = PuttingOut(context, self)
        self._build()
        self._connect()

    def load(self) -> None:
        """Reads the register."""
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again, but not while papers are being made: the list would move under the hand."""
        if changes.kinds and not self._is_busy:
            self._read()

    def leave(self) -> None:
        """Has no draft; what is being printed is printed to its end."""

    def _build(self) -> None:
        inside = QWidget(self)
        box = column(inside, margin=16, gap=12)
        self.heading = Heading("", 1, inside)
        self.message = MessageBar(inside)
        self.printer = QComboBox(inside)
        self.printer.setAccessibleName("Printer")
        self.printer.addItems(self._printers.names)
        self.printer.setVisible(len(self._printers.names) > 1)
        self.no_printer = Words(NO_PRINTER, inside)
        self.no_printer.setVisible(not self._printers.names)
        self.print_button = Button(REPLACE, Kind.PRIMARY, icon_name="file-text", parent=inside)
        self.save_button = Button("Save PDFs…", parent=inside)
        self.back_button = Button("Back", parent=inside)
        deeds = FlowRow(inside)
        for button in (self.print_button, self.save_button, self.back_button):
            deeds.add(button)
        self._question = Words(ASKED, inside, words="label")
        self.taken_out = Button(TakenOut.OUT.label, Kind.PRIMARY, parent=inside)
        self.not_yet = Button(TakenOut.NOT_YET.label, parent=inside)
        self._answers = FlowRow(inside)
        for button in (self.taken_out, self.not_yet):
            self._answers.add(button)
        asked = (self._question, self._answers)
        for part in (self.heading, self.message, *asked, self.printer, self.no_printer, deeds):
            box.addWidget(part)
        self._list = QWidget(inside)
        self._lines = column(self._list, gap=8)
        box.addWidget(self._list)
        box.addStretch(1)
        self.setWidget(inside)
        self._show_deeds()

    def _connect(self) -> None:
        self.print_button.clicked.connect(self._on_print)
        self.save_button.clicked.connect(self._on_save)
        self.back_button.clicked.connect(self._on_back)
        self.taken_out.clicked.connect(partial(self._answer, TakenOut.OUT))
        self.not_yet.clicked.connect(partial(self._answer, TakenOut.NOT_YET))
        self.message.acted.connect(self._on_it_printed)
        self.putting_out.ended.connect(self._on_put_out)
        self.putting_out.progressed.connect(self._on_progressed)

    # What is on show

    @property
    def _is_busy(self) -> bool:
        return self._number > 0

    def _read(self) -> None:
        context = self._context
        work = partial(read_old, context.store, context.actor, self._home_id, self._resident_id)
        context.runners.reads.run(work, then=self._on_read, failed=self._on_failed, receiver=self)

    def _on_read(self, old: tuple[OldCopy, ...]) -> None:
        self._old = old
        self.heading.setText(heading(old))
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [self._card(each) for each in old]
        for card in self.cards:
            self._lines.addWidget(card)
        self._show_deeds()
        if self._goes_on or self.focusWidget() is None:
            self._goes_on = False
            self._first_deed().setFocus()

    def _card(self, old: OldCopy) -> Card:
        card = Card("", self._list)
        card.setAccessibleName(f"{old.heading}. {old.words}")
        card.add(Words(kept_with_numbers(old.heading), card, words="label"))
        card.add(Words(kept_with_numbers(old.words), card))
        return card

    def _show_deeds(self) -> None:
        """What can be done now; while papers are made, nothing but going back."""
        old = self._old or ()
        has_orders = bool(orders(old)) and not self._is_busy
        is_asked = bool(replaced(old)) and not self._is_busy and self._may_ask
        self.print_button.setVisible(bool(orders(old)))
        self.save_button.setVisible(bool(orders(old)))
        self.print_button.setEnabled(has_orders and bool(self._printers.names))
        self.save_button.setEnabled(has_orders)
        self._question.setVisible(is_asked)
        self._answers.setVisible(is_asked)

    @property
    def _may_ask(self) -> bool:
        """Not while somebody came to print: a press meant for that would say what is not so."""
        return self._has_printed or not orders(self._old or ())

    def _first_deed(self) -> Button:
        """Where the keyboard goes: to the question, where it is asked."""
        offered = (self.taken_out, self.print_button, self.save_button)
        return next(
            (each for each in offered if each.isVisibleTo(self) and each.isEnabled()),
            self.back_button,
        )

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    # Printing and saving

    def _makers(self) -> list[Maker]:
        return [partial(self._or_skipped, each) for each in orders(self._old or ())]

    def _or_skipped(self, order: Order) -> MadePlan | None:
        """Runs on the worker; what may not be printed is named when the others are out."""
        context = self._context
        got, waiting = context.got_at(order.whose.home_id), context.waiting()
        try:
            return make_ordered(
                context.store,
                context.drafts,
                by=context.actor,
                order=order,
                waiting=waiting,
                practice=context.is_practice,
                fresh=paper_freshness(got, waiting, context.clock()),
            )
        except KnownError as error:
            if not may_be_skipped(error):
                raise
            self._skipped.append((order.whose, error))
            return None

    def _begin(self, number: int, how: str) -> None:
        self._skipped, self._how, self._number = [], how, number
        self._unsure = None
        self._show_deeds()
        self._on_progressed(0)

    def _on_print(self) -> None:
        makers, printer = self._makers(), self.printer.currentText()
        if makers and printer:
            self._begin(len(makers), f"sent to the queue of {printer}")
            self.putting_out.print(makers, Printing(printer, 1, self._takes_pdf, _copies_of))

    def _on_save(self) -> None:
        ask_folder(self, "Save the replacements in this folder", self.save_in)

    def save_in(self, folder: str) -> None:
        """Saves each replacement as a file of its own in a folder."""
        makers = self._makers()
        if makers:
            self._begin(len(makers), f"saved in {folder}")
            self.putting_out.save_all(makers, Path(folder))

    def _on_progressed(self, behind: int) -> None:
        if self._number > 1:
            self.message.show_message(f"{behind} of {self._number} replacements")

    def _on_put_out(self, done: PutOut) -> None:
        number, self._number = self._number, 0
        self._has_printed = self._has_printed or done.number > 0
        said = [sent_words(done.number, number, self._how), skipped_words(self._skipped)]
        if done.error is not None:
            said.append(words_of(done.error))
        elif self._how.startswith("saved"):
            said.append(KEEP_SAFE)
        self._unsure = done.unsure
        words = ". ".join(each.rstrip(".") for each in said if each)
        is_whole = done.error is None and done.number == number
        deed = IT_PRINTED if done.unsure is not None else ""
        self.message.show_message(words, "green" if is_whole else "amber", deed=deed)
        self._goes_on = True
        self._read()

    def _on_it_printed(self, _words: object) -> None:
        if self._unsure is not None:
            made = self._unsure
            self._begin(1, "recorded as printed")
            self.putting_out.it_printed(made)

    # What became of the old ones

    def _answer(self, state: TakenOut) -> None:
        """Once for all that were replaced."""
        copies = replaced(self._old or ())
        if copies:
            context = self._context
            work: Callable[[], Touched] = partial(
                say_taken_out, context.store, by=context.actor, copies=copies, state=state
            )
            then = partial(self._on_answered, state)
            context.runners.deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_answered(self, state: TakenOut, written: Touched) -> None:
        self._context.told(ANSWERED[state])
        self._context.bus.publish(Changes(written.kinds, written.ids))
        if orders(self._old or ()):
            self.message.show_message(ANSWERED[state], "green")
            self._goes_on = True
            self._read()
        else:
            self._context.go(self._back)

    def _on_back(self) -> None:
        self._context.go(self._back)


def _copies_of(made: Out) -> int:
    return made.copies if isinstance(made, MadePlan) else 1
