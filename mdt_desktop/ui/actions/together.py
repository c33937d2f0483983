"""Keeps dates and NHS numbers whole where a cell breaks its lines; only the look is changed."""

import re
from typing import Final

_DATE: Final = re.compile(r"(\d{2})-([A-Z][a-z]{2})(?:-(\d{4}))?")
_NUMBER: Final = re.compile(r"(\d{3}) (\d{3}) (\d{4})")
_HYPHEN: Final = "\u2011"
_SPACE: Final = "\u00a0"


def together(words: str) -> str:
    """Gives the same words with dates and NHS numbers that no line break divides."""
    dated = _DATE.sub(_whole, words)
    numbered = _NUMBER.sub(rf"\1{_SPACE}\2{_SPACE}\3", dated)
    return numbered.replace("NHS No. ", f"NHS{_SPACE}No.{_SPACE}")


def _whole(found: re.Match[str]) -> str:
    return found[0].replace("-", _HYPHEN)
