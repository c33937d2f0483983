"""`mdt import vaccinations`: a vaccination file as the NHS sends it, tried first.

Whose a vaccination is, is known where NHS number and date of birth agree; a row in doubt is left out
with its reason, and the others are taken.
"""

from argparse import Namespace
from collections.abc import Iterator

from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_core.exchange.tables.vaccination_list import take_vaccinations, try_vaccinations
from mdt_core.exchange.tables.vaccination_rows import READ
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.cancelling import noticing_cancel
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.session import Session


def run(given: Namespace, terminal: Terminal) -> int:
    """Tries or takes the file; 3 where a row is left out, 4 where it is no such file."""
    with unlocked(given, terminal) as session:
        sheet = read_sheet(given.file)
        found = _found(session, sheet, given)
    if given.json:
        trial = {"words": found.words} if isinstance(found, Preview) else {}
        is_trial = isinstance(found, Preview)
        terminal.say_json({"dry_run": is_trial, **trial, **found.as_json()})
    else:
        terminal.say(*_lines(found, sheet))
    if isinstance(found, ListReport) and found.was_cancelled:
        return exit_codes.CANCELLED
    return exit_codes.REFUSED if found.refused else exit_codes.DONE


def _found(session: Session, sheet: Sheet, given: Namespace) -> Preview | ListReport:
    if given.dry_run:
        return try_vaccinations(session.store, by=session.actor, sheet=sheet)
    with noticing_cancel() as cancel:
        return take_vaccinations(
            session.store, by=session.actor, sheet=sheet, cancelled=cancel.is_set
        )


def _lines(found: Preview | ListReport, sheet: Sheet) -> Iterator[str]:
    if isinstance(found, Preview):
        yield found.words
    yield from (f"  {note}" for note in sheet.notes)
    left_out = [each for each in sheet.headers if each not in READ]
    yield from [f"  not read: {', '.join(left_out)}"] if left_out else []
    yield f"created    {found.created} vaccinations"
    yield f"unchanged  {found.unchanged}"
    yield f"refused    {found.rows_refused} rows"
    for each in found.refused:
        yield f"  row {each.row}{f', {each.column}' if each.column else ''}: {each.reason}"
    if isinstance(found, ListReport) and found.was_cancelled:
        yield "Cancelled. What is counted above is in; the rest is not."
