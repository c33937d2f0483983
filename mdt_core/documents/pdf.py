"""The PDF writer behind all documents: the only module that imports reportlab.

Draws letters, lines and bands where it is told; lays nothing out and knows no document. Text goes
to the page as glyphs, never as markup, so nothing that a person typed can be taken for a tag.
Lengths are points, measured from the top left corner of the page.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from typing_extensions import override

from mdt_core.clock import utc_text
from mdt_core.files import resource

MM: Final = 72 / 25.4
PAGE_SIZES: Final = {"A4": (210 * MM, 297 * MM), "A5": (148 * MM, 210 * MM)}

_ABOVE_PLANE_0 = re.compile("(?<=> <)[0-9A-F]{5,6}(?=>)")
_ONE_AT_A_TIME = Lock()  # reportlab keeps a reading place in each font while it writes a document


class Face(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A font whose letters above U+FFFF can be copied out of the PDF too.

    reportlab writes those code points in five digits, where PDF asks for UTF-16.
    """

    def covers(self, letters: str) -> bool:
        """Tells whether the font has a shape for every letter."""
        shapes = self.face.charToGlyph
        return all(ord(letter) in shapes for letter in letters)

    def width(self, letters: str) -> float:
        """Gives the advance of the letters at size 1."""
        return float(self.stringWidth(letters, 1))

    @override
    def addObjects(self, doc: Any) -> None:
        """Writes the font into the document, its table of code points corrected."""
        super().addObjects(doc)
        for key, stream in doc.idToObject.items():
            if key.startswith("toUnicodeCMap:"):
                stream.content = _ABOVE_PLANE_0.sub(_utf_16, stream.content)


@cache
def font(name: str) -> Face:
    """Loads a bundled font once; raises FileNotFoundError where it is missing."""
    face = Face(name, str(resource("fonts", f"{name}.ttf")))
    pdfmetrics.registerFont(face)
    return face


class Paper:
    """The pages of one document, drawn from the first to the last."""

    def __init__(self, size: tuple[float, float], *, title: str, made_at: datetime) -> None:
        self.width, self.height = size
        self._file = BytesIO()
        first = font("Inter-Regular").fontName
        self._canvas: Any = Canvas(
            self._file, size, invariant=1, initialFontName=first, lang="en-GB"
        )
        self._canvas.setTitle(title)
        stamp = re.sub("[-:TZ]", "", utc_text(made_at))
        self._canvas.setDateFormatter(lambda *_: f"D:{stamp}+00'00'")

    def letters(
        self,
        x: float,
        baseline: float,
        runs: Iterable[tuple[str, str]],
        *,
        size: float,
        colour: str,
    ) -> None:
        """Draws runs of (font, letters) one after another; each letter must have a shape there."""
        text = self._canvas.beginText(x, self.height - baseline)
        text.setFillColor(colour)
        for face, drawn in runs:
            text.setFont(face, size)
            text.textOut(drawn)
        self._canvas.drawText(text)

    def line(self, x: float, y: float, to: tuple[float, float], *, thick: float = 0.6) -> None:
        """Draws a straight black line."""
        self._canvas.setLineWidth(thick)
        self._canvas.line(x, self.height - y, to[0], self.height - to[1])

    def box(self, x: float, y: float, size: tuple[float, float], *, thick: float = 0.8) -> None:
        """Draws the outline of a box."""
        self._canvas.setLineWidth(thick)
        self._canvas.rect(x, self.height - y - size[1], *size)

    def clear(self, x: float, y: float, size: tuple[float, float]) -> None:
        """Makes a box white again, so that words on stripes can be read."""
        self._canvas.saveState()
        self._canvas.setFillGray(1)
        self._canvas.rect(x, self.height - y - size[1], *size, stroke=0, fill=1)
        self._canvas.restoreState()

    def stripes(self, x: float, y: float, size: tuple[float, float]) -> None:
        """Fills a box with slanting stripes, which a black and white printer keeps."""
        width, height = size
        self._canvas.saveState()
        outline = self._canvas.beginPath()
        outline.rect(x, self.height - y - height, width, height)
        self._canvas.clipPath(outline, stroke=1)
        step = 2 * MM
        for n in range(int((width + height) / step) + 1):
            left = x - height + n * step
            self.line(left, y + height, (left + height, y), thick=1.6)
        self._canvas.restoreState()

    def across(self, words: str, *, face: str, size: float) -> None:
        """Writes words in light grey from the lower left towards the upper right of the page."""
        self._canvas.saveState()
        self._canvas.setFillGray(0.88)
        self._canvas.translate(self.width / 2, self.height / 2)
        self._canvas.rotate(52)
        self._canvas.setFont(face, size)
        self._canvas.drawCentredString(0, -size / 3, words)
        self._canvas.restoreState()

    def next_page(self) -> None:
        """Ends the page; what follows is drawn on a new one."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Closes the document and gives its bytes."""
        with _ONE_AT_A_TIME:
            self._canvas.save()
        return self._file.getvalue()


def _utf_16(digits: re.Match[str]) -> str:
    return chr(int(digits[0], 16)).encode("utf-16-be").hex().upper()
