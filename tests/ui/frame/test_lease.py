"""A lease that is over, in the real window: no record is shown, nothing is lost, and a meeting opens it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.roles import Role
from mdt_desktop.app import Application
from mdt_desktop.sync.tie import Course
from mdt_desktop.ui.sync.must_meet import MustMeet
from mdt_service.cli import bundle as at_service
from mdt_service.handlers import keeping
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.serving import Serving, serving
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.conftest import PASSPHRASE, unlocked
from tests.ui.frame.conftest import Starter, settle, signed_in, unlock_page
from tests.ui.frame.test_unlock import words_on

MONTH = timedelta(days=31)
Start = Callable[[], Application]
Back = Callable[[], AbstractContextManager[Serving]]


@pytest.fixture
def back(folder: Path, person_id: str, clock: TestClock, tmp_path: Path) -> Back:
    """The workspace has met a service, which then went away; this brings it back."""
    url = f"sqlite:///{tmp_path / 'service.db'}"
    settings = Settings(is_practice=True)
    with serving(url, clock=clock, settings=settings) as served:
        roles = (Grant(EVERY_HOME, Role.GP), Grant(EVERY_HOME, Role.ADMINISTRATOR))
        with closing(unlocked(folder, person_id, clock)) as session:
            session.tie.enrol(served.address, served.code(*roles))
            ended = session.tie.exchange(Course())
            assert ended.report is not None
            assert ended.report.agreed
    port = urlsplit(served.address).port or 0
    return lambda: serving(url, clock=clock, settings=settings, port=port)


@pytest.fixture
def revoked(folder: Path, person_id: str, clock: TestClock, back: Back) -> Iterator[Serving]:
    """The service has told the computer that it was revoked."""
    with back() as served:
        with closing(unlocked(folder, person_id, clock)) as session:
            device = session.workspace.state.device_id
            keeping.revoke(served.service, device, "Left on a bus")
            session.tie.exchange(Course())
        yield served


@pytest.fixture
def start(started: Starter, folder: Path, back: Back) -> Start:
    """Starts the program on that workspace."""
    del back  # it has met the service before
    return lambda: started(folder)


def held_up(qtbot: QtBot, application: Application) -> MustMeet:
    """Unlocks, and gives what stands there in place of the first screen."""
    page = unlock_page(qtbot, application)
    QTest.keyClicks(page.secret.editor, PASSPHRASE)
    QTest.keyClick(page.secret.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.meeting is not None, timeout=20_000)
    settle(qtbot, application)
    assert page.meeting is not None
    return page.meeting


def test_near_its_end_it_is_said_in_the_top_line_and_on_the_sync_screen(
    qtbot: QtBot, start: Start, clock: TestClock
) -> None:
    clock.advance(days=8)
    frame = signed_in(qtbot, start())
    told = "Without the service this computer opens only until 24-Dec-2026 07:00"
    qtbot.waitUntil(lambda: told in frame._top._fresh.toolTip(), timeout=10_000)
    frame._on_sync()
    qtbot.waitUntil(lambda: told in words_on(frame), timeout=10_000)
    assert "What is written here is kept in any case" in words_on(frame)


def test_once_over_no_record_is_shown_until_the_service_is_back(
    qtbot: QtBot, start: Start, clock: TestClock, back: Back, ward: Ward
) -> None:
    clock.now += MONTH
    application = start()
    meeting = held_up(qtbot, application)
    qtbot.waitUntil(lambda: "Working without a network" in words_on(application.window))
    said = words_on(application.window)
    assert "was to meet its service by 24-Dec-2026 07:00" in said
    assert "The clock of this computer says 25-Dec-2026 07:15. If that is wrong" in said
    assert not any(name in said for name in ward.by_family)
    assert application.frame is None
    with back():
        meeting.again.click()
        qtbot.waitUntil(lambda: application.frame is not None, timeout=20_000)
        settle(qtbot, application)


def test_who_locks_it_again_leaves_it_closed_and_a_clock_put_right_opens_it(
    qtbot: QtBot, start: Start, clock: TestClock
) -> None:
    clock.advance(days=3_650)
    application = start()
    held_up(qtbot, application).close_button.click()
    settle(qtbot, application)
    page = unlock_page(qtbot, application)
    assert page.secret.isVisible()
    clock.advance(days=-3_649)
    signed_in(qtbot, application)


def test_without_any_network_a_bundle_goes_out_and_its_answer_opens_it(
    qtbot: QtBot, start: Start, clock: TestClock, back: Back, tmp_path: Path
) -> None:
    clock.now += MONTH
    application = start()
    meeting = held_up(qtbot, application)
    there, answer = tmp_path / "there.mdtbundle", tmp_path / "answer.mdtbundle"
    meeting.files._on_where(str(there))
    qtbot.waitUntil(there.exists)
    with back() as served:
        at_service.take(served.parts, there, answer, by="Joy", say=lambda _words: None)
    settle(qtbot, application)
    meeting.files._on_which(str(answer))
    qtbot.waitUntil(lambda: application.frame is not None, timeout=20_000)
    settle(qtbot, application)


def test_a_revoked_computer_stays_closed_and_is_told_that_what_it_wrote_was_sent(
    qtbot: QtBot, start: Start, revoked: Serving
) -> None:
    assert revoked
    application = start()
    held_up(qtbot, application)
    told = "This computer was revoked and receives nothing any more"
    qtbot.waitUntil(lambda: told in words_on(application.window), timeout=10_000)
    assert application.frame is None
