"""What the screen of plans' papers decides and says, without Qt: whose, which, its file name, its record.

Making a paper is a plain function for the worker of long work; reportlab is loaded there. Of a whole home
one paper that cannot be printed does not stop the others: it is named afterwards with its reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from mdt_core.actor import Actor
from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.documents.plan_contents import PlanPaper, PlanPaperKind
from mdt_core.drafts import Draft, draft_from_text
from mdt_core.errors import KnownError, NotPrinted
from mdt_core.records.printed_copies import CopyMade, CopyPlace
from mdt_core.store.queries.homes import ResidentLine, resident_by_id
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.plan_papers import (
    PRINTED,
    plan_paper,
    record_plan_print,
    residents_of_home,
)
from mdt_core.use_cases.residents import open_resident

AUDIENCES: Final = {
    PlanPaperKind.CLINICAL: "For those who look after the person: the home, clinicians, ambulance.",
    PlanPaperKind.PLAIN: (
        "For the person and those close to them. It is in plain words and large print. How long"
        " somebody may live is not on it."
    ),
    PlanPaperKind.TRANSFER: "Goes with the person to hospital. It is printed with both versions where there are two.",
}
_FILES: Final = {
    PlanPaperKind.CLINICAL: "care-plan",
    PlanPaperKind.PLAIN: "my-care-plan",
    PlanPaperKind.TRANSFER: "transfer-summary",
}


class Drafts(Protocol):
    """What is needed of the draft store here."""

    def load(self, person_id: str, kind: str, resident_id: str) -> Any:  # noqa: ANN401 - a kept draft
        """Gives a kept form, None where there is none."""


@dataclass(frozen=True)
class Whose:
    """A resident whose paper is made: the id, how the list names them, the room, the home."""

    resident_id: str
    name: str
    room: str
    home_id: str


@dataclass(frozen=True)
class MadePlan:
    """A paper with its PDF, where its copies go, and how many are wanted where that is said of it."""

    whose: Whose
    paper: PlanPaper
    look: PaperLook
    pdf: bytes
    places: tuple[CopyPlace, ...] = ()
    copies: int = 1

    @property
    def file_name(self) -> str:
        """`care-plan-room-12-2026-11-24.pdf`: the room and the day, no word about the resident."""
        room = "".join(
            c if c.isascii() and c.isalnum() else "-" for c in self.whose.room.casefold()
        )
        where = f"room-{room.strip('-')}" if room.strip("-") else "no-room"
        day = self.paper.printed_at.date().isoformat()
        draft = "-draft" if self.paper.is_draft else ""
        return f"{_FILES[self.paper.paper]}{draft}-{where}-{day}.pdf"

    def record(self, store: Store, *, by: Actor, how: str, copies: int) -> Changes:
        """Records that copies exist, and enters them in the register."""
        return record_plan_print(
            store,
            by=by,
            resident_id=self.whose.resident_id,
            paper=self.paper,
            how=how,
            copies=copies,
            made=CopyMade.SAVED if how.startswith("saved") else CopyMade.PRINTED,
            places=self.places,
        )


def people(store: Store, by: Actor, resident_id: str, home_id: str) -> tuple[Whose, ...]:
    """The resident that is named, or everybody in the home by room; raises NotAllowed in words."""
    if resident_id:
        with store.reading() as connection:
            line = resident_by_id(connection, resident_id)
        return () if line is None else (_whose(line),)
    return tuple(map(_whose, residents_of_home(store, by=by, home_id=home_id)))


def _whose(line: ResidentLine) -> Whose:
    return Whose(line.resident_id, line.formal_name, line.room or "", line.home_id or "")


def make(
    store: Store,
    drafts: Drafts,
    *,
    by: Actor,
    whose: Whose,
    kind: PlanPaperKind,
    look: PaperLook,
    waiting: int,
    practice: bool,
    is_draft: bool,
    fresh: Freshness | None = None,
) -> MadePlan:
    """Gathers one resident's paper and sets it, which is audited as looking at the person.

    Raises NotFound, NotAllowed or NotPrinted in words.
    """
    open_resident(store, by=by, resident_id=whose.resident_id)
    paper = plan_paper(
        store,
        by=by,
        resident_id=whose.resident_id,
        paper=kind,
        waiting=waiting,
        practice=practice,
        drafts=tuple(_kept(drafts, by, whose.resident_id)) if is_draft else (),
        is_draft=is_draft,
        fresh=fresh,
    )
    return MadePlan(whose, paper, look, _drawn(paper, look))


def _drawn(paper: PlanPaper, look: PaperLook) -> bytes:
    from mdt_core.documents import care_plan, care_plan_plain, transfer_summary  # noqa: PLC0415

    render = {
        PlanPaperKind.CLINICAL: care_plan.render_care_plan,
        PlanPaperKind.PLAIN: care_plan_plain.render_plain_plan,
        PlanPaperKind.TRANSFER: transfer_summary.render_transfer_summary,
    }[paper.paper]
    return render(paper, look=look)


def _kept(drafts: Drafts, by: Actor, resident_id: str) -> Iterable[Draft[Any]]:
    """What this person has written of the plan and not signed."""
    for kind in PRINTED:
        saved = drafts.load(by.person_id, kind.kind, resident_id)
        if saved is not None:
            yield draft_from_text(kind.kind, resident_id, saved.body)


def heading(made: MadePlan) -> str:
    """`SMITH, Joan (Mrs), room 12`."""
    room = f", room {made.whose.room}" if made.whose.room else ""
    return f"{made.whose.name}{room}"


def about(made: MadePlan) -> str:
    """`Version 7. Essentials: 2 sides`: what is on show."""
    state = "Draft, not for use" if made.paper.is_draft else f"Version {made.paper.version}"
    if made.paper.paper is not PlanPaperKind.CLINICAL:
        return state
    from mdt_core.documents.care_plan import essential_sides  # noqa: PLC0415 - reportlab

    sides = essential_sides(made.paper, look=made.look)
    return f"{state}. Essentials: {sides} {'side' if sides == 1 else 'sides'}"


def skipped_words(skipped: Iterable[tuple[Whose, KnownError]]) -> str:
    """`2 were not printed. Room 4: There are two versions of: CPR decision ...`."""
    told = [f"Room {whose.room or 'not known'}: {error.message}" for whose, error in skipped]
    if not told:
        return ""
    number = "1 was" if len(told) == 1 else f"{len(told)} were"
    return f"{number} not printed. {'. '.join(told)}"


def may_be_skipped(error: Exception) -> bool:
    """Whether the others of a home are printed all the same."""
    return isinstance(error, NotPrinted)
