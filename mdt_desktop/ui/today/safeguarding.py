"""The rows of the start screen for safeguarding concerns that are to be looked at again. No Qt."""

from dataclasses import replace
from typing import Final

from mdt_core.clock import clinical_day_month
from mdt_core.store.queries.safeguarding import DueReview
from mdt_core.store.queries.today import Today
from mdt_desktop.ui.today.rows import Deed, TodayRow, section
from mdt_desktop.ui.today.telling import person_row

SAFEGUARDING: Final = "Safeguarding, to be looked at again"
_TAB: Final = "Safeguarding"


def safeguarding_rows(read: Today) -> tuple[TodayRow, ...]:
    """A row a concern whose day has come; nothing at all where there is none, or none is shown."""
    rows = tuple(map(_row, read.safeguarding))
    return section(SAFEGUARDING, rows, "") if rows else ()


def _row(due: DueReview) -> TodayRow:
    row = person_row(
        due.line,
        key=f"safeguarding:{due.id}",
        symbol="▲",
        words=f"Concern {due.reference}" if due.reference else "Concern",
        when=f"Due {clinical_day_month(due.due)}",
        deed=Deed.LOOK,
    )
    return replace(row, tab=_TAB)
