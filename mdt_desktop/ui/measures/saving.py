"""A measure made into a file on a worker: the line of who saved it first, then the file. No Qt."""

from pathlib import Path
from typing import Final

from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.measures.overview import EVERY_MEASURE
from mdt_core.measures.tables import Asked
from mdt_core.use_cases.measure_reports import (
    measure_csv,
    measure_report,
    measure_table,
    measures_overview,
    overview_csv,
    record_measure_report,
)
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.paper.presenter import save

PDF_NAME: Final = "measure.pdf"
CSV_NAME: Final = "measure.csv"


def saved_pdf(context: Context, asked: Asked, fresh: Freshness, path: Path) -> Path:
    """Makes the report, records it and writes it; no copy is ever without its record."""
    from mdt_core.documents.d2a_report import render_d2a_report  # noqa: PLC0415 - reportlab

    report = measure_report(
        context.store, by=context.actor, asked=asked, practice=context.is_practice, fresh=fresh
    )
    pdf = render_d2a_report(report, look=PaperLook())
    document = f"{report.document_id}, saved as PDF"
    record_measure_report(context.store, by=context.actor, asked=asked, document=document)
    return save(pdf, path)


def saved_csv(context: Context, asked: Asked, path: Path) -> Path:
    """Records that figures are saved, and writes them for a spreadsheet."""
    store, by = context.store, context.actor
    if asked.measure == EVERY_MEASURE:
        text = overview_csv(measures_overview(store, by=by, asked=asked))
    else:
        text = measure_csv(measure_table(store, by=by, asked=asked))
    record_measure_report(store, by=by, asked=asked, document="saved as CSV")
    return save(text.encode("utf-8-sig"), path, ".csv")
