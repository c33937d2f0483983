"""Scores and charts of a file: once however often it comes, and a later word in place of the earlier."""

from pathlib import Path

from mdt_core.records.assessments import FrailtyLevel
from mdt_core.store.queries.statements import statements
from tests.exchange import bundles
from tests.exchange.imports import changes, standing, take, taken_id
from tests.support.memory_store import MemoryStore
from tests.unit.fhir.test_charts import FRAILTY, chart

LATER = "2026-11-01T09:30:00+00:00"
KINDS = ("pain_assessment", "stool", "hydration", "score_result", "frailty_level")


def everyday_charts() -> bundles.Json:
    return bundles.everyday(
        chart("72514-3", 4),
        chart("443172007", 6),
        chart("9108-2", 1150, "mL"),
        chart("444297006", 2),
        chart(FRAILTY, 6),
        dose(),
    )


def test_charts_of_a_file_are_written_once_however_often_it_comes(
    memory: MemoryStore, tmp_path: Path
) -> None:
    take(memory, tmp_path, everyday_charts())
    before = changes(memory)
    assert [len(standing(memory, kind)) for kind in KINDS] == [1] * len(KINDS)
    again = take(memory, tmp_path, everyday_charts())
    assert changes(memory) == before
    assert (again.records.created, again.records.updated) == (0, 0)


def test_a_later_level_of_frailty_replaces_the_one_of_the_file_before(
    memory: MemoryStore, tmp_path: Path
) -> None:
    who = taken_id(take(memory, tmp_path, everyday_charts()))
    newer = chart(FRAILTY, 7, id="newer", effectiveDateTime="2026-10-30T09:00:00Z")
    take(memory, tmp_path, bundles.bundle(bundles.patient(), newer, timestamp=LATER))
    with memory.store.reading() as connection:
        [level] = statements(connection, FrailtyLevel, who, limit=1)
    assert level.record is not None
    assert level.record.level.value == "7"
    assert not level.has_siblings
    assert len(standing(memory, "frailty_level")) == 1


def test_a_figure_that_the_source_corrects_stands_corrected(
    memory: MemoryStore, tmp_path: Path
) -> None:
    take(memory, tmp_path, everyday_charts())
    right = chart("72514-3", 7, status="corrected")
    take(memory, tmp_path, bundles.bundle(bundles.patient(), right, timestamp=LATER))
    [pain] = standing(memory, "pain_assessment")
    assert pain["said"] == 7


def test_what_the_source_took_back_does_not_stand_on_here_nor_what_it_had_replaced(
    memory: MemoryStore, tmp_path: Path
) -> None:
    take(memory, tmp_path, everyday_charts())
    right = chart("72514-3", 7, status="corrected")
    take(memory, tmp_path, bundles.bundle(bundles.patient(), right, timestamp=LATER))
    in_error = in_error_later()
    taken_back = take(memory, tmp_path, in_error)
    assert [len(standing(memory, kind)) for kind in KINDS] == [0, 1, 1, 1, 0]
    assert standing(memory, "vaccination") == []
    assert taken_back.not_taken["Observation: entered-in-error"] == 2
    before = changes(memory)
    take(memory, tmp_path, in_error)
    take(memory, tmp_path, everyday_charts())
    assert changes(memory) == before


def test_what_is_said_again_after_an_error_stands_by_itself(
    memory: MemoryStore, tmp_path: Path
) -> None:
    take(memory, tmp_path, everyday_charts())
    take(memory, tmp_path, in_error_later())
    again = everyday_charts()
    take(memory, tmp_path, {**again, "timestamp": "2026-11-03T09:30:00+00:00"})
    assert [len(standing(memory, kind)) for kind in KINDS] == [1] * len(KINDS)


def in_error_later() -> bundles.Json:
    """A later file of the source: the pain, the level and the dose were entered in error."""
    wrong = (
        chart("72514-3", 7, status="entered-in-error"),
        chart(FRAILTY, 6, status="entered-in-error"),
        dose(status="entered-in-error"),
    )
    return bundles.bundle(bundles.patient(), *wrong, timestamp="2026-11-02T09:30:00+00:00")


def dose(status: str = "completed") -> bundles.Json:
    return {
        "resourceType": "Immunization",
        "id": "dose-1",
        "patient": bundles.PATIENT,
        "status": status,
        "occurrenceDateTime": "2026-10-12",
        "vaccineCode": {"text": "Influenza, seasonal, injectable"},
    }
