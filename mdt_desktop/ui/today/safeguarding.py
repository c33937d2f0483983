"""The rows of the start screen for safeguarding concerns that are to be looked at again. No Qt."""

from typing import Final

from mdt_core.clock import clinical_day_month
from mdt_core.store.queries.safeguarding import DueReview
from mdt_core.store.queries.today import Today
from mdt_desktop.ui.today.rows import Deed, TodayRow, section
from mdt_desktop.ui.today.telling import who_words

SAFEGUARDING: Final = "Safeguarding, to be looked at again"
_TAB: Final = "Safeguarding"


def safeguarding_rows(read: Today) -> tuple[TodayRow, ...]:
    """A row a concern whose day has come; nothing at all where there is none, or none is shown."""
    rows = tuple(map(_row, read.safeguarding))
    return section(SAFEGUARDING, rows, "") if rows else ()


def _row(due: DueReview) -> TodayRow:
    said = f"Concern {due.reference}" if due.reference else "Concern"
    return TodayRow(
        key=f"safeguarding:{due.id}",
        symbol="▲",
        words=f"{said}\n{who_words(due.line)}",
        home=due.line.home_name,
        when=f"Due {clinical_day_month(due.due)}",
        deed=Deed.LOOK,
        resident_id=due.line.resident_id,
        family=due.line.family_name.upper(),
        tab=_TAB,
    )
