"""Saving, failing to save, drafts, and what comes in while the form is open."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.errors import StoreProblem
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind
from mdt_core.store.unit_of_work import About
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToResident
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.resident.reading import read_again
from tests.support.ward import UNWELL, Ward
from tests.ui.observations.hands import focused, number, type_number
from tests.ui.resident.people import observe


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


@pytest.fixture
def page(qtbot: QtBot, context: Context, who: str) -> ObservationsPage:
    return opened(qtbot, context, who)


def opened(qtbot: QtBot, context: Context, who: str) -> ObservationsPage:
    """The screen, as soon as it can be used or asks about a draft."""
    page = ObservationsPage(context, who, ToResident(who, "Observations"))
    qtbot.addWidget(page)
    page.resize(1116, 776)
    with qtbot.waitExposed(page):
        page.show()
    context.bus.changed.connect(page.refresh)  # as the frame does
    page.load()
    qtbot.waitUntil(lambda: page.save.isEnabled() or page.offer_bar.isVisible())
    return page


def pulse(page: ObservationsPage, text: str) -> None:
    """Types a pulse."""
    assert page.body is not None
    type_number(page.body, "pulse", text)


def idle(qtbot: QtBot, context: Context) -> None:
    """Waits until both runners have delivered everything."""
    runners = context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


def newest(context: Context, who: str) -> ObservationSet:
    taken = read_again(context.store, context.actor, who).page.observations[0].record
    assert taken is not None
    return taken


def test_it_opens_on_the_breaths_with_the_name_on_the_deed(page: ObservationsPage) -> None:
    assert page.save.text() == "Save for ACHTERBERG"
    assert page.body is not None
    assert focused() is number(page.body, "respirations").editor
    assert "ACHTERBERG" in page.banner.accessibleName().upper()


def test_ctrl_enter_saves_says_when_and_goes_back(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    context: Context,
    page: ObservationsPage,
    who: str,
    visited: list[Destination],
    told: list[str],
) -> None:
    pulse(page, "84")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(visited))
    assert visited == [ToResident(who, "Observations")]
    assert told == ["Saved 07:15:00"]
    assert newest(context, who).pulse == 84
    assert context.drafts.of_person(context.actor.person_id) == ()


def test_the_number_in_the_focused_box_is_checked_before_saving(
    context: Context, page: ObservationsPage, who: str
) -> None:
    assert page.body is not None
    before = newest(context, who)
    number(page.body, "pulse").setFocus()
    QTest.keyClicks(focused(), "999")
    page.save.click()
    assert number(page.body, "pulse").problem == "Pulse must be between 10 and 250 a minute"
    assert page.message.text == number(page.body, "pulse").problem
    assert newest(context, who) == before


def test_an_empty_set_is_refused_in_words(page: ObservationsPage) -> None:
    page.save.click()
    assert page.message.text.startswith("Enter at least one observation")


def test_a_failed_save_keeps_the_text_and_says_why(
    qtbot: QtBot, context: Context, page: ObservationsPage, visited: list[Destination]
) -> None:
    pulse(page, "84")
    idle(qtbot, context)
    with context.store.deed(context.actor) as unit:
        unit.connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        unit.commit()
    page.save.click()
    qtbot.waitUntil(lambda: page.message.text.startswith("Not saved"))
    assert "Your text is still here" in page.message.text
    assert page.body is not None
    assert page.body.form.draft().values["pulse"] == "84"
    assert page.save.isEnabled()
    assert visited == []


def test_a_full_disk_is_said_once() -> None:
    from mdt_desktop.ui.autosave import not_saved_words  # noqa: PLC0415

    full = StoreProblem(
        "Not saved. The disk is full. Your text is still here.",
        next_step="Free some space, then press Sign again.",
    )
    assert not_saved_words(full) == (
        "Not saved. The disk is full. Your text is still here. "
        "Free some space, then press Sign again"
    )


def test_a_draft_that_was_left_is_offered_and_gone_on_with(
    qtbot: QtBot, context: Context, who: str
) -> None:
    first = opened(qtbot, context, who)
    pulse(first, "84")
    assert first.body is not None
    missing = first.body.form.not_taken["temperature"]
    QTest.mouseClick(missing.button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(missing.reason.button("declined"), Qt.MouseButton.LeftButton)
    first.close()
    idle(qtbot, context)
    again = opened(qtbot, context, who)
    assert again.offer_bar.accessibleName() == (
        "You left a draft for ACHTERBERG at 07:15. Go on with it, or put it away"
    )
    assert again.body is not None
    assert not again.body.isEnabled()
    again.offer_bar.go_on.click()
    values = again.body.form.draft().values
    assert values["pulse"] == "84"
    assert values["not_taken"] == [{"field": "temperature", "reason": "declined"}]


def test_a_draft_put_away_is_gone(qtbot: QtBot, context: Context, who: str) -> None:
    first = opened(qtbot, context, who)
    pulse(first, "84")
    first.close()
    idle(qtbot, context)
    again = opened(qtbot, context, who)
    again.offer_bar.away.click()
    idle(qtbot, context)
    assert again.body is not None
    assert "pulse" not in again.body.form.draft().values
    assert context.drafts.of_person(context.actor.person_id) == ()


def test_a_draft_is_not_offered_for_another_resident(
    qtbot: QtBot, context: Context, ward: Ward, who: str
) -> None:
    first = opened(qtbot, context, who)
    pulse(first, "84")
    first.close()
    idle(qtbot, context)
    other = opened(qtbot, context, ward.of("Patel"))
    assert other.offer_bar.isHidden()
    assert other.body is not None
    assert "pulse" not in other.body.form.draft().values


def test_what_comes_in_is_said_above_the_form_and_changes_nothing_in_it(
    qtbot: QtBot, context: Context, page: ObservationsPage, who: str
) -> None:
    pulse(page, "84")
    observe(context.store, context.actor, who, days_ago=0, pulse=120)
    context.bus.publish(Changes(frozenset({"observation_set"}), frozenset({who})))
    qtbot.waitUntil(lambda: bool(page.news.words))
    assert page.news.words == (
        "New since you opened: observations of 24-Nov-2026 07:10, Dr Amina Shah"
    )
    assert page.body is not None
    assert page.body.form.draft().values["pulse"] == "84"


def test_news_of_another_resident_is_none_of_this_form(
    qtbot: QtBot, context: Context, page: ObservationsPage, ward: Ward
) -> None:
    other = ward.of("Patel")
    observe(context.store, context.actor, other, days_ago=0, pulse=120)
    context.bus.publish(Changes(frozenset({"observation_set"}), frozenset({other})))
    idle(qtbot, context)
    assert page.news.words == ""


def test_changed_allergies_must_be_looked_at_before_saving(
    qtbot: QtBot,
    context: Context,
    page: ObservationsPage,
    who: str,
    visited: list[Destination],
) -> None:
    pulse(page, "84")
    with context.store.deed(context.actor) as unit:
        known = AllergyState(
            state=AllergyStateKind.KNOWN, allergies=(Allergy(substance="Codeine"),)
        )
        unit.sign(known, About(who, unit.home_of(who)))
        unit.commit()
    context.bus.publish(Changes(frozenset({"allergy_state"}), frozenset({who})))
    qtbot.waitUntil(lambda: "allergies changed" in page.news.words)
    assert "Codeine" in page.banner.accessibleName()
    page.save.click()
    assert page.message.text == "Look at what is new before you save"
    page.news.bar.acted.emit("Look")
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))


def test_esc_goes_back_and_keeps_the_draft(
    qtbot: QtBot, context: Context, page: ObservationsPage, visited: list[Destination]
) -> None:
    pulse(page, "84")
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    idle(qtbot, context)
    assert len(visited) == 1
    assert len(context.drafts.of_person(context.actor.person_id)) == 1
