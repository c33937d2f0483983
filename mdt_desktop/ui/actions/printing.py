"""Printing chosen actions, or saving them as a PDF: made on the worker, recorded once it is out."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.documents.contents import ActionList, PaperLook
from mdt_core.use_cases.action_lists import action_list, record_action_list
from mdt_core.use_cases.actions import ActionOf
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Choice, Field, Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.paper.presenter import KEEP_SAFE, NO_PRINTER, save, send_to_queue
from mdt_desktop.ui.paper.printing import (
    PicturePrinting,
    PrinterNames,
    printer_named,
    printers_here,
)
from mdt_desktop.ui.paper.save_dialog import ask_file
from mdt_desktop.ui.quick.short_form import ShortForm
from mdt_desktop.ui.sync.words import paper_freshness

TAKES_PDF: Final = os.name == "posix"
FILE_NAME: Final = "action-list.pdf"


@dataclass(frozen=True)
class MadeList:
    """A list with its PDF, and where it went: a printer's name, or a path."""

    listed: ActionList
    pdf: bytes
    printer: str = ""
    path: Path | None = None


class PrintForm(ShortForm):
    """To which printer; or a file. Names nobody: the list itself does.

    Signals:
        put_out: what to say on the list of actions
    """

    put_out = Signal(str)

    def __init__(
        self,
        context: Context,
        parent: QWidget | None = None,
        *,
        printers: PrinterNames | None = None,
        takes_pdf: bool = TAKES_PDF,
    ) -> None:
        super().__init__(
            context, heading="Print", deed="Print", back="Back to the list", parent=parent
        )
        self._printers, self._takes_pdf = printers, takes_pdf
        self._chosen: tuple[ActionOf, ...] = ()
        self._home_id = ""
        self._number = Words("", self)
        self.printer = ListField("Printer", self)
        self.nothing = Words(NO_PRINTER, self)
        self.save_pdf = Button("Save PDF…", parent=self)
        self.save_pdf.clicked.connect(self._on_save_pdf)
        self.lay_out(self._number, self.printer, self.nothing, self.save_pdf)

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {"Printer": self.printer}

    def begin(self, chosen: Sequence[ActionOf], home_id: str) -> None:
        """Starts the form for these actions."""
        self._chosen, self._home_id = tuple(chosen), home_id
        number = len(self._chosen)
        self._number.setText("1 action" if number == 1 else f"{number} actions")
        names = (self._printers or printers_here()).names
        self.printer.set_choices(tuple(Choice(name, name) for name in names))
        self.printer.set_value(names[0] if names else "")
        self.printer.setVisible(bool(names))
        self.nothing.setVisible(not names)
        self.show_problem("", "")
        self.save.setEnabled(bool(names))
        (self.save if names else self.save_pdf).setFocus()

    @override
    def give(self) -> None:
        self._make(printer=self.printer.value())

    def save_to(self, path: str) -> None:
        """Saves the list as a PDF."""
        self._make(path=Path(path))

    def _on_save_pdf(self) -> None:
        ask_file(self, "Save PDF", FILE_NAME, self.save_to)

    def _make(self, *, printer: str = "", path: Path | None = None) -> None:
        context = self._context
        work = partial(
            _made_and_out,
            context,
            self._chosen,
            context.waiting(),
            printer if self._takes_pdf else "",
            path,
        )
        then = partial(self._on_made, printer)
        context.runners.long_work.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_made(self, printer: str, made: MadeList) -> None:
        if not printer or self._takes_pdf:
            self._record(printer, made)
            return
        target = printer_named(printer, "A4", 1)
        pictures = PicturePrinting(self._context.runners.long_work, made.pdf, target, self)
        pictures.finished.connect(partial(self._record, printer, made))
        pictures.failed.connect(self._on_failed)
        pictures.start()

    def _record(self, printer: str, made: MadeList) -> None:
        context = self._context
        how = f"sent to printer {printer}" if printer else "saved as PDF"
        said = (
            f"Sent to {printer}. See that it printed"
            if printer
            else f"Saved: {made.path.name if made.path else ''}. {KEEP_SAFE}"
        )
        context.runners.deeds.run(
            partial(
                record_action_list,
                context.store,
                by=context.actor,
                home_id=self._home_id,
                document_id=made.listed.document_id,
                how=how,
            ),
            then=partial(self._on_recorded, said),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_recorded(self, said: str, _nothing: None) -> None:
        self.put_out.emit(said)

    def _on_failed(self, error: Exception) -> None:
        self.show_problem("", words_of(error))


def _made_and_out(
    context: Context, chosen: Sequence[ActionOf], waiting: int, printer: str, path: Path | None
) -> MadeList:
    """Runs on the worker: makes the list and puts it out, save where pages go as pictures."""
    from mdt_core.documents.action_list import (  # noqa: PLC0415 - reportlab, on the worker
        render_action_list,
    )

    listed = action_list(
        context.store,
        by=context.actor,
        chosen=chosen,
        waiting=waiting,
        practice=context.is_practice,
        fresh=paper_freshness(context.got_at(""), waiting, context.clock()),
    )
    pdf = render_action_list(listed, look=PaperLook())
    if path is not None:
        return MadeList(listed, pdf, path=save(pdf, path))
    if printer:
        send_to_queue(pdf, printer=printer, copies=1, page="A4")
    return MadeList(listed, pdf, printer=printer)
