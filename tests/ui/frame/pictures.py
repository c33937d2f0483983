"""Writes pictures of the frame's screens in every look to build/pictures/frame.

python -m tests.ui.frame.pictures
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mdt_core.roles import Role
from mdt_desktop.app import Application
from mdt_desktop.paths import settings_file
from mdt_desktop.settings import Settings, save_settings
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import ToHome, ToHomes
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.homes.page import HomesPage
from mdt_desktop.vault import PRACTICE_DERIVATION
from tests.support.memory_store import TestClock
from tests.support.ward import UNPLACED, Ward, make_ward
from tests.ui.conftest import NO_KEYRING, PASSPHRASE, PERSON, unlocked

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "frame"
LOOKS = (("light", 100), ("dark", 100), ("contrast", 100), ("light", 150), ("light", 200))


def main() -> None:
    """Draws every screen in every look."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "workspace"
        ward = _make(folder)
        for palette, percent in LOOKS:
            settings = Settings(palette, percent)
            _draw_all(app, folder, ward, settings)
            _draw_first_run(app, Path(scratch) / f"new-{palette}-{percent}", settings)


def _make(folder: Path) -> Ward:
    clock = TestClock()
    founded = init_workspace(
        folder,
        name=PERSON,
        role=Role.GP,
        organisation="Elm Surgery",
        homes=["Rowan Court"],
        secret=PASSPHRASE,
        keyring=NO_KEYRING,
        clock=clock,
        random=Random(7).randbytes,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    with closing(unlocked(folder, founded.person_id, clock)) as session:
        return make_ward(session.store, session.actor)


def _draw_all(app: QApplication, folder: Path, ward: Ward, settings: Settings) -> None:
    save_settings(settings_file(folder), settings)
    application = Application(
        app, folder, clock=TestClock(), random=os.urandom, probe=lambda: NO_KEYRING, practice=True
    )
    application.start()
    window = application.window
    window.resize(1180 if settings.text_percent == 100 else 1280, 820)

    def draw(what: str) -> None:
        settle(application)
        window.grab().save(str(_FOLDER / f"{what}-{settings.palette}-{settings.text_percent}.png"))

    draw("unlock")
    page = window.part
    page.secret.editor.setText("not the right words")  # type: ignore[union-attr]
    page.unlock_button.click()  # type: ignore[union-attr]
    draw("unlock-wrong")
    page.secret.editor.setText(PASSPHRASE)  # type: ignore[union-attr]
    page.unlock_button.click()  # type: ignore[union-attr]
    settle(application)
    _draw_frame(application, ward, draw)
    application.close()
    window.close()
    window.deleteLater()


def _draw_frame(application: Application, ward: Ward, draw: Callable[[str], None]) -> None:
    frame = application.frame
    assert frame is not None
    frame.go(ToHomes())
    draw("homes")
    homes = frame.page
    assert isinstance(homes, HomesPage)
    homes.waiting.click()
    draw("waiting")
    homes.waiting_table.opened.emit(ward.of(UNPLACED))
    draw("place")
    frame.go(ToHome(ward.home_id))
    draw("home")
    home = frame.page
    assert isinstance(home, HomePage)
    home.head.call_list.click()
    home.table.setFocus()
    home.table.selectRow(2)
    QTest.keyClick(home.table, Qt.Key.Key_Space)
    draw("home-chosen")
    home.add.click()
    QTest.keyClicks(home.form.born.editor, "1938")
    home.form.save.click()
    draw("add")
    frame.open_find()
    QTest.keyClicks(frame.finder.question.editor, "feath")
    draw("find")
    frame.finder.close_panel()
    frame.more.open()
    draw("more")
    frame.more.close_panel()
    frame.warn_of_lock(60)
    draw("warning")


def _draw_first_run(app: QApplication, folder: Path, settings: Settings) -> None:
    save_settings(settings_file(folder), settings)
    application = Application(app, folder, clock=TestClock(), probe=lambda: NO_KEYRING)
    application.start()
    settle(application)
    name = f"first-run-{settings.palette}-{settings.text_percent}.png"
    application.window.grab().save(str(_FOLDER / name))
    application.close()
    application.window.close()
    application.window.deleteLater()


def settle(application: Application) -> None:
    """Lets everything that was asked for happen."""
    loop = QEventLoop()
    watch = QTimer(interval=80)
    quiet = 0

    def look() -> None:
        nonlocal quiet
        quiet = quiet + 1 if all(r.is_idle for r in application._runners()) else 0
        if quiet > 2:
            loop.quit()

    watch.timeout.connect(look)
    watch.start()
    loop.exec()


if __name__ == "__main__":
    main()
