"""The weekly round by keyboard alone, heard through the accessibility bus as a screen reader hears it.

From the passphrase to the round sheet: after each step it is asked what has the keyboard, what is said
unasked, and whether everything that takes the keyboard has a name.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from mdt_core.roles import Role
from tests.journeys.conftest import PASSPHRASE, Begin, opened
from tests.support.client import Client
from tests.support.screen_reader import Heard, ScreenReader
from tests.support.virtual_desktop import missing, virtual_desktop
from tests.support.ward import make_ward

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(bool(missing()), reason=f"a screen reader's desktop needs {missing()}"),
]

_MOST_STOPS = 60
_SAY_NOTHING = {"filler", "panel", "unknown", "invalid", "label"}
"""Roles that tell nobody what the keyboard can do there."""


@dataclass(frozen=True)
class Desk:
    """One person at one window, with keys and ears alone."""

    window: Client
    ear: ScreenReader

    def tab_to(self, name: str, keys: str = "Tab") -> Heard:
        """Goes on until the stop that is called so, or begins so."""
        for _ in range(_MOST_STOPS):
            if (stop := self.ear.step(keys)).name.startswith(name):
                return stop
        pytest.fail(f"{keys} does not reach {name}")

    def check(self, *names: str) -> None:
        """Everything on the screen that takes the keyboard says what it is; these are among it."""
        shown = [each for each in self.ear.tree() if {"focusable", "visible"} <= each.states]
        assert not [each for each in shown if not each.name.strip(" :")], "has no name"
        assert not [each for each in shown if each.role in _SAY_NOTHING], "has no role"
        said = [each.name for each in shown]
        assert [name for name in names if not any(name in each for each in said)] == []


@pytest.fixture
def desk(begin: Begin, tmp_path: Path) -> Iterator[Desk]:
    """A GP's locked window on a home of three residents, two of whom have a similar name."""
    journey = begin(name="Dr Amina Shah", role=Role.GP, home="Rowan Court")
    with closing(opened(journey)) as session:
        make_ward(session.store, session.actor, people=3)
    place = tmp_path / "desktop"
    place.mkdir(mode=0o700)
    with (
        virtual_desktop(place) as environment,
        closing(ScreenReader(environment["DBUS_SESSION_BUS_ADDRESS"])) as ear,
        Client(journey.workspace, journey.folder / "client.log", environment) as window,
    ):
        window.wait_for("Passphrase of")
        window.do("activate")
        yield Desk(window, ear)


def test_the_round_is_done_by_keys_from_the_passphrase_to_the_sheet_and_every_turn_is_said(
    desk: Desk,
) -> None:
    unlock(desk)
    find_the_home(desk)
    plan_the_round(desk)
    start_it(desk)
    write_the_first(desk)
    be_refused_no_change_and_defer(desk)
    finish_it(desk)
    hear_the_sheet(desk)


def unlock(desk: Desk) -> None:
    """A wrong passphrase is said; the right one leads to Today, at its first row."""
    ear = desk.ear
    ear.wait_for_focus("Passphrase of Dr Amina Shah")
    desk.check("Show typing", "Unlock", "Forgot passphrase")
    person = ear.step("Shift+Tab")
    assert (person.role, "checked" in person.states) == ("radio button", True)
    ear.step("Tab")
    ear.type("not these words")
    assert "4 tries left" in ear.hear("Return", "Wrong passphrase")
    ear.type(PASSPHRASE)
    ear.hear("Return", "Today", seconds=60)
    assert ear.wait_for_focus("What: No round this week").role == "cell"
    desk.check("Today", "Homes", "Find (Ctrl+K)", "Lock")


def find_the_home(desk: Desk) -> None:
    """Whom Enter opens is said before it is pressed, and where it led afterwards."""
    ear = desk.ear
    ear.press("Ctrl+K")
    assert ear.wait_for_focus("Name, room, NHS number").role == "text"
    ear.type("larch")
    assert "Larch House. Care home" in ear.wait_for_words("1 found")
    desk.check("Found", "Close (Esc)")
    ear.hear("Return", "Larch House")
    ear.wait_for_focus("Filter residents")


def plan_the_round(desk: Desk) -> None:
    """Each row of the home says its resident; F6 stops at every region of the plan."""
    ear = desk.ear
    assert "checked" in desk.tab_to("Room").states
    assert desk.tab_to("Round: ACHTERBERG").role == "cell"
    assert ear.step("Down").name.startswith("Round: FEATHERSTONE, Edith")
    desk.check("Call list", "Raise a concern")
    desk.tab_to("Plan round")
    ear.hear("Return", "Larch House")
    assert ear.wait_for_focus("#: 1. Room 1").role == "cell"
    desk.check("Take off", "Start round")
    ear.hear("Alt+Down", "Moved to 2")
    regions = [ear.step("F6").name for _ in range(6)]
    assert regions[:4] == ["Not on the list", "Save plan", "Back", "Today"]
    assert regions[5].startswith("#: 2. Room 1")


def start_it(desk: Desk) -> None:
    """Who is opened first is said whole before anything is typed."""
    ear = desk.ear
    said = ear.hear("Ctrl+Return", "born")
    for words in (
        "Room 2. FEATHERSTONE, Edith (Mrs), born 11-Jun-1931",
        "1 reason",
        "Another resident here has a similar name",
        "Allergies not recorded",
        "CPR decision not recorded",
    ):
        assert words in said
    ear.wait_for_focus("Note")
    desk.check("Note", "Plan", "In person", "responsible: You", "Sign for FEATHERSTONE")


def write_the_first(desk: Desk) -> None:
    """What is missing is said and jumped to; what was chosen is said, and that it is signed."""
    ear = desk.ear
    desk.tab_to("Plan")
    ear.type("Offer drinks")
    ear.hear("Ctrl+Return", "How: Choose how this person was seen")
    how = ear.wait_for_focus("In person")
    assert how.role == "radio button"
    assert "Choose how this person was seen" in how.description
    ear.press("Space")
    ear.wait_for_state("checked")
    ear.hear("Ctrl+Return", "Choose when to see this person again")
    ear.wait_for_focus("Next round")
    ear.press("Space")
    ear.wait_for_state("checked")
    regions = [ear.step("F6").name for _ in range(6)]
    at_write = regions.pop()
    assert regions == [
        *("No change", "Back", "Today"),
        *("1 of 3, room 2, on the screen", "All: Why today"),
    ]
    assert at_write == "Next round"
    more = desk.tab_to("More fields")
    assert (more.role, "expandable" in more.states) == ("push button", True)
    ear.hear("Space", "Expanded")
    ear.wait_for_state("expanded")
    said = ear.hear("Ctrl+Return", "Saved. ")
    assert "ACHTERBERG, Wilhelmina (Mrs), born 03-Feb-1938" in said
    assert "2 reasons" in said


def be_refused_no_change_and_defer(desk: Desk) -> None:
    """Why «no change» is not to be had is said; who was not reached is put off with a reason."""
    ear = desk.ear
    assert "NEWS2 7, usual 1" in ear.hear("Ctrl+N", "«No change» is not available")
    defer(desk)
    ear.wait_for_words("Room 3. FEATHERSTONE, Edna")
    defer(desk)
    ear.wait_for_words("Everybody on the list is settled")
    ear.wait_for_focus("Finish the round")


def defer(desk: Desk) -> None:
    """The reasons stand in a panel that has the keyboard; the first of them is chosen."""
    desk.ear.press("Ctrl+D")
    desk.ear.wait_for_focus("1 Not reached")
    desk.check("Asleep", "Other reason, in words", "Until")
    desk.ear.hear("Space", "Outcome saved")


def finish_it(desk: Desk) -> None:
    """What is missing is said; the round is signed by the passphrase, and a wrong one is said."""
    ear = desk.ear
    ear.hear("Space", "Finish the round")
    ear.wait_for_focus("Asked, nobody")
    desk.check("Your passphrase", "Sign the round")
    ear.press("Space")
    ear.wait_for_state("checked")
    ear.hear("Ctrl+Return", "Choose how the round was held")
    assert ear.wait_for_focus("In person").description.startswith("Mode, 1 of 4")
    ear.press("Space")
    ear.wait_for_state("checked")
    desk.tab_to("Your passphrase")
    ear.type("not these words")
    assert "4 tries left" in ear.hear("Return", "Wrong passphrase")
    ear.type(PASSPHRASE)
    ear.hear("Return", "The round is signed. Saved")
    ear.wait_for_focus("Round sheet")


def hear_the_sheet(desk: Desk) -> None:
    """The pages are pictures to the eye and words to the ear."""
    ear = desk.ear
    ear.hear("Space", "1 page")
    desk.check("Save PDF", "Preview of the pages")
    sheet = desk.tab_to("Preview of the pages")
    assert sheet.role.startswith("document")
    for words in ("FEATHERSTONE, Edith", "999 000 0026", "Offer drinks"):
        assert words in sheet.description
