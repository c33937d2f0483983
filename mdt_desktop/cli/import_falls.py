"""`mdt import falls`: a list of falls, tried first; what a column is, is asked and answered by options.

Whose a fall is, is known by its NHS number; a row that is in doubt is left out with its reason, and
the others are taken. A list with an open question about its columns is not read at all.
"""

from argparse import Namespace
from collections.abc import Iterator, Mapping

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.falls_columns import FallColumn, FallColumns, fall_columns
from mdt_core.exchange.tables.falls_list import take_falls, try_falls
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.cancelling import noticing_cancel
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.session import Session


def run(given: Namespace, terminal: Terminal) -> int:
    """Tries or takes the list; 3 where a row is left out, 4 where the columns are not decided."""
    with unlocked(given, terminal) as session:
        sheet = read_sheet(given.file, worksheet=given.worksheet)
        order = DateOrder(given.date_order) if given.date_order else None
        columns = fall_columns(sheet, _answers(given.column, sheet), order)
        if columns.questions:
            return _ask(columns, given, terminal)
        found = _found(session, sheet, columns, given)
    if given.json:
        trial = {"words": found.words} if isinstance(found, Preview) else {}
        named = {header: each.value for each, header in columns.headers.items()}
        is_trial = isinstance(found, Preview)
        terminal.say_json({"dry_run": is_trial, **trial, **found.as_json(), "columns": named})
    else:
        terminal.say(*_lines(found, sheet, columns))
    return _exit_code(found)


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


def _exit_code(found: Preview | ListReport) -> int:
    if isinstance(found, ListReport) and found.was_cancelled:
        return exit_codes.CANCELLED
    return exit_codes.REFUSED if found.refused else exit_codes.DONE


def _answers(given: list[str], sheet: Sheet) -> Mapping[str, FallColumn | None]:
    return dict(_answer(each, sheet) for each in given)


def _answer(text: str, sheet: Sheet) -> tuple[str, FallColumn | None]:
    header, sign, meaning = (part.strip() for part in text.rpartition("="))
    if not sign or header not in sheet.headers:
        message = f"«{text}» names no column of this list."
        known = ", ".join(sheet.headers)
        raise InvalidInput(message, next_step=f"There are: {known}.", where="--column")
    found = next((each for each in FallColumn if each.value == meaning), None)
    if meaning and found is None:
        known = ", ".join(each.value for each in FallColumn)
        message = f"«{meaning}» is not what a column can be."
        raise InvalidInput(message, next_step=f"Choose one of {known}.", where="--column")
    return header, found


def _ask(columns: FallColumns, given: Namespace, terminal: Terminal) -> int:
    if given.json:
        terminal.say_json({"questions": list(columns.questions)})
    else:
        terminal.say("Nothing was read. Answer first", *columns.questions)
        terminal.say('  --column "HEADING=MEANING" chooses, --column "HEADING=" leaves one out')
        terminal.say("  --date-order dmy or mdy says whether the day or the month comes first")
    return exit_codes.NOT_DONE


def _lines(found: Preview | ListReport, sheet: Sheet, columns: FallColumns) -> Iterator[str]:
    if isinstance(found, Preview):
        yield found.words
    yield from (f"  {note}" for note in sheet.notes)
    yield "columns"
    yield from (f"  {header} = {each.value}" for each, header in columns.headers.items())
    left_out = columns.left_out(sheet)
    yield from [f"  not read: {', '.join(left_out)}"] if left_out else []
    yield f"created    {found.created} falls"
    yield f"unchanged  {found.unchanged}"
    yield f"refused    {found.rows_refused} rows"
    for each in found.refused:
        yield f"  row {each.row}{f', {each.column}' if each.column else ''}: {each.reason}"
    if isinstance(found, ListReport) and found.was_cancelled:
        yield "Cancelled. What is counted above is in; the rest is not."
