"""`mdt import falls`: a list of falls, tried first; what a column is, is asked and answered by options.

Whose a fall is, is known by its NHS number; a row that is in doubt is left out with its reason, and
the others are taken. A list with an open question about its columns is not read at all.
"""

from argparse import Namespace

from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.falls_columns import FallColumn, FallColumns, fall_columns
from mdt_core.exchange.tables.falls_list import take_falls, try_falls
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_desktop.cli.cancelling import noticing_cancel
from mdt_desktop.cli.dated_lists import answers, ask, tell
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.session import Session


def run(given: Namespace, terminal: Terminal) -> int:
    """Tries or takes the list; 3 where a row is left out, 4 where the columns are not decided."""
    with unlocked(given, terminal) as session:
        sheet = read_sheet(given.file, worksheet=given.worksheet)
        order = DateOrder(given.date_order) if given.date_order else None
        columns = fall_columns(sheet, answers(given.column, sheet, FallColumn), order)
        if columns.questions:
            return ask(columns, given, terminal)
        found = _found(session, sheet, columns, given)
    return tell(found, "falls", sheet, columns, as_json=given.json, terminal=terminal)


def _found(
    session: Session, sheet: Sheet, columns: FallColumns, given: Namespace
) -> Preview | ListReport:
    if given.dry_run:
        return try_falls(session.store, by=session.actor, sheet=sheet, columns=columns)
    with noticing_cancel() as cancel:
        return take_falls(
            session.store,
            by=session.actor,
            sheet=sheet,
            columns=columns,
            cancelled=cancel.is_set,
        )
