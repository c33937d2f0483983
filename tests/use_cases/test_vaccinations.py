"""Vaccinations are signed singly; an expired batch, no consent and a second dose of a day are refused."""

from datetime import date
from typing import Any

import pytest

from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.measures.uptake import UptakeState
from mdt_core.records.vaccinations import Vaccination
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from mdt_core.store.queries.vaccinations import uptake_of_home
from mdt_core.use_cases.rounds import withdraw
from mdt_core.use_cases.vaccinations import (
    count_staff,
    record_vaccination,
    respond_to_uptake,
    staff_words,
)
from mdt_core.vaccination_rules import shipped_vaccination_rules
from tests.support import builders
from tests.support.memory_store import GP, MemoryStore
from tests.support.vaccinations import given, response, staff
from tests.support.ward import Ward, make_ward

TODAY = date(2026, 11, 24)
RULES = shipped_vaccination_rules()


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP, 6)


def sign(memory: MemoryStore, draft: Draft[Vaccination]) -> str:
    return record_vaccination(memory.store, by=GP, draft=draft).record_id


def kept(memory: MemoryStore, who: str) -> list[str]:
    with memory.store.reading() as connection:
        found = statements(connection, Vaccination, who)
    return [each.record.outcome.value for each in found if each.record]


def test_a_dose_is_signed_on_its_day(memory: MemoryStore, ward: Ward) -> None:
    who = ward.in_room("1")
    recorded_id = sign(memory, given(who))
    assert kept(memory, who) == ["given"]
    assert memory.row(recorded_id)["occurred_at"] == "2026-11-24T00:00:00Z"


@pytest.mark.parametrize(
    ("values", "where", "words"),
    [
        ({"expiry": "2026-11-23"}, "Expiry", "expired on 23-Nov-2026"),
        ({"expiry": None}, "Expiry", "expiry date"),
        ({"batch": None}, "Batch", "batch number"),
        ({"consent": None}, "Consent", "whose word"),
        ({"consent": "lpa"}, "Who consented or was consulted", "who consented"),
        ({"occurred_on": "2026-11"}, "Date", "whole date"),
        ({"occurred_on": "2026-11-25"}, "Date", "later than now"),
    ],
    ids=["expired", "no expiry", "no batch", "no consent", "who", "vague", "to come"],
)
def test_a_dose_that_cannot_be_given_so_is_refused_at_its_field(
    memory: MemoryStore, ward: Ward, values: dict[str, Any], where: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        sign(memory, given(ward.in_room("1"), **values))
    assert refused.value.where == where
    assert kept(memory, ward.in_room("1")) == []


def test_the_last_day_of_a_batch_is_in_date(memory: MemoryStore, ward: Ward) -> None:
    sign(memory, given(ward.in_room("1"), expiry="2026-11-24"))
    assert kept(memory, ward.in_room("1")) == ["given"]


def test_one_vaccine_is_given_once_a_day(memory: MemoryStore, ward: Ward) -> None:
    who = ward.in_room("1")
    first = sign(memory, given(who))
    sign(memory, given(who, vaccine="rsv"))
    with pytest.raises(InvalidInput, match="given on 24-Nov-2026 already"):
        sign(memory, given(who))
    withdraw(memory.store, by=GP, record_id=first)
    sign(memory, given(who))
    assert len(kept(memory, who)) == 2


def test_what_was_declined_keeps_nothing_of_a_batch(memory: MemoryStore, ward: Ward) -> None:
    who = ward.in_room("1")
    sign(memory, given(who, outcome="declined", reason="effects"))
    with memory.store.reading() as connection:
        (found,) = statements(connection, Vaccination, who)
    assert found.record is not None
    assert (found.record.batch, found.record.consent) == (None, None)


def test_a_carer_records_no_vaccination(memory: MemoryStore, ward: Ward) -> None:
    carer = builders.actor(Role.HOME_CARER)
    with pytest.raises(NotAllowed):
        record_vaccination(memory.store, by=carer, draft=given(ward.in_room("1")))


def test_the_uptake_of_a_home_is_read_with_staff_and_responses(
    memory: MemoryStore, ward: Ward
) -> None:
    sign(memory, given(ward.in_room("1")))
    sign(memory, given(ward.in_room("2"), outcome="declined", reason="not_said"))
    count_staff(memory.store, by=GP, home_id=ward.home_id, counted=staff())
    respond_to_uptake(memory.store, by=GP, home_id=ward.home_id, response=response())
    with memory.store.reading() as connection:
        _, found = uptake_of_home(connection, GP, ward.home_id, TODAY, RULES)
    flu = found[0]
    assert flu.uptake.programme.id == "influenza-2026"
    assert flu.uptake.eligible == 6
    assert flu.uptake.counts[UptakeState.VACCINATED] == 1
    assert flu.uptake.counts[UptakeState.NOT_RECORDED] == 4
    assert flu.staff is not None
    assert flu.staff.record is not None
    assert staff_words(flu.staff.record) == (
        "18 of 24 staff vaccinated, 2 declined, 4 not known (20-Nov-2026)"
    )
    assert [each.record.owner for each in flu.responses if each.record] == ["Home manager"]
    assert found[2].staff is None


@pytest.mark.parametrize(
    "values", [{"vaccinated": 19}, {"counted_on": date(2026, 11, 25)}], ids=["sum", "to come"]
)
def test_staff_numbers_that_cannot_be_are_refused(
    memory: MemoryStore, ward: Ward, values: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput):
        count_staff(memory.store, by=GP, home_id=ward.home_id, counted=staff(**values))


def test_a_response_says_what_is_done(memory: MemoryStore, ward: Ward) -> None:
    with pytest.raises(InvalidInput, match="what is done"):
        respond_to_uptake(memory.store, by=GP, home_id=ward.home_id, response=response(steps=()))
