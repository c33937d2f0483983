"""What the screen of measures shows: one measure in figures and words, and the people behind each. No Qt.

Nothing is formed here: figures and their words come from the measure's definition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import add_months_clamped, clinical_date
from mdt_core.documents.measure_contents import (
    FROM_HERE,
    NO_JUDGEMENT,
    OF_NOW,
    about_words,
    compared_words,
    definition_lines,
    heading_of,
    overview_words,
    ranking_words,
    reason_lines,
)
from mdt_core.measures.definition import Case, Definition, Form
from mdt_core.measures.figures import (
    NOT_SHOWN,
    TOO_SMALL,
    Figure,
    count_words,
    range_words,
    value_words,
    verdict_words,
)
from mdt_core.measures.overview import EVERY_MEASURE, TITLE, Overview
from mdt_core.measures.resident_days import Period
from mdt_core.measures.tables import Asked, Cut, MeasureTable, Row, month_of
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.measured.people import lines_of
from mdt_core.store.store import Store
from mdt_core.use_cases.measure_reports import measure_table, measures_overview

PERIODS: Final = (("month", "This month"), ("quarter", "3 months"), ("year", "12 months"))
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
MOST_LISTED: Final = 200
ELSEWHERE: Final = "Lives in a home that you do not serve"
NOBODY: Final = "Nothing is counted here"
BAND: Final = (
    "In the line of months the band is the interval before that day. One month rests on fewer cases and"
    " moves more than that by chance."
)
OPENS: Final = "Open one for its rows, how it is counted, and what is behind it."
NOT_FOR_TODAY: Final = "This figure is of today: it has no months, and nothing before and after."


@dataclass(frozen=True)
class RowView:
    """One row of the table in words."""

    key: str
    label: str
    value: str
    interval: str
    counts: str
    is_shown: bool = True

    @property
    def in_one(self) -> str:
        """Everything but its name."""
        return "\n".join(filter(None, (self.value, self.interval, self.counts)))


@dataclass(frozen=True)
class MeasureView:
    """The measure on show."""

    asked: Asked
    table: MeasureTable | None
    title: str
    about: str
    value: str
    details: tuple[str, ...]
    heading: str
    rows: tuple[RowView, ...]
    note: str
    compared: tuple[str, ...]
    beside: tuple[str, ...]
    how: tuple[str, ...]
    months: tuple[tuple[date, float], ...]
    band: tuple[float, float] | None

    @property
    def words(self) -> str:
        """The figure as it is read aloud."""
        return ". ".join(filter(None, (self.title, self.about, self.value, *self.details)))


@dataclass(frozen=True)
class PersonRow:
    """One case behind a figure: whose, in which home, what it is, and whether it counts."""

    key: str
    resident_id: str
    home_id: str
    name: str
    home: str
    what: str
    state: str
    day: str


@dataclass(frozen=True)
class Behind:
    """The cases behind one figure."""

    title: str
    summary: str
    rows: tuple[PersonRow, ...]


def period_of(choice: str, today: date) -> Period:
    """So many calendar months up to yesterday, the one that runs among them."""
    last = today - timedelta(days=1)
    return Period(add_months_clamped(month_of(last), 1 - _MONTHS[choice]), last)


def cuts_of(definition: Definition, *, is_one_home: bool) -> tuple[Cut, ...]:
    """The rows that a measure can be cut into."""
    by_home = () if is_one_home else (Cut.HOME, Cut.NEIGHBOURHOOD, Cut.TYPE)
    return (*by_home, *(() if definition.is_standing else (Cut.MONTH,)))


def read_measure(store: Store, by: Actor, asked: Asked) -> MeasureView:
    """Forms a measure, or every one; raises NotAllowed."""
    if asked.measure == EVERY_MEASURE:
        return view_of_every(measures_overview(store, by=by, asked=asked))
    return view_of(measure_table(store, by=by, asked=asked))


def view_of(table: MeasureTable) -> MeasureView:
    """A table as it is shown."""
    definition, total = table.definition, table.total.figure
    whole = total or Figure(definition.form, 0, 0)
    details = (
        verdict_words(definition, whole),
        range_words(whole),
        count_words(whole),
    )
    return MeasureView(
        asked=table.asked,
        table=table,
        title=definition.title,
        about=about_words(table),
        value=value_words(whole),
        details=tuple(filter(None, details)),
        heading=heading_of(table.asked.cut),
        rows=tuple(map(_row, table.rows)),
        note=_note(table),
        compared=(*_lines(compared_words(table)), *_band_words(table)),
        beside=_lines(reason_lines(table)),
        how=_lines(definition_lines(definition)),
        months=_months(table),
        band=_band(table),
    )


def view_of_every(found: Overview) -> MeasureView:
    """Every measure as it is shown: a row opens it."""
    rows = tuple(
        RowView(
            each.definition.id,
            each.definition.title,
            value_words(each.figure),
            range_words(each.figure),
            count_words(each.figure),
        )
        for each in found.lines
    )
    return MeasureView(
        asked=found.asked,
        table=None,
        title=TITLE,
        about=overview_words(found),
        value="",
        details=(),
        heading="Measures",
        rows=rows,
        note=f"{OPENS} {OF_NOW}",
        compared=(),
        beside=(),
        how=(FROM_HERE,),
        months=(),
        band=None,
    )


def _row(row: Row) -> RowView:
    found = row.figure
    if found is None:
        return RowView(row.key, row.label, NOT_SHOWN, "", "", is_shown=False)
    return RowView(row.key, row.label, value_words(found), range_words(found), count_words(found))


def _note(table: MeasureTable) -> str:
    if not table.places:
        return "You serve no home of which this can be formed."
    if table.asked.cut is Cut.MONTH or table.asked.home_id:
        return NOT_FOR_TODAY if table.definition.is_standing else ""
    kept_back = TOO_SMALL if table.is_kept_back else ""
    return " ".join(filter(None, (NO_JUDGEMENT, ranking_words(table), kept_back)))


def _lines(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{label}: {words}" for label, words in pairs)


def _months(table: MeasureTable) -> tuple[tuple[date, float], ...]:
    if table.asked.cut is not Cut.MONTH:
        return ()
    return tuple(
        (date.fromisoformat(each.key), float(each.figure.value))
        for each in table.rows
        if each.figure is not None and each.figure.value is not None
    )


def _band(table: MeasureTable) -> tuple[float, float] | None:
    """The interval of the time before, for the line of months to be held against."""
    limits = table.compared.before.limits if table.compared else None
    is_interval = not table.definition.form.is_median
    return (float(limits[0]), float(limits[1])) if limits and is_interval else None


def _band_words(table: MeasureTable) -> tuple[str, ...]:
    if _band(table) is None or table.asked.cut is not Cut.MONTH:
        return ()
    return (BAND,)


# Behind a figure


def read_behind(store: Store, by: Actor, table: MeasureTable, key: str) -> Behind:
    """The cases behind a row (an empty key: all), those first that ask for something."""
    row = next((each for each in table.rows if each.key == key), table.total)
    cases = sorted(row.cases, key=lambda each: _order(table.definition, each))
    listed = cases[:MOST_LISTED]
    with store.reading() as connection:
        lines = lines_of(connection, by, {each.resident_id for each in listed if each.resident_id})
    return Behind(
        title=f"{table.definition.title}: {row.label}",
        summary=_summary(len(cases)),
        rows=tuple(_person(table, lines, place, each) for place, each in enumerate(listed)),
    )


def _summary(number: int) -> str:
    if not number:
        return NOBODY
    if number > MOST_LISTED:
        return f"The first {MOST_LISTED} of {number:,}. Choose one home or a shorter time for the rest."
    return "1 is counted here" if number == 1 else f"{number:,} are counted here"


def _order(definition: Definition, case: Case) -> tuple[int, float, int]:
    """Overdue and missing first, then what is not known; of days the longest first."""
    newest = -case.day.toordinal()
    if definition.form.is_median:
        took = float(case.took) if case.took is not None else 0.0
        return (0 if case.is_late else 1 if case.took is None else 2, -took, newest)
    first = {False: 0, None: 1, True: 2} if definition.form is Form.SHARE else {None: 0, True: 0}
    return (first.get(case.met, 1), 0.0, newest)


def _person(
    table: MeasureTable, lines: Mapping[str, ResidentLine], place: int, case: Case
) -> PersonRow:
    line = lines.get(case.resident_id)
    home = table.places[case.home_id].name
    name = home if not case.resident_id else line.formal_name if line else ELSEWHERE
    return PersonRow(
        key=f"{place}",
        resident_id=case.resident_id if line else "",
        home_id=case.home_id,
        name=name,
        home=home,
        what=case.what,
        state=_state(table.definition, case),
        day=clinical_date(case.day),
    )


def _state(definition: Definition, case: Case) -> str:
    if definition.form.is_time:
        if case.took is not None:
            return f"{definition.yes} after {case.took:.1f} {definition.form.label}"
        return "Overdue" if case.is_late else definition.no
    if definition.form is Form.EACH:
        return f"{definition.yes}: {case.took or 0:.0f}"
    if case.met is None:
        return "Not known"
    return definition.yes if case.met else definition.no
