"""Measures of the homes served: one at a time, with its interval, its counts, and who is behind each figure.

Reads only, but for the line of who saved a report. It names nobody until a figure is opened.
"""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from mdt_core.measures.definitions import MEASURES
from mdt_core.measures.overview import EVERY_MEASURE
from mdt_core.store.queries.homes import homes
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import FlowRow, Heading, MessageBar, Quiet
from mdt_desktop.qt.layouts import column, scrolled
from mdt_desktop.ui.context import Context, ToHome, ToResident
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.measures.asking import AskedFields
from mdt_desktop.ui.measures.behind import BehindList
from mdt_desktop.ui.measures.more import MoreFigures
from mdt_desktop.ui.measures.presenter import (
    Behind,
    MeasureView,
    PersonRow,
    read_behind,
    read_measure,
)
from mdt_desktop.ui.measures.result import ResultView
from mdt_desktop.ui.measures.saving import CSV_NAME, PDF_NAME, saved_csv, saved_pdf
from mdt_desktop.ui.paper.presenter import KEEP_SAFE
from mdt_desktop.ui.paper.save_dialog import ask_file
from mdt_desktop.ui.sync.words import paper_freshness

CHOOSE_HOME: Final = "Not shown where homes are compared. These are the figures of that home alone."
FORMING: Final = "The figures are being formed"
_OF_EACH: Final = frozenset({"stay", "withdrawal", "home", "hospital_episode"})
_OF_ANY: Final = _OF_EACH | {kind.kind for each in MEASURES.values() for kind in each.kinds}
CHOOSE_ONE: Final = "Not shown where homes are compared. Choose one home to see its own figures."


class MeasuresPage(QStackedWidget):
    """What is asked with the figures below, and in their place who is behind one of them."""

    def __init__(
        self, context: Context, home_id: str, measure: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Measures")
        self._context = context
        self.view: MeasureView | None = None
        self.message = MessageBar(self)
        self.fields = AskedFields(context.clock, home_id, measure, self)
        self.forming = Quiet(FORMING, self)
        self.result = ResultView(self)
        self.behind_all = Button("What is behind it", icon_name="users", parent=self)
        self.save_pdf = Button("Save PDF…", icon_name="printer", parent=self)
        self.save_csv = Button("Save CSV…", icon_name="save", parent=self)
        self.more = MoreFigures(context, self)
        self.behind = BehindList(self)
        self._main = self._build()
        for part in (self._main, self.behind):
            self.addWidget(part)
        self._wire()

    def load(self) -> None:
        """Reads the homes and the figures; the keyboard goes to the measure."""
        context = self._context
        context.runners.reads.run(
            partial(_homes, context),
            then=self._on_homes,
            failed=self._on_failed,
            receiver=self,
        )
        self._read()
        self.fields.measure.editor.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Reads again where a figure may have changed."""
        table = self.view.table if self.view else None
        if table is None:
            is_free = self._context.runners.long_work.is_idle
            if is_free and changes.kinds & _OF_ANY:
                self._read()
        elif changes.kinds & ({each.kind for each in table.definition.kinds} | _OF_EACH):
            self._read()

    def leave(self) -> None:
        """Has no draft: nothing is written here."""

    def _build(self) -> QScrollArea:
        inside = QWidget(self)
        box = column(inside, margin=16, gap=12)
        row = FlowRow(inside)
        for button in (self.behind_all, self.save_pdf, self.save_csv):
            row.add(button)
        parts = (
            Heading("Measures", 1, inside),
            self.message,
            self.fields,
            row,
            self.forming,
            self.result,
        )
        for part in (*parts, self.more):
            box.addWidget(part)
        box.addStretch(1)
        return scrolled(inside, self)

    def _wire(self) -> None:
        self.fields.changed.connect(self._on_asked)
        self.behind_all.clicked.connect(self._on_behind_all)
        self.save_pdf.clicked.connect(self._on_save_pdf)
        self.save_csv.clicked.connect(self._on_save_csv)
        self.result.opened.connect(self._on_row_opened)
        self.behind.chosen.connect(self._on_chosen)
        self.behind.left.connect(self._show_main)

    # Reading

    def _read(self) -> None:
        context = self._context
        is_every = self.fields.asked().measure == EVERY_MEASURE
        runner = context.runners.long_work if is_every else context.runners.reads
        runner.run(
            partial(read_measure, context.store, context.actor, self.fields.asked()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_homes(self, found: tuple[tuple[str, str], ...]) -> None:
        self.fields.show_homes(found)
        self.more.show_home(self.fields.asked().home_id)

    def _on_read(self, view: MeasureView) -> None:
        if view.asked != self.fields.asked():
            return  # something else has been asked meanwhile
        self.view = view
        self.forming.hide()
        self.behind_all.setVisible(view.table is not None)
        self.result.show_view(view)

    def _on_failed(self, error: Exception) -> None:
        self.forming.hide()
        self.message.show_message(words_of(error), "red")

    def _on_asked(self) -> None:
        self.message.clear()
        self.more.show_home(self.fields.asked().home_id)
        self._read()

    # Behind a figure

    def _on_behind_all(self) -> None:
        self._read_behind("")

    def _on_row_opened(self, key: str) -> None:
        """A row that is kept back opens as that home's own figures."""
        row = (
            next((each for each in self.view.rows if each.key == key), None) if self.view else None
        )
        if self.view is None or row is None:
            return
        if self.view.table is None:
            self.fields.choose_measure(key)
        elif row.is_shown:
            self._read_behind(key)
        elif key in self.view.table.places:
            self.fields.choose_home(key)
            self.message.show_message(CHOOSE_HOME)
        else:
            self.message.show_message(CHOOSE_ONE)

    def _read_behind(self, key: str) -> None:
        context = self._context
        if self.view is not None and self.view.table is not None:
            context.runners.reads.run(
                partial(read_behind, context.store, context.actor, self.view.table, key),
                then=self._on_behind,
                failed=self._on_failed,
                receiver=self,
            )

    def _on_behind(self, behind: Behind) -> None:
        self.setCurrentWidget(self.behind)
        self.behind.show_behind(behind)

    def _on_chosen(self, row: PersonRow) -> None:
        self._context.go(ToResident(row.resident_id) if row.resident_id else ToHome(row.home_id))

    def _show_main(self) -> None:
        self.setCurrentWidget(self._main)
        self.behind_all.setFocus()

    # Saving

    def save_pdf_to(self, path: str) -> None:
        """Saves the report of what is asked as a PDF, with a line of who did."""
        context, asked = self._context, self.fields.asked()
        fresh = paper_freshness(context.got_at(asked.home_id), context.waiting(), context.clock())
        self._save(partial(saved_pdf, context, asked, fresh, Path(path)))

    def save_csv_to(self, path: str) -> None:
        """Saves the figures that are asked for a spreadsheet, with a line of who did."""
        self._save(partial(saved_csv, self._context, self.fields.asked(), Path(path)))

    def _save(self, work: "partial[Path]") -> None:
        self._context.runners.long_work.run(
            work, then=self._on_saved, failed=self._on_failed, receiver=self
        )

    def _on_saved(self, path: Path) -> None:
        self.message.show_message(f"Saved: {path.name}. {KEEP_SAFE}", "green")

    def _on_save_pdf(self) -> None:
        ask_file(self, "Save PDF", PDF_NAME, self.save_pdf_to)

    def _on_save_csv(self) -> None:
        ask_file(self, "Save CSV", CSV_NAME, self.save_csv_to, suffix="csv")


def _homes(context: Context) -> tuple[tuple[str, str], ...]:
    with context.store.reading() as connection:
        return tuple((each.id, each.name) for each in homes(connection, context.actor))
