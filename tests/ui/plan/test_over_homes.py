"""The plan of one round over several homes: rows by home, kept in each, asked of each, started in each."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.records.rounds import Programme, RoundState, TakenOffReason
from mdt_core.roles import Role
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.together import RoundOf, Together, together
from mdt_core.use_cases.plans import say_ready
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToHome, ToPaper, ToRound
from mdt_desktop.ui.paper.kind import PaperKind
from mdt_desktop.ui.plan.page import PlanPage
from mdt_desktop.ui.plan.presenter import HOME_ROW
from tests.support.nine_homes import HOMES, NineHomes, make_nine_homes
from tests.ui.plan.conftest import TODAY
from tests.ui.plan.test_page import ALT, CTRL, focus, press, settle

OF = RoundOf("", TODAY, Programme.D2A)
Open = Callable[..., PlanPage]


@pytest.fixture
def nine(context: Context) -> NineHomes:
    return make_nine_homes(context.store, context.actor)


@pytest.fixture
def open_plan(qtbot: QtBot, context: Context, nine: NineHomes) -> Open:
    assert nine

    def opened(actor: Actor | None = None) -> PlanPage:
        given = replace(context, actor=actor or context.actor)
        page = PlanPage(given, "", TODAY, Programme.D2A)
        qtbot.addWidget(page)
        page.resize(1116, 748)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.load()
        qtbot.waitUntil(lambda: bool(page.on_model.rows))
        return page

    return opened


def kept(context: Context) -> Together:
    with context.store.reading() as connection:
        return together(connection, context.actor, OF)


def names(page: PlanPage) -> list[str]:
    listed = [row for row in page.on_model.rows if row.is_resident]
    return [row.who.splitlines()[1].split(",")[0] for row in listed]


def choose(page: PlanPage, who: str) -> None:
    place = page.on_model.place_of(who)
    assert place is not None
    page.on_list.selectRow(place)
    page.on_list.setFocus()


def test_rows_stand_by_home_each_with_its_home_and_room(open_plan: Open) -> None:
    page = open_plan()
    at_homes = [row for row in page.on_model.rows if row.resident_id.startswith(HOME_ROW)]
    assert [row.who for row in at_homes] == sorted((*HOMES, "Larch House"))
    where = [row.who.splitlines()[0] for row in page.on_model.rows if row.is_resident]
    assert "Beech Lodge, room 3" in where
    assert [line.split(",")[0] for line in where] == sorted(line.split(",")[0] for line in where)
    assert page.head.estimate.text() == "About 112 min for 14 residents; 60 min planned"
    assert focus() is page.on_list
    assert page.on_model.row(page.on_list.currentIndex().row()).is_resident


def test_nobody_is_moved_out_of_their_home(open_plan: Open, nine: NineHomes) -> None:
    page = open_plan()
    choose(page, nine.who("Bartosz"))
    before = names(page)
    press(Qt.Key.Key_Down, ALT)
    assert names(page) == before
    press(Qt.Key.Key_Up, ALT)
    at = before.index("BARTOSZ")
    assert names(page)[at - 1 : at + 1] == ["BARTOSZ", "FEATHERSTONE"]


def test_saving_keeps_a_plan_in_each_home(
    qtbot: QtBot, open_plan: Open, nine: NineHomes, context: Context
) -> None:
    page = open_plan()
    choose(page, nine.who("Dunmore"))
    press(Qt.Key.Key_F2)
    QTest.keyClicks(focus(), "therapy notes")
    press(Qt.Key.Key_Return)
    page.deeds.save.click()
    settle(qtbot, context)
    parts = kept(context).parts
    assert len(parts) == len(HOMES) + 1  # the ward of every test has D2A residents too
    with_wish = [part.home_id for part in parts if part.round and part.round.record.ready]  # type: ignore[union-attr]
    assert with_wish == [nine.homes["Damson House"]]
    assert {each.state for each in kept(context).headers()} == {RoundState.PLANNED}


def test_what_the_home_has_ready_is_on_the_row_until_more_is_asked(
    qtbot: QtBot, open_plan: Open, nine: NineHomes, context: Context
) -> None:
    page = open_plan()
    dunmore = nine.who("Dunmore")
    choose(page, dunmore)
    page.details.ready.set_value("weight")
    page.details.ready_edited.emit("weight")
    assert not page.details.is_ready.isVisible()  # not kept yet
    page.deeds.save.click()
    qtbot.waitUntil(page.details.is_ready.isVisible)
    home = nine.homes["Damson House"]
    nurse = Actor("n", "Grace Obi", Role.HOME_NURSE, "Damson House", frozenset({home}))
    round_id = kept(context).round_id_of(dunmore)
    say_ready(context.store, by=nurse, round_id=round_id, resident_id=dunmore, is_ready=True)
    page.refresh(Changes(frozenset({"round"})))
    place = page.on_model.place_of(dunmore)
    assert place is not None
    words = "☑ Ready: weight (24-Nov 07:15, Grace Obi)"
    qtbot.waitUntil(lambda: words in page.on_model.row(place).why)
    assert page.details.said_ready.text() == words
    page.details.is_ready.click()
    qtbot.waitUntil(lambda: "☐ Please have ready: weight" in page.on_model.row(place).why)


def test_the_home_is_asked_to_have_something_ready_or_to_do_something(
    qtbot: QtBot, open_plan: Open, nine: NineHomes, context: Context
) -> None:
    page = open_plan()
    dunmore = nine.who("Dunmore")
    choose(page, dunmore)
    press(Qt.Key.Key_J, CTRL)
    QTest.keyClicks(focus(), "weight")
    press(Qt.Key.Key_Return)
    assert page.arranged.ready[dunmore] == "weight"
    page.deeds.ask.click()
    page.details.asking.as_action.click()
    assert page.details.asking.words.problem == "Say what the home is asked"
    QTest.keyClicks(focus(), "ring the daughter")
    page.details.asking.as_action.click()
    qtbot.waitUntil(lambda: page.message.text == "The home is asked: ring the daughter")
    with context.store.reading() as connection:
        (action,) = resident_page(connection, context.actor, dunmore).open_actions
    assert action.record is not None
    assert (action.record.text, action.record.owner_role, action.record.due) == (
        "ring the daughter",
        Role.HOME_NURSE,
        TODAY,
    )


def test_the_brief_keeps_the_plan_first(
    qtbot: QtBot,
    open_plan: Open,
    context: Context,
    visited: list[Destination],
) -> None:
    page = open_plan()
    page.deeds.brief.click()
    qtbot.waitUntil(lambda: bool(visited))
    assert visited == [ToPaper("", TODAY, Programme.D2A, PaperKind.BRIEF)]
    assert len(kept(context).residents) == 14


def test_starting_begins_it_in_each_home_and_whoever_comes_later_joins(
    qtbot: QtBot, open_plan: Open, context: Context, visited: list[Destination]
) -> None:
    page = open_plan()
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: visited == [ToRound("", TODAY, programme=Programme.D2A)])
    assert {each.state for each in kept(context).headers()} == {RoundState.OPEN}
    again = open_plan()
    assert again.deeds.start.text() == "Join round"
    assert again.message.text == "This round was started at 07:15. Join it"
    assert page is not again
    again.deeds.start.click()
    qtbot.waitUntil(lambda: visited[1:] == visited[:1])


def test_home_staff_plan_their_own_home_alone(
    open_plan: Open, nine: NineHomes, visited: list[Destination]
) -> None:
    home = nine.homes["Beech Lodge"]
    nurse = Actor("n", "Grace Obi", Role.HOME_NURSE, "Beech Lodge", frozenset({home}))
    page = open_plan(nurse)
    assert {row.who for row in page.on_model.rows if not row.is_resident} == {"Beech Lodge"}
    assert names(page) == ["FEATHERSTONE", "BARTOSZ"]
    page.on_list.selectRow(0)
    page.on_list.setFocus()
    press(Qt.Key.Key_Return)
    assert visited == [ToHome(home)]


def test_only_who_is_absent_is_taken_off(open_plan: Open, nine: NineHomes) -> None:
    page = open_plan()
    choose(page, nine.who("Dunmore"))
    page.deeds.off.click()
    page.details.take_off_chosen.emit(TakenOffReason.AWAY)
    off = {row.room: row.why.splitlines()[0] for row in page.off_model.rows}
    assert off["Damson House, room 2"] == "Taken off: left or on leave"
