"""No change: two interactions, the exact words, bound to what was seen, refused with the reason."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.record import Status
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.statements import Signed
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.observations import raise_concern
from mdt_core.use_cases.rounds import sign_entry
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.no_change import HAS_TEXT
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.counted import Counted
from tests.support.memory_store import TestClock
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import CTRL, desk_of, named, type_words, words_on
from tests.ui.round.scene import Scene, observe

WORDS = "No change since 17-Nov-2026. Plan of 17-Nov-2026 still right. No open actions."


def resident(context: Context, who: str) -> ResidentPage:
    with context.store.reading() as connection:
        return resident_page(connection, context.actor, who)


def newest(context: Context, who: str) -> Signed[RoundEntry]:
    return resident(context, who).entries[0]


@pytest.fixture
def settled(context: Context, by: Actor, clock: TestClock, scene: Scene) -> str:
    """The second on the list, planned for a week ago, with nothing new since; gives the id."""
    who = scene.residents[1]
    now = clock.now
    clock.now = now - timedelta(days=7)
    values = {"how": "video", "note": "Well", "plan": "Walk daily", "see_again": "next_round"}
    stay = resident(context, who).line.stay_id
    assert stay is not None
    sign_entry(context.store, by=by, draft=Draft(RoundEntry, who, values), looked_at=[stay])
    clock.now = now
    return who


def wait_panel(qtbot: QtBot, page: RoundRunPage) -> None:
    qtbot.waitUntil(page.others.no_change.panel.isVisible)


def desk_is_next(page: RoundRunPage, signed: str) -> bool:
    return page.desk is not None and page.desk.resident_id != signed and is_open(page)


def wait_message(qtbot: QtBot, page: RoundRunPage, words: str) -> None:
    qtbot.waitUntil(lambda: words in page.message.text)


def test_no_change_is_signed_by_two_interactions_and_the_next_is_open(
    qtbot: QtBot, context: Context, settled: str, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(settled), Counted()
    person.key(Qt.Key.Key_N, CTRL)
    wait_panel(qtbot, page)
    assert WORDS in words_on(page)
    assert "for featherstone, edith (mrs)" in words_on(page).casefold()
    person.press(named(page, "1  Seen by video: sign"))
    qtbot.waitUntil(lambda: desk_is_next(page, settled))
    assert person.interactions == 2
    entry = newest(context, settled)
    assert entry.record is not None
    assert (entry.record.how, entry.record.plan, entry.record.note) == (
        HowSeen.VIDEO,
        WORDS,
        None,
    )
    assert entry.record.see_again is SeeAgain.NEXT_ROUND
    assert entry.record.round_id == scene.round_id
    assert entry.record.carries_on == resident(context, settled).entries[1].id
    assert entry.record.carries_on in entry.record.answers
    assert page.deeds.saved.text() == "Saved 07:15:00"


def test_discussed_only_is_its_own_press_and_enter_alone_signs_nothing(
    qtbot: QtBot, context: Context, settled: str, open_round: Open
) -> None:
    page, person = open_round(settled), Counted()
    person.key(Qt.Key.Key_N, CTRL)
    wait_panel(qtbot, page)
    person.key(Qt.Key.Key_Return)
    assert not page.others.no_change.panel.isVisible()
    assert len(resident(context, settled).entries) == 1
    person.key(Qt.Key.Key_N, CTRL)
    wait_panel(qtbot, page)
    person.key(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: desk_is_next(page, settled))
    assert newest(context, settled).readable["how"] == "discussed"


def test_it_is_refused_with_the_reason_while_a_concern_stands(
    qtbot: QtBot, context: Context, by: Actor, settled: str, open_round: Open
) -> None:
    raise_concern(
        context.store,
        by=by,
        resident_id=settled,
        concern=Concern(words="eating less", how_soon=HowSoon.THIS_ROUND),
    )
    page, person = open_round(settled), Counted()
    person.key(Qt.Key.Key_N, CTRL)
    wait_message(
        qtbot,
        page,
        "«No change» is not available: the home's concern of 24-Nov-2026 has not been looked at",
    )
    assert not page.others.no_change.panel.isVisible()
    assert len(resident(context, settled).entries) == 1


def test_an_action_that_is_due_comes_first_and_no_change_may_follow_its_answer_at_once(
    qtbot: QtBot, context: Context, by: Actor, settled: str, open_round: Open
) -> None:
    due = Action(text="weigh him", owner="Joy", due=london_day(context.clock()))
    with context.store.deed(by) as unit:
        unit.write(due, About(settled))
        unit.commit()
    page, person = open_round(settled), Counted()
    person.key(Qt.Key.Key_N, CTRL)
    why = "the action due on 24-Nov-2026 is not answered: weigh him"
    wait_message(qtbot, page, f"«No change» is not available: {why}")
    person.press(named(page, "Done"))
    person.key(Qt.Key.Key_N, CTRL)  # before the answer is saved
    wait_panel(qtbot, page)
    person.key(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: desk_is_next(page, settled))
    assert page.message.text == ""  # what was said of one resident does not stand above the next


def test_what_comes_in_while_the_words_are_on_the_screen_refuses_the_signature(
    qtbot: QtBot, context: Context, by: Actor, settled: str, open_round: Open
) -> None:
    page, person = open_round(settled), Counted()
    person.key(Qt.Key.Key_N, CTRL)
    wait_panel(qtbot, page)
    observe(context.store, by, settled)
    person.key(Qt.Key.Key_1)
    wait_message(qtbot, page, "Something is new since you opened. Look before you sign")
    assert len(resident(context, settled).entries) == 1
    qtbot.waitUntil(lambda: "New since you opened: observations" in words_on(page))


def test_text_in_the_form_is_never_passed_over(settled: str, open_round: Open) -> None:
    page, person = open_round(settled), Counted()
    type_words("Sleepier")
    person.key(Qt.Key.Key_N, CTRL)
    assert page.message.text == HAS_TEXT
    assert not page.others.no_change.panel.isVisible()


def test_it_is_undone_by_one_press(
    qtbot: QtBot, context: Context, settled: str, open_round: Open
) -> None:
    page, person = open_round(settled), Counted()
    person.key(Qt.Key.Key_N, CTRL)
    wait_panel(qtbot, page)
    person.key(Qt.Key.Key_1)
    qtbot.waitUntil(page.deeds.undo.isVisible)
    qtbot.waitUntil(lambda: is_open(page))
    person.press(named(page, "Undo room 2"))
    qtbot.waitUntil(lambda: newest(context, settled).status is Status.ENTERED_IN_ERROR)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id == settled)


def test_the_week_after_still_names_the_plan_that_was_written(
    qtbot: QtBot, clock: TestClock, settled: str, open_round: Open
) -> None:
    page, person = open_round(settled), Counted()
    person.key(Qt.Key.Key_N, CTRL)
    wait_panel(qtbot, page)
    person.key(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: desk_is_next(page, settled))
    clock.advance(days=7)
    later = open_round(settled, day=date(2026, 12, 1))
    person.key(Qt.Key.Key_N, CTRL)
    wait_panel(qtbot, later)
    assert "No change since 24-Nov-2026. Plan of 17-Nov-2026 still right." in words_on(later)
