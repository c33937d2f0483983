"""What speaks against relying on a plan or a box of medicines, rule by rule."""

from datetime import date
from typing import Any

import pytest

from mdt_core.plan_validity import plan_doubts
from mdt_core.records.about_me import AboutMe
from mdt_core.records.care_plans import CarePlan, Need
from mdt_core.records.just_in_case import JustInCase, JustInCaseState, StockLine

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)
MORPHINE = StockLine(medicine="Morphine", expires_on=YESTERDAY)
MIDAZOLAM = StockLine(medicine="Midazolam", expires_on=TODAY)
NOT_SAID = "Not recorded whether a signed chart is with them"


@pytest.mark.parametrize(
    ("review", "said"), [(YESTERDAY, ("Review was due 23-Nov-2026",)), (TODAY, ())]
)
def test_a_review_that_is_past_is_said_of_a_plan(review: date, said: tuple[str, ...]) -> None:
    plan = CarePlan(needs=(Need(text="Cold at night"),), next_review=review)
    assert plan_doubts(plan, TODAY) == said


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ({"stock": (MORPHINE, MIDAZOLAM)}, ("Expired on 23-Nov-2026: Morphine",)),
        ({"expires_on": YESTERDAY}, ("First expired on 23-Nov-2026",)),
        ({"stock": (MIDAZOLAM,), "expires_on": TODAY}, ()),
        ({"chart_present": False}, ("No signed chart is with them",)),
        ({"chart_present": None}, (NOT_SAID,)),
        ({"state": JustInCaseState.RETURNED, "expires_on": YESTERDAY}, ()),
    ],
)
def test_a_box_says_what_is_out_of_date_and_whether_its_chart_is_there(
    box: dict[str, Any], said: tuple[str, ...]
) -> None:
    usual = {"state": JustInCaseState.HERE, "location": "Cupboard", "chart_present": True}
    assert plan_doubts(JustInCase(**{**usual, **box}), TODAY) == said


def test_other_kinds_have_no_doubt_here() -> None:
    assert plan_doubts(AboutMe(matters_most="Tea"), TODAY) == ()
