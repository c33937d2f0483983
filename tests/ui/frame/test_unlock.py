"""Unlock and lock in the real window, by keyboard: PIN, passphrase, wrong tries, idle time, drafts."""

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.roles import Role
from mdt_desktop.app import Application
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import ToHomes, ToObservations, ToToday
from mdt_desktop.ui.frame.window import TITLE
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.today.page import TodayPage
from mdt_desktop.ui.unlock.page import UnlockPage
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from tests.support.memory_store import TestClock
from tests.support.ward import PEOPLE, Ward
from tests.ui.conftest import PASSPHRASE, PERSON, unlocked
from tests.ui.frame.conftest import Starter, settle, signed_in, unlock_page
from tests.unit.vault.rings import MemoryRing

PIN = "482913"


def words_on(widget: QWidget) -> str:
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    fields = [field.text() for field in widget.findChildren(QLineEdit) if field.isVisible()]
    return "\n".join((*labels, *fields))


@pytest.fixture
def pin_folder(tmp_path: Path, clock: TestClock) -> tuple[Path, KeyringState]:
    keyring = KeyringState(name="memory", backend=MemoryRing())
    folder = tmp_path / "pin" / "workspace"
    init_workspace(
        folder,
        name="Nurse Joy Adeyemi",
        role=Role.NURSE,
        organisation="Larch Trust",
        homes=["Larch House", "Elm Lodge"],
        secret=PIN,
        keyring=keyring,
        clock=clock,
        random=os.urandom,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    return folder, keyring


def test_a_passphrase_and_enter_open_the_start_screen(
    qtbot: QtBot, started: Starter, folder: Path
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    assert isinstance(frame.page, TodayPage)
    homes = {row.home for row in frame.page.model.rows if row.home}
    assert homes == {"Larch House", "Rowan Court"}
    assert PERSON in words_on(frame)


def test_the_sixth_digit_of_a_pin_unlocks_without_enter(
    qtbot: QtBot, started: Starter, pin_folder: tuple[Path, KeyringState]
) -> None:
    application = started(*pin_folder)
    page = unlock_page(qtbot, application)
    assert page.secret.editor.hasFocus()
    QTest.keyClicks(page.secret.editor, PIN)
    qtbot.waitUntil(lambda: application.frame is not None, timeout=20_000)


def test_a_wrong_pin_says_how_many_tries_are_left_and_wipes_nothing(
    qtbot: QtBot, started: Starter, pin_folder: tuple[Path, KeyringState]
) -> None:
    application = started(*pin_folder)
    page = unlock_page(qtbot, application)
    QTest.keyClicks(page.secret.editor, "111111")
    qtbot.waitUntil(lambda: "Wrong PIN" in page.words.text(), timeout=20_000)
    expected = "Wrong PIN. 4 tries left before a wait of 30 seconds. Nothing will be erased"
    assert page.words.text() == expected
    assert page.secret.editor.hasFocus()
    assert page.secret.value() == ""
    QTest.keyClicks(page.secret.editor, PIN)
    qtbot.waitUntil(lambda: application.frame is not None, timeout=20_000)


def test_after_five_wrong_tries_the_wait_counts_down_and_then_a_try_is_taken(
    qtbot: QtBot, started: Starter, pin_folder: tuple[Path, KeyringState], clock: TestClock
) -> None:
    application = started(*pin_folder)
    page = unlock_page(qtbot, application)
    for _ in range(5):
        qtbot.waitUntil(page.secret.isEnabled)
        QTest.keyClicks(page.secret.editor, "111111")
        settle(qtbot, application)
    assert page.words.text().startswith("Wait 30 seconds before the next try")
    QTest.keyClicks(page.secret.editor, PIN)
    assert application.frame is None
    page.secret.set_value("")
    clock.advance(seconds=12)
    page._tick()
    assert page.words.text().startswith("Wait 18 seconds")
    clock.advance(seconds=18)
    page._tick()
    assert page.words.text() == ""
    QTest.keyClicks(page.secret.editor, PIN)
    qtbot.waitUntil(lambda: application.frame is not None, timeout=20_000)


def test_forgot_tells_the_ways_on(qtbot: QtBot, started: Starter, folder: Path) -> None:
    page = unlock_page(qtbot, started(folder))
    assert page.forgot.text() == "Forgot passphrase"
    page.forgot.setFocus()
    QTest.keyClick(page.forgot, Qt.Key.Key_Space)
    assert "Another person who can unlock it can still work here" in words_on(page)


def test_typing_is_hidden_until_the_person_wants_to_see_it(
    qtbot: QtBot, started: Starter, folder: Path
) -> None:
    page = unlock_page(qtbot, started(folder))
    assert page.secret.editor.echoMode() == QLineEdit.EchoMode.Password
    page.show_typing.setFocus()
    QTest.keyClick(page.show_typing, Qt.Key.Key_Space)
    assert page.secret.editor.echoMode() == QLineEdit.EchoMode.Normal


def test_a_locked_window_shows_the_clock_and_no_name_of_a_resident(
    qtbot: QtBot, started: Starter, folder: Path, ward: Ward
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    frame.open_find()
    QTest.keyClicks(frame.finder.question.editor, "feath")
    qtbot.waitUntil(lambda: bool(frame.finder.model.rows))
    QGuiApplication.clipboard().setText("FEATHERSTONE, Edith")
    QTest.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    page = unlock_page(qtbot, application)
    said = words_on(application.window)
    assert "07:15" in said
    assert "Tue 24-Nov-2026" in said
    assert "Elm Surgery" not in said
    for person in PEOPLE:
        assert person[0].casefold() not in said.casefold()
    assert QGuiApplication.clipboard().text() == ""
    assert application.window.windowTitle() == TITLE
    assert page.secret.value() == ""
    assert ward.home_id


def test_lock_closes_the_store_forgets_the_key_and_opens_again(
    qtbot: QtBot, started: Starter, folder: Path, person_id: str, clock: TestClock
) -> None:
    application = started(folder)
    signed_in(qtbot, application)
    session = application._session
    assert session is not None
    application.lock()
    unlock_page(qtbot, application)
    settle(qtbot, application)
    assert session.workspace.key.is_forgotten
    with closing(unlocked(folder, person_id, clock)) as other:  # its lock is free again
        assert other.waiting() > 0
    signed_in(qtbot, application)


def test_a_minute_before_it_locks_it_says_so_and_any_key_stays(
    qtbot: QtBot, started: Starter, folder: Path, clock: TestClock
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    for _ in range(10):
        clock.advance(seconds=24)
        application._idle.look()
    assert frame.message.text == (
        "Locking in 60 seconds. Press any key to stay. Your draft is saved"
    )
    assert isinstance(frame.page, TodayPage)
    QTest.keyClick(application.window.windowHandle(), Qt.Key.Key_Down)
    assert frame.message.text == ""
    clock.advance(seconds=20)
    application._idle.look()
    assert application.frame is frame


def test_five_minutes_without_use_lock(
    qtbot: QtBot, started: Starter, folder: Path, clock: TestClock
) -> None:
    application = started(folder)
    signed_in(qtbot, application)
    for _ in range(13):
        clock.advance(seconds=24)
        application._idle.look()
    assert application.frame is None
    unlock_page(qtbot, application)


def test_a_computer_that_has_slept_is_locked(
    qtbot: QtBot, started: Starter, folder: Path, clock: TestClock
) -> None:
    application = started(folder)
    signed_in(qtbot, application)
    clock.now += timedelta(seconds=45)
    application._idle.look()
    assert application.frame is None


def test_the_next_person_unlocks_in_the_same_window_from_the_keyboard_alone(
    qtbot: QtBot, started: Starter, folder: Path, ward: Ward
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    assert isinstance(frame.page, TodayPage)
    QTest.keyClick(frame.page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(frame.page, HomePage))
    application.lock()
    again = signed_in(qtbot, application)
    assert again is not frame
    assert again.place == ToToday()
    assert ward.home_id


def test_what_was_typed_is_a_draft_again_after_the_lock(
    qtbot: QtBot, started: Starter, folder: Path, ward: Ward
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    frame.go(ToObservations(ward.of("Okonkwo"), ToHomes()))
    settle(qtbot, application)
    page = frame.page
    assert isinstance(page, ObservationsPage)
    breaths = next(e for e in page.findChildren(QLineEdit) if "Breaths" in e.accessibleName())
    QTest.keyClicks(breaths, "18")
    QTest.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    again = signed_in(qtbot, application)
    kept = again.context.drafts.of_person(again.context.actor.person_id)
    assert [draft.resident_id for draft in kept] == [ward.of("Okonkwo")]
    assert "18" in kept[0].body


def test_a_folder_with_damaged_slots_says_so_and_takes_no_secret(
    qtbot: QtBot, started: Starter, folder: Path
) -> None:
    for file in folder.glob("slots*"):
        file.write_text("{", encoding="utf-8")
    application = started(folder)
    page = application.window.part
    assert isinstance(page, UnlockPage)
    qtbot.waitUntil(lambda: bool(page.words.text()), timeout=10_000)
    assert not page.secret.isEnabled()


def test_closing_the_window_closes_the_store(
    qtbot: QtBot, started: Starter, folder: Path, person_id: str, clock: TestClock
) -> None:
    application: Application = started(folder)
    signed_in(qtbot, application)
    application.window.close()
    application.close()
    with closing(unlocked(folder, person_id, clock)) as other:
        assert other.is_practice
    assert PASSPHRASE not in (folder.with_name("workspace.settings.json")).read_text("utf-8")
