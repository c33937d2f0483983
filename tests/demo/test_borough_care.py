"""Planning ahead, deaths and full falls records of the borough: what the sketch says is what is kept."""

from collections import Counter
from typing import TypeVar

from mdt_core.place_of_death import Concordance, concordance
from mdt_core.record import Statement, Status
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.cpr_decisions import CprChoice, CprDecision
from mdt_core.records.deaths import Death
from mdt_core.records.end_of_life import EndOfLifePlan
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls import Fall
from mdt_core.records.just_in_case import JustInCase
from mdt_core.records.preferences import PreferredPlace
from tests.demo.borough_store import DemoBorough
from tests.support.demo_home import TODAY

S = TypeVar("S", bound=Statement)


def standing(borough: DemoBorough, kind: type[S]) -> list[S]:
    """What stands of a kind for those who live there today."""
    here = {line.resident_id for line in borough.lines()}
    said = [each for who, each in borough.statements(kind) if who in here]
    assert all(each.status is Status.CURRENT for each in said)
    return [each.record for each in said if each.record is not None]


def test_cpr_decisions_are_a_realistic_share_with_some_past_review(borough: DemoBorough) -> None:
    care, found = borough.truth.care, standing(borough, CprDecision)
    assert Counter(each.cpr for each in found) == care.cpr
    assert borough.truth.current - len(found) == care.cpr_not_recorded
    past = [each for each in found if each.review_on and each.review_on < TODAY]
    assert len(past) == care.cpr_review_past > 0
    assert 0.4 < care.cpr[CprChoice.NOT_FOR] / borough.truth.current < 0.7


def test_places_stages_boxes_and_plans_stand_as_planned(borough: DemoBorough) -> None:
    care = borough.truth.care
    deaths = [each.death for each in standing(borough, PreferredPlace) if each.death]
    assert Counter(deaths) == care.preferred
    stages = [each.gsf_stage for each in standing(borough, EndOfLifePlan) if each.gsf_stage]
    assert Counter(stages) == care.gsf_stages
    boxes = [each.expires_on for each in standing(borough, JustInCase) if each.expires_on]
    assert sum((day - TODAY).days <= 14 for day in boxes) == care.boxes_expiring > 0
    plans = standing(borough, CarePlan)
    assert len(plans) == care.care_plans
    assert sum(each.next_review < TODAY for each in plans) == care.care_plan_review_past > 0


def test_deaths_of_the_weeks_told_say_whether_they_were_where_the_person_wanted(
    borough: DemoBorough,
) -> None:
    deaths = borough.records(Death)
    assert Counter(concordance(each.preferred, each.place) for each in deaths) == (
        borough.truth.care.deaths
    )
    assert 0 < len(deaths) <= borough.truth.deaths
    assert set(borough.truth.care.deaths) <= set(Concordance)


def test_a_fall_that_was_completed_has_its_full_record(borough: DemoBorough) -> None:
    ids = {each.id for _, each in borough.statements(Fall)}
    details = borough.records(FallDetail)
    assert {each.fall_id for each in details} < ids
    assert len(details) == borough.truth.care.full_records
