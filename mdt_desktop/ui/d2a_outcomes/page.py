"""D2A outcomes in figures by period, home and type of bed, each with how it is counted; saved as a PDF.

It names nobody. Reads only, but for the line of who saved the paper.
"""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdt_core.clock import add_months_clamped, london_day
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.d2a_contents import EVERY_BED, EVERY_HOME, D2aReport
from mdt_core.measures.d2a_outcomes import OutcomesAsked
from mdt_core.measures.resident_days import Period
from mdt_core.records.homes import BedType
from mdt_core.store.queries.homes import homes
from mdt_core.use_cases.d2a_reports import d2a_report, record_d2a_report
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import (
    Card,
    Choice,
    ChoiceField,
    Columns,
    FlowRow,
    Heading,
    MessageBar,
    Words,
)
from mdt_desktop.qt.layouts import InnerScroll, column, column_from_top
from mdt_desktop.ui.context import Context, ToBeds
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.paper.presenter import KEEP_SAFE, save
from mdt_desktop.ui.paper.save_dialog import ask_file
from mdt_desktop.ui.sync.words import paper_freshness

FILE_NAME: Final = "d2a-outcomes.pdf"
FROM_HERE: Final = (
    "Formed from what is recorded on this computer, up to the end of yesterday. Stays of a time before"
    " a home used this program are missing."
)
PERIODS: Final = (("month", "Last month"), ("quarter", "Last 3 months"), ("year", "Last 12 months"))
_ALL: Final = "all"
_LEFT: Final = (0, 4)
"""The sections that stand on the left: destinations and readmissions."""
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_CONCERNED: Final = frozenset({"stay", "hospital_episode", "bed_state", "withdrawal", "home"})


class D2aOutcomesPage(InnerScroll):
    """One card a section."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("D2A outcomes")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(InnerScroll.Shape.NoFrame)
        self._context = context
        self._report: D2aReport | None = None
        inside = QWidget(self)
        box = column(inside, margin=16, gap=12)
        self.message = MessageBar(inside)
        self.period = ChoiceField("Period", tuple(Choice(*each) for each in PERIODS), parent=inside)
        self.period.set_value("year")
        self.home = ListField("Home", inside)
        self.bed_type = ChoiceField("Beds", _bed_types(), parent=inside)
        self.bed_type.set_value(_ALL)
        self.about = Words("", inside, words="label")
        self.figures = Columns(inside, least_em=30)
        sides = QWidget(self.figures), QWidget(self.figures)
        self._left, self._right = map(column_from_top, sides)
        for side in sides:
            self.figures.add(side)
        row = FlowRow(inside)
        self.back = Button("Back to the board", parent=row)
        self.save_pdf = Button("Save PDF…", icon_name="printer", parent=row)
        row.add(self.back)
        row.add(self.save_pdf)
        heading = Heading("D2A outcomes", 1, inside)
        fields = (self.period, self.bed_type, self.home)
        for part in (heading, self.message, row, *fields, self.about, self.figures):
            box.addWidget(part)
        box.addWidget(Words(FROM_HERE, inside))
        box.addStretch(1)
        self.setWidget(inside)
        self._cards: dict[str, tuple[Card, Words]] = {}
        for field in fields:
            field.edited.connect(self._on_asked)
        self.back.clicked.connect(self._on_back)
        self.save_pdf.clicked.connect(self._on_save_pdf)

    def load(self) -> None:
        """Reads the homes and the figures; the keyboard goes to the way back."""
        context = self._context
        context.runners.reads.run(
            partial(_homes, context), then=self._on_homes, failed=self._on_failed, receiver=self
        )
        self._read()
        self.back.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Reads again where a figure may have changed."""
        if changes.kinds & _CONCERNED:
            self._read()

    def leave(self) -> None:
        """Has no draft: nothing is written here."""

    @property
    def words(self) -> str:
        """The figures as shown."""
        return "\n".join(lines.text() for _, lines in self._cards.values())

    def asked(self) -> OutcomesAsked:
        """What is asked now; the period ends yesterday."""
        last = london_day(self._context.clock()) - timedelta(days=1)
        bed_type = self.bed_type.value()
        return OutcomesAsked(
            Period(_first(last, self.period.value() or "year"), last),
            self.home.value(),
            BedType(bed_type) if bed_type not in ("", _ALL) else None,
        )

    def save_to(self, path: str) -> None:
        """Saves the report on show as a PDF."""
        if self._report is None:
            return
        self._context.runners.long_work.run(
            partial(_saved, self._report, Path(path)),
            then=partial(self._on_saved, self._report),
            failed=self._on_failed,
            receiver=self,
        )

    def _read(self) -> None:
        context = self._context
        waiting = context.waiting()
        context.runners.reads.run(
            partial(
                d2a_report,
                context.store,
                by=context.actor,
                asked=self.asked(),
                practice=context.is_practice,
                fresh=paper_freshness(context.got_at(""), waiting, context.clock()),
            ),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_homes(self, found: tuple[tuple[str, str], ...]) -> None:
        choices = (Choice("", EVERY_HOME), *(Choice(key, name) for key, name in found))
        self.home.set_choices(choices)
        self.home.set_value("")

    def _on_read(self, report: D2aReport) -> None:
        self._report = report
        self.about.setText(report.about)
        for place, section in enumerate(report.sections):
            said = "\n".join(f"{label}: {words}" for label, words in section.lines)
            _, lines = self._card(section.title, section.how_counted, place)
            lines.setText(said)

    def _card(self, title: str, how: str, place: int) -> tuple[Card, Words]:
        if title not in self._cards:
            card = Card(title, self.figures)
            lines = Words("", card)
            card.add(lines)
            if how:
                card.add(Words(how, card, words="quiet"))
            (self._left if place in _LEFT else self._right).addWidget(card)
            self._cards[title] = (card, lines)
        return self._cards[title]

    def _on_saved(self, report: D2aReport, path: Path) -> None:
        context = self._context
        context.runners.deeds.run(
            partial(
                record_d2a_report,
                context.store,
                by=context.actor,
                home_id=self.home.value(),
                document_id=report.document_id,
                how="saved as PDF",
            ),
            then=partial(self._on_recorded, path),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_recorded(self, path: Path, _nothing: None) -> None:
        self.message.show_message(f"Saved: {path.name}. {KEEP_SAFE}", "green")

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_asked(self, _given: object) -> None:
        self._read()

    def _on_back(self) -> None:
        self._context.go(ToBeds())

    def _on_save_pdf(self) -> None:
        ask_file(self, "Save PDF", FILE_NAME, self.save_to)


def _bed_types() -> tuple[Choice, ...]:
    offered = [each for each in BedType if each is not BedType.PERMANENT]
    return (Choice(_ALL, EVERY_BED), *(Choice(each.value, each.label) for each in offered))


def _homes(context: Context) -> tuple[tuple[str, str], ...]:
    with context.store.reading() as connection:
        return tuple((each.id, each.name) for each in homes(connection, context.actor))


def _first(last: date, period: str) -> date:
    """The first day of so many months that end with that day."""
    return add_months_clamped(last, -_MONTHS[period]) + timedelta(days=1)


def _saved(report: D2aReport, path: Path) -> Path:
    """Runs on the worker."""
    from mdt_core.documents.d2a_report import render_d2a_report  # noqa: PLC0415 - reportlab

    return save(render_d2a_report(report, look=PaperLook()), path)
