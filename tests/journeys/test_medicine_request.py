"""An acute prescription from the round to the first dose: two computers, each with its real window.

The GP types it in the round, the real service carries it, and the home says when it came and when the
first dose was given; each step is told by who takes it.
"""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mdt_core.clock import london_day
from mdt_desktop import player
from mdt_desktop.ui.context import ToPlan, ToResident
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.medicines.requests import REQUESTS_TAB
from mdt_service.settings import Settings
from tests.service.serving import made_parts
from tests.support.memory_store import TestClock
from tests.support.two_devices import Device, Pair, two_devices

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]
WHO, ROOM = "Okonkwo", "4"
MEDICINE = "amoxicillin"
TYPED = f"start {MEDICINE} 500 mg capsules, three times a day for 5 days"


@pytest.fixture
def pair(tmp_path: Path, qapp: QApplication) -> Iterator[Pair]:
    """The GP's laptop and the home's computer, with the service between them."""
    address, settings = f"sqlite:///{tmp_path / 'service.db'}", Settings(is_practice=True)
    with ExitStack() as made:
        parts = made_parts(address, TestClock(), settings, io.StringIO())
        made.callback(parts.database.close)
        yield made.enter_context(two_devices(tmp_path, qapp, service=parts))


def test_an_acute_request_of_the_round_is_followed_to_the_first_dose_in_the_home(
    pair: Pair,
) -> None:
    with pair.gp.window() as window:
        plans_and_starts_the_round(pair, window)
        signs_an_entry_that_starts_it()
        sends_it(window, pair.ward.of(WHO))
    pair.way.carry()
    days_pass(pair.gp, pair.home)
    with pair.home.window() as window:
        player.wait_for("Overdue: Sent 3 days ago, not received in the home. Elm Pharmacy holds it")
        receives_it_and_gives_the_first_dose(window, pair)
    pair.way.carry()
    with pair.gp.window() as window:
        window.go(ToResident(pair.ward.of(WHO), REQUESTS_TAB))
        seen = player.wait_for("First dose: Joy Adeyemi, 27-Nov 09:00")
    assert "Received in home: Joy Adeyemi, 27-Nov 07:15" in seen
    assert "Overdue" not in seen


def plans_and_starts_the_round(pair: Pair, window: Frame) -> None:
    """Starts with who is proposed, and goes to the resident by the room."""
    window.go(ToPlan(pair.ward.home_id, london_day(pair.gp.clock())))
    player.wait_for("for 11 residents")
    player.press("Ctrl+Return")
    player.wait_until_usable("Sign for ACHTERBERG")
    player.press("Ctrl+G")
    player.type_text(ROOM)
    player.press("Return")
    player.wait_until_usable(f"Sign for {WHO.upper()}")


def signs_an_entry_that_starts_it() -> None:
    """Types the entry, the medicine in one line with who issues it, and signs by the keyboard."""
    player.press("Alt+2")
    player.focus("Note")
    player.type_text("Chesty, temperature 38.1")
    player.focus("Medicines")
    player.type_text(TYPED)
    player.press("Return")
    player.click("Issued by me")
    player.press("Return")
    player.wait_for("three times a day for 5 days. Issued by Dr Amina Shah")
    player.click("Next round")
    player.press("Ctrl+Return")
    player.wait_for("1 of 11 settled")


def sends_it(window: Frame, who: str) -> None:
    """Approved by the signature; the GP says where it was sent."""
    window.go(ToResident(who, REQUESTS_TAB))
    takes_the_step("Sent to the pharmacy", {"Pharmacy": "Elm Pharmacy"})


def days_pass(*devices: Device) -> None:
    for device in devices:
        device.clock.advance(days=3)


def receives_it_and_gives_the_first_dose(window: Frame, pair: Pair) -> None:
    """The home reads who decided, says that it came, and two hours later when the first dose was given."""
    window.go(ToResident(pair.ward.of(WHO), REQUESTS_TAB))
    assert "Approved, Dr Amina Shah" in player.wait_for("Decided: ")
    takes_the_step("Received in the home", {})
    for device in (pair.gp, pair.home):
        device.clock.advance(hours=2)
    takes_the_step("First dose given", {"First dose at": "t 09:00"})


def takes_the_step(step: str, said: dict[str, str]) -> None:
    """Opens the form of the step that is next, fills it in, and records it."""
    deed = f"{step} for {WHO.upper()}"
    player.wait_until_usable(f"{step}: {MEDICINE}")
    player.click(f"{step}: {MEDICINE}")
    player.wait_until_usable(deed)
    for field, words in said.items():
        player.focus(field)
        player.type_text(words)
    player.click(deed)
    player.wait_for(f"Recorded: {step.lower()}")
