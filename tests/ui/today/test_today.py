"""The start screen by keyboard: sections, deeds, the way to the running round, and refreshing."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.falls import Fall
from mdt_core.records.rounds import RoundState
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import round_page
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.rounds import start_round
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToActions,
    ToHome,
    ToPaper,
    ToPlan,
    ToResident,
    ToRound,
)
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.round.page import RoundRunPage
from mdt_desktop.ui.today.model import DEED
from mdt_desktop.ui.today.page import TodayPage
from mdt_desktop.ui.today.rows import Deed
from tests.support.counted import Counted
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.actions.work import (
    TODAY,
    make_work,
    raise_concern,
    record_fall,
    sign,
    write_entry,
)
from tests.ui.today.conftest import Open, home_nurse, words

START_OR_JOIN = 1


def current(page: TodayPage) -> str:
    return page.model.row(page.table.currentIndex().row()).words.split("\n")[0]


def press(page: TodayPage, key: Qt.Key) -> None:
    QTest.keyClick(page.table, key)


def test_a_quiet_day_is_told_in_one_line_a_section(opened: Open) -> None:
    page = opened()
    assert page.title.text() == "Today, Tue 24-Nov-2026"
    assert words(page) == [
        "Nothing needs you now. Next round Tue 24-Nov-2026 10:00",
        "Rounds today (1)",
        "Not started. 11 residents here",
        "Arrived late or since you signed: nothing",
        "My actions due and overdue: none",
        "Homes without a round this week (1)",
        "No round this week. Next round day not set",
        "No D2A round this week. 2 residents in 1 home",
        "Waiting for my confirmation: none",
    ]


def test_one_interaction_leads_to_the_running_round(qtbot: QtBot, frame: Frame, ward: Ward) -> None:
    page = frame.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(page.table.hasFocus)
    person = Counted()
    person.key(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(frame.page, RoundRunPage))
    assert person.interactions == START_OR_JOIN
    assert frame.place == ToRound(ward.home_id, TODAY)
    runners = frame.context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


def test_a_press_on_the_word_at_the_end_starts_it_too(
    qtbot: QtBot, opened: Open, ward: Ward, visited: list[Destination]
) -> None:
    page = opened()
    place = page.model.place_of(f"round:{ward.home_id}")
    assert place is not None
    cell = page.table.visualRect(page.model.index(place, DEED))
    assert cell.height() >= 44
    assert cell.width() >= 44
    QTest.mouseClick(
        page.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), cell.center()
    )
    qtbot.waitUntil(lambda: visited == [ToRound(ward.home_id, TODAY)])


def test_a_running_round_is_gone_on_with_and_a_finished_one_shows_its_sheet(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    round_id, _ = start_round(
        context.store,
        by=context.actor,
        home_id=ward.home_id,
        day=TODAY,
        residents=[ward.of("Patel")],
    )
    page = opened()
    assert current(page) == "Running. 11 residents here"
    assert page.deed.text() == "Resume: Larch House"
    press(page, Qt.Key.Key_Space)
    assert visited == [ToRound(ward.home_id, TODAY)]
    _finish(context, ward, round_id)
    page.refresh(Changes(frozenset({"round"})))
    qtbot.waitUntil(lambda: current(page) == "✓ Finished. 11 residents here")
    press(page, Qt.Key.Key_Space)
    assert visited[1:] == [ToPaper(ward.home_id, TODAY)]


def test_budget_2_one_press_joins_a_round_that_somebody_else_started(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    context = frame.context
    other = replace(context.actor, person_id="m", name="Ruth", role=Role.COMMUNITY_MATRON)
    start_round(context.store, by=other, home_id=ward.home_id, day=TODAY, residents=[])
    page = frame.page
    assert isinstance(page, TodayPage)
    context.bus.publish(Changes(frozenset({"round"})))
    qtbot.waitUntil(lambda: page.deed.text() == "Join: Larch House" and page.table.hasFocus())
    person = Counted()
    person.key(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(frame.page, RoundRunPage))
    assert person.interactions == START_OR_JOIN
    assert frame.place == ToRound(ward.home_id, TODAY)
    with context.store.reading() as connection:
        header = round_page(connection, context.actor, ward.home_id, TODAY).round
    assert header is not None
    assert header.record is not None
    assert {each.name for each in header.record.attendees} == {"Ruth", context.actor.name}
    runners = context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


def test_who_writes_no_rounds_is_not_asked_to_join_one(
    context: Context, opened: Open, ward: Ward
) -> None:
    by = context.actor
    start_round(context.store, by=by, home_id=ward.home_id, day=TODAY, residents=[])
    carer = Actor("c", "Lena Fox", Role.HOME_CARER, "Larch House", frozenset({ward.home_id}))
    page = opened(carer)
    assert [row.deed for row in page.model.rows if row.words.startswith("Running")] == [Deed.RESUME]


def test_a_planned_round_keeps_the_list_it_was_planned_with(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    round_id, _ = start_round(
        context.store,
        by=context.actor,
        home_id=ward.home_id,
        day=TODAY,
        residents=[ward.of("Patel")],
    )
    _set_round(context, ward, round_id, RoundState.PLANNED)
    page = opened()
    assert current(page) == "Planned. 11 residents here"
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: visited == [ToRound(ward.home_id, TODAY)])
    with context.store.reading() as connection:
        from mdt_core.records.rounds import Round  # noqa: PLC0415 - read here alone

        kept = card_by_id(connection, Round, round_id)
    assert kept is not None
    assert kept.record is not None
    assert kept.record.residents == (ward.of("Patel"),)


def _finish(context: Context, ward: Ward, round_id: str) -> None:
    _set_round(context, ward, round_id, RoundState.COMPLETED)


def _set_round(context: Context, ward: Ward, round_id: str, state: RoundState) -> None:
    from mdt_core.records.rounds import Round  # noqa: PLC0415 - written here alone

    with context.store.deed(context.actor) as unit:
        header = unit.card(Round, round_id).model_copy(update={"state": state})
        unit.write(header, About(home_id=ward.home_id), record_id=round_id)
        unit.commit()


def test_a_concern_for_today_is_first_until_an_entry_answers_it(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    concern = raise_concern(context.store, context.actor, ward, "Okonkwo")
    raise_concern(context.store, context.actor, ward, "Patel", HowSoon.THIS_ROUND)
    page = opened()
    assert words(page)[:3] == [
        "Needs you now (1)",
        "Concern, today: «Drowsy since breakfast, left the porridge»",
        "Rounds today (1)",
    ]
    row = page.model.row(1)
    assert row.words.endswith(
        "\nOKONKWO, Samuel (Mr), room 4, born 22-Jan-1940, NHS No. 999 000 0042"
    )
    assert (row.symbol, row.home, row.when) == ("◆", "Larch House", "24-Nov 07:15")
    assert page.table.currentIndex().row() == 1
    press(page, Qt.Key.Key_Return)
    assert visited == [ToResident(ward.of("Okonkwo"))]
    write_entry(context.store, context.actor, ward, "Okonkwo")
    page.load()
    qtbot.waitUntil(lambda: context.runners.reads.is_idle)
    assert words(page)[0] == "Needs you now (1)"  # an entry that does not name it answers nothing
    write_entry(context.store, context.actor, ward, "Okonkwo", looked_at=(concern,))
    context.bus.publish(Changes(frozenset({"round_entry"})))
    qtbot.waitUntil(lambda: words(page)[0].startswith("Nothing needs you now"))


def test_a_fall_that_arrives_late_says_so_and_what_came_since_i_signed_too(
    opened: Open, context: Context, ward: Ward, clock: TestClock
) -> None:
    write_entry(context.store, context.actor, ward, "Okonkwo")
    write_entry(context.store, context.actor, ward, "Patel")
    clock.now += timedelta(hours=2)
    record_fall(context.store, context.actor, ward, "Okonkwo", hours_ago=30)
    raise_concern(context.store, context.actor, ward, "Patel", HowSoon.THIS_ROUND)
    page = opened()
    at = words(page).index("Arrived late or since you signed (2)")
    assert words(page)[at + 1 : at + 3] == [
        "Concern, this round: «Drowsy since breakfast, left the porridge»",
        "Arrived late: fall",
    ]
    assert page.model.row(at + 2).when == "23-Nov 03:15\nEntry 24-Nov 07:15"


def test_order_of_arrival_decides_also_when_a_clock_is_an_hour_wrong(
    opened: Open, context: Context, ward: Ward, clock: TestClock
) -> None:
    write_entry(context.store, context.actor, ward, "Okonkwo")
    clock.now -= timedelta(hours=1)
    record_fall(context.store, context.actor, ward, "Okonkwo", hours_ago=0)
    page = opened()
    assert "Arrived late: fall" in words(page)


def test_due_actions_are_five_with_the_way_to_all(
    opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    for _ in range(3):
        make_work(context.store, context.actor, ward)
    page = opened()
    at = words(page).index("My actions due and overdue (6)")
    assert [row.action_id != "" for row in page.model.rows[at + 1 : at + 7]] == [True] * 5 + [False]
    assert words(page)[at + 6] == "5 of 6 shown"
    page.table.selectRow(at + 6)
    press(page, Qt.Key.Key_Space)
    assert visited == [ToActions()]


def test_space_marks_an_action_done_and_open_again_takes_it_back(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    work = make_work(context.store, context.actor, ward)
    page = opened()
    assert current(page).startswith("Urgent: Fluids chart")
    at = words(page).index("Bloods: FBC and U&E, Dr Amina Shah")
    page.table.selectRow(at)
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Bloods: FBC and U&E, Dr Amina Shah" not in words(page))
    assert _state(context, work.actions["Bloods"]) is ActionState.DONE
    assert current(page).startswith("Referral")  # the next open one
    assert page.table.hasFocus()
    page.message._deed.click()
    qtbot.waitUntil(lambda: "Bloods: FBC and U&E, Dr Amina Shah" in words(page))


def _state(context: Context, action_id: str) -> ActionState:
    with context.store.reading() as connection:
        found = card_by_id(connection, Action, action_id)
    assert found is not None
    assert found.record is not None
    return found.record.state


def test_a_home_without_a_round_and_a_round_not_started_lead_to_the_plan(
    opened: Open, ward: Ward, visited: list[Destination]
) -> None:
    page = opened()
    assert page.plan.isVisible()
    page.plan.click()
    press(page, Qt.Key.Key_Down)
    assert not page.plan.isVisible()
    press(page, Qt.Key.Key_Space)
    assert visited[0] == ToPlan(ward.home_id, TODAY)
    assert isinstance(visited[1], ToPlan)
    assert visited[1].home_id != ward.home_id


def test_carers_see_what_is_for_their_home(opened: Open, context: Context, ward: Ward) -> None:
    make_work(context.store, context.actor, ward)
    page = opened(replace(home_nurse(ward), role=Role.HOME_CARER))
    assert "Actions for us, due and overdue (2)" in words(page)


def test_arrows_pass_over_headings(opened: Open) -> None:
    page = opened()
    assert current(page).startswith("Not started")
    press(page, Qt.Key.Key_Down)
    assert current(page).startswith("No round this week")
    press(page, Qt.Key.Key_Up)
    assert current(page).startswith("Not started")


def test_what_comes_in_moves_neither_place_nor_focus(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    page = opened()
    press(page, Qt.Key.Key_Down)
    page.open.setFocus()
    before = QApplication.focusWidget()
    raise_concern(context.store, context.actor, ward, "Okonkwo")
    context.bus.publish(Changes(frozenset({"concern"})))
    qtbot.waitUntil(lambda: words(page)[0] == "Needs you now (1)")
    assert current(page).startswith("No round this week")
    assert QApplication.focusWidget() is before


def test_enter_on_a_concern_about_the_home_itself_opens_the_home(
    opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    with context.store.deed(context.actor) as unit:
        unit.sign(
            Concern(words="Short of staff tonight", how_soon=HowSoon.TODAY),
            About(home_id=ward.home_id),
        )
        unit.commit()
    page = opened()
    assert current(page) == "Concern, today: «Short of staff tonight»"
    press(page, Qt.Key.Key_Return)
    assert visited == [ToHome(ward.home_id)]


def test_the_list_keeps_the_rules_of_qt_models(opened: Open, qtmodeltester: ModelTester) -> None:
    page = opened()
    assert page.minimumSizeHint().width() <= 1116
    assert page.deed.height() >= 44
    qtmodeltester.check(page.model)  # type: ignore[no-untyped-call]  # pytest-qt has no types


def test_a_fall_of_a_resident_who_has_no_entry_is_not_late(
    opened: Open, context: Context, ward: Ward
) -> None:
    sign(
        context.store,
        context.actor,
        ward,
        "Tran",
        Fall(occurred_at=context.clock() - timedelta(hours=1)),
    )
    assert "Arrived late or since you signed: nothing" in words(opened())
