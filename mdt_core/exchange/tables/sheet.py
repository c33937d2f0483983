"""A table as it lies in a file: headings and rows of text, read under caps, CSV or XLSX.

Nothing is understood here. What could be read in two ways is refused, and what was guessed (the
encoding) or passed over (lines above the headings) is said. Every cell comes out as text; what Excel
made of numbers and dates is turned back by `workbook`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mdt_core.errors import ImportRefused
from mdt_core.exchange.bundle_files import LARGEST_FILE
from mdt_core.exchange.tables import csv_text, workbook
from mdt_core.exchange.tables.limits import LONGEST_FIELD, MOST_COLUMNS, MOST_ROWS, column_letters

_NEXT = "Choose a table, .csv or .xlsx."
_CSV_ENDINGS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with the number that Excel shows beside it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table: every heading is unique, every row at least as long as the headings."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    encoding: str
    sha256: str
    notes: tuple[str, ...] = ()

    def column(self, header: str) -> Iterator[str]:
        """The trimmed texts of one column, from top to bottom."""
        place = self.headers.index(header)
        return (row.cells[place].strip() for row in self.rows)


def read_sheet(path: Path, *, worksheet: str | None = None) -> Sheet:
    """Reads a file from disk; raises ImportRefused in words."""
    if path.suffix.lower() not in (*_CSV_ENDINGS, ".xlsx"):
        raise ImportRefused("Only CSV and XLSX are read.", next_step=_NEXT)
    if not path.is_file():
        raise ImportRefused("There is no such file.", next_step="Check the name.")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as failed:
        raise ImportRefused(f"The file cannot be read: {failed.strerror}.") from None
    return sheet_from(content, path.name, worksheet=worksheet)


def sheet_from(content: bytes, name: str, *, worksheet: str | None = None) -> Sheet:
    """Reads the bytes of a file; what they are is told by themselves, not by the name."""
    if len(content) > LARGEST_FILE:
        raise ImportRefused(f"The file is larger than {LARGEST_FILE // 1024**2} MB.")
    notes: tuple[str, ...] = ()
    table: Iterable[list[str]]
    if workbook.is_workbook(content):
        table, notes = workbook.cells(content, worksheet)
        encoding = "XLSX"
    else:
        text, encoding = csv_text.decoded(content)
        table = csv_text.cells(text)
    checked = list(_checked(table))
    digest = hashlib.sha256(content).hexdigest()
    return _sheet(name, checked, encoding, digest, notes)


def _checked(table: Iterable[list[str]]) -> Iterator[SheetRow]:
    """Rows with something in them; raises ImportRefused with the place of a cell over the caps."""
    found = 0
    for number, cells in enumerate(table, start=1):
        if not any(cell.strip() for cell in cells):
            continue
        found += 1
        if found > MOST_ROWS + 1:
            raise ImportRefused(f"The table has more than {MOST_ROWS:,} rows.")
        if len(cells) > MOST_COLUMNS:
            message = f"The row has {len(cells)} cells; {MOST_COLUMNS} are read."
            raise ImportRefused(message, where=f"Row {number}")
        _check_cells(number, cells)
        yield SheetRow(number, tuple(cells))


def _check_cells(number: int, cells: list[str]) -> None:
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_FIELD:
            message = f"A cell is longer than {LONGEST_FIELD:,} characters."
        elif "\x00" in cell:
            message = "A cell holds a character that cannot be kept (U+0000)."
        else:
            continue
        raise ImportRefused(message, where=f"Row {number}, column {column_letters(place)}")


def _sheet(
    name: str, rows: list[SheetRow], encoding: str, digest: str, notes: tuple[str, ...]
) -> Sheet:
    top = _heading_row(rows)
    heading = rows[top]
    if top:
        notes = (*notes, f"What stands above row {heading.number} was taken as a title.")
    headers = _unique_headers(heading.cells)
    body = tuple(_padded(row, len(headers)) for row in rows[top + 1 :])
    if not body:
        raise ImportRefused("The table has headings and no rows.", next_step=_NEXT)
    return Sheet(name, headers, body, encoding, digest, notes)


def _heading_row(rows: list[SheetRow]) -> int:
    """The first row with two cells or more: a title above a table stands in one cell."""
    if not rows:
        raise ImportRefused("The file holds no table.", next_step=_NEXT)
    full = (
        place for place, row in enumerate(rows) if sum(map(bool, map(str.strip, row.cells))) > 1
    )
    return next(full, 0)


def _unique_headers(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells) if cell.strip())
    counts: Counter[str] = Counter()
    headers: list[str] = []
    for place, cell in enumerate(cells[: last + 1]):
        header = " ".join(cell.split()) or f"Column {column_letters(place)}"
        counts[header] += 1
        again = counts[header]
        headers.append(header if again == 1 else f"{header} ({again})")
    if len(set(headers)) < len(headers):
        raise ImportRefused("Two columns have the same heading.", next_step="Give each its own.")
    return tuple(headers)


def _padded(row: SheetRow, width: int) -> SheetRow:
    missing = width - len(row.cells)
    return SheetRow(row.number, row.cells + ("",) * missing) if missing > 0 else row
