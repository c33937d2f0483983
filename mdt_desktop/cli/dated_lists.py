"""`mdt import falls`, `observations` and `vaccinations`: a list, tried first, then in earnest.

Whose a row is, is known by its NHS number; a row in doubt is left out with its reason, and the others
are taken. What a column is, is asked and answered by options, save in a file whose headings are
published; a list with an open question about its columns is not read at all.
"""

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.dated_columns import ListColumns
from mdt_core.exchange.tables.dated_list import DatedList
from mdt_core.exchange.tables.falls_columns import FallColumn, fall_columns
from mdt_core.exchange.tables.falls_list import FALLS
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.observations_columns import ObservationColumn, observation_columns
from mdt_core.exchange.tables.observations_list import OBSERVATIONS
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_core.exchange.tables.vaccination_list import VACCINATIONS
from mdt_core.exchange.tables.vaccination_rows import published_columns
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.cancelling import noticing_cancel
from mdt_desktop.cli.list_columns import answers
from mdt_desktop.cli.list_results import cancelled_lines, exit_code, refused_lines, results_json
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.session import Session

_Columns: TypeAlias = ListColumns[Any]


@dataclass(frozen=True)
class _List:
    """A list as this verb takes it: what its rows are called, and how its columns are known."""

    what: str
    listed: DatedList[Any, Any, Any]
    columns_of: Callable[[Sheet, Namespace], _Columns]


def _falls(sheet: Sheet, given: Namespace) -> _Columns:
    return fall_columns(sheet, answers(given.column, sheet, FallColumn), _order(given))


def _sets(sheet: Sheet, given: Namespace) -> _Columns:
    return observation_columns(
        sheet, answers(given.column, sheet, ObservationColumn), _order(given)
    )


def _vaccinations(sheet: Sheet, _given: Namespace) -> _Columns:
    return published_columns(sheet)


_LISTS: Final = {
    "import falls": _List("falls", FALLS, _falls),
    "import observations": _List("sets", OBSERVATIONS, _sets),
    "import vaccinations": _List("vaccinations", VACCINATIONS, _vaccinations),
}


def run(given: Namespace, terminal: Terminal) -> int:
    """Tries or takes the list; 3 where a row is left out, 4 where the columns are not decided."""
    its = _LISTS[given.verb]
    with unlocked(given, terminal) as session:
        sheet = read_sheet(given.file, worksheet=given.worksheet)
        columns = its.columns_of(sheet, given)
        if columns.questions:
            return _ask(columns, given, terminal)
        found = _found(session, its.listed, sheet, columns, given)
    if given.json:
        chosen = {"columns": columns.chosen} if columns.chosen else {}
        terminal.say_json({**results_json(found), **chosen})
    else:
        terminal.say(*_lines(found, its.what, sheet, columns))
    return exit_code(found)


def _order(given: Namespace) -> DateOrder | None:
    return DateOrder(given.date_order) if given.date_order else None


def _found(
    session: Session,
    listed: DatedList[Any, Any, Any],
    sheet: Sheet,
    columns: _Columns,
    given: Namespace,
) -> Preview | ListReport:
    store, by = session.store, session.actor
    if given.dry_run:
        return listed.attempt(store, by=by, sheet=sheet, columns=columns)
    with noticing_cancel() as cancel:
        return listed.take(store, by=by, sheet=sheet, columns=columns, cancelled=cancel.is_set)


def _ask(columns: _Columns, given: Namespace, terminal: Terminal) -> int:
    """Says what is to be decided first."""
    if given.json:
        terminal.say_json({"questions": list(columns.questions)})
    else:
        terminal.say("Nothing was read. Answer first", *columns.questions)
        terminal.say('  --column "HEADING=MEANING" chooses, --column "HEADING=" leaves one out')
        terminal.say("  --date-order dmy or mdy says whether the day or the month comes first")
    return exit_codes.NOT_DONE


def _lines(
    found: Preview | ListReport, what: str, sheet: Sheet, columns: _Columns
) -> Iterator[str]:
    if isinstance(found, Preview):
        yield found.words
    yield from (f"  {note}" for note in sheet.notes)
    yield from ["columns"] if columns.chosen else []
    yield from (f"  {header} = {meaning}" for header, meaning in columns.chosen.items())
    left_out = columns.left_out(sheet)
    yield from [f"  not read: {', '.join(left_out)}"] if left_out else []
    yield f"created    {found.created} {what}"
    yield f"unchanged  {found.unchanged}"
    yield from refused_lines(found)
    yield from cancelled_lines(found)
