"""Condition (FHIR R4) to problem: code and words as sent, the clinical status as R4 says.

A missing status is shown as active, never as settled. Source: FHIR R4 Condition, condition-clinical.
"""

from collections import Counter

from mdt_core.fhir.elements import (
    Resource,
    coded,
    first_code,
    number,
    part,
    partial_date,
    parts,
    text,
    words,
)
from mdt_core.fhir.references import Entry
from mdt_core.fhir.taken import Taken
from mdt_core.kinds import checked
from mdt_core.records.residents import Problem, ProblemState

_STATES = {
    "active": ProblemState.ACTIVE,
    "recurrence": ProblemState.ACTIVE,
    "relapse": ProblemState.ACTIVE,
    "inactive": ProblemState.INACTIVE,
    "remission": ProblemState.INACTIVE,
    "resolved": ProblemState.RESOLVED,
}
_WITHDRAWN = {
    "entered-in-error": "Entered in error in the source",
    "refuted": "Ruled out in the source",
}
_UNSURE = {
    "unconfirmed": "Unconfirmed",
    "provisional": "Provisional diagnosis",
    "differential": "Differential diagnosis",
}


def problem_from(entry: Entry, not_taken: Counter[str]) -> Taken[Problem] | None:
    """Reads one Condition; None, and counted, where it says nothing in words."""
    condition = entry.resource
    said = words(part(condition, "code"))
    if not said:
        not_taken["Condition: without words or code"] += 1
        return None
    verification = first_code(part(condition, "verificationStatus"))
    withdrawn = _WITHDRAWN.get(verification, "")
    if withdrawn:
        not_taken[f"Condition: {verification}"] += 1
    values = {
        "text": said,
        **coded(part(condition, "code")),
        "state": ProblemState.INACTIVE if withdrawn else _state(condition),
        "onset": partial_date(condition, "onsetDateTime")
        or partial_date(part(condition, "onsetPeriod"), "start"),
        "ended": partial_date(condition, "abatementDateTime")
        or partial_date(part(condition, "abatementPeriod"), "end"),
        "note": withdrawn or _note(condition, verification) or None,
    }
    return Taken(entry.key, checked(Problem, values), only_if_known=bool(withdrawn))


def _state(condition: Resource) -> ProblemState:
    sent = first_code(part(condition, "clinicalStatus"))
    if sent:
        return _STATES.get(sent, ProblemState.ACTIVE)
    has_ended = any(name.startswith("abatement") for name in condition)
    return ProblemState.RESOLVED if has_ended else ProblemState.ACTIVE


def _note(condition: Resource, verification: str) -> str:
    onset, ended = _loose_date(condition, "onset"), _loose_date(condition, "abatement")
    said = (
        _UNSURE.get(verification, ""),
        f"Severity: {words(part(condition, 'severity'))}" if "severity" in condition else "",
        f"Since: {onset}" if onset else "",
        f"Ended: {ended}" if ended else "",
        *(text(note, "text") for note in parts(condition, "note")),
    )
    return "\n".join(filter(None, said))


def _loose_date(condition: Resource, name: str) -> str:
    """A beginning or end told otherwise than by a date: in words, or as an age."""
    age = number(part(condition, f"{name}Age"), "value")
    unit = text(part(condition, f"{name}Age"), "unit")
    return text(condition, f"{name}String") or (f"age {age} {unit}".strip() if age else "")
