"""A draft is kept, offered to the right person for the right resident, and never lost by a key."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import round_page
from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.entry import full_path_fields
from mdt_desktop.ui.round.page import RoundRunPage
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import ALT, click, desk_of, named, press, sign, type_words, words_on
from tests.ui.round.scene import Scene

WORDS = "Chest clear, drinks when prompted"


def typed_and_kept(qtbot: QtBot, page: RoundRunPage, words: str = WORDS) -> None:
    with qtbot.waitSignal(desk_of(page).autosave.saved, timeout=5_000):
        type_words(words)


def _in_the_store(context: Context, statement: str) -> None:
    with context.store.deed(context.actor) as unit:
        unit.connection.exec_driver_sql(statement)
        unit.commit()


def test_a_draft_typed_and_left_by_a_crash_comes_back_within_seconds(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    before = open_round()
    typed_and_kept(qtbot, before)
    who = scene.residents[0]
    kept = context.drafts.load(context.actor.person_id, RoundEntry.kind, who)
    assert kept is not None
    assert WORDS in kept.body
    page = open_round(who)  # the first window was never closed or left
    desk = desk_of(page)
    assert desk.offer_bar.text.startswith("You left a draft for ACHTERBERG at 07:15.")
    assert desk.form.note.value() == ""
    assert not desk.form.isEnabled()
    sign(page)
    assert "Go on with the draft you left, or put it away" in page.message.text
    click(named(page, "Go on with it"))
    assert desk.form.note.value() == WORDS
    assert desk.form.isEnabled()
    assert not desk.offer_bar.isVisible()


def test_a_field_that_was_made_when_asked_for_is_kept_as_soon_as_it_is_left(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    desk = desk_of(page)
    click(named(page, "More fields"))
    desk.form.field(full_path_fields()[0]).setFocus()
    type_words(WORDS)
    for waiting in (desk.autosave._pause, desk.autosave._longest):
        waiting.stop()
    with qtbot.waitSignal(desk.autosave.saved, timeout=5_000):
        desk.form.note.setFocus()
    kept = context.drafts.load(context.actor.person_id, RoundEntry.kind, scene.residents[0])
    assert kept is not None
    assert WORDS in kept.body


def test_a_draft_of_one_resident_is_never_shown_for_another(
    qtbot: QtBot, scene: Scene, open_round: Open
) -> None:
    before = open_round()
    typed_and_kept(qtbot, before)
    page = open_round(scene.residents[1])
    assert not desk_of(page).is_asking
    assert WORDS not in words_on(page)
    assert desk_of(page).form.note.value() == ""
    spoken = [cell.accessibleName() for cell in page.head.rail.findChildren(Button)]
    assert "1 of 3, room 1, draft left" in spoken


def test_a_draft_of_one_person_is_not_offered_to_another(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    before = open_round()
    typed_and_kept(qtbot, before)
    nurse = replace(context.actor, person_id="person-2", name="Grace Obi", role=Role.HOME_NURSE)
    page = RoundRunPage(replace(context, actor=nurse), scene.home_id, scene.day, scene.residents[0])
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: is_open(page))
    assert desk_of(page).form.note.value() == ""
    assert not desk_of(page).is_asking
    assert desk_of(page).form.who.choice.currentText() == "Nobody named"


def test_a_draft_put_away_can_be_brought_back_until_the_page_is_left(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    before = open_round()
    typed_and_kept(qtbot, before)
    page = open_round(scene.residents[0])
    click(named(page, "Put it away"))
    desk = desk_of(page)
    assert desk.form.note.value() == ""
    assert desk.form.isEnabled()
    who = scene.residents[0]
    person = context.actor.person_id
    qtbot.waitUntil(lambda: context.drafts.load(person, RoundEntry.kind, who) is None)
    qtbot.waitUntil(lambda: "Bring it back" in words_on(page))
    click(named(page, "Bring it back"))
    assert desk.form.note.value() == WORDS
    desk.autosave.flush()
    qtbot.waitUntil(lambda: context.drafts.load(person, RoundEntry.kind, who) is not None)


def test_moving_without_signing_keeps_the_draft_and_brings_it_back(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    first, second, third = scene.residents
    type_words(WORDS)
    press(Qt.Key.Key_4, ALT)
    press(Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id == second)
    assert desk_of(page).form.note.value() == ""
    press(Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id == third)
    press(Qt.Key.Key_Right, ALT)  # nobody further on
    assert desk_of(page).resident_id == third
    for who in (second, first):
        press(Qt.Key.Key_Left, ALT)
        qtbot.waitUntil(
            lambda who=who: is_open(page) and desk_of(page).resident_id == who  # type: ignore[misc]
        )
    form = desk_of(page).form
    assert (form.note.value(), form.how.value()) == (WORDS, "not_seen")
    assert form.isEnabled()
    with context.store.reading() as connection:
        assert round_page(connection, context.actor, scene.home_id, scene.day).entries == ()


def test_an_action_typed_last_week_keeps_the_friday_it_meant(
    qtbot: QtBot, scene: Scene, open_round: Open, context: Context
) -> None:
    before = open_round()
    form = desk_of(before).form
    form.action_lines.setFocus()
    with qtbot.waitSignal(desk_of(before).autosave.saved, timeout=5_000):
        type_words("weigh @home fri")
        press(Qt.Key.Key_Return)
        desk_of(before).autosave.flush()
    qtbot.waitUntil(lambda: not desk_of(before).autosave.is_unsaved)
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    context.clock.advance(days=7)  # type: ignore[attr-defined]
    page = open_round(scene.residents[0])
    assert "on 24-Nov-2026 at 07:15" in desk_of(page).offer_bar.text
    click(named(page, "Go on with it"))
    qtbot.waitUntil(lambda: "Due Fri 27-Nov-2026" in words_on(page))


def test_text_that_could_not_be_kept_on_leaving_is_said_and_is_there_on_coming_back(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    told: list[str] = []
    page = open_round(not_done=told.append)
    first, second = scene.residents[:2]
    full = "CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'full'); END"
    _in_the_store(context, full)
    type_words(WORDS)
    press(Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id == second)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].startswith("Not saved when you left. ")
    assert "What you typed is kept until you close the program" in told[0]
    _in_the_store(context, "DROP TRIGGER full")
    press(Qt.Key.Key_Left, ALT)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id == first)
    assert desk_of(page).form.note.value() == WORDS
