"""XLSX, read by calamine and only after it was measured: what is packed, and how far its cells lie.

Every part is unpacked under caps and packed anew, so that the reader sees only what was measured. A
worksheet whose cells claim to lie a million rows apart would be laid out in memory whole, so such
places are refused first. Numbers, dates and times come out as the text a person would type.
"""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from mdt_core.errors import ImportRefused
from mdt_core.exchange.bundle_files import LARGEST_EXPANDED, LARGEST_RATIO
from mdt_core.exchange.tables.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

Value = int | float | str | bool | date | datetime | time | timedelta
"""What calamine makes of a cell."""

_MOST_PARTS = 1_000
_RATIO_FROM = 1024 * 1024
_PACKED = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_NEEDED = re.compile(r"(\[Content_Types\]\.xml|_rels/.*|xl/.*\.(xml|rels))", re.IGNORECASE)
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_LARGEST_WHOLE = 10**15
_DAMAGED = "The workbook is damaged: it cannot be read."
_NEXT = "Open it in Excel and save it again as XLSX or as «CSV UTF-8»."


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a workbook; raises ImportRefused for an old or locked one."""
    if content.startswith(_OLD_OR_LOCKED):
        message = "The workbook is locked by a password, or in the format before 2007."
        raise ImportRefused(message, next_step=_NEXT)
    return content.startswith(_PACKED)


def cells(content: bytes, worksheet: str | None) -> tuple[list[list[str]], tuple[str, ...]]:
    """The cells of one worksheet from A1 on, as text, and what there is to say about the choice."""
    measured = _measured(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(measured))
        name, notes = _chosen(book, worksheet)
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError:
        raise ImportRefused(_DAMAGED, next_step=_NEXT) from None
    return [[_text(value) for value in row] for row in values], notes


def _chosen(book: CalamineWorkbook, asked: str | None) -> tuple[str, tuple[str, ...]]:
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    ]
    if not names or (asked is not None and asked not in names):
        raise ImportRefused("There is no such worksheet.", next_step="Choose one that is shown.")
    if asked is not None or len(names) == 1:
        return asked or names[0], ()
    return names[0], (f"The first of {len(names)} worksheets is read: «{names[0]}».",)


# Measuring


def _measured(content: bytes) -> bytes:
    """The same workbook, holding only parts that were unpacked here under the caps."""
    left = max(_RATIO_FROM, min(LARGEST_EXPANDED, LARGEST_RATIO * len(content)))
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
            for part in _needed(old):
                data = _unpacked(old, part, left)
                left -= len(data)
                _check_places(data)
                new.writestr(zipfile.ZipInfo(part.filename), data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise ImportRefused(_DAMAGED, next_step=_NEXT) from None
    except RuntimeError:
        raise ImportRefused("The workbook is locked by a password.", next_step=_NEXT) from None
    return packed.getvalue()


def _needed(book: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts that hold cells; pictures and macros are left out. A name twice is refused."""
    parts = book.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > _MOST_PARTS or len(set(names)) < len(names):
        raise ImportRefused(_DAMAGED, next_step=_NEXT)
    return [part for part in parts if _NEEDED.fullmatch(part.filename)]


def _unpacked(book: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    with book.open(part) as packed:
        data = packed.read(most + 1)
    if len(data) > most:
        raise ImportRefused("The file grows beyond all measure when unpacked.", next_step=_NEXT)
    return data


def _check_places(part: bytes) -> None:
    """Raises ImportRefused where cells span more than is read, however few they are.

    A part in UTF-16 would hide its places from the look, and no program writes one.
    """
    if b"\x00" in part:
        raise ImportRefused(_DAMAGED, next_step=_NEXT)
    last_row = last_column = 0
    for found in _PLACE.finditer(part):
        last_row = max(last_row, int(found[2][:9]))
        last_column = max(last_column, _column(found[1]))
    is_too_wide = last_column > MOST_COLUMNS or last_row * last_column > MOST_CELLS
    if last_row > MOST_ROWS + _MOST_PARTS or is_too_wide:
        message = f"The worksheet reaches to row {last_row:,} and column {last_column:,}."
        next_step = "Copy the table alone into a new workbook, as values, and save that."
        raise ImportRefused(message, next_step=next_step)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:7].upper():
        number = number * 26 + letter - ord("A") + 1
    return number


# Cells


def _text(value: Value) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < _LARGEST_WHOLE:
            return str(int(value))
        case datetime():
            return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
