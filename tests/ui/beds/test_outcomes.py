"""D2A outcomes on the screen and on paper: the table changes by one, and says how it is counted."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.documents.d2a_contents import D2aReport, Figures, sections_of
from mdt_core.documents.d2a_report import render_d2a_report
from mdt_core.measures.d2a_outcomes import Outcomes, OutcomesAsked
from mdt_core.measures.discharges import NO_DISCHARGES, ROUNDING, destination_table, length_of_stay
from mdt_core.measures.occupancy import measure_occupancy
from mdt_core.measures.resident_days import Period
from mdt_core.records.stays import Destination
from mdt_core.use_cases.d2a_stays import Leaving, discharge
from mdt_desktop.ui.context import Context, ToBeds
from mdt_desktop.ui.context import Destination as Place
from mdt_desktop.ui.d2a_outcomes.page import D2aOutcomesPage
from tests.support.memory_store import STARTED, TestClock
from tests.ui.beds.board import Board
from tests.unit.test_d2a_measures import BOROUGH


@pytest.fixture
def board(context: Context) -> Board:
    return Board(context.store, context.actor)


@pytest.fixture
def page(qtbot: QtBot, context: Context, board: Board, clock: TestClock) -> D2aOutcomesPage:
    leaving = Leaving(Destination.COMM, context.clock() - timedelta(hours=1))
    discharge(context.store, by=context.actor, resident_id=board.lodger, leaving=leaving)
    clock.advance(days=1)  # the period ends yesterday
    made = D2aOutcomesPage(context)
    qtbot.addWidget(made)
    made.load()
    qtbot.waitUntil(lambda: bool(made.words))
    return made


def test_the_screen_says_the_table_and_how_it_is_counted(page: D2aOutcomesPage) -> None:
    assert "Discharges: 1\nHome with community services: 100.00 % (1 of 1)" in page.words
    assert "Overall Home: 100.00 % (1 of 1)" in page.words
    assert ROUNDING in page.words
    assert "Median: 19.0 nights" in page.words
    assert page.about.text().endswith("All homes served. All D2A beds")


def test_another_type_of_bed_has_no_discharges_and_says_so(
    qtbot: QtBot, page: D2aOutcomesPage
) -> None:
    page.bed_type.button("complex_behaviour").click()
    qtbot.waitUntil(lambda: f"Discharges: {NO_DISCHARGES}" in page.words)
    assert "Complex Behaviour Unit" in page.about.text()


def test_the_report_is_saved_as_a_pdf(qtbot: QtBot, page: D2aOutcomesPage, tmp_path: Path) -> None:
    path = tmp_path / "outcomes.pdf"
    page.save_to(str(path))
    qtbot.waitUntil(lambda: page.message.text.startswith("Saved: outcomes.pdf"))
    assert path.read_bytes().startswith(b"%PDF")


def test_the_way_back_leads_to_the_board(page: D2aOutcomesPage, visited: list[Place]) -> None:
    page.back.click()
    assert visited == [ToBeds()]


def test_the_boroughs_table_stands_on_paper_as_formed_from_counts() -> None:
    day = STARTED.date()
    found = Outcomes(
        asked=OutcomesAsked(Period(day, day)),
        destinations=destination_table(BOROUGH),
        completed=length_of_stay([]),
        so_far=length_of_stay([]),
        use=measure_occupancy((), Period(day, day)),
        readmitted=(),
        homes={},
    )
    sections = sections_of(found)
    said = dict(sections[0].lines)
    assert said["Overall Home"] == "83.65 % (486 of 581)"
    assert said["Home with no service"] == "23.92 % (139 of 581)"
    report = _report(sections)
    assert render_d2a_report(report, look=PaperLook()) == render_d2a_report(
        report, look=PaperLook()
    )


def _report(sections: tuple[Figures, ...]) -> D2aReport:
    return D2aReport(
        about="24-Nov-2026 to 24-Nov-2026. All homes served. All D2A beds",
        sections=sections,
        freshness=Freshness(STARTED, 0),
        printed_by="Dr Amina Shah",
        printed_at=STARTED,
        document_id="d2a-1",
        practice=True,
    )
