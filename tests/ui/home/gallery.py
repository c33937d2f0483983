"""Writes pictures of a home's concerns, of answering and confirming on Today, to build/pictures/concerns.

Run as `pytest tests/ui/home/gallery.py`; it is not collected with the tests.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.observations import SoftSign
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.roles import Role
from mdt_core.use_cases.concerns import answer_concern
from mdt_core.use_cases.observations import raise_concern, raise_home_concern
from mdt_core.use_cases.rounds import sign_entry
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Runners, ToHome, ToToday
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.ui.home.concern_parts import THE_HOME
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.today.page import TodayPage
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.actions.work import make_work

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "concerns"
_LOOKS = [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 2.0)]
_LONG = "Holds his left side when he is turned, will not say why, and has left three meals in a row"


def keep(frame: Frame, name: str) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    QTest.qWait(700)
    frame.window().grab().save(str(_FOLDER / f"{name}.png"))


def fill(session: Session, clock: TestClock, ward: Ward) -> Actor:
    store, gp = session.store, session.actor
    homes = frozenset({ward.home_id})
    carer = Actor("c", "Persephone Adeyemi-Fotheringay", Role.HOME_CARER, "Larch House", homes)
    make_work(store, gp, ward)
    worried = Concern(words=_LONG, soft_signs=(SoftSign.SLEEPIER,), how_soon=HowSoon.TODAY)
    first, _ = raise_concern(
        store, by=carer, resident_id=ward.of("St John-Smythe"), concern=worried
    )
    raise_concern(store, by=carer, resident_id=ward.of("Okonkwo"), concern=worried)
    short = Concern(words="Two of four carers on sick leave tonight", how_soon=HowSoon.TODAY)
    raise_home_concern(store, by=carer, home_id=ward.home_id, concern=short, draft_of=ward.home_id)
    answer_concern(store, by=gp, concern_id=first, words="Paracetamol as charted. I ring at 14:00")
    values = {
        "how": HowSeen.VIDEO,
        "note": "Chest clear, eats half",
        "see_again": SeeAgain.TWO_WEEKS,
    }
    scribe = Actor("s", "Joy Adeyemi", Role.NURSE, "Elm Surgery")
    draft = Draft(RoundEntry, ward.of("Tran"), values)
    sign_entry(store, by=scribe, draft=draft, responsible=gp.author)
    clock.advance(minutes=20)
    return carer


@pytest.mark.parametrize(("palette", "scale"), _LOOKS)
def test_concerns(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    frame: Frame,
    workspace: Session,
    runners: Runners,
    ward: Ward,
    clock: TestClock,
    palette: str,
    scale: float,
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, style.Look(PALETTES[palette], scale))
    carer = fill(workspace, clock, ward)
    look = f"{palette}-{round(scale * 100)}"
    frame.go(ToHome(ward.home_id))
    frame.go(ToToday())
    keep(frame, f"today-{look}")
    page = frame.page
    assert isinstance(page, TodayPage)
    for words, name in (("OKONKWO", "answer"), ("Entry by Joy", "confirm")):
        place = next(n for n, row in enumerate(page.model.rows) if words in row.words)
        page.table.selectRow(place)
        page.deed.click()
        keep(frame, f"{name}-{look}")
        page._show_list()
    page.table.scrollToBottom()
    keep(frame, f"today-end-{look}")
    window = MainWindow(is_practice=True)
    qtbot.addWidget(window)
    theirs = Frame(replace(workspace, actor=carer), runners, window)
    window.show_part(theirs)
    window.resize(1180, 820)
    window.show()
    theirs.start()
    shown = theirs.page
    assert isinstance(shown, TodayPage)
    qtbot.waitUntil(lambda: bool(shown.model.rows))
    shown.table.scrollToBottom()
    keep(theirs, f"home-staff-{look}")
    theirs.go(ToHome(ward.home_id))
    keep(theirs, f"home-{look}")
    home = theirs.page
    assert isinstance(home, HomePage)
    home.raise_concern.click()
    home.raising.form.about.set_value(THE_HOME)
    home.raising.form.how_soon.button(HowSoon.TODAY.value).click()
    keep(theirs, f"raise-{look}")
    theirs.finish()
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)
