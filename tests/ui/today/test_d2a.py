"""The D2A round on the start screen, what the home is to have ready, and the day agreed at the last round."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.records.round_sign_offs import AnyoneElse, OpenKind
from mdt_core.records.rounds import Attendee, Programme, RoundMode
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.queries.together import RoundOf, together
from mdt_core.use_cases.plans import RoundPlan, save_plans
from mdt_core.use_cases.round_finish import SigningOff, sign_off_together
from mdt_core.use_cases.rounds import start_rounds
from mdt_desktop.ui.context import Context, Destination, ToPaper, ToPlan, ToRound
from mdt_desktop.ui.home.presenter import read_home
from mdt_desktop.ui.today.page import TodayPage
from mdt_desktop.ui.today.presenter import read_today
from mdt_desktop.ui.today.rows import Deed
from tests.support.ward import Ward
from tests.ui.today.conftest import Open, choose

TODAY = date(2026, 11, 24)


def place_of(page: TodayPage, words: str) -> int:
    return next(n for n, row in enumerate(page.model.rows) if words in row.words)


def does(page: TodayPage, words: str) -> None:
    choose(page, words)
    QTest.keyClick(page.table, Qt.Key.Key_Space)


def d2a(ward: Ward) -> list[str]:
    return [ward.of("Patel"), ward.of("Tran")]


def start(context: Context, ward: Ward) -> None:
    lists = {ward.home_id: d2a(ward)}
    start_rounds(context.store, by=context.actor, day=TODAY, lists=lists)


def sign(context: Context, programme: Programme, home_id: str, *, next_on: date) -> None:
    by = context.actor
    at = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    said = SigningOff(
        mode=RoundMode.VIDEO,
        started_at=at,
        ended_at=at,
        anyone_else=AnyoneElse.NOBODY,
        attendees=(Attendee(id=by.person_id, name=by.name, role=by.role),),
        next_round_on=next_on,
        reasons={OpenKind.NOT_REACHED: "The line broke"},
    )
    of = RoundOf(home_id, TODAY, programme)
    sign_off_together(context.store, by=by, of=of, said=said)


def test_a_week_without_a_d2a_round_leads_to_its_plan(
    opened: Open, visited: list[Destination]
) -> None:
    page = opened(None)
    does(page, "No D2A round this week. 2 residents in 1 home")
    assert visited == [ToPlan("", TODAY, Programme.D2A)]


def test_a_planned_d2a_round_is_started_as_planned_by_one_press(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    plan = RoundPlan((ward.of("Tran"),))
    save_plans(
        context.store,
        by=context.actor,
        day=TODAY,
        plans={ward.home_id: plan},
        programme=Programme.D2A,
    )
    page = opened(None)
    does(page, "D2A round. Planned. 2 residents in 1 home")
    qtbot.waitUntil(lambda: visited == [ToRound("", TODAY, "", Programme.D2A)])
    with context.store.reading() as connection:
        started = together(connection, context.actor, RoundOf("", TODAY, Programme.D2A))
    assert [line.family_name for line in started.residents] == ["Tran"]


def test_a_running_one_is_gone_on_with_and_a_signed_one_shows_its_sheets(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    start(context, ward)
    page = opened(None)
    does(page, "D2A round. Running")
    assert visited == [ToRound("", TODAY, "", Programme.D2A)]
    sign(context, Programme.D2A, "", next_on=date(2026, 12, 1))
    page.load()
    qtbot.waitUntil(lambda: any("✓ Finished" in row.words for row in page.model.rows))
    does(page, "D2A round. ✓ Finished")
    assert visited[1:] == [ToPaper("", TODAY, Programme.D2A)]


def test_a_d2a_round_that_runs_without_the_person_is_joined_in_every_home(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    start(context, ward)
    matron = replace(context.actor, person_id="m", name="Ruth", role=Role.COMMUNITY_MATRON)
    page = opened(matron)
    assert page.model.row(place_of(page, "D2A round. Running")).deed is Deed.JOIN
    does(page, "D2A round. Running")
    qtbot.waitUntil(lambda: visited == [ToRound("", TODAY, "", Programme.D2A)])
    with context.store.reading() as connection:
        running = together(connection, matron, RoundOf("", TODAY, Programme.D2A))
    here = [who.name for header in running.headers() for who in header.attendees]
    assert here == [context.actor.name, "Ruth"]


def test_a_d2a_round_is_no_round_of_the_home(context: Context, ward: Ward) -> None:
    start(context, ward)
    sign(context, Programme.D2A, "", next_on=date(2026, 12, 1))
    rows = read_today(context.store, context.actor, context.clock()).rows
    assert any(row.words.startswith("Not started. 11 residents") for row in rows)


def test_the_day_agreed_at_finish_is_the_next_one_and_the_usual_day_is_passed_over(
    context: Context, ward: Ward
) -> None:
    store, by = context.store, context.actor
    lists = {ward.home_id: [ward.of("Patel")]}
    start_rounds(store, by=by, day=TODAY, lists=lists, programme=Programme.WEEKLY)
    sign(context, Programme.WEEKLY, ward.home_id, next_on=date(2026, 12, 3))

    def rows(days: int) -> list[str]:
        now = context.clock() + timedelta(days=days)
        return [row.words for row in read_today(store, by, now).rows]

    assert "Nothing needs you now. Next round Thu 03-Dec-2026 10:00" in rows(0)
    assert "Not started. 11 residents here" not in rows(7)  # a Tuesday, the usual day
    assert "Not started. 11 residents here" in rows(9)
    later = context.clock() + timedelta(days=1)
    facts = read_home(store, by, ward.home_id, later).facts
    assert facts.endswith("Next round Thu 03-Dec-2026")


def test_the_home_says_what_is_ready_and_takes_it_back(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    who = ward.of("Patel")
    plan = RoundPlan((who,), ready={who: "weight"})
    save_plans(context.store, by=context.actor, day=TODAY, plans={ward.home_id: plan})
    nurse = Actor("n", "Grace Obi", Role.HOME_NURSE, "Larch House", frozenset({ward.home_id}))
    page = opened(nurse)
    does(page, "weight")
    qtbot.waitUntil(lambda: "Grace Obi" in page.model.rows[place_of(page, "weight")].when)
    assert page.message.text == "Ready: weight, for PATEL"
    of = RoundOf(ward.home_id, TODAY)
    with context.store.reading() as connection:
        asked, said = together(connection, context.actor, of).ready_for(who)
    assert (asked, said.name if said else "") == ("weight", "Grace Obi")
    does(page, "weight")
    qtbot.waitUntil(lambda: "Grace Obi" not in page.model.rows[place_of(page, "weight")].when)
    assert round_id_for(ward.home_id, TODAY) == page.model.rows[place_of(page, "weight")].round_id
