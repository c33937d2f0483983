"""A concern in four interactions; whom to phone is said, and nobody is promised to read it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.fields import NOTE_LIMIT
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.observations import SoftSign
from mdt_core.roles import Role
from mdt_core.store.queries.concerns import home_concerns_sent
from mdt_core.store.queries.statements import Signed, statements
from mdt_core.use_cases.observations import raise_concern
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.concern.page import ConcernPage
from mdt_desktop.ui.context import Context, Destination, ToConcern, ToResident
from mdt_desktop.ui.frame.screens import make_screen
from tests.support import builders
from tests.support.ward import UNPLACED, UNWELL, Ward
from tests.ui.fall.conftest import TABLET
from tests.ui.fall.hands import Hands, answer, choice, places_of, type_words, words_on

OpenConcern = Callable[..., ConcernPage]


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


@pytest.fixture
def open_concern(qtbot: QtBot, context: Context, who: str) -> OpenConcern:
    """Opens the form and waits until it can be answered, or says why not."""

    def opened(width: int = 1116, about: str = who, within: Context = context) -> ConcernPage:
        page = ConcernPage(within, about, ToResident(about))
        qtbot.addWidget(page)
        page.resize(width, 776)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        within.bus.changed.connect(page.refresh)  # as the frame does
        page.load()
        qtbot.waitUntil(
            lambda: page.save.isEnabled() or page.offer_bar.isVisible() or bool(page.message.text)
        )
        return page

    return opened


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def concerns_of(context: Context, who: str) -> tuple[Signed[Concern], ...]:
    with context.store.reading() as connection:
        return statements(connection, Concern, who)


def test_a_sign_words_how_soon_and_save_are_four_interactions(
    qtbot: QtBot, open_concern: OpenConcern, context: Context, who: str
) -> None:
    page = open_concern(TABLET)
    hands = Hands(page)
    hands.touch("soft_signs", "sleepier")
    hands.write("words", "Not herself since breakfast")
    hands.touch("how_soon", "this_round")
    hands.press_save()
    qtbot.waitUntil(lambda: page.is_saved)
    assert hands.done == 4
    (concern,) = concerns_of(context, who)
    assert concern.record == Concern(
        words="Not herself since breakfast",
        soft_signs=(SoftSign.SLEEPIER,),
        how_soon=HowSoon.THIS_ROUND,
    )


def test_by_keys_it_starts_at_what_is_seen_and_ctrl_enter_saves(
    qtbot: QtBot, open_concern: OpenConcern, context: Context, who: str
) -> None:
    page = open_concern()
    assert QApplication.focusWidget() is choice(page, "soft_signs", "eating")
    for keys in ("13", "\t", "Eats little", "\t", "3"):
        QTest.keyClicks(focused(), keys)
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.is_saved)
    (concern,) = concerns_of(context, who)
    assert concern.record is not None
    assert concern.record.soft_signs == (SoftSign.EATING, SoftSign.CONFUSED)
    assert (concern.record.words, concern.record.how_soon) == (
        "Eats little",
        HowSoon.WHEN_YOU_CAN,
    )


def test_today_says_whom_to_phone_and_promises_nobody(
    qtbot: QtBot, open_concern: OpenConcern
) -> None:
    words = (
        "This waits for the network. If you are worried now, phone 0161 496 0123 (Larch House)"
        " or 0161 496 0999 (out of hours)"
    )
    page = open_concern()
    assert "phone" not in words_on(page)
    answer(page, "how_soon", "today")
    assert words in words_on(page)
    answer(page, "how_soon", "when_you_can")
    assert "phone" not in words_on(page)
    answer(page, "how_soon", "today")
    answer(page, "soft_signs", "pain")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    assert words in words_on(page)


def test_the_homes_own_staff_are_given_the_number_out_of_hours_alone(
    open_concern: OpenConcern, context: Context
) -> None:
    page = open_concern(within=replace(context, actor=builders.actor(Role.HOME_CARER)))
    answer(page, "how_soon", "today")
    shown = words_on(page)
    assert "phone 0161 496 0999 (out of hours)" in shown
    assert "0161 496 0123" not in shown


def test_where_no_number_is_recorded_that_is_said(open_concern: OpenConcern, ward: Ward) -> None:
    page = open_concern(about=ward.of(UNPLACED))
    answer(page, "how_soon", "today")
    assert "No number is recorded for this home" in words_on(page)
    assert [rect for rect in places_of(page) if rect.height() < 44] == []


def test_afterwards_only_what_is_true_on_this_computer_is_said(
    qtbot: QtBot, open_concern: OpenConcern
) -> None:
    page = open_concern()
    answer(page, "soft_signs", "skin")
    answer(page, "how_soon", "when_you_can")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    shown = words_on(page)
    assert "Saved 07:15:00" in shown
    assert "Kept on this computer. Not sent yet" in shown
    for promise in ("Got by the team", "Answered", "Sent >", "will be read"):
        assert promise not in shown


def test_what_is_missing_is_said_and_gone_to(
    open_concern: OpenConcern, context: Context, who: str
) -> None:
    page = open_concern()
    assert page.form is not None
    for words, field, then in (
        ("Say what you see, or choose a sign", "soft_signs", ("soft_signs", "pain")),
        ("Choose how soon", "how_soon", ("soft_signs", "pain")),
        ("Say what you see, or choose a sign", "soft_signs", ("how_soon", "today")),
    ):
        page.save.click()
        assert page.message.text == words
        assert page.form.rows[field].isAncestorOf(focused())
        answer(page, *then)
    assert concerns_of(context, who) == ()


def test_words_without_end_are_refused_in_words(open_concern: OpenConcern) -> None:
    page = open_concern()
    answer(page, "how_soon", "when_you_can")
    assert page.form is not None
    field = page.form.rows["words"]
    field.set_value("x" * (NOTE_LIMIT + 1))  # type: ignore[attr-defined]
    page.save.click()
    assert "longer than 20,000 characters" in page.message.text


def test_a_concern_about_the_home_names_the_home_in_the_deed_and_nobody_in_the_record(
    qtbot: QtBot, open_concern: OpenConcern, context: Context, ward: Ward, who: str
) -> None:
    page = open_concern()
    assert page.form is not None
    assert page.save.text() == "Save for ACHTERBERG"
    page.form.about.button("home").click()
    assert page.save.text() == "Save for Larch House"
    type_words(page, "words", "One night nurse for two floors")
    answer(page, "how_soon", "today")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    assert "About the home: Larch House" in words_on(page)
    with context.store.reading() as connection:
        (concern,) = home_concerns_sent(
            connection, context.actor, [ward.home_id], {}, context.clock()
        )
    assert concern.told.record is not None
    assert concern.told.record.words == "One night nurse for two floors"
    assert concerns_of(context, who) == ()


def test_somebody_without_a_home_has_no_home_to_choose(
    open_concern: OpenConcern, ward: Ward
) -> None:
    page = open_concern(about=ward.of(UNPLACED))
    assert page.form is not None
    with pytest.raises(KeyError):
        page.form.about.button("home")


def test_a_draft_comes_back_about_the_home_it_was_about(
    qtbot: QtBot, open_concern: OpenConcern, context: Context, who: str
) -> None:
    page = open_concern()
    assert page.form is not None
    page.form.about.button("home").click()
    type_words(page, "words", "The lift is out")
    page.leave()
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    again = open_concern()
    assert again.offer_bar.isVisible()
    again.offer_bar.go_on.click()
    assert again.save.text() == "Save for Larch House"
    answer(again, "how_soon", "this_round")
    again.save.click()
    qtbot.waitUntil(lambda: again.is_saved)
    assert context.drafts.load(context.actor.person_id, "concern", who) is None


def test_a_concern_of_another_meanwhile_is_said_above_the_form(
    qtbot: QtBot, open_concern: OpenConcern, context: Context, who: str
) -> None:
    page = open_concern()
    answer(page, "soft_signs", "pain")
    other = Concern(words="Cries at night", how_soon=HowSoon.TODAY)
    _, changes = raise_concern(
        context.store, by=builders.actor(Role.HOME_CARER), resident_id=who, concern=other
    )
    context.bus.publish(Changes(changes.kinds, changes.ids))
    qtbot.waitUntil(page.news.isVisible)
    assert "concern of 24-Nov-2026 07:15, Care-home carer" in page.news.words
    assert page.form is not None
    assert page.form.draft().values["soft_signs"] == ["pain"]


def test_who_may_not_raise_a_concern_reads_why_and_gets_no_form(
    open_concern: OpenConcern, context: Context
) -> None:
    page = open_concern(within=replace(context, actor=builders.actor(Role.SOCIAL_WORKER)))
    assert page.form is None
    assert "You can read this but not change it" in page.message.text
    assert page.save.isHidden()


def test_escape_goes_back(open_concern: OpenConcern, who: str, visited: list[Destination]) -> None:
    page = open_concern()
    QTest.keyClick(page.save, Qt.Key.Key_Escape)
    assert visited == [ToResident(who)]


def test_the_frame_makes_this_page_of_its_destination(
    qtbot: QtBot, context: Context, who: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    page = make_screen(context, ToConcern(who, ToResident(who)), parent).widget
    assert isinstance(page, ConcernPage)
    page.load()
    qtbot.waitUntil(page.save.isEnabled)
