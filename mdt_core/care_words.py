"""The CPR decision, the ceiling and the rest in the words of the crisis line, the round and paper; pure.

Never says «none» of what nobody recorded, and says of a day that is past that it is past.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from mdt_core.care_validity import doubts, review_overdue
from mdt_core.clock import clinical_date
from mdt_core.fields import field_of
from mdt_core.records.ceilings import INTERVENTIONS, TreatmentCeiling
from mdt_core.records.cpr_decisions import CprChoice, CprDecision

CPR_NOT_RECORDED: Final = "CPR decision not recorded"
CEILING_NOT_RECORDED: Final = "Treatment ceiling not recorded"


def cpr_words(decision: CprDecision, today: date) -> str:
    """`Not for CPR, 12-Aug-2026, original: front of care file, seen there 12-Aug-2026`."""
    return ", ".join((*_decided(decision), *_confirmed(decision), *_original(decision, today)))


def cpr_words_in_short(decision: CprDecision, today: date) -> str:
    """`Not for CPR 12-Aug-2026`, with a review that is overdue."""
    overdue = review_overdue(decision.review_on, today)
    words = " ".join(_decided(decision))
    return f"{words}, {_begun_small(overdue)}" if overdue else words


def cpr_lines(decision: CprDecision, today: date) -> tuple[str, ...]:
    """The decision, who made it and why, who took part, and each doubt by itself."""
    number = f", {decision.decided_by_number}" if decision.decided_by_number else ""
    by = f"Decided by {decision.decided_by}, {decision.decided_by_role}{number}"
    why = f"Why: {decision.reasoning}" if decision.reasoning else ""
    said = doubts(decision, today)
    overdue = review_overdue(decision.review_on, today)
    lines = (cpr_words(decision, today), by, why, *_involved(decision))
    return (*filter(None, lines), *(each for each in said if each != overdue))


def _decided(decision: CprDecision) -> tuple[str, ...]:
    on = clinical_date(decision.decided_on)
    if decision.cpr is CprChoice.CANCELLED:
        return ("CPR: earlier decision cancelled", on, "none stands")
    return (decision.cpr.label, on)


def _confirmed(decision: CprDecision | TreatmentCeiling) -> Iterator[str]:
    if decision.still_right_on is not None:
        yield f"confirmed {clinical_date(decision.still_right_on)}"


def _original(decision: CprDecision, today: date) -> Iterator[str]:
    if decision.cpr is CprChoice.CANCELLED:
        return
    if decision.original_place:
        yield f"original: {decision.original_place}"
    if decision.original_in_home:
        seen = decision.original_seen_on
        yield f"seen there {clinical_date(seen)}" if seen else "seen there"
    elif decision.original_in_home is False:
        yield "original NOT found in the home"
    elif decision.cpr is CprChoice.NOT_FOR:
        yield "not recorded whether the original was seen"
    if overdue := review_overdue(decision.review_on, today):
        yield _begun_small(overdue)


def _involved(decision: CprDecision) -> Iterator[str]:
    for who, answer, more in (
        ("The person", decision.person_involved, decision.person_why_not),
        ("Family", decision.family_involved, decision.family_who or decision.family_why_not),
    ):
        if answer is not None:
            yield f"{who}: {_begun_small(answer.label)}{f' ({more})' if more else ''}"


# The ceiling


def ceiling_words(ceiling: TreatmentCeiling, today: date) -> str:
    """`Hospital: for specified reversible causes, comfort first, 12-Aug-2026`."""
    parts = (
        *_levels(ceiling),
        clinical_date(ceiling.decided_on),
        *_confirmed(ceiling),
        _begun_small(review_overdue(ceiling.review_on, today)),
    )
    return ", ".join(filter(None, parts))


def ceiling_words_in_short(ceiling: TreatmentCeiling, today: date) -> str:
    """The first of hospital and focus, and a review that is overdue."""
    first = next(_levels(ceiling), "Treatment ceiling recorded")
    return ", ".join(filter(None, (first, _begun_small(review_overdue(ceiling.review_on, today)))))


def ceiling_lines(ceiling: TreatmentCeiling, today: date) -> tuple[str, ...]:
    """The ceiling, each row of the grid with its reason, and who decided."""
    by = f"Decided by {ceiling.decided_by}, {ceiling.decided_by_role}"
    return (ceiling_words(ceiling, today), *_rows(ceiling), by)


def _levels(ceiling: TreatmentCeiling) -> Iterator[str]:
    if ceiling.hospital is not None:
        yield f"Hospital: {_begun_small(ceiling.hospital.label)}"
    if ceiling.focus is not None:
        yield ceiling.focus.label if ceiling.hospital is None else _begun_small(ceiling.focus.label)
    if ceiling.hospital is None and ceiling.focus is None:
        yield "Treatment ceiling recorded"


def _rows(ceiling: TreatmentCeiling) -> Iterator[str]:
    for name in INTERVENTIONS:
        answer, why = getattr(ceiling, name), getattr(ceiling, f"{name}_why")
        if answer is not None:
            label = field_of(TreatmentCeiling, name).label
            yield f"{label}: {_begun_small(answer.label)}{f'. {why}' if why else ''}"


def _begun_small(words: str) -> str:
    return words[:1].lower() + words[1:]
