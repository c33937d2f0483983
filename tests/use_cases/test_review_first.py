"""The order of review from real records: for clinicians alone, each look recorded, nothing else touched."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from mdt_core.clock import london_day, utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import NotAllowed
from mdt_core.records.assessments import FrailtyLevel
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.escalations import Escalation
from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.roles import Role
from mdt_core.store.queries.worklist import with_reasons
from mdt_core.store.tables import AccessAuditRow
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.observations import sign_observations
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.review_first import ReviewOrder, look_at_order
from mdt_core.worklist import shipped_thresholds
from tests.support import builders
from tests.support.memory_store import GP, STARTED, MemoryStore
from tests.support.ward import UNWELL, Ward, make_ward

FRAIL, QUIET = "Okonkwo", "Lindqvist"


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    made = make_ward(memory.store, GP, people=6)
    who = made.of(FRAIL)
    went_at = STARTED - timedelta(days=40)
    part = HospitalEpisode(part=EpisodePart.ADMITTED, happened_at=went_at, is_emergency=True)
    with memory.store.deed(GP) as unit:
        unit.sign(part, About(who, made.home_id, occurred_at=went_at))
        unit.commit()
    sign(memory, FrailtyLevel, who, assessed_at=utc_text(STARTED), level="7")
    called = {"trigger": "deterioration", "channel": "emergency", "to_whom": "Crew"}
    sign(memory, Escalation, who, **called, sent_at=utc_text(STARTED), situation="Short of breath")
    usual: dict[str, object] = {
        "respirations": 16,
        "oxygen_percent": 97,
        "on_oxygen": False,
        "systolic": 130,
    }
    usual |= {"pulse": 75, "consciousness": "alert", "temperature": "36.8"}
    for more in ({"purpose": "usual"}, {"respirations": 26}):
        memory.clock.advance(minutes=5)
        said = {**usual, "taken_at": utc_text(memory.clock()), **more}
        sign_observations(memory.store, by=GP, draft=Draft(ObservationSet, who, said))
    return made


def sign(memory: MemoryStore, kind: type, who: str, **said: object) -> None:
    record_statement(memory.store, by=GP, draft=Draft(kind, who, said))


def look(memory: MemoryStore, home_id: str = "") -> ReviewOrder:
    return look_at_order(memory.store, by=GP, home_id=home_id)


def test_points_stand_with_the_records_they_are_from(memory: MemoryStore, ward: Ward) -> None:
    found = look(memory, ward.home_id)
    line, standing = found.places[0]
    assert line.resident_id == ward.of(FRAIL)
    assert {each.words for each in standing.points} == {
        *(
            "Admission to hospital",
            "Clinical Frailty Scale 7 Severe frailty",
            "999 called",
        ),
        "NEWS2 3, usual 0",
    }
    assert standing.total == 6
    for each in standing.points:
        assert memory.row(each.record_id)["kind"] == each.kind
        assert memory.row(each.record_id)["resident_id"] == line.resident_id
    by_name = {each.family_name: place for each, place in found.places}
    assert [point.line for point in by_name[UNWELL].points] == ["2: NEWS2 7, usual 1, 23-Nov-2026"]
    assert QUIET not in by_name
    assert found.without == 6 - len(found.places)
    assert look(memory).places == found.places


def test_a_fall_changes_nothing_in_it_and_it_is_no_reason_for_a_round(
    memory: MemoryStore, ward: Ward
) -> None:
    def reasons() -> object:
        with memory.store.reading() as connection:
            return with_reasons(
                connection,
                GP,
                ward.home_id,
                today=london_day(memory.clock()),
                thresholds=shipped_thresholds(),
            )

    before = look(memory)
    listed = reasons()
    look(memory)
    assert reasons() == listed
    sign(memory, Fall, ward.of(QUIET), head="hit", occurred_at=utc_text(STARTED))
    assert look(memory).places == before.places


def test_each_look_is_recorded_with_the_version_of_the_points(
    memory: MemoryStore, ward: Ward
) -> None:
    look(memory, ward.home_id)
    look(memory)
    audit = AccessAuditRow.__table__  # type: ignore[attr-defined]
    with memory.store.reading() as connection:
        rows = connection.execute(select(audit).where(audit.c.action == "view review order")).all()
    assert [(row.person_id, row.home_id) for row in rows] == [
        (GP.person_id, ward.home_id),
        (GP.person_id, None),
    ]
    assert {row.detail for row in rows} == {"review-first/2026-1, 6 residents"}


def test_it_is_shown_to_clinicians_alone(memory: MemoryStore, ward: Ward) -> None:
    for role in (Role.HOME_MANAGER, Role.HOME_NURSE, Role.ADMINISTRATOR, Role.QUALITY_OFFICER):
        with pytest.raises(NotAllowed, match="for clinicians"):
            look_at_order(memory.store, by=builders.actor(role), home_id=ward.home_id)


def test_of_other_homes_nothing_is_shown(memory: MemoryStore, ward: Ward) -> None:
    elsewhere = replace(GP, homes=frozenset({"another"}))
    with pytest.raises(NotAllowed):
        look_at_order(memory.store, by=elsewhere, home_id=ward.home_id)
    assert look_at_order(memory.store, by=elsewhere).places == ()
