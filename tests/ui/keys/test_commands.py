"""Commands in the real window: by key, by Find, by the sheet, and each by a button that can be seen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_desktop.session import Session
from mdt_desktop.settings import Settings
from mdt_desktop.ui.actions.page import ActionsPage
from mdt_desktop.ui.context import (
    Destination,
    ToActions,
    ToConcern,
    ToFall,
    ToHome,
    ToObservations,
    ToResident,
    ToRound,
    ToToday,
)
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.keys.bindings import Bindings, bindings_in
from mdt_desktop.ui.keys.panel import COPIED
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.ward import Ward
from tests.ui.round.conftest import is_open
from tests.ui.round.hands import words_on
from tests.ui.round.scene import Scene, started

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def scene(workspace: Session, ward: Ward) -> Scene:
    """A started round of three."""
    return started(workspace.store, workspace.actor, ward)


def ask(qtbot: QtBot, frame: Frame, words: str) -> None:
    QTest.keyClick(frame, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(frame.finder.question.editor, words)
    qtbot.waitUntil(lambda: frame.finder.is_answered)


def enter(frame: Frame) -> None:
    QTest.keyClick(frame.finder.question.editor, Qt.Key.Key_Return)


def open_round(qtbot: QtBot, frame: Frame, scene: Scene) -> RoundRunPage:
    frame.go(ToRound(scene.home_id, scene.day))
    page = frame.page
    assert isinstance(page, RoundRunPage)
    qtbot.waitUntil(lambda: is_open(page))
    return page


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def found(frame: Frame) -> list[tuple[str, str]]:
    rows = frame.finder.model.rows
    return [(row.name, row.place) for row in rows if row.command_id]


def test_find_knows_commands_with_their_keys_and_does_them(
    qtbot: QtBot, frame: Frame, scene: Scene
) -> None:
    page = open_round(qtbot, frame, scene)
    who = page.place.resident_id
    ask(qtbot, frame, "obs")
    assert found(frame) == [("Observations", "Command Ctrl+O")]
    assert frame.finder.words.text() == "1 command. Press Enter."
    enter(frame)
    assert isinstance(frame.place, ToObservations)
    assert frame.place.resident_id == who
    qtbot.waitUntil(lambda: frame.context.runners.deeds.is_idle)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("fall", "Fall"), ("print", "Round sheet"), ("act", "Action: go to the action line")],
)
def test_find_offers_what_can_be_done_here_and_nothing_else(
    qtbot: QtBot, frame: Frame, scene: Scene, typed: str, words: str
) -> None:
    ask(qtbot, frame, typed)
    assert words not in [name for name, _ in found(frame)]
    QTest.keyClick(frame.finder.question.editor, Qt.Key.Key_Escape)
    page = open_round(qtbot, frame, scene)
    page.deeds.paper.show()
    ask(qtbot, frame, typed)
    assert words in [name for name, _ in found(frame)]


def test_find_locks_and_goes_to_the_screens_of_the_rail(qtbot: QtBot, frame: Frame) -> None:
    ask(qtbot, frame, "lock")
    with qtbot.waitSignal(frame.lock_pressed):
        enter(frame)
    ask(qtbot, frame, "actions")
    enter(frame)
    assert frame.place == ToActions()
    qtbot.waitUntil(lambda: frame.context.runners.reads.is_idle)


def test_a_person_stands_before_a_command_of_the_same_letters(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    ask(qtbot, frame, "ram")
    rows = frame.finder.model.rows
    assert rows[0].resident_id == ward.of("Ramsbottom")


def test_the_keys_are_shown_from_more_and_copied_as_text(frame: Frame) -> None:
    QTest.mouseClick(frame._rail._more, Qt.MouseButton.LeftButton)
    QTest.mouseClick(frame.more.keys, Qt.MouseButton.LeftButton)
    assert not frame.more.isVisible()
    assert frame.keys.isVisible()
    said = words_on(frame.keys)
    for words in ("Ctrl+K", "Find", "Ctrl+Shift+P", "Everywhere", "Round", "Actions"):
        assert words in said
    QTest.mouseClick(frame.keys.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == frame.keys.text
    assert COPIED in words_on(frame.keys)
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert not frame.keys.isVisible()


def actions(qtbot: QtBot, frame: Frame) -> ActionsPage:
    frame.go(ToActions())
    page = frame.page
    assert isinstance(page, ActionsPage)
    qtbot.waitUntil(lambda: frame.context.runners.reads.is_idle)
    page.table.setFocus()
    return page


def test_a_question_mark_in_a_list_shows_the_keys_of_that_list(qtbot: QtBot, frame: Frame) -> None:
    page = actions(qtbot, frame)
    QTest.keyClicks(page.table, "?", SHIFT)
    assert frame.keys.isVisible()
    said = words_on(frame.keys)
    assert "Reassign" in said
    assert "Move up" not in said
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_keys_of_a_single_letter_can_be_switched_off(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    QTest.mouseClick(frame._rail._more, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(frame.settings_chosen) as told:
        QTest.keyClick(frame.more._letters.button("off"), Qt.Key.Key_Space)
    assert isinstance(told.args[0], Settings)
    assert not told.args[0].letter_keys
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    frame.go(ToHome(ward.home_id))
    page = frame.page
    assert isinstance(page, HomePage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    page.table.setFocus()
    assert "O observations" not in page.table.accessibleDescription()
    QTest.keyClick(page.table, Qt.Key.Key_O)
    assert frame.place == ToHome(ward.home_id)
    assert page.model.row(page.table.currentIndex().row()).name.startswith("OKONKWO")


@pytest.mark.parametrize(("key", "form"), [("O", ToObservations), ("F", ToFall), ("C", ToConcern)])
def test_letters_in_the_list_of_a_home_open_the_form_of_the_row(
    qtbot: QtBot, frame: Frame, ward: Ward, key: str, form: type
) -> None:
    frame.go(ToHome(ward.home_id))
    page = frame.page
    assert isinstance(page, HomePage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    page.table.selectRow(3)
    page.table.setFocus()
    QTest.keyClicks(page.table, key)
    assert frame.place == form(ward.in_room("4"), ToHome(ward.home_id))
    qtbot.waitUntil(lambda: frame.context.runners.deeds.is_idle)


def test_nothing_is_signed_or_opened_under_an_open_panel(
    qtbot: QtBot, frame: Frame, scene: Scene
) -> None:
    page = open_round(qtbot, frame, scene)
    ask(qtbot, frame, "oko")
    QTest.keyClick(focus(), Qt.Key.Key_Return, CTRL)
    QTest.keyClick(focus(), Qt.Key.Key_O, CTRL)
    assert frame.page is page
    assert not page.signing.is_running
    assert page.message.text == ""


def places(scene: Scene) -> Iterator[Destination]:
    who = scene.residents[0]
    back = ToResident(who)
    yield from (ToToday(), ToActions(), ToHome(scene.home_id), back)
    yield ToRound(scene.home_id, scene.day)
    yield from (ToObservations(who, back), ToFall(who, back), ToConcern(who, back))


def test_every_key_has_a_button_or_says_what_is_pressed_instead(
    qtbot: QtBot, frame: Frame, scene: Scene
) -> None:
    bare = []
    for place in places(scene):
        frame.go(place)
        qtbot.waitUntil(lambda: frame.context.runners.deeds.is_idle)
        qtbot.waitUntil(lambda: frame.context.runners.reads.is_idle)
        assert frame.page is not None
        for one in frame.findChildren(Bindings):
            for each in one.bound.values():
                has_button = isinstance(each.button, QAbstractButton) and bool(each.button.text())
                if each.command.keys and not (has_button or each.command.by_hand):
                    bare.append(each.command.id)
        assert bindings_in(frame)
    assert sorted(set(bare)) == []


def test_a_button_with_a_key_says_it(qtbot: QtBot, frame: Frame, ward: Ward) -> None:
    frame.go(ToResident(ward.in_room("1")))
    page = frame.page
    assert isinstance(page, ResidentPage)
    qtbot.waitUntil(page.observe.isVisible)
    assert page.observe.toolTip() == "Observations (Ctrl+O)"
    assert frame._top._lock.toolTip() == "Lock (Ctrl+L)"


def test_back_is_the_rounds_own_key_while_a_round_is_on_the_screen(
    qtbot: QtBot, frame: Frame, scene: Scene
) -> None:
    page = open_round(qtbot, frame, scene)
    first = page.place.resident_id
    QTest.keyClick(focus(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: is_open(page) and page.place.resident_id != first)
    QTest.keyClick(focus(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: is_open(page) and page.place.resident_id == first)
    assert frame.page is page
