"""Needs, risks, infections and referrals of the borough: what the sketch says is what is kept."""

from collections import Counter

from mdt_core.record import kind_named
from mdt_core.records.d2a_referrals import D2aReferral, ReferralState
from mdt_core.records.falls import Fall
from mdt_core.records.risks import InfectionStatus, Risk
from mdt_core.records.stays import Stay, StayType
from mdt_core.records.vaccinations import StaffUptake, UptakeResponse
from tests.demo.borough_store import DemoBorough
from tests.support.demo_home import TODAY

D2A = {each.value for each in StayType if each.is_d2a}


def test_every_kind_was_signed_as_often_as_the_sketch_says(borough: DemoBorough) -> None:
    signed = borough.truth.needs.signed
    told = borough.kinds()
    assert {kind: told[kind] for kind in signed} == signed
    assert all(kind_named(kind) for kind in signed)
    assert set(signed) == {
        *("personal_details", "everyday_needs", "holistic_assessment", "must_screen", "risk"),
        *("infection_status", "safeguarding", "last_days_care", "death_addition"),
    }


def test_who_fell_twice_has_the_risk_recorded_and_nobody_else(borough: DemoBorough) -> None:
    falls = Counter(who for who, _ in borough.statements(Fall))
    at_risk = {who for who, _ in borough.statements(Risk)}
    assert at_risk <= {who for who, times in falls.items() if times > 1}
    assert len(at_risk) == borough.truth.needs.signed["risk"] > 0


def test_who_is_kept_apart_today_is_in_a_d2a_bed_or_not_there_any_more(
    borough: DemoBorough,
) -> None:
    here = {line.resident_id: line for line in borough.lines()}
    apart = {
        who
        for who, each in borough.statements(InfectionStatus)
        if each.record and each.record.isolated_until and each.record.isolated_until >= TODAY
    }
    keys = {key for key, who in borough.truth.residents.items() if who in apart & set(here)}
    assert keys == borough.truth.needs.kept_apart
    assert all((here[who].stay_type or "") in D2A for who in apart & set(here))


def test_every_referral_was_placed_in_the_bed_that_it_asked_for(borough: DemoBorough) -> None:
    referrals = borough.cards(D2aReferral)
    assert len(referrals) == borough.truth.referrals > 0
    assert {each.state for each in referrals} == {ReferralState.PLACED}
    beds = {(each.home_id, each.bed_id) for each in borough.cards(Stay) if each.stay_type}
    assert {(o.home_id, o.bed_id) for each in referrals for o in each.offers} <= beds


def test_each_home_counted_its_staff_and_the_one_with_low_uptake_answers(
    borough: DemoBorough,
) -> None:
    staff = borough.records(StaffUptake)
    assert len(staff) == len(borough.truth.homes)
    assert all(each.vaccinated + each.declined + each.unknown == each.eligible for each in staff)
    (response,) = borough.records(UptakeResponse)
    assert response.due > TODAY
