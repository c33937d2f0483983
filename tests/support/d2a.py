"""Samples of the kinds around a D2A bed, and a home with such beds, made by the use cases."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from mdt_core.identifiers import derived_id
from mdt_core.record import Record
from mdt_core.records.bed_states import BedState, VoidReason, VoidSpell
from mdt_core.records.d2a_care import (
    AssessmentKind,
    D2aArrival,
    D2aAssessment,
    D2aExtension,
    GoalState,
    Therapy,
    TherapyGoal,
    TherapyPlan,
    TherapySession,
)
from mdt_core.records.d2a_referrals import Answer, D2aReferral, DeclineReason, Offer
from mdt_core.records.stays import Pathway

HOME_ID = derived_id("tests", "Elm House")
_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def referral(**values: Any) -> D2aReferral:  # noqa: ANN401 - any field
    """Somebody on a ward whom one home has declined."""
    offer = Offer(
        id="o1",
        home_id=HOME_ID,
        bed_id="b1",
        offered_at=_NOON,
        answer=Answer.DECLINED,
        answered_at=_NOON,
        answered_by="Sister Hall",
        reason=DeclineReason.STAFFING,
    )
    plain: dict[str, Any] = {
        "referred_at": _NOON,
        "hospital": "Wythenshawe Hospital",
        "ward": "F4",
        "ready_on": date(2026, 11, 19),
        "pathway": Pathway.P2,
        "offers": (offer,),
    }
    return D2aReferral(**{**plain, **values})


def _bed_state() -> BedState:
    void = VoidSpell(
        id="outbreak:2026-11-02",
        reason=VoidReason.OUTBREAK,
        since=date(2026, 11, 2),
        until=date(2026, 11, 9),
        retainer=Decimal("85.50"),
    )
    return BedState(home_id=HOME_ID, bed_id="b1", retainer=Decimal("85.50"), voids=(void,))


def _therapy_plan() -> TherapyPlan:
    goal = TherapyGoal(
        goal="Stairs with one rail", therapy=Therapy.PHYSIOTHERAPY, state=GoalState.PARTLY
    )
    return TherapyPlan(goals=(goal,), physiotherapy=3, occupational=1, review_on=date(2026, 12, 1))


D2A_SAMPLES: Mapping[str, Callable[[], Record]] = {
    "d2a_referral": referral,
    "bed_state": _bed_state,
    "d2a_arrival": lambda: D2aArrival(summary_received=True, supply_days=14),
    "therapy_plan": _therapy_plan,
    "therapy_session": lambda: TherapySession(
        held_at=_NOON, therapy=Therapy.PHYSIOTHERAPY, is_given=True, minutes=30
    ),
    "d2a_assessment": lambda: D2aAssessment(
        assessment=AssessmentKind.HOME_VISIT, requested_on=date(2026, 11, 20)
    ),
    "d2a_extension": lambda: D2aExtension(
        until=date(2026, 12, 31), reason="Stair lift to be fitted", approved_by="Ruth Hale"
    ),
}
