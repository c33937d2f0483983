"""Quick text: short wordings typed as `;name`, with blanks in square brackets to be filled.

The rule for blanks: a group in square brackets is a blank when its inside is a blank of some quick
text of that person, of the team or of the shipped list (whatever the case and spacing), or when
nothing is in it but spaces, dots and underscores. Every other group is the writer's own, as `[sic]`.
So a note says by its letters alone what is still to be filled, on every device. The shipped wordings
are data with version and review date (`quick_texts.json`); none holds a dose, a finding or a
decision. Source: ux.md 7 of the specification (2026). Knows no record.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from mdt_core.errors import InvalidInput, MdtError

LONGEST = 2_000
"""Longest quick text in characters."""
_GROUP = re.compile(r"\[([^\[\]]*)\]")
_EMPTY = re.compile(r"[\s._…]*")
_NAME = re.compile(r"[a-z][a-z0-9]{1,11}")
_TYPED = re.compile(r"(?:^|(?<=[\s(]));([A-Za-z][A-Za-z0-9]{0,11})$")
_WORDS_BEFORE = 3


class Origin(StrEnum):
    """Whose wording it is."""

    MINE = "mine"
    TEAM = "team"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Snippet:
    """One wording that can be typed as `;name`."""

    name: str
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Blank:
    """A group still to be filled, brackets included: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShippedTexts:
    """The wordings that come with the program, with version, approver and date of review."""

    version: str
    approved_by: str
    review_on: date
    snippets: tuple[Snippet, ...]


@cache
def shipped_texts() -> ShippedTexts:
    """The wordings of the program, until the team approves its own."""
    return shipped_from(Path(__file__).with_name("quick_texts.json").read_text("utf-8"))


def shipped_from(text: str) -> ShippedTexts:
    """Reads wordings from JSON; raises MdtError for a file that lacks a part."""
    try:
        raw = json.loads(text)
        made = tuple(Snippet(each["name"], each["text"], Origin.SHIPPED) for each in raw["texts"])
        review_on = date.fromisoformat(raw["review_on"])
        return ShippedTexts(raw["version"], raw["approved_by"], review_on, made)
    except (KeyError, TypeError, ValueError) as wrong:
        raise MdtError(f"the quick texts do not fit: {wrong}") from wrong


def blanks_of(texts: Iterable[str]) -> frozenset[str]:
    """The insides of all bracket groups of quick texts, as they are compared."""
    return frozenset(_folded(found[1]) for text in texts for found in _GROUP.finditer(text))


@cache
def shipped_blanks() -> frozenset[str]:
    """The insides of the blanks of the shipped wordings."""
    return blanks_of(snippet.text for snippet in shipped_texts().snippets)


def blanks_in(text: str, known: frozenset[str]) -> tuple[Blank, ...]:
    """The blanks left in a text, in order; `known` are insides from `blanks_of`."""
    if "[" not in text:
        return ()
    return tuple(
        Blank(*found.span()) for found in _GROUP.finditer(text) if _is_blank(found[1], known)
    )


def require_filled(label: str, text: str, known: frozenset[str], deed: str = "sign") -> None:
    """Raises InvalidInput, quoting the place, while a blank is left in a text."""
    left = blanks_in(text, known)
    if left:
        where = words_around(text, left[0])
        raise InvalidInput(f"Fill the blank in «{where}» before you {deed}", where=label)


def words_around(text: str, blank: Blank) -> str:
    """A blank with up to three words of its own line before it, to be found again by."""
    before = text[: blank.start].rpartition("\n")[2].split()
    inside = " ".join(text[blank.start : blank.end].split())
    return " ".join((*before[-_WORDS_BEFORE:], inside))


def typed_name(before_cursor: str) -> str | None:
    """What was typed after a `;` that begins a word, in small letters; None where no name is typed."""
    found = _TYPED.search(before_cursor)
    return found[1].lower() if found else None


def matching(snippets: Iterable[Snippet], typed: str) -> tuple[Snippet, ...]:
    """Those whose name begins with what was typed, the whole name first, then by name."""
    found = [each for each in snippets if each.name.startswith(typed)]
    return tuple(sorted(found, key=lambda each: (each.name != typed, each.name, each.origin)))


def checked_name(typed: str) -> str:
    """The name in small letters, without the `;`; raises InvalidInput where it cannot be typed."""
    name = typed.strip().removeprefix(";").lower()
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            "A name is 2 to 12 letters and figures and begins with a letter, as «seen»",
            where="Name",
        )
    return name


def checked_text(typed: str) -> str:
    """The wording without space around; raises InvalidInput where it is empty or a bracket is alone."""
    text = typed.strip()
    if not text:
        raise InvalidInput("Write the text", where="Text")
    if len(text) > LONGEST:
        raise InvalidInput(f"A quick text has at most {LONGEST:,} characters", where="Text")
    rest = _GROUP.sub("", text)
    if "[" in rest or "]" in rest:
        raise InvalidInput(
            "A bracket is open or closed alone. Write a blank as [what]", where="Text"
        )
    return text


def _is_blank(inside: str, known: frozenset[str]) -> bool:
    return _EMPTY.fullmatch(inside) is not None or _folded(inside) in known


def _folded(inside: str) -> str:
    return " ".join(inside.casefold().split())
