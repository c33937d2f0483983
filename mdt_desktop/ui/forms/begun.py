"""What a form holds to be answered when it is opened: the lines of a worksheet, never an answer.

A form that asks something of each thing that stands names it here. Free of Qt.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mdt_core.records.fall_answers import Factor
from mdt_core.records.falls_assessments import FallsAssessment
from mdt_core.records.medicine_reviews import MedicineReconciliation, MedicineReview
from mdt_core.records.medicines import MedicineLine
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept
from mdt_desktop.ui.resident.medicines import line_words

Rows = list[dict[str, Any]]
Begun = Callable[[ResidentPage], Mapping[str, Rows]]


def begun_with(kind: str, page: ResidentPage) -> Mapping[str, Rows]:
    """The rows by field; nothing for a kind that begins empty."""
    begins = _BEGUN.get(kind)
    return begins(page) if begins else {}


def is_same_row(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether another row is this one, answered or not: by its id, else by what it began with."""
    if "id" in row:
        return bool(row["id"] == other.get("id"))
    return all(other.get(name) == value for name, value in row.items())


def _worksheet(page: ResidentPage) -> Mapping[str, Rows]:
    return {"lines": [{**_named(each), "was": line_words(each)} for each in page.medicines]}


def _review(page: ResidentPage) -> Mapping[str, Rows]:
    return {"medicines": [{**_named(each), "was": line_words(each)} for each in page.medicines]}


def _factors(_page: ResidentPage) -> Mapping[str, Any]:
    """Every factor once; what nobody looks at stays «not assessed»."""
    return {"factors": [{"factor": each.value} for each in Factor]}


def _named(line: Kept[MedicineLine]) -> dict[str, Any]:
    return {"id": line.id, "medicine": str(line.readable.get("medicine", ""))}


_BEGUN: Final[Mapping[str, Begun]] = {
    FallsAssessment.kind: _factors,
    MedicineReconciliation.kind: _worksheet,
    MedicineReview.kind: _review,
}
