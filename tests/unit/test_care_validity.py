"""What speaks against relying on a decision, by the Mental Capacity Act and by what nobody recorded."""

from datetime import date
from typing import Any

import pytest

from mdt_core.care_validity import (
    attorney_over_refusal,
    consent_doubts,
    doubts,
    proxy_doubts,
    respect_contradicts,
)
from mdt_core.record import Statement
from mdt_core.records.capacity import DecisionAbout
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.consents import ConsentState
from mdt_core.records.cpr_decisions import CprChoice, ReviewClock
from mdt_core.records.legal_documents import LibertyState, ProxyKind, RefusalState
from mdt_core.records.respect_plans import RespectCpr, RespectStatus
from tests.support.care import (
    CARE_SAMPLES,
    attorney,
    capacity,
    ceiling,
    consent,
    for_cpr,
    liberty,
    not_for_cpr,
    proxy,
    refusal,
    respect_plan,
)

TODAY = date(2026, 11, 24)
DUE = date(2026, 11, 1)
_INVALID = "Not valid for life-sustaining treatment"

DOUBTED: list[tuple[str, Statement, str]] = [
    (
        "a review that is past",
        not_for_cpr(review=ReviewClock.ON_DATE, review_on=DUE),
        "Review was due 01-Nov-2026",
    ),
    ("no word of a review", not_for_cpr(review=None), "Not recorded whether it is to be reviewed"),
    (
        "an original that is not there",
        not_for_cpr(original_in_home=False, original_seen_on=None),
        "The signed original was not found in the home",
    ),
    (
        "an original nobody looked for",
        not_for_cpr(original_in_home=None, original_seen_on=None),
        "Not recorded whether the signed original was seen in the home",
    ),
    (
        "an original of no place",
        not_for_cpr(original_place=None),
        "Not recorded where the signed original is",
    ),
    (
        "nobody asked the person",
        for_cpr(person_involved=None),
        "Not recorded whether the person took part",
    ),
    (
        "nobody asked the family",
        for_cpr(family_involved=None),
        "Not recorded whether the family took part",
    ),
    ("a ceiling past its review", ceiling(review_on=DUE), "Review was due 01-Nov-2026"),
    ("a ReSPECT draft", respect_plan(status=RespectStatus.DRAFT), "A draft: it is not in force"),
    (
        "a superseded ReSPECT plan",
        respect_plan(status=RespectStatus.SUPERSEDED),
        "Superseded: another plan takes its place",
    ),
    (
        "a cancelled ReSPECT plan",
        respect_plan(status=RespectStatus.CANCELLED),
        "Cancelled: it is not in force",
    ),
    ("a ReSPECT plan past its review", respect_plan(review_on=DUE), "Review was due 01-Nov-2026"),
    ("an unwritten refusal", refusal(is_written=False), f"{_INVALID}: not in writing"),
    ("an unsigned refusal", refusal(is_signed=False), f"{_INVALID}: not signed"),
    ("an unwitnessed refusal", refusal(is_witnessed=False), f"{_INVALID}: not witnessed"),
    (
        "a refusal without the words",
        refusal(is_even_if_life_at_risk=False),
        f"{_INVALID}: does not say «even if life is at risk»",
    ),
    (
        "a refusal of which nobody knows a witness",
        refusal(is_witnessed=None),
        "Not recorded whether it is witnessed",
    ),
    (
        "a refusal of which nobody knows what for",
        refusal(is_life_sustaining=None),
        "Not recorded whether life-sustaining treatment is refused",
    ),
    (
        "a refusal acted against",
        refusal(is_overtaken=True),
        "May not hold: the person has since acted against it",
    ),
    (
        "a refusal made without capacity",
        refusal(was_able=False),
        "Not valid: made before 18, or without capacity",
    ),
    (
        "a withdrawn refusal",
        refusal(state=RefusalState.WITHDRAWN),
        "Withdrawn by the person: it does not hold",
    ),
    ("a refusal not seen", refusal(document_seen=False), "The document was not seen"),
    (
        "a refusal of which nobody said so",
        refusal(document_seen=None),
        "Not recorded whether the document was seen",
    ),
    (
        "an attorney not registered",
        attorney(proxy(is_registered=False)),
        "Ann Smith: not registered, cannot be used",
    ),
    ("a DoLS applied for", liberty(state=LibertyState.APPLIED), "Applied for, not authorised yet"),
    ("an expired DoLS", liberty(authorised_to=DUE), "Expired on 01-Nov-2026"),
    (
        "a DoLS that ends soon",
        liberty(authorised_to=date(2026, 12, 22)),
        "Ends on 22-Dec-2026",
    ),
    ("a DoLS on its last day", liberty(authorised_to=TODAY), "Ends on 24-Nov-2026"),
    (
        "a DoLS that has not begun",
        liberty(authorised_from=date(2026, 12, 1)),
        "Begins on 01-Dec-2026",
    ),
    (
        "a DoLS without an end",
        liberty(authorised_to=None),
        "Not recorded until when it is authorised",
    ),
    ("a DoLS not seen", liberty(document_seen=False), "The document was not seen"),
    (
        "an assessment of three abilities",
        capacity(can_weigh=None),
        "Not all four abilities are recorded",
    ),
    (
        "an assessment without support",
        capacity(support=None),
        "Not recorded what support was given",
    ),
    (
        "lacking capacity with no outcome",
        capacity(outcome=None),
        "Not recorded what was decided in best interests",
    ),
    ("nobody consulted", capacity(consulted=None), "Not recorded who was consulted"),
]


@pytest.mark.parametrize(
    ("record", "words"), [case[1:] for case in DOUBTED], ids=[case[0] for case in DOUBTED]
)
def test_what_speaks_against_it_is_said_in_words(record: Statement, words: str) -> None:
    assert words in doubts(record, TODAY)


@pytest.mark.parametrize("kind", CARE_SAMPLES)
def test_a_record_with_all_it_needs_has_no_doubt(kind: str) -> None:
    assert doubts(CARE_SAMPLES[kind](), TODAY) == ()  # type: ignore[arg-type]


NOT_DOUBTED: dict[str, Statement] = {
    "a review that is due today": not_for_cpr(review=ReviewClock.ON_DATE, review_on=TODAY),
    "a cancelled decision past its review": for_cpr(cpr=CprChoice.CANCELLED, review_on=DUE),
    "a decision for CPR without an original": for_cpr(original_place=None, original_in_home=None),
    "a refusal of what does not sustain life": refusal(
        is_life_sustaining=False, is_written=False, is_witnessed=None
    ),
    "a DoLS that ends in 29 days": liberty(authorised_to=date(2026, 12, 23)),
    "a DoLS that has ended": liberty(state=LibertyState.ENDED, authorised_to=DUE),
    "somebody able": capacity(
        is_able=True, can_retain=True, can_weigh=True, outcome=None, consulted=None
    ),
    "another kind": Concern(words="Pale", how_soon=HowSoon.TODAY),
}


@pytest.mark.parametrize("case", NOT_DOUBTED)
def test_what_is_no_doubt_is_not_said(case: str) -> None:
    assert doubts(NOT_DOUBTED[case], TODAY) == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"power": ProxyKind.LPA_PROPERTY}, "property only, not care or treatment"),
        ({"power": ProxyKind.DEPUTY_PROPERTY}, "property only, not care or treatment"),
        (
            {"power": ProxyKind.DEPUTY_WELFARE},
            "a deputy, may not refuse life-sustaining treatment",
        ),
        (
            {"decides_life_sustaining": False},
            "may not decide about life-sustaining treatment",
        ),
        (
            {"decides_life_sustaining": None},
            "not recorded whether it covers life-sustaining treatment",
        ),
        ({"is_registered": None}, "not recorded whether it is registered"),
        ({"document_seen": None}, "document not seen"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "values",
)
def test_what_an_attorney_may_not_decide_is_said_with_the_name(
    values: dict[str, Any], words: str
) -> None:
    assert proxy_doubts(proxy(**values)) == (f"Ann Smith: {words}",)


def test_an_attorney_for_health_may_overtake_an_advance_refusal() -> None:
    assert "Compare the dates" in attorney_over_refusal(attorney(), refusal())
    unusable = attorney(proxy(is_registered=False), proxy(power=ProxyKind.LPA_PROPERTY))
    assert attorney_over_refusal(unusable, refusal()) == ""
    assert attorney_over_refusal(attorney(), refusal(state=RefusalState.WITHDRAWN)) == ""


def test_a_respect_plan_and_a_cpr_decision_that_differ_are_named() -> None:
    plan = respect_plan(cpr=RespectCpr.RECOMMENDED)
    assert respect_contradicts(plan, not_for_cpr()) == (
        "The ReSPECT plan says «CPR recommended», the CPR decision «Not for CPR»"
    )
    assert respect_contradicts(plan, for_cpr()) == ""
    draft = respect_plan(cpr=RespectCpr.RECOMMENDED, status=RespectStatus.DRAFT)
    assert respect_contradicts(draft, not_for_cpr()) == ""
    assert respect_contradicts(respect_plan(cpr=None), for_cpr()) == ""


def test_sharing_in_best_interests_needs_an_assessment_about_sharing() -> None:
    shared = consent(state=ConsentState.BEST_INTERESTS)
    about = capacity(about=DecisionAbout.SHARING)
    assert consent_doubts(consent(), ()) == ()
    assert consent_doubts(shared, (about,)) == ()
    able = capacity(about=DecisionAbout.SHARING, is_able=True)
    for assessed in (capacity(), able):
        assert consent_doubts(shared, (assessed,)) == (
            "No assessment says that the person could not decide about sharing",
        )
