"""Names that are known already where a form asks for one in free words, such as those of the medicines list.

They are offered while somebody types; anything else can be typed all the same. Free of Qt.
"""

from collections.abc import Mapping
from typing import Final

from mdt_core.records.just_in_case import JustInCase
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.medicine_reviews import (
    CovertAdministration,
    MedicineReconciliation,
    MedicineReview,
)
from mdt_core.store.queries.residents import ResidentPage


def known_names(kind: str, page: ResidentPage) -> Mapping[str, tuple[str, ...]]:
    """The names by field, `rows.field` for a field of rows; nothing for a kind that asks for none."""
    named = (str(each.readable.get("medicine", "")) for each in page.medicines)
    names = tuple(dict.fromkeys(filter(None, named)))
    return {field: names for field in _MEDICINES.get(kind, ()) if names}


_MEDICINES: Final[Mapping[str, tuple[str, ...]]] = {
    CovertAdministration.kind: ("medicines",),
    JustInCase.kind: ("stock.medicine",),
    MedicationIssue.kind: ("medicines",),
    MedicineReconciliation.kind: ("lines.medicine",),
    MedicineReview.kind: ("medicines.medicine",),
}
"""Where the name of a medicine is typed."""
