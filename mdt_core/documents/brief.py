"""The brief: what one home gets before a round, so that everything is ready when it begins.

Whom the round is for, why in words, and what to have ready, each with a box to tick. Of one home
alone; identity, page and freshness stand where they stand on the round sheet.
"""

from collections.abc import Iterator
from dataclasses import replace

from mdt_core.clock import clinical_moment, clinical_weekday_date
from mdt_core.documents.blocks import Block, Cell, Edge, Row, paginate
from mdt_core.documents.contents import AskedOnPaper, Brief, PaperLook
from mdt_core.documents.furniture import (
    Furniture,
    Setting,
    freshness_words,
    practice_band,
    reference,
    write,
)
from mdt_core.documents.pdf import MM
from mdt_core.documents.people import decisions, identity, identity_again
from mdt_core.documents.text import IDENTITY_LIMIT, Span, Style, para

TITLE = "Brief for the round"
NOTHING_ASKED = "Nothing to prepare"
WHAT_FOR = "Please have these things ready, and tick each one."
_READY = "Have ready"


def render_brief(brief: Brief, *, look: PaperLook) -> bytes:
    """Makes the brief's PDF, the same bytes for the same brief and look.

    Raises `NotPrinted` where a word could not be put on paper.
    """
    setting = Setting(look)
    furniture = Furniture(
        setting,
        tuple(_first_head(brief, setting)),
        tuple(_next_head(brief, setting)),
        lambda page: tuple(_foot(brief, setting, page)),
    )
    blocks = [_block(asked, setting) for asked in brief.asked]
    pages = paginate(blocks, height_of_page=furniture.room)
    return write(pages, furniture, title=f"{TITLE} {brief.document_id}", at=brief.printed_at)


def _first_head(brief: Brief, setting: Setting) -> Iterator[Row]:
    if brief.practice:
        yield practice_band(setting)
    when = [Span(_when(brief), bold=True), *([Span("\n"), Span(brief.mode)] if brief.mode else [])]
    title = replace(setting.style(15, bold=True))
    yield setting.two_sides([Span(TITLE, bold=True)], when, title, share=0.45)
    yield setting.row(brief.home_name, setting.style(13, bold=True), limit=IDENTITY_LIMIT)
    if brief.home_address:
        yield setting.row(brief.home_address, setting.style(), limit=IDENTITY_LIMIT)
    number = len(brief.asked)
    people = "1 resident" if number == 1 else f"{number} residents"
    yield replace(setting.row(f"{people}. {WHAT_FOR}", setting.style()), gap=4 * MM)


def _next_head(brief: Brief, setting: Setting) -> Iterator[Row]:
    if brief.practice:
        yield practice_band(setting)
    home = [Span(f"{TITLE}, continued\n", bold=True), Span(brief.home_name, bold=True)]
    when = [Span(_when(brief), bold=True)]
    yield replace(setting.two_sides(home, when, setting.style(), share=0.6), gap=4 * MM)


def _foot(brief: Brief, setting: Setting, page: str) -> Iterator[Row]:
    left = [
        Span(f"{freshness_words(brief.freshness)}\nPrinted by "),
        Span(brief.printed_by),
        Span(f", {clinical_moment(brief.printed_at)}"),
    ]
    right = [Span(f"{page}\nBrief ", bold=True), Span(reference(brief.document_id), bold=True)]
    row = setting.two_sides(left, right, setting.style(8.5), share=0.6)
    yield replace(row, edge=Edge.RULE_ABOVE)


def _when(brief: Brief) -> str:
    at = f", {brief.round_time}" if brief.round_time else ""
    return f"{brief.round_name} {clinical_weekday_date(brief.round_date)}{at}"


def _block(asked: AskedOnPaper, setting: Setting) -> Block:
    return Block(
        head=tuple(identity(asked.person, setting)),
        head_again=tuple(identity_again(asked.person, setting)),
        body=tuple(_body(asked, setting)),
    )


def _body(asked: AskedOnPaper, setting: Setting) -> Iterator[Row]:
    yield from decisions(asked.person, setting)
    for n, reason in enumerate(asked.reasons):
        yield setting.labelled("" if n else "Why", reason, setting.style())
    if not asked.ready:
        yield setting.labelled(_READY, NOTHING_ASKED, setting.style())
    for n, thing in enumerate(asked.ready):
        mark = "☑" if asked.is_ready else "☐"
        yield _box(mark, thing, "" if n else _READY, setting)
    if asked.is_ready:
        yield setting.labelled("", asked.is_ready, setting.style())


def _box(mark: str, thing: str, label: str, setting: Setting) -> Row:
    style: Style = setting.style(11.5, bold=True)
    left, box = setting.label_width, style.size * 1.6
    named = para(label, setting.accented(setting.style(bold=True))).laid(left - 2 * MM)
    cells = (
        Cell(0, named),
        Cell(left, para(mark, replace(style, bold=False)).laid(box)),
        Cell(left + box, para(thing, style).laid(setting.width - left - box)),
    )
    return Row(cells, setting.width, labelled=True)
