"""What a first import brings, and that any device would write the very same."""

from pathlib import Path

from sqlalchemy import select

from mdt_core.store.tables import AccessAuditRow
from tests.exchange import bundles
from tests.exchange.imports import card, cards, changes, run, standing, take, taken_id
from tests.support.memory_store import MemoryStore

AUDIT = AccessAuditRow.__table__  # type: ignore[attr-defined]


def test_an_everyday_record_brings_the_resident_and_what_is_known(
    memory: MemoryStore, tmp_path: Path
) -> None:
    report = take(memory, tmp_path, bundles.everyday())
    resident_id = taken_id(report)
    line = memory.line(resident_id)
    assert (report.created, report.updated, report.unchanged) == (1, 0, 0)
    assert (line["family_name"], line["given_name"]) == ("Okafor", "Grace Ada")
    assert (line["born"], line["gender"], line["nhs_number"]) == ("1938-05-02", "female", None)
    assert (line["allergy_state"], line["allergy_words"]) == ("known", "Penicillin – Rash")
    assert (line["active_problems"], line["active_medicines"]) == (1, 1)
    assert report.records.as_json() == {"created": 6, "updated": 0, "unchanged": 0}


def test_a_medicine_is_one_line_with_dose_route_and_how_often(
    memory: MemoryStore, tmp_path: Path
) -> None:
    take(memory, tmp_path, bundles.everyday())
    line = card(memory, "medicine_line")
    assert line["medicine"] == "Furosemide 40 mg tablets"
    assert (line["code_system"], line["code"]) == (bundles.SNOMED, "317972004")
    assert (line["dose"], line["route"], line["frequency"]) == ("40 mg", "By mouth", "once a day")
    assert (line["state"], line["started"], line["is_verified"]) == ("active", "2026-09-01", False)
    assert standing(memory, "medicine_list") == [
        {"source": "import", "source_name": bundles.SYSTEM, "as_of": "2026-10-01T08:30:00Z"}
    ]


def test_observations_of_one_time_are_one_set(memory: MemoryStore, tmp_path: Path) -> None:
    take(memory, tmp_path, bundles.everyday())
    [taken] = standing(memory, "observation_set")
    assert taken["taken_at"] == "2026-09-30T08:00:00Z"
    assert (taken["respirations"], taken["systolic"], taken["diastolic"]) == (18, 132, 78)


def test_nothing_said_of_allergies_stays_not_recorded(memory: MemoryStore, tmp_path: Path) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.bundle(bundles.patient())))
    assert memory.line(resident_id)["allergy_state"] == "not_recorded"
    assert standing(memory, "allergy_state") == []
    assert standing(memory, "medicine_list") == []


def test_two_devices_that_import_one_file_write_word_for_word_the_same(tmp_path: Path) -> None:
    here, there = MemoryStore(seed=1), MemoryStore(seed=2)
    there.clock.advance(days=40)
    path = bundles.saved(tmp_path, bundles.everyday())
    run(here, path)
    run(there, path)
    assert [(c.mid, c.text) for c in changes(here)] == [(c.mid, c.text) for c in changes(there)]
    assert here.receive(*changes(there)) == 0


def test_the_source_is_the_author_and_the_person_is_in_the_audit(
    memory: MemoryStore, tmp_path: Path
) -> None:
    take(memory, tmp_path, bundles.everyday())
    assert {change.envelope.author.name for change in changes(memory)} == {
        f"Imported from {bundles.SYSTEM}"
    }
    with memory.store.reading() as connection:
        [entry] = connection.execute(select(AUDIT)).all()
    assert (entry.action, entry.person_id) == ("import", "person-gp")
    assert "record.json" not in entry.detail
    assert "SHA-256" in entry.detail


def test_what_is_not_taken_is_counted_by_name(memory: MemoryStore, tmp_path: Path) -> None:
    claim = {"resourceType": "Claim", "id": "c", "patient": bundles.PATIENT}
    height = bundles.observation("8302-2", 160, "cm")
    secret = bundles.observation("2345-7", 5, "mmol/L", category=[bundles.status("laboratory")])
    report = take(memory, tmp_path, bundles.everyday(claim, height, secret))
    assert report.not_taken == {
        "Claim": 1,
        "Observation: height, which stands in a MUST screen here": 1,
        "Observation: laboratory": 1,
    }


def test_a_folder_is_walked_and_packed_files_are_read(memory: MemoryStore, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    other = bundles.patient(identifier=[{"system": bundles.SYSTEM, "value": "P-2"}])
    bundles.saved(tmp_path / "inner", bundles.everyday(), "a.json.gz")
    bundles.saved(tmp_path, bundles.bundle(other), "b.json")
    (tmp_path / "README.md").write_text("Not a record.")
    report = run(memory, tmp_path)
    assert (report.created, report.refused) == (2, ())
    assert [each.file for each in report.taken] == ["b.json", "inner/a.json.gz"]
    assert report.not_taken == {"File: .md": 1}
    assert len(cards(memory, "resident")) == 2


def test_every_naughty_letter_of_a_name_is_kept_and_found(
    memory: MemoryStore, tmp_path: Path
) -> None:
    name = "O’Ñeill <b>\u202e'; DROP TABLE change; -- 😀"
    named = bundles.patient(name=[{"family": name}])
    resident_id = taken_id(take(memory, tmp_path, bundles.bundle(named)))
    assert memory.line(resident_id)["family_name"] == name
