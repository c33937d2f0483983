"""Decisions, plans, falls and requests of the practice home: what the plan says is what is kept."""

from collections import Counter
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select

from mdt_core.measures.definition import Form
from mdt_core.measures.figures import Figure, count_words
from mdt_core.measures.resident_days import Period
from mdt_core.measures.tables import Asked
from mdt_core.medicine_request_steps import overdue
from mdt_core.record import Statement, Status
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.end_of_life import EndOfLifePlan
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls import Fall
from mdt_core.records.just_in_case import JustInCase
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.medicine_reviews import MedicineReconciliation
from mdt_core.records.nutrition import Hydration, MustScreen
from mdt_core.records.personal_details import PersonalDetails
from mdt_core.records.preferences import PreferredPlace
from mdt_core.records.risks import InfectionStatus, Risk
from mdt_core.records.safeguarding import Safeguarding, SafeguardingStage
from mdt_core.scores.must import must_score
from mdt_core.store.deed_log import AUDIT
from mdt_core.store.queries.equipment import EquipmentCounts, equipment_counts
from mdt_core.store.queries.statements import cards, statements
from mdt_core.store.queries.techt import on_techt_caseload
from mdt_core.use_cases.measure_reports import measure_table
from mdt_core.use_cases.transfer_now import how_now
from tests.support.demo_home import LEAD, TODAY, DemoHome

S = TypeVar("S", bound=Statement)


def standing(demo: DemoHome, kind: type[S]) -> dict[str, list[S]]:
    """What stands of a kind, by resident; more than one where two versions wait."""
    found: dict[str, list[S]] = {}
    with demo.memory.store.reading() as connection:
        for key, who in demo.truth.residents.items():
            signed = statements(connection, kind, who)
            current = [each.record for each in signed if each.status is Status.CURRENT]
            if current:
                found[key] = [each for each in current if each is not None]
    return found


def test_cpr_decisions_stand_lapse_lack_and_contradict_as_planned(demo: DemoHome) -> None:
    care, found = demo.truth.care, standing(demo, CprDecision)
    alone = {who: each[0] for who, each in found.items() if len(each) == 1}
    assert Counter(each.cpr.value for each in alone.values()) == care.cpr
    assert care.cpr == {"for_cpr": 2, "not_for_cpr": 11}
    assert set(found) - set(alone) == care.cpr_in_two_versions == {"mohammed"}
    assert {each.cpr for each in found["mohammed"]} == {"for_cpr", "not_for_cpr"}
    assert set(demo.truth.residents) - set(found) == care.cpr_not_recorded
    assert len(care.cpr_not_recorded) == 10
    past = {who for who, each in alone.items() if each.review_on and each.review_on < TODAY}
    assert past == care.cpr_review_past == {"marjorie_clark", "doris"}


def test_the_decision_that_was_changed_is_not_the_one_that_stands(demo: DemoHome) -> None:
    (now,) = standing(demo, CprDecision)["kenneth"]
    assert now.cpr.value == "not_for_cpr"
    with demo.memory.store.reading() as connection:
        who = demo.truth.residents["kenneth"]
        signed = statements(connection, CprDecision, who, only_current=False)
    assert [each.status for each in signed] == [Status.CURRENT, Status.SUPERSEDED]


def test_ceilings_and_plans_stand_for_whom_they_were_written(demo: DemoHome) -> None:
    care = demo.truth.care
    assert set(standing(demo, TreatmentCeiling)) == care.ceilings
    assert set(standing(demo, ContingencyPlan)) == care.crisis_plans
    plans = standing(demo, CarePlan)
    assert set(plans) == care.care_plans
    past = {who for who, (plan,) in plans.items() if plan.next_review < TODAY}
    assert past == care.care_plan_review_past == {"doris", "margaret_clarke"}


def test_preferred_places_stages_and_boxes_are_as_planned(demo: DemoHome) -> None:
    care = demo.truth.care
    places = Counter(
        each.death for (each,) in standing(demo, PreferredPlace).values() if each.death
    )
    assert {death.value: number for death, number in places.items()} == care.preferred_deaths
    stages = [each.gsf_stage for (each,) in standing(demo, EndOfLifePlan).values()]
    assert Counter(stage.value for stage in stages if stage) == care.gsf_stages
    here = {who: each for who, (each,) in standing(demo, JustInCase).items() if each.state.is_here}
    assert set(here) == care.boxes_here
    soon = {
        who
        for who, each in here.items()
        if each.expires_on is not None and (each.expires_on - TODAY).days <= 14
    }
    assert soon == care.boxes_expiring == {"iris", "desmond"}


def test_every_fall_has_its_full_record_or_still_owes_it(demo: DemoHome) -> None:
    care = demo.truth.care
    falls, details = standing(demo, Fall), standing(demo, FallDetail)
    assert sum(map(len, falls.values())) == care.falls == 7
    assert sum(map(len, details.values())) == care.full_records
    assert set(falls) - set(details) == care.full_records_owed == {"bharat", "jean"}
    assert care.full_records_overdue == {"bharat"}
    (norman,) = details["norman"]
    assert norman.anticoagulants == ("edoxaban",)


def test_requests_stand_at_every_step_and_one_is_overdue(demo: DemoHome) -> None:
    care, found = demo.truth.care, []
    late = set()
    with demo.memory.store.reading() as connection:
        for key, who in demo.truth.residents.items():
            kept = [each.record for each in cards(connection, MedicineRequest, who)]
            found += [each for each in kept if each is not None]
            late |= {key for each in kept if each is not None and overdue(each, TODAY)}
    assert Counter(each.reached.value for each in found) == care.requests
    assert set(care.requests) == {
        *("asked", "queried", "decided", "sent", "received"),
        *("first_dose", "declined", "cancelled"),
    }
    assert all(each.state is each.reached for each in found)
    assert late == care.requests_overdue == {"kenneth"}


def test_the_list_of_who_came_from_hospital_was_compared(demo: DemoHome) -> None:
    found = standing(demo, MedicineReconciliation)
    assert set(found) == demo.truth.care.reconciled == {"jadwiga"}


def test_needs_risks_and_infections_stand_as_planned(demo: DemoHome) -> None:
    care = demo.truth.care
    told = {who: each for who, (each,) in standing(demo, PersonalDetails).items()}
    assert {who for who, each in told.items() if each.needs_interpreter} == care.interpreters
    assert care.interpreters == {
        *("tadeusz", "halima", "surinder", "mohammed", "lata", "bharat"),
    }
    assert {who for who, each in told.items() if each.needs_adjustments} == care.adjusted
    infections = {who: each[0] for who, each in standing(demo, InfectionStatus).items()}
    apart = {
        who
        for who, each in infections.items()
        if each.isolated_until is not None and each.isolated_until >= TODAY
    }
    assert apart == care.kept_apart == {"mohammed"}
    risks = [each for said in standing(demo, Risk).values() for each in said]
    assert sum(each.until is None for each in risks) == care.risks == 15


def test_of_two_safeguarding_concerns_one_is_open_and_no_word_of_it_is_in_the_audit(
    demo: DemoHome,
) -> None:
    concerns = standing(demo, Safeguarding)
    open_ = {who for who, each in concerns.items() if each[0].stage is not SafeguardingStage.CLOSED}
    assert open_ == demo.truth.care.safeguarding == {"elwyn"}
    assert set(concerns) == {"elwyn", "jadwiga"}
    with demo.memory.store.reading() as connection:
        done = set(connection.execute(select(AUDIT.c.action)).scalars())
    assert "record restricted" in done
    assert not [each for each in done if "safeguarding" in each]


def test_equipment_and_the_caseload_stand_as_planned(demo: DemoHome) -> None:
    truth = demo.truth
    with demo.memory.store.reading() as connection:
        assert equipment_counts(connection, LEAD, truth.home_id, TODAY) == truth.equipment
        on_it = on_techt_caseload(connection)
    assert truth.equipment == EquipmentCounts(6, faulty=1, check_overdue=1, loan_overdue=1)
    assert on_it == {truth.residents[who] for who in truth.techt}
    assert truth.techt == {"eileen", "mohammed"}
    period = Period(TODAY - timedelta(days=28), TODAY - timedelta(days=1))
    by_caseload = measure_table(demo.memory.store, by=LEAD, asked=Asked("techt_caseload", period))
    assert by_caseload.total.figure is not None
    assert (by_caseload.total.figure.part, by_caseload.total.figure.whole) == (2, len(demo.lines()))
    checks = measure_table(demo.memory.store, by=LEAD, asked=Asked("equipment_checks", period))
    assert count_words(checks.total.figure or Figure(Form.SHARE, 0, 0)) == "1 of 4; 2 not known"


def test_every_kind_is_signed_as_often_as_planned_and_says_when_it_happened(
    demo: DemoHome,
) -> None:
    text = "".join(demo.texts)
    for kind, times in demo.truth.care.signed.items():
        assert text.count(f'"kind":"{kind}"') >= times, kind
    (screen, *_) = standing(demo, MustScreen)["eileen"]
    assert screen.screened_at < max(each.seen_at for each in standing(demo, Hydration)["eileen"])
    assert must_score(screen).total == 1


def test_a_transfer_summary_says_which_of_air_and_oxygen_and_ends_its_sentences_once(
    demo: DemoHome,
) -> None:
    now = how_now(demo.page("mohammed"))
    assert "; On oxygen; Oxygen flow 1 " in now.observations
    assert "No antibiotics today. Watch for: " in now.last_entry
    assert "; On air; " in how_now(demo.page("doris")).observations
