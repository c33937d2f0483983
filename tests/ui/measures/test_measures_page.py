"""The measures as a person uses them: asked, read, opened, compared and saved."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.measures.definitions import MEASURES, PLANS, ROUNDS
from mdt_core.measures.tables import Cut
from mdt_core.records.falls import Fall
from mdt_core.use_cases.falls import record_fall
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToD2aOutcomes,
    ToFalls,
    ToResident,
    ToUptake,
)
from mdt_desktop.ui.measures.page import CHOOSE_HOME, MeasuresPage
from mdt_desktop.ui.measures.presenter import BAND, NOBODY, cuts_of
from tests.support.ward import UNWELL, Ward, make_ward

DAYS_AGO = (2, 3, 30)
Ask = Callable[[str], MeasuresPage]


@pytest.fixture
def ask(qtbot: QtBot, context: Context, ward: Ward) -> Ask:
    """Opens the screen at a measure, on a home with three falls and another without."""
    for days in DAYS_AGO:
        at = context.clock() - timedelta(days=days)
        draft = Draft(Fall, ward.of(UNWELL), {"occurred_at": utc_text(at), "hurt": ["none"]})
        record_fall(context.store, by=context.actor, draft=draft)

    def opened(measure: str) -> MeasuresPage:
        page = MeasuresPage(context, "", measure)
        qtbot.addWidget(page)
        page.show()
        page.load()
        qtbot.waitUntil(lambda: page.view is not None and page.fields.home.editor.count() > 1)
        return page

    return opened


def test_a_figure_stands_with_interval_counts_and_how_it_is_counted(ask: Ask) -> None:
    page = ask("falls")
    assert "per 1,000 resident-days" in page.result.words
    assert "95 % interval" in page.result.words
    assert "3 in " in page.result.words
    assert f"Left out: {MEASURES['falls'].left_out}" in page.result.words
    assert page.view is not None
    assert page.result.whole.accessibleName() == page.view.words


def test_every_measure_has_a_line_that_opens_it(qtbot: QtBot, ask: Ask, tmp_path: Path) -> None:
    page = ask("")
    assert [row.key for row in page.result.model.rows] == list(MEASURES)
    assert not page.behind_all.isVisibleTo(page)
    assert not page.fields.from_day.isVisibleTo(page)
    page.save_pdf_to(str(tmp_path / "every.pdf"))
    qtbot.waitUntil(lambda: page.message.text.startswith("Saved: every.pdf"))
    page.save_csv_to(str(tmp_path / "every.csv"))
    qtbot.waitUntil(lambda: page.message.text.startswith("Saved: every.csv"))
    lines = (tmp_path / "every.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == len(MEASURES) + 1
    page.result.table.opened.emit("falls")
    qtbot.waitUntil(lambda: page.result.title.text() == "Falls")
    assert page.behind_all.isVisibleTo(page)


def test_a_figure_kept_back_opens_as_that_homes_own(
    qtbot: QtBot, ask: Ask, ward: Ward, context: Context
) -> None:
    make_ward(context.store, context.actor, people=2)
    page = ask("falls")
    row = next(each for each in page.view.rows if each.key == ward.home_id) if page.view else None
    assert row is not None
    assert not row.is_shown
    page.result.table.opened.emit(ward.home_id)
    qtbot.waitUntil(lambda: "Larch House" in page.result.about.text())
    assert "3 in " in page.result.words
    assert page.message.text == CHOOSE_HOME


def test_who_is_behind_a_figure_is_listed_and_opened(
    qtbot: QtBot, ask: Ask, ward: Ward, visited: list[Destination]
) -> None:
    page = ask("falls")
    page.behind_all.click()
    qtbot.waitUntil(lambda: page.currentWidget() is page.behind)
    names = [row.name for row in page.behind.model.rows]
    assert names == ["ACHTERBERG, Wilhelmina (Mrs)"] * len(DAYS_AGO)
    page.behind.open.click()
    assert visited == [ToResident(ward.of(UNWELL))]
    page.behind.back.click()
    assert page.currentWidget() is not page.behind


def test_months_and_before_and_after_are_asked_in_place(
    qtbot: QtBot, ask: Ask, context: Context
) -> None:
    page = ask("falls")
    page.fields.cut.button(Cut.MONTH.value).click()
    qtbot.waitUntil(lambda: page.result.heading.text() == "By month")
    assert [row.label for row in page.result.model.rows] == ["Oct 2026", "Nov 2026"]
    assert page.result.chart.isVisibleTo(page)
    day = (context.clock() - timedelta(days=10)).date()
    page.fields.from_day.editor.setText(f"{day:%d/%m/%Y}")
    page.fields.from_day.editor.textEdited.emit("typed")
    qtbot.waitUntil(lambda: page.result.compared.isVisibleTo(page))
    assert f"From {day:%d-%b-%Y} on: " in page.result.words
    assert BAND in page.result.words
    assert page.view is not None
    assert page.view.band is not None


def test_a_figure_of_today_asks_for_no_months(qtbot: QtBot, ask: Ask) -> None:
    page = ask("d2a_registered")
    qtbot.waitUntil(lambda: "temporarily registered? No: 2 of 2 are not" in page.result.words)
    assert not page.fields.period.isVisibleTo(page)
    assert not page.fields.cut.button(Cut.MONTH.value).isVisibleTo(page)
    assert cuts_of(PLANS, is_one_home=True) == ()
    assert cuts_of(ROUNDS, is_one_home=True) == (Cut.MONTH,)


def test_without_anything_it_says_so_in_words(qtbot: QtBot, ask: Ask) -> None:
    page = ask("place_of_death")
    assert page.result.value.text() == "Nothing to count"
    page.behind_all.click()
    qtbot.waitUntil(lambda: page.behind.summary.text() == NOBODY)
    assert not page.behind.table.isVisibleTo(page)


def test_it_is_saved_as_pdf_and_as_csv(qtbot: QtBot, ask: Ask, tmp_path: Path) -> None:
    page = ask("falls")
    page.save_pdf_to(str(tmp_path / "falls.pdf"))
    qtbot.waitUntil(lambda: page.message.text.startswith("Saved: falls.pdf"))
    assert (tmp_path / "falls.pdf").read_bytes().startswith(b"%PDF")
    page.save_csv_to(str(tmp_path / "falls"))
    qtbot.waitUntil(lambda: page.message.text.startswith("Saved: falls.csv"))
    told = (tmp_path / "falls.csv").read_text("utf-8-sig")
    assert told.splitlines()[1].startswith("Falls,Home,")


def test_the_other_figures_are_reached_from_here(
    qtbot: QtBot, ask: Ask, ward: Ward, visited: list[Destination]
) -> None:
    page = ask("falls")
    assert not page.more.falls.isVisibleTo(page)
    page.more.d2a.click()
    page.fields.choose_home(ward.home_id)
    qtbot.waitUntil(lambda: page.more.falls.isVisibleTo(page))
    page.more.falls.click()
    page.more.vaccinations.click()
    assert visited == [ToD2aOutcomes(), ToFalls(ward.home_id), ToUptake(ward.home_id)]
