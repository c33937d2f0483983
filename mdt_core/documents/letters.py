"""Turns what people typed into letters that can be drawn, without leaving any out.

Pure; knows no font and no PDF. What has no shape of its own but changes how text reads (control
characters, direction overrides, tags, private use) becomes a visible mark that names it, such as
‹U+202E›, so that paper cannot be reordered or hide anything. Only what neither draws nor moves
anything (joiners, shape selectors, optional breaks) goes without a mark.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_WITHOUT_INK = frozenset(
    map(chr, (0xAD, 0x34F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)))
)
_NUMBER_SIGNS = frozenset(  # format characters that fonts do draw: Arabic, Syriac and Kaithi signs
    map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD))
)
_UNBROKEN_SPACES = frozenset("\u00a0\u2007\u202f")
_OGHAM_SPACE = "\u1680"  # a space with ink
_MARKED = frozenset({"Cc", "Cf", "Co", "Cs"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_TAB = "    "


def drawable_lines(text: str) -> list[str]:
    """Splits text at its line breaks and makes every character of each line drawable."""
    return [_drawable(line) for line in _LINE_BREAK.split(_composed(text))]


def reads_right_to_left(text: str) -> bool:
    """Tells whether any letter belongs to a script written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text)


def clusters(word: str) -> Iterator[str]:
    """Yields each letter together with the combining marks that stand on it."""
    if word.isascii():
        yield from word
        return
    start = 0
    for n in range(1, len(word)):
        if not unicodedata.category(word[n]).startswith("M"):
            yield word[start:n]
            start = n
    yield word[start:]


def code_point(letter: str) -> str:
    """Names a character so that it can be looked up, `U+20000`."""
    return f"U+{ord(letter):04X}"


def _composed(text: str) -> str:
    """Joins letters with their marks, where one shape exists; single letters stay as typed.

    Unicode would also turn some ideographs into another form, which fonts may not have.
    """
    if text.isascii():
        return text
    runs = groupby(text, key=_changes_alone)
    return "".join(
        "".join(run) if alone else unicodedata.normalize("NFC", "".join(run)) for alone, run in runs
    )


def _changes_alone(letter: str) -> bool:
    return unicodedata.normalize("NFC", letter) != letter


def _drawable(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    return "".join(map(_drawn_as, line))


def _drawn_as(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter == "\t":
        return _TAB
    if letter in _WITHOUT_INK:
        return ""
    if category == "Zs" and letter != _OGHAM_SPACE:
        return "\u00a0" if letter in _UNBROKEN_SPACES else " "
    if category in _MARKED and letter not in _NUMBER_SIGNS:
        return _mark(letter)
    return _mark(letter) if _is_noncharacter(letter) else letter


def _is_noncharacter(letter: str) -> bool:
    return ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef"  # noqa: PLR2004 - as Unicode lists them


def _mark(letter: str) -> str:
    return f"‹{code_point(letter)}›"
