"""The bed board by keyboard and pointer: filters, planned end and barrier, who waits, discharge."""

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_core.clock import london_day
from mdt_core.errors import NotAllowed
from mdt_core.records.bed_states import BedCondition
from mdt_core.records.stays import Destination, Stay
from mdt_core.roles import Role
from mdt_core.store.queries.residents import resident_page
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.fields import ChoiceField, DateField, MessageBar, TextField
from mdt_desktop.ui.beds.forms import Asks
from mdt_desktop.ui.beds.page import BedsPage
from mdt_desktop.ui.beds.presenter import BoardRow, Show, read_board
from mdt_desktop.ui.beds.side_panel import DIED, DISCHARGE, REOPEN, RESERVE, TERMS
from mdt_desktop.ui.context import Context, ToBeds, ToD2aOutcomes, ToDeath
from mdt_desktop.ui.frame.presenting import Presenting, PresentingBand
from tests.support.builders import actor
from tests.support.counted import Counted
from tests.ui.beds.board import LODGER, WAITING, Board

PLANNED_END_AND_BARRIER = 3


@pytest.fixture
def board(context: Context) -> Board:
    return Board(context.store, context.actor)


@pytest.fixture
def page(qtbot: QtBot, context: Context, board: Board) -> BedsPage:
    assert board
    made = BedsPage(context)
    qtbot.addWidget(made)
    made.resize(1116, 776)
    context.bus.changed.connect(made.refresh)
    with qtbot.waitExposed(made):
        made.show()
    made.load()
    qtbot.waitUntil(lambda: bool(made.model.rows))
    return made


def row_of(page: BedsPage, words: str) -> BoardRow:
    return next(each for each in page.model.rows if words in f"{each.who} {each.bed}")


def choose(page: BedsPage, words: str) -> None:
    place = page.model.rows.index(row_of(page, words))
    page.table.setFocus()
    page.table.selectRow(place)


def stay(context: Context, who: str) -> Stay:
    with context.store.reading() as connection:
        page = resident_page(connection, context.actor, who, today=london_day(context.clock()))
    found = page.stays[0].record
    assert found is not None
    return found


def press(page: BedsPage, key: Qt.Key) -> None:
    QTest.keyClick(page.table, key)


# What is shown


def test_the_board_opens_in_the_search_with_every_bed_and_the_counts(page: BedsPage) -> None:
    assert page.filter.editor.hasFocus()
    counts = [button.text() for button in page.filters.values()]
    assert counts == [
        "All beds 6", "Free 2", "Reserved 0", "Leaving by tomorrow 0", "Past planned end 0",
        "Registration to do 3", "Void 1",
    ]  # fmt: skip


def test_a_row_says_all_that_is_asked(page: BedsPage) -> None:
    row = row_of(page, LODGER.upper())
    assert (row.home, row.bed) == ("Alder Grange", "Room 1\nD2A block")
    assert (row.day, row.planned_end) == ("Day 19 of 28", "03-Dec-2026")
    assert (row.state, row.registration, row.last_round) == ("Occupied", "▲ To do", "None yet")
    assert row.who == f"{LODGER.upper()}, Wilhelmina"


def test_no_banner_stands_on_a_board_of_many_people(page: BedsPage) -> None:
    assert not [each for each in page.findChildren(IdentityBanner) if each.isVisible()]


def test_a_filter_is_a_press_and_money_is_said_under_void_alone(page: BedsPage) -> None:
    said = " ".join(f"{each.state} {each.stops}" for each in page.model.rows)
    assert "£" not in said + page.summary.text()
    page.filters[Show.VOID].click()
    (row,) = page.model.rows
    assert row.state.endswith("£85.50 a day, £427.50 so far")
    assert page.summary.text() == "1 of 6 beds in 1 home. Cost of these voids so far £427.50"


def test_the_search_finds_by_name_home_and_number(qtbot: QtBot, page: BedsPage) -> None:
    for typed, found in (("feath", 1), ("alder", 4), ("9990000085", 1), ("nobody", 0)):
        page.filter.editor.selectAll()
        QTest.keyClicks(page.filter.editor, typed)
        qtbot.waitUntil(partial(has_rows, page, found))
    page.filter.editor.clear()


def has_rows(page: BedsPage, number: int) -> bool:
    return len(page.model.rows) == number


def test_the_board_cannot_be_gone_to_while_others_see_the_screen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    presenting = Presenting(PresentingBand(window), MessageBar(window), window)
    assert presenting.allows(ToBeds())
    presenting.is_on = True
    assert not presenting.allows(ToBeds())
    assert not presenting.allows(ToD2aOutcomes())


# Planned end and what stops discharge


def test_budget_14_planned_end_and_barrier_are_three_presses(
    qtbot: QtBot, page: BedsPage, context: Context, board: Board
) -> None:
    choose(page, LODGER.upper())
    person = Counted()
    person.press(page.panel.later["+1 week"])
    person.press(page.panel.barriers.button("funding"))
    person.press(page.panel.save)
    qtbot.waitUntil(lambda: stay(context, board.lodger).barriers == ("Funding decision",))
    assert stay(context, board.lodger).planned_end == date(2026, 12, 10)
    assert person.interactions <= PLANNED_END_AND_BARRIER
    qtbot.waitUntil(lambda: "Funding decision, since today" in row_of(page, LODGER.upper()).stops)


def test_budget_14_by_keys_is_three_too(
    qtbot: QtBot, page: BedsPage, context: Context, board: Board
) -> None:
    choose(page, LODGER.upper())
    person = Counted()
    person.key(Qt.Key.Key_W)
    assert stay(context, board.lodger).planned_end == date(2026, 12, 3)
    person.key(Qt.Key.Key_7)
    person.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stay(context, board.lodger).barriers == ("Funding decision",))
    assert stay(context, board.lodger).planned_end == date(2026, 12, 10)
    assert person.interactions <= PLANNED_END_AND_BARRIER
    qtbot.waitUntil(lambda: "Funding decision, since today" in row_of(page, LODGER.upper()).stops)


def test_w_moves_nobody_elses_end(page: BedsPage) -> None:
    choose(page, LODGER.upper())
    page.panel.later["+1 day"].click()
    begun = page.panel.end.value()
    choose(page, "PATEL")
    press(page, Qt.Key.Key_W)
    assert page.message.text == f"What you changed for {LODGER.upper()} is not saved yet"
    assert page.panel.end.value() == begun
    page.panel.drop.click()
    choose(page, "Room 3")
    press(page, Qt.Key.Key_W)
    assert page.message.text == "Nobody is in this bed"


def test_e_and_b_go_to_their_fields_and_the_button_names_the_person(page: BedsPage) -> None:
    choose(page, LODGER.upper())
    press(page, Qt.Key.Key_E)
    assert page.panel.end.editor.hasFocus()
    page.table.setFocus()
    press(page, Qt.Key.Key_B)
    assert page.panel.barriers.button("nothing").hasFocus()
    assert page.panel.save.text() == f"Save for {LODGER.upper()}"


def test_the_panel_stays_with_whom_it_was_begun_for_until_saved_or_left(page: BedsPage) -> None:
    choose(page, LODGER.upper())
    page.panel.later["+1 day"].click()
    choose(page, "PATEL")
    assert page.panel.row is not None
    assert page.panel.row.family == LODGER.upper()
    assert page.panel.save.text() == f"Save for {LODGER.upper()}"
    page.panel.drop.click()
    choose(page, LODGER.upper())
    choose(page, "PATEL")
    assert page.panel.row.family == "PATEL"


# Beds


def test_r_reserves_a_free_bed_and_nothing_else(qtbot: QtBot, page: BedsPage) -> None:
    choose(page, LODGER.upper())
    press(page, Qt.Key.Key_R)
    assert page.currentWidget() is not page.form
    choose(page, "Room 3")
    press(page, Qt.Key.Key_R)
    assert page.form.heading.text() == RESERVE
    answer(page, "Reserved for", "Ward F4, tomorrow")
    page.form.save.click()
    qtbot.waitUntil(lambda: row_of(page, "Room 3").row.condition is BedCondition.RESERVED)


def answer(page: BedsPage, name: str, words: str) -> None:
    field = page.form.fields[name]
    assert isinstance(field, TextField | DateField)
    field.editor.setFocus()
    field.editor.clear()
    QTest.keyClicks(field.editor, words)


def test_v_asks_why_and_says_what_is_missing_at_its_field(qtbot: QtBot, page: BedsPage) -> None:
    choose(page, "Room 3")
    press(page, Qt.Key.Key_V)
    assert page.form.save.text() == "Make void: Alder Grange, Room 3"
    page.form.save.click()
    why = page.form.fields["Why void"]
    assert isinstance(why, ChoiceField)
    qtbot.waitUntil(lambda: "not recorded" in why.problem)
    why.button("maintenance").click()
    page.form.save.click()
    qtbot.waitUntil(lambda: row_of(page, "Room 3").row.condition is BedCondition.MAINTENANCE)


def test_a_void_bed_is_opened_again(qtbot: QtBot, page: BedsPage) -> None:
    choose(page, "Room 2")
    page.panel.deeds[REOPEN].click()
    page.form.save.click()
    qtbot.waitUntil(lambda: row_of(page, "Room 2").row.condition is BedCondition.AVAILABLE)


def test_a_bed_is_added_and_its_retainer_agreed(qtbot: QtBot, page: BedsPage) -> None:
    page.add_bed.click()
    home, kind = page.form.fields["Care home"], page.form.fields["Type of bed"]
    home.set_value(row_of(page, "Room 1").row.home_id)  # type: ignore[attr-defined]
    assert isinstance(kind, ChoiceField)
    kind.button("d2a_spot").click()
    answer(page, "Room", "14b")
    page.form.save.click()
    qtbot.waitUntil(lambda: any(each.bed.startswith("Room 14b") for each in page.model.rows))
    choose(page, "Room 14b")
    page.panel.deeds[TERMS].click()
    answer(page, "Retainer", "92.25")
    page.form.save.click()
    qtbot.waitUntil(lambda: row_of(page, "Room 14b").row.state is not None)
    page.panel.deeds[TERMS].click()
    field = page.form.fields["Retainer"]
    assert field.value() == "92.25"


# Discharge


def test_d_discharges_the_person_named_in_the_button(
    qtbot: QtBot, page: BedsPage, context: Context, board: Board
) -> None:
    choose(page, LODGER.upper())
    press(page, Qt.Key.Key_D)
    assert page.form.save.text() == f"{DISCHARGE} {LODGER.upper()}"
    assert page.form.banner.isVisible()
    where = page.form.fields["Went to"]
    assert isinstance(where, ChoiceField)
    where.button("comm").click()
    page.form.save.click()
    qtbot.waitUntil(lambda: row_of(page, "Room 1").row.condition is BedCondition.AVAILABLE)
    assert stay(context, board.lodger).destination is Destination.COMM


def test_a_death_has_its_own_form_and_comes_back_to_the_board(
    page: BedsPage, board: Board, visited: list[object]
) -> None:
    choose(page, LODGER.upper())
    page.panel.deeds[DIED].click()
    assert visited == [ToDeath(board.lodger, ToBeds())]


# Who waits


def test_from_offer_to_place_each_step_names_the_person(qtbot: QtBot, page: BedsPage) -> None:
    lane = page.lane
    assert page.referrals.text() == "Referrals 1"
    page.referrals.click()
    assert lane.heading.text() == "Referrals: 1 waits"
    lane.deeds[Asks.OFFER].click()
    assert page.form.save.text() == f"Offer the bed for {WAITING.upper()}"
    pick_bed(page, "Room 3")
    page.form.save.click()
    qtbot.waitUntil(lane.deeds[Asks.ACCEPT].isVisible)
    lane.deeds[Asks.ACCEPT].click()
    answer(page, "Who answered", "Sister Hall")
    page.form.save.click()
    qtbot.waitUntil(lambda: row_of(page, "Room 3").row.condition is BedCondition.RESERVED)
    lane.deeds[Asks.PLACE].click()
    assert page.form.save.text() == f"Place {WAITING.upper()}"
    page.form.save.click()
    qtbot.waitUntil(lambda: WAITING.upper() in row_of(page, "Room 3").who)
    assert lane.heading.text() == "Referrals: nobody waits"


def pick_bed(page: BedsPage, words: str) -> None:
    field = page.form.fields["Bed"]
    bed = row_of(page, words)
    field.set_value(bed.key)  # type: ignore[attr-defined]


def test_somebody_new_is_referred_by_name_without_leaving_the_board(
    qtbot: QtBot, page: BedsPage
) -> None:
    page.lane.refer.click()
    who = page.form.fields["Who"]
    who.set_value("new")  # type: ignore[attr-defined]
    page.form._fit()
    answer(page, "Family name", "Quayle")
    answer(page, "Hospital", "Trafford General")
    page.form.save.click()
    qtbot.waitUntil(lambda: page.lane.heading.text() == "Referrals: 2 wait")


def test_a_role_that_sees_no_residents_sees_no_board(context: Context) -> None:
    with pytest.raises(NotAllowed):
        read_board(context.store, actor(Role.QUALITY_OFFICER), context.clock())
