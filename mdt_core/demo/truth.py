"""What is true of a practice home, worked out from its plan alone, so that reports can be held against it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mdt_core.demo.actions import due_on
from mdt_core.demo.arrivals import allergies_of, practice_numbers
from mdt_core.demo.care_truth import CareTruth, care_truth, full_record_due
from mdt_core.demo.days import round_day
from mdt_core.demo.equipping import equipment_truth
from mdt_core.demo.medicines import ANTICOAGULANTS
from mdt_core.demo.meeting_truth import MeetingTruth, meeting_truth
from mdt_core.demo.observing import schedule
from mdt_core.demo.plan import Plan, ResidentPlan
from mdt_core.demo.rounds import answered_on
from mdt_core.demo.signing import standing
from mdt_core.demo.telling import Telling
from mdt_core.records.residents import AllergyStateKind
from mdt_core.records.techt import CaseloadState, TechtCaseload
from mdt_core.store.queries.equipment import EquipmentCounts


@dataclass(frozen=True)
class KnownTruth:
    """Counts and named facts of one home on the day of the demonstration.

    `residents` and `staff` give the record ids by the names that the plan uses; sets of names use
    the same. `overdue` counts open actions due before that day.
    """

    home_id: str
    home_name: str
    today: date
    residents: Mapping[str, str]
    staff: Mapping[str, str]
    nhs_numbers: Mapping[str, str | None]
    rounds: tuple[date, ...]
    rooms: int
    beds: int
    in_hospital: frozenset[str]
    d2a: frozenset[str]
    allergy_states: Mapping[str, int]
    active_medicines: int
    unverified_medicines: int
    anticoagulated: frozenset[str]
    problems: int
    observation_sets: int
    concerns: int
    entries: int
    withdrawn: int
    open_actions: int
    overdue: int
    done_actions: int
    care: CareTruth
    meetings: MeetingTruth
    equipment: EquipmentCounts
    techt: frozenset[str]


def known_truth(told: Telling) -> KnownTruth:
    """What holds once the plan has been told."""
    plan, today = told.plan, told.today
    everyone = plan.resident
    actions = [(entry, each) for entry in plan.entry for each in entry.actions]
    still_open = [
        due_on(today, entry.weeks_ago, action)
        for entry, action in actions
        if answered_on(today, entry, action) is None
    ]
    is_owed = [full_record_due(today, each) for each in plan.fall if each.full is None]
    met = meeting_truth(plan, today, told.lead.organisation)
    waiting = [*still_open, *is_owed, *met.open_due]
    return KnownTruth(
        home_id=told.home_id,
        home_name=plan.home.name,
        today=today,
        residents=dict(told.residents),
        staff={**told.staff, "gp": told.lead.person_id},
        nhs_numbers=_numbers(told),
        rounds=tuple(sorted(round_day(today, each.weeks_ago) for each in plan.round)),
        rooms=_rooms(plan),
        beds=_rooms(plan) + len(plan.home.shared_rooms),
        in_hospital=frozenset(who.key for who in everyone if who.in_hospital is not None),
        d2a=frozenset(who.key for who in everyone if who.stay.is_d2a),
        allergy_states=_allergy_states(everyone),
        active_medicines=sum(len(who.medicines) - len(who.on_hold) for who in everyone),
        unverified_medicines=sum(len(who.unverified) for who in everyone)
        + sum(len(each.query) for each in plan.reconciled),
        anticoagulated=frozenset(who.key for who in everyone if _is_anticoagulated(plan, who)),
        problems=sum(len(who.problems) for who in everyone),
        observation_sets=sum(len(sets) for _, sets in schedule(plan, today, told.seed)),
        concerns=len(plan.concern),
        entries=len(plan.entry),
        withdrawn=sum(1 for each in plan.entry if each.withdrawn),
        open_actions=len(waiting),
        overdue=sum(due < today for due in waiting),
        done_actions=len(actions)
        - len(still_open)
        + len(plan.fall)
        - len(is_owed)
        + met.done_actions,
        care=care_truth(plan, today),
        meetings=met,
        equipment=equipment_truth(plan, today),
        techt=_on_techt(plan),
    )


def _numbers(told: Telling) -> dict[str, str | None]:
    everyone = told.plan.resident
    numbers = practice_numbers(told.seed, told.plan)
    return {
        who.key: None if who.no_nhs_number else str(number)
        for who, number in zip(everyone, numbers, strict=True)
    }


def _on_techt(plan: Plan) -> frozenset[str]:
    caseload = standing(plan.signed, TechtCaseload.kind).items()
    return frozenset(who for who, (last,) in caseload if last.says["state"] == CaseloadState.ON)


def _rooms(plan: Plan) -> int:
    return sum(unit.last_room - unit.first_room + 1 for unit in plan.home.units)


def _allergy_states(everyone: tuple[ResidentPlan, ...]) -> dict[str, int]:
    signed = (allergies_of(who) for who in everyone)
    states = (each.state if each else AllergyStateKind.NOT_RECORDED for each in signed)
    return dict(Counter(state.value for state in states))


def _is_anticoagulated(plan: Plan, who: ResidentPlan) -> bool:
    return any(plan.medicine[name][0] in ANTICOAGULANTS for name, _, _ in who.medicines)
