"""What every page of every document carries: identity, freshness, page x of y, and its marks.

The marks are the striped band of practice data and DRAFT across the page. Sizes of letters and
pages are settled here, so that all documents look alike. Rows for the text are made by `Setting`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from mdt_core.clock import clinical_moment, long_moment
from mdt_core.documents.blocks import BIGGER, NO_ROOM, Cell, Edge, PlacedRow, Row
from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.documents.pdf import MM, PAGE_SIZES, Paper
from mdt_core.documents.text import FIELD_LIMIT, IDENTITY_LIMIT, Span, Style, para
from mdt_core.errors import NotPrinted

PRACTICE_WORDS = "PRACTICE DATA – not real people"
DRAFT_WORDS = "DRAFT – not for use"

_NHS_BLUE = "#005eb8"
_NHS_RED = "#d5281b"
_BLACK = "#000000"
_LARGE = 16 / 10.5  # large print is 16 point and more (UK Association for Accessible Formats, 2012)
_MARGIN = 14 * MM
_EDGE_MARGIN = 11 * MM  # above and below; printers in homes leave up to 6 mm blank
_LEAST_ROOM = 0.3  # of the page, for the text
_LABEL = 27 * MM
_REFERENCE = 13
_INSET = 2.2 * MM  # between a box and its words


@dataclass(frozen=True)
class Setting:
    """Sizes and colours for one look, and the rows that are made with them."""

    look: PaperLook

    @cached_property
    def page_size(self) -> tuple[float, float]:
        """Width and height of the page, in points."""
        return PAGE_SIZES[self.look.page]

    @cached_property
    def width(self) -> float:
        """Width of the text area, in points."""
        return self.page_size[0] - 2 * _MARGIN

    @cached_property
    def is_narrow(self) -> bool:
        """Whether columns have too little room, so that things stand below one another."""
        return self.look.large_print or self.look.page == "A5"

    def style(self, size: float = 10.5, *, bold: bool = False, struck: bool = False) -> Style:
        """Gives a style whose size follows the look."""
        return Style(size * (_LARGE if self.look.large_print else 1), bold, struck)

    def accented(self, style: Style) -> Style:
        """Gives the style in NHS blue where colour is wanted."""
        return replace(style, colour=_BLACK if self.look.black_and_white else _NHS_BLUE)

    def alerting(self, style: Style) -> Style:
        """Gives the style in red where colour is wanted; its words alone must do as well."""
        return replace(style, colour=_BLACK if self.look.black_and_white else _NHS_RED)

    def row(self, words: str | Sequence[Span], style: Style, *, limit: int = FIELD_LIMIT) -> Row:
        """Makes a row of one text over the whole width."""
        return Row((Cell(0, para(words, style, limit=limit).laid(self.width)),), self.width)

    def boxed(self, words: str | Sequence[Span], style: Style, edge: Edge) -> Row:
        """Makes a row of one text in a box or on stripes."""
        inner = self.width - 2 * _INSET
        return Row((Cell(_INSET, para(words, style).laid(inner)),), self.width, edge)

    def labelled(self, label: str, words: str | Sequence[Span], style: Style) -> Row:
        """Makes a row with a label in the left column."""
        named = para(label, self.accented(self.style(bold=True)))
        left = self.label_width
        text = para(words, style).laid(self.width - left)
        cells = (Cell(0, named.laid(left - 2 * MM)), Cell(left, text))
        return Row(cells, self.width, labelled=True)

    @cached_property
    def label_width(self) -> float:
        """Width of the column of labels, in points."""
        return _LABEL * (_LARGE if self.look.large_print else 1)

    def two_sides(
        self, left: Sequence[Span], right: Sequence[Span], style: Style, *, share: float
    ) -> Row:
        """Makes a row of a text on the left, taking `share` of the width, and one on the right."""
        wide, rest = self.width * share, self.width * (1 - share)
        first = para(left, style, limit=IDENTITY_LIMIT).laid(wide - 2 * MM)
        second = para(right, replace(style, align="right"), limit=IDENTITY_LIMIT).laid(rest)
        return Row((Cell(0, first), Cell(wide, second)), self.width)


@dataclass(frozen=True)
class Furniture:
    """Head and foot of a document's pages; the practice band stands above the head."""

    setting: Setting
    first_head: tuple[Row, ...]
    next_head: tuple[Row, ...]
    foot: Callable[[str], tuple[Row, ...]]
    draft: bool = False

    def room(self, page: int) -> float:
        """Gives the height left for the text; raises `NotPrinted` where it is next to none."""
        height = self.setting.page_size[1]
        room = height - 2 * _EDGE_MARGIN - _stacked(self._head(page)) - self._foot_height
        if room < height * _LEAST_ROOM:
            raise NotPrinted(NO_ROOM, next_step=BIGGER)
        return room

    @cached_property
    def _foot_height(self) -> float:
        return _stacked(self.foot(page_words(888, 888)))

    def _head(self, page: int) -> tuple[Row, ...]:
        return self.first_head if page == 1 else self.next_head

    def draw(self, paper: Paper, page: int, of: int) -> float:
        """Draws head, foot and marks; gives the top of the text area."""
        if self.draft:
            size = self.setting.page_size[0] / 9.5
            paper.across(DRAFT_WORDS, face="Inter-Bold", size=size)
        top = _draw_down(paper, self._head(page), _EDGE_MARGIN, page)
        foot = self.foot(page_words(page, of))
        _draw_down(paper, foot, paper.height - _EDGE_MARGIN - self._foot_height, page)
        return top


def write(pages: list[list[PlacedRow]], furniture: Furniture, *, title: str, at: datetime) -> bytes:
    """Draws the pages with their furniture and gives the PDF's bytes."""
    paper = Paper(furniture.setting.page_size, title=title, made_at=at)
    for page, rows in enumerate(pages, start=1):
        top = furniture.draw(paper, page, len(pages))
        for placed in rows:
            placed.row.draw(paper, _MARGIN, top + placed.y, page=page)
        paper.next_page()
    return paper.finish()


def practice_band(setting: Setting) -> Row:
    """Makes the striped band that demo and training paper carries on every page."""
    style = replace(setting.style(11, bold=True), align="centre")
    return replace(setting.boxed(PRACTICE_WORDS, style, Edge.STRIPES), gap=3 * MM)


def page_words(page: int, of: int) -> str:
    """Writes `Page 1 of 12`."""
    return f"Page {page} of {of}"


def reference(document_id: str) -> str:
    """The beginning of a document's id, as feet say it; the whole id is the title of the file.

    Its 48 bits tell a version from every other of the same resident or home, and can be read out.
    """
    return document_id[:_REFERENCE]


def freshness_words(freshness: Freshness, *, long_dates: bool = False) -> str:
    """Writes what was known when, and how many changes had not been sent."""
    match freshness.waiting:
        case 0:
            waiting = "no changes waiting"
        case 1:
            waiting = "1 change waiting"
        case several:
            waiting = f"{several:,} changes waiting"
    at = freshness.as_known_at
    written = long_moment if long_dates else clinical_moment
    known = f"As known at {written(at)}" if at else "Not everything was got from this home"
    return f"{known} · {waiting}"


def _stacked(rows: tuple[Row, ...]) -> float:
    return sum(row.height + row.gap for row in rows)


def _draw_down(paper: Paper, rows: tuple[Row, ...], top: float, page: int) -> float:
    for row in rows:
        row.draw(paper, _MARGIN, top, page=page)
        top += row.height + row.gap
    return top
