"""Writes pictures of the screen of two versions to build/pictures/versions.

python -m tests.ui.versions.gallery
"""

import os
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from mdt_core.roles import Role
from mdt_core.store.queries.versions import unsettled
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.session import Session, unlock_session
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import Destination, Runners, ToResident, ToToday, ToVersions
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.ui.versions.page import VersionsPage
from mdt_desktop.ui.versions.settling import SettlingView
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from tests.support.memory_store import TestClock
from tests.support.ward import Ward, make_ward
from tests.ui.resident import people
from tests.ui.versions import apart

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "versions"
_SECRET = "plain practice words"
_NONE = KeyringState(name="none", reason="This computer has no keyring.")


@dataclass
class Shown:
    """The window with its frame, and how to wait for what it reads."""

    app: QApplication
    window: MainWindow
    frame: Frame
    runners: Runners

    def idle(self) -> None:
        """Lets runners and layouts come to rest."""
        for _ in range(4):
            while not (self.runners.reads.is_idle and self.runners.deeds.is_idle):
                QTest.qWait(5)
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            QTest.qWait(20)

    def picture(self, name: str, to: Destination | None = None) -> None:
        """Goes there and draws the window."""
        if to is not None:
            self.frame.go(to)
        self.idle()
        self.window.grab().save(str(_FOLDER / f"{name}.png"))


def main() -> None:
    """Draws each kind of two versions in every look and size."""
    app = QApplication([])
    style.apply(app, style.Look())
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, closing(_session(Path(folder))) as session:
        ward = make_ward(session.store, session.actor)
        who = _made(session, ward)
        runners = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long")))
        window = MainWindow(is_practice=True)
        frame = Frame(session, runners, window)
        window.show_part(frame)
        window.resize(1180, 820)
        window.show()
        frame.start()
        _draw(Shown(app, window, frame, runners), who, ward)
        frame.finish()
        for runner in (runners.reads, runners.deeds, runners.long_work):
            runner.close()


def _session(folder: Path) -> Session:
    clock = TestClock()
    founded = init_workspace(
        folder / "workspace",
        name="Dr Amina Shah",
        role=Role.GP,
        organisation="Elm Surgery",
        homes=["Rowan Court"],
        secret=_SECRET,
        keyring=_NONE,
        clock=clock,
        random=os.urandom,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    return unlock_session(
        folder / "workspace",
        person_id=founded.person_id,
        secret=_SECRET,
        clock=clock,
        random=os.urandom,
        keyring=_NONE,
    )


def _made(session: Session, ward: Ward) -> str:
    store, by = session.store, session.actor
    who = people.full(store, by, ward.home_id)
    apart.two_doses(store, by, who, ward.home_id)
    apart.two_numbers(store, by, who)
    apart.two_allergies(store, by, ward.of("Okonkwo"))
    apart.two_about(store, by, ward.of("Nowak"))
    return who


def _draw(shown: Shown, who: str, ward: Ward) -> None:
    dose = ToVersions(who, _dose(shown, who))
    for palette in PALETTES.values():
        style.apply(shown.app, style.Look(palette))
        shown.picture(f"doses-{palette.name}", dose)
        _written_anew(shown, f"doses-anew-{palette.name}")
    style.apply(shown.app, style.Look())
    shown.picture("numbers", ToVersions(who))
    shown.picture("allergies", ToVersions(ward.of("Okonkwo")))
    shown.picture("about", ToVersions(ward.of("Nowak")))
    shown.picture("quiet", ToVersions())
    shown.picture("resident", ToResident(who))
    shown.picture("today", ToToday())
    for scale in (1.5, 2.0):
        style.apply(shown.app, style.Look(scale=scale))
        shown.window.resize(1280, 820)
        shown.picture(f"doses-{scale:.0%}", dose)
        _to_the_end(shown, f"doses-end-{scale:.0%}")
        shown.picture(f"about-{scale:.0%}", ToVersions(ward.of("Nowak")))
        shown.picture(f"quiet-{scale:.0%}", ToVersions())


def _dose(shown: Shown, who: str) -> str:
    context = shown.frame.context
    with context.store.reading() as connection:
        found = unsettled(connection, context.actor, resident_id=who)
    return next(each.key for each in found if each.part == "dose")


def _view(shown: Shown) -> SettlingView:
    page = shown.frame.page
    assert isinstance(page, VersionsPage)
    assert isinstance(page.part, SettlingView)
    return page.part


def _written_anew(shown: Shown, name: str) -> None:
    view = _view(shown)
    assert view.form is not None
    view.form.which.button("anew").click()
    _to_the_end(shown, name)
    view.autosave.put_away()


def _to_the_end(shown: Shown, name: str) -> None:
    shown.idle()
    _view(shown).findChild(QScrollArea).widget().grab().save(str(_FOLDER / f"{name}-whole.png"))  # type: ignore[union-attr]
    area: QScrollArea = _view(shown).findChild(QScrollArea)  # type: ignore[assignment]
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    shown.picture(name)


if __name__ == "__main__":
    main()
