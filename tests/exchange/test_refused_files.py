"""Files that are refused in words and change nothing: other releases, hostile JSON, bombs."""

import gzip
import json
from pathlib import Path

import pytest

from mdt_core.exchange.bundle_files import LARGEST_FILE
from tests.exchange import bundles
from tests.exchange.imports import changes, reason, run, take
from tests.support.memory_store import MemoryStore


def raw(folder: Path, content: bytes, name: str = "hostile.json") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def with_name(name: str) -> bytes:
    """An everyday bundle as text, in which the family name is written as given."""
    text = json.dumps(bundles.everyday())
    return text.replace("Okafor", name).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("content", "release"),
    [
        (bundles.stu3(), "STU3"),
        (bundles.dstu2(), "DSTU2"),
        (bundles.bundle(bundles.patient(), {"resourceType": "MedicationOrder"}), "DSTU2"),
        (bundles.bundle(bundles.patient(animal={})), "STU3"),
        (
            bundles.bundle(
                bundles.patient(), bundles.observation("8867-4", 70, "/min", comment="x")
            ),
            "STU3",
        ),
        (bundles.bundle(bundles.patient(), bundles.allergy(clinicalStatus="active")), "STU3"),
        (bundles.bundle(bundles.patient(), bundles.request(medication={"concept": {}})), "R5"),
        (bundles.bundle(bundles.patient(), bundles.request(requester={"agent": {}})), "STU3"),
        (
            bundles.bundle(
                bundles.patient(
                    meta={"profile": ["https://fhir.hl7.org.uk/STU3/CareConnect-Patient-1"]}
                )
            ),
            "STU3",
        ),
        (bundles.everyday() | {"fhirVersion": "3.0.2"}, "STU3"),
        (bundles.everyday() | {"base": "http://fhir.example"}, "DSTU1"),
    ],
)
def test_other_releases_of_fhir_are_refused_by_name(
    memory: MemoryStore, tmp_path: Path, content: bundles.Json, release: str
) -> None:
    told = reason(take(memory, tmp_path, content))
    assert told.startswith("Only FHIR R4 records are read; this one is")
    assert release in told
    assert changes(memory) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not valid JSON"),
        (b"[]", "no FHIR resource"),
        (b'"Bundle"', "no FHIR resource"),
        (b"{}", "JSON, but not FHIR"),
        (b'{"resourceType": 5}', "JSON, but not FHIR"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "stands twice"),
        (b'{"resourceType": "Bundle", "total": NaN}', "NaN is not a number"),
        (b'{"resourceType": "Bundle", "total": -Infinity}', "-Infinity is not a number"),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5000 + b"}", "5000 digits"),
        (b'{"resourceType": "Bundle", "total": 1e999999999}', "longer or larger"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "nested deeper"),
        ('{"resourceType": "Bundle"}'.encode("utf-16"), "not text in UTF-8"),
        (b"\x1f\x8b\x08\x00", "not text in UTF-8"),
        (with_name("Oka\\u0000for"), "cannot be kept"),
        (with_name("Oka\\ud800for"), "cannot be kept"),
        (with_name("Oka\x01for"), "not valid JSON"),
        (with_name("Oka\ud800for"), "not text in UTF-8"),
    ],
)
def test_hostile_json_is_refused_in_words(
    memory: MemoryStore, tmp_path: Path, content: bytes, told: str
) -> None:
    assert told in reason(run(memory, raw(tmp_path, content)))
    assert changes(memory) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bundles.patient(), "a single Patient, not a patient's record"),
        (bundles.bundle(), "No patient is in this bundle"),
        (bundles.bundle(bundles.condition()), "No patient is in this bundle"),
        (bundles.bundle(bundles.patient(), type="document"), "a summary made from another record"),
        (bundles.bundle(bundles.patient(), type="message"), "This is a message"),
        (bundles.bundle(bundles.patient(), type="surprise"), "not a patient's record"),
        ({"resourceType": "Bundle", "type": "collection", "entry": "all"}, "not a list"),
        ({"resourceType": "Bundle", "type": "collection", "entry": [{}]}, "holds no resource"),
        (bundles.bundle(bundles.patient(name=[])), "has no name"),
        (bundles.bundle(bundles.patient(name=[{"family": "A", "given": "G"}])), "list of texts"),
        (bundles.bundle(bundles.patient(deceasedBoolean="no")), "neither true nor false"),
        (
            bundles.bundle(bundles.patient(), timestamp="2026-10-01T25:00:00Z"),
            "not a date and time",
        ),
        (
            bundles.bundle(bundles.patient(), {"resourceType": "Condition", "id": "c"}),
            "does not say whom it is about",
        ),
        (
            bundles.bundle(bundles.patient(), bundles.allergy(code=bundles.concept("x" * 20_001))),
            "longer than can be kept",
        ),
        (bundles.bundle(bundles.patient(name="Grace")), "Patient.name is not a list"),
        (
            bundles.bundle(bundles.patient(birthDate="02/05/1938")),
            "Patient.birthDate is not a date",
        ),
        (
            bundles.bundle(bundles.patient(birthDate="1938-13-02")),
            "Patient.birthDate is not a date",
        ),
        (bundles.bundle(bundles.patient(name=[{"family": "x" * 20_001}])), "longer than"),
        (bundles.bundle(bundles.patient(), {**bundles.condition(), "subject": {}}), "another one"),
        (bundles.bundle(bundles.patient(link=[{"type": "replaced-by"}])), "replaced by another"),
    ],
)
def test_what_is_no_record_of_one_patient_is_refused_in_words(
    memory: MemoryStore, tmp_path: Path, content: bundles.Json, told: str
) -> None:
    assert told in reason(take(memory, tmp_path, content))
    assert changes(memory) == []


def test_a_patient_by_no_name_that_could_be_found_again_is_refused(
    memory: MemoryStore, tmp_path: Path
) -> None:
    content = bundles.bundle(bundles.patient(identifier=[], id=None))
    content["entry"][0]["fullUrl"] = ""
    assert "no identifier" in reason(take(memory, tmp_path, content))


def test_two_patients_under_one_id_are_two_patients(memory: MemoryStore, tmp_path: Path) -> None:
    two = bundles.bundle(bundles.patient(), bundles.patient(gender="male"))
    assert "Two different Patient resources carry one id" in reason(take(memory, tmp_path, two))


def test_two_orders_under_one_id_are_refused_so_that_none_vanishes(
    memory: MemoryStore, tmp_path: Path
) -> None:
    other = bundles.request(medicationCodeableConcept=bundles.concept("Warfarin"))
    report = take(memory, tmp_path, bundles.everyday(other))
    assert "Two different MedicationRequest resources carry one id" in reason(report)


def test_one_page_of_a_search_is_not_taken_for_the_record(
    memory: MemoryStore, tmp_path: Path
) -> None:
    page = bundles.everyday() | {"type": "searchset", "link": [{"relation": "next", "url": "x"}]}
    assert "one page of several" in reason(take(memory, tmp_path, page))


def test_a_bundle_of_too_many_entries_is_refused(memory: MemoryStore, tmp_path: Path) -> None:
    content = bundles.everyday()
    content["entry"] *= 4_000
    assert "at most 20,000 are read" in reason(take(memory, tmp_path, content))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="Windows has no such file")
def test_what_is_no_file_at_all_is_refused(memory: MemoryStore, tmp_path: Path) -> None:
    link = tmp_path / "endless.json"
    link.symlink_to("/dev/zero")
    assert "not a file" in reason(run(memory, link))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has such a file")
def test_a_file_that_fails_while_it_is_read_is_refused(memory: MemoryStore, tmp_path: Path) -> None:
    link = tmp_path / "failing.json"
    link.symlink_to("/proc/self/mem")
    assert "cannot be read" in reason(run(memory, link))


def test_a_bundle_that_asks_to_delete_is_refused(memory: MemoryStore, tmp_path: Path) -> None:
    content = bundles.everyday()
    content["entry"][0]["request"] = {"method": "DELETE", "url": "Patient/1"}
    assert "asks to delete" in reason(take(memory, tmp_path, content))


def test_a_refused_record_in_the_middle_leaves_the_others(
    memory: MemoryStore, tmp_path: Path
) -> None:
    other = bundles.patient(identifier=[{"system": bundles.SYSTEM, "value": "P-2"}])
    bundles.saved(tmp_path, bundles.everyday(), "a.json")
    bundles.saved(tmp_path, bundles.stu3(), "b.json")
    bundles.saved(tmp_path, bundles.bundle(other), "c.json")
    report = run(memory, tmp_path)
    assert (report.created, [each.file for each in report.refused]) == (2, ["b.json"])


def test_a_record_refused_by_its_last_resource_leaves_nothing_behind(
    memory: MemoryStore, tmp_path: Path
) -> None:
    huge = bundles.condition(id="c-2", note=[{"text": "x" * 70_000}])
    assert "longer than" in reason(take(memory, tmp_path, bundles.everyday(huge)))
    assert changes(memory) == []


def test_a_packed_file_that_grows_beyond_measure_is_refused(
    memory: MemoryStore, tmp_path: Path
) -> None:
    bomb = raw(tmp_path, gzip.compress(b" " * 30_000_000, mtime=0), "bomb.json.gz")
    assert "grows beyond all measure" in reason(run(memory, bomb))


@pytest.mark.parametrize(
    "content", [b"", b"{}", gzip.compress(b"{}" * 5000, mtime=0)[:-9], b"\x1f\x8b\x08"]
)
def test_a_damaged_packed_file_is_refused(
    memory: MemoryStore, tmp_path: Path, content: bytes
) -> None:
    path = raw(tmp_path, content, "damaged.json.gz")
    assert reason(run(memory, path))
    assert changes(memory) == []


def test_a_file_that_is_too_large_is_refused(memory: MemoryStore, tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert "larger than 20 MB" in reason(run(memory, path))


def test_a_file_that_is_not_there_or_is_xml_is_refused(memory: MemoryStore, tmp_path: Path) -> None:
    assert "no such file" in reason(run(memory, tmp_path / "gone.json"))
    assert "Only FHIR in JSON" in reason(run(memory, raw(tmp_path, b"<Patient/>", "p.xml")))


def test_a_byte_order_mark_is_no_reason_to_refuse(memory: MemoryStore, tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(bundles.everyday()).encode()
    assert run(memory, raw(tmp_path, content)).created == 1


def test_a_record_dated_in_the_future_is_refused_and_blocks_nothing_later(
    memory: MemoryStore, tmp_path: Path
) -> None:
    ahead = bundles.condition(recordedDate="2099-10-01T09:30:00+01:00")
    report = take(memory, tmp_path, bundles.bundle(bundles.patient(), ahead))
    assert "a date to come, 01-Oct-2099" in reason(report)
    assert changes(memory) == []
    assert take(memory, tmp_path, bundles.everyday()).created == 1
