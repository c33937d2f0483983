"""A death takes somebody off every list at once, and taken back everything is as it was."""

from datetime import timedelta

import pytest

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.place_of_death import Concordance, concordance
from mdt_core.records.deaths import (
    Death,
    DeathAddition,
    DeathPlace,
    NotThere,
    PlaceOfDeathKind,
)
from mdt_core.records.homes import HomeType
from mdt_core.records.preferences import PlaceOfDeath, PreferredPlace
from mdt_core.records.put_offs import Missing, PutOff
from mdt_core.records.stays import Destination, Stay, StayState
from mdt_core.roles import Role
from mdt_core.store.queries.homes import ResidentLine, resident_by_id, residents_of
from mdt_core.store.queries.statements import card_by_id, cards, statements
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.deaths import record_death, record_death_addition, withdraw_death
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.residents import put_off
from tests.support import builders
from tests.support.memory_store import GP, STARTED
from tests.use_cases.test_falls import Night

NURSE = builders.actor(Role.HOME_NURSE)
HOUR = timedelta(hours=1)


@pytest.fixture
def ward() -> Night:
    return Night()


def told(ward: Night, **more: str) -> Draft[Death]:
    """A death an hour ago, as a form gives it."""
    values = {
        "time_known": "found",
        "died_at": utc_text(STARTED - HOUR),
        "place": "here",
        "expected": "yes",
        "verified_by": "Grace Obi, nurse",
        **more,
    }
    return Draft(Death, ward.who, values)


def line(ward: Night) -> ResidentLine:
    with ward.store.reading() as connection:
        found = resident_by_id(connection, ward.who)
    assert found is not None
    return found


def living(ward: Night) -> set[str]:
    with ward.store.reading() as connection:
        return {each.resident_id for each in residents_of(connection, GP, ward.home_id)}


def test_somebody_who_died_is_on_no_list_and_the_stay_has_ended(ward: Night) -> None:
    stay_id = line(ward).stay_id
    assert ward.who in living(ward)
    record_death(ward.store, by=NURSE, draft=told(ward))
    assert ward.who not in living(ward)
    assert (line(ward).is_deceased, line(ward).died) == (True, "2026-11-24")
    with ward.store.reading() as connection:
        kept = card_by_id(connection, Stay, stay_id or "")
    assert kept is not None
    assert kept.record is not None
    assert (kept.record.state, kept.record.destination) == (StayState.ENDED, Destination.RIP)
    assert kept.record.ended_at == STARTED - HOUR


def test_taken_back_the_resident_is_where_the_record_had_the_person(ward: Night) -> None:
    before = line(ward)
    record_id, _ = record_death(ward.store, by=NURSE, draft=told(ward))
    withdraw_death(ward.store, by=GP, record_id=record_id, reason="Another resident")
    assert line(ward) == before
    assert ward.who in living(ward)
    with ward.store.reading() as connection:
        assert statements(connection, Death, ward.who) == ()
    with pytest.raises(Refused, match="withdrawn or replaced already"):
        withdraw_death(ward.store, by=GP, record_id=record_id, reason="Again")


def test_who_was_placed_anew_meanwhile_is_not_brought_back_to_the_home_before(ward: Night) -> None:
    record_id, _ = record_death(ward.store, by=NURSE, draft=told(ward))
    with ward.store.deed(GP) as unit:  # as another computer did, that knew of no death
        unit.write(builders.stay(home_id=builders.OTHER_HOME_ID), About(ward.who))
        unit.commit()
    withdraw_death(ward.store, by=GP, record_id=record_id, reason="Another resident")
    assert (line(ward).is_deceased, line(ward).home_id) == (False, builders.OTHER_HOME_ID)
    assert ward.who not in living(ward)
    with ward.store.reading() as connection:
        stays = [each.record for each in cards(connection, Stay, ward.who) if each.record]
    assert {each.home_id: each.state for each in stays} == {
        ward.home_id: StayState.ENDED,
        builders.OTHER_HOME_ID: StayState.HERE,
    }


def test_a_death_is_recorded_once(ward: Night) -> None:
    record_death(ward.store, by=NURSE, draft=told(ward))
    with pytest.raises(Refused, match="recorded already"):
        record_death(ward.store, by=NURSE, draft=told(ward))


def test_a_death_to_come_or_without_an_answer_is_refused_whole(ward: Night) -> None:
    with pytest.raises(InvalidInput, match="later than now"):
        record_death(ward.store, by=NURSE, draft=told(ward, died_at=utc_text(STARTED + HOUR)))
    with pytest.raises(InvalidInput):
        record_death(ward.store, by=NURSE, draft=told(ward, place="nowhere"))
    assert ward.who in living(ward)


def test_a_carer_records_no_death_and_withdraws_none(ward: Night) -> None:
    carer = builders.actor(Role.HOME_CARER)
    with pytest.raises(NotAllowed):
        record_death(ward.store, by=carer, draft=told(ward))
    record_id, _ = record_death(ward.store, by=GP, draft=told(ward))
    with pytest.raises(Refused, match="author or a clinician"):
        withdraw_death(ward.store, by=NURSE, record_id=record_id, reason="No")
    assert line(ward).is_deceased


@pytest.mark.parametrize("days", [0, 400])
def test_what_is_missing_is_put_off_for_a_year_at_most(ward: Night, days: int) -> None:
    until = STARTED.date() + timedelta(days=days)
    why = PutOff(what=Missing.ABOUT_ME, reason="Daughter brings it", until=until)
    with pytest.raises(InvalidInput, match="within a year"):
        put_off(ward.store, by=NURSE, resident_id=ward.who, why=why)


def prefers(ward: Night, place: str) -> None:
    values = {"death": place, "said_on": "2026-11-01"}
    record_statement(ward.store, by=GP, draft=Draft(PreferredPlace, ward.who, values))


def recorded(ward: Night, **more: str) -> Death:
    record_death(ward.store, by=NURSE, draft=told(ward, **more))
    with ward.store.reading() as connection:
        [death] = statements(connection, Death, ward.who)
    assert death.record is not None
    return death.record


def test_a_death_keeps_the_preferred_place_as_it_stood_and_why_it_was_another(ward: Night) -> None:
    prefers(ward, "hospice")
    death = recorded(ward, not_there="no_bed")
    assert (death.preferred, death.not_there) == (PlaceOfDeath.HOSPICE, NotThere.NO_BED)
    assert death.not_there is not None
    assert death.not_there.label == "No bed was free"


def test_nobody_who_died_where_they_wanted_to_is_given_a_reason_why_not(ward: Night) -> None:
    prefers(ward, "nursing_home")
    with pytest.raises(InvalidInput, match="was kept"):
        record_death(ward.store, by=NURSE, draft=told(ward, not_there="sudden"))
    assert recorded(ward).preferred is PlaceOfDeath.NURSING_HOME


@pytest.mark.parametrize(
    ("preferred", "place", "kind", "home", "found"),
    [
        ("nursing_home", "here", None, "residential", "kept"),
        ("nursing_home", "here", None, None, "kept"),
        ("home", "own_home", None, None, "kept"),
        ("hospice", "hospice", None, None, "kept"),
        ("hospital", "hospital", None, None, "kept"),
        ("community_hospital", "hospital", None, None, "not_kept"),
        ("community_hospital", "hospital", "community_hospital", None, "kept"),
        ("hospice", "here", None, "nursing", "not_kept"),
        ("nursing_home", "hospital", None, "nursing", "not_kept"),
        ("home", "other", "ambulance", None, "not_kept"),
        ("home", "other", None, None, "not_known"),
        ("home", "here", None, "both", "not_known"),
        ("undecided", "hospital", None, None, "no_preference"),
        ("unable", "here", None, "nursing", "no_preference"),
        (None, "here", None, "nursing", "not_known"),
    ],
)
def test_the_preferred_place_against_the_actual_one(
    preferred: str | None, place: str, kind: str | None, home: str | None, found: str
) -> None:
    assert concordance(
        PlaceOfDeath(preferred) if preferred else None,
        DeathPlace(place),
        told=PlaceOfDeathKind(kind) if kind else None,
        home=HomeType(home) if home else None,
    ) is Concordance(found)


def added(ward: Night, **values: str) -> Draft[DeathAddition]:
    return Draft(DeathAddition, ward.who, values)


def test_why_it_was_another_place_is_added_later_and_the_death_stays_as_told(ward: Night) -> None:
    prefers(ward, "hospice")
    death_id, _ = record_death(ward.store, by=NURSE, draft=told(ward, place="hospital"))
    record_death_addition(ward.store, by=NURSE, draft=added(ward, not_there="plan_not_known"))
    with ward.store.reading() as connection:
        (death,) = statements(connection, Death, ward.who)
        (addition,) = statements(connection, DeathAddition, ward.who)
    assert death.id == death_id
    assert line(ward).is_deceased
    assert addition.record is not None
    assert addition.record.not_there is NotThere.PLAN_NOT_KNOWN
    withdraw_death(ward.store, by=NURSE, record_id=death_id, reason="Another resident")
    with ward.store.reading() as connection:
        assert statements(connection, DeathAddition, ward.who) == ()


def test_nothing_is_added_to_a_death_that_is_not_recorded_or_was_where_they_wanted(
    ward: Night,
) -> None:
    with pytest.raises(Refused, match="not recorded"):
        record_death_addition(ward.store, by=NURSE, draft=added(ward, note="A word"))
    prefers(ward, "hospital")
    record_death(ward.store, by=NURSE, draft=told(ward, place="hospital"))
    with pytest.raises(InvalidInput, match="was kept"):
        record_death_addition(ward.store, by=NURSE, draft=added(ward, not_there="sudden"))
    with pytest.raises(InvalidInput, match="at least one thing"):
        record_death_addition(ward.store, by=NURSE, draft=added(ward))
