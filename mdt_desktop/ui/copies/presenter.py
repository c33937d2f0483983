"""What the screen of copies out of date reads, and what it prints anew, without Qt.

Each paper goes to the places of the copies it replaces, as often as they were. What was replaced is
counted until a person says that the old ones were taken out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mdt_core.actor import Actor
from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.records.printed_copies import CopyPlace, TakenOut
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.printed_copies import CopyInUse
from mdt_core.store.store import Store
from mdt_core.use_cases.printed_copies import DOCUMENTS, old_copies
from mdt_desktop.ui.copies.words import copy_words, count_words, made_words, number_of
from mdt_desktop.ui.plan_paper.presenter import Drafts, MadePlan, Whose, make
from mdt_desktop.ui.today.telling import who_words

NOTHING_OLD: Final = "No copy is out of date"
PAPERS: Final = {document.value: kind for kind, document in DOCUMENTS.items()}
ANSWERED: Final = {
    TakenOut.OUT: "The old ones are taken out",
    TakenOut.NOT_YET: "Noted: the old ones are not taken out yet, and are counted until they are",
}


@dataclass(frozen=True)
class OldCopy:
    """One entry of the register that is out of date, and whose it is."""

    line: ResidentLine
    copy: CopyInUse

    @property
    def heading(self) -> str:
        """`OKONKWO, Samuel (Mr), room 4, born 22-Jan-1940, NHS No. 999 000 0042`."""
        return who_words(self.line)

    @property
    def words(self) -> str:
        """Which paper, where it lies, when it was made, by whom, what has changed, whether replaced."""
        said = f"{copy_words(self.copy)}. {made_words(self.copy)}"
        return f"{said}. Replaced: take out the old one" if self.copy.is_replaced else said


@dataclass(frozen=True)
class Order:
    """One paper to be made in place of old copies: for whom, which, how often, and put where."""

    whose: Whose
    paper: PlanPaperKind
    copies: int
    places: tuple[CopyPlace, ...]


def read_old(store: Store, by: Actor, home_id: str, resident_id: str) -> tuple[OldCopy, ...]:
    """The copies out of date of one resident, or of a home by room; raises NotAllowed in words."""
    found = old_copies(store, by=by, home_id=home_id, resident_id=resident_id)
    return tuple(OldCopy(line, copy) for line, copy in found)


def heading(old: Sequence[OldCopy]) -> str:
    """`4 copies out of date`."""
    return count_words([each.copy for each in old]) or NOTHING_OLD


def replaced(old: Iterable[OldCopy]) -> tuple[CopyInUse, ...]:
    """Those of which the old ones have only to be taken out."""
    return tuple(each.copy for each in old if each.copy.is_replaced)


def orders(old: Iterable[OldCopy]) -> tuple[Order, ...]:
    """What is to be printed: one paper a resident and document, for all the places of its copies."""
    found: dict[tuple[str, str], list[OldCopy]] = {}
    for each in old:
        if not each.copy.is_replaced:
            found.setdefault((each.line.resident_id, each.copy.document), []).append(each)
    return tuple(_order(several) for several in found.values())


def _order(several: Sequence[OldCopy]) -> Order:
    line = several[0].line
    copies = [each.copy for each in several]
    put = {place for copy in copies for place in copy.places}
    return Order(
        Whose(line.resident_id, line.formal_name, line.room or "", line.home_id or ""),
        PAPERS[copies[0].document],
        number_of(copies),
        tuple(place for place in CopyPlace if place in put),
    )


def make_ordered(
    store: Store,
    drafts: Drafts,
    *,
    by: Actor,
    order: Order,
    waiting: int,
    practice: bool,
    fresh: Freshness,
) -> MadePlan:
    """Makes one paper as it stands now, final; raises NotPrinted where two versions stand."""
    made = make(
        store,
        drafts,
        by=by,
        whose=order.whose,
        kind=order.paper,
        look=PaperLook(),
        waiting=waiting,
        practice=practice,
        is_draft=False,
        fresh=fresh,
    )
    return replace(made, places=order.places, copies=order.copies)


def sent_words(orders_done: int, of: int, how: str) -> str:
    """`10 of 10 replacements sent to the queue of Office`."""
    noun = "replacement" if of == 1 else "replacements"
    return f"{orders_done} of {of} {noun} {how}"
