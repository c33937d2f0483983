"""What a person may need for unlocking, switching user and finding, counted in the real window."""

from pathlib import Path
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.roles import Role
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import ToResident
from mdt_desktop.ui.find.panel import FindPanel
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.today.page import TodayPage
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from tests.support.counted import Counted
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.frame.conftest import Starter, settle, unlock_page
from tests.unit.vault.rings import MemoryRing

PIN = "482913"
CTRL = Qt.KeyboardModifier.ControlModifier
UNLOCK, SWITCH_BESIDE_PIN, FIND = 6, 2, 3


def pin_workspace(folder: Path, clock: TestClock) -> KeyringState:
    keyring = KeyringState(name="memory", backend=MemoryRing())
    init_workspace(
        folder,
        name="Nurse Joy Adeyemi",
        role=Role.NURSE,
        organisation="Larch Trust",
        homes=["Larch House"],
        secret=PIN,
        keyring=keyring,
        clock=clock,
        random=Random(11).randbytes,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    return keyring


def digits(person: Counted) -> None:
    for digit in PIN:
        person.key(Qt.Key(ord(digit)))


def is_painted(frame: Frame | None) -> bool:
    """Whether the first list is in the window with its rows in it."""
    page = frame.page if frame is not None else None
    return isinstance(page, TodayPage) and page.table.isVisible() and bool(page.model.rows)


def test_budget_1_six_digits_unlock_and_the_first_list_is_there(
    qtbot: QtBot, started: Starter, tmp_path: Path, clock: TestClock
) -> None:
    folder = tmp_path / "pin" / "workspace"
    application = started(folder, pin_workspace(folder, clock))
    unlock_page(qtbot, application)
    person = Counted()
    digits(person)
    qtbot.waitUntil(lambda: is_painted(application.frame), timeout=20_000)
    assert person.interactions <= UNLOCK
    settle(qtbot, application)


def test_budget_1_switching_user_takes_two_more(
    qtbot: QtBot, started: Starter, tmp_path: Path, clock: TestClock
) -> None:
    folder = tmp_path / "pin" / "workspace"
    keyring = pin_workspace(folder, clock)
    application = started(folder, keyring)
    unlock_page(qtbot, application)
    digits(Counted())
    qtbot.waitUntil(lambda: is_painted(application.frame), timeout=20_000)
    settle(qtbot, application)
    person = Counted()
    person.key(Qt.Key.Key_L, CTRL)
    page = unlock_page(qtbot, application)
    qtbot.waitUntil(page._buttons[0][1].isVisible)
    person.press(page._buttons[0][1])
    digits(person)
    qtbot.waitUntil(lambda: is_painted(application.frame), timeout=20_000)
    assert person.interactions <= SWITCH_BESIDE_PIN + UNLOCK
    settle(qtbot, application)


def found(frame: Frame) -> FindPanel:
    return frame.finder


def test_budget_11_a_resident_is_found_and_opened_anywhere(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    person = Counted()
    person.key(Qt.Key.Key_K, CTRL)
    person.field("oko")
    qtbot.waitUntil(lambda: found(frame).is_answered)
    person.key(Qt.Key.Key_Return)
    assert frame.place == ToResident(ward.of("Okonkwo"))
    assert person.interactions <= FIND
    qtbot.waitUntil(lambda: frame.context.runners.deeds.is_idle)


def test_budget_11_two_of_one_name_stand_with_two_identifiers_before_one_is_opened(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    person = Counted()
    person.key(Qt.Key.Key_K, CTRL)
    person.field("fea")
    qtbot.waitUntil(lambda: found(frame).is_answered)
    table, rows = found(frame).table, found(frame).model.rows
    assert len(rows) == 2
    for place, row in enumerate(rows):
        assert row.born
        assert row.nhs_number
        for column in (1, 2):
            shown = table.visualRect(table.model().index(place, column))
            assert table.viewport().rect().contains(shown)
            words = (row.born, row.nhs_number)[column - 1]
            assert shown.width() >= table.fontMetrics().horizontalAdvance(words)
    QTest.keyClick(found(frame).question.editor, Qt.Key.Key_Down)
    person.key(Qt.Key.Key_Return)
    assert frame.place == ToResident(ward.in_room("3"))
    assert person.interactions <= FIND
    qtbot.waitUntil(lambda: frame.context.runners.deeds.is_idle)
