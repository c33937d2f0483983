"""A program that is locked, then killed, while two versions are being settled keeps what was typed."""

from contextlib import closing

import pytest

from mdt_core.records.settlements import Settlement
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from tests.journeys.conftest import PASSPHRASE, Begin, opened
from tests.support.client import Client
from tests.support.ward import make_ward
from tests.ui.versions import apart

pytestmark = pytest.mark.timeout(120)

WHY, ASKED = "Chart of this morning; 4 mg <not> 25", "Ann Smith, daughter"


def test_what_was_typed_survives_lock_and_kill_and_nothing_is_settled_by_them(
    begin: Begin,
) -> None:
    journey = begin(name="Dr Amina Shah", role=Role.GP, home="Rowan Court")
    with closing(opened(journey)) as session:
        ward = make_ward(session.store, session.actor, people=3)
        who = next(iter(ward.by_room.values()))
        apart.two_doses(session.store, session.actor, who, ward.home_id)
    window = journey.unlock()
    _open(window)
    window.click("Neither: write anew")
    window.focus("Dose")
    window.type("4 mg")
    window.focus("Why")
    window.type(WHY)
    window.click("Lock")
    window.wait_for("Passphrase of")
    window.type(PASSPHRASE)
    window.press("Return")
    _go_on(window, "Today, ")
    window.focus("Who did you ask")
    window.type(ASKED)
    window.wait_for("Draft saved")
    journey.kill()
    _go_on(journey.unlock(), "Today, ")
    screen = journey.window.screen()
    assert all(words in screen for words in ("4 mg", WHY, ASKED))
    journey.kill()
    with closing(opened(journey)) as session, session.store.reading() as connection:
        assert statements(connection, Settlement, who) == ()


def _open(window: Client) -> None:
    window.wait_for("Two versions of: warfarin: dose")
    window.click("Settle")
    window.wait_for("Which is right")


def _go_on(window: Client, words: str) -> None:
    window.wait_for(words)
    _open(window)
    window.wait_for("You left a draft")
    window.click("Go on with it")
    window.wait_for(WHY)
