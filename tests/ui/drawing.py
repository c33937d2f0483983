"""What every gallery draws with: a practice workspace, the window on it, and pictures of that window.

A gallery is run by hand and its pictures are looked at; none is collected with the tests.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from mdt_core.clock import Clock
from mdt_core.roles import Role
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.session import Session, unlock_session
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import Destination, Runners
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState

WINDOW = (1180, 820)
LARGE_WINDOW = (1280, 820)
LARGE_LETTERS = (1.5, 2.0)
_PICTURES = Path(__file__).resolve().parents[2] / "build" / "pictures"
_SECRET = "plain practice words"
_NONE = KeyringState(name="none", reason="This computer has no keyring.")


def folder_of(room: str) -> Path:
    """Where the pictures of a room are written; made where it is not there."""
    folder = _PICTURES / room
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def practice_session(
    folder: Path, clock: Clock, random: Callable[[int], bytes] | None = None
) -> Session:
    """A new practice workspace of Dr Amina Shah, unlocked; chance that repeats unless given."""
    chance = random or Random(7).randbytes
    founded = init_workspace(
        folder / "workspace",
        name="Dr Amina Shah",
        role=Role.GP,
        organisation="Elm Surgery",
        homes=["Rowan Court"],
        secret=_SECRET,
        keyring=_NONE,
        clock=clock,
        random=chance,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    return unlock_session(
        folder / "workspace",
        person_id=founded.person_id,
        secret=_SECRET,
        clock=clock,
        random=chance,
        keyring=_NONE,
    )


@contextmanager
def threads() -> Iterator[Runners]:
    """The runners of a window, joined at the end."""
    made = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long", "sync")))
    yield made
    for runner in (made.reads, made.deeds, made.long_work, made.sync):
        runner.close()


@dataclass(frozen=True)
class Drawing:
    """The signed-in window of one room's pictures."""

    app: QApplication
    window: MainWindow
    frame: Frame
    runners: Runners
    folder: Path

    def idle(self) -> None:
        """Lets runners and layouts come to rest."""
        for _ in range(4):
            while not (self.runners.reads.is_idle and self.runners.deeds.is_idle):
                QTest.qWait(5)
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            QTest.qWait(20)

    def picture(self, name: str, to: Destination | None = None) -> None:
        """Goes there, where it is said, and draws the window."""
        if to is not None:
            self.frame.go(to)
        self.idle()
        self.window.grab().save(str(self.folder / f"{name}.png"))

    def area(self) -> QScrollArea:
        """What scrolls in the page on show."""
        page = self.frame.page
        assert isinstance(page, QWidget)
        area = page.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        return area

    def to_the_end(self, name: str) -> None:
        """Draws the window with its page scrolled to the end."""
        self.idle()
        bar = self.area().verticalScrollBar()
        bar.setValue(bar.maximum())
        self.picture(name)

    def whole(self, name: str) -> None:
        """Draws all that scrolls, out of its window."""
        self.idle()
        self.area().verticalScrollBar().setValue(0)
        inside = self.area().widget()
        assert inside is not None
        inside.grab().save(str(self.folder / f"{name}-whole.png"))

    def wear(self, look: style.Look) -> None:
        """Puts on a look, in the window that its letters need."""
        style.apply(self.app, look)
        self.window.resize(*(WINDOW if look.scale == 1.0 else LARGE_WINDOW))

    def palettes(self) -> Iterator[str]:
        """Puts on each palette in turn and gives its name; the usual look again at the end."""
        for palette in PALETTES.values():
            self.wear(style.Look(palette))
            yield palette.name
        self.wear(style.Look())

    def scales(self) -> Iterator[str]:
        """Puts on each larger size of letters in turn and gives it as a share."""
        for scale in LARGE_LETTERS:
            self.wear(style.Look(scale=scale))
            yield f"{scale:.0%}"


@contextmanager
def drawing(app: QApplication, session: Session, room: str) -> Iterator[Drawing]:
    """The window of a session, shown, with the start screen in it; ended with its threads."""
    style.apply(app, style.Look())
    with threads() as runners:
        window = MainWindow(is_practice=True)
        frame = Frame(session, runners, window)
        window.show_part(frame)
        window.resize(*WINDOW)
        window.show()
        frame.start()
        yield Drawing(app, window, frame, runners, folder_of(room))
        frame.finish()
