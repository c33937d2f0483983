"""Puts laid-out text into rows, rows into blocks, and blocks onto pages.

A block is one resident, or anything else that must keep its name beside it: where it goes on to
the next page, its short head is repeated there, and its name never stands alone at the foot of a
page. Nothing here knows what a document says.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

from mdt_core.documents.pdf import MM, Paper
from mdt_core.documents.text import Lines
from mdt_core.errors import NotPrinted

NO_ROOM = "A name or address is so long that no room is left on the page for the text."
BIGGER = "Choose a bigger page or normal print, or shorten it."

_ROWS_WITH_THE_NAME = 4  # rows that must stand under a block's head before a page may end
_FEWEST_LINES = 2  # of a row that a page may end with
_LINES_KEPT_TOGETHER = 4
_PADDING = 1.6 * MM
_WHOLE_UP_TO = 0.6  # of a page: a block no longer than this is kept in one piece


class Edge(Enum):
    """What is drawn around a row."""

    NONE = "none"
    BOX = "box"
    HEAVY_BOX = "heavy box"
    RULE_ABOVE = "rule above"
    STRIPES = "stripes"


@dataclass(frozen=True)
class Cell:
    """Text at a distance from the row's left edge, in points."""

    x: float
    lines: Lines


@dataclass(frozen=True)
class Row:
    """Cells side by side, `width` points wide, with an edge around them and a gap below.

    `labelled` says that the first cell names the others, and so is repeated on the next page.
    """

    cells: tuple[Cell, ...]
    width: float
    edge: Edge = Edge.NONE
    gap: float = 1.2 * MM
    labelled: bool = False

    @property
    def height(self) -> float:
        """Height with padding and without the gap, in points."""
        return max(cell.lines.height for cell in self.cells) + self._above + self._below

    @property
    def _above(self) -> float:
        return 0.0 if self.edge is Edge.NONE else _PADDING

    @property
    def _below(self) -> float:
        return 0.0 if self.edge in {Edge.NONE, Edge.RULE_ABOVE} else _PADDING

    def split(self, height: float) -> tuple["Row", "Row"] | None:
        """Divides the row between lines so that the first part fits; None where it stays whole."""
        inner = height - self._above - self._below
        halves = [(cell.x, cell.lines.split(inner)) for cell in self.cells]
        kept = max(len(kept.lines) for _, (kept, _) in halves)
        if kept < _FEWEST_LINES or self._lines <= _LINES_KEPT_TOGETHER:
            return None
        first = tuple(Cell(x, kept) for x, (kept, _) in halves)
        rest = tuple(Cell(x, rest) for x, (_, rest) in halves)
        rest = (*(self.cells[:1] if self.labelled else rest[:1]), *rest[1:])
        return replace(self, cells=first), replace(self, cells=rest)

    @property
    def _lines(self) -> int:
        return max(len(cell.lines.lines) for cell in self.cells)

    def draw(self, paper: Paper, x: float, y: float, *, page: int) -> None:
        """Draws the row with its upper left corner at `x`, `y`."""
        self._draw_edge(paper, x, y)
        for cell in self.cells:
            cell.lines.draw(paper, x + cell.x, y + self._above, page=page)

    def _draw_edge(self, paper: Paper, x: float, y: float) -> None:
        size = (self.width, self.height)
        match self.edge:
            case Edge.BOX | Edge.HEAVY_BOX:
                paper.box(x, y, size, thick=0.8 if self.edge is Edge.BOX else 1.8)
            case Edge.RULE_ABOVE:
                paper.line(x, y, (x + self.width, y), thick=1.6)
            case Edge.STRIPES:
                paper.stripes(x, y, size)
                self._clear_behind_text(paper, x, y)
            case Edge.NONE:
                pass
            case unknown:
                assert_never(unknown)

    def _clear_behind_text(self, paper: Paper, x: float, y: float) -> None:
        for cell in self.cells:
            left, length = cell.lines.ink
            corner = (x + cell.x + left - _PADDING, y + self._above / 2)
            size = (length + 2 * _PADDING, self.height - self._above)
            paper.clear(*corner, size)


@dataclass(frozen=True)
class Block:
    """Rows that belong to one name; `head_again` stands above what goes on to another page.

    A short one is kept in one piece, unless it `divides`.
    """

    head: tuple[Row, ...]
    head_again: tuple[Row, ...]
    body: tuple[Row, ...]
    gap: float = 5 * MM
    divides: bool = False

    @property
    def height(self) -> float:
        """Height of head and body, in points."""
        return _stacked(self.head) + _stacked(self.body)

    def split(
        self, height: float, *, may_refuse: bool
    ) -> tuple[tuple[Row, ...], "Block | None"] | None:
        """Gives the rows that fit, head first, and a block of the rest; None: start a new page."""
        kept, rest = _fitting(self.body, height - _stacked(self.head))
        if not rest:
            return self.head + kept, None
        wanted = min(_ROWS_WITH_THE_NAME, len(self.body)) if may_refuse else 1
        if len(kept) < wanted:
            return None
        return self.head + kept, replace(self, head=self.head_again, body=rest)


@dataclass(frozen=True)
class PlacedRow:
    """A row and its distance from the top of the page's text area."""

    y: float
    row: Row


def paginate(
    blocks: list[Block], *, height_of_page: Callable[[int], float]
) -> list[list[PlacedRow]]:
    """Spreads blocks over pages; `height_of_page` tells the text area's height of page 1, 2 ..."""
    pages: list[list[PlacedRow]] = [[]]
    used = 0.0
    for block in blocks:
        todo: Block | None = block
        while todo:
            height = height_of_page(len(pages))
            rows, todo = _placed_on(todo, height - used, fresh=not pages[-1], page=height)
            for row in rows:
                pages[-1].append(PlacedRow(used, row))
                used += row.height + row.gap
            used += block.gap
            if todo:
                pages.append([])
                used = 0.0
    return pages


def _placed_on(
    block: Block, left: float, *, fresh: bool, page: float
) -> tuple[tuple[Row, ...], Block | None]:
    parts = block.split(left, may_refuse=not fresh)
    if fresh and parts is None:
        raise NotPrinted(NO_ROOM, next_step=BIGGER)
    keep_whole = not (fresh or block.divides) and block.height <= page * _WHOLE_UP_TO
    if parts is None or (parts[1] and keep_whole):
        return (), block
    return parts


def _fitting(rows: tuple[Row, ...], height: float) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    used = 0.0
    for n, row in enumerate(rows):
        if used + row.height > height:
            parts = row.split(height - used)
            return (*rows[:n], *_first(parts)), (*_second(parts, row), *rows[n + 1 :])
        used += row.height + row.gap
    return rows, ()


def _first(parts: tuple[Row, Row] | None) -> tuple[Row, ...]:
    return parts[:1] if parts else ()


def _second(parts: tuple[Row, Row] | None, row: Row) -> tuple[Row, ...]:
    return parts[1:] if parts else (row,)


def _stacked(rows: tuple[Row, ...]) -> float:
    return sum(row.height + row.gap for row in rows)
