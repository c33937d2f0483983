"""What the columns of lists were taken as, kept in the folder of the workspace by their headings.

It holds for the next list with the same headings. Kept are headings and what they mean, in the
clear, so a table whose headings look like a person is never remembered.
"""

from pathlib import Path
from typing import Final

from mdt_core.errors import InvalidInput, StoreProblem
from mdt_core.exchange.tables.cells import order_shown_by
from mdt_core.exchange.tables.mapping import ColumnMapping, from_text, header_key
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.identifiers import NhsNumber
from mdt_desktop.private_files import write_privately

REMEMBERED: Final = "list-columns"
"""The folder of remembered columns, inside that of the workspace."""

_IS_OF_A_PERSON: Final = "A heading looks like a date or an NHS number."


def remembered(sheet: Sheet, folder: Path) -> ColumnMapping | None:
    """The columns kept for lists with these headings, or None; raises InvalidInput as `read_kept`."""
    place = _place(sheet, folder)
    return read_kept(sheet, place) if place.is_file() else None


def read_kept(sheet: Sheet, place: Path) -> ColumnMapping:
    """Reads columns from a file; raises InvalidInput where they are none, or not of this list."""
    try:
        text = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("The file with the columns cannot be read.", where=str(place)) from error
    mapping = from_text(text)
    missing = [header for header in mapping.columns if header not in sheet.headers]
    if missing:
        raise InvalidInput(
            f"The list has no column «{missing[0]}».",
            next_step="Give the columns of this list.",
            where=str(place),
        )
    return mapping


def remember(sheet: Sheet, mapping: ColumnMapping, folder: Path) -> str:
    """Keeps a mapping for lists with these headings; gives the reason where it does not."""
    return keep_text(sheet, mapping.as_text(), folder)


def keep_text(sheet: Sheet, text: str, folder: Path, *, of: str = "") -> str:
    """Keeps columns written as text, those of one kind of list `of` its own; gives why not."""
    if any(map(_is_of_a_person, sheet.headers)):
        return _IS_OF_A_PERSON
    place = _place(sheet, folder, of)
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        write_privately(place, text.encode("utf-8"))
    except (OSError, StoreProblem) as error:
        return str(error)
    return ""


def kept_text(sheet: Sheet, folder: Path, *, of: str) -> str | None:
    """The text kept for lists `of` this kind with these headings, or None where there is none."""
    try:
        return _place(sheet, folder, of).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _is_of_a_person(header: str) -> bool:
    if order_shown_by(header) is not None:
        return True
    try:
        NhsNumber.parse(header)
    except InvalidInput:
        return False
    return True


def _place(sheet: Sheet, folder: Path, of: str = "") -> Path:
    key = header_key(sheet.headers)
    return folder / REMEMBERED / (f"{of}-{key}.json" if of else f"{key}.json")
