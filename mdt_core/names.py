"""How a person's name is written, for screens and paper. Source: CUI Patient Banner PAB-0049 to 0053."""

import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d"
"""Format characters that some scripts need inside a word; they stay as they are."""


def formal_name(family: str, given: str | None, title: str | None) -> str:
    """The name as in the banner: FAMILY NAME, Given (Title); never truncated."""
    name = visible(family.upper())
    if given:
        name = f"{name}, {visible(given)}"
    return f"{name} ({visible(title)})" if title else name


def visible(text: str) -> str:
    """The text with characters that have no ink, or that turn the writing round, named instead.

    A name of such characters alone would look like no name at all: U+FEFF is shown as `‹U+FEFF›`.
    """
    if text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    hidden = unicodedata.category(character) in ("Cc", "Cf") and character not in _JOINERS
    hidden = hidden or ord(character) & 0xFFFE == 0xFFFE  # noqa: PLR2004 - no characters at all
    return f"‹U+{ord(character):04X}›" if hidden else character
