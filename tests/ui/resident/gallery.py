"""Writes pictures of the resident page and the observation form to build/pictures/resident.

python -m tests.ui.resident.gallery
"""

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mdt_core.store.store import Store
from mdt_desktop.qt import style
from mdt_desktop.qt.changes import ChangeBus
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context, Runners, ToHomes
from mdt_desktop.ui.frame.sync_watch import SyncWatch
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.resident.tabs import TABS
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, Ward, make_ward
from tests.ui.drawing import LARGE_LETTERS, folder_of, practice_session, threads
from tests.ui.observations.hands import click, number, type_number
from tests.ui.resident import people

_WIDTH = 1116  # 1180 less the rail


def main() -> None:
    """Draws both screens in every look and state."""
    app = QApplication([])
    style.apply(app, style.Look())
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(practice_session(Path(folder), TestClock())) as session,
        threads() as runners,
    ):
        _draw_all(app, _context(session, runners), make_ward(session.store, session.actor))


def _context(session: Session, runners: Runners) -> Context:
    bus = ChangeBus()
    sync = SyncWatch(
        session.tie,
        bus,
        reads=runners.reads,
        runner=runners.sync,
        clock=session.clock,
        parent=bus,
    )
    return Context(
        store=session.store,
        drafts=session.drafts,
        actor=session.actor,
        clock=session.clock,
        runners=runners,
        bus=bus,
        go=lambda _to: None,
        is_practice=True,
        sync=sync,
        got_at=sync.got,
        waiting=lambda: 0,
        confirm=session.confirm,
        secret_word=session.secret_word,
        folder=session.workspace.folder,
        told=lambda _words: None,
        not_done=lambda _words: None,
    )


def _draw_all(app: QApplication, context: Context, ward: Ward) -> None:
    store, by = context.store, context.actor
    who = people.full(store, by, ward.home_id)
    people.write_entry(store, by, who, "Seen again at the home's request. Chest clear.")
    for palette in PALETTES.values():
        style.apply(app, style.Look(palette))
        _page(app, context, who, TABS[0], f"resident-{palette.name}")
        _form(app, context, who, f"observations-{palette.name}")
    for scale in LARGE_LETTERS:
        style.apply(app, style.Look(scale=scale))
        for tab in TABS:
            _page(app, context, who, tab, f"resident-{_word(tab)}-{scale:.0%}", width=1280)
        _form(app, context, who, f"observations-{scale:.0%}", width=1280)
    style.apply(app, style.Look())
    for tab in TABS:
        _page(app, context, who, tab, f"resident-{_word(tab)}")
    _states(app, context, ward, store)


def _states(app: QApplication, context: Context, ward: Ward, store: Store) -> None:
    by = context.actor
    made = {
        "empty": people.bare(store, by),
        "two-versions": people.with_two_versions(store, by, ward.home_id),
        "deceased": people.deceased(store, by, ward.home_id),
        "ward": ward.of(UNWELL),
    }
    for name, who in made.items():
        _page(app, context, who, TABS[0], f"resident-{name}")
        if name != "deceased":
            _form(app, context, who, f"observations-{name}")
    for tab in TABS[1:]:
        _page(app, context, made["empty"], tab, f"resident-{_word(tab)}-empty")


def _word(tab: str) -> str:
    return tab.split(maxsplit=1)[0].lower()


def _page(
    app: QApplication, context: Context, who: str, tab: str, name: str, *, width: int = _WIDTH
) -> None:
    page = ResidentPage(context, who, tab)
    page.load()
    _show(app, page, context, page.tabs.isVisible, width)
    _save(app, page, name)


def _form(app: QApplication, context: Context, who: str, name: str, width: int = _WIDTH) -> None:
    page = ObservationsPage(context, who, ToHomes())
    page.load()
    _show(app, page, context, page.save.isEnabled, width)
    body = page.body
    assert body is not None
    type_number(body, "respirations", "22")
    type_number(body, "oxygen_percent", "200")
    click(body, "on_oxygen", "oxygen")
    type_number(body, "systolic", "128")
    body.form.fields["pulse"].setFocus()
    QTest.keyClicks(number(body, "pulse").editor, "35")
    body.form.not_taken["temperature"].button.click()
    page.autosave.put_away()
    _save(app, page, name)


def _show(
    app: QApplication, page: QWidget, context: Context, ready: Callable[[], bool], width: int
) -> None:
    page.resize(width, 776)
    page.show()
    page.activateWindow()
    while not (ready() and context.runners.deeds.is_idle and context.runners.reads.is_idle):
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _save(app: QApplication, page: QWidget, name: str) -> None:
    for _ in range(5):
        app.processEvents()
    page.grab().save(str(folder_of("resident") / f"{name.replace('%', '')}.png"))
    least = page.minimumSizeHint().width()
    if least > page.width():
        raise SystemExit(f"{name} needs {least} pixels")
    page.close()
    page.deleteLater()
    app.processEvents()


if __name__ == "__main__":
    main()
