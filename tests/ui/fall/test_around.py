"""Around the questions: whom to call, blood thinners, drafts, news, refusals, and what comes after."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.records.falls import Fall
from mdt_core.records.medicines import ListSource
from mdt_core.records.residents import Resident
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.falls import BloodThinnersListed, record_fall
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToFall, ToObservations, ToResident
from mdt_desktop.ui.fall.page import FallPage
from mdt_desktop.ui.fall.presenter import blood_thinner_words, is_alarming
from mdt_desktop.ui.frame.screens import make_screen
from tests.support import builders
from tests.support.memory_store import STARTED
from tests.support.ward import Ward
from tests.ui.fall.conftest import OpenFall, falls_of, list_medicine
from tests.ui.fall.hands import answer, words_on

AS_OF = STARTED - timedelta(days=22)


@pytest.mark.parametrize(
    ("listed", "words", "is_amber"),
    [
        (
            BloodThinnersListed(("apixaban",), True, AS_OF, ListSource.MAR),
            "apixaban on the list as of 02-Nov-2026 (MAR). Check the MAR.",
            True,
        ),
        (
            BloodThinnersListed(("aspirin", "warfarin"), True, AS_OF, ListSource.DISCHARGE),
            "aspirin, warfarin on the list as of 02-Nov-2026 (Discharge letter). Check the MAR.",
            True,
        ),
        (
            BloodThinnersListed((), False),
            "Medicines list not recorded. Check the MAR.",
            True,
        ),
        (
            BloodThinnersListed((), True, AS_OF, ListSource.MAR),
            "No blood thinner found on the list as of 02-Nov-2026 (MAR). Check the MAR.",
            False,
        ),
        (
            BloodThinnersListed(("warfarin",), True),
            "warfarin on the list, source and date not recorded. Check the MAR.",
            True,
        ),
        (
            BloodThinnersListed((), True, AS_OF, ListSource.MAR, has_two_versions=True),
            (
                "No blood thinner found on the list as of 02-Nov-2026 (MAR)."
                " Part of it has two versions. Check the MAR."
            ),
            True,
        ),
    ],
)
def test_the_blood_thinner_line_has_the_lists_date_and_source(
    listed: BloodThinnersListed, words: str, is_amber: bool
) -> None:
    assert blood_thinner_words(listed) == words
    assert is_alarming(listed) is is_amber


@pytest.mark.usefixtures("apixaban")
def test_the_line_stands_under_head_from_the_beginning_and_again_once_saved(
    qtbot: QtBot, open_fall: OpenFall
) -> None:
    words = "▲ apixaban on the list as of 02-Nov-2026 (MAR). Check the MAR."
    page = open_fall()
    assert words in words_on(page)
    answer(page, "head", "hit")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    assert words in words_on(page)


def test_no_list_is_said_and_never_taken_for_no_medicines(open_fall: OpenFall) -> None:
    assert "Medicines list not recorded. Check the MAR." in words_on(open_fall())


def test_999_comes_first_and_the_homes_own_numbers_are_one_press_away(
    open_fall: OpenFall,
) -> None:
    page = open_fall()
    assert page.form is not None
    assert "If life is at risk call 999 first. This can wait." in words_on(page)
    assert "0161 496 0999" not in words_on(page)
    page.form.call_button.click()
    shown = words_on(page)
    for line in (
        "Out of hours  0161 496 0999",
        "Home at night  0161 496 0124",
        "Home by day  0161 496 0123",
        "Pharmacy (Elm Pharmacy)  0161 496 0555",
        "No local policy text is set",
    ):
        assert line in shown


def test_afterwards_the_call_list_and_the_time_of_saving_stand_there(
    qtbot: QtBot, open_fall: OpenFall
) -> None:
    page = open_fall()
    answer(page, "awake", "drowsy")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    shown = words_on(page)
    for words in ("Saved 07:15:00", "Out of hours  0161 496 0999", "Confused or drowsy"):
        assert words in shown
    assert page.save.isHidden()


def test_the_deed_names_the_person_and_nothing_on_the_page_is_a_score(
    open_fall: OpenFall,
) -> None:
    page = open_fall()
    assert page.save.text() == "Save fall for ACHTERBERG"
    assert "ACHTERBERG," in words_on(page.banner)
    assert "score" not in words_on(page).casefold()
    assert "risk of" not in words_on(page).casefold()


def test_save_and_add_observations_goes_on_to_them_and_then_back(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str, visited: list[Destination]
) -> None:
    page = open_fall()
    answer(page, "head", "not_known")
    page.save_and_observe.click()
    qtbot.waitUntil(lambda: bool(visited))
    assert visited == [ToObservations(who, ToResident(who))]
    assert len(falls_of(context, who)) == 1


def test_observations_can_be_added_after_looking_at_the_call_list(
    qtbot: QtBot, open_fall: OpenFall, who: str, visited: list[Destination]
) -> None:
    page = open_fall()
    answer(page, "head", "not_known")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved and page.add_observations.isVisible())
    assert page.add_observations.hasFocus()
    QTest.keyClick(page.add_observations, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert visited == [ToObservations(who, ToResident(who))]


def test_escape_keeps_what_was_answered_and_offers_it_again(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str, visited: list[Destination]
) -> None:
    page = open_fall()
    assert page.form is not None
    answer(page, "head", "hit")
    answer(page, "hurt", "cut")
    QTest.keyClick(page.form, Qt.Key.Key_Escape)
    assert visited == [ToResident(who)]
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    again = open_fall()
    assert again.offer_bar.isVisible()
    again.save.click()
    assert falls_of(context, who) == ()
    again.offer_bar.go_on.click()
    assert again.form is not None
    values = again.form.draft().values
    assert (values["head"], values["hurt"]) == ("hit", ["cut"])
    again.save.click()
    qtbot.waitUntil(lambda: again.is_saved)
    (fall,) = falls_of(context, who)
    assert fall.occurred_at == STARTED
    assert context.drafts.load(context.actor.person_id, "fall", who) is None


def test_a_form_that_nobody_answered_leaves_no_draft(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall()
    assert page.form is not None
    answer(page, "head", "hit")
    answer(page, "head", "hit")
    page.leave()
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    assert context.drafts.load(context.actor.person_id, "fall", who) is None


def test_a_fall_recorded_by_another_meanwhile_is_said_above_the_form(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall()
    answer(page, "head", "hit")
    other = builders.actor(Role.HOME_NURSE)
    told = Draft(Fall, who, {"occurred_at": utc_text(STARTED - timedelta(hours=4))})
    changes = record_fall(context.store, by=other, draft=told).changes
    context.bus.publish(Changes(changes.kinds, changes.ids))
    qtbot.waitUntil(page.news.isVisible)
    assert "fall of 24-Nov-2026 03:15, Care-home nurse" in page.news.words
    assert page.form is not None
    assert page.form.draft().values["head"] == "hit"


def test_a_medicine_that_changed_is_looked_at_before_saving_and_the_line_follows(
    qtbot: QtBot, open_fall: OpenFall, context: Context, ward: Ward, who: str
) -> None:
    page = open_fall()
    assert page.form is not None
    answer(page, "head", "hit")
    list_medicine(context, About(who, ward.home_id), "warfarin")
    context.bus.publish(Changes(frozenset({"medicine_line"}), frozenset({who})))
    qtbot.waitUntil(page.news.isVisible)
    page.save.click()
    assert page.message.text == "Look at what is new before you save"
    assert "Medicines list not recorded" in page.form.blood_thinners.text()
    page.news.bar.acted.emit("Look")
    assert "warfarin on the list" in page.form.blood_thinners.text()
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)


def test_a_failed_save_keeps_the_answers_and_says_why(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall()
    answer(page, "head", "hit")
    with context.store.deed(context.actor) as unit:
        card = unit.card(Resident, who)
        unit.connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        unit.commit()
    assert card.family_name == "Achterberg"
    page.save.click()
    qtbot.waitUntil(lambda: page.message.text.startswith("Not saved"))
    assert "Your text is still here" in page.message.text
    assert page.save.isEnabled()
    assert falls_of(context, who) == ()


def test_the_frame_makes_this_page_of_its_destination(
    qtbot: QtBot, context: Context, who: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    page = make_screen(context, ToFall(who, ToResident(who)), parent).widget
    assert isinstance(page, FallPage)
    page.load()
    qtbot.waitUntil(page.save.isEnabled)
