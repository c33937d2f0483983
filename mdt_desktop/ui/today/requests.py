"""The rows of the start screen about medicine requests: whose step it is, and what is overdue. No Qt.

The home sees all that it waits for; others what they themselves have to do, and what is overdue.
"""

from dataclasses import replace
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date
from mdt_core.medicine_request_steps import held_by, may_take
from mdt_core.roles import HOME_STAFF
from mdt_core.store.queries.medicine_requests import ListedRequest
from mdt_core.store.queries.today import Today
from mdt_desktop.ui.medicines.requests import REQUESTS_TAB, TWO_VERSIONS
from mdt_desktop.ui.today.rows import Deed, TodayRow, section
from mdt_desktop.ui.today.telling import person_row

REQUESTS: Final = "Medicine requests"
MOST_SHOWN: Final = 10


def request_rows(read: Today, by: Actor) -> tuple[TodayRow, ...]:
    """The section, or nothing where nobody waits for anything."""
    mine = [each for each in read.requests if _concerns(each, by)]
    rows = tuple(_row(each) for each in mine[:MOST_SHOWN])
    if not rows:
        return ()
    more = len(mine) - len(rows)
    also = (
        (TodayRow("more:requests", f"{more} more on the pages of the residents"),) if more else ()
    )
    return (*section(REQUESTS, rows, ""), *also)


def _concerns(each: ListedRequest, by: Actor) -> bool:
    if by.role in HOME_STAFF or each.overdue is not None or each.step is None:
        return True
    return may_take(by.role, each.step)


def _row(each: ListedRequest) -> TodayRow:
    said = each.request.record
    needed = said.needed_by if said else None
    row = person_row(
        each.line,
        key=f"request:{each.id}",
        symbol="▲" if each.overdue or each.step is None else "○",
        words=_words(each),
        when=f"Needed by {clinical_date(needed)}" if needed else "",
        deed=Deed.LOOK,
    )
    return replace(row, tab=REQUESTS_TAB)


def _words(each: ListedRequest) -> str:
    said = each.request.record
    medicine = str(each.request.readable.get("medicine", "A medicine"))
    if said is None or each.step is None:
        return f"{medicine}: {TWO_VERSIONS}" if each.request.has_siblings else medicine
    if each.overdue is not None:
        return f"{medicine}. Overdue: {each.overdue}"
    return f"{medicine}. Next: {each.step.value.lower()}. {held_by(said)} has it"
