"""The resident's own copy: plain words, large print, long dates, for the person and those close to them.

The same signed words as the care plan, under headings that say what they are for. How long somebody may
live, stages and the numbers of professionals are left to be talked about, and it says so.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mdt_core.documents.blocks import Block, paginate
from mdt_core.documents.care_plan import furnished, people_block
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.furniture import Setting, write
from mdt_core.documents.plan_contents import PartOnPaper, PlanPaper
from mdt_core.documents.plan_pages import part_block

LEFT_OUT: Final = "Some of what doctors and nurses have written is not on this copy. Ask them about it at any time."
HEADINGS: Final = {
    "about_me": "About me",
    "preferred_place": "Where I want to be",
    "contingency_plan": "What to do if I become unwell",
    "just_in_case": "Medicines kept ready for me",
    "cpr_decision": "If my heart or breathing stops",
    "treatment_ceiling": "What treatment is right for me",
    "respect_plan": "My ReSPECT plan in short – this is not the form",
    "advance_refusal": "Treatment I have refused",
    "attorney": "Who may decide for me",
    "end_of_life_plan": "What we planned for the end of my life",
    "last_days_care": "How I am looked after now",
    "care_plan": "What I need, what I hope for, and who does what",
    "support_plan": "Other plans for me",
}
"""The parts of the plain copy in their order; what is not named here is not on it."""

_PLAIN_CPR: Final = (
    ("not for cpr", "Nobody will try to restart my heart. I am made comfortable."),
    ("for cpr", "People will try to restart my heart."),
)
LEFT_TO_TALK: Final = {
    "about_me": ("media",),
    "preferred_place": ("said_by", "said_by_name"),
    "contingency_plan": ("prepared_at", "prepared_by", "statement_by"),
    "just_in_case": (
        *("prescribed_on", "prescribed_by", "dispensed_on", "checked_by", "chart_location"),
    ),
    "cpr_decision": ("decided_by_number", "known_from", "ambulance_told", "reasoning", "told_who"),
    "treatment_ceiling": ("decided_by_number",),
    "respect_plan": (
        *("signed_number", "senior_number", "summary", "comfort_over_length", "reviews"),
        *("senior_by", "senior_role", "cannot_how", "involvement_reason"),
    ),
    "advance_refusal": (
        *("is_written", "is_signed", "is_witnessed", "is_overtaken", "was_able"),
        *("document_seen", "document_seen_on"),
    ),
    "attorney": ("source",),
    "end_of_life_plan": (
        *("gsf_stage", "gsf_on", "prognosis", "prognosis_words", "function_percent"),
        *("function_words", "register_words", "sr1_words", "responsible", "diagnosis"),
    ),
    "last_days_care": ("driver_contents", "priorities"),
    "care_plan": ("funding", "prepared_at", "prepared_by", "access_to_home"),
}
"""What is talked about rather than handed over, and what only those who work with the plan need."""


def render_plain_plan(paper: PlanPaper, *, look: PaperLook) -> bytes:
    """Makes the copy's PDF; it is in large print on A4 whatever the look says."""
    setting = Setting(replace(look, large_print=True, page="A4"))
    furniture = furnished(paper, setting)
    pages = paginate(list(_blocks(paper, setting)), height_of_page=furniture.room)
    title = f"{paper.paper.value} {paper.document_id} version {paper.version}"
    return write(pages, furniture, title=title, at=paper.printed_at)


def _blocks(paper: PlanPaper, setting: Setting) -> Iterator[Block]:
    for kind, heading in HEADINGS.items():
        part = paper.part(kind)
        if part is not None and part.versions:
            yield part_block(
                _plain(part), setting, title=heading, only=names_on(part), with_signature=False
            )
    yield people_block(paper, setting, "People who can help")
    yield Block((), (), (setting.row(LEFT_OUT, setting.style()),))


def names_on(part: PartOnPaper) -> frozenset[str]:
    """The questions of a part that stand on the plain copy."""
    left_out = {*LEFT_TO_TALK.get(part.kind, ())}
    names = {answer.name for version in part.versions for answer in version.answers}
    return frozenset(names - left_out)


def _plain(part: PartOnPaper) -> PartOnPaper:
    """The decision about CPR said in a sentence beside its short name."""
    if part.kind != "cpr_decision":
        return part
    versions = tuple(
        replace(
            version,
            answers=tuple(
                replace(answer, words=_in_a_sentence(answer.words))
                if answer.name == "cpr"
                else answer
                for answer in version.answers
            ),
        )
        for version in part.versions
    )
    return replace(part, versions=versions)


def _in_a_sentence(words: str) -> str:
    for begins, plain in _PLAIN_CPR:
        if words.casefold().startswith(begins):
            return f"{plain} ({words})"
    return words
