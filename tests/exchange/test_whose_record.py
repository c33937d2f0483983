"""Whose record it is: found again by number, and refused where that is in doubt."""

from pathlib import Path

import pytest

from mdt_core.actor import Actor
from mdt_core.errors import NotAllowed
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Stay, StayType
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from tests.exchange import bundles
from tests.exchange.imports import cards, changes, reason, run, take, taken_id
from tests.support.memory_store import GP, MemoryStore

NUMBER = "9990000018"
WITH_NUMBER = [{"system": bundles.NHS, "value": NUMBER}]


def admitted(memory: MemoryStore, **values: object) -> str:
    with memory.store.deed(GP) as unit:
        known = {"family_name": "Okafor", "born": "1938-05-02", "nhs_number": NUMBER, **values}
        resident_id = unit.write(Resident.model_validate(known), About())
        unit.commit()
    return resident_id


def test_a_resident_known_by_nhs_number_is_updated(memory: MemoryStore, tmp_path: Path) -> None:
    known = admitted(memory)
    report = take(memory, tmp_path, bundles.bundle(bundles.patient(identifier=WITH_NUMBER)))
    assert (taken_id(report), report.updated) == (known, 1)


def test_without_an_nhs_number_the_source_identifier_finds_the_resident(
    memory: MemoryStore, tmp_path: Path
) -> None:
    first = taken_id(take(memory, tmp_path, bundles.everyday()))
    second = bundles.patient(id="another-export", birthDate="1938-05-03")
    report = take(memory, tmp_path, bundles.bundle(second, timestamp="2026-11-01T00:00:00Z"))
    assert taken_id(report) == first
    assert len(cards(memory, "resident")) == 1


def test_a_second_identifier_finds_the_resident_of_another_source(
    memory: MemoryStore, tmp_path: Path
) -> None:
    shared = {"system": "https://hospital.example", "value": "H-7"}
    own = {"system": bundles.SYSTEM, "value": "P-1"}
    first = take(memory, tmp_path, bundles.bundle(bundles.patient(identifier=[own, shared])))
    second = take(memory, tmp_path, bundles.bundle(bundles.patient(identifier=[shared])))
    assert taken_id(first) == taken_id(second)
    assert second.updated == 1


def test_numbers_of_two_residents_in_one_record_are_refused(
    memory: MemoryStore, tmp_path: Path
) -> None:
    take(memory, tmp_path, bundles.everyday())
    admitted(memory, family_name="Smith")
    both = [{"system": bundles.SYSTEM, "value": "P-1"}, *WITH_NUMBER]
    before = changes(memory)
    report = take(memory, tmp_path, bundles.bundle(bundles.patient(identifier=both)))
    assert "belong to two residents here" in reason(report)
    assert changes(memory) == before


@pytest.mark.parametrize("born", ["1941-01-01", None])
def test_one_number_with_another_name_is_refused_unless_the_birth_date_is_the_same(
    memory: MemoryStore, tmp_path: Path, born: str | None
) -> None:
    admitted(memory, family_name="Smith", born=born)
    report = take(memory, tmp_path, bundles.bundle(bundles.patient(identifier=WITH_NUMBER)))
    assert "another name here, and no birth date" in reason(report)


@pytest.mark.parametrize("same", [{"family_name": "Smith"}, {"born": "1941-01-01"}])
def test_a_changed_name_or_birth_date_alone_is_not_refused(
    memory: MemoryStore, tmp_path: Path, same: dict[str, object]
) -> None:
    admitted(memory, **same)
    report = take(memory, tmp_path, bundles.bundle(bundles.patient(identifier=WITH_NUMBER)))
    assert report.updated == 1


def test_a_false_nhs_number_refuses_the_record(memory: MemoryStore, tmp_path: Path) -> None:
    false = [{"system": bundles.NHS, "value": "9990000019"}]
    report = take(memory, tmp_path, bundles.bundle(bundles.patient(identifier=false)))
    assert "the last digit does not fit" in reason(report)
    assert changes(memory) == []


def test_more_than_one_patient_is_refused(memory: MemoryStore, tmp_path: Path) -> None:
    two = bundles.bundle(bundles.patient(), bundles.patient(id="patient-2"))
    assert "More than one patient" in reason(take(memory, tmp_path, two))


def test_a_record_about_somebody_else_is_refused(memory: MemoryStore, tmp_path: Path) -> None:
    of_another = bundles.condition(subject={"reference": "Patient/somebody-else"})
    report = take(memory, tmp_path, bundles.bundle(bundles.patient(), of_another))
    assert "another one" in reason(report)
    assert changes(memory) == []


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": f"Patient?identifier={bundles.SYSTEM}|P-1"},
        {"identifier": {"system": bundles.SYSTEM, "value": "P-1"}},
        {"reference": "https://gp.example/fhir/Patient/patient-1/_history/3"},
    ],
)
def test_a_record_may_name_its_patient_in_any_way_that_r4_has(
    memory: MemoryStore, tmp_path: Path, subject: bundles.Json
) -> None:
    record = bundles.bundle(bundles.patient(), bundles.condition(subject=subject))
    assert take(memory, tmp_path, record).records.created == 2


def test_a_role_that_may_not_write_cannot_import(memory: MemoryStore, tmp_path: Path) -> None:
    carer = Actor("c", "Carer", Role.HOME_CARER, "Elm House")
    with pytest.raises(NotAllowed):
        take(memory, tmp_path, bundles.everyday(), by=carer)


def test_a_resident_in_a_home_one_does_not_serve_is_refused(
    memory: MemoryStore, tmp_path: Path
) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    with memory.store.deed(GP) as unit:
        home_id = unit.write(Home(name="Elm House"), About())
        stay = Stay(home_id=home_id, stay_type=StayType.PERMANENT, admitted_at=memory.clock())
        unit.write(stay, About(resident_id, home_id))
        unit.commit()
    elsewhere = Actor("n", "Nurse", Role.NURSE, "Trust", homes=frozenset({"another-home"}))
    report = run(memory, tmp_path / "record.json", by=elsewhere)
    assert "a home that you do not serve" in reason(report)


def test_changes_to_a_placed_resident_lie_in_the_homes_log(
    memory: MemoryStore, tmp_path: Path
) -> None:
    known = admitted(memory)
    with memory.store.deed(GP) as unit:
        home_id = unit.write(Home(name="Elm House"), About())
        stay = Stay(home_id=home_id, stay_type=StayType.PERMANENT, admitted_at=memory.clock())
        unit.write(stay, About(known, home_id))
        unit.commit()
    record = bundles.bundle(bundles.patient(identifier=WITH_NUMBER), bundles.condition())
    take(memory, tmp_path, record)
    assert all(c.envelope.home_id is None for c in changes(memory) if c.envelope.kind == "problem")
    assert memory.line(known)["home_id"] == home_id
