"""What came of a list of residents or of what happened to them, on the command line.

Rows left out with their reasons, the exit code and what every list's JSON begins with.
"""

from collections.abc import Iterator
from typing import Any

from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_desktop.cli import exit_codes


def refused_lines(found: Preview | ListReport) -> Iterator[str]:
    """The rows that are not taken, each with its heading and reason."""
    yield f"refused    {found.rows_refused} rows"
    for each in found.refused:
        yield f"  row {each.row}{f', {each.column}' if each.column else ''}: {each.reason}"


def cancelled_lines(found: Preview | ListReport) -> Iterator[str]:
    """A line where somebody stopped the import."""
    if isinstance(found, ListReport) and found.was_cancelled:
        yield "Cancelled. What is counted above is in; the rest is not."


def results_json(found: Preview | ListReport) -> dict[str, Any]:
    """The results as JSON values, and whether anything was done."""
    if isinstance(found, Preview):
        return {"dry_run": True, "words": found.words, **found.as_json()}
    return {"dry_run": False, **found.as_json()}


def exit_code(found: Preview | ListReport) -> int:
    """3 where a row is left out, another where it was cancelled, else 0."""
    if isinstance(found, ListReport) and found.was_cancelled:
        return exit_codes.CANCELLED
    return exit_codes.REFUSED if found.refused else exit_codes.DONE
