"""The figures of a home's falls: with their numbers, what is not recorded, and how they are counted."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.measures.falls import HOW_COUNTED, FallsMeasure
from mdt_core.measures.resident_days import Period
from mdt_core.records.falls import Fall
from mdt_core.use_cases.falls import record_fall
from mdt_desktop.qt.words import Words
from mdt_desktop.ui.context import Context, Destination, ToHome
from mdt_desktop.ui.falls.page import FallsPage
from mdt_desktop.ui.falls.presenter import NO_DAYS, rate_words
from tests.support.memory_store import STARTED
from tests.support.ward import UNWELL, Ward

DAYS_AGO = 3


@pytest.fixture
def page(qtbot: QtBot, context: Context, ward: Ward) -> FallsPage:
    at = context.clock() - timedelta(days=DAYS_AGO)
    draft = Draft(Fall, ward.of(UNWELL), {"occurred_at": utc_text(at), "hurt": ["bruise"]})
    record_fall(context.store, by=context.actor, draft=draft)
    made = FallsPage(context, ward.home_id)
    qtbot.addWidget(made)
    made.load()
    qtbot.waitUntil(lambda: bool(made.words))
    return made


def test_each_period_has_its_figures_and_what_nobody_recorded(page: FallsPage) -> None:
    month, before, year = page.words
    assert month.startswith("Last 30 days: 25-Oct-2026 to 23-Nov-2026. Falls: 1. Resident-days: ")
    assert "Injurious: 1. Fracture confirmed: 0, 1 not recorded" in month
    assert "Falls: 0." in before
    assert "Falls: 1." in year


def test_how_it_is_counted_stands_beside_the_figures(page: FallsPage) -> None:
    shown = [words.text() for words in page.findChildren(Words)]
    assert HOW_COUNTED in shown
    assert "midnight" in HOW_COUNTED


def test_the_way_back_leads_to_the_home(
    page: FallsPage, ward: Ward, visited: list[Destination]
) -> None:
    page.back.click()
    assert visited == [ToHome(ward.home_id)]


def test_without_resident_days_there_is_no_rate() -> None:
    day = STARTED.date()
    assert rate_words(FallsMeasure(Period(day, day), 0, 0, (), 0)) == NO_DAYS
    assert rate_words(FallsMeasure(Period(day, day), 3, 290, (), 0)) == "10.3 (3 in 290)"
