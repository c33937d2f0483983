"""A fall at night on an anticoagulant: from the carer's eight presses to the next round's review.

Three people at one computer, one after another, each in the real window: the carer at 03:10, the
home's nurse in the morning, the GP on the round of the day.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.fall_answers import BodySite
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.roles import Role
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.statements import cards, statements
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.rounds import start_round
from mdt_desktop.qt import style
from mdt_desktop.qt.choices import ChoiceField
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.session import Session
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import Runners, ToFall, ToResident, ToRound
from mdt_desktop.ui.fall.page import FallPage
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.ui.full_fall.injuries import InjuriesField
from mdt_desktop.ui.full_fall.page import FullFallPage
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.round.page import RoundRunPage
from mdt_desktop.vault import PRACTICE_DERIVATION
from tests.support import builders
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, Ward, make_ward
from tests.ui.conftest import NO_KEYRING, PASSPHRASE, PERSON, unlocked
from tests.ui.fall.hands import answer
from tests.ui.fall.hands import words_on as words_of_form
from tests.ui.round.conftest import is_open
from tests.ui.round.hands import sign, words_on, write_entry

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"),
]
NIGHT = datetime(2026, 11, 24, 3, 10, tzinfo=UTC)
CARER = builders.actor(Role.HOME_CARER)
NURSE = builders.actor(Role.HOME_NURSE)
EIGHT = (
    ("seen_by", "nobody"),
    ("head", "not_known"),
    ("awake", "as_usual"),
    ("hurt", "bruise"),
    ("floor_time", "under_an_hour"),
    ("place", "bedroom"),
    ("got_up", "hoist"),
)


class Home:
    """The workspace with its ward, and the window of whoever is at it."""

    def __init__(self, qtbot: QtBot, session: Session, ward: Ward, clock: TestClock) -> None:
        self.qtbot, self.session, self.ward, self.clock = qtbot, session, ward, clock
        self.who = ward.of(UNWELL)

    @contextmanager
    def window(self, actor: Actor) -> Iterator[Frame]:
        """The whole window of one person."""
        runners = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long-work")))
        main = MainWindow(is_practice=True)
        self.qtbot.addWidget(main)
        frame = Frame(replace(self.session, actor=actor), runners, main)
        main.show_part(frame)
        main.resize(1180, 820)
        with self.qtbot.waitExposed(main):
            main.show()
        main.activateWindow()
        frame.start()
        yield frame
        frame.finish()
        main.show_part(QWidget(main))
        shiboken6.delete(frame)
        for runner in (runners.reads, runners.deeds, runners.long_work):
            runner.close()

    def idle(self, frame: Frame) -> None:
        """Until nothing is read or written."""
        runners = frame.context.runners
        self.qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)

    def reasons(self) -> list[str]:
        """Why the resident is to be seen on the next round, as the round's list says it."""
        today = london_day(self.clock())
        with self.session.store.reading() as connection:
            page = resident_page(connection, self.session.actor, self.who, today=today)
        return [reason.words for reason in page.reasons or ()]


@pytest.fixture
def home(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Home]:
    style.apply(qapp, style.Look())
    clock = TestClock(NIGHT)
    founded = init_workspace(
        tmp_path / "workspace",
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
    with closing(unlocked(tmp_path / "workspace", founded.person_id, clock)) as session:
        ward = make_ward(session.store, session.actor, people=2)
        about = About(ward.of(UNWELL), ward.home_id)
        with session.store.deed(session.actor) as unit:
            apixaban = MedicineLine(
                medicine="Apixaban",
                dose="5 mg",
                frequency="twice a day",
                state=MedicineState.ACTIVE,
            )
            unit.write(apixaban, about)
            listed = MedicineList(source=ListSource.MAR, as_of=NIGHT - timedelta(days=22))
            unit.sign(listed, about)
            unit.commit()
        yield Home(qtbot, session, ward, clock)


def test_a_fall_at_night_on_an_anticoagulant_through_to_the_next_rounds_review(home: Home) -> None:
    with home.window(CARER) as frame:
        the_carer_records_it(home, frame)
    (reason,) = [words for words in home.reasons() if words.startswith("Fall ")]
    assert "not known whether the head was struck" in reason
    assert "blood thinner on the list" in reason
    home.clock.advance(hours=4)
    with home.window(NURSE) as frame:
        the_nurse_writes_it_up(home, frame)
    the_record_is_whole(home)
    home.clock.advance(hours=3)
    with home.window(home.session.actor) as frame:
        the_gp_reviews_it(home, frame)
    assert not [words for words in home.reasons() if words.startswith("Fall ")]


def the_carer_records_it(home: Home, frame: Frame) -> None:
    """Eight presses beside the resident; the anticoagulant and the numbers to call stand there."""
    frame.go(ToFall(home.who, ToResident(home.who)))
    page = frame.page
    assert isinstance(page, FallPage)
    home.qtbot.waitUntil(page.save.isEnabled)
    assert "apixaban on the list as of 02-Nov-2026 (MAR). Check the MAR." in words_of_form(page)
    for name, key in EIGHT:
        answer(page, name, key)
    page.save.click()
    home.qtbot.waitUntil(lambda: page.is_saved)
    shown = words_of_form(page)
    for words in ("0161 496 0999", "Situation: ACHTERBERG", "head: Do not know", "Family told"):
        assert words in shown
    home.idle(frame)


def the_nurse_writes_it_up(home: Home, frame: Frame) -> None:
    """From the resident's page to the full record: what nobody knew is known now, and a bruise."""
    frame.go(ToResident(home.who))
    resident = frame.page
    assert isinstance(resident, ResidentPage)
    home.idle(frame)
    (tab,) = [each for each in resident.areas if each.area.title == "Falls"]
    home.qtbot.waitUntil(lambda: bool(tab._offers))
    assert tab._offers[0].words.endswith("due in 20 hours")
    frame.go(tab._offers[0].destination(home.who, ToResident(home.who)))
    page = frame.page
    assert isinstance(page, FullFallPage)
    home.qtbot.waitUntil(page.save.isEnabled)
    home.idle(frame)
    assert page.form is not None
    assert "Anticoagulant: apixaban" in page.form.medicines.text()
    head, injuries = page.form.fields["head"], page.form.fields["injuries"]
    assert isinstance(head, ChoiceField)
    assert isinstance(injuries, InjuriesField)
    head.button("hit").click()
    assert "Apixaban: an anticoagulant was listed" in page.form.facts.text()
    at = injuries.map.centre_of(BodySite.FACE).toPoint()
    QTest.mouseClick(injuries.map, Qt.MouseButton.LeftButton, pos=at)
    injury = injuries.rows[0].fields["injury"]
    assert isinstance(injury, ChoiceField)
    injury.button("bruise").click()
    page.save.click()
    home.qtbot.waitUntil(lambda: page.is_saved or bool(page.message.text))
    assert page.is_saved, page.message.text
    home.idle(frame)


def the_record_is_whole(home: Home) -> None:
    """The action is answered, and the record holds the medicines then with their source."""
    with home.session.store.reading() as connection:
        (signed,) = statements(connection, FallDetail, home.who)
        (action,) = cards(connection, Action, home.who)
    told = signed.record
    assert told is not None
    assert told.medicines == ("Apixaban, 5 mg, twice a day",)
    assert (told.anticoagulants, told.medicines_source) == (("apixaban",), ListSource.MAR)
    assert action.record is not None
    assert action.record.state is ActionState.DONE


def the_gp_reviews_it(home: Home, frame: Frame) -> None:
    """The round's list says why; the signed entry answers it."""
    day = london_day(home.clock())
    by, home_id = home.session.actor, home.ward.home_id
    start_round(home.session.store, by=by, home_id=home_id, day=day, residents=(home.who,))
    frame.go(ToRound(home_id, day, home.who))
    page = frame.page
    assert isinstance(page, RoundRunPage)
    home.qtbot.waitUntil(lambda: is_open(page))
    assert "blood thinner on the list" in words_on(page)
    write_entry(page, "Fall in the night on apixaban. Head seen, no signs. Neuro obs to continue.")
    sign(page)
    home.qtbot.waitUntil(lambda: not [w for w in home.reasons() if w.startswith("Fall ")])
    home.idle(frame)
