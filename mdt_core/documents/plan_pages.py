"""What every page of a plan's papers carries, and how its parts are set: head, foot, answers, versions.

On each page stand who it is about, the decision about CPR and the allergies, so that a page that lies
alone cannot mislead. Two versions are both said and neither is preferred.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from typing_extensions import override

from mdt_core.answers import Answer
from mdt_core.clock import clinical_moment, long_moment
from mdt_core.documents.blocks import Block, Edge, PlacedRow, Row
from mdt_core.documents.furniture import (
    DRAFT_WORDS,
    Setting,
    freshness_words,
    practice_band,
    reference,
)
from mdt_core.documents.pdf import MM
from mdt_core.documents.people import identity, identity_again
from mdt_core.documents.plan_contents import (
    DOUBT,
    NEWER,
    TWO_VERSIONS,
    PartOnPaper,
    PlanPaper,
    PlanPaperKind,
    VersionOnPaper,
    said,
)
from mdt_core.documents.text import IDENTITY_LIMIT, Span, Style

CPR_NOT_RECORDED = "CPR decision not recorded"
ASK = "Ask the nurse or doctor about this decision: it has to be looked at again."
DRAFT_PART = "DRAFT, not signed"
_SHORT = 60  # characters of a question and its answer that may share a line with others
_ON_A_LINE = 3
_SCALES = (0.93, 0.86)
_CPR = "cpr_decision"
_SET_IN = "\u00a0" * 6


@dataclass(frozen=True)
class Denser(Setting):
    """Smaller letters, for what has to fit on so many sides; never below nine point."""

    scale: float = 1.0

    @override
    def style(self, size: float = 10.5, *, bold: bool = False, struck: bool = False) -> Style:
        """Gives a style that is smaller by the scale."""
        return super().style(size * self.scale, bold=bold, struck=struck)


def fitted(
    setting: Setting, sides: int, laid: Callable[[Setting], list[list[PlacedRow]]]
) -> list[list[PlacedRow]]:
    """The pages in the largest letters in which they take so many sides, else in the usual ones."""
    usual = laid(setting)
    if len(usual) <= sides:
        return usual
    tried = (laid(Denser(setting.look, scale)) for scale in _SCALES)
    return next((pages for pages in tried if len(pages) <= sides), usual)


def closer(blocks: Iterable[Block], setting: Setting) -> list[Block]:
    """The blocks with less white between their rows where the letters are smaller too."""
    part = 1 - 3 * (1 - setting.scale) if isinstance(setting, Denser) else 1.0
    return [
        replace(
            block,
            gap=block.gap * part,
            body=tuple(replace(row, gap=row.gap * part) for row in block.body),
        )
        for block in blocks
    ]


def head(paper: PlanPaper, setting: Setting, *, again: bool) -> Iterator[Row]:
    """The rows above the text of a page."""
    if paper.practice:
        yield practice_band(setting)
    size = 11 if again else 15
    title = f"{paper.paper.value}, continued" if again else paper.paper.value
    version = [Span(f"Version {paper.version}", bold=True)]
    yield setting.two_sides([Span(title, bold=True)], version, setting.style(size), share=0.7)
    if paper.is_draft:
        yield setting.boxed(DRAFT_WORDS, setting.style(bold=True), Edge.HEAVY_BOX)
    if not again:
        yield from _home(paper, setting)
    yield from identity_again(paper.person, setting) if again else identity(paper.person, setting)
    yield from standing(paper, setting)


def _home(paper: PlanPaper, setting: Setting) -> Iterator[Row]:
    words = ", ".join(filter(None, (paper.home_name, paper.home_address, paper.home_phone)))
    if words:
        yield setting.row(words, setting.style(), limit=2 * IDENTITY_LIMIT)


def standing(paper: PlanPaper, setting: Setting) -> Iterator[Row]:
    """CPR and allergies, in boxes whose words do without colour."""
    alerting = setting.alerting(setting.style(11, bold=True))
    yield setting.boxed(cpr_words(paper), alerting, Edge.HEAVY_BOX)
    person = paper.person
    told = f": {'; '.join(person.allergies)}" if person.allergies else ""
    mark = "(!) " if person.allergies else ""
    row = setting.boxed(f"{mark}{person.allergy_state}{told}", alerting, Edge.BOX)
    yield replace(row, gap=3 * MM)


def cpr_words(paper: PlanPaper) -> str:
    """What may be relied on, with its day and what speaks against it; both where there are two."""
    part = paper.part(_CPR)
    if part is None or not part.signed:
        return CPR_NOT_RECORDED
    told = [_one_cpr(each) for each in part.signed]
    if part.has_two:
        return f"CPR: {TWO_VERSIONS}: {'; or '.join(told)}"
    if not paper.cpr_doubted:
        return f"CPR: {told[0]}"
    return f"CPR: {told[0]}. {ASK}" if is_plain(paper) else f"CPR: {paper.cpr_doubted}"


def _one_cpr(version: VersionOnPaper) -> str:
    original = said(version, "original_place")
    when = said(version, "decided_on")
    decided = f"decided {when} by {said(version, 'decided_by')}" if when else version.signed
    known = (said(version, "cpr"), decided)
    place = f"original: {original}" if original else "place of the original not recorded"
    return ", ".join(filter(None, (*known, place)))


def foot(paper: PlanPaper, setting: Setting, page: str) -> Iterator[Row]:
    """As known when, who printed it, which page of which version of which document."""
    at = (long_moment if is_plain(paper) else clinical_moment)(paper.printed_at)
    known = freshness_words(paper.freshness, long_dates=is_plain(paper))
    left = [Span(f"{known}\nPrinted by "), Span(paper.printed_by), Span(f", {at}")]
    right = [
        Span(f"{page}\n", bold=True),
        Span(f"{reference(paper.document_id)}, version {paper.version}", bold=True),
    ]
    row = setting.two_sides(left, right, setting.style(8.5), share=0.6)
    yield replace(row, edge=Edge.RULE_ABOVE)


def is_plain(paper: PlanPaper) -> bool:
    """Whether the paper is the person's own."""
    return paper.paper is PlanPaperKind.PLAIN


def part_block(
    part: PartOnPaper,
    setting: Setting,
    *,
    title: str = "",
    only: Collection[str] | None = None,
    not_recorded: str = "",
    with_signature: bool = True,
) -> Block:
    """One part with every version of it; `only` names the questions that are shown."""
    heading = title or part.title
    rows = list(_versions(part, setting, only, with_signature=with_signature))
    if not rows:
        rows = [setting.row(not_recorded or f"{heading} not recorded", setting.style(bold=True))]
    return Block(
        head=(heading_row(heading, setting),),
        head_again=(heading_row(f"{heading}, continued", setting),),
        body=tuple(rows),
        gap=2.5 * MM,
        divides=True,
    )


def heading_row(words: str, setting: Setting) -> Row:
    """A heading above a part."""
    row = setting.row(words, setting.accented(setting.style(12, bold=True)))
    return replace(row, edge=Edge.RULE_ABOVE, gap=0.8 * MM)


def _versions(
    part: PartOnPaper, setting: Setting, only: Collection[str] | None, *, with_signature: bool
) -> Iterator[Row]:
    if part.has_two:
        yield setting.boxed(TWO_VERSIONS, setting.style(bold=True), Edge.HEAVY_BOX)
    number = 0
    for version in part.versions:
        number += not version.is_draft
        which = f"Version {number} of {len(part.signed)}. " if part.has_two else ""
        if version.is_draft:
            yield setting.boxed(DRAFT_PART, setting.style(bold=True), Edge.HEAVY_BOX)
        elif with_signature or part.has_two:
            yield setting.row(f"{which}{version.signed}", setting.style(9))
        shown = (each for each in version.answers if _is_shown(each, only))
        yield from answer_rows(shown, setting)


def _is_shown(answer: Answer, only: Collection[str] | None) -> bool:
    return only is None or answer.name in {*only, NEWER, DOUBT}


def answer_rows(told: Iterable[Answer], setting: Setting) -> Iterator[Row]:
    """Questions with their answers: short ones share a line, a list has a box for each of its parts."""
    line: list[Answer] = []
    row: Row | None = None
    for answer in told:
        wider = _line([*line, answer], setting) if _is_short(answer) else None
        if row is not None and not (wider and _is_shared(wider, line, setting)):
            yield row
            line, row = [], None
            wider = _line([answer], setting) if wider else None
        if wider is None:
            yield from _long(answer, setting)
        else:
            line, row = [*line, answer], wider
    if row is not None:
        yield row


def _is_shared(wider: Row, line: list[Answer], setting: Setting) -> bool:
    """Whether one more fits: what is carried over to a next line would look like another question's."""
    is_full = setting.is_narrow or len(line) == _ON_A_LINE
    return not is_full and len(wider.cells[0].lines.lines) == 1


def _is_short(answer: Answer) -> bool:
    words = answer.words
    return not answer.rows and "\n" not in words and len(answer.label + words) < _SHORT


def _line(told: list[Answer], setting: Setting) -> Row:
    spans: list[Span] = []
    for answer in told:
        spans += [Span("      ")] if spans else []
        spans += [Span(f"{_asked(_unbroken(answer.label))}\u00a0", bold=True), Span(answer.words)]
    return setting.row(spans, setting.style())


def _long(answer: Answer, setting: Setting) -> Iterator[Row]:
    """The name of a list stands in its first box, so that it is never alone at the foot of a page."""
    if not answer.rows:
        label = Span(_asked(answer.label), bold=True)
        yield setting.row([label, Span(_stepped(answer.words))], setting.style())
    short = all(map(_is_short, (each for parts in answer.rows for each in parts)))
    for n, parts in enumerate(answer.rows):
        named = [] if n else [Span(f"{answer.label}\n", bold=True)]
        words = [*named, *_spans(parts, runs_on=short and not setting.is_narrow)]
        yield replace(setting.boxed(words, setting.style(), Edge.BOX), gap=0.6 * MM)


def _spans(parts: tuple[Answer, ...], *, runs_on: bool) -> Iterator[Span]:
    """One part: what names it stands first; each answer begins a line where any of them is long."""
    between = "      " if runs_on else "\n"
    for n, each in enumerate(parts):
        yield Span(f"{between if n else ''}{_asked(_unbroken(each.label))}", bold=True)
        yield Span(f"\u00a0{each.words}" if runs_on else _stepped(each.words), bold=n == 0)


def _stepped(words: str) -> str:
    """What runs over several lines begins below its question, every line set in, word for word."""
    if "\n" not in words.strip():
        return f" {words}"
    return "".join(f"\n{_SET_IN}{line}" for line in words.splitlines() if line.strip())


def _asked(label: str) -> str:
    """The question before its answer; one that ends in a question mark needs no colon."""
    return label if label.endswith("?") else f"{label}:"


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")
