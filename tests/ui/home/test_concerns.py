"""Concerns on a home's page: raised about the home or a resident, shown with how far each has come."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.roles import Role
from mdt_core.use_cases.concerns import answer_concern
from mdt_core.use_cases.observations import raise_concern
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToConcern, ToHome
from mdt_desktop.ui.home.page import HomePage
from tests.support.ward import Ward
from tests.ui.round.hands import words_on

WORRIED = Concern(words="Off his food", how_soon=HowSoon.TODAY)

Open = Callable[..., HomePage]


@pytest.fixture
def opened(qtbot: QtBot, context: Context, ward: Ward) -> Iterator[Open]:
    def open_page(actor: Actor | None = None) -> HomePage:
        page = HomePage(replace(context, actor=actor or context.actor), ward.home_id)
        qtbot.addWidget(page)
        page.resize(1116, 776)
        context.bus.changed.connect(page.refresh)
        with qtbot.waitExposed(page):
            page.show()
        page.load()
        qtbot.waitUntil(lambda: len(page.model.rows) == 12)
        return page

    yield open_page
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle and context.runners.reads.is_idle)


def carer(ward: Ward) -> Actor:
    return Actor("c", "Joy Adeyemi", Role.HOME_CARER, "Larch House", frozenset({ward.home_id}))


def about(page: HomePage, words: str) -> None:
    box = page.raising.form.about.editor
    place = next(n for n in range(box.count()) if words in box.itemText(n))
    while box.currentIndex() < place:
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_raising_a_concern_is_the_first_button_of_the_page(opened: Open, ward: Ward) -> None:
    page = opened(carer(ward))
    assert page.deeds()[0] is page.raise_concern
    assert page.raise_concern.isVisible()
    buttons = [each for each in page.deeds() if each.isVisible()]
    assert min(buttons, key=lambda each: (each.y(), each.x())) is page.raise_concern


def test_a_concern_about_the_home_is_written_there_and_says_whom_to_phone(
    qtbot: QtBot, opened: Open, ward: Ward
) -> None:
    page = opened(carer(ward))
    page.raise_concern.click()
    form = page.raising.form
    form.save.click()
    assert form.about.problem == "Choose whom it is about."
    about(page, "The home itself: Larch House")
    assert form.save.text() == "Save for Larch House"
    form.save.click()
    assert form.words.problem == "Say what it is."
    QTest.keyClicks(form.words.editor, "Two on sick leave tonight")
    form.how_soon.button(HowSoon.TODAY.value).click()
    assert form.phone.isVisible()
    assert "0161 496 0999 (out of hours)" in words_on(form)
    form.save.click()
    qtbot.waitUntil(lambda: "Two on sick leave tonight" in words_on(page.concerns))
    said = words_on(page.concerns)
    assert "About the home" in said
    assert "○ Waiting to be sent" in said
    assert page.message.text == "Kept on this computer. Not sent yet"


def test_about_a_resident_it_goes_on_to_the_page_with_that_banner(
    opened: Open, ward: Ward, visited: list[Destination]
) -> None:
    page = opened(carer(ward))
    page.raise_concern.click()
    about(page, "OKONKWO")
    form = page.raising.form
    assert "NHS No. 999 000 0042" in form.about.editor.currentText()
    assert not form.words.isVisible()
    assert form.save.text() == "Go on for OKONKWO"
    form.save.click()
    assert visited == [ToConcern(ward.of("Okonkwo"), ToHome(ward.home_id))]


def test_the_answer_is_read_there_and_the_team_sees_that_it_was(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    who = ward.of("Okonkwo")
    by = carer(ward)
    concern_id, _ = raise_concern(context.store, by=by, resident_id=who, concern=WORRIED)
    team = opened()
    qtbot.waitUntil(lambda: team.concerns.toggle.text().endswith("(1), 1 not answered yet"))
    theirs = opened(by)
    qtbot.waitUntil(lambda: "Off his food" in words_on(theirs.concerns))
    assert "Off his food" not in words_on(team.concerns)
    assert "Got by the team" not in words_on(theirs.concerns)
    team.concerns.toggle.click()
    qtbot.waitUntil(lambda: "✓ Got by the team 07:15" in words_on(theirs.concerns))
    _, changes = answer_concern(
        context.store, by=context.actor, concern_id=concern_id, words="Offer soup"
    )
    theirs.refresh(Changes(changes.kinds, changes.ids))
    qtbot.waitUntil(lambda: "«Offer soup»" in words_on(theirs.concerns))
    qtbot.waitUntil(lambda: "Answer seen by the home 07:15" in words_on(team.concerns))


def test_to_the_team_the_residents_come_first_and_many_concerns_take_one_line(
    qtbot: QtBot, opened: Open, context: Context, ward: Ward
) -> None:
    for who in ("Okonkwo", "Achterberg", "Featherstone"):
        raise_concern(context.store, by=carer(ward), resident_id=ward.of(who), concern=WORRIED)
    page = opened()
    qtbot.waitUntil(page.concerns.isVisible)
    scroll = page.currentWidget()
    assert isinstance(scroll, QScrollArea)
    assert scroll.verticalScrollBar().maximum() == 0, "the whole list must fit below the head"
    page.concerns.toggle.click()
    qtbot.waitUntil(lambda: words_on(page.concerns).count("Off his food") == 3)
    page.refresh(Changes(frozenset({Concern.kind}), frozenset()))
    qtbot.waitUntil(lambda: page.concerns.toggle.text() == "Hide concerns")
    page.concerns.toggle.click()
    assert "Off his food" not in words_on(page.concerns)


def test_escape_goes_back_to_the_list_and_nothing_is_written(opened: Open, ward: Ward) -> None:
    page = opened(carer(ward))
    page.raise_concern.click()
    QTest.keyClick(page.raising.form, Qt.Key.Key_Escape)
    assert page.currentWidget() is not page.raising.form
    assert not page.concerns.isVisible()
