"""Writes pictures of the sync screen to build/pictures/sync.

python -m tests.ui.sync.gallery
"""

import os
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.session import Session, unlock_session
from mdt_desktop.setup import init_workspace
from mdt_desktop.sync.bundle import save_bundle, take_answer
from mdt_desktop.sync.report import Report
from mdt_desktop.sync.tie import Course
from mdt_desktop.ui.context import Runners
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.ui.sync.file_words import saved_words, taken_words
from mdt_desktop.ui.sync.page import SyncPage
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from mdt_service.cli import bundle as at_service
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.serving import Serving, serving
from tests.support.ward import make_ward

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "sync"
_SECRET = "plain practice words"
_NONE = KeyringState(name="none", reason="This computer has no keyring.")


def main() -> None:
    """Draws the screen in every look and size, with a bundle that waits and one that was answered."""
    app = QApplication([])
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, closing(_session(Path(scratch))) as session:
        away = _met(Path(scratch), session)
        make_ward(session.store, session.actor)
        file = Path(scratch) / "bundle 2026-11-24 0715.mdtbundle"
        saved = save_bundle(session.tie, file)
        runners = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long", "sync")))
        window = MainWindow(is_practice=True)
        frame = Frame(session, runners, window)
        window.show_part(frame)
        window.resize(1180, 820)
        window.show()
        frame.start()
        frame.sync.end()
        report = Report(sent=12, refused=2, is_copied=True, skew=timedelta(minutes=7))
        frame.sync._stand(frame.sync.standing.ended(report))
        frame._on_sync()
        words = saved_words(saved, Path("/media/joy/STICK") / file.name)
        _draw(app, window, frame, "waiting", words)
        answer = file.with_name("answer.mdtbundle")
        at_service.take(away.parts, file, answer, by="Joy", say=print)
        taken = take_answer(session.tie, answer, Course())
        frame.sync._is_ending = False
        frame.sync.took(taken.ended)
        frame.sync._is_ending = True
        _draw(app, window, frame, "answered", taken_words(taken, session.clock()))
        frame.finish()
        for runner in (runners.reads, runners.deeds, runners.long_work, runners.sync):
            runner.close()


def _session(folder: Path) -> Session:
    founded = init_workspace(
        folder / "workspace",
        name="Dr Amina Shah",
        role=Role.GP,
        organisation="Elm Surgery",
        homes=["Rowan Court"],
        secret=_SECRET,
        keyring=_NONE,
        clock=system_clock,
        random=os.urandom,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    return unlock_session(
        folder / "workspace",
        person_id=founded.person_id,
        secret=_SECRET,
        clock=system_clock,
        random=os.urandom,
        keyring=_NONE,
    )


def _met(folder: Path, session: Session) -> Serving:
    url = f"sqlite:///{folder / 'service.db'}"
    with serving(url, clock=system_clock, settings=Settings(is_practice=True)) as served:
        grants = [Grant(EVERY_HOME, role) for role in (Role.GP, Role.ADMINISTRATOR)]
        session.tie.enrol(served.address, served.code(*grants))
        session.tie.exchange(Course())
    return served


def _draw(app: QApplication, window: MainWindow, frame: Frame, name: str, words: str) -> None:
    page = frame.page
    assert isinstance(page, SyncPage)
    page.files.message.show_message(words, "green")
    for palette in PALETTES.values():
        style.apply(app, style.Look(palette))
        window.resize(1180, 820)
        _pictures(app, window, page, f"{name}-{palette.name}")
    style.apply(app, style.Look(scale=2.0))
    window.resize(1280, 820)
    _pictures(app, window, page, f"{name}-200%")


def _pictures(app: QApplication, window: MainWindow, page: SyncPage, name: str) -> None:
    """The window, and the whole of the page that scrolls in it."""
    page.load()
    for _ in range(6):
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        QTest.qWait(30)
    window.grab().save(str(_FOLDER / f"{name}.png"))
    area = page.findChild(QScrollArea)
    assert area is not None
    inside = area.widget()
    assert inside is not None
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    window.grab().save(str(_FOLDER / f"{name}-end.png"))
    area.verticalScrollBar().setValue(0)
    inside.grab().save(str(_FOLDER / f"{name}-whole.png"))


if __name__ == "__main__":
    main()
