"""A round of 20 in a home of 45 beds: network lost, a fall while writing, a dead computer, and the sheet.

The GP's client is a process of its own, the home's computer a store of its own, and the real service
stands between them.
"""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london, london_day, system_clock
from mdt_core.drafts import Draft
from mdt_core.records.falls import Fall, FallSeenBy, HeadStruck, TimeKnown
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import round_page
from mdt_core.use_cases.falls import record_fall
from mdt_desktop.session import Session
from mdt_desktop.sync.tie import Course
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.journeys.conftest import PASSPHRASE, Begin, Journey, opened
from tests.service.serving import Serving, serving
from tests.support.client import Client
from tests.support.forty_five_beds import (
    ACTION,
    D2A,
    FALLEN,
    FAMILIES,
    UNWELL,
    WEIGHED,
    WORRYING,
    FortyFive,
    let_a_week_pass,
    make_home,
)
from tests.sync.conftest import Desk

pytestmark = pytest.mark.timeout(300)

PROPOSED = (*FALLEN, *UNWELL, *WORRYING, *D2A, WEIGHED)
ADDED = (FAMILIES[40], FAMILIES[42], FAMILIES[43])
ORDER = (*PROPOSED, *ADDED)
FALLS_LATER = ADDED[0]
WEEK = timedelta(days=7)


@dataclass
class Round:
    """The GP's window, the home's computer, and a service that can be switched off."""

    journey: Journey
    home: FortyFive
    nurse: Desk
    database: str
    port: int
    signed: list[str] = field(default_factory=list)
    _service: ExitStack = field(default_factory=ExitStack)

    @property
    def window(self) -> Client:
        return self.journey.window

    def connect(self) -> Serving:
        """The network is there."""
        settings = Settings(is_practice=True)
        served = serving(self.database, clock=system_clock, settings=settings, port=self.port)
        return self._service.enter_context(served)

    def disconnect(self) -> None:
        """The network goes."""
        self._service.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def round_of_20(begin: Begin, tmp_path: Path) -> Iterator[Round]:
    """Last week everybody was discussed; since then 16 of the 45 have a reason."""
    journey = begin(name="Dr Amina Shah", role=Role.GP, home="Rowan Court")
    with closing(opened(journey, lambda: system_clock() - WEEK)) as session:
        home = make_home(session.store, session.actor)
    nurse_actor = Actor(
        "person-joy", "Joy Adeyemi", Role.HOME_NURSE, "Alder Bank", frozenset({home.home_id})
    )
    nurse = Desk(tmp_path / "home", nurse_actor)
    day = Round(journey, home, nurse, f"sqlite:///{tmp_path / 'service.db'}", _free_port())
    served = day.connect()
    with closing(opened(journey)) as session:
        let_a_week_pass(session.store, session.actor, home.by_family)
        _tie(session, served)
    nurse.enrol(served, Grant(home.home_id, Role.HOME_NURSE))
    assert nurse.exchange().agreed
    yield day
    day.disconnect()
    nurse.workspace.close()


def _tie(session: Session, served: Serving) -> None:
    """Enrols the GP's computer and sends everything, as it was before the round."""
    session.tie.enrol(served.address, served.code(Grant(EVERY_HOME, Role.GP)))
    ended = session.tie.exchange(Course())
    assert ended.report is not None
    assert ended.report.agreed


def _note(family: str) -> str:
    return f"{family}: drinks & eats «as usual»; 36.8 °C, <walks> with one"


def _plan(family: str) -> str:
    return f"Oxygen 94 to 98 %; call the surgery if {family} is sleepier & <worse>"


def _said_of(family: str) -> str:
    """What the home reads: the plan as typed, or the words of no change as they were shown."""
    if family != WEIGHED:
        return _plan(family)
    last = clinical_date(london_day(system_clock() - WEEK))
    return f"No change since {last}. Plan of {last} still right. No open actions."


def test_a_round_of_twenty_in_a_home_of_forty_five(round_of_20: Round) -> None:
    day, began = round_of_20, time.monotonic()
    _plans_and_starts(day)
    for family in ORDER[:3]:
        _signs(day, family)
    day.window.wait_for("All sent")
    day.disconnect()
    for family in ORDER[3:6]:
        _signs(day, family)
    day.window.wait_for("You can carry on")
    _dies_while_writing(day, ORDER[6])
    for family in ORDER[7:16]:
        _signs(day, family)
    _falls_at_the_home(day)
    _says_no_change_once_the_action_is_answered(day)
    _hears_of_the_fall_while_writing(day)
    for family in ORDER[18:]:
        _signs(day, family)
    _finishes(day)
    _reads_the_sheet(day)
    _finds_them_at_the_home(day)
    sys.stdout.write(f"{time.monotonic() - began:.1f} s\n")


def _plans_and_starts(day: Round) -> None:
    window = day.journey.unlock()
    window.press("Ctrl+K")
    window.type("alder")
    window.wait_for("1 found")
    window.press_until("Return", "By room")
    window.click("Plan")
    window.wait_for(f"for {len(PROPOSED)} residents")
    for number, family in enumerate(ADDED, start=len(PROPOSED) + 1):
        window.press("Ctrl+G")
        window.type(day.home.room_of(family))
        window.press("Return")
        window.wait_for(f"for {number} residents")
    window.press("Escape")
    window.press("Ctrl+Return")
    window.wait_for(f"0 of {len(ORDER)} settled")


def _open(day: Round, family: str) -> None:
    window = day.window
    window.wait_for(f"Sign for {family.upper()}")
    window.focus("Note")


def _writes(day: Round, family: str) -> str:
    """The whole entry, its note last; gives the second in which the note was begun."""
    window = day.window
    window.press("Alt+3")
    if family in D2A:  # the weekly round brings when to see them again
        _says_where_the_discharge_stands(window)
    else:
        window.click("Next round")
    window.focus("Plan")
    window.type(_plan(family))
    window.focus("Note")
    before = london(system_clock()).strftime("%H:%M:%S")
    window.type(_note(family))
    return before


def _says_where_the_discharge_stands(window: Client) -> None:
    window.focus("Planned end")
    window.type("+2w")
    window.click("Care at home not found")
    window.focus("Therapy since last week")
    window.type("Stairs with one, twice")


def _signs(day: Round, family: str) -> None:
    _open(day, family)
    _writes(day, family)
    day.window.press("Ctrl+Return")
    _is_settled(day, family)


def _is_settled(day: Round, family: str) -> None:
    day.signed.append(family)
    day.window.wait_for(f"{len(day.signed)} of {len(ORDER)} settled")


def _dies_while_writing(day: Round, family: str) -> None:
    """The power goes with the text typed; it is offered back for this resident alone."""
    _open(day, family)
    before = _writes(day, family)
    day.window.wait_until_kept_after(before)
    day.journey.kill()
    window = day.journey.unlock()
    window.press("Ctrl+K")
    window.type(family.lower())
    window.wait_for("1 found")
    window.press_until("Return", "Last entry")
    window.click("Write entry")
    window.wait_for(f"You left a draft for {family.upper()}")
    window.click("Go on with it")
    window.wait_for(_note(family))
    assert _plan(family) in window.screen()
    window.press("Ctrl+Return")
    _is_settled(day, family)


def _falls_at_the_home(day: Round) -> None:
    """While neither has a network somebody falls, and the home records it; then the network is back."""
    fall = Fall(
        occurred_at=system_clock() - timedelta(minutes=40),
        time_known=TimeKnown.FOUND_NOW,
        seen_by=FallSeenBy.NOBODY,
        head=HeadStruck.HIT,
    )
    said = fall.model_dump(mode="json", exclude_none=True)
    draft = Draft(Fall, day.home.by_family[FALLS_LATER], said)
    record_fall(day.nurse.workspace.store, by=day.nurse.actor, draft=draft)
    day.connect()
    day.window.do("reached")
    day.window.wait_for("All sent")


def _says_no_change_once_the_action_is_answered(day: Round) -> None:
    window = day.window
    _open(day, WEIGHED)
    window.press("Ctrl+N")
    seen = window.wait_for("«No change» is not available: the action due on ")
    assert f"is not answered: {ACTION}" in seen
    window.click("Done")
    window.press("Ctrl+N")
    seen = window.wait_for("These words will be signed")
    assert _said_of(WEIGHED) in seen
    window.click(next(line for line in seen.split("\n") if "Discussed only: sign" in line))
    _is_settled(day, WEIGHED)


def _hears_of_the_fall_while_writing(day: Round) -> None:
    """The form is as it was, the bar names the fall, and the signature waits for a look."""
    window = day.window
    _open(day, FALLS_LATER)
    _writes(day, FALLS_LATER)
    assert day.nurse.exchange().agreed
    window.do("reached")
    seen = window.wait_for("New since you opened: fall at ")
    assert "Look before you sign" in seen
    assert _note(FALLS_LATER) in seen
    assert _plan(FALLS_LATER) in seen
    assert window.do("read")["focus"] == "Note"
    window.press("Ctrl+Return")
    window.wait_for("◆ Problem: New since you opened: fall at ")
    window.click("Look")
    window.wait_until(lambda screen: "Look" not in screen.splitlines(), "the bar stayed")
    window.press("Escape")
    assert _note(FALLS_LATER) in window.screen()
    window.press("Ctrl+Return")
    _is_settled(day, FALLS_LATER)


def _finishes(day: Round) -> None:
    """Signed off and saved as a file, the last of it sent, the laptop switched off."""
    window = day.window
    window.click("Finish")
    window.wait_for("Anyone else the home is worried about")
    window.click("Video")
    window.click("Asked, nobody")
    window.type(PASSPHRASE)
    window.press("Return")
    window.wait_for("Signed off by Dr Amina Shah")
    window.press("Return")
    window.wait_for("20 entries")
    window.click("Save PDF")
    window.name_file(day.journey.folder / "sheet.pdf")
    window.wait_for("sheet.pdf. It holds details")
    window.do("reached")
    window.wait_for("All sent")
    day.journey.kill()


def _reads_the_sheet(day: Round) -> None:
    """Everybody who was discussed, word for word, and nobody else."""
    reader = PdfReader(day.journey.folder / "sheet.pdf")
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    named = [family for family in FAMILIES if f"{family.upper()}, " in words]
    assert sorted(named) == sorted(ORDER)
    assert words.count("Discussed only · ") == len(ORDER)
    for family in ORDER:
        assert _said_of(family) in words
        assert _note(family) not in words  # the clinician's own
    assert words.count("Therapy since last week: Stairs with one, twice") == len(D2A)


def _finds_them_at_the_home(day: Round) -> None:
    """The home's own computer holds the round: each entry with its plan, signed off."""
    assert day.nurse.exchange().agreed
    home_id, today = day.home.home_id, london_day(system_clock())
    with day.nurse.workspace.store.reading() as connection:
        page = round_page(connection, day.nurse.actor, home_id, today)
    held = {who: entry.record.plan for who, entry in page.entries if entry.record}
    assert held == {day.home.by_family[family]: _said_of(family) for family in ORDER}
    assert len(page.entries) == len(ORDER)
    assert page.sign_off is not None
