"""`mdt import observations`: a list of sets, tried first; what a column is, is answered by options.

Whose a set is, is known by its NHS number with the date of birth; a row that is in doubt is left out
with its reason. A list with an open question about its columns is not read at all.
"""

from argparse import Namespace

from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.observations_columns import (
    ObservationColumn,
    ObservationColumns,
    observation_columns,
)
from mdt_core.exchange.tables.observations_list import take_observations, try_observations
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
        said = answers(given.column, sheet, ObservationColumn)
        columns = observation_columns(sheet, said, order)
        if columns.questions:
            return ask(columns, given, terminal)
        found = _found(session, sheet, columns, given)
    return tell(found, "sets", sheet, columns, as_json=given.json, terminal=terminal)


def _found(
    session: Session, sheet: Sheet, columns: ObservationColumns, given: Namespace
) -> Preview | ListReport:
    if given.dry_run:
        return try_observations(session.store, by=session.actor, sheet=sheet, columns=columns)
    with noticing_cancel() as cancel:
        return take_observations(
            session.store,
            by=session.actor,
            sheet=sheet,
            columns=columns,
            cancelled=cancel.is_set,
        )
