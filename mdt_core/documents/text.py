"""The one door through which words reach paper: `para(words, style)`.

Finds a font for every letter, breaks lines, breaks words longer than a line between letters, and
refuses what is too long; it never cuts. A letter that no bundled font has is carried along and
stops the printing where its page is known. Letters stand in the order in which they were typed:
scripts written from right to left are neither reordered nor joined, which a document must say.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal

from mdt_core.documents.letters import clusters, code_point, drawable_lines
from mdt_core.documents.pdf import Paper, font
from mdt_core.errors import NotPrinted

FIELD_LIMIT = 20_000  # characters; longer text would hold a printer up rather than inform anyone
IDENTITY_LIMIT = 500  # characters of a name or address, which is repeated on every page

_FALLBACKS = ("WideCoverage", "WideCoverageUpper", "HanSupplement")
_CHAINS = {
    False: ("Inter-Regular", "DejaVuSans", *_FALLBACKS),
    True: ("Inter-Bold", "DejaVuSans-Bold", *_FALLBACKS),
}
_TELEPHONE = r"(?:\+\d{1,3}|\(?0\d{2,5}\)?)(?: \d{2,6}){1,4}"
_NHS_NUMBER = r"\d{3} \d{3} \d{4}"
_TOKEN = re.compile(rf"( +)|([^ ]*?(?<![\w.,])(?:{_TELEPHONE}|{_NHS_NUMBER})(?!\w)[^ ]*|[^ ]+)")
"""Spaces, or a word; a telephone number and an NHS number are each one word with spaces in it."""
_NO_FONT = ""
_LEFT_SHARE = {"left": 0.0, "centre": 0.5, "right": 1.0}  # of the room that a line leaves
_BREAK_AFTER = frozenset("-/")
_BASELINE = 0.95  # of the size, below the top of the line
_STRIKE = 0.32  # of the size, above the baseline
_AROUND = 10  # letters shown on either side of one without a shape
_SLACK = 1e-6  # points; sums of widths are not exact


@dataclass(frozen=True)
class Style:
    """How a text is set: size in points, weight, struck through, to which side, in what colour."""

    size: float
    bold: bool = False
    struck: bool = False
    align: Literal["left", "right", "centre"] = "left"
    colour: str = "#000000"

    @property
    def leading(self) -> float:
        """Distance from one line to the next, in points."""
        return self.size * 1.32


@dataclass(frozen=True)
class Span:
    """Part of a text with a weight of its own."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class _Piece:
    """Letters in one font; `width` at size 1. Without a font they have no shape anywhere."""

    face: str
    letters: str
    width: float


@dataclass(frozen=True)
class _Word:
    pieces: tuple[_Piece, ...]
    is_space: bool

    @property
    def width(self) -> float:
        return sum(piece.width for piece in self.pieces)


@dataclass(frozen=True)
class Lines:
    """Text broken into lines for one width; can be split between lines, and drawn."""

    style: Style
    width: float
    lines: tuple[tuple[_Piece, ...], ...]

    @property
    def height(self) -> float:
        """Height of all lines, in points."""
        return len(self.lines) * self.style.leading

    @property
    def ink(self) -> tuple[float, float]:
        """Where the longest line begins, from the left edge, and its length, in points."""
        length = max((_width(line) for line in self.lines), default=0.0) * self.style.size
        return self._left_of(length), length

    def _left_of(self, length: float) -> float:
        return _LEFT_SHARE[self.style.align] * (self.width - length)

    def split(self, height: float) -> tuple["Lines", "Lines"]:
        """Gives the lines that fit into the height, and the rest; either may hold none."""
        fitting = max(0, int((height + _SLACK) / self.style.leading))
        kept, rest = self.lines[:fitting], self.lines[fitting:]
        return replace(self, lines=kept), replace(self, lines=rest)

    def draw(self, paper: Paper, x: float, y: float, *, page: int) -> None:
        """Draws the lines downwards from the corner; raises `NotPrinted` for a missing shape."""
        for n, line in enumerate(self.lines):
            _refuse_missing_shapes(line, page)
            self._draw_line(paper, line, x, y + n * self.style.leading)

    def _draw_line(self, paper: Paper, line: tuple[_Piece, ...], x: float, top: float) -> None:
        size, length = self.style.size, _width(line) * self.style.size
        at = x + self._left_of(length)
        baseline = top + _BASELINE * size
        if self.style.struck and length:
            y = baseline - _STRIKE * size
            paper.line(at, y, (at + length, y), thick=size / 14)
        runs = [(piece.face, piece.letters) for piece in line]
        paper.letters(at, baseline, runs, size=size, colour=self.style.colour)


@dataclass(frozen=True)
class Text:
    """Words with their fonts found, not yet broken into lines."""

    style: Style
    paragraphs: tuple[tuple[_Word, ...], ...]

    def laid(self, width: float) -> Lines:
        """Breaks the text into lines of at most so many points."""
        broken = (
            line for words in self.paragraphs for line in _broken(words, width / self.style.size)
        )
        return Lines(self.style, width, tuple(map(_joined, broken)))


def para(words: str | Sequence[Span], style: Style, *, limit: int = FIELD_LIMIT) -> Text:
    """Prepares words for paper; raises `NotPrinted` where a text is longer than `limit`.

    A line break in the words is one on paper; of several empty lines in a row one is kept.
    """
    spans = [Span(words.rstrip(" \t\r\n"), style.bold)] if isinstance(words, str) else words
    paragraphs: list[tuple[_Word, ...]] = [()]
    for span in spans:
        _refuse_too_long(span.text, limit)
        lines = _without_long_gaps(drawable_lines(span.text))
        first, *others = (tuple(_words(line, span.bold)) for line in lines)
        paragraphs[-1] = _run_on(paragraphs[-1], first)
        paragraphs += others
    return Text(style, tuple(paragraphs))


def _refuse_too_long(text: str, limit: int) -> None:
    if len(text) > limit:
        message = (
            f"A text has {len(text):,} characters; the paper takes {limit:,} in one place. "
            "Nothing was cut and nothing was printed."
        )
        raise NotPrinted(message, next_step="Shorten it, or split it into two entries.")


def _without_long_gaps(lines: list[str]) -> Iterator[str]:
    """Keeps an empty line between paragraphs, and not the thousand that a key held down makes."""
    for n, line in enumerate(lines):
        if n <= 1 or line.strip() or lines[n - 1].strip():
            yield line


def _run_on(before: tuple[_Word, ...], after: tuple[_Word, ...]) -> tuple[_Word, ...]:
    """Joins two spans; where no space stands between them, they share a word."""
    if not before or not after or before[-1].is_space or after[0].is_space:
        return before + after
    shared = _Word(before[-1].pieces + after[0].pieces, is_space=False)
    return (*before[:-1], shared, *after[1:])


def _words(line: str, bold: bool) -> Iterator[_Word]:  # noqa: FBT001 - the font's weight, private
    for found in _TOKEN.finditer(line):
        yield _Word(tuple(_pieces(found[0], _CHAINS[bold])), is_space=found[1] is not None)


def _pieces(word: str, chain: tuple[str, ...]) -> Iterator[_Piece]:
    first = font(chain[0])
    if first.covers(word):
        yield _Piece(chain[0], word, first.width(word))
        return
    for face, parts in groupby(_placed(word, chain), key=lambda placed: placed[0]):
        yield _piece(face, "".join(letters for _, letters in parts))


def _placed(word: str, chain: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A letter and its marks come from one font if one has them all: so the marks sit right."""
    for cluster in clusters(word):
        whole = _first_covering(cluster, chain)
        if whole != _NO_FONT:
            yield whole, cluster
        else:
            yield from ((_first_covering(letter, chain), letter) for letter in cluster)


def _first_covering(letters: str, chain: tuple[str, ...]) -> str:
    return next((face for face in chain if font(face).covers(letters)), _NO_FONT)


@lru_cache(maxsize=4096)
def _piece(face: str, letters: str) -> _Piece:
    return _Piece(face, letters, font(face).width(letters) if face else float(len(letters)))


def _broken(words: Iterable[_Word], width: float) -> Iterator[list[_Piece]]:
    """Fills lines greedily; spaces at the end of a line go, since the line's end stands there."""
    line: list[_Piece] = []
    gap: list[_Piece] = []
    for word in words:
        if word.is_space:
            gap = list(word.pieces)
            continue
        if line and _width(line) + _width(gap) + word.width > width + _SLACK:
            yield line
            line, gap = [], []
        *full, line = _within([*line, *gap, *word.pieces], width)
        yield from full
        gap = []
    yield line


def _within(line: list[_Piece], width: float) -> list[list[_Piece]]:
    """Breaks a line that one long word has made too wide, between letters and without a hyphen."""
    if _width(line) <= width + _SLACK:
        return [line]
    lines: list[list[_Piece]] = [[]]
    used = 0.0
    for part in _letter_by_letter(line):
        if lines[-1] and used + part.width > width:
            lines.append(_taken_over(lines[-1]))
            used = _width(lines[-1])
        lines[-1].append(part)
        used += part.width
    return lines


def _taken_over(line: list[_Piece]) -> list[_Piece]:
    """Takes off a full line what follows its last hyphen or slash: FEATHERSTONE- / HAUGH."""
    hyphens = [n for n, part in enumerate(line) if part.letters in _BREAK_AFTER]
    if not hyphens:
        return []
    over = line[hyphens[-1] + 1 :]
    del line[hyphens[-1] + 1 :]
    return over


def _letter_by_letter(line: Iterable[_Piece]) -> Iterator[_Piece]:
    for piece in line:
        for cluster in clusters(piece.letters):
            yield _piece(piece.face, cluster)


def _joined(line: Iterable[_Piece]) -> tuple[_Piece, ...]:
    runs = ((face, list(run)) for face, run in groupby(line, key=lambda piece: piece.face))
    return tuple(
        _Piece(face, "".join(piece.letters for piece in run), _width(run)) for face, run in runs
    )


def _width(line: Iterable[_Piece]) -> float:
    return sum(piece.width for piece in line)


def _refuse_missing_shapes(line: tuple[_Piece, ...], page: int) -> None:
    for n, piece in enumerate(line):
        if piece.face == _NO_FONT:
            before = "".join(part.letters for part in line[:n])[-_AROUND:]
            after = "".join(part.letters for part in line[n + 1 :])[:_AROUND]
            raise NotPrinted(
                "Not printed: a letter in the text has no shape in our fonts "
                f"(page {page}, «{before}{piece.letters}{after}», {_named(piece.letters[0])}). "
                "Nothing was left out silently",
                next_step="Write it in other letters.",
            )


def _named(letter: str) -> str:
    return f"{code_point(letter)} {unicodedata.name(letter, '')}".strip()
