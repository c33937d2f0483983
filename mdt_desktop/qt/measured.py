"""Widths of words that are asked for again and again, measured once for each font.

A list asks for the width of every word in it whenever a column or a row changes; fonts do not.
"""

from typing import Final

from PySide6.QtGui import QFont, QFontMetrics
from typing_extensions import override

_MOST_WORDS: Final = 20_000
_MOST_FONTS: Final = 8


class MeasuredOnce(QFontMetrics):
    """Metrics that remember how wide a text was, up to 20,000 texts."""

    def __init__(self, metrics: QFontMetrics) -> None:
        super().__init__(metrics)
        self._widths: dict[str, int] = {}

    @override
    def horizontalAdvance(self, text: str, length: int = -1, /) -> int:  # type: ignore[override]  # one of two
        if length != -1:
            return super().horizontalAdvance(text, length)
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= _MOST_WORDS:
                self._widths.clear()
            width = self._widths[text] = super().horizontalAdvance(text)
        return width


class Measures:
    """The remembered metrics of the few fonts of one widget."""

    def __init__(self) -> None:
        self._by_font: dict[str, MeasuredOnce] = {}

    def of(self, font: QFont, metrics: QFontMetrics) -> MeasuredOnce:
        """The metrics given, which are those of the font, with their memory."""
        key = font.key()
        found = self._by_font.get(key)
        if found is None:
            if len(self._by_font) >= _MOST_FONTS:
                self._by_font.clear()
            found = self._by_font[key] = MeasuredOnce(metrics)
        return found

    def forget(self) -> None:
        """Measures anew from now on: the look has changed."""
        self._by_font.clear()
