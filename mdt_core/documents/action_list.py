"""The action list: what is to be done for the residents of one home, each with a box to tick.

Only what was chosen stands on it, and it says how many that are. Identity, page and freshness stand
where they stand on the round sheet.
"""

from collections.abc import Iterator
from dataclasses import replace

from mdt_core.clock import clinical_moment
from mdt_core.documents.blocks import Block, Cell, Edge, Row, paginate
from mdt_core.documents.contents import ActionList, ActionOnPaper, ActionsOnPaper, PaperLook
from mdt_core.documents.furniture import (
    Furniture,
    Setting,
    freshness_words,
    practice_band,
    reference,
    write,
)
from mdt_core.documents.pdf import MM
from mdt_core.documents.people import identity, identity_again
from mdt_core.documents.text import IDENTITY_LIMIT, Span, para

TITLE = "Action list"
CHOSEN = "Only what was chosen is on this list. The list on the screen may have more."
NO_OWNER = "No owner"
NO_DATE = "No date"


def render_action_list(listed: ActionList, *, look: PaperLook) -> bytes:
    """Makes the list's PDF, the same bytes for the same list and look.

    Raises `NotPrinted` where a word could not be put on paper.
    """
    setting = Setting(look)
    furniture = Furniture(
        setting,
        tuple(_first_head(listed, setting)),
        tuple(_next_head(listed, setting)),
        lambda page: tuple(_foot(listed, setting, page)),
    )
    blocks = [_block(each, setting) for each in listed.people]
    pages = paginate(blocks, height_of_page=furniture.room)
    return write(pages, furniture, title=f"{TITLE} {listed.document_id}", at=listed.printed_at)


def _first_head(listed: ActionList, setting: Setting) -> Iterator[Row]:
    if listed.practice:
        yield practice_band(setting)
    number = "1 action" if listed.number == 1 else f"{listed.number} actions"
    title = setting.style(15, bold=True)
    yield setting.two_sides([Span(TITLE, bold=True)], [Span(number, bold=True)], title, share=0.6)
    yield setting.row(listed.home_name, setting.style(13, bold=True), limit=IDENTITY_LIMIT)
    yield replace(setting.row(CHOSEN, setting.style()), gap=4 * MM)


def _next_head(listed: ActionList, setting: Setting) -> Iterator[Row]:
    if listed.practice:
        yield practice_band(setting)
    words = f"{TITLE}, continued: {listed.home_name}"
    yield replace(setting.row(words, setting.style(bold=True), limit=IDENTITY_LIMIT), gap=4 * MM)


def _foot(listed: ActionList, setting: Setting, page: str) -> Iterator[Row]:
    left = [
        Span(f"{freshness_words(listed.freshness)}\nPrinted by "),
        Span(listed.printed_by),
        Span(f", {clinical_moment(listed.printed_at)}"),
    ]
    right = [Span(f"{page}\nList ", bold=True), Span(reference(listed.document_id), bold=True)]
    row = setting.two_sides(left, right, setting.style(8.5), share=0.6)
    yield replace(row, edge=Edge.RULE_ABOVE)


def _block(each: ActionsOnPaper, setting: Setting) -> Block:
    return Block(
        head=tuple(identity(each.person, setting)),
        head_again=tuple(identity_again(each.person, setting)),
        body=tuple(row for action in each.actions for row in _rows(action, setting)),
    )


def _rows(action: ActionOnPaper, setting: Setting) -> Iterator[Row]:
    """A box with the words; below them whose it is, by when, and what became of it."""
    style = setting.style(11.5, bold=True)
    box = style.size * 1.6
    words = f"Urgent: {action.text}" if action.urgent else action.text
    cells = (
        Cell(0, para("☑" if action.state else "☐", replace(style, bold=False)).laid(box)),
        Cell(box, para(words, style).laid(setting.width - box)),
    )
    yield Row(cells, setting.width)
    due = f"Due {action.due}" if action.due else NO_DATE
    said = " · ".join(filter(None, (action.owner or NO_OWNER, due, action.state)))
    laid = para(said, setting.style()).laid(setting.width - box)
    yield Row((Cell(box, laid),), setting.width)
