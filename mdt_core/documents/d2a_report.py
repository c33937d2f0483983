"""A report of figures on paper - D2A outcomes, uptake - by section, with how it is counted; names nobody."""

from collections.abc import Iterator
from dataclasses import replace

from mdt_core.clock import clinical_moment
from mdt_core.documents.blocks import Block, Cell, Edge, Row, paginate
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.d2a_contents import D2aReport, Figures
from mdt_core.documents.furniture import (
    Furniture,
    Setting,
    freshness_words,
    practice_band,
    reference,
    write,
)
from mdt_core.documents.pdf import MM
from mdt_core.documents.text import Span, para

_SHARE = 0.5


def render_d2a_report(report: D2aReport, *, look: PaperLook) -> bytes:
    """Makes the report's PDF, the same bytes for the same report and look.

    Raises `NotPrinted` where a word could not be put on paper.
    """
    setting = Setting(look)
    furniture = Furniture(
        setting,
        tuple(_head(report, setting, report.title)),
        tuple(_head(report, setting, f"{report.title}, continued")),
        lambda page: tuple(_foot(report, setting, page)),
    )
    blocks = [_block(each, setting) for each in report.sections]
    pages = paginate(blocks, height_of_page=furniture.room)
    title = f"{report.title} {report.document_id}"
    return write(pages, furniture, title=title, at=report.printed_at)


def _head(report: D2aReport, setting: Setting, title: str) -> Iterator[Row]:
    if report.practice:
        yield practice_band(setting)
    yield setting.row(title, setting.style(15, bold=True))
    yield replace(setting.row(report.about, setting.style(12, bold=True)), gap=4 * MM)


def _foot(report: D2aReport, setting: Setting, page: str) -> Iterator[Row]:
    left = [
        Span(f"{freshness_words(report.freshness)}\nPrinted by "),
        Span(report.printed_by),
        Span(f", {clinical_moment(report.printed_at)}"),
    ]
    right = [Span(f"{page}\nReport ", bold=True), Span(reference(report.document_id), bold=True)]
    row = setting.two_sides(left, right, setting.style(8.5), share=0.6)
    yield replace(row, edge=Edge.RULE_ABOVE)


def _block(section: Figures, setting: Setting) -> Block:
    title = setting.row(section.title, setting.accented(setting.style(12, bold=True)))
    again = setting.row(f"{section.title}, continued", setting.style(12, bold=True))
    rows = [_line(label, words, setting) for label, words in section.lines]
    if section.how_counted:
        rows.append(setting.row(section.how_counted, setting.style(9)))
    return Block((title,), (again,), tuple(rows))


def _line(label: str, words: str, setting: Setting) -> Row:
    wide = setting.width * _SHARE
    named = para(label, setting.style()).laid(wide - 2 * MM)
    said = para(words, setting.style(bold=True)).laid(setting.width - wide)
    return Row((Cell(0, named), Cell(wide, said)), setting.width)
