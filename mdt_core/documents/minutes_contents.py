"""What minutes of an MDT meeting hold, for one organisation, as frozen values without reportlab.

What is blacked out is gone from here already: no word of it is handed on to be drawn or hidden.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from mdt_core.documents.contents import ActionOnPaper, Freshness, PersonOnPaper

BLACKED_OUT: Final = "Blacked out for this organisation"
WHOLE_CASE: Final = "The whole case is blacked out for this organisation"


@dataclass(frozen=True)
class MinutedField:
    """One labelled part of a case; `name` is the field, `text` empty where it is blacked out."""

    name: str
    label: str
    text: str
    is_black: bool = False


@dataclass(frozen=True)
class MinutedCase:
    """One case; without a person where the whole of it is blacked out."""

    case_id: str
    turn: int
    person: PersonOnPaper | None
    fields: tuple[MinutedField, ...] = ()
    actions: tuple[ActionOnPaper, ...] = ()
    are_actions_black: bool = False
    after: str = ""
    signed_by: str = ""


@dataclass(frozen=True)
class Minutes:
    """The minutes of one home's part of a meeting, as one organisation gets them."""

    home_name: str
    organisation: str
    meeting_name: str
    held_on: date
    times: str
    chair: str
    present: tuple[str, ...]
    apologies: tuple[str, ...]
    quorum: str
    basis: str
    cases: tuple[MinutedCase, ...]
    not_discussed: int
    approved: str
    freshness: Freshness
    printed_by: str
    printed_at: datetime
    document_id: str
    practice: bool = False
    is_changed: bool = False
    """Whether a case was withdrawn since the minutes were approved."""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has approved them yet."""
        return not self.approved


def blacked_out(case: MinutedCase, keys: frozenset[str]) -> MinutedCase:
    """The case without what these keys name: its id for all of it, `<id>/<field>` for a part."""
    if case.case_id in keys:
        return MinutedCase(case.case_id, case.turn, None)
    fields = tuple(
        replace(each, text="", is_black=True) if f"{case.case_id}/{each.name}" in keys else each
        for each in case.fields
    )
    if f"{case.case_id}/actions" in keys:
        return replace(case, fields=fields, actions=(), are_actions_black=True)
    return replace(case, fields=fields)
