"""Draws pages of a PDF as pixels with pdfium: for the preview, and for printers that take pictures.

Not thread-safe inside, so all of it runs on the one worker of long work. Knows no Qt.
"""

from contextlib import closing
from dataclasses import dataclass
from typing import Final

import pypdfium2

POINTS_PER_INCH: Final = 72


@dataclass(frozen=True)
class Picture:
    """One page: blue, green, red and an unused byte for each pixel, line by line from the top.

    `words` is what stands on it, for those who hear it.
    """

    width: int
    height: int
    stride: int
    pixels: bytes
    words: str = ""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)


def draw(pdf: bytes, place: int, dots_per_inch: float) -> Picture:
    """Draws the page at a place (from 0); raises IndexError beyond the last."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        if not 0 <= place < len(document):
            raise IndexError(place)
        with closing(document[place]) as page:
            with closing(page.get_textpage()) as text:
                words = text.get_text_range().replace("\r\n", "\n")
            bitmap = page.render(scale=dots_per_inch / POINTS_PER_INCH, prefer_bgrx=True)
            with closing(bitmap):
                size = (bitmap.width, bitmap.height, bitmap.stride)
                return Picture(*size, bytes(bitmap.buffer), words)
