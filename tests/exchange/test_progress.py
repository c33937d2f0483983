"""An import tells how far it is, can be stopped between two files, and its report is plain JSON."""

import json
from pathlib import Path

from mdt_core.exchange.fhir_import import import_fhir
from mdt_core.exchange.import_report import ImportReport, Progress
from tests.exchange import bundles
from tests.exchange.imports import cards, run
from tests.support.memory_store import GP, MemoryStore


def three_records(folder: Path) -> Path:
    for number in (1, 2, 3):
        identifier = [{"system": bundles.SYSTEM, "value": f"P-{number}"}]
        record = bundles.bundle(bundles.patient(identifier=identifier))
        bundles.saved(folder, record, f"{number}.json")
    return folder


def test_progress_names_each_file_and_ends_at_all(memory: MemoryStore, tmp_path: Path) -> None:
    told: list[Progress] = []
    import_fhir(
        memory.store,
        by=GP,
        paths=[three_records(tmp_path)],
        progress=told.append,
        cancelled=lambda: False,
    )
    assert told == [
        Progress(0, 3, "1.json", 0),
        Progress(1, 3, "2.json", 1),
        Progress(2, 3, "3.json", 2),
        Progress(3, 3, "", 3),
    ]


def test_cancelling_leaves_what_is_done(memory: MemoryStore, tmp_path: Path) -> None:
    told: list[Progress] = []
    report = import_fhir(
        memory.store,
        by=GP,
        paths=[three_records(tmp_path)],
        progress=told.append,
        cancelled=lambda: len(told) == 2,
    )
    assert (report.created, report.was_cancelled) == (2, True)
    assert len(cards(memory, "resident")) == 2
    again = run(memory, tmp_path)
    assert (again.created, again.unchanged, again.was_cancelled) == (1, 2, False)


def test_the_report_is_plain_json(memory: MemoryStore, tmp_path: Path) -> None:
    three_records(tmp_path)
    bundles.saved(tmp_path, bundles.dstu2(), "4.json")
    told = json.loads(json.dumps(run(memory, tmp_path).as_json()))
    assert (told["created"], told["updated"], told["unchanged"]) == (3, 0, 0)
    assert told["records"] == {"created": 3, "updated": 0, "unchanged": 0}
    assert told["refused"][0]["file"] == "4.json"
    assert told["bundles"][0].keys() == {"file", "resident_id", "outcome", "records"}


def test_a_report_of_nothing_counts_nothing() -> None:
    assert ImportReport().as_json() == {
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "refused": [],
        "not_taken": {},
        "records": {"created": 0, "updated": 0, "unchanged": 0},
        "was_cancelled": False,
        "bundles": [],
    }
