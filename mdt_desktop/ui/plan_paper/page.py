"""Print preview of plans' papers, of one resident or of a whole home, with progress and giving up.

What is printed is what was on show, or for a home what stands when its turn comes. A final plan that two
versions forbid offers a draft with both; a transfer summary is never held up by that.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from mdt_core.clock import london
from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.errors import KnownError
from mdt_core.records.printed_copies import CopiesTakenOut, CopyPlace, PrintedCopy
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Choice, ChoiceField, ManyChoiceField
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import MessageBar
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.paper.options import PaperOptions
from mdt_desktop.ui.paper.presenter import KEEP_SAFE, NO_PRINTER
from mdt_desktop.ui.paper.preview import ZOOMS, Preview
from mdt_desktop.ui.paper.printing import PrinterNames, printers_here
from mdt_desktop.ui.paper.putting_out import Maker, Out, Printing, PutOut, PuttingOut
from mdt_desktop.ui.plan_paper.presenter import (
    AUDIENCES,
    MadePlan,
    Whose,
    about,
    heading,
    make,
    may_be_skipped,
    people,
    skipped_words,
)
from mdt_desktop.ui.sync.words import paper_freshness

TAKES_PDF: Final = os.name == "posix"
NOBODY: Final = "Nobody lives in this home, so that there is no plan to print"
IT_PRINTED: Final = "It printed"
_REGISTER: Final = frozenset({PrintedCopy.kind, CopiesTakenOut.kind})
_PLACES: Final = tuple(Choice(place.value, place.label) for place in CopyPlace)
_WIDTH_MM: Final = {"A4": 210.0, "A5": 148.0}
_KINDS: Final = tuple(Choice(kind.name, kind.value) for kind in PlanPaperKind)
_STATES: Final = (Choice("final", "Final"), Choice("draft", "Draft, not for use"))


class PlanPaperPage(QWidget):
    """The papers of one resident, or of everybody in a home where no resident is named."""

    def __init__(  # noqa: PLR0917 - what its destination holds, in its order
        self,
        context: Context,
        paper: PlanPaperKind,
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
        self._context, self._back = context, back
        self._resident_id, self._home_id = resident_id, home_id
        self._printers = printers or printers_here()
        self._takes_pdf = takes_pdf
        self._everybody: tuple[Whose, ...] = ()
        self._place = 0
        self._said = ""
        self._skipped: list[tuple[Whose, KnownError]] = []
        self.made: MadePlan | None = None
        self.message = MessageBar(self)
        self.options = PaperOptions(
            self._printers.names, self, title="Care plans", of="resident", back="Back"
        )
        self.kind = ChoiceField("Paper", _KINDS, parent=self)
        self.kind.set_value(paper.name)
        self.state = ChoiceField("For use", _STATES, parent=self)
        self.state.set_value("final")
        self.places = ManyChoiceField("Copies for", _PLACES, parent=self)
        self._unsure: Out | None = None
        self.preview = Preview(context.runners.long_work, self)
        self.putting_out = PuttingOut(context, self)
        self.stop = Button("Stop after this one", parent=self)
        self.stop.hide()
        self._build()
        self._connect()

    def load(self) -> None:
        """Asks whose papers these are, and makes the first."""
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(people, context.store, context.actor, self._resident_id, self._home_id),
                then=self._on_people,
                failed=self._on_not_made,
                receiver=self,
            )

    def refresh(self, changes: Changes) -> None:
        """Makes it again where something about who is on show has changed."""
        is_of_register = changes.kinds <= _REGISTER
        if self._everybody and not is_of_register and changes.concerns(self._whose().resident_id):
            self._make()

    def leave(self) -> None:
        """Has no draft; what is being printed is printed to its end."""

    def _build(self) -> None:
        box = column(self, margin=8)
        box.addWidget(self.message)
        box.addWidget(self.stop)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.options)
        row.addWidget(self.preview, 1)
        box.addLayout(row, 1)
        self.options.ask_first(self.state)
        self.options.ask_first(self.kind)
        self.options.ask_last(self.places)
        self.options.set_ready(is_ready=False)

    def _connect(self) -> None:
        self.kind.edited.connect(self._on_asked)
        self.state.edited.connect(self._on_asked)
        self.places.edited.connect(self._on_places)
        self.message.acted.connect(self._on_it_printed)
        self.options.look_changed.connect(self._make)
        self.options.zoomed.connect(self._on_zoomed)
        self.options.stepped.connect(self._on_stepped)
        self.options.print_button.clicked.connect(self._on_print)
        self.options.print_all.clicked.connect(self._on_print_all)
        self.options.save_button.clicked.connect(self._on_save)
        self.options.save_all.clicked.connect(self._on_save_all)
        self.options.back_button.clicked.connect(self._on_back)
        self.stop.clicked.connect(self._on_stop)
        self.putting_out.ended.connect(self._on_put_out)
        self.putting_out.progressed.connect(self._on_progressed)
        keys = Bindings(Where.PAPER, self)
        keys.bind("paper.print", button=self.options.print_button)
        keys.bind("paper.save", button=self.options.save_button)
        keys.bind("paper.larger", button=self.options.larger)
        keys.bind("paper.smaller", button=self.options.smaller)

    # Whose paper, and which

    def _on_people(self, everybody: tuple[Whose, ...]) -> None:
        self._everybody = everybody
        if everybody:
            self._show_whose()
            self._make()
        else:
            self.message.show_message(NOBODY, "amber")

    def _whose(self) -> Whose:
        return self._everybody[self._place]

    def _show_whose(self) -> None:
        self.options.show_home(self._whose().name, self._place, len(self._everybody))

    def _on_stepped(self, step: int) -> None:
        if 0 <= self._place + step < len(self._everybody):
            self._place += step
            self._show_whose()
            self._make()

    def _on_asked(self, _key: object) -> None:
        """One of each always holds: taking a choice back means the first."""
        for field, usual in ((self.kind, PlanPaperKind.CLINICAL.name), (self.state, "final")):
            if not field.value():
                field.set_value(usual)
        self._make()

    # Making

    def _kind(self) -> PlanPaperKind:
        return PlanPaperKind[self.kind.value()]

    def _maker(self, whose: Whose) -> Callable[[], MadePlan]:
        context = self._context
        got = context.got_at(whose.home_id)
        return partial(
            make,
            context.store,
            context.drafts,
            by=context.actor,
            whose=whose,
            kind=self._kind(),
            look=self.options.look(),
            waiting=context.waiting(),
            practice=context.is_practice,
            is_draft=self.state.value() == "draft",
            fresh=paper_freshness(got, context.waiting(), context.clock()),
        )

    def _make(self) -> None:
        long_work = self._context.runners.long_work
        if long_work.takes_work and self._everybody:
            self.options.set_ready(is_ready=False)
            self.options.show_audience(AUDIENCES[self._kind()])
            work = self._maker(self._whose())
            long_work.run(work, then=self._on_made, failed=self._on_not_made, receiver=self)

    def _on_made(self, made: MadePlan) -> None:
        if not self._is_asked_for(made):
            return
        is_first, self.made = self.made is None, made
        self.message.hide()
        self.options.show_document(heading(made), about(made), "")
        self._show_ready()
        if is_first:
            first = self.options.print_button if self._printers.names else self.options.save_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.preview.zoom = self.preview.fitting(_WIDTH_MM[made.look.page])
            self.options.show_zoom(self.preview.zoom)
        self.preview.show_pdf(made.pdf)

    def _is_asked_for(self, made: MadePlan) -> bool:
        is_draft = self.state.value() == "draft"
        asked = (self.options.look(), self._whose(), self._kind(), is_draft)
        return asked == (made.look, made.whose, made.paper.paper, made.paper.is_draft)

    def _show_ready(self) -> None:
        """Only whom and what the screen names is printed, and one order after another."""
        is_asked_for = self.made is not None and self._is_asked_for(self.made)
        self.options.set_ready(is_ready=is_asked_for and not self.putting_out.is_busy)

    def _on_not_made(self, error: Exception) -> None:
        self.made = None
        self.preview.show_pdf(b"")
        self.message.show_message(_why(error), "red")
        if len(self._everybody) > 1 and may_be_skipped(error) and not self.putting_out.is_busy:
            self.options.set_ready(is_ready=True)
            self.options.print_button.setEnabled(False)
            self.options.save_button.setEnabled(False)

    def _on_zoomed(self, step: int) -> None:
        place = ZOOMS.index(self.preview.zoom) + step
        if 0 <= place < len(ZOOMS):
            self.preview.set_zoom(ZOOMS[place])
            self.options.show_zoom(ZOOMS[place])

    # Printing and saving

    def _on_print(self) -> None:
        """Prints what is on show, not what the store has become since."""
        if self.made is not None:
            self._print([partial(_as_it_is, self._placed(self.made))])

    def _on_places(self, _keys: object) -> None:
        """One copy for each place; another number can still be asked for."""
        self.options.show_copies(max(1, len(self.places.value())))

    def _placed(self, made: MadePlan) -> MadePlan:
        return replace(made, places=tuple(map(CopyPlace, self.places.value())))

    def _on_print_all(self) -> None:
        self._print(self._all())

    def _all(self) -> list[Maker]:
        places = tuple(map(CopyPlace, self.places.value()))
        return [
            partial(self._or_skipped, whose, self._maker(whose), places)
            for whose in self._everybody
        ]

    def _or_skipped(
        self, whose: Whose, maker: Callable[[], MadePlan], places: tuple[CopyPlace, ...]
    ) -> MadePlan | None:
        """Runs on the worker; what cannot be printed is kept to be said when the others are out."""
        try:
            return replace(maker(), places=places)
        except KnownError as error:
            if not may_be_skipped(error):
                raise
            self._skipped.append((whose, error))
            return None

    def _print(self, makers: list[Maker]) -> None:
        printer, copies = self.options.printer(), self.options.copies()
        if not printer:
            self.message.show_message(NO_PRINTER, "amber")
            return
        number = "1 copy" if copies == 1 else f"{copies} copies"
        each = " of each" if len(makers) > 1 else ""
        self._begin(len(makers), f"Sent {number}{each} to the queue of {printer}")
        self.putting_out.print(makers, Printing(printer, copies, self._takes_pdf))

    def _on_save(self) -> None:
        if self.made is None:
            return
        dialog = self._dialog("Save PDF", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.made.file_name)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _on_save_all(self) -> None:
        dialog = self._dialog("Save one PDF for each resident in this folder", "")
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
            self._begin(1, "Saved")
            self.putting_out.save(partial(_as_it_is, self._placed(self.made)), Path(path))

    def save_all_in(self, folder: str) -> None:
        """Saves the paper of everybody, each to a file of its own in a folder."""
        self._begin(len(self._everybody), "Saved")
        self.putting_out.save_all(self._all(), Path(folder))

    def _begin(self, number: int, said: str) -> None:
        self.options.set_ready(is_ready=False)
        self._skipped, self._said, self._number = [], said, number
        self.stop.setVisible(number > 1)
        self._on_progressed(0)

    # How far it is, and what came of it

    def _on_progressed(self, behind: int) -> None:
        if self._number > 1:
            self.message.show_message(f"{behind} of {self._number} care plans")

    def _on_stop(self) -> None:
        self.putting_out.give_up()
        self.stop.hide()

    def _on_put_out(self, done: PutOut) -> None:
        self.stop.hide()
        self._show_ready()
        if done.error is not None and done.is_recorded:
            self._unsure = done.unsure
            before = f"{done.number} of {self._number} are done. " if done.number else ""
            deed = IT_PRINTED if done.unsure is not None else ""
            self.message.show_message(f"{before}{_why(done.error)}", "red", deed=deed)
            return
        parts = [self._done_words(done), skipped_words(self._skipped)]
        if done.error is not None:
            parts.append(f"That this copy exists could not be recorded: {_why(done.error)}")
        words = ". ".join(part for part in parts if part)
        is_whole = done.error is None and done.number == self._number
        self.message.show_message(words, "green" if is_whole else "amber")

    def _on_it_printed(self, _words: object) -> None:
        """A person saw it come out, whatever the printer answered: then the copy exists."""
        if self._unsure is not None:
            made, self._unsure = self._unsure, None
            self._begin(1, "Recorded as printed")
            self.putting_out.it_printed(made)

    def _done_words(self, done: PutOut) -> str:
        at = f"{london(self._context.clock()):%H:%M:%S}"
        of = f"{done.number} of {self._number}: " if self._number > 1 else ""
        if not done.number:
            return f"{of}nothing was printed or saved"
        if done.path is None:
            return f"{of}{self._said} {at}. Look that it came out"
        where = f"in {done.path.parent}" if self._number > 1 else f"as {done.path}"
        return f"{of}{self._said} {at} {where}. {KEEP_SAFE}"

    def _on_back(self) -> None:
        self._context.go(self._back)


def _as_it_is(made: MadePlan) -> MadePlan:
    return made


def _why(error: Exception) -> str:
    if isinstance(error, KnownError):
        return ". ".join(part.rstrip(".") for part in (error.message, error.next_step) if part)
    return f"Not printed. The program met a fault of its own ({type(error).__name__})"
