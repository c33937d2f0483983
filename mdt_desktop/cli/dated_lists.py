"""What the imports of dated lists share on the command line: answers about columns, and what came of it.

Knows no list: which columns there can be, and what a row brings, is said by the verb.
"""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypeVar

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.fields import Choice
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.terminal import Terminal

C = TypeVar("C", bound=Choice)


class Columns(Protocol):
    """Headings by what they are, and what is still to be decided."""

    @property
    def headers(self) -> Mapping[Any, str]:
        """The heading of each column that is read."""

    @property
    def questions(self) -> tuple[str, ...]:
        """What is to be decided."""

    def left_out(self, sheet: Sheet) -> tuple[str, ...]:
        """The headings that are not read."""


def answers(given: list[str], sheet: Sheet, columns: type[C]) -> Mapping[str, C | None]:
    """What a person says of columns, as `HEADING=MEANING`; raises InvalidInput for what is neither."""
    return dict(_answer(each, sheet, columns) for each in given)


def _answer(text: str, sheet: Sheet, columns: type[C]) -> tuple[str, C | None]:
    header, sign, meaning = (part.strip() for part in text.rpartition("="))
    if not sign or header not in sheet.headers:
        message = f"«{text}» names no column of this list."
        known = ", ".join(sheet.headers)
        raise InvalidInput(message, next_step=f"There are: {known}.", where="--column")
    found = next((each for each in columns if each.value == meaning), None)
    if meaning and found is None:
        known = ", ".join(each.value for each in columns)
        message = f"«{meaning}» is not what a column can be."
        raise InvalidInput(message, next_step=f"Choose one of {known}.", where="--column")
    return header, found


def ask(columns: Columns, given: Namespace, terminal: Terminal) -> int:
    """Says what is to be decided first."""
    if given.json:
        terminal.say_json({"questions": list(columns.questions)})
    else:
        terminal.say("Nothing was read. Answer first", *columns.questions)
        terminal.say('  --column "HEADING=MEANING" chooses, --column "HEADING=" leaves one out')
        terminal.say("  --date-order dmy or mdy says whether the day or the month comes first")
    return exit_codes.NOT_DONE


def tell(
    found: Preview | ListReport,
    what: str,
    sheet: Sheet,
    columns: Columns,
    *,
    as_json: bool,
    terminal: Terminal,
) -> int:
    """Says what came of it, as words or as JSON; gives the exit code."""
    if as_json:
        trial = {"words": found.words} if isinstance(found, Preview) else {}
        named = {header: each.value for each, header in columns.headers.items()}
        is_trial = isinstance(found, Preview)
        terminal.say_json({"dry_run": is_trial, **trial, **found.as_json(), "columns": named})
    else:
        terminal.say(*_lines(found, what, sheet, columns))
    if isinstance(found, ListReport) and found.was_cancelled:
        return exit_codes.CANCELLED
    return exit_codes.REFUSED if found.refused else exit_codes.DONE


def _lines(found: Preview | ListReport, what: str, sheet: Sheet, columns: Columns) -> Iterator[str]:
    if isinstance(found, Preview):
        yield found.words
    yield from (f"  {note}" for note in sheet.notes)
    yield "columns"
    yield from (f"  {header} = {each.value}" for each, header in columns.headers.items())
    left_out = columns.left_out(sheet)
    yield from [f"  not read: {', '.join(left_out)}"] if left_out else []
    yield f"created    {found.created} {what}"
    yield f"unchanged  {found.unchanged}"
    yield f"refused    {found.rows_refused} rows"
    for each in found.refused:
        yield f"  row {each.row}{f', {each.column}' if each.column else ''}: {each.reason}"
    if isinstance(found, ListReport) and found.was_cancelled:
        yield "Cancelled. What is counted above is in; the rest is not."
