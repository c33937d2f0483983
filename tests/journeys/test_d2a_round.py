"""A D2A round over nine homes in the real window: planned, run, signed by one PIN, nine sheets read back.

Two residents of different homes have the same family name, one is deferred, one is in hospital. What
is read back is the files: each holds the residents of its own home and nobody else's name or number.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest
import shiboken6
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.records.rounds import Programme
from mdt_core.roles import Role
from mdt_core.store.queries.together import RoundOf, Together, together
from mdt_desktop.qt import style
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.qt.words import OneLine
from mdt_desktop.session import Session
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import Runners, ToResidents
from mdt_desktop.ui.finish.page import FinishPage
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.ui.paper.page import PaperPage
from mdt_desktop.ui.plan.page import PlanPage
from mdt_desktop.ui.plan.presenter import HOME_ROW
from mdt_desktop.ui.residents.page import ResidentsPage
from mdt_desktop.ui.round.page import RoundRunPage
from mdt_desktop.ui.today.page import TodayPage
from mdt_desktop.vault import PRACTICE_DERIVATION
from tests.support.memory_store import TestClock
from tests.support.nine_homes import D2A, HOMES, IN_HOSPITAL, NineHomes, make_nine_homes
from tests.ui.conftest import NO_KEYRING, PASSPHRASE, PERSON, unlocked
from tests.ui.round.conftest import is_open
from tests.ui.round.hands import ALT, CTRL, click, desk_of, press, type_words

P = TypeVar("P", bound=QWidget)

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"),
]
TODAY = date(2026, 11, 24)
OF = RoundOf("", TODAY, Programme.D2A)
DEFERRED, GONE = "Abbott", "Jessop"
SIMILAR = "Similar name"
A_DAY_OF_WAITING_MS = 15_000


class Window:
    """The unlocked client on the nine homes, and the person at it."""

    def __init__(self, qtbot: QtBot, session: Session, nine: NineHomes, frame: Frame) -> None:
        self.qtbot, self.session, self.nine, self.frame = qtbot, session, nine, frame

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits for what a person waits for."""
        self.qtbot.waitUntil(holds, timeout=A_DAY_OF_WAITING_MS)

    def page(self, kind: type[P]) -> P:
        """The screen on show, once it is of this kind."""
        self.until(lambda: isinstance(self.frame.page, kind))
        assert isinstance(self.frame.page, kind)
        return self.frame.page

    def read(self) -> Together:
        """The round as the store has it."""
        with self.session.store.reading() as connection:
            return together(connection, self.session.actor, OF)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    """A new practice workspace with the nine homes, opened and unlocked."""
    style.apply(qapp, style.Look())
    folder, clock = tmp_path / "workspace", TestClock()
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
    runners = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long-work")))
    with closing(unlocked(folder, founded.person_id, clock)) as session:
        nine = make_nine_homes(session.store, session.actor)
        main = MainWindow(is_practice=True)
        qtbot.addWidget(main)
        frame = Frame(session, runners, main)
        main.show_part(frame)
        main.resize(1180, 820)
        with qtbot.waitExposed(main):
            main.show()
        main.activateWindow()
        frame.start()
        yield Window(qtbot, session, nine, frame)
        frame.finish()
        main.show_part(QWidget(main))
        shiboken6.delete(frame)
        for runner in (runners.reads, runners.deeds, runners.long_work):
            runner.close()


def test_a_d2a_round_over_nine_homes_from_its_plan_to_nine_sheets(
    window: Window, tmp_path: Path
) -> None:
    plan_it(window)
    run_it(window)
    finish_it(window)
    save_sheets(window, tmp_path)
    sheets = {name: words_of(path) for name, path in files(tmp_path, "round-sheet").items()}
    assert set(sheets) == set(HOMES)
    for name, words in sheets.items():
        check_sheet(window.nine, name, words)


def plan_it(window: Window) -> None:
    """From the residents to the plan: who is on it and where, something to have ready, and begun."""
    window.page(TodayPage)
    window.frame.go(ToResidents())
    click(window.page(ResidentsPage).d2a)
    page = window.page(PlanPage)
    window.until(lambda: bool(page.on_model.rows))
    listed = [row for row in page.on_model.rows if row.is_resident]
    homes = [row.who for row in page.on_model.rows if row.resident_id.startswith(HOME_ROW)]
    assert homes == list(HOMES)
    assert len(listed) == len(D2A) - 1
    marked = [row for row in listed if SIMILAR in row.who]
    assert {row.who.splitlines()[0] for row in marked} == {
        "Alder Grange, room 1",
        "Beech Lodge, room 1",
    }
    assert [(row.room, row.why.splitlines()[0]) for row in page.off_model.rows] == [
        ("Elder View, room 8", "In hospital")
    ]
    window.frame.window().activateWindow()
    window.until(page.on_list.hasFocus)
    press(Qt.Key.Key_F2)
    type_words("weight")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)


def run_it(window: Window) -> None:
    """Each of a dozen: written and signed, one deferred, one gone to hospital."""
    page = window.page(RoundRunPage)
    for _ in range(len(D2A) - 1):
        window.until(lambda: page.desk is not None and is_open(page))
        line = desk_of(page).page.line
        assert line.home_name in page.head.findChildren(OneLine)[0].text()
        outcome = {DEFERRED: Qt.Key.Key_2, GONE: Qt.Key.Key_6}.get(line.family_name)
        if outcome is None:
            write(page, line.family_name, line.home_name)
            press(Qt.Key.Key_Return, CTRL)
        else:
            press(Qt.Key.Key_D, CTRL)
            press(outcome)
        left = line.resident_id
        window.until(lambda who=left: page.desk is None or desk_of(page).resident_id != who)  # type: ignore[misc]
    window.until(page.summary.isVisible)
    click(page.summary.finish)


def write(page: RoundRunPage, family: str, home: str) -> None:
    """A whole entry of a D2A resident."""
    form = desk_of(page).form
    press(Qt.Key.Key_2, ALT)
    form.focus_on("plan")
    type_words(f"Stairs tried with {family} of {home}")
    form.focus_on("planned_end")
    type_words("+2w")
    press(Qt.Key.Key_Tab)
    barriers = form.field("barriers")
    assert isinstance(barriers, ManyChoiceField)
    click(barriers.button("care_at_home"))
    form.focus_on("therapy")
    type_words("Two visits")  # when to see again is brought by the weekly round


def finish_it(window: Window) -> None:
    """One pass over all homes and one passphrase; a signature in each home's own log."""
    page = window.page(FinishPage)
    window.until(lambda: page.details is not None)
    assert page.details is not None
    assert page.read is not None
    assert page.read.counts == {}
    click(page.details.anyone_else.button("nobody"))
    click(page.details.mode.button("video"))
    page.secret.setFocus()
    type_words(PASSPHRASE)
    press(Qt.Key.Key_Return)
    window.until(lambda: bool(page.read and page.read.signed_words))
    parts = window.read().parts
    assert len(parts) == len(HOMES)
    assert all(part.sign_off is not None for part in parts)
    assert len({part.sign_off.id for part in parts if part.sign_off}) == len(HOMES)
    click(page.paper)


def save_sheets(window: Window, folder: Path) -> None:
    """All sheets at once, one file a home."""
    page = window.page(PaperPage)
    window.until(lambda: page.made is not None)
    assert page.options.save_all.text() == "Save all 9…"
    page.save_all_in(str(folder))
    window.until(lambda: page.message.text.startswith("Saved 9 files"))


def files(folder: Path, kind: str) -> dict[str, Path]:
    """The PDF of each home, by its name."""
    found = {path.name: path for path in folder.glob(f"{kind}-*.pdf")}
    assert len(found) == len(HOMES)
    return {
        name: found[f"{kind}-{name.lower().replace(' ', '-')}-{TODAY.isoformat()}.pdf"]
        for name in HOMES
    }


def words_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def check_sheet(nine: NineHomes, name: str, words: str) -> None:
    """Its own residents who were seen, word for word; of the others not a name and not a number."""
    assert f"D2A round Tue 24-Nov-2026 Video {name}" in words
    for home_place, family, given, _born, _room in D2A:
        is_here = HOMES[home_place] == name
        is_seen = family not in (DEFERRED, GONE, IN_HOSPITAL)
        assert (f"{family.upper()}, {given}" in words) == (is_here and is_seen)
        assert (f"Stairs tried with {family} of {HOMES[home_place]}" in words) == (
            is_here and is_seen
        )
    for other in set(HOMES) - {name}:
        assert other not in words
    assert nine.permanent[name].upper() not in words
