"""How paper names a resident: name, room, birth and NHS number, with what warns of a mistake.

The same rows on every document, so that two papers about one person can be laid side by side.
"""

from collections.abc import Iterator
from dataclasses import replace

from mdt_core.documents.blocks import Edge, Row
from mdt_core.documents.contents import NOT_KNOWN, PersonOnPaper
from mdt_core.documents.furniture import Setting
from mdt_core.documents.pdf import MM
from mdt_core.documents.text import IDENTITY_LIMIT, Span

SIMILAR_NAME = "Another resident here has a similar name. Check date of birth and NHS number."
TOO_FEW_IDENTIFIERS = (
    "Neither date of birth nor NHS number is known. Make sure who this is before you act."
)


def identity(person: PersonOnPaper, setting: Setting) -> Iterator[Row]:
    """The rows that say who it is: name and room, birth and NHS number, and every warning about them."""
    yield _name_row([Span(person.name, bold=True)], person.room, setting)
    yield setting.row(list(_identifiers(person)), setting.style(), limit=IDENTITY_LIMIT)
    if person.preferred:
        preferred = [Span("Prefers "), Span(person.preferred, bold=True)]
        yield setting.row(preferred, setting.style(), limit=IDENTITY_LIMIT)
    if person.similar_name:
        words = [Span("Similar name. ", bold=True), Span(SIMILAR_NAME)]
        yield setting.boxed(words, setting.style(), Edge.STRIPES)
    if person.two_versions:
        yield setting.boxed(person.two_versions, setting.style(bold=True), Edge.HEAVY_BOX)
    if {person.born or NOT_KNOWN, person.nhs_number or NOT_KNOWN} == {NOT_KNOWN}:
        yield setting.boxed(TOO_FEW_IDENTIFIERS, setting.style(bold=True), Edge.HEAVY_BOX)


def identity_again(person: PersonOnPaper, setting: Setting) -> Iterator[Row]:
    """The rows that stand above what goes on to another page."""
    name = [Span(person.name, bold=True), Span(", continued", bold=True)]
    yield _name_row(name, person.room, setting)
    yield setting.row(list(_identifiers(person)), setting.style(), limit=IDENTITY_LIMIT)
    if person.similar_name:
        yield setting.boxed("Similar name", setting.style(bold=True), Edge.STRIPES)
    if person.two_versions:
        yield setting.boxed(person.two_versions, setting.style(bold=True), Edge.HEAVY_BOX)


def decisions(person: PersonOnPaper, setting: Setting) -> Iterator[Row]:
    """The row of CPR and ceiling; in a heavy box where two versions of one stand."""
    lines = [line for each in person.decisions for line in each.lines]
    if not lines:
        return
    words, style = "\n".join(lines), setting.style(bold=True)
    if len(lines) > len(person.decisions):
        yield setting.boxed(words, style, Edge.HEAVY_BOX)
    else:
        yield setting.labelled(person.decisions[0].label, words, style)


def _name_row(name: list[Span], room: str, setting: Setting) -> Row:
    where = [Span("Room ", bold=True), Span(room, bold=True)] if room else []
    row = setting.two_sides(name, where, setting.style(13), share=0.72)
    return replace(row, edge=Edge.RULE_ABOVE, gap=0.6 * MM)


def _identifiers(person: PersonOnPaper) -> Iterator[Span]:
    age = f" ({person.age})" if person.age else ""
    yield Span("Born\u00a0")
    yield Span(_unbroken((person.born or NOT_KNOWN) + age), bold=True)
    yield Span("      NHS\u00a0No.\u00a0")
    yield Span(_unbroken(person.nhs_number or NOT_KNOWN), bold=True)
    if person.died:
        yield Span("      Died\u00a0")
        yield Span(_unbroken(person.died), bold=True)


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")
