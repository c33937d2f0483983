"""What should be known of a resident and is not, the worst first, each with the deed that records it.

Free of Qt. Hides only what somebody said is not asked for now; works out nothing that is a reason to
see a person, which the worklist does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mdt_core.care_validity import review_overdue
from mdt_core.clock import clinical_date, london_day
from mdt_core.records.about_me import AboutMe
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.preferences import PreferredPlace
from mdt_core.records.put_offs import Missing, PutOff
from mdt_core.records.residents import AllergyState, AllergyStateKind
from mdt_core.store.queries.care_decisions import cpr_stands
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.ui.episode.presenter import is_medicines_check_due
from mdt_desktop.ui.resident.reading import ResidentRead

OBSERVE: Final = "Observations"
HOSPITAL: Final = "Hospital"
REVIEW: Final = "Care plan review"
TRANSFER: Final = "Transfer pack"
PLAN_PAPER: Final = "Print care plan"
REQUEST: Final = "Prescription request"
CALL: Final = "Words for a call (SBARD)"
ALLERGIES: Final = AllergyState.title
CPR: Final = CprDecision.title
CEILING: Final = TreatmentCeiling.title
CPR_STILL_RIGHT: Final = "CPR still right?"
MOST_MISSING: Final = 5
OLD_LIST_DAYS: Final = 28
REVIEW_SOON: Final = timedelta(days=7)
"""A review is missing once it is due within a week."""

_WAYS_IN: Final = {
    Missing.ALLERGIES: ALLERGIES,
    Missing.OBSERVATIONS: OBSERVE,
    Missing.USUAL: OBSERVE,
    Missing.HOSPITAL_MEDICINES: HOSPITAL,
    Missing.PLAN_REVIEW: REVIEW,
    Missing.CPR: CPR,
    Missing.CPR_REVIEW: CPR_STILL_RIGHT,
    Missing.CEILING: CEILING,
    Missing.CRISIS_PLAN: ContingencyPlan.title,
    Missing.PREFERRED_PLACE: PreferredPlace.title,
    Missing.CARE_PLAN: CarePlan.title,
    Missing.ABOUT_ME: AboutMe.title,
}
PLANS: Final = {
    Missing.CRISIS_PLAN: ContingencyPlan.kind,
    Missing.PREFERRED_PLACE: PreferredPlace.kind,
    Missing.CARE_PLAN: CarePlan.kind,
}
"""What is missing where no version of this kind stands."""


@dataclass(frozen=True)
class MissingLine:
    """Something that should be known and is not; `way` names the deed that records it, if any."""

    what: Missing
    words: str
    way: str = ""


def asked_for(read: ResidentRead, now: datetime, offered: tuple[str, ...]) -> Iterator[MissingLine]:
    """What is missing, without what somebody said is not asked for now; `offered` are the deeds."""
    put_off = _standing_put_offs(read, now)
    return (line for line in _missing(read, now, offered) if line.what not in put_off)


def put_off_words(read: ResidentRead, now: datetime) -> tuple[str, ...]:
    """What is not asked for now, each with until when and why."""
    return tuple(_put_off_words(each) for each in _standing_put_offs(read, now).values())


def _missing(read: ResidentRead, now: datetime, offered: tuple[str, ...]) -> Iterator[MissingLine]:
    """What should be known and is not, the worst first; a way in only where there is one."""
    page = read.page
    line, card = page.line, page.card.record
    review = _review_due(read, now)
    reviews = {Missing.PLAN_REVIEW: review, Missing.CPR_REVIEW: _cpr_review(page, now)}
    found = {
        Missing.ALLERGIES: line.allergy_state == AllergyStateKind.NOT_RECORDED.value,
        Missing.CPR: page.care.is_shown and not page.care.cpr,
        Missing.CPR_REVIEW: bool(reviews[Missing.CPR_REVIEW]),
        Missing.CEILING: page.care.is_shown and not page.care.ceiling,
        Missing.OBSERVATIONS: not page.observations,
        Missing.NHS_NUMBER: not line.nhs_number,
        Missing.BORN: not line.born,
        Missing.PLACE: line.home_id is None and not line.is_deceased,
        Missing.HOSPITAL_MEDICINES: is_medicines_check_due(page),
        Missing.USUAL: bool(page.observations) and page.usual is None,
        Missing.MEDICINES: _is_list_old(page, now),
        Missing.PLAN_REVIEW: bool(review),
        Missing.CONTACT: card is not None and not card.contacts,
        Missing.ABOUT_ME: not read.plans.has(AboutMe.kind)
        and card is not None
        and not card.about_me,
        **{what: _is_shown(page) and not read.plans.has(kind) for what, kind in PLANS.items()},
    }
    for what in Missing:
        if found[what]:
            way = _WAYS_IN.get(what, "")
            words = reviews.get(what, what.label)
            yield MissingLine(what, words, way if way in offered else "")


def _is_shown(page: ResidentPage) -> bool:
    """Nothing new is planned for somebody who has died, or shown to who reads no notes."""
    return page.care.is_shown and not page.line.is_deceased


def _review_due(read: ResidentRead, now: datetime) -> str:
    """Says that the care plan is to be looked at within a week, or was to be; the earliest counts."""
    due = [each.record.next_due for each in read.reviews if each.record]
    due += [read.plans.next_review] if read.plans.next_review else []
    if not due or min(due) > london_day(now) + REVIEW_SOON:
        return ""
    return f"Care plan review due {clinical_date(min(due))}"


def _cpr_review(page: ResidentPage, now: datetime) -> str:
    """Says that a CPR decision is past the day on which it was to be looked at again."""
    standing = cpr_stands(page.care, london_day(now)).record
    overdue = review_overdue(standing.review_on, london_day(now)) if standing else ""
    return f"CPR decision: {overdue[:1].lower()}{overdue[1:]}" if overdue else ""


def _standing_put_offs(read: ResidentRead, now: datetime) -> dict[Missing, PutOff]:
    """What is not asked for now; the newest word on each thing counts."""
    newest: dict[Missing, PutOff] = {}
    for each in read.put_offs:
        if each.record is not None:
            newest.setdefault(each.record.what, each.record)
    today = london_day(now)
    return {what: each for what, each in newest.items() if each.until > today}


def _put_off_words(each: PutOff) -> str:
    return f"Not now: {each.what.label}, until {clinical_date(each.until)}. {each.reason}"


def _is_list_old(page: ResidentPage, now: datetime) -> bool:
    head = page.medicine_list.record if page.medicine_list else None
    return head is not None and (london_day(now) - london_day(head.as_of)).days > OLD_LIST_DAYS
