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
