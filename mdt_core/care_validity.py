"""What speaks against relying on a decision as it is recorded, in words; pure, one rule a kind.

Sources: Mental Capacity Act 2005 section 9 (registered before use), 11 (attorneys and life-sustaining
treatment), 20(5) (deputies), 24 and 25 (advance decisions), Schedule A1 (authorisations end). What
nobody answered is a doubt of its own, and is never taken for a «no». Decides nothing: it is no legal
advice, and a decision without a doubt here may still not hold.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from mdt_core.clock import clinical_date
from mdt_core.record import Statement
from mdt_core.records.capacity import ABILITIES, CapacityAssessment, DecisionAbout
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.consents import ConsentState, SharingConsent
from mdt_core.records.cpr_decisions import CprChoice, CprDecision
from mdt_core.records.legal_documents import (
    AdvanceRefusal,
    Attorney,
    LibertySafeguard,
    LibertyState,
    Proxy,
    ProxyKind,
    RefusalState,
)
from mdt_core.records.respect_plans import RespectCpr, RespectPlan, RespectStatus

ENDS_SOON: Final = timedelta(days=28)
"""How long before its end an authorisation is asked for again (own choice, awaits approval)."""

_DEPUTIES: Final = (ProxyKind.DEPUTY_WELFARE, ProxyKind.DEPUTY_PROPERTY)
_OF_PROPERTY: Final = (ProxyKind.LPA_PROPERTY, ProxyKind.DEPUTY_PROPERTY)


def doubts(record: Statement, today: date) -> tuple[str, ...]:
    """Everything that speaks against relying on this record alone; nothing for other kinds."""
    match record:
        case CprDecision():
            found = _cpr(record, today)
        case TreatmentCeiling():
            found = _review(record.review_on, today)
        case RespectPlan():
            found = _respect(record, today)
        case AdvanceRefusal():
            found = _refusal(record)
        case Attorney():
            found = (words for each in record.proxies for words in proxy_doubts(each))
        case LibertySafeguard():
            found = _liberty(record, today)
        case CapacityAssessment():
            found = _capacity(record)
        case _:
            found = iter(())
    return tuple(found)


def review_overdue(review_on: date | None, today: date) -> str:
    """`Review was due 01-Nov-2026`, or nothing."""
    if review_on is None or review_on >= today:
        return ""
    return f"Review was due {clinical_date(review_on)}"


def _review(review_on: date | None, today: date) -> Iterator[str]:
    overdue = review_overdue(review_on, today)
    if overdue:
        yield overdue


# CPR and ReSPECT


def _cpr(decision: CprDecision, today: date) -> Iterator[str]:
    if decision.cpr is CprChoice.CANCELLED:
        return
    yield from _review(decision.review_on, today)
    if decision.review is None:
        yield "Not recorded whether it is to be reviewed"
    if decision.cpr is CprChoice.NOT_FOR:
        yield from _original(is_in_home=decision.original_in_home, place=decision.original_place)
    if decision.person_involved is None:
        yield "Not recorded whether the person took part"
    if decision.family_involved is None:
        yield "Not recorded whether the family took part"


def _original(*, is_in_home: bool | None, place: str | None) -> Iterator[str]:
    if is_in_home is False:
        yield "The signed original was not found in the home"
    elif is_in_home is None:
        yield "Not recorded whether the signed original was seen in the home"
    if not place:
        yield "Not recorded where the signed original is"


_NOT_IN_FORCE: Final = {
    RespectStatus.DRAFT: "A draft: it is not in force",
    RespectStatus.SUPERSEDED: "Superseded: another plan takes its place",
    RespectStatus.CANCELLED: "Cancelled: it is not in force",
}


def _respect(plan: RespectPlan, today: date) -> Iterator[str]:
    if plan.status in _NOT_IN_FORCE:
        yield _NOT_IN_FORCE[plan.status]
        return
    yield from _review(plan.review_on, today)
    yield from _original(is_in_home=plan.original_in_home, place=plan.original_place)


def respect_contradicts(plan: RespectPlan, decision: CprDecision) -> str:
    """Says that a signed plan and the CPR decision differ about CPR, or nothing."""
    wanted = {RespectCpr.RECOMMENDED: CprChoice.FOR, RespectCpr.NOT_RECOMMENDED: CprChoice.NOT_FOR}
    if plan.status is not RespectStatus.SIGNED or plan.cpr not in wanted:
        return ""
    if wanted[plan.cpr] is decision.cpr:
        return ""
    return f"The ReSPECT plan says «{plan.cpr.label}», the CPR decision «{decision.cpr.label}»"


# By law


def _refusal(refusal: AdvanceRefusal) -> Iterator[str]:
    if refusal.state is RefusalState.WITHDRAWN:
        yield "Withdrawn by the person: it does not hold"
        return
    if refusal.is_overtaken:
        yield "May not hold: the person has since acted against it"
    if refusal.was_able is False:
        yield "Not valid: made before 18, or without capacity"
    yield from _life_sustaining(refusal)
    if not refusal.document_seen:
        yield "The document was not seen" if refusal.document_seen is False else _NOT_SAID_SEEN


_NOT_SAID_SEEN: Final = "Not recorded whether the document was seen"


def _life_sustaining(refusal: AdvanceRefusal) -> Iterator[str]:
    """Section 25(5) and (6): what a refusal of life-sustaining treatment needs, each by itself."""
    if refusal.is_life_sustaining is False:
        return
    if refusal.is_life_sustaining is None:
        yield "Not recorded whether life-sustaining treatment is refused"
        return
    for answer, lacking, what in (
        (refusal.is_written, "not in writing", "is in writing"),
        (refusal.is_signed, "not signed", "is signed"),
        (refusal.is_witnessed, "not witnessed", "is witnessed"),
        (
            refusal.is_even_if_life_at_risk,
            "does not say «even if life is at risk»",
            "says «even if life is at risk»",
        ),
    ):
        if answer is False:
            yield f"Not valid for life-sustaining treatment: {lacking}"
        elif answer is None:
            yield f"Not recorded whether it {what}"


def proxy_doubts(proxy: Proxy) -> tuple[str, ...]:
    """What one attorney or deputy may not decide, and what is not known; each with the name."""
    return tuple(f"{proxy.name}: {words}" for words in _proxy(proxy))


def _proxy(proxy: Proxy) -> Iterator[str]:
    if proxy.is_registered is False:
        yield "not registered, cannot be used"
    elif proxy.is_registered is None:
        yield "not recorded whether it is registered"
    if proxy.power in _OF_PROPERTY:
        yield "property only, not care or treatment"
    elif proxy.power in _DEPUTIES:
        yield "a deputy, may not refuse life-sustaining treatment"
    elif proxy.decides_life_sustaining is False:
        yield "may not decide about life-sustaining treatment"
    elif proxy.decides_life_sustaining is None:
        yield "not recorded whether it covers life-sustaining treatment"
    if not proxy.document_seen:
        yield "document not seen"


def attorney_over_refusal(attorney: Attorney, refusal: AdvanceRefusal) -> str:
    """Says that an attorney may decide what an advance refusal is about: a later power overtakes it.

    Section 25(2)(b). Which is later is on the documents; here it is only said that both stand.
    """
    may = [
        each.name
        for each in attorney.proxies
        if each.power is ProxyKind.LPA_WELFARE and each.is_registered is not False
    ]
    if refusal.state is RefusalState.WITHDRAWN or not may:
        return ""
    return (
        f"{', '.join(may)} may decide about treatment: a power made after the advance decision"
        " takes its place. Compare the dates"
    )


def _liberty(safeguard: LibertySafeguard, today: date) -> Iterator[str]:
    match safeguard.state:
        case LibertyState.APPLIED:
            yield "Applied for, not authorised yet"
        case LibertyState.AUTHORISED:
            yield from _authorised(safeguard, today)
        case _:
            pass


def _authorised(safeguard: LibertySafeguard, today: date) -> Iterator[str]:
    begins, ends = safeguard.authorised_from, safeguard.authorised_to
    if begins is not None and begins > today:
        yield f"Begins on {clinical_date(begins)}"
    if ends is None:
        yield "Not recorded until when it is authorised"
    elif ends < today:
        yield f"Expired on {clinical_date(ends)}"
    elif ends <= today + ENDS_SOON:
        yield f"Ends on {clinical_date(ends)}"
    if not safeguard.document_seen:
        yield "The document was not seen" if safeguard.document_seen is False else _NOT_SAID_SEEN


# Capacity and consent


def _capacity(assessment: CapacityAssessment) -> Iterator[str]:
    if any(getattr(assessment, name) is None for name in ABILITIES):
        yield "Not all four abilities are recorded"
    if not assessment.support:
        yield "Not recorded what support was given"
    if assessment.is_able:
        return
    if not assessment.outcome:
        yield "Not recorded what was decided in best interests"
    if not assessment.consulted:
        yield "Not recorded who was consulted"


def consent_doubts(
    consent: SharingConsent, assessments: Sequence[CapacityAssessment]
) -> tuple[str, ...]:
    """Says that sharing in best interests has no assessment that the person was not able to decide it."""
    if consent.state is not ConsentState.BEST_INTERESTS:
        return ()
    lacking = [
        each for each in assessments if each.about is DecisionAbout.SHARING and not each.is_able
    ]
    return () if lacking else ("No assessment says that the person could not decide about sharing",)
