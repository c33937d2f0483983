"""The list of homes, who waits to be placed, and the form that places one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput
from mdt_core.roles import Role
from mdt_core.store.queries.homes import resident_by_id
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToHome
from mdt_desktop.ui.homes.page import HomesPage
from mdt_desktop.ui.homes.presenter import admitted_at
from tests.support.memory_store import STARTED
from tests.support.ward import HOME_NAME, PEOPLE, UNPLACED, Ward


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> HomesPage:
    shown = HomesPage(context)
    qtbot.addWidget(shown)
    shown.resize(1116, 740)
    context.bus.changed.connect(shown.refresh)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.load()
    qtbot.waitUntil(lambda: len(shown.model.rows) == 2)
    return shown


def test_enter_opens_the_home(page: HomesPage, ward: Ward, visited: list[Destination]) -> None:
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert visited == [ToHome(ward.home_id)]


def test_a_home_says_what_it_is_and_who_is_there(page: HomesPage) -> None:
    row = page.model.row(0)
    assert row.name == HOME_NAME
    assert (row.home_type, row.neighbourhood, row.status) == ("Nursing home", "North", "✓ Open")
    assert (row.residents, row.in_hospital, row.d2a) == (12, 1, 2)
    assert row.round_day == "Tuesday 10:00"
    assert page.summary.text() == "By name. 2 homes, 12 residents, 1 in hospital"


def test_who_waits_is_placed_by_keyboard(
    qtbot: QtBot, page: HomesPage, context: Context, ward: Ward
) -> None:
    assert page.waiting.text() == "Not yet placed (1)"
    page.waiting.setFocus()
    QTest.keyClick(page.waiting, Qt.Key.Key_Space)
    assert page.waiting_table.hasFocus()
    QTest.keyClick(page.waiting_table, Qt.Key.Key_Return)
    form = page.form
    assert form.save.text() == "Place WHITCOMBE"
    QTest.keyClicks(form.home.editor, "Larch")
    QTest.keyClick(form.stay.button("respite"), Qt.Key.Key_Space)
    QTest.keyClicks(form.admitted.editor, "y")
    QTest.keyClicks(form.room.editor, "15")
    QTest.keyClick(form.room.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.message.text.startswith("Placed"))
    qtbot.waitUntil(lambda: page.model.row(0).residents == 13)
    with context.store.reading() as connection:
        line = resident_by_id(connection, ward.of(UNPLACED))
    assert line is not None
    assert (line.home_name, line.room, line.stay_type) == (HOME_NAME, "15", "respite")
    assert line.admitted_at == "2026-11-23T12:00:00Z"
    assert not page.waiting.isVisible()


def test_the_form_names_nobody_but_the_one_who_is_placed(
    qtbot: QtBot, page: HomesPage, ward: Ward
) -> None:
    page.waiting.click()
    page.waiting_table.opened.emit(ward.of(UNPLACED))

    def read() -> str:
        return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())

    qtbot.waitUntil(lambda: "WHITCOMBE" in read())
    said = read()
    assert "999 000 0123" in said
    for person in PEOPLE:
        assert person[0] == UNPLACED or person[0].upper() not in said


@pytest.mark.parametrize(
    ("missing", "words"),
    [("home", "Choose the home."), ("stay", "Choose the type of stay."), ("admitted", "Give the")],
)
def test_what_is_missing_is_said_at_its_field(
    qtbot: QtBot, page: HomesPage, ward: Ward, missing: str, words: str
) -> None:
    page.waiting.click()
    page.waiting_table.opened.emit(ward.of(UNPLACED))
    form = page.form
    if missing != "home":
        form.home.editor.setCurrentIndex(0)
    if missing != "stay":
        form.stay.set_value("permanent")
    if missing != "admitted":
        form.admitted.set_value("2026-11-20")
    form.save.click()
    field = getattr(form, missing)
    qtbot.waitUntil(lambda: bool(field.problem))
    assert field.problem.startswith(words)
    assert form.save.isEnabled()


def test_esc_goes_back_a_step_at_a_time(page: HomesPage, ward: Ward) -> None:
    page.waiting.click()
    page.waiting_table.opened.emit(ward.of(UNPLACED))
    QTest.keyClick(page.form.home.editor, Qt.Key.Key_Escape)
    assert page.waiting_table.isVisible()
    QTest.keyClick(page.waiting_table, Qt.Key.Key_Escape)
    assert page.table.isVisible()


def test_a_role_that_sees_no_residents_sees_nobody_waiting(qtbot: QtBot, context: Context) -> None:
    auditor = Actor("person-auditor", "Sam Auditor", Role.AUDITOR, "Larch Trust")
    shown = HomesPage(replace(context, actor=auditor))
    qtbot.addWidget(shown)
    shown.load()
    qtbot.waitUntil(lambda: len(shown.model.rows) == 2)
    assert shown.waiting_model.rows == ()


def test_changes_that_concern_no_home_are_not_read(page: HomesPage, context: Context) -> None:
    page.refresh(Changes(frozenset({"observation_set"})))
    assert context.runners.reads.is_idle


def test_a_day_of_admission_is_midday_in_england_and_never_ahead() -> None:
    assert admitted_at("2026-07-01", STARTED) == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert admitted_at("2026-11-24", STARTED) == STARTED
    with pytest.raises(InvalidInput, match="cannot lie ahead"):
        admitted_at("2026-11-25", STARTED)


def test_both_lists_keep_the_rules_of_qt_models(
    page: HomesPage, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(page.model)  # type: ignore[no-untyped-call]  # pytest-qt has no types
    qtmodeltester.check(page.waiting_model)  # type: ignore[no-untyped-call]  # pytest-qt has no types
