"""One page with every widget, for pictures and for audits of size, width and keys."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QTabBar,
    QWidget,
)

from mdt_core.typed_dates import DateRule, TimeOfDay
from mdt_desktop.qt.banner import IdentityBanner, IdentityText, PracticeBand
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.chart import TrendChart
from mdt_desktop.qt.chart_geometry import Trend, TrendPoint
from mdt_desktop.qt.fields import (
    Card,
    Choice,
    ChoiceField,
    Columns,
    DateField,
    FlowRow,
    Heading,
    ManyChoiceField,
    MessageBar,
    NoteField,
    NumberField,
    Quiet,
    Tag,
    TextField,
)
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.rail import Rail, RailCell
from mdt_desktop.qt.table import Column, Table, TableModel

NOW = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - fields work in local time without a zone
WHO = IdentityText(
    family="Featherstonehaugh-Cholmondeley",
    given_title="Wilhelmina Persephone (Mrs)",
    born="03-Feb-1938 (88 y)",
    gender="Female",
    nhs_number="999 000 0018",
    allergy_state="Known allergies",
    allergy_words="penicillin - rash",
    preferred="Prefers Minnie",
    place_line="Room 12   Permanent since 04-Mar-2024",
    marks=("Similar name in this home",),
)
HOW = tuple(
    Choice(key, words)
    for key, words in (
        ("here", "In person"),
        ("video", "Video"),
        ("talk", "Discussed only"),
        ("no", "Not seen"),
    )
)


@dataclass(frozen=True)
class Line:
    """A row of the sample list."""

    id: str
    name: str
    due: str


LINES = (
    Line("a", "Bloods FBC and U+E before the next round, result to the practice", "Fri 27-Nov"),
    Line("b", "Continence assessment", "Mon 30-Nov"),
    Line("c", "Weight weekly", "Tue 01-Dec"),
)
COLUMNS = (
    Column[Line]("What", lambda line: line.name),
    Column[Line]("Due", lambda line: line.due, spoken=lambda line: f"due on {line.due}"),
)


def trend(count: int = 8) -> Trend:
    """A falling series with a usual band."""
    start = datetime(2026, 8, 2, 9, 0)  # noqa: DTZ001 - local time without a zone
    points = tuple(
        TrendPoint(start + timedelta(days=14 * n), 51.4 - 0.45 * n) for n in range(count)
    )
    return Trend("Weight", "kg", points, usual=(50.0, 52.0), decimals=1)


class Page(QWidget):
    """Every widget once, laid out as a screen would."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        outer = column(self)
        outer.addWidget(PracticeBand("PRACTICE DATA – not real people", self))
        self.banner = IdentityBanner(self)
        self.banner.show_identity(WHO)
        self.banner.show_crisis_line("CPR decision not recorded  |  In a crisis: plan v4")
        outer.addWidget(self.banner)
        self.message = MessageBar(self)
        self.message.show_message(
            "New since you opened: a fall today at 03:10", "amber", deed="Look"
        )
        outer.addWidget(self.message)
        self.inside = inside = QWidget()
        self._body = column(inside, margin=16, gap=16)
        self._fill()
        self.area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        outer.addWidget(area, 1)

    def _fill(self) -> None:
        self.rail = Rail("Round", self)
        states = (
            "signed",
            "signed",
            "deferred",
            "current",
            "open",
            "urgent",
            "draft",
            "other",
            "open",
        )
        self.rail.set_cells(tuple(RailCell(s, f"{n} of 9, {s}") for n, s in enumerate(states, 1)))
        self._body.addWidget(self.rail)
        columns = Columns(self)
        columns.add(self._know())
        columns.add(self._write())
        self._body.addWidget(columns)
        self._body.addWidget(self._deeds())

    def _know(self) -> Card:
        card = Card("Know", self)
        card.add(Heading("Since last seen", 4))
        card.add(Quiet("Nothing recorded since 17-Nov-2026"))
        tags = FlowRow(card)
        for kind in ("info", "amber", "red", "green", "grey"):
            tags.add(Tag(kind.capitalize(), kind))
        card.add(tags)
        self.tabs = QTabBar()
        for word in ("Timeline", "Observations", "Medicines"):
            self.tabs.addTab(word)
        card.add(self.tabs)
        self.table = Table("Actions")
        self.model = TableModel(COLUMNS, lambda line: line.id, self.table)
        self.model.set_rows(LINES)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(220)
        card.add(self.table)
        self.chart = TrendChart(trend())
        card.add(self.chart)
        card.body.addStretch(1)
        return card

    def _write(self) -> Card:
        card = Card("Write", self, tone="info")
        self.how = ChoiceField("How", HOW, help_text="How this person was seen today")
        self.signs = ManyChoiceField("What is stopping", HOW[:3])
        self.note = NoteField("Note", hint="What was found")
        self.breaths = NumberField("Breaths", unit="a minute")
        self.breaths.set_last("18 on 17-Nov, usual 16")
        self.breaths.show_problem("Breaths are between 3 and 60 a minute")
        rule = DateRule(time_of_day=TimeOfDay.OPTIONAL)
        self.when = DateField("When", now=lambda: NOW, rule=rule)
        self.watch = TextField("Watch for")
        for field in (self.how, self.signs, self.note, self.breaths, self.when, self.watch):
            card.add(field)
        combo, spin = QComboBox(), QSpinBox()
        combo.addItems(["Next round", "2 weeks"])
        combo.setAccessibleName("See again")
        spin.setAccessibleName("Days")
        tick, ring = QCheckBox("Family told"), QRadioButton("Own view asked")
        tick.setChecked(True)
        ring.setChecked(True)
        for part in (combo, spin, tick, ring):
            card.add(part)
        card.body.addStretch(1)
        return card

    def _deeds(self) -> FlowRow:
        row = FlowRow(self)
        off = Button("Print")
        off.setEnabled(False)
        self.sign = Button(
            "Sign for FEATHERSTONEHAUGH-CHOLMONDELEY and next", Kind.PRIMARY, icon_name="check"
        )
        for button in (
            Button("Details", Kind.LINK),
            Button("Copy", icon_name="copy"),
            off,
            Button("Record", Kind.WARNING),
            self.sign,
        ):
            row.add(button)
        return row
