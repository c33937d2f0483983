"""The care plan for clinicians, carers and paramedics: the essentials first, on two sides at most, then all.

The essentials are what is needed at night: CPR, ceiling, what to do in a crisis, just-in-case medicines
with their place, preferred places, whom to call. The detail says everything that was answered, each part
with who signed it; what nobody recorded is named at the end and never left to look like nothing.
"""

from collections.abc import Iterator
from typing import Final

from mdt_core.documents.blocks import Block, PlacedRow, Row, paginate
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.furniture import Furniture, Setting, write
from mdt_core.documents.pdf import MM
from mdt_core.documents.plan_contents import PartOnPaper, PlanPaper
from mdt_core.documents.plan_pages import (
    CPR_NOT_RECORDED,
    fitted,
    foot,
    head,
    heading_row,
    part_block,
)
from mdt_core.documents.text import Span

ESSENTIAL_SIDES: Final = 2
NOT_THE_FORM: Final = "Summary of the ReSPECT plan – not the form"
TOO_LONG: Final = (
    "The essentials take {sides} sides, and two are wanted: print it on A4 in usual letters, or shorten"
    " what to do in a crisis."
)
ESSENTIALS: Final = {
    "cpr_decision": (
        *("cpr", "reasoning", "decided_on", "decided_by", "decided_by_role", "review_on"),
        *("original_place", "original_in_home", "original_seen_on", "still_right_on"),
    ),
    "treatment_ceiling": (
        *("focus", "hospital", "hospital_why", "iv_antibiotics", "iv_antibiotics_why"),
        *("oral_antibiotics", "oral_antibiotics_why", "fluids", "fluids_why"),
        *("iv_at_home", "iv_at_home_why", "non_invasive_ventilation", "intensive_care"),
        *("feeding_tube", "transfusion", "dialysis", "decided_on", "decided_by", "review_on"),
    ),
    "contingency_plan": ("situations", "contacts", "equipment"),
    "just_in_case": (
        *("state", "location", "chart_present", "chart_location", "expires_on", "stock", "note"),
        "first_dose_at",
    ),
    "preferred_place": ("care", "care_name", "death", "death_name", "second_choice"),
}
"""The questions of each kind that stand on the first two sides, in the order of the kinds."""

_UNTOLD: Final = {
    "cpr_decision": CPR_NOT_RECORDED,
    "treatment_ceiling": "Treatment ceiling not recorded",
    "contingency_plan": "What to do in a crisis is not recorded",
    "just_in_case": "Whether there are just-in-case medicines is not recorded",
    "preferred_place": "Preferred places of care and of death are not recorded",
}


def render_care_plan(paper: PlanPaper, *, look: PaperLook) -> bytes:
    """Makes the plan's PDF, the same bytes for the same plan and look.

    Raises `NotPrinted` where a word could not be put on paper.
    """
    setting = Setting(look)
    furniture = _furniture(paper, setting)
    first = _first_pages(paper, setting, furniture)
    told = len(first)
    detail = paginate(
        list(_detail(paper, setting)), height_of_page=lambda page: furniture.room(page + told)
    )
    return write(first + detail, furniture, title=_title(paper), at=paper.printed_at)


def essential_sides(paper: PlanPaper, *, look: PaperLook) -> int:
    """How many sides the essentials take."""
    setting = Setting(look)
    return len(_first_pages(paper, setting, _furniture(paper, setting)))


def furnished(paper: PlanPaper, setting: Setting) -> Furniture:
    """Head and foot of a plan's pages."""
    return _furniture(paper, setting)


def _furniture(paper: PlanPaper, setting: Setting) -> Furniture:
    return Furniture(
        setting,
        tuple(head(paper, setting, again=False)),
        tuple(head(paper, setting, again=True)),
        lambda page: tuple(foot(paper, setting, page)),
        draft=paper.is_draft,
    )


def _title(paper: PlanPaper) -> str:
    return f"{paper.paper.value} {paper.document_id} version {paper.version}"


def _first_pages(paper: PlanPaper, setting: Setting, furniture: Furniture) -> list[list[PlacedRow]]:
    def laid(at: Setting, *first: Block) -> list[list[PlacedRow]]:
        return paginate([*first, *_essentials(paper, at)], height_of_page=furniture.room)

    pages = fitted(setting, ESSENTIAL_SIDES, laid)
    if len(pages) <= ESSENTIAL_SIDES:
        return pages
    words = TOO_LONG.format(sides=len(pages))
    return laid(setting, Block((), (), (setting.row(words, setting.style(bold=True)),)))


def _essentials(paper: PlanPaper, setting: Setting) -> Iterator[Block]:
    if paper.alerts:
        yield _lines("Look out for", paper.alerts, setting)
    for kind, names in ESSENTIALS.items():
        part = paper.part(kind)
        if part is not None:
            words = _UNTOLD[kind]
            yield part_block(part, setting, only=names, not_recorded=words, with_signature=False)
    yield people_block(paper, setting)


def people_block(paper: PlanPaper, setting: Setting, title: str = "People to call") -> Block:
    """Everybody to call, those for an emergency first."""
    rows = [
        setting.row(
            [
                Span(each.name, bold=True),
                Span(", ".join(["", *filter(None, (each.about,))])),
                Span(f"  {each.phone or 'number not recorded'}", bold=True),
            ],
            setting.style(),
        )
        for each in paper.people
    ]
    body = tuple(rows) or (setting.row("No contact recorded", setting.style(bold=True)),)
    again = heading_row(f"{title}, continued", setting)
    return Block((heading_row(title, setting),), (again,), body, gap=2.5 * MM, divides=True)


def _lines(title: str, lines: tuple[str, ...], setting: Setting) -> Block:
    rows: tuple[Row, ...] = tuple(setting.row(each, setting.style(bold=True)) for each in lines)
    again = heading_row(f"{title}, continued", setting)
    return Block((heading_row(title, setting),), (again,), rows, gap=2.5 * MM, divides=True)


def _detail(paper: PlanPaper, setting: Setting) -> Iterator[Block]:
    yield Block((), (), (setting.row("The whole plan", setting.style(14, bold=True)),), gap=2 * MM)
    for part in paper.parts:
        if part.versions:
            yield part_block(part, setting, title=_heading(part))
    untold = [_heading(part) for part in paper.parts if not part.versions]
    if untold:
        yield _lines("Not recorded", ("; ".join(untold),), setting)


def _heading(part: PartOnPaper) -> str:
    return NOT_THE_FORM if part.kind == "respect_plan" else part.title
