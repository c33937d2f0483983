"""The report of a measure: formed, as CSV, and the line of who saved it."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from mdt_core.actor import Actor
from mdt_core.documents.contents import Freshness
from mdt_core.documents.d2a_contents import D2aReport
from mdt_core.documents.measure_contents import about_words, sections_of
from mdt_core.exchange.tables.cells import guarded
from mdt_core.identifiers import derived_id
from mdt_core.measures.definitions import MEASURES
from mdt_core.measures.figures import FEWER, NOT_SHOWN, Figure
from mdt_core.measures.tables import Asked, MeasureTable, Row, tabulate
from mdt_core.store.queries.measured.facts import measure_facts
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About

TITLE: Final = "Measure"
COLUMNS: Final = (
    *("Measure", "Rows", "Row", "Figure", "Unit", "Low", "High", "Part", "Whole"),
    *("Not known or still open", "From", "To", "Note"),
)


def measure_table(store: Store, *, by: Actor, asked: Asked) -> MeasureTable:
    """Forms the figures that are asked for; raises NotAllowed where the role reads none of it."""
    with store.reading() as connection:
        facts = measure_facts(connection, by, asked, store.clock())
    return tabulate(MEASURES[asked.measure], facts, asked)


def measure_report(
    store: Store, *, by: Actor, asked: Asked, practice: bool, fresh: Freshness
) -> D2aReport:
    """Forms the report as it is printed; raises NotAllowed."""
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
        title=TITLE,
    )


def measure_csv(table: MeasureTable) -> str:
    """The table as CSV for a spreadsheet; no cell is one that it would take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in (table.total, *table.rows):
        writer.writerow([guarded(cell) for cell in _cells(table, row)])
    return text.getvalue()


def record_measure_report(store: Store, *, by: Actor, asked: Asked, document: str) -> None:
    """Records that figures were saved, which, how and by whom; an empty home is all of them."""
    with store.deed(by) as unit:
        about = About(home_id=asked.home_id or None)
        unit.audit("print", about, detail=f"measure {asked.measure} {document}")
        unit.commit()


def _cells(table: MeasureTable, row: Row) -> Iterator[str]:
    period, definition = table.asked.period, table.definition
    yield from (definition.title, table.asked.cut.label, row.label)
    yield from _numbers(row.figure)
    days = ("", "") if definition.is_standing else (period.first, period.last)
    yield from map(str, days)
    yield NOT_SHOWN if row.figure is None else ""


def _numbers(figure: Figure | None) -> Iterator[str]:
    if figure is None:
        yield from ("",) * 7
        return
    said = (figure.value, figure.form.label, figure.low, figure.high)
    yield from ("" if each is None else str(each) for each in said)
    beside = FEWER if figure.has_few_beside else str(figure.beside)
    yield from (str(figure.part), str(figure.whole), beside)
