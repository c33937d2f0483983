"""The report of a measure: formed, as CSV, and the line of who saved it."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from mdt_core.actor import Actor
from mdt_core.documents.contents import Freshness
from mdt_core.documents.d2a_contents import D2aReport
from mdt_core.documents.measure_contents import (
    about_words,
    overview_sections,
    overview_words,
    sections_of,
)
from mdt_core.errors import NotAllowed
from mdt_core.exchange.tables.cells import guarded
from mdt_core.identifiers import derived_id
from mdt_core.measures.definition import Definition
from mdt_core.measures.definitions import MEASURES
from mdt_core.measures.figures import FEWER, NOT_SHOWN, Figure
from mdt_core.measures.overview import EVERY_MEASURE, Line, Overview
from mdt_core.measures.tables import Asked, MeasureTable, Row, tabulate, whole_of
from mdt_core.store.queries.measured.facts import facts_of_every, measure_facts
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About

TITLE: Final = "Measure"
TITLES: Final = "Measures"
COLUMNS: Final = (
    *("Measure", "Rows", "Row", "Figure", "Unit", "Low", "High", "Part", "Whole"),
    *("Not known or still open", "From", "To", "Note"),
)


def measure_table(store: Store, *, by: Actor, asked: Asked) -> MeasureTable:
    """Forms the figures that are asked for; raises NotAllowed where the role reads none of it."""
    with store.reading() as connection:
        facts = measure_facts(connection, by, asked, store.clock())
    return tabulate(MEASURES[asked.measure], facts, asked)


def measures_overview(store: Store, *, by: Actor, asked: Asked) -> Overview:
    """Forms every measure that the person may read, one figure each; raises NotAllowed where none."""
    lines, label = [], ""
    with store.reading() as connection:
        for definition, facts in facts_of_every(connection, by, asked, store.clock()):
            row = whole_of(definition, facts, asked)
            label = label or row.label
            if row.figure is not None:
                lines.append(Line(definition, row.figure))
    if not lines:
        raise NotAllowed("Measures are not shown to your role")
    return Overview(asked, label, tuple(lines))


def measure_report(
    store: Store, *, by: Actor, asked: Asked, practice: bool, fresh: Freshness
) -> D2aReport:
    """Forms the report as it is printed; raises NotAllowed."""
    if asked.measure == EVERY_MEASURE:
        found = measures_overview(store, by=by, asked=asked)
        about, sections = overview_words(found), overview_sections(found)
    else:
        table = measure_table(store, by=by, asked=asked)
        about, sections = about_words(table), sections_of(table)
    return D2aReport(
        about=about,
        sections=sections,
        freshness=fresh,
        printed_by=by.name,
        printed_at=store.clock(),
        document_id=derived_id("measure", f"{about}\x1f{sections!r}"),
        practice=practice,
        title=TITLES if asked.measure == EVERY_MEASURE else TITLE,
    )


def measure_csv(table: MeasureTable) -> str:
    """The table as CSV for a spreadsheet; no cell is one that it would take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in (table.total, *table.rows):
        writer.writerow([guarded(cell) for cell in _cells(table, row)])
    return text.getvalue()


def overview_csv(found: Overview) -> str:
    """Every measure as CSV for a spreadsheet, in the same columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for each in found.lines:
        said = (each.definition.title, "", found.label, *_numbers(each.figure))
        days = _days(each.definition, found.asked)
        writer.writerow([guarded(cell) for cell in (*said, *days, "")])
    return text.getvalue()


def record_measure_report(store: Store, *, by: Actor, asked: Asked, document: str) -> None:
    """Records that figures were saved, which, how and by whom; an empty home is all of them."""
    with store.deed(by) as unit:
        about = About(home_id=asked.home_id or None)
        unit.audit("print", about, detail=f"measure {asked.measure} {document}")
        unit.commit()


def _cells(table: MeasureTable, row: Row) -> Iterator[str]:
    definition = table.definition
    yield from (definition.title, table.asked.cut.label, row.label)
    yield from _numbers(row.figure)
    yield from _days(definition, table.asked)
    yield NOT_SHOWN if row.figure is None else ""


def _days(definition: Definition, asked: Asked) -> tuple[str, str]:
    """From and to; empty for what is of today."""
    if definition.is_standing:
        return "", ""
    return asked.period.first.isoformat(), asked.period.last.isoformat()


def _numbers(figure: Figure | None) -> Iterator[str]:
    if figure is None:
        yield from ("",) * 7
        return
    said = (figure.value, figure.form.label, figure.low, figure.high)
    yield from ("" if each is None else str(each) for each in said)
    beside = FEWER if figure.has_few_beside else str(figure.beside)
    yield from (str(figure.part), str(figure.whole), beside)
