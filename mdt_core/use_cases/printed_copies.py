"""The register of copies of plans: entered by the press that makes them, and what became of the old ones."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.documents.plan_contents import PlanPaper, PlanPaperKind
from mdt_core.errors import InvalidInput
from mdt_core.records.printed_copies import (
    CopiedDocument,
    CopiesTakenOut,
    CopyMade,
    CopyPlace,
    PrintedCopy,
    TakenOut,
)
from mdt_core.store.queries.homes import ResidentLine, resident_by_id, residents_of
from mdt_core.store.queries.printed_copies import CopyInUse, copies_in_use, out_of_date
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork

DOCUMENTS: Final = {
    PlanPaperKind.CLINICAL: CopiedDocument.CARE_PLAN,
    PlanPaperKind.PLAIN: CopiedDocument.MY_CARE_PLAN,
    PlanPaperKind.TRANSFER: CopiedDocument.TRANSFER_SUMMARY,
}


def register_copy(
    unit: UnitOfWork,
    about: About,
    paper: PlanPaper,
    *,
    made: CopyMade,
    copies: int,
    places: tuple[CopyPlace, ...] = (),
) -> None:
    """Enters copies of a paper in the register, with what it was made from; a draft is none."""
    if paper.is_draft:
        return
    copy = PrintedCopy(
        document=DOCUMENTS[paper.paper],
        document_id=paper.document_id,
        version=paper.version,
        known_at=paper.freshness.as_known_at,
        made=made,
        copies=copies,
        places=places,
        made_from=paper.made_from,
    )
    unit.sign(copy, about)


def old_copies(
    store: Store, *, by: Actor, home_id: str, resident_id: str = ""
) -> tuple[tuple[ResidentLine, CopyInUse], ...]:
    """The copies out of date of one resident, or of everybody in a home by room; raises NotAllowed."""
    with store.reading() as connection:
        found = resident_by_id(connection, resident_id) if resident_id else None
        lines = (found,) if found else residents_of(connection, by, home_id)
        for line in lines:
            access.require_read(by, PrintedCopy, line.home_id)
        living = {line.resident_id: line for line in lines if not line.is_deceased}
        stale = out_of_date(copies_in_use(connection, living))
    places = {who: number for number, who in enumerate(living)}
    ordered = sorted(stale, key=lambda each: (places[each.resident_id], each.document))
    return tuple((living[each.resident_id], each) for each in ordered)


def say_taken_out(
    store: Store, *, by: Actor, copies: Iterable[CopyInUse], state: TakenOut
) -> Changes:
    """Records once for all whether these copies were taken from where they lay.

    Raises InvalidInput where none is named, and NotAllowed.
    """
    of: dict[str, list[str]] = defaultdict(list)
    for each in copies:
        of[each.resident_id].append(each.told.id)
    if not of:
        raise InvalidInput("No copy is named")
    with store.deed(by) as unit:
        for who, ids in of.items():
            about = About(who, unit.home_of(who))
            unit.sign(CopiesTakenOut(state=state, copies=tuple(ids)), about)
            unit.audit("old copies", about, detail=f"{state.value}, {len(ids)}")
        return unit.commit()
