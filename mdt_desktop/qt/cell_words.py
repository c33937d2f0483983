"""Where the words of a list's cell may break, and how much width they need so as not to.

A name breaks at its spaces and hyphens; inside a word only where that word alone is too wide.
"""

import re
from typing import Final

from PySide6.QtGui import QFontMetrics

BREAK: Final = "\u200b"
_PIECES: Final = re.compile(r"[^ \n/-]*[/-]|[^ \n/-]+|[ \n]+")


def breakable(text: str, metrics: QFontMetrics, room: int) -> str:
    """The text with places to break in each piece of a word that is wider than the room."""
    return "".join(
        BREAK.join(piece) if metrics.horizontalAdvance(piece) > room else piece
        for piece in _PIECES.findall(text)
    )


def widest_piece(text: str, metrics: QFontMetrics) -> int:
    """The width in pixels below which the text would break inside a word."""
    return max((metrics.horizontalAdvance(piece) for piece in _PIECES.findall(text)), default=0)


def shared(room: int, least: dict[int, int], shares: dict[int, int]) -> dict[int, int]:
    """Divides a room among columns: each what it needs at least, then what is left by shares.

    Where the room is too small for all, each gives up in proportion. Widths are in pixels, their
    sum is the room, and none is below 1.
    """
    needed = sum(least.values())
    if room < needed:
        weights, start = least, dict.fromkeys(least, 0)
    else:
        weights, start = {column: shares.get(column, 1) for column in least}, least
    if not any(weights.values()):
        weights = dict.fromkeys(least, 1)
    left, total = room - sum(start.values()), sum(weights.values())
    widths = {column: start[column] + left * weights[column] // total for column in least}
    widths[max(weights, key=weights.__getitem__)] += room - sum(widths.values())
    return {column: max(1, width) for column, width in widths.items()}
