"""The anticholinergic list that lies in the workspace's folder, and what it says of a review. Free of Qt.

What a review shows of it is kept in the signed review as it was shown, so that another list later
alters no history. Shown to those alone who prescribe or know medicines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mdt_core.actor import Actor
from mdt_core.anticholinergic import (
    BURDEN,
    NO_BURDEN_LIST,
    BurdenList,
    ListedLine,
    burden_facts,
    burden_list_from,
    burden_list_from_csv,
    parts_of,
    shipped_burden_list,
    taken_at,
)
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, MdtError
from mdt_core.kinds import dump
from mdt_core.record_words import Fact
from mdt_core.records.medicine_reviews import MedicineReview
from mdt_core.records.medicines import MedicineLine
from mdt_core.roles import KNOW_MEDICINES
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept

LIST_FILE: Final = "anticholinergic.json"
LIST_TABLE: Final = "anticholinergic.csv"
"""The organisation's own list, with its version, source, licence and approver; docs/own-lists.md."""
TWO_LISTS: Final = f"{LIST_FILE} and {LIST_TABLE} are both there. Take one away"
TWO_VERSIONS: Final = "not worked out, as the medicines stand in two versions"

_KEPT: Final = ("burden_list", "burden")


@dataclass(frozen=True)
class Installed:
    """The anticholinergic list of this workspace, or why the one that lies there is not used."""

    burden: BurdenList
    problem: str = ""


def installed_list(folder: Path) -> Installed:
    """Reads the list that was put into the workspace's folder; without one, the empty one."""
    ways: tuple[tuple[str, Callable[[str], BurdenList]], ...] = (
        (LIST_FILE, burden_list_from),
        (LIST_TABLE, burden_list_from_csv),
    )
    there = [(name, read) for name, read in ways if (folder / name).exists()]
    if len(there) > 1:
        return Installed(shipped_burden_list(), TWO_LISTS)
    for name, read in there:
        try:
            return Installed(read((folder / name).read_text("utf-8-sig")))
        except (OSError, ValueError, MdtError) as wrong:
            return Installed(shipped_burden_list(), f"The list in {name} is not used: {wrong}")
    return Installed(shipped_burden_list())


def review_burden(
    draft: Draft[Any], page: ResidentPage, by: Actor, installed: Installed
) -> tuple[Mapping[str, Any], tuple[Fact, ...]]:
    """What is kept with the review, and what is shown; nothing for roles that it is not shown to."""
    if by.role not in KNOW_MEDICINES:
        return {}, ()
    if not installed.burden.is_installed:
        said = installed.problem or NO_BURDEN_LIST.removeprefix(f"{BURDEN}: ")
        return {}, (Fact(BURDEN, said),)
    if any(each.has_siblings for each in page.medicines):
        return {}, (Fact(BURDEN, TWO_VERSIONS),)
    decided = _told(draft)
    if decided is None:
        return {}, ()
    lines = [_listed(each) for each in page.medicines]
    parts = parts_of(taken_at(lines, decided.medicines), installed.burden)
    shown = MedicineReview(burden_list=installed.burden.words, burden=parts)
    kept = {name: value for name, value in dump(shown).items() if name in _KEPT}
    return kept, burden_facts(shown)


def _told(draft: Draft[Any]) -> MedicineReview | None:
    rows = draft.values.get("medicines", [])
    try:
        return Draft(MedicineReview, draft.resident_id, {"medicines": rows}).record()
    except InvalidInput:
        return None


def _listed(line: Kept[MedicineLine]) -> ListedLine:
    read = line.readable
    return ListedLine(line.id, str(read.get("medicine", "")), str(read.get("code") or ""))
