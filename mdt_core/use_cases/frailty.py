"""Recording a level of the Clinical Frailty Scale, with whether the person is of an age it is meant for.

Source: Clinical Frailty Scale 2.0 (Dalhousie University, 2020), not for people under 65.
"""

from mdt_core.actor import Actor
from mdt_core.clock import london_day, parse_utc
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.records.assessments import FrailtyLevel
from mdt_core.records.residents import Resident
from mdt_core.scores.frailty_age import is_under_65
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.store import Store
from mdt_core.use_cases.recording import Recorded, record_statement


def record_frailty(
    store: Store, *, by: Actor, draft: Draft[FrailtyLevel]
) -> Recorded[FrailtyLevel]:
    """Signs a level, saying of somebody under 65 that it is not meant for them, by the date of birth.

    Raises InvalidInput as `record_statement`.
    """
    with store.reading() as connection:
        kept = card_by_id(connection, Resident, draft.resident_id)
    born = kept.record.born if kept is not None and kept.record is not None else None
    told = str(draft.values.get("assessed_at") or "")
    try:
        on = london_day(parse_utc(told) if told else store.clock())
    except (InvalidInput, ValueError):
        on = london_day(store.clock())
    under = is_under_65(born, on)
    known = draft if under is None else draft.with_value("under_65", under)
    return record_statement(store, by=by, draft=known)
