"""One home in the real window: head, list, order, filter, keys, the round, and adding a resident."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.errors import Refused
from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import Role
from mdt_core.store.queries.homes import residents_of
from mdt_core.store.queries.rounds import round_page
from mdt_core.use_cases.rounds import sign_entry
from mdt_desktop.qt.changes import Changes
from mdt_desktop.session import Session
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToHome,
    ToObservations,
    ToPaper,
    ToResident,
    ToRound,
)
from mdt_desktop.ui.home.add_presenter import NewResident, add_resident, partly_born
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.home.presenter import flag_words, flags, news2_words, see_again_words
from tests.support.memory_store import STARTED
from tests.support.ward import HOME_NAME, IN_HOSPITAL, UNWELL, Ward

TODAY = date(2026, 11, 24)
CHANGED = Changes(frozenset({"round"}))


@pytest.fixture
def page(qtbot: QtBot, context: Context, ward: Ward) -> HomePage:
    shown = HomePage(context, ward.home_id)
    qtbot.addWidget(shown)
    shown.resize(1116, 740)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.load()
    qtbot.waitUntil(lambda: len(shown.model.rows) == 12)
    return shown


def names(page: HomePage) -> list[str]:
    return [row.name.split(",")[0] for row in page.model.rows]


def settle(qtbot: QtBot, context: Context) -> None:
    runners = context.runners
    qtbot.waitUntil(lambda: runners.deeds.is_idle and runners.reads.is_idle)


def test_the_filter_has_the_keyboard_and_the_list_is_by_room(page: HomePage) -> None:
    assert page.filter.editor.hasFocus()
    assert [row.room for row in page.model.rows] == [str(n) for n in range(1, 13)]
    assert page.summary.text() == "By room. 12 residents, 1 in hospital"


def test_the_head_says_how_to_reach_the_home(page: HomePage) -> None:
    head = page.head
    assert head._name.text() == HOME_NAME
    assert head._phone.text() == "0161 496 0123"
    assert "Clinical lead Dr Amina Shah" in head._facts.text()
    assert "Round Tuesday 10:00" in head._facts.text()
    assert not head._calls.isVisible()
    head.call_list.setFocus()
    QTest.keyClick(head.call_list, Qt.Key.Key_Space)
    assert head._calls.isVisible()
    assert page._view is not None
    assert [call.whose for call in page._view.calls] == [
        "Day",
        "Night",
        "Out of hours",
        "Pharmacy (Elm Pharmacy)",
    ]


def test_typing_in_the_filter_leaves_those_who_match(page: HomePage) -> None:
    QTest.keyClicks(page.filter.editor, "feath ed")
    assert names(page) == ["FEATHERSTONE", "FEATHERSTONE"]
    assert page.summary.text() == "By room. 12 residents, 1 in hospital. 2 shown"
    page.filter.editor.clear()
    QTest.keyClicks(page.filter.editor, "999 000 0077")
    assert [row.room for row in page.model.rows] == ["7"]


def test_the_order_is_chosen_and_said(page: HomePage) -> None:
    button = page.order.button("name")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert names(page) == sorted(names(page), key=str.casefold)
    assert page.summary.text().startswith("By name.")
    need = page.order.button("need")
    need.setFocus()
    QTest.keyClick(need, Qt.Key.Key_Space)
    assert names(page)[0] == UNWELL.upper()
    assert page.summary.text().startswith("By NEWS2, highest first.")


def test_letters_and_digits_jump(page: HomePage) -> None:
    page.table.setFocus()
    QTest.keyClicks(page.table, "ra")
    assert page.model.row(page.table.currentIndex().row()).room == "9"
    page._forget_jump()
    QTest.keyClicks(page.table, "12")
    assert page.model.row(page.table.currentIndex().row()).room == "12"


def test_enter_opens_and_o_takes_observations(
    page: HomePage, ward: Ward, visited: list[Destination]
) -> None:
    page.table.setFocus()
    QTest.keyClicks(page.table, "4")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    page._forget_jump()
    QTest.keyClicks(page.table, "o")
    who = ward.of("Okonkwo")
    assert visited == [ToResident(who), ToObservations(who, ToHome(ward.home_id))]


def test_letters_typed_into_the_filter_act_on_nothing(
    page: HomePage, visited: list[Destination]
) -> None:
    QTest.keyClicks(page.filter.editor, "o")
    assert visited == []
    assert page.filter.value() == "o"


def test_who_is_in_hospital_stays_in_the_list_in_words(page: HomePage) -> None:
    row = next(row for row in page.model.rows if row.name.startswith(IN_HOSPITAL.upper()))
    assert not row.is_here
    assert row.stay == "In hospital (Permanent)"


def test_similar_names_are_marked_with_shape_and_words(page: HomePage) -> None:
    marked = [row.room for row in page.model.rows if "~\u00a0Similar name" in row.name]
    assert marked == ["2", "3"]


def test_news2_stands_with_the_usual_one(page: HomePage) -> None:
    assert page.model.row(0).news2 == "7 (usual 1)"
    assert page.model.row(1).news2 == "Not taken"


def test_a_round_starts_with_all_who_are_here(
    qtbot: QtBot, page: HomePage, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    assert page.start.text() == "Start round: all 11 shown"
    page.start.setFocus()
    QTest.keyClick(page.start, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(visited))
    assert visited == [ToRound(ward.home_id, TODAY)]
    with context.store.reading() as connection:
        started = round_page(connection, context.actor, ward.home_id, TODAY)
    assert len(started.residents) == 11
    assert ward.of(IN_HOSPITAL) not in [line.resident_id for line in started.residents]


def test_a_round_starts_with_those_chosen_by_space_in_order_of_room(
    qtbot: QtBot, page: HomePage, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    page.table.setFocus()
    for room in ("9", "5"):
        page._forget_jump()
        QTest.keyClicks(page.table, room)
        QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.start.text() == "Start round: 2 chosen"
    assert "the 2 you chose" in page.explained.text()
    page.start.click()
    qtbot.waitUntil(lambda: bool(visited))
    with context.store.reading() as connection:
        started = round_page(connection, context.actor, ward.home_id, TODAY)
    assert [line.room for line in started.residents] == ["5", "9"]
    page.refresh(CHANGED)
    settle(qtbot, context)
    assert page.start.text() == "Go on with the round: 2 chosen"


def test_the_round_sheet_is_offered_once_something_was_signed(
    qtbot: QtBot, page: HomePage, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    assert not page.paper.isVisible()
    page.start.click()
    qtbot.waitUntil(lambda: bool(visited))
    with context.store.reading() as connection:
        started = round_page(connection, context.actor, ward.home_id, TODAY)
    values = {
        "round_id": started.round_id,
        "how": "in_person",
        "note": "Comfortable",
        "see_again": "next_round",
    }
    draft = Draft(RoundEntry, ward.of(UNWELL), values)
    sign_entry(context.store, by=context.actor, draft=draft)
    page.refresh(CHANGED)
    qtbot.waitUntil(page.paper.isVisible)
    page.paper.click()
    assert visited[-1] == ToPaper(ward.home_id, TODAY)


def test_a_role_that_may_not_start_a_round_has_no_button_for_it(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    carer = Actor("person-carer", "Kim Carer", Role.HOME_CARER, "Larch Trust")
    shown = HomePage(replace(context, actor=carer), ward.home_id)
    qtbot.addWidget(shown)
    shown.show()
    shown.load()
    qtbot.waitUntil(lambda: len(shown.model.rows) == 12)
    assert not shown.start.isVisible()
    assert not shown.add.isVisible()


def test_a_resident_is_added_by_keyboard(
    qtbot: QtBot, page: HomePage, context: Context, ward: Ward
) -> None:
    page.add.click()
    form = page.form
    assert form.family.editor.hasFocus()
    QTest.keyClicks(form.family.editor, "Zielinska")
    QTest.keyClicks(form.given.editor, "Maria")
    QTest.keyClicks(form.born.editor, "3/2/1938")
    form.gender.button("female").setFocus()
    QTest.keyClick(form.gender.button("female"), Qt.Key.Key_Space)
    QTest.keyClicks(form.room.editor, "14")
    QTest.keyClick(form.stay.button("permanent"), Qt.Key.Key_Space)
    QTest.keyClick(form.room.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.message.text.startswith("Added"))
    settle(qtbot, context)
    page.refresh(CHANGED)
    qtbot.waitUntil(lambda: len(page.model.rows) == 13)
    with context.store.reading() as connection:
        lines = residents_of(connection, context.actor, ward.home_id)
    added = next(line for line in lines if line.family_name == "Zielinska")
    assert (added.born, added.room, added.nhs_number) == ("1938-02-03", "14", None)


def test_a_wrong_nhs_number_is_said_at_its_field_and_nothing_is_lost(
    qtbot: QtBot, page: HomePage
) -> None:
    page.add.click()
    form = page.form
    form.family.set_value("Zielinska")
    form.gender.set_value("female")
    form.stay.set_value("permanent")
    form.number.set_value("999 000 0019")
    form.save.click()
    qtbot.waitUntil(lambda: bool(form.number.problem))
    assert "the last digit does not fit" in form.number.problem
    assert form.family.value() == "Zielinska"
    assert form.save.isEnabled()


def test_esc_leaves_the_form_and_keeps_what_was_typed(page: HomePage) -> None:
    page.add.click()
    QTest.keyClicks(page.form.family.editor, "Ziel")
    QTest.keyClick(page.form.family.editor, Qt.Key.Key_Escape)
    assert page.table.isVisible()
    page.add.click()
    assert page.form.family.value() == "Ziel"


def test_nobody_is_added_twice_under_one_nhs_number(workspace: Session, ward: Ward) -> None:
    new = NewResident(
        family_name="Achterberg",
        given_name="Mina",
        title="",
        born="",
        gender="female",
        nhs_number="9990000018",
        room="20",
        stay_type="permanent",
    )
    with pytest.raises(Refused, match="already, in Larch House"):
        add_resident(workspace.store, workspace.actor, ward.home_id, new, STARTED)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1938", "1938"), ("2/1938", "1938-02"), ("13/1938", None), ("2027", None), ("3/2/38", None)],
)
def test_a_birth_may_be_known_to_the_year_or_the_month(typed: str, kept: str | None) -> None:
    found = partly_born(typed, TODAY)
    assert (found.kept if found else None) == kept


def test_flags_are_at_most_three_with_the_rest_counted(workspace: Session, ward: Ward) -> None:
    with workspace.store.reading() as connection:
        line = residents_of(connection, workspace.actor, ward.home_id)[0]
    much = replace(line, has_siblings=True, open_actions=2, unverified_medicines=1)
    assert len(flags(much)) == 5
    assert flag_words(flags(much)).endswith("NEWS2 up 6 +2")
    assert news2_words(replace(line, news2_total=None)) == "Not complete (usual 1)"


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("next_round", "Next round"),
        ("two_weeks", "08-Dec-2026"),
        ("2026-12-01", "01-Dec-2026"),
        (None, "Not set"),
        ("next full moon", "next full moon"),
    ],
)
def test_see_again_is_a_day_where_one_follows(
    workspace: Session, ward: Ward, kept: str | None, words: str
) -> None:
    with workspace.store.reading() as connection:
        line = residents_of(connection, workspace.actor, ward.home_id)[0]
    seen = replace(line, see_again=kept, last_entry_at="2026-11-24T10:00:00Z")
    assert see_again_words(seen) == words


def test_the_list_keeps_the_rules_of_qt_models(page: HomePage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.model)  # type: ignore[no-untyped-call]  # pytest-qt has no types
