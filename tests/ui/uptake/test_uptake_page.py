"""Uptake on the screen: exact denominators, who is to be asked, staff in numbers, what is done about it."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.records.vaccinations import StaffUptake
from mdt_core.roles import Role
from mdt_core.use_cases.vaccinations import record_vaccination
from mdt_desktop.qt.fields import NumberField
from mdt_desktop.qt.words import Words
from mdt_desktop.ui.context import Context, Destination, ToClinic, ToHome
from mdt_desktop.ui.uptake.page import UptakePage
from mdt_desktop.ui.uptake.presenter import STAFF_NOT_COUNTED, read_uptake
from tests.support.vaccinations import given
from tests.support.ward import Ward


@pytest.fixture
def page(qtbot: QtBot, context: Context, ward: Ward) -> UptakePage:
    for room, values in (("1", {}), ("2", {"outcome": "declined", "reason": "not_said"})):
        draft = given(ward.in_room(room), **values)
        record_vaccination(context.store, by=context.actor, draft=draft)
    made = UptakePage(context, ward.home_id)
    qtbot.addWidget(made)
    made.load()
    qtbot.waitUntil(lambda: bool(made.cards))
    return made


def flu(page: UptakePage) -> str:
    return page.cards[0].accessibleName()


def idle(qtbot: QtBot, page: UptakePage) -> None:
    runners = page._context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


def test_each_programme_has_its_counts_and_says_what_is_not_known(page: UptakePage) -> None:
    assert flu(page) == (
        "Influenza, winter 2026–27. Low: below the target of 75 %."
        " 1 of 12 residents vaccinated (8.3 %). Declined 1, Contraindicated 0,"
        f" Deferred or in hospital 0, Not recorded 10. {STAFF_NOT_COUNTED}."
        " Rules: Groups of winter 2025–26 carried over: the letter for 2026–27 is not in this"
        " program; target WHO WHA56.19 (2003)"
    )
    assert "COVID-19 autumn 2026 cohort not published here" in page.cards[1].accessibleName()
    assert "vaccinated (" not in page.cards[1].accessibleName()


def test_who_is_still_to_be_asked_stands_with_two_identifiers(page: UptakePage) -> None:
    words = "\n".join(each.text() for each in page.cards[0].findChildren(Words))
    assert "Still to be asked or to have it (10)" in words
    assert "FEATHERSTONE, Edna (Miss), NHS No. 999 000 0034: not recorded" in words
    assert "ACHTERBERG" not in words


def test_staff_are_counted_in_numbers_that_have_to_add_up(qtbot: QtBot, page: UptakePage) -> None:
    page.buttons["count influenza-2026"].click()
    assert page.currentWidget() is page.staff
    asked = page.staff.asked
    asked["counted_on"].show_stored("2026-11-20")
    for name, number in (("eligible", 24), ("vaccinated", 18), ("declined", 2), ("unknown", 3)):
        field = asked[name]
        assert isinstance(field, NumberField)
        field.show_stored(number)
    page.staff.save.click()
    assert asked["eligible"].problem == (
        "Vaccinated, declined and not known are 23 together, not 24"
    )
    asked["unknown"].show_stored(4)
    page.staff.save.click()
    idle(qtbot, page)
    assert "18 of 24 staff vaccinated, 2 declined, 4 not known (20-Nov-2026)" in flu(page)


def test_staff_have_no_field_for_a_name(page: UptakePage) -> None:
    texts = [n for n, spec in StaffUptake.model_fields.items() if spec.annotation is str]
    assert texts == ["programme"]
    assert "programme" not in page.staff.asked


def test_what_is_done_about_low_uptake_is_kept_and_marked_done(
    qtbot: QtBot, page: UptakePage
) -> None:
    page.buttons["respond influenza-2026"].click()
    asked = page.respond.asked
    asked["group"].show_stored("residents")
    asked["steps"].show_stored(["clinic", "families"])
    asked["owner"].show_stored("Home manager")
    page.respond.save.click()
    assert asked["due"].problem
    asked["due"].show_stored("2026-12-04")
    page.respond.save.click()
    idle(qtbot, page)
    said = (
        "By 04-Dec-2026, residents: Talk with families and attorneys; Another clinic day in the"
        " home. Home manager"
    )
    assert said in [each.text() for each in page.cards[0].findChildren(Words)]
    page.buttons["done0 influenza-2026"].click()
    idle(qtbot, page)
    qtbot.waitUntil(lambda: "done0 influenza-2026" not in page.buttons)


def test_the_ways_lead_to_the_clinic_and_to_the_home(
    page: UptakePage, ward: Ward, visited: list[Destination]
) -> None:
    page.clinic.click()
    page.back.click()
    assert visited == [ToClinic(ward.home_id), ToHome(ward.home_id)]


def test_who_may_only_read_sees_the_figures(context: Context, ward: Ward) -> None:
    carer = Actor("c", "Carer", Role.HOME_CARER, "Home", frozenset({ward.home_id}))
    view = read_uptake(context.store, carer, ward.home_id, context.clock())
    assert view.cards[0].tone == "amber"


def test_the_report_is_saved_with_counts_and_without_a_name(
    qtbot: QtBot, page: UptakePage, tmp_path: Path
) -> None:
    path = tmp_path / "uptake.pdf"
    page.save_to(str(path))
    qtbot.waitUntil(lambda: "Saved: uptake.pdf" in page.message.text)
    words = " ".join("\n".join(each.extract_text() for each in PdfReader(path).pages).split())
    for said in (
        "Vaccination uptake",
        "Larch House, as on 24-Nov-2026",
        "1 of 12 (8.3 %)",
        "75 %: below it",
        "who may have it is not published in this program",
        "not approved by anybody yet",
    ):
        assert said in words
    assert not [name for name in ("ACHTERBERG", "Achterberg", "999 000") if name in words]
