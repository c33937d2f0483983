"""Recording an assessment of needs, which answers that somebody is new here.

Source: NHS England EHCH framework v3 (2023): a holistic assessment within seven working days of admission.
"""

from datetime import date

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.records.needs import HolisticAssessment
from mdt_core.records.stays import Stay
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.store import Store
from mdt_core.use_cases.recording import Recorded, record_statement


def record_needs_assessment(
    store: Store, *, by: Actor, draft: Draft[HolisticAssessment]
) -> Recorded[HolisticAssessment]:
    """Signs an assessment, naming the stay in which it was made; one from before it names none.

    Raises InvalidInput as `record_statement`.
    """
    with store.reading() as connection:
        line = resident_by_id(connection, draft.resident_id)
        stay_id = line.stay_id if line else None
        stay = card_by_id(connection, Stay, stay_id) if stay_id else None
    came = london_day(stay.record.admitted_at) if stay and stay.record else None
    is_of_stay = came is not None and _completed(draft) >= came
    known = draft.with_value("answers", [stay_id] if is_of_stay else [])
    return record_statement(store, by=by, draft=known)


def _completed(draft: Draft[HolisticAssessment]) -> date:
    """The day it says; the first of all days where it says none, which is refused when it is signed."""
    try:
        return date.fromisoformat(str(draft.values.get("completed_on", "")))
    except ValueError:
        return date.min
