"""Print preview of the round sheet: see it, print it, save it. What is printed is what was signed."""

import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from mdt_core.clock import london
from mdt_core.errors import KnownError
from mdt_core.use_cases.paper import record_print
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.words import MessageBar
from mdt_desktop.ui.context import Context, ToRound
from mdt_desktop.ui.paper.options import PaperOptions
from mdt_desktop.ui.paper.presenter import (
    KEEP_SAFE,
    NO_PRINTER,
    Made,
    about,
    file_name,
    heading,
    make,
    save,
    send_to_queue,
    unsigned_words,
)
from mdt_desktop.ui.paper.preview import ZOOMS, Preview
from mdt_desktop.ui.paper.printing import (
    PicturePrinting,
    PrinterNames,
    printer_named,
    printers_here,
)

TAKES_PDF: Final = os.name == "posix"
_WIDTH_MM: Final = {"A4": 210.0, "A5": 148.0}
_ON_IT: Final = ("round_entry", "action", "withdrawal", "round", "resident", "allergy_state")


class PaperPage(QWidget):
    """The round sheet of a home's day. `printers` and `takes_pdf` say what the system offers."""

    def __init__(
        self,
        context: Context,
        home_id: str,
        day: date,
        parent: QWidget | None = None,
        *,
        printers: PrinterNames | None = None,
        takes_pdf: bool = TAKES_PDF,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._home_id, self._day = context, home_id, day
        self._printers = printers or printers_here()
        self._takes_pdf = takes_pdf
        self.made: Made | None = None
        self.message = MessageBar(self)
        self.options = PaperOptions(self._printers.names, self)
        self.preview = Preview(context.runners.long_work, self)
        self._build()
        self._connect()

    def load(self) -> None:
        """Makes the document."""
        self._make()

    def refresh(self, changes: Changes) -> None:
        """Makes it again where something that stands on it has changed."""
        if changes.touches(*_ON_IT):
            self._make()

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
        self.options.print_button.clicked.connect(self._on_print)
        self.options.save_button.clicked.connect(self._on_save)
        self.options.back_button.clicked.connect(self._on_back)
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._on_zoomed, step))

    # Making

    def _make(self) -> None:
        context = self._context
        if not context.runners.long_work.takes_work:
            return
        self.options.set_ready(is_ready=False)
        context.runners.long_work.run(
            partial(
                make,
                context.store,
                by=context.actor,
                home_id=self._home_id,
                day=self._day,
                waiting=context.waiting(),
                practice=context.is_practice,
                look=self.options.look(),
            ),
            then=self._on_made,
            failed=self._on_not_made,
            receiver=self,
        )

    def _on_made(self, made: Made) -> None:
        if made.look != self.options.look():
            return
        is_first, self.made = self.made is None, made
        unsigned = unsigned_words(made.unsigned_rooms)
        self.options.show_document(heading(made.sheet), about(made.sheet), unsigned)
        self.options.set_ready(is_ready=True)
        if is_first:
            first = self.options.print_button if self._printers.names else self.options.save_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.preview.zoom = self.preview.fitting(_WIDTH_MM[made.look.page])
            self.options.show_zoom(self.preview.zoom)
        self.preview.show_pdf(made.pdf)

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
        if self.made is None:
            return
        printer = self.options.printer()
        if not printer:
            self.message.show_message(NO_PRINTER, "amber")
            return
        self.options.set_ready(is_ready=False)
        if self._takes_pdf:
            self._print_pdf(self.made, printer)
        else:
            self._print_pictures(self.made, printer)

    def _print_pdf(self, made: Made, printer: str) -> None:
        self._context.runners.long_work.run(
            partial(
                send_to_queue,
                made.pdf,
                printer=printer,
                copies=self.options.copies(),
                page=made.look.page,
            ),
            then=partial(self._on_sent, made, printer),
            failed=self._on_not_printed,
            receiver=self,
        )

    def _print_pictures(self, made: Made, printer: str) -> None:
        target = printer_named(printer, made.look.page, self.options.copies())
        printing = PicturePrinting(self._context.runners.long_work, made.pdf, target, self)
        printing.finished.connect(partial(self._on_sent, made, printer, ""))
        printing.failed.connect(self._on_not_printed)
        printing.start()

    def _on_sent(self, made: Made, printer: str, _answer: str) -> None:
        copies = self.options.copies()
        number = "1 copy" if copies == 1 else f"{copies} copies"
        words = (
            f"Sent {number} to the queue of {printer} {self._clock_words()}. Look that it came out"
        )
        self._record(made, f"sent to printer {printer}", copies, words)

    def _on_not_printed(self, error: Exception) -> None:
        self.options.set_ready(is_ready=self.made is not None)
        self.message.show_message(_why(error), "red")

    # Saving

    def _on_save(self) -> None:
        if self.made is None:
            return
        where = QStandardPaths.StandardLocation.DocumentsLocation
        folder = QStandardPaths.writableLocation(where)
        dialog = QFileDialog(self, "Save PDF", folder, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(file_name(self.made.sheet))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Saves the sheet on show to a file."""
        made = self.made
        if made is None:
            return
        self.options.set_ready(is_ready=False)
        self._context.runners.long_work.run(
            partial(save, made.pdf, Path(path)),
            then=partial(self._on_saved, made),
            failed=self._on_not_printed,
            receiver=self,
        )

    def _on_saved(self, made: Made, path: Path) -> None:
        words = f"Saved {self._clock_words()} as {path}. {KEEP_SAFE}"
        self._record(made, "saved as PDF", 1, words)

    # The record of it

    def _record(self, made: Made, how: str, copies: int, words: str) -> None:
        context = self._context
        if not context.runners.deeds.takes_work:
            return
        context.runners.deeds.run(
            partial(
                record_print,
                context.store,
                by=context.actor,
                home_id=self._home_id,
                sheet=made.sheet,
                how=how,
                copies=copies,
            ),
            then=partial(self._on_recorded, words),
            failed=partial(self._on_not_recorded, words),
            receiver=self,
        )

    def _on_recorded(self, words: str, _nothing: None) -> None:
        self.options.set_ready(is_ready=True)
        self.message.show_message(words, "green")

    def _on_not_recorded(self, words: str, error: Exception) -> None:
        self.options.set_ready(is_ready=True)
        said = f"{words}. That this copy exists could not be recorded: {_why(error)}"
        self.message.show_message(said, "amber")

    def _on_back(self) -> None:
        self._context.go(ToRound(self._home_id, self._day))

    def _clock_words(self) -> str:
        return f"{london(self._context.clock()):%H:%M:%S}"


def _why(error: Exception) -> str:
    if isinstance(error, KnownError):
        return ". ".join(part.rstrip(".") for part in (error.message, error.next_step) if part)
    return f"Not printed. The program met a fault of its own ({type(error).__name__})"
