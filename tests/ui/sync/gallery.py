"""Writes pictures of the sync screen to build/pictures/sync.

python -m tests.ui.sync.gallery
"""

import os
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_desktop.qt import style
from mdt_desktop.session import Session
from mdt_desktop.sync.bundle import save_bundle, take_answer
from mdt_desktop.sync.report import Report
from mdt_desktop.sync.tie import Course
from mdt_desktop.ui.sync.file_words import saved_words, taken_words
from mdt_desktop.ui.sync.page import SyncPage
from mdt_service.cli import bundle as at_service
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.serving import Serving, serving
from tests.support.ward import make_ward
from tests.ui.drawing import Drawing, drawing, practice_session


def main() -> None:
    """Draws the screen in every look and size, with a bundle that waits and one that was answered."""
    app = QApplication([])
    with (
        tempfile.TemporaryDirectory() as scratch,
        closing(practice_session(Path(scratch), system_clock, os.urandom)) as session,
    ):
        away = _met(Path(scratch), session)
        make_ward(session.store, session.actor)
        with drawing(app, session, "sync") as shown:
            _waiting_and_answered(shown, session, away, Path(scratch))


def _waiting_and_answered(shown: Drawing, session: Session, away: Serving, scratch: Path) -> None:
    file = scratch / "bundle 2026-11-24 0715.mdtbundle"
    saved = save_bundle(session.tie, file)
    frame = shown.frame
    frame.sync.end()
    report = Report(sent=12, refused=2, is_copied=True, skew=timedelta(minutes=7))
    frame.sync._stand(frame.sync.standing.ended(report))
    frame._on_sync()
    _draw(shown, "waiting", saved_words(saved, Path("/media/joy/STICK") / file.name))
    answer = file.with_name("answer.mdtbundle")
    at_service.take(away.parts, file, answer, by="Joy", say=print)
    taken = take_answer(session.tie, answer, Course())
    frame.sync._is_ending = False
    frame.sync.took(taken.ended)
    frame.sync._is_ending = True
    _draw(shown, "answered", taken_words(taken, session.clock()))


def _met(folder: Path, session: Session) -> Serving:
    url = f"sqlite:///{folder / 'service.db'}"
    with serving(url, clock=system_clock, settings=Settings(is_practice=True)) as served:
        grants = [Grant(EVERY_HOME, role) for role in (Role.GP, Role.ADMINISTRATOR)]
        session.tie.enrol(served.address, served.code(*grants))
        session.tie.exchange(Course())
    return served


def _draw(shown: Drawing, name: str, words: str) -> None:
    page = shown.frame.page
    assert isinstance(page, SyncPage)
    page.files.message.show_message(words, "green")
    for palette in shown.palettes():
        _pictures(shown, page, f"{name}-{palette}")
    shown.wear(style.Look(scale=2.0))
    _pictures(shown, page, f"{name}-200%")


def _pictures(shown: Drawing, page: SyncPage, name: str) -> None:
    """The window, and the whole of the page that scrolls in it."""
    page.load()
    shown.picture(name)
    shown.to_the_end(f"{name}-end")
    shown.whole(name)


if __name__ == "__main__":
    main()
