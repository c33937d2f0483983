"""CSV as it comes out of Excel and care systems: encoding and delimiter found, quotes kept strictly.

UTF-8 is taken where it fits, else Windows-1252, and the choice is said. A quote that is never closed
would swallow the rest of the file as one cell, so it is refused with its line.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from mdt_core.errors import ImportRefused

DELIMITERS = ",;\t|"
"""What may stand between cells, the likeliest first."""

_LOOKED_AT = 50
_LOOKED_AT_CHARACTERS = 200_000
_BYTES_LOOKED_AT = 2_000
_NEXT = "Save it again as «CSV UTF-8», or as XLSX."


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; raises ImportRefused where none fits."""
    encoding, shown = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise ImportRefused(f"The file is not whole {shown} text.", next_step=_NEXT) from None
        text, shown = _windows(content), "Windows-1252"
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        message = "The file holds a character that cannot be kept (U+0000)."
        raise ImportRefused(message, next_step=_NEXT, where=f"Line {line}")
    return text, shown


def _encoding(content: bytes) -> tuple[str, str]:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "UTF-8 with a mark"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    start = content[:_BYTES_LOOKED_AT]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le", "UTF-16"
    if start[::2].count(0) > len(start) // 4:
        return "utf-16-be", "UTF-16"
    return "utf-8", "UTF-8"


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        message = "The file is neither UTF-8 nor Windows-1252 text."
        raise ImportRefused(message, next_step=_NEXT, where=f"Line {line}") from None


def cells(text: str) -> Iterator[list[str]]:
    """The rows as lists of texts, blank ones too, so that their numbers are those of Excel."""
    text, delimiter = _with_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as broken:
            raise _refused(broken, reader.line_num) from None
        if row is None:
            return
        yield row


def _refused(broken: csv.Error, line: int) -> ImportRefused:
    if "field larger" in str(broken):
        return ImportRefused("A cell is longer than can be kept.", where=f"Line {line}")
    message = "A quotation mark is missing or stands inside a quoted cell."
    return ImportRefused(message, next_step=_NEXT, where=f"Up to line {line}")


def _with_delimiter(text: str) -> tuple[str, str]:
    """The delimiter, and the text; Excel's own first line `sep=;` names it and becomes a blank one."""
    first = text[:10].splitlines()[0].strip() if text[:10].strip() else ""
    if len(first) == len("sep=;") and first[:4].lower() == "sep=" and first[4] in DELIMITERS:
        return text[len(first) :], first[4]
    return text, _likeliest_delimiter(text[:_LOOKED_AT_CHARACTERS])


def _likeliest_delimiter(start: str) -> str:
    """The delimiter that gives most rows the same number of cells, more than one."""
    return max(DELIMITERS, key=lambda each: (_agreement(start, each), -DELIMITERS.index(each)))


def _agreement(start: str, delimiter: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            widths[len(row)] += bool(row)
            if widths.total() >= _LOOKED_AT:
                break
    except csv.Error:
        return (0.0, 0)
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return (0.0, 0)
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return (count / widths.total(), width)
