"""Whole lives that nobody here wrote: imported, imported again, and compared with their summaries."""

from collections import Counter
from pathlib import Path

import pytest

from mdt_core.exchange.import_report import ImportReport
from tests.exchange.imports import cards, changes, run, standing
from tests.support.memory_store import MemoryStore
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.xdist_group("real records")  # imported once, not once a worker

NOTHING_KNOWN = "No information about medications"
"""The words of a summary where the record names no medicine in force."""


class Imported:
    """The whole folder, imported once for all tests here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.memory = MemoryStore()
        self.report = run(self.memory, folder)
        self.resident = {each.file: each.resident_id for each in self.report.taken}
        self.medicines = _active(self.memory, "medicine_line", "medicine")
        self.problems = _active(self.memory, "problem", "text")


def _active(memory: MemoryStore, kind: str, name: str) -> dict[str, Counter[str]]:
    """By resident, how often each name stands as active."""
    about = {c.envelope.record_id: c.envelope.resident_id for c in changes(memory)}
    found: dict[str, Counter[str]] = {}
    for each in cards(memory, kind):
        if each["state"] == "active":
            found.setdefault(str(about[each["id"]]), Counter())[each[name]] += 1
    return found


@pytest.fixture(scope="module")
def imported() -> Imported:
    return Imported(shared_data("01_synthea_r4"))


def _summary(folder: Path, number: str, heading: str) -> Counter[str]:
    """The first column of one table of a summary."""
    text = (folder / "ips_markdown" / f"{number}-ips.md").read_text("utf-8")
    table = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    return Counter(row.strip("|").split("|")[0] for row in rows)


def test_all_lives_are_in_and_summaries_are_refused_as_summaries(imported: Imported) -> None:
    report = imported.report
    assert (report.created, report.updated, report.unchanged) == (96, 0, 4)
    assert len(report.refused) == 14
    assert all(each.file.startswith("ips_fhir/") for each in report.refused)
    assert all("a summary made from another record" in each.reason for each in report.refused)


def test_active_medicines_and_problems_equal_every_summary(imported: Imported) -> None:
    compared = 0
    for file, resident_id in imported.resident.items():
        place, _, name = file.partition("/")
        if place not in {"alive70", "died70"}:
            continue
        number = name.partition("-")[0]
        medicines = _summary(imported.folder, number, "Medication List")
        del medicines[NOTHING_KNOWN]
        assert imported.medicines.get(resident_id, Counter()) == medicines, file
        problems = _summary(imported.folder, number, "Problem List")
        assert imported.problems.get(resident_id, Counter()) == problems, file
        compared += 1
    assert compared == 86


def test_those_who_died_are_marked_so_and_nobody_else(imported: Imported) -> None:
    for file, resident_id in imported.resident.items():
        has_died = bool(imported.memory.line(resident_id)["is_deceased"])
        if not file.startswith(("older", "plain")):
            assert has_died is file.startswith("died70/"), file


def test_nobody_of_these_has_an_nhs_number_made_up(imported: Imported) -> None:
    assert {imported.memory.line(each)["nhs_number"] for each in imported.resident.values()} == {
        None
    }


def test_numbers_of_other_authorities_stay_outside(imported: Imported) -> None:
    systems = {
        identifier["system"]
        for resident in cards(imported.memory, "resident")
        for identifier in resident["source_identifiers"]
    }
    assert systems == {
        "https://github.com/synthetichealth/synthea",
        "http://hospital.smarthealthit.org",
    }


def test_pain_is_in_as_it_was_told_and_what_nobody_can_say_is_counted(imported: Imported) -> None:
    told = [each["said"] for each in standing(imported.memory, "pain_assessment")]
    assert len(told) == 931
    assert set(told) <= set(range(11))
    assert imported.report.not_taken["Observation: pain, not a whole number"] == 102
    assert "Observation: vital-signs, 72514-3" not in imported.report.not_taken


def test_a_second_run_is_all_unchanged(imported: Imported) -> None:
    before = len(changes(imported.memory))
    again = run(imported.memory, imported.folder)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 100)
    assert (again.records.created, again.records.updated) == (0, 0)
    assert len(changes(imported.memory)) == before


@pytest.mark.parametrize("folder", ["13_fhir_test_cases", "12_torture", "14_stu3_legacy"])
def test_what_is_no_patients_record_is_refused_and_changes_nothing(
    memory: MemoryStore, folder: str
) -> None:
    report = run(memory, shared_data(folder))
    assert report.taken == ()
    assert all(each.reason.endswith(".") for each in report.refused)
    assert changes(memory) == []


def test_each_file_of_the_test_cases_named_by_itself_is_refused(memory: MemoryStore) -> None:
    every = sorted(path for path in shared_data("13_fhir_test_cases").rglob("*") if path.is_file())
    report: ImportReport = run(memory, *every)
    assert len(report.refused) == len(every)
    assert changes(memory) == []
