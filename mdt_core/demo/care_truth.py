"""What is true of decisions, plans, falls and requests of a practice home, from its plan alone.

Whose name is in a set is so for that resident on the day of the demonstration.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from mdt_core.demo.asking import asks
from mdt_core.demo.days import before
from mdt_core.demo.plan import Plan
from mdt_core.demo.planned import FallPlan, RequestPlan, SignedPlan, told_of
from mdt_core.demo.signing import standing
from mdt_core.medicine_request_steps import RequestStep, shipped_limits
from mdt_core.records.medicine_requests import CLOSED, RequestDecision, RequestState

EXPIRES_WITHIN_DAYS: Final = 14

_REACHED: Final = {
    RequestStep.SEND: RequestState.SENT,
    RequestStep.RECEIVE: RequestState.RECEIVED,
    RequestStep.FIRST_DOSE: RequestState.FIRST_DOSE,
    RequestStep.CANCEL: RequestState.CANCELLED,
}
_DECIDED: Final = {
    RequestDecision.QUERY: RequestState.QUERIED,
    RequestDecision.DECLINED: RequestState.DECLINED,
}


@dataclass(frozen=True)
class CareTruth:
    """Decisions and plans that stand, falls with what they still owe, and requests by state.

    `cpr` counts the decisions that stand alone; past means before the day of the demonstration.
    `signed` counts what was signed of each kind by itself, in whatever state it is now.
    """

    cpr: Mapping[str, int]
    cpr_not_recorded: frozenset[str]
    cpr_in_two_versions: frozenset[str]
    cpr_review_past: frozenset[str]
    ceilings: frozenset[str]
    care_plans: frozenset[str]
    care_plan_review_past: frozenset[str]
    crisis_plans: frozenset[str]
    preferred_deaths: Mapping[str, int]
    gsf_stages: Mapping[str, int]
    boxes_here: frozenset[str]
    boxes_expiring: frozenset[str]
    falls: int
    full_records: int
    full_records_owed: frozenset[str]
    full_records_overdue: frozenset[str]
    requests: Mapping[str, int]
    requests_overdue: frozenset[str]
    reconciled: frozenset[str]
    signed: Mapping[str, int]
    interpreters: frozenset[str]
    adjusted: frozenset[str]
    kept_apart: frozenset[str]
    risks: int
    safeguarding: frozenset[str]


def care_truth(plan: Plan, today: date) -> CareTruth:
    """What holds once the plan has been told."""
    stands = {
        kind: _said(standing(plan.signed, kind), today)
        for kind in {each.kind for each in plan.signed}
    }
    cpr = stands["cpr_decision"]
    alone = {who: says[0] for who, says in cpr.items() if len(says) == 1}
    boxes = {who: says for who, (says,) in stands["just_in_case"].items()}
    here = {who: says["expires_on"] for who, says in boxes.items() if says["state"] == "here"}
    soon = (today + timedelta(days=EXPIRES_WITHIN_DAYS)).isoformat()
    owed = [each for each in plan.fall if each.full is None]
    return CareTruth(
        cpr=Counter(says["cpr"] for says in alone.values()),
        cpr_not_recorded=frozenset({each.key for each in plan.resident} - set(cpr)),
        cpr_in_two_versions=frozenset(set(cpr) - set(alone)),
        cpr_review_past=_past(alone, "review_on", today),
        ceilings=frozenset(stands["treatment_ceiling"]),
        care_plans=frozenset(stands["care_plan"]),
        care_plan_review_past=_past(_only(stands["care_plan"]), "next_review", today),
        crisis_plans=frozenset(stands["contingency_plan"]),
        preferred_deaths=_counted(_only(stands["preferred_place"]), "death"),
        gsf_stages=_counted(_only(stands["end_of_life_plan"]), "gsf_stage"),
        boxes_here=frozenset(here),
        boxes_expiring=frozenset(who for who, day in here.items() if day <= soon),
        falls=len(plan.fall),
        full_records=len(plan.fall) - len(owed),
        full_records_owed=frozenset(each.who for each in owed),
        full_records_overdue=frozenset(
            each.who for each in owed if full_record_due(today, each) < today
        ),
        requests=Counter(state.value for state in _states(plan)),
        requests_overdue=frozenset(each.who for each in plan.request if _is_overdue(each)),
        reconciled=frozenset(each.who for each in plan.reconciled),
        signed=Counter(each.kind for each in plan.signed),
        interpreters=_who_says(stands["personal_details"], "needs_interpreter"),
        adjusted=_who_says(stands["personal_details"], "needs_adjustments"),
        kept_apart=_kept_apart(stands["infection_status"], today),
        risks=sum(each.kind == "risk" and "until" not in each.says for each in plan.signed),
        safeguarding=frozenset(
            who for who, (last,) in stands["safeguarding"].items() if last["stage"] != "closed"
        ),
    )


def full_record_due(today: date, fall: FallPlan) -> date:
    """The day by which the full record of a fall is to be written."""
    return before(today, fall.days_ago - 1)


def _said(
    stands: Mapping[str, Iterable[SignedPlan]], today: date
) -> dict[str, tuple[dict[str, Any], ...]]:
    return {who: tuple(told_of(one.says, today) for one in each) for who, each in stands.items()}


def _only(stands: Mapping[str, tuple[dict[str, Any], ...]]) -> dict[str, dict[str, Any]]:
    return {who: says[0] for who, says in stands.items()}


def _past(stands: Mapping[str, dict[str, Any]], name: str, today: date) -> frozenset[str]:
    day = today.isoformat()
    return frozenset(who for who, says in stands.items() if says.get(name, day) < day)


def _counted(stands: Mapping[str, dict[str, Any]], name: str) -> dict[str, int]:
    return dict(Counter(says[name] for says in stands.values() if name in says))


def _who_says(stands: Mapping[str, tuple[dict[str, Any], ...]], name: str) -> frozenset[str]:
    return frozenset(who for who, says in _only(stands).items() if says.get(name))


def _kept_apart(stands: Mapping[str, tuple[dict[str, Any], ...]], today: date) -> frozenset[str]:
    """By the newest that was said of each."""
    day = today.isoformat()
    return frozenset(
        who
        for who, says in _only(stands).items()
        if says.get("isolated") and says.get("isolated_until", day) >= day
    )


def _states(plan: Plan) -> Iterator[RequestState]:
    """Of what was asked for by itself, and of what the rounds asked for, which has come."""
    yield from (_state(each) for each in plan.request)
    for entry in filter(asks, plan.entry):
        yield from (RequestState.FIRST_DOSE for m in entry.medicines if m.request_or_issuer)


def _state(request: RequestPlan) -> RequestState:
    if not request.step:
        return RequestState.ASKED
    last = request.step[-1]
    if last.step is RequestStep.DECIDE:
        return _DECIDED.get(RequestDecision(last.says["decision"]), RequestState.DECIDED)
    return _REACHED[last.step]


def _is_overdue(request: RequestPlan) -> bool:
    state = _state(request)
    if state in CLOSED:
        return False
    waited = request.step[-1].days_ago if request.step else request.days_ago
    return waited > shipped_limits()[request.says.get("urgency", "routine")][state.value]
