"""From the home's page to the plan of its round, and back: the round takes the list as it was planned."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.store.queries.rounds import round_page
from mdt_core.use_cases.plans import RoundPlan, save_plan
from mdt_desktop.ui.context import Context, Destination, ToHome, ToPlan, ToRound
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.plan.page import PlanPage
from tests.support.ward import Ward
from tests.ui.frame.test_home import CHANGED, TODAY, page, settle

__all__ = ["page"]


@pytest.fixture
def planned(context: Context, ward: Ward) -> tuple[str, ...]:
    """Two residents are on today's list, the farther room first."""
    order = (ward.in_room("9"), ward.in_room("1"))
    plan = RoundPlan(order)
    save_plan(context.store, by=context.actor, home_id=ward.home_id, day=TODAY, plan=plan)
    return order


def test_plan_round_leads_to_the_plan_of_today(
    page: HomePage, ward: Ward, visited: list[Destination]
) -> None:
    assert page.plan.isVisible()
    page.plan.click()
    assert visited == [ToPlan(ward.home_id, TODAY)]


def test_a_planned_round_starts_with_its_list_in_its_order(
    page: HomePage,
    planned: tuple[str, ...],
    qtbot: QtBot,
    context: Context,
    visited: list[Destination],
) -> None:
    page.refresh(CHANGED)
    settle(qtbot, context)
    assert page.start.text() == "Start round: 2 on its list"
    page.start.click()
    qtbot.waitUntil(lambda: bool(visited))
    (to,) = visited
    assert isinstance(to, ToRound)
    with context.store.reading() as connection:
        started = round_page(connection, context.actor, to.home_id, to.day)
    assert tuple(line.resident_id for line in started.residents) == planned
    page.refresh(CHANGED)
    settle(qtbot, context)
    assert page.start.text() == "Go on with the round: 2 on its list"


def test_in_the_window_the_plan_opens_from_the_home_and_shows_its_rows(
    frame: Frame, qtbot: QtBot, ward: Ward
) -> None:
    frame.go(ToHome(ward.home_id))
    home = frame.page
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: bool(home.model.rows))
    home.plan.click()
    shown = frame.page
    assert isinstance(shown, PlanPage)
    qtbot.waitUntil(lambda: bool(shown.on_model.rows))
    assert shown.on_list.hasFocus()
