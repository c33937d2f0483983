"""Somebody's own words in a line of ours, with what else was said; free of Qt."""

from typing import Final

_ENDS: Final = (".", "!", "?", "…")


def quoted(words: str, after: str = "") -> str:
    """Gives `«Left her porridge». Sleepier`: no second stop where the words end in one of their own."""
    said = f"«{words}»" if words else ""
    if not (said and after):
        return said or after
    return f"{said} {after}" if words.rstrip().endswith(_ENDS) else f"{said}. {after}"
