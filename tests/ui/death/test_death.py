"""A death is recorded with the PIN again, takes the resident off the lists, and can be withdrawn."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.actions import Action, ActionState
from mdt_core.records.deaths import Death
from mdt_core.store.queries.homes import residents_of
from mdt_core.store.queries.statements import cards, statements
from mdt_core.store.unit_of_work import About
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.words import Words
from mdt_desktop.ui.context import Context, ToResident
from mdt_desktop.ui.death.page import DeathForm, DeathPage
from mdt_desktop.ui.resident.page import ResidentPage
from tests.support.ward import UNWELL, Ward
from tests.ui.conftest import PASSPHRASE
from tests.ui.episode.hands import choose, idle, opened, type_into
from tests.ui.observations.hands import said


@pytest.fixture
def who(context: Context, ward: Ward) -> str:
    """Somebody with one open action."""
    resident_id = ward.of(UNWELL)
    with context.store.deed(context.actor) as unit:
        unit.write(Action(text="Weigh weekly"), About(resident_id, ward.home_id))
        unit.commit()
    return resident_id


def page_of(qtbot: QtBot, context: Context, who: str) -> tuple[DeathPage, DeathForm]:
    page = opened(qtbot, context, lambda: DeathPage(context, who, ToResident(who)))
    assert isinstance(page, DeathPage)
    assert page.form is not None
    return page, page.form


def answer(form: DeathForm) -> None:
    choose(form, "time_known", "found")
    type_into(form, "died_at", "t 0540")
    choose(form, "place", "here")
    choose(form, "expected", "yes")
    type_into(form, "verified_by", "Grace Obi, nurse")


def save(qtbot: QtBot, context: Context, page: DeathPage, secret: str) -> None:
    assert page.form is not None
    page.form.secret.editor.setFocus()
    QTest.keyClicks(page.form.secret.editor, secret)
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    idle(qtbot, context)


def deaths(context: Context, who: str) -> int:
    with context.store.reading() as connection:
        return len(statements(connection, Death, who))


def living(context: Context, ward: Ward) -> set[str]:
    with context.store.reading() as connection:
        lines = residents_of(connection, context.actor, ward.home_id)
    return {line.resident_id for line in lines}


def test_the_deed_names_the_person_and_says_what_it_does(
    qtbot: QtBot, context: Context, who: str
) -> None:
    page, form = page_of(qtbot, context, who)
    assert page.save.text() == "Record the death of ACHTERBERG"
    words = [each.text() for each in form.findChildren(Words)]
    assert (
        "Record the death of ACHTERBERG, born 03-Feb-1938? This stops rounds and reminders. "
        "It can be withdrawn if wrong"
    ) in words


def test_without_the_secret_and_with_a_wrong_one_nothing_is_recorded(
    qtbot: QtBot, context: Context, ward: Ward, who: str
) -> None:
    page, form = page_of(qtbot, context, who)
    answer(form)
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert page.message.text == "Type your passphrase to record the death"
    save(qtbot, context, page, "not this one at all")
    assert page.message.text
    assert form.secret.value() == ""
    assert deaths(context, who) == 0
    assert who in living(context, ward)
    assert form.draft().values["place"] == "here"


def test_recorded_the_resident_is_on_no_list_and_open_tasks_are_named(
    qtbot: QtBot, context: Context, ward: Ward, who: str
) -> None:
    page, form = page_of(qtbot, context, who)
    answer(form)
    save(qtbot, context, page, PASSPHRASE)
    qtbot.waitUntil(lambda: page.is_saved)
    assert who not in living(context, ward)
    stop = next(
        each
        for each in page.findChildren(Button)
        if each.accessibleName().startswith("Stop: Weigh weekly")
    )
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stop.text() == "✓ Stopped")
    with context.store.reading() as connection:
        [action] = cards(connection, Action, who)
    assert action.record is not None
    assert (action.record.state, action.record.outcome) == (
        ActionState.STOPPED,
        "Resident has died",
    )
    assert context.drafts.of_person(context.actor.person_id) == ()


def test_withdrawn_from_the_timeline_the_resident_is_back_on_the_list(
    qtbot: QtBot, context: Context, ward: Ward, who: str
) -> None:
    page, form = page_of(qtbot, context, who)
    answer(form)
    save(qtbot, context, page, PASSPHRASE)
    qtbot.waitUntil(lambda: page.is_saved)
    resident = ResidentPage(context, who, "Timeline")
    qtbot.addWidget(resident)
    resident.resize(1116, 776)
    with qtbot.waitExposed(resident):
        resident.show()
    context.bus.changed.connect(resident.refresh)
    resident.load()
    qtbot.waitUntil(resident.tabs.isVisible)
    assert resident.banner.property("deceased") == "true"
    assert resident.deeds.death.isHidden()
    undo = next(
        each
        for each in resident.timeline.findChildren(Button)
        if each.accessibleName().startswith("Undo: Death")
    )
    undo.click()
    qtbot.waitUntil(lambda: "signed by mistake" in said(resident.timeline))
    assert who in living(context, ward)
    assert resident.banner.property("deceased") != "true"


def test_a_long_name_in_the_deed_goes_on_below_and_is_never_cut(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    page, _ = page_of(qtbot, context, ward.of("St John-Smythe"))
    page.resize(360, 776)
    one_line = page.save.fontMetrics().height()
    qtbot.waitUntil(lambda: page.save.height() > 2 * one_line)
    assert page.save.width() <= page.width()
    page.resize(1116, 776)
    qtbot.waitUntil(lambda: page.save.text() == "Record the death of ST JOHN-SMYTHE")
