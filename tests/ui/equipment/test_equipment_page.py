"""The equipment of a home: what asks for something first, lent and brought back, said on the home's page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.equipment import Equipment
from mdt_core.store.queries.cards import open_card
from mdt_desktop.qt.fields import ChoiceField, DateField, TextField
from mdt_desktop.ui.card.page import EquipmentCardPage
from mdt_desktop.ui.context import Context, Destination, ToEquipment, ToEquipmentCard, ToHome
from mdt_desktop.ui.equipment.page import EquipmentPage
from mdt_desktop.ui.forms.long_choice import LongChoiceField
from mdt_desktop.ui.home.head import HomeHead
from mdt_desktop.ui.home.presenter import read_home
from tests.support.ward import Ward
from tests.ui.episode.hands import idle, opened, type_into
from tests.ui.equipment.things import furnish


@pytest.fixture
def made(context: Context, ward: Ward) -> dict[str, str]:
    return furnish(context.store, context.actor, ward)


@pytest.fixture
def page(qtbot: QtBot, context: Context, ward: Ward, made: dict[str, str]) -> EquipmentPage:
    assert made
    shown = EquipmentPage(context, ward.home_id)
    qtbot.addWidget(shown)
    shown.show()
    shown.load()
    qtbot.waitUntil(lambda: bool(shown.cards))
    return shown


def said(page: EquipmentPage) -> list[str]:
    return [card.accessibleName() for card in page.cards]


def press(qtbot: QtBot, page: EquipmentPage, words: str, which: str) -> None:
    page.buttons[words, which].click()
    idle(qtbot, page._context)


def test_what_is_faulty_stands_first_then_what_is_overdue_and_what_is_gone_last(
    page: EquipmentPage,
) -> None:
    assert page.summary.text() == (
        "5 in use. 1 faulty, 2 with calibration or service overdue, 1 lent and not back when due"
    )
    assert [words.split(". ")[:2] for words in said(page)[:2]] == [
        [
            "Blood pressure monitor, Omron M7 Intelli IT",
            "Faulty since 18-Nov-2026: The cuff leaks and the reading does not settle",
        ],
        ["Pulse oximeter, Nonin 9590", page.view.rows[1].states[0].words if page.view else ""],
    ]
    assert "Calibration or service overdue: it was due on 01-Nov-2026" in said(page)[1]
    assert "ACHTERBERG" in said(page)[2]
    assert "Not back: it was due on 17-Nov-2026" in said(page)[2]
    assert "No date of calibration or service recorded" in said(page)[3]
    assert "Came back; not recorded as cleaned" in said(page)[3]
    assert "Calibration or service due on 01-Mar-2027" in said(page)[4]
    assert page.view is not None
    assert [row.words for row in page.view.past] == [
        "Thermometer. Out of use since 02-Nov-2026: Screen broken. Serial or asset number ZZ-1"
    ]


def test_a_resident_has_it_from_today_until_it_comes_back_and_is_cleaned(
    qtbot: QtBot, page: EquipmentPage, made: dict[str, str], ward: Ward
) -> None:
    which, form = made["NX-1"], page.lending
    press(qtbot, page, "Lend", which)
    assert page.currentWidget() is form
    form.save.click()
    assert form.asked["lent_to"].problem == "Choose who has it"
    asked = form.asked["lent_to"]
    assert isinstance(asked, ChoiceField)
    QTest.mouseClick(asked.button("resident"), Qt.MouseButton.LeftButton)
    assert form.asked["words"].isHidden()
    form.save.click()
    assert form.resident.problem == "Choose the resident"
    form.resident.set_value(ward.in_room("2"))
    due = form.asked["due_back"]
    assert isinstance(due, DateField)
    due.set_value("2026-11-20")
    form.save.click()
    qtbot.waitUntil(lambda: "before it was lent" in due.problem)
    due.set_value("2026-12-01")
    form.save.click()
    idle(qtbot, page._context)
    lent = next(words for words in said(page) if "NX-1" in words)
    assert "Lent to FEATHERSTONE, Edith (Mrs)" in lent
    assert lent.endswith("on 24-Nov-2026, due back 01-Dec-2026")
    press(qtbot, page, "Came back", which)
    page.returning.save.click()
    idle(qtbot, page._context)
    press(qtbot, page, "Cleaned", which)
    after = next(words for words in said(page) if "NX-1" in words)
    assert "Lent" not in after
    assert "cleaned" not in after


def test_the_page_of_the_home_says_in_one_line_what_asks_for_something(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    def view() -> str:
        return read_home(context.store, context.actor, ward.home_id, context.clock()).equipment

    assert view() == ""
    furnish(context.store, context.actor, ward)
    assert view() == (
        "Equipment: 1 faulty, 2 with calibration or service overdue, 1 lent and not back when due"
    )
    head = HomeHead(context, ward.home_id)
    qtbot.addWidget(head)
    head.show_home(read_home(context.store, context.actor, ward.home_id, context.clock()))
    assert head.attention.text().startswith("▲ Equipment: 1 faulty")
    head.equipment.click()
    assert visited == [ToEquipment(ward.home_id)]


def test_a_thing_is_added_and_changed_on_the_form_made_from_its_definition(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    new = opened(qtbot, context, lambda: EquipmentCardPage(context, ward.home_id, ""))
    assert isinstance(new, EquipmentCardPage)
    assert new.form is not None
    kind = new.form.fields["equipment_type"]
    assert isinstance(kind, LongChoiceField)
    kind.show_stored("other")
    kind.edited.emit("other")
    type_into(new.form, "serial", "S-77")
    new.save.click()
    qtbot.waitUntil(lambda: "Say what it is" in new.message.text)
    type_into(new.form, "other_type", "Nebuliser")
    new.save.click()
    qtbot.waitUntil(lambda: visited == [ToEquipment(ward.home_id)])
    page = EquipmentPage(context, ward.home_id)
    qtbot.addWidget(page)
    page.load()
    qtbot.waitUntil(lambda: bool(page.cards))
    assert said(page)[0].startswith("Nebuliser. No date of calibration or service recorded")
    (which,) = (row.record_id for row in page.view.rows) if page.view else ("",)
    page.buttons["Change", which].click()
    page.back.click()
    assert visited[-2:] == [ToEquipmentCard(ward.home_id, which), ToHome(ward.home_id)]
    change = opened(qtbot, context, lambda: EquipmentCardPage(context, ward.home_id, which))
    assert isinstance(change, EquipmentCardPage)
    assert change.form is not None
    due = change.form.fields["check_due"]
    assert isinstance(due, TextField)
    due.editor.setFocus()
    type_into(change.form, "check_due", "1/3/2027")
    change.save.click()
    qtbot.waitUntil(lambda: visited[-1] == ToEquipment(ward.home_id))
    with context.store.reading() as connection:
        kept = open_card(connection, Equipment, which).values
    assert (kept["other_type"], kept["serial"], kept["check_due"], kept["home_id"]) == (
        "Nebuliser",
        "S-77",
        "2027-03-01",
        ward.home_id,
    )
