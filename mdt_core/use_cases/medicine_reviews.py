"""Medicines compared with another list, reviewed, hidden by authority, or gone wrong: as forms tell it.

A reconciliation writes the list that it leaves; a review asks for what it changes and leaves the list
as it is, since nothing has changed until it is prescribed.
"""

from typing import Any, Final

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, london_day, to_second
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, Refused
from mdt_core.fields import field_of
from mdt_core.record import Statement
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.medicine_requests import MedicineRequest, RequestKind
from mdt_core.records.medicine_reviews import (
    CovertAdministration,
    LineDecision,
    MedicineReconciliation,
    MedicineReview,
    Occasion,
    ReconciledLine,
    ReviewDecision,
    ReviewedMedicine,
)
from mdt_core.records.medicines import MedicineLine, MedicineList, MedicineState
from mdt_core.store.queries.medicines import medicines_in_force
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.medicine_requests import ask_within
from mdt_core.use_cases.recording import record_statement

PLAIN: Final[tuple[type[Statement], ...]] = (CovertAdministration, MedicationIssue)
"""Signed by `recording.record_statement`: nothing else is written with them."""

_KINDS: Final = {
    ReviewDecision.STOP: RequestKind.MAR_CHANGE,
    ReviewDecision.REDUCE: RequestKind.MAR_CHANGE,
    ReviewDecision.SWITCH: RequestKind.ACUTE,
    ReviewDecision.START: RequestKind.ACUTE,
}


def record_reconciliation(
    store: Store, *, by: Actor, draft: Draft[MedicineReconciliation]
) -> tuple[str, Changes]:
    """Signs a finished worksheet and writes the list that it leaves, with its new head; gives the id.

    Raises InvalidInput for a line that is not decided or not on the worksheet, Refused where the list
    stands in two versions.
    """

    def write_list(unit: UnitOfWork, record: MedicineReconciliation, _record_id: str) -> None:
        who = draft.resident_id
        _require_whole(unit, who, record)
        about = About(who, unit.home_of(who))
        ours = {each.id for each in medicines_in_force(unit.connection, who, unit.writing.at).lines}
        for line in record.lines:
            _write_line(unit, about, line, line.id if line.id in ours else None)
        head = MedicineList(
            source=record.source,
            source_name=record.source_name,
            as_of=record.as_of,
            checked_by=by.name,
        )
        unit.sign(head, about)
        if record.occasion is Occasion.RETURN:
            now = to_second(unit.writing.at)
            part = HospitalEpisode(part=EpisodePart.MEDICINES_CHECKED, happened_at=now)
            unit.sign(part, about)

    recorded = record_statement(store, by=by, draft=draft, alongside=write_list)
    return recorded.record_id, recorded.changes


def record_review(store: Store, *, by: Actor, draft: Draft[MedicineReview]) -> tuple[str, Changes]:
    """Signs a review and asks for what it stops, reduces, switches or starts; gives the id."""

    def ask(unit: UnitOfWork, record: MedicineReview, record_id: str) -> None:
        about = About(draft.resident_id, unit.home_of(draft.resident_id))
        for each in record.medicines:
            kind = _KINDS.get(each.decision) if each.decision else None
            if kind is not None:
                ask_within(unit, about, _request_of(each, kind, record_id))

    recorded = record_statement(store, by=by, draft=draft, alongside=ask)
    return recorded.record_id, recorded.changes


def _request_of(each: ReviewedMedicine, kind: RequestKind, review_id: str) -> MedicineRequest:
    decided = each.decision.label if each.decision else ""
    return MedicineRequest(
        request_kind=kind,
        medicine=each.medicine,
        directions=". ".join(filter(None, (decided, each.how))),
        reason=f"Medication review: {each.reason}",
        entry_id=review_id,
    )


def _require_whole(unit: UnitOfWork, resident_id: str, record: MedicineReconciliation) -> None:
    """Every line in force now is on the worksheet, also one that came while it was written."""
    where = field_of(MedicineReconciliation, "lines").label
    if not record.lines:
        raise InvalidInput("There is no line yet", where=where)
    standing = medicines_in_force(unit.connection, resident_id, unit.writing.at)
    if standing.has_two_versions:
        raise Refused("The medicines stand in two versions", next_step="Settle these first")
    told = {line.id for line in record.lines}
    left = [
        str(each.readable.get("medicine", "")) for each in standing.lines if each.id not in told
    ]
    if left:
        raise InvalidInput(f"Not on the worksheet: {', '.join(left)}", where=where)


def _write_line(unit: UnitOfWork, about: About, line: ReconciledLine, line_id: str | None) -> None:
    """Without the id of a line of ours it is a new one, unless it is not to be given."""
    today = london_day(unit.writing.at)
    checked = {"is_verified": True, "checked_on": today}
    said = {"dose": line.now, "frequency": None, "instructions": None}
    stopped = {
        "state": MedicineState.STOPPED,
        "stopped": PartialDate(today.isoformat()),
        "why_stopped": line.reason,
    }
    if line_id is None:
        if line.decision in (LineDecision.START, LineDecision.CHANGE, LineDecision.KEEP):
            new = MedicineLine(medicine=line.medicine, state=MedicineState.ACTIVE)
            unit.write(new.model_copy(update={"dose": line.now, **checked}), about)
        return
    changes: dict[LineDecision, dict[str, Any]] = {
        LineDecision.KEEP: checked,
        LineDecision.START: checked,
        LineDecision.STOP: {**stopped, **checked},
        LineDecision.CHANGE: {**said, **checked},
        LineDecision.QUERY: {"is_verified": False, "checked_on": None},
    }
    if line.decision is not None:
        kept = unit.card(MedicineLine, line_id)
        unit.write(kept.model_copy(update=changes[line.decision]), about, record_id=line_id)
