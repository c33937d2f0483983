"""Which use case saves which form: every kind is recorded as told, but for those with a deed of their own.

A kind that brings more with it (an action, a card, a move) names its use case here.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.assessments import FrailtyLevel
from mdt_core.records.d2a_care import D2aExtension
from mdt_core.records.deaths import DeathAddition
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.falls_assessments import FallsAssessment
from mdt_core.records.medicine_reviews import MedicineReconciliation, MedicineReview
from mdt_core.records.needs import HolisticAssessment
from mdt_core.records.vaccinations import Vaccination
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.d2a_stays import record_extension
from mdt_core.use_cases.deaths import record_death_addition
from mdt_core.use_cases.episodes import record_hospital_part
from mdt_core.use_cases.fall_details import record_falls_assessment
from mdt_core.use_cases.frailty import record_frailty
from mdt_core.use_cases.medicine_reviews import record_reconciliation, record_review
from mdt_core.use_cases.needs import record_needs_assessment
from mdt_core.use_cases.recording import Recorded, record_statement
from mdt_core.use_cases.vaccinations import record_vaccination

Saving = Callable[..., tuple[str, Changes]]
"""Store, `by` the person, the `draft`; gives the id and what changed."""


def _in_short(deed: Callable[..., Recorded[Any]]) -> Saving:
    def save(store: Store, *, by: Actor, draft: Draft[Any]) -> tuple[str, Changes]:
        recorded = deed(store, by=by, draft=draft)
        return recorded.record_id, recorded.changes

    return save


DEEDS: Final[Mapping[str, Saving]] = {
    DeathAddition.kind: _in_short(record_death_addition),
    D2aExtension.kind: _in_short(record_extension),
    FallsAssessment.kind: _in_short(record_falls_assessment),
    FrailtyLevel.kind: _in_short(record_frailty),
    HospitalEpisode.kind: record_hospital_part,
    HolisticAssessment.kind: _in_short(record_needs_assessment),
    MedicineReconciliation.kind: record_reconciliation,
    MedicineReview.kind: record_review,
    Vaccination.kind: _in_short(record_vaccination),
}


def save_form(
    store: Store,
    *,
    by: Actor,
    draft: Draft[Any],
    confirm: Callable[[str], None] | None = None,
    secret: str = "",
) -> tuple[str, Changes]:
    """Saves a form by the deed of its kind; asks for the secret first where the kind wants one.

    Raises WrongSecret before anything is written, and what the deed raises.
    """
    if confirm is not None:
        confirm(secret)
    deed = DEEDS.get(draft.record_class.kind)
    if deed is not None:
        return deed(store, by=by, draft=draft)
    recorded = record_statement(store, by=by, draft=draft)
    return recorded.record_id, recorded.changes
