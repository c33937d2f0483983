"""The uptake report made and saved on a worker: the line of who saved it first, then the file. No Qt."""

from pathlib import Path
from typing import Final

from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.use_cases.uptake_reports import record_uptake_report, uptake_report
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.paper.presenter import save

FILE_NAME: Final = "vaccination-uptake.pdf"


def saved_report(context: Context, home_id: str, fresh: Freshness, path: Path) -> Path:
    """Makes the report, records the copy and writes it; no copy is ever without its record."""
    from mdt_core.documents.d2a_report import render_d2a_report  # noqa: PLC0415 - reportlab

    report = uptake_report(
        context.store,
        by=context.actor,
        home_id=home_id,
        practice=context.is_practice,
        fresh=fresh,
    )
    pdf = render_d2a_report(report, look=PaperLook())
    record_uptake_report(
        context.store,
        by=context.actor,
        home_id=home_id,
        document_id=report.document_id,
        how="saved as PDF",
    )
    return save(pdf, path)
