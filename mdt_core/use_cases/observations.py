"""Observations and concerns: recorded at once, by whoever took them or saw them."""

from mdt_core.actor import Actor
from mdt_core.clock import to_second
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.records.concerns import Concern
from mdt_core.records.homes import Home
from mdt_core.records.observations import ObservationSet, SetPurpose, SpO2Scale
from mdt_core.records.residents import Resident
from mdt_core.roles import CLINICIANS, PRESCRIBERS
from mdt_core.scores.news2 import evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store.queries.scales import standing_choice
from mdt_core.store.queries.statements import every_statement
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork


def sign_observations(
    store: Store, *, by: Actor, draft: Draft[ObservationSet]
) -> tuple[str, Changes]:
    """Signs one set of observations; returns its id.

    Raises InvalidInput for a set without a reading, a reading that cannot be, a time to come, a usual set marked
    by somebody who is not a clinician, or another SpO2 scale than the standing one by somebody who
    does not prescribe.
    """
    problems = draft.problems()
    if problems:
        raise InvalidInput(problems[0].words, where=problems[0].field)
    taken = draft.record()
    _refuse_beyond_role(by, taken)
    evaluate(news2_input(taken))
    with store.deed(by) as unit:
        if to_second(taken.taken_at) > to_second(unit.writing.at):
            raise InvalidInput("Observations cannot be taken later than now", where="Taken")
        unit.card(Resident, draft.resident_id)
        _require_standing_scale(unit, draft.resident_id, taken)
        home_id = unit.home_of(draft.resident_id)
        about = About(draft.resident_id, home_id, occurred_at=taken.taken_at)
        change = unit.sign(taken, about)
        unit.audit("record observations", about, record_id=change.envelope.record_id)
        unit.discard_draft(ObservationSet.kind, draft.resident_id)
        return change.envelope.record_id, unit.commit()


def _refuse_beyond_role(by: Actor, taken: ObservationSet) -> None:
    if taken.purpose is SetPurpose.USUAL and by.role not in CLINICIANS:
        raise InvalidInput("A clinician marks a usual set", where="Observations")


def _require_standing_scale(unit: UnitOfWork, resident_id: str, taken: ObservationSet) -> None:
    """A scale is chosen by a prescriber and kept by everybody else (RCP NEWS2, 2017, SpO2 scale 2)."""
    if unit.writing.by.role in PRESCRIBERS:
        return
    chosen = standing_choice(every_statement(unit.connection, ObservationSet, resident_id))
    standing = chosen.record.spo2_scale if chosen and chosen.record else SpO2Scale.SCALE_1
    if taken.spo2_scale is standing:
        return
    raise InvalidInput(
        f"Only a prescriber changes the SpO2 scale, and {standing.label} stands for this resident",
        where="SpO2 scale",
        next_step="Open the form again: it shows the scale that stands and keeps what you typed",
    )


def raise_concern(
    store: Store, *, by: Actor, resident_id: str, concern: Concern
) -> tuple[str, Changes]:
    """Records what worries the home about a resident, in its words; returns its id.

    The person's draft of it goes in the same transaction. Raises InvalidInput for nothing said.
    """
    _require_something_said(concern)
    with store.deed(by) as unit:
        unit.card(Resident, resident_id)
        about = About(resident_id, unit.home_of(resident_id))
        return _raised(unit, concern, about, draft_of=resident_id)


def raise_home_concern(
    store: Store, *, by: Actor, home_id: str, concern: Concern, draft_of: str
) -> tuple[str, Changes]:
    """Records a concern about a home itself, which names no resident; returns its id.

    `draft_of` is the resident from whose page it was written: that draft goes with it. Raises
    InvalidInput for nothing said.
    """
    _require_something_said(concern)
    with store.deed(by) as unit:
        unit.card(Home, home_id)
        return _raised(unit, concern, About(home_id=home_id), draft_of=draft_of)


def _require_something_said(concern: Concern) -> None:
    if not (concern.words or "").strip() and not concern.soft_signs:
        raise InvalidInput("Say what you see, or choose a sign", where="Concern")


def _raised(
    unit: UnitOfWork, concern: Concern, about: About, *, draft_of: str
) -> tuple[str, Changes]:
    change = unit.sign(concern, about)
    unit.audit("raise concern", about, record_id=change.envelope.record_id)
    unit.discard_draft(Concern.kind, draft_of)
    return change.envelope.record_id, unit.commit()
