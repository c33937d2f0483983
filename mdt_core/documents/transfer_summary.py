"""The hospital transfer summary: one sheet that goes with a person in an ambulance.

What the crew and the ward must know first, then how the person is and usually is, medicines as last
known with their source, whom to call, and lines to write on by hand. It is printed in an emergency: two
versions do not stop it, both are said. It is no prescription and no record of doses given.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mdt_core.answers import Answer
from mdt_core.documents.blocks import Block, Edge, PlacedRow, Row, paginate
from mdt_core.documents.care_plan import ESSENTIALS, furnished, people_block
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.furniture import Setting, write
from mdt_core.documents.pdf import MM
from mdt_core.documents.plan_contents import PlanPaper
from mdt_core.documents.plan_pages import answer_rows, closer, fitted, heading_row, part_block
from mdt_core.documents.text import Span

NO_MEDICINES: Final = "Medicines not recorded. That does not mean that there are none."
MEDICINES_FOOT: Final = (
    "This is not a prescription and not a record of doses given. Send the MAR chart too."
)
SIDES: Final = 2
BY_HAND: Final = (
    "Sent at (time), why, and what happened",
    "Goes along (MAR chart, CPR form, glasses, hearing aid, teeth), and what was given before leaving",
    "Name and signature",
)
_SHORT: Final = {
    **{kind: ESSENTIALS[kind] for kind in ("treatment_ceiling", "preferred_place")},
    "contingency_plan": ("situations",),
    "just_in_case": ("state", "location"),
    "respect_plan": ("status", "focus", "guidance", "cpr", "original_place"),
    "advance_refusal": None,
    "attorney": None,
    "about_me": ("communication", "do_and_do_not", "wellness"),
}
_UNIT: Final = re.compile(r"(?<=\d) (?=(?:mmHg|kg|%|°C|mg|ml|micrograms|litres)(?!\w))")
NO_INFECTIONS: Final = "Infection status not recorded. That does not mean that there is none."
NO_DETAILS: Final = "Interpreter and reasonable adjustments not recorded"
_DETAILS: Final = (
    *("needs_interpreter", "interpreter", "needs_adjustments", "impairments", "adjustments"),
    *("religion", "key_worker", "temporary_practice"),
)


def render_transfer_summary(paper: PlanPaper, *, look: PaperLook) -> bytes:
    """Makes the summary's PDF; raises `NotPrinted` where a word could not be put on paper."""
    setting = Setting(look)
    furniture = furnished(paper, setting)

    def laid(at: Setting) -> list[list[PlacedRow]]:
        return paginate(closer(_blocks(paper, at), at), height_of_page=furniture.room)

    pages = fitted(setting, SIDES, laid)
    title = f"{paper.paper.value} {paper.document_id} version {paper.version}"
    return write(pages, furniture, title=title, at=paper.printed_at)


def _blocks(paper: PlanPaper, setting: Setting) -> Iterator[Block]:
    yield _infections(paper, setting)
    yield _by_hand(setting)
    if paper.alerts:
        yield _block(
            "Look out for",
            [setting.row("; ".join(paper.alerts), setting.style(bold=True))],
            setting,
        )
    for kind in ("treatment_ceiling", "contingency_plan", "respect_plan", "advance_refusal"):
        yield from _part(paper, kind, setting)
    yield _now(paper, setting)
    yield _medicines(paper, setting)
    yield from _about(paper, setting)
    for kind in ("about_me", "just_in_case", "preferred_place", "attorney"):
        yield from _part(paper, kind, setting)
    yield people_block(paper, setting)


def _part(paper: PlanPaper, kind: str, setting: Setting) -> Iterator[Block]:
    part = paper.part(kind)
    if part is not None and (part.versions or kind == "treatment_ceiling"):
        yield part_block(part, setting, only=_SHORT[kind], with_signature=False)


def _infections(paper: PlanPaper, setting: Setting) -> Block:
    """Below the allergies on the first side; what others have to act on is bold and in a box."""
    bold, usual = setting.style(bold=True), setting.style()
    rows = []
    for each in paper.now.infections:
        mark = "(!) " if each.is_standing else ""
        words = [
            Span(f"{mark}Infection: {each.what}. ", bold=True),
            Span(each.words.replace("\n", " ")),
        ]
        boxed = setting.boxed(words, setting.alerting(usual), Edge.BOX)
        rows.append(boxed if each.is_standing else setting.row(words, usual))
    return Block((), (), tuple(rows) or (setting.row(NO_INFECTIONS, bold),), gap=2 * MM)


def _about(paper: PlanPaper, setting: Setting) -> Iterator[Block]:
    """How to talk with the person, and what has to be done differently for them."""
    part = paper.part("personal_details")
    if part is None:
        return
    block = part_block(
        part,
        setting,
        title="Talking, and reasonable adjustments",
        only=_DETAILS,
        not_recorded=NO_DETAILS,
        with_signature=False,
    )
    told = paper.now.language
    language = answer_rows((Answer("language", "Language", told),), setting) if told else ()
    yield replace(block, body=(*language, *block.body))


def _by_hand(setting: Setting) -> Block:
    rows = [
        setting.boxed([Span(f"{label}\n\u00a0")], setting.style(9), Edge.BOX) for label in BY_HAND
    ]
    return _block("Write by hand", rows, setting)


def _now(paper: PlanPaper, setting: Setting) -> Block:
    now = paper.now
    told = (
        ("Last observations", now.observations or "Not recorded"),
        ("Usually", now.usual or "Usual observations not set"),
        ("Problems", "; ".join(now.problems) or "Not recorded"),
        ("Last plan", now.last_entry or "No entry recorded"),
        ("Last fall", now.falls or "No falls recorded here"),
    )
    said = tuple(Answer(label, label, _held(words)) for label, words in told)
    return _block("How the person is", list(answer_rows(said, setting)), setting)


def _medicines(paper: PlanPaper, setting: Setting) -> Block:
    now = paper.now
    rows = (
        [setting.row(now.medicines_as_of, setting.style(bold=True))] if now.medicines_as_of else []
    )
    rows += [setting.row(f"•  {_held(each)}", setting.style()) for each in now.medicines]
    if not now.medicines:
        rows.append(setting.row(NO_MEDICINES, setting.style(bold=True)))
    rows.append(setting.row(MEDICINES_FOOT, setting.style(9)))
    return _block("Medicines as last known", rows, setting)


def _held(words: str) -> str:
    """The words with each number held to its unit, so that no line ends between them."""
    return _UNIT.sub("\u00a0", words)


def _block(title: str, rows: list[Row], setting: Setting) -> Block:
    again = heading_row(f"{title}, continued", setting)
    return Block((heading_row(title, setting),), (again,), tuple(rows), gap=2.5 * MM, divides=True)
