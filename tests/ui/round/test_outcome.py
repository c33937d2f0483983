"""Outcome: deferred, in hospital or left by two interactions, seen by all, taken back, never instead of an entry."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.records.rounds import DeferReason, OutcomeKind, RoundOutcome
from mdt_core.store.queries.rounds import round_page
from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.context import Context, Destination, ToConcern, ToFall, ToRound
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.counted import Counted
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import CTRL, desk_of, named, sign, type_words, words_on, write_entry
from tests.ui.round.scene import Scene

SHIFT = Qt.KeyboardModifier.ShiftModifier


def outcome(context: Context, scene: Scene, who: str) -> RoundOutcome | None:
    with context.store.reading() as connection:
        return round_page(connection, context.actor, scene.home_id, scene.day).outcome_of(who)


def wait_for(qtbot: QtBot, page: RoundRunPage, who: str) -> None:
    qtbot.waitUntil(
        lambda: page.desk is not None and page.desk.resident_id == who and is_open(page)
    )


def test_a_resident_is_deferred_by_two_keys_and_the_round_goes_on(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(), Counted()
    person.key(Qt.Key.Key_D, CTRL)
    assert page.others.outcome.isVisible()
    assert "For Achterberg, Wilhelmina (Mrs), room 1".casefold() in words_on(page).casefold()
    person.key(Qt.Key.Key_2)
    wait_for(qtbot, page, scene.residents[1])
    assert person.interactions == 2
    said = outcome(context, scene, scene.residents[0])
    assert said is not None
    assert (said.outcome, said.reason, said.until) == (
        OutcomeKind.DEFERRED,
        DeferReason.ASLEEP,
        None,
    )
    assert said.name == context.actor.name
    assert "1 of 3 settled, 1 deferred" in words_on(page)
    assert ("D", "1 of 3, room 1, deferred") in [
        (button.text(), button.accessibleName()) for button in page.head.rail.findChildren(Button)
    ]


def test_text_typed_before_is_kept_as_a_draft(qtbot: QtBot, scene: Scene, open_round: Open) -> None:
    page, person = open_round(), Counted()
    type_words("Family asked to be there")
    person.key(Qt.Key.Key_D, CTRL)
    person.key(Qt.Key.Key_3)
    wait_for(qtbot, page, scene.residents[1])
    again = open_round(scene.residents[0])
    assert desk_of(again).is_asking


def test_another_reason_needs_words_and_a_day_may_be_given(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(), Counted()
    panel = page.others.outcome
    person.key(Qt.Key.Key_D, CTRL)
    person.press(panel.button(DeferReason.OTHER))
    assert panel.isVisible()
    assert panel.words.problem == "Say in words why this resident is deferred"
    person.field("dentist visiting")
    panel.until.setFocus()
    person.field("+1w")
    person.press(panel.button(DeferReason.OTHER))
    wait_for(qtbot, page, scene.residents[1])
    said = outcome(context, scene, scene.residents[0])
    assert said is not None
    assert (said.words, str(said.until)) == ("dentist visiting", "2026-12-01")


def test_an_outcome_is_taken_back_and_an_entry_goes_before_it(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(), Counted()
    first, second, _ = scene.residents
    for who in (first, second):
        wait_for(qtbot, page, who)
        person.key(Qt.Key.Key_D, CTRL)
        person.key(Qt.Key.Key_6)
    wait_for(qtbot, page, scene.residents[2])
    page.open(first)
    wait_for(qtbot, page, first)
    assert page.deeds.outcome.text() == "In hospital…"
    person.press(page.deeds.outcome)
    assert "Now: In hospital" in words_on(page)
    person.press(page.others.outcome.take_back)
    qtbot.waitUntil(lambda: page.deeds.outcome.text() == "Outcome…")
    assert outcome(context, scene, first) is None
    page.open(second)
    wait_for(qtbot, page, second)
    write_entry(page, "Back already, and seen")
    sign(page)
    qtbot.waitUntil(lambda: page.desk is not None and page.desk.resident_id != second)
    assert outcome(context, scene, second) is None


def test_a_round_of_deferred_residents_is_settled_and_not_signed(
    qtbot: QtBot, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(), Counted()
    for who in scene.residents:
        wait_for(qtbot, page, who)
        person.key(Qt.Key.Key_D, CTRL)
        person.key(Qt.Key.Key_1)
    qtbot.waitUntil(page.summary.isVisible)
    shown = words_on(page)
    assert "Everybody on the list is settled" in shown
    assert "3 of 3 settled, 3 deferred: 0 seen or discussed, 0 not seen" in shown


def test_nothing_is_signed_or_left_while_the_panel_is_open_and_esc_returns_to_the_note(
    context: Context, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(), Counted()
    write_entry(page, "Stable")
    before = QApplication.focusWidget()
    person.key(Qt.Key.Key_D, CTRL)
    for key, modifier in (
        (Qt.Key.Key_Return, CTRL),
        (Qt.Key.Key_G, CTRL),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier),
    ):
        person.key(key, modifier)
    assert page.others.outcome.isVisible()
    assert not page.moving.list.isVisible()
    person.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before
    assert outcome(context, scene, scene.residents[0]) is None


def test_a_full_entry_with_an_action_takes_five_interactions_beside_the_words(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(), Counted()
    person.words("Sleepier than last week")
    person.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    person.key(Qt.Key.Key_J, CTRL)
    person.field("bloods FBC @home fri !")
    person.press(desk_of(page).form.see_again.button("next_round"))
    person.key(Qt.Key.Key_Return, CTRL)
    wait_for(qtbot, page, scene.residents[1])
    assert person.interactions == 5
    with context.store.reading() as connection:
        read = round_page(connection, context.actor, scene.home_id, scene.day)
    ((_, action),) = read.actions
    assert action.record is not None
    assert (action.record.text, str(action.record.due)) == ("bloods FBC", "2026-11-27")


def test_an_action_is_one_line_by_key(open_round: Open) -> None:
    page, person = open_round(), Counted()
    person.key(Qt.Key.Key_J, CTRL)
    person.field("weigh weekly @home sun")
    person.key(Qt.Key.Key_Return)
    assert person.interactions == 3
    (kept,) = desk_of(page).form.action_lines.kept
    assert (kept["text"], kept["due"]) == ("weigh weekly", "2026-11-29")


def test_an_open_action_is_done_by_one_press(qtbot: QtBot, past: str, open_round: Open) -> None:
    page, person = open_round(past), Counted()
    buttons = [b for b in page.findChildren(Button) if b.text() == "Done" and b.isVisible()]
    person.press(buttons[0])
    qtbot.waitUntil(lambda: "✓ Done" in words_on(page))
    assert person.interactions == 1


def test_anyone_else_is_added_by_list_room_and_enter(
    qtbot: QtBot, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(), Counted()
    person.key(Qt.Key.Key_G, CTRL)
    person.field("9")
    person.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.read is not None and len(page.read.residents) == 4)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).page.line.room == "9")
    assert person.interactions == 3
    assert len(scene.residents) == 3


def test_fall_and_concern_are_one_key_or_press_away_and_come_back_here(
    scene: Scene, open_round: Open, visited: list[Destination]
) -> None:
    page, person = open_round(), Counted()
    who = scene.residents[0]
    back = ToRound(scene.home_id, scene.day, who)
    person.key(Qt.Key.Key_F, CTRL | SHIFT)
    person.key(Qt.Key.Key_C, CTRL | SHIFT)
    person.press(named(page, "Fall"))
    person.press(named(page, "Concern"))
    fall, concern = ToFall(who, back), ToConcern(who, back)
    assert visited == [fall, concern, fall, concern]
