"""Two real windows and the real service: connected by the form, apart for a while, and together again.

No window can tell on which engine the service stands: both are held to by tests/sync and tests/service.
"""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_service.app import Parts
from mdt_service.handlers import keeping
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.journeys.conftest import Journey, found, opened
from tests.service.serving import made_parts, running
from tests.support.client import Client
from tests.support.ward import make_ward

pytestmark = pytest.mark.timeout(180)

WORDS = "Not himself since Sunday and holds his side"
ANSWER = "Daughter rang the surgery this morning; he slept badly"
TYPED = "Listening to the family, nothing signed yet"


@dataclass
class Service:
    """The service of the journey: it listens only while `online`, always at the same address."""

    parts: Parts
    port: int = 0

    @contextmanager
    def online(self) -> Iterator[str]:
        """Listens until the block ends; gives the address."""
        with running(self.parts, self.port) as address:
            self.port = int(address.rpartition(":")[2])
            yield address

    def code(self, role: Role) -> str:
        """A one-time code for the person, and for who made the workspace as its administrator."""
        grants = [Grant(EVERY_HOME, each) for each in (role, Role.ADMINISTRATOR)]
        return keeping.make_code(self.parts.service, grants, made_by="the journey").code


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A practice service that nobody has reached yet."""
    address = f"sqlite:///{tmp_path / 'service.db'}"
    parts = made_parts(address, system_clock, Settings(is_practice=True), io.StringIO())
    yield Service(parts)
    parts.database.close()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Journey, Journey]]:
    """A GP's laptop with a ward of twelve, and a home nurse's computer that knows nobody yet."""
    made = []
    for name, role, home in (
        ("Dr Amina Shah", Role.GP, "Rowan Court"),
        ("Joy Adeyemi", Role.HOME_NURSE, "Beech Lodge"),
    ):
        folder = tmp_path / role.value
        folder.mkdir()
        founded = found(folder / "workspace", name=name, role=role, home=home)
        made.append(Journey(folder, founded.person_id))
    with closing(opened(made[0])) as session:
        make_ward(session.store, session.actor)
    yield made[0], made[1]
    for journey in made:
        if journey.client is not None:
            journey.client.kill()


def test_two_windows_write_apart_and_agree_again(
    service: Service, two: tuple[Journey, Journey]
) -> None:
    gp, nurse = two
    with service.online() as address:
        connect(gp, address, service.code(Role.GP))
        connect(nurse, address, service.code(Role.HOME_NURSE))
        nurse.window.click("Homes")
        nurse.window.wait_for("Larch House")
    for journey in two:
        journey.window.click("Sync")
        journey.window.click("Send and get now")
        journey.window.wait_for("Working without a network since")
    raise_concern(nurse.window, WORDS)
    nurse.window.wait_for("1 waiting")
    raise_concern(gp.window, ANSWER)
    gp.window.wait_for("1 waiting")
    begin_entry(gp.window)
    with service.online():
        send_now(nurse.window)
        nurse.window.wait_for("All sent")
        get_over_the_form(gp.window)
        send_now(nurse.window)
        open_okonkwo(nurse.window)
        nurse.window.wait_for(ANSWER)
        nurse.window.wait_for("All sent")
        gp.window.wait_for("All sent")


def connect(journey: Journey, address: str, code: str) -> None:
    """Unlocks, and connects by the form; the first load ends in agreement."""
    window = journey.unlock()
    window.wait_for("Not connected. ")
    window.click("Sync")
    window.click("Connect to a service")
    window.wait_for("practice service alone")
    window.focus("Address")
    window.type(address)
    window.focus("One-time code")
    window.type(code)
    window.click("Connect")
    window.wait_for("Both ends hold the same", seconds=60)
    window.wait_for("All sent ")


def send_now(window: Client) -> None:
    """Goes to the sync screen and presses the deed."""
    window.click("Sync")
    window.wait_for("This computer:")
    window.click("Send and get now")
    window.wait_for("Both ends hold the same")


def open_okonkwo(window: Client) -> None:
    """Finds the resident."""
    window.press("Ctrl+K")
    window.type("okonk")
    window.wait_for("1 found")
    window.press_until("Return", "Last entry")


def raise_concern(window: Client, words: str) -> None:
    """A concern in the person's own words, saved without a network."""
    open_okonkwo(window)
    window.click("Concern")
    window.wait_for("Save for OKONKWO")
    click_once_usable(window, "When you can")
    window.focus("In your words")
    window.type(words)
    window.click("Save for OKONKWO")
    window.wait_for("Not sent yet")


def answer_to(window: Client, name: str) -> dict[str, object]:
    """What the window answers to a click."""
    window.send("click", name=name)
    return window.answer()


def click_once_usable(window: Client, name: str) -> None:
    """A form takes nothing while its draft is looked for."""
    while "error" in answer_to(window, name):
        window.wait_for("Save for OKONKWO")


def begin_entry(window: Client) -> None:
    """Types into an entry and does not sign it."""
    open_okonkwo(window)
    window.click("Write entry")
    window.wait_for("Why today")
    window.focus("Note")
    window.type(TYPED)
    window.wait_for("Draft saved")


def get_over_the_form(window: Client) -> None:
    """The network is back: the bar names what came, and what was typed is as it was."""
    window.do("reached")
    screen = window.wait_for("New since you opened: concern", seconds=30)
    assert TYPED in screen
    assert TYPED in window.screen()
