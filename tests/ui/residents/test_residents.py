"""The list of everybody, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import Resident
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToDuplicates, ToResident, ToResidents
from mdt_desktop.ui.residents.page import ResidentsPage
from mdt_desktop.ui.residents.presenter import MOST_SHOWN, read_everyone, shown
from tests.support.builders import allergies
from tests.support.ward import PEOPLE, Ward


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ResidentsPage:
    made = ResidentsPage(context)
    qtbot.addWidget(made)
    made.resize(1116, 776)
    context.bus.changed.connect(made.refresh)
    with qtbot.waitExposed(made):
        made.show()
    made.load()
    qtbot.waitUntil(lambda: len(made.model.rows) == len(PEOPLE))
    return made


def ask(qtbot: QtBot, page: ResidentsPage, words: str) -> list[str]:
    page.filter.editor.selectAll()
    QTest.keyClicks(page.filter.editor, words)
    qtbot.waitUntil(lambda: not page._pause.isActive())
    return [each.row.name.split(",")[0] for each in page.model.rows]


def test_everybody_stands_by_home_and_room_and_who_waits_is_last(page: ResidentsPage) -> None:
    assert page.filter.editor.hasFocus()
    assert [each.row.room for each in page.model.rows[:3]] == ["1", "2", "3"]
    last = page.model.rows[-1]
    assert last.home == "Not placed in a home"
    assert page.summary.text() == (
        "By home and room. 13 of 13 residents in 1 home shown, 1 of these in hospital"
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("oko", ["OKONKWO"]),
        ("7", ["O’SHAUGHNESSY"]),
        ("feath edna", ["FEATHERSTONE"]),
        ("000 0085", ["PATEL"]),
        ("02/10/1945", ["PATEL"]),
        ("larch lind", ["LINDQVIST"]),
    ],
)
def test_it_is_found_by_name_room_home_and_number(
    qtbot: QtBot, page: ResidentsPage, asked: str, found: list[str]
) -> None:
    assert ask(qtbot, page, asked) == found


def test_nobody_found_says_where_one_looks(qtbot: QtBot, page: ResidentsPage) -> None:
    assert ask(qtbot, page, "xyzzy") == []
    assert page.summary.text() == (
        "No resident found for «xyzzy». You can see 13 residents in 1 home on this device."
    )
    assert not page.open.isEnabled()


def test_enter_goes_to_the_list_and_then_opens(
    page: ResidentsPage, ward: Ward, visited: list[Destination]
) -> None:
    QTest.keyClicks(page.filter.editor, "oko")
    QTest.keyClick(page.filter.editor, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert visited == [ToResident(ward.of("Okonkwo"))]


def test_similar_names_are_marked_and_two_identifiers_stand_in_each_row(
    page: ResidentsPage,
) -> None:
    marked = [each.row for each in page.model.rows if "Similar name" in each.row.name]
    assert [row.room for row in marked] == ["2", "3"]
    assert all(each.row.born and each.row.nhs_number for each in page.model.rows)


def test_who_is_in_hospital_is_grey_and_says_so(page: ResidentsPage) -> None:
    place = next(n for n, each in enumerate(page.model.rows) if "NOWAK" in each.row.name)
    assert page.model.row(place).row.stay == "In hospital (Permanent)"
    option = QStyleOptionViewItem()
    page.table.itemDelegate().initStyleOption(option, page.model.index(place, 0))  # type: ignore[attr-defined]
    quiet = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
    assert option.palette.color(QPalette.ColorRole.Text) == quiet


def test_a_new_resident_comes_in_without_moving_place_or_focus(
    qtbot: QtBot, page: ResidentsPage, context: Context, ward: Ward
) -> None:
    QTest.keyClick(page.filter.editor, Qt.Key.Key_Down)
    page.table.selectRow(4)
    person = Resident(family_name="Abara", born=PartialDate("1930-01-02"))
    _, changed = save_resident(context.store, by=context.actor, resident=person)
    context.bus.publish(Changes(changed.kinds, changed.ids))
    qtbot.waitUntil(lambda: len(page.model.rows) == len(PEOPLE) + 1)
    assert page.model.row(page.table.currentIndex().row()).key == ward.of("Nowak")
    assert page.table.hasFocus()


def test_an_allergy_that_was_stated_meanwhile_is_no_longer_called_not_recorded(
    qtbot: QtBot, page: ResidentsPage, context: Context, ward: Ward
) -> None:
    def flags() -> str:
        (row,) = (each.row for each in page.model.rows if each.key == ward.of("Nowak"))
        return row.flags

    assert "Allergies not recorded" in flags()
    with context.store.deed(context.actor) as unit:
        unit.sign(allergies("Penicillin"), About(ward.of("Nowak"), ward.home_id))
        changed = unit.commit()
    context.bus.publish(Changes(changed.kinds, changed.ids))
    qtbot.waitUntil(lambda: "Allergies not recorded" not in flags())


def test_possible_duplicates_are_counted_on_a_button_that_leads_there_and_back(
    qtbot: QtBot, page: ResidentsPage, context: Context, visited: list[Destination]
) -> None:
    qtbot.waitUntil(lambda: context.runners.reads.is_idle)
    assert page.duplicates.isHidden()
    again = Resident(family_name="Achterberg", nhs_number=NhsNumber("9990000018"))
    _, changed = save_resident(context.store, by=context.actor, resident=again)
    context.bus.publish(Changes(changed.kinds, changed.ids))
    qtbot.waitUntil(page.duplicates.isVisible)
    assert page.duplicates.text() == "Possible duplicates (1)"
    page.duplicates.click()
    assert visited == [ToDuplicates(back=ToResidents())]


def test_only_the_homes_served_and_nobody_for_a_role_that_sees_none(
    context: Context, ward: Ward
) -> None:
    nurse = Actor("n", "Grace Obi", Role.HOME_NURSE, "Elsewhere", frozenset({"another-home"}))
    names = [line.family_name for line in read_everyone(context.store, nurse).lines]
    assert names == ["Whitcombe"]  # who has no home yet is anyone's to place
    auditor = Actor("a", "Sam Auditor", Role.AUDITOR, "Trust")
    view = read_everyone(context.store, auditor)
    assert shown(view, "").summary == "No residents are on this device for you."
    assert ward.home_id


def test_a_long_list_is_cut_in_words(context: Context) -> None:
    view = read_everyone(context.store, context.actor)
    times = 30
    long = type(view)(view.lines * times, 1, view.searched * times)
    answer = shown(long, "")
    assert len(answer.rows) == MOST_SHOWN
    assert "200 of 390 residents" in answer.summary
    assert answer.summary.endswith("Type a name, room or number to see others")


def test_the_list_keeps_the_rules_of_qt_models(
    page: ResidentsPage, qtmodeltester: ModelTester
) -> None:
    assert page.open.height() >= 44
    qtmodeltester.check(page.model)  # type: ignore[no-untyped-call]  # pytest-qt has no types
