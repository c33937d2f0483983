"""What every test with a window has: the look, an unlocked practice workspace, and the window.

`workspace` is a `Session` on a store with one home (`ward`), made once and copied for each test;
`context` is for a screen on its own and notes in `visited` where it was sent; `frame` is the whole
window at 1180 x 820, signed in, on the start screen.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.roles import Role
from mdt_desktop.qt import style
from mdt_desktop.qt.changes import ChangeBus
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.session import Session, unlock_session
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import Context, Destination, Runners
from mdt_desktop.ui.frame.sync_watch import SyncWatch
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from tests.support.memory_store import TestClock
from tests.support.ward import Ward, make_ward

if TYPE_CHECKING:
    from mdt_desktop.ui.frame.frame import Frame

PASSPHRASE = "plain practice words"
PERSON = "Dr Amina Shah"
NO_KEYRING = KeyringState(name="none", reason="This computer has no keyring.")

_YOUNG_COLLECTIONS = 20
_NO_SCREEN = (
    "This plugin does not support propagateSizeHints",
    r"This plugin does not support (raise\(\)|grabbing the keyboard)",  # of a list that opens
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets pass what the offscreen window system says each time a window or a list is shown."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(*_NO_SCREEN, extend=True))


@pytest.fixture(autouse=True)
def _collect_on_this_thread() -> Iterator[None]:
    """As in the program, cycles with widgets in them are never freed on a worker's thread."""
    gc.disable()
    yield
    gc.collect(1)
    if gc.get_count()[2] > _YOUNG_COLLECTIONS:
        gc.collect()


@pytest.fixture
def clock() -> TestClock:
    """A clock that stands at 07:15 UTC on Tuesday 24 November 2026 until it is moved."""
    return TestClock()


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Ward]:
    """The workspace that every test gets a copy of."""
    folder = tmp_path_factory.mktemp("ward") / "workspace"
    founded = init_workspace(
        folder,
        name=PERSON,
        role=Role.GP,
        organisation="Elm Surgery",
        homes=["Rowan Court"],
        secret=PASSPHRASE,
        keyring=NO_KEYRING,
        clock=TestClock(),
        random=Random(7).randbytes,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    with closing(unlocked(folder, founded.person_id, TestClock())) as session:
        return folder, founded.person_id, make_ward(session.store, session.actor)


def unlocked(folder: Path, person_id: str, clock: TestClock) -> Session:
    """A session on a copy of the workspace that the tests share."""
    return unlock_session(
        folder,
        person_id=person_id,
        secret=PASSPHRASE,
        clock=clock,
        random=os.urandom,
        keyring=NO_KEYRING,
    )


@pytest.fixture
def ward(_made: tuple[Path, str, Ward]) -> Ward:
    """The ids of the home and of its residents."""
    return _made[2]


@pytest.fixture
def person_id(_made: tuple[Path, str, Ward]) -> str:
    """The id of the person who can unlock the workspace."""
    return _made[1]


@pytest.fixture
def folder(_made: tuple[Path, str, Ward], tmp_path: Path) -> Path:
    """A copy of the locked workspace, for this test alone."""
    return shutil.copytree(_made[0], tmp_path / "workspace")


@pytest.fixture
def workspace(folder: Path, person_id: str, clock: TestClock) -> Iterator[Session]:
    """The unlocked workspace: `store`, `drafts`, `actor`, `clock`."""
    session = unlocked(folder, person_id, clock)
    yield session
    session.close()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[style.Look]:
    """Light at 100 %; a test may put on another, the next test starts from this one."""
    standard = style.Look()
    style.apply(qapp, standard)
    yield standard
    style.apply(qapp, standard)


@pytest.fixture
def runners(qapp: QApplication) -> Iterator[Runners]:
    """Three threads, joined before the store is closed."""
    assert qapp
    made = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long-work")))
    yield made
    for runner in (made.reads, made.deeds, made.long_work):
        runner.close()


@pytest.fixture
def visited() -> list[Destination]:
    """Where the screen under test asked to go, in order."""
    return []


@pytest.fixture
def told() -> list[str]:
    """What the screen under test said for the screen after it, in order."""
    return []


@pytest.fixture
def context(
    workspace: Session,
    look: style.Look,
    runners: Runners,
    visited: list[Destination],
    told: list[str],
) -> Context:
    """What a screen on its own is given; `visited` notes where it goes, `told` what it says."""
    assert look
    bus = ChangeBus()
    sync = SyncWatch(
        workspace.tie,
        bus,
        reads=runners.reads,
        runner=runners.sync,
        clock=workspace.clock,
        parent=bus,
    )
    return Context(
        store=workspace.store,
        drafts=workspace.drafts,
        actor=workspace.actor,
        clock=workspace.clock,
        runners=runners,
        bus=bus,
        go=visited.append,
        is_practice=True,
        sync=sync,
        got_at=sync.got,
        waiting=lambda: 0,
        confirm=workspace.confirm,
        secret_word=workspace.secret_word,
        folder=workspace.workspace.folder,
        told=told.append,
        not_done=told.append,
    )


@pytest.fixture
def frame(
    qtbot: QtBot, workspace: Session, look: style.Look, runners: Runners
) -> Iterator["Frame"]:
    """The signed-in window, shown, with the start screen in it."""
    from mdt_desktop.ui.frame.frame import Frame  # noqa: PLC0415 - a screen alone needs none
    from mdt_desktop.ui.frame.window import MainWindow  # noqa: PLC0415

    assert look
    window = MainWindow(is_practice=True)
    qtbot.addWidget(window)
    shown = Frame(workspace, runners, window)
    window.show_part(shown)
    window.resize(1180, 820)
    with qtbot.waitExposed(window):
        window.show()
    shown.start()
    qtbot.waitUntil(lambda: runners.reads.is_idle)
    yield shown  # the window lives as long as the test
    shown.finish()
    window.show_part(QWidget(window))
    shiboken6.delete(shown)  # before the threads end, as when the program is closed
