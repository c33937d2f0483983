"""Where the words of a list's cell or a button may break, and how much width they need so as not to.

A name breaks at its spaces and hyphens; inside a word only where that word alone is too wide.
"""

import re
from typing import Final

from PySide6.QtGui import QFontMetrics

BREAK: Final = "\u200b"
_PIECES: Final = re.compile(r"[^ \n/-]*[/-]|[^ \n/-]+|[ \n]+")
_BEFORE_A_NUMBER: Final = re.compile(r"(?<=[^\W\d_]) (?=\d)")
_AFTER_A_NUMBER: Final = re.compile(r"(?<![\w\u00a0-])(\d+) (?=[^\W\d_])")


def kept_with_numbers(text: str) -> str:
    """The text in which no line ends between a number and its word: `room 12`, `2 sides`."""
    return _AFTER_A_NUMBER.sub("\\1\u00a0", _BEFORE_A_NUMBER.sub("\u00a0", text))


def breakable(text: str, metrics: QFontMetrics, room: int) -> str:
    """The text with places to break in each piece of a word that is wider than the room."""
    return "".join(
        _broken_up(piece) if metrics.horizontalAdvance(piece) > room else piece
        for piece in _PIECES.findall(text)
    )


def _broken_up(piece: str) -> str:
    """No line begins with the hyphen that ends a piece."""
    letters = BREAK.join(piece)
    return letters[:-2] + letters[-1] if len(piece) > 1 and piece[-1] in "-/" else letters


def widest_piece(text: str, metrics: QFontMetrics) -> int:
    """The width in pixels below which the text would break inside a word."""
    return max((metrics.horizontalAdvance(piece) for piece in _PIECES.findall(text)), default=0)


def lines_within(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    """The text in lines no wider than the room: after spaces and hyphens, else inside a word."""
    lines: list[str] = []
    for given in text.split("\n"):
        line = ""
        for piece in _PIECES.findall(given):
            if metrics.horizontalAdvance((line + piece).rstrip()) <= room:
                line += piece
                continue
            lines += [line.rstrip()] if line.strip() else []
            *full, line = _cut_up(piece.lstrip(), metrics, room)
            lines += full
        lines.append(line.rstrip())
    return lines


def _cut_up(piece: str, metrics: QFontMetrics, room: int) -> list[str]:
    parts = [""]
    for letter in piece:
        if parts[-1] and metrics.horizontalAdvance(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def shared(room: int, least: dict[int, int], shares: dict[int, int]) -> dict[int, int]:
    """Divides a room among columns: each what it needs at least, then what is left by shares.

    Where the room is too small for all, the widest give up what is lacking, so that one long name
    breaks no word of another column. Widths are in pixels, their sum is the room, and none is below 1.
    """
    start = _levelled(room, least)
    weights = {column: shares.get(column, 1) for column in least}
    if not any(weights.values()):
        weights = dict.fromkeys(least, 1)
    left, total = room - sum(start.values()), sum(weights.values())
    widths = {column: start[column] + left * weights[column] // total for column in least}
    widths[max(weights, key=weights.__getitem__)] += room - sum(widths.values())
    return {column: max(1, width) for column, width in widths.items()}


def _levelled(room: int, least: dict[int, int]) -> dict[int, int]:
    """What each needs, or where that is more than the room, no more than the same for the widest."""
    left, levelled = room, {}
    for place, (column, needed) in enumerate(sorted(least.items(), key=lambda each: each[1])):
        levelled[column] = max(0, min(needed, left // (len(least) - place)))
        left -= levelled[column]
    return {column: levelled[column] for column in least}
