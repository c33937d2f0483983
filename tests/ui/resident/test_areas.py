"""Areas of the record: what was recorded in the words of its definition, and forms for who may write them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.record import restricted_kinds
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.safeguarding import Safeguarding
from mdt_core.roles import Role
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.rounds import withdraw
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Tag
from mdt_desktop.ui.context import Context, Destination, ToForm, ToResident
from mdt_desktop.ui.resident.area_list import AREAS, Area, area_kinds, statement_named
from mdt_desktop.ui.resident.areas import all_offers, offers
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.tabs import TABS
from tests.support.care import safeguarding
from tests.support.ward import UNWELL, Ward
from tests.ui.observations.hands import said

CARE_PLAN = "Care plan"


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def plan(context: Context, who: str, strength: str) -> str:
    draft = Draft(CarePlan, who, {"strengths": strength, "next_review": "2027-02-01"})
    return record_statement(context.store, by=context.actor, draft=draft).record_id


def as_role(context: Context, role: Role) -> Actor:
    return replace(context.actor, role=role)


def shown(
    qtbot: QtBot, context: Context, who: str, at: str = CARE_PLAN
) -> tuple[ResidentPage, QWidget]:
    page = ResidentPage(context, who, at)
    qtbot.addWidget(page)
    page.resize(1116, 776)
    with qtbot.waitExposed(page):
        page.show()
    page.load()
    qtbot.waitUntil(page.tabs.isVisible)
    tab = next(each for each in page.areas if each.area.title == CARE_PLAN)
    return page, tab


def press(part: QWidget, words: str) -> None:
    button = next(each for each in part.findChildren(Button) if each.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_tab_holds_what_was_recorded_with_what_was_replaced_and_withdrawn(
    qtbot: QtBot, context: Context, who: str
) -> None:
    plan(context, who, "Sings")
    withdrawn = plan(context, who, "Knits")
    withdraw(context.store, by=context.actor, record_id=withdrawn, reason="Another person")
    plan(context, who, "Paints")
    _, tab = shown(qtbot, context, who)
    words = said(tab)
    assert words.index("Paints") < words.index("Knits")
    tags = [each.text() for each in tab.findChildren(Tag)]
    assert "○ Withdrawn" in tags
    assert "«Another person»" in words
    assert "Strengths" in words


def test_its_forms_are_one_press_away_and_under_more(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page, tab = shown(qtbot, context, who)
    press(tab, "Record: Care plan")
    QTest.mouseClick(page.deeds.more, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.deeds.forms[CarePlan.kind], Qt.MouseButton.LeftButton)
    assert visited == [ToForm(CarePlan.kind, who, ToResident(who, CARE_PLAN))] * 2


def test_a_form_is_offered_to_those_alone_who_may_write_it(context: Context, who: str) -> None:
    page = read_again(context.store, context.actor, who).page
    for area in AREAS:
        for role in (Role.GP, Role.HOME_CARER, Role.ADMINISTRATOR):
            offered = {each.kind for each in offers(area.offered, page, as_role(context, role))}
            kinds = [statement_named(kind) for kind in area.offered]
            may = {each.kind for each in kinds if role in each.writers and not each.is_after_death}
            assert offered == may
    assert all_offers(page, as_role(context, Role.ADMINISTRATOR)) == ()


def test_for_somebody_who_has_died_only_what_is_added_about_the_death_and_safeguarding_is_offered(
    context: Context, who: str
) -> None:
    page = read_again(context.store, context.actor, who).page
    gone = replace(page, line=replace(page.line, is_deceased=True))
    assert [each.kind for each in all_offers(gone, context.actor)] == [
        "death_addition",
        "safeguarding",
    ]
    assert all_offers(gone, as_role(context, Role.HOME_CARER)) == ()


def test_a_kind_is_read_by_those_alone_who_may_read_it(
    context: Context, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(context, who, "Sings")
    monkeypatch.setattr(CarePlan, "readers", frozenset({Role.GP}))
    for role, kinds in ((Role.GP, {CarePlan.kind}), (Role.NURSE, set())):
        read = read_again(context.store, as_role(context, role), who)
        assert {kind.kind for _, kind in read.in_areas} == kinds


def test_every_area_names_kinds_that_exist_and_offers_no_form_of_another_area() -> None:
    assert area_kinds()
    titles = [area.title for area in AREAS]
    assert len(set(titles)) == len(titles)
    for area in AREAS:
        assert set(area.offered) <= set(area.kinds)
    with pytest.raises(LookupError, match="no kind of statement"):
        statement_named("resident")


@pytest.mark.parametrize(
    "area", [each for each in AREAS if each.beside], ids=lambda each: each.title
)
def test_an_area_beside_a_list_is_opened_by_its_words_and_come_back_to(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination], area: Area
) -> None:
    page = ResidentPage(context, who, area.title)
    qtbot.addWidget(page)
    page.resize(1116, 776)
    with qtbot.waitExposed(page):
        page.show()
    page.load()
    qtbot.waitUntil(page.tabs.isVisible)
    tab = next(each for each in page.areas if each.area is area)
    assert tab.isVisible()
    assert TABS[page.tabs.currentIndex()] == area.beside
    tab.findChildren(Button)[0].click()
    assert visited[0].back == ToResident(who, area.title)  # type: ignore[union-attr]


def test_what_a_role_may_not_read_is_absent_and_not_greyed(
    qtbot: QtBot, context: Context, who: str
) -> None:
    """A home's staff see no list, no line, no form and no word of a concern about the home."""
    told = dump(
        safeguarding(seen_or_said="Zqxcanary", noticed_at=context.clock(), referred_at=None)
    )
    draft = Draft(Safeguarding, who, told)
    record_statement(context.store, by=context.actor, draft=draft)
    for role in (Role.SOCIAL_WORKER, Role.HOME_MANAGER):
        may = role in Safeguarding.readers
        page, _ = shown(qtbot, replace(context, actor=as_role(context, role)), who, "Safeguarding")
        QTest.mouseClick(page.deeds.more, Qt.MouseButton.LeftButton)
        for place in (page.tabs.currentIndex(), TABS.index("Timeline")):
            page.tabs.setCurrentIndex(place)
            parts = (page, *page.findChildren(QWidget))
            words = " ".join(f"{said(each)} {each.accessibleName()}" for each in parts)
            assert ("Zqxcanary" in words, "Safeguarding" in words) == (may, may), role
        assert any(each.area.title == "Safeguarding" for each in page.areas) == may
        assert (Safeguarding.kind in page.deeds.forms) == may


def test_who_may_not_read_an_area_and_asks_for_it_is_at_what_it_stands_beside(
    qtbot: QtBot, context: Context, who: str
) -> None:
    page = ResidentPage(
        replace(context, actor=as_role(context, Role.HOME_NURSE)), who, "Safeguarding"
    )
    qtbot.addWidget(page)
    assert TABS[page.tabs.currentIndex()] == CARE_PLAN


def test_an_area_of_what_is_restricted_stands_beside_another() -> None:
    """The tabs of every role are the same; a list beside can be absent."""
    hidden = [each for each in AREAS if set(each.kinds) & set(restricted_kinds())]
    assert [(each.title, each.beside != "", each.kinds) for each in hidden] == [
        ("Safeguarding", True, (Safeguarding.kind,))
    ]
