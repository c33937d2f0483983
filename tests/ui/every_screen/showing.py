"""One window in which every screen of the program is shown by its name, in any look.

The names come from the table of screens, so that a new screen is shown without a word here. Around
them stand what is shown before somebody is signed in, and what lies over a screen.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from mdt_desktop.app import Application
from mdt_desktop.qt import style
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.ui.context import Runners, ToToday
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.screens import SCREENS
from mdt_desktop.ui.frame.window import MainWindow
from tests.support.memory_store import TestClock
from tests.ui.conftest import NO_KEYRING
from tests.ui.every_screen.furnished import Furnished

SCREEN_NAMES: Final = tuple(kind.__name__.removeprefix("To") for kind in SCREENS)
OVERLAY_NAMES: Final = ("Find", "More", "Keys", "Tour", "Warning")
LOCKED_NAMES: Final = ("Unlock", "UnlockRefused", "FirstRun", "MakingPractice")
_KINDS: Final = {kind.__name__.removeprefix("To"): kind for kind in SCREENS}
WIDTHS: Final = {1.0: 1180, 1.5: 1280, 2.0: 1280}
HEIGHT: Final = 820
_QUIET_TURNS: Final = 4
_TURN: Final = QEventLoop.ProcessEventsFlag.AllEvents
_SLEEP: Final = QEventLoop.ProcessEventsFlag.WaitForMoreEvents  # what is done wakes it


class Shown:
    """The signed-in window on a furnished workspace."""

    def __init__(self, place: Furnished, frame: Frame) -> None:
        self.place, self.frame = place, frame
        self.window = frame.window()
        self._width = WIDTHS[1.0]

    def put_on(self, look: style.Look) -> None:
        """Gives the window a look, with the least window that this text size allows."""
        style.apply(application(), look)
        self._width = WIDTHS[look.scale]
        self.window.resize(WIDTHS[look.scale], HEIGHT)
        self.settle()

    def parts(self, name: str) -> Iterator[str]:
        """Shows a screen or an overlay; where it has tabs, one after another. Gives each name."""
        self.close_overlays()
        self.window.resize(self._width, HEIGHT)
        if name in OVERLAY_NAMES:
            self._overlay(name)
            yield name
            return
        self.frame.go(self.place.destination(_KINDS[name]))
        self.settle()
        yield name
        page = self.frame.page
        for bar in page.findChildren(QTabBar) if page is not None else ():
            for tab in range(1, bar.count()):
                bar.setCurrentIndex(tab)
                self.settle()
                yield f"{name}-{bar.tabText(tab).replace(' ', '-')}"

    @property
    def in_front(self) -> QWidget:
        """The window, or what lies over it: all behind that is dimmed and takes no keys."""
        frame = self.frame
        if frame.tour.is_running:
            return frame.tour.card
        panels = (frame.finder, frame.more, frame.keys)
        return next((each.sheet for each in panels if each.isVisible()), self.window)

    def close_overlays(self) -> None:
        """Leaves only the screen."""
        self.frame.tour.end()
        self.frame.message.clear()
        for panel in (self.frame.finder, self.frame.more, self.frame.keys):
            panel.close_panel()

    def settle(self) -> None:
        """Waits until all that was asked for is done and laid out."""
        runners = self.frame.context.runners
        settle((runners.reads, runners.deeds, runners.long_work))

    def _overlay(self, name: str) -> None:
        self.frame.go(ToToday())
        self.settle()
        openings: dict[str, Callable[[], None]] = {
            "Find": self.frame.open_find,
            "More": self.frame.more.open,
            "Keys": self.frame._over.open_all_keys,
            "Tour": self.frame.tour.start,
            "Warning": partial(self.frame.warn_of_lock, 60),
        }
        openings[name]()
        self.settle()


def application() -> QApplication:
    """The one application of this process."""
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


@contextmanager
def signed_in(place: Furnished) -> Iterator[Shown]:
    """Opens the window on a workspace; afterwards everything is closed."""
    session = place.unlock()
    runners = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long-work")))
    window = MainWindow(is_practice=True)
    frame = Frame(session, runners, window)
    window.show_part(frame)
    window.resize(WIDTHS[1.0], HEIGHT)
    window.show()
    window.activateWindow()
    frame.start()
    shown = Shown(place, frame)
    shown.settle()
    try:
        yield shown
    finally:
        frame.finish()
        shown.settle()
        window.show_part(QWidget(window))
        shiboken6.delete(frame)
        for runner in (runners.reads, runners.deeds, runners.long_work):
            runner.close()
        session.close()
        shiboken6.delete(window)


@contextmanager
def locked(name: str, folder: Path, look: style.Look) -> Iterator[MainWindow]:
    """Shows what stands before anybody is signed in; `folder` holds a locked workspace."""
    where = folder.parent / f"no-{folder.name}" if name == "FirstRun" else folder
    program = Application(
        application(),
        where,
        clock=TestClock(),
        random=os.urandom,
        probe=lambda: NO_KEYRING,
        practice=True,
    )
    program.start()
    style.apply(application(), look)
    program.window.resize(WIDTHS[look.scale], HEIGHT)
    settle(program._runners())
    _BEFORE.get(name, _nothing)(program)
    settle(program._runners())
    try:
        yield program.window
    finally:
        program.close()
        shiboken6.delete(program.window)


def _refuse(program: Application) -> None:
    page = program._unlock_page()
    program.window.show_part(page)
    page.load()
    settle(program._runners())
    page.secret.editor.setText("not the right words")
    page.unlock_button.click()


def _make_practice(program: Application) -> None:
    from mdt_desktop.ui.unlock.making_practice import MakingPractice  # noqa: PLC0415

    program.window.show_part(MakingPractice(program.window))


def _nothing(_program: Application) -> None:
    """What stands there is what is shown."""


_BEFORE: Final[dict[str, Callable[[Application], None]]] = {
    "UnlockRefused": _refuse,
    "MakingPractice": _make_practice,
}


def settle(runners: tuple[BackgroundRunner, ...]) -> None:
    """Turns the event loop until no runner has work and nothing is left to lay out or delete.

    While a runner works this sleeps: to turn the loop meanwhile would take the runner's time.
    """
    quiet = 0
    while quiet < _QUIET_TURNS:
        is_idle = all(runner.is_idle for runner in runners)
        quiet = quiet + 1 if is_idle else 0
        QApplication.processEvents(_TURN if is_idle else _SLEEP)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
