"""A line of the medicines list put down, changed or stopped by hand; the list says who, and from where.

None of it is a prescription: it writes down what stands on the MAR chart or in another source.
"""

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, Refused
from mdt_core.fields import field_of
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.residents import Resident
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork


def save_medicine_line(
    store: Store, *, by: Actor, draft: Draft[MedicineLine], line_id: str | None = None
) -> tuple[str, Changes]:
    """Adds a line, or writes what changed in one; returns its id.

    The day on which it was checked is today where it is said to be checked, and none where it is not.
    Raises InvalidInput for what is missing or cannot be so, Refused for a line in two versions.
    """
    problems = draft.problems()
    if problems:
        raise InvalidInput(problems[0].words, where=problems[0].field)
    with store.deed(by) as unit:
        who, today = draft.resident_id, london_day(unit.writing.at)
        line = draft.record()
        told = line.model_copy(update={"checked_on": today if line.is_verified else None})
        _require_reason(told)
        _require_in_order(told)
        unit.card(Resident, who)
        saved = _write(unit, who, told, line_id)
        unit.discard_draft(MedicineLine.kind, who)
        return saved, unit.commit()


def _write(unit: UnitOfWork, who: str, line: MedicineLine, line_id: str | None) -> str:
    standing = card_by_id(unit.connection, MedicineLine, line_id) if line_id else None
    if standing is not None and standing.has_siblings:
        raise Refused("This medicine stands in two versions", next_step="Settle these first")
    about = About(who, unit.home_of(who))
    saved = unit.write(line, about, record_id=line_id)
    unit.audit("save medicine line", about, record_id=saved)
    return saved


def _require_reason(line: MedicineLine) -> None:
    if line.state is MedicineState.STOPPED and not (line.why_stopped or "").strip():
        label = field_of(MedicineLine, "why_stopped").label
        raise InvalidInput("Say why it was stopped, and by whom", where=label)


def _require_in_order(line: MedicineLine) -> None:
    started, stopped = line.started, line.stopped
    if started and stopped and stopped < started[: len(stopped)]:
        raise InvalidInput(
            "It ended before it began", where=field_of(MedicineLine, "stopped").label
        )
