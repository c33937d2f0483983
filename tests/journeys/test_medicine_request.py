"""An acute prescription from the round to the home: two computers, each with its real window.

What is signed at the one stands at the other only once they have exchanged; each step is told by who
takes it, and nobody at the home can decide.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.use_cases.rounds import sign_entry, start_round
from mdt_desktop import player
from mdt_desktop.ui.context import ToResident
from mdt_desktop.ui.medicines.requests import REQUESTS_TAB
from tests.support.two_devices import Pair, two_devices

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]
WHO = "Okonkwo"


@pytest.fixture
def pair(tmp_path: Path, qapp: QApplication) -> Iterator[Pair]:
    with ExitStack() as made:
        yield made.enter_context(two_devices(tmp_path, qapp))


def test_an_acute_request_of_the_round_is_followed_until_it_is_in_the_home(pair: Pair) -> None:
    who = pair.ward.of(WHO)
    starts_amoxicillin(pair, who)
    with pair.gp.window() as window:
        player.wait_for("capsules. Next: sent to the pharmacy. Dr Amina Shah has it")
        window.go(ToResident(who, REQUESTS_TAB))
        player.wait_until_usable("Sent to the pharmacy: amoxicillin")
        player.click("Sent to the pharmacy: amoxicillin")
        player.wait_until_usable("Sent to the pharmacy for OKONKWO")
        player.focus("Pharmacy")
        player.type_text("Elm Pharmacy")
        player.click("Sent to the pharmacy for OKONKWO")
        player.wait_for("Recorded: sent to the pharmacy")
    pair.way.carry()
    for device in (pair.gp, pair.home):
        device.clock.advance(days=3)
    with pair.home.window() as window:
        player.wait_for("Overdue: Sent 3 days ago, not received in the home. Elm Pharmacy holds it")
        window.go(ToResident(who, REQUESTS_TAB))
        seen = player.wait_for("Decided: ")
        assert "Approved, Dr Amina Shah" in seen
        player.click("Received in the home: amoxicillin")
        player.wait_until_usable("Received in the home for OKONKWO")
        player.click("Received in the home for OKONKWO")
        player.wait_for("Recorded: received in the home")
    pair.way.carry()
    with pair.gp.window() as window:
        window.go(ToResident(who, REQUESTS_TAB))
        seen = player.wait_for("Received in home: Joy Adeyemi")
    assert "Overdue" not in seen


def starts_amoxicillin(pair: Pair, who: str) -> None:
    """The GP signs a round entry that starts a medicine, issued by the GP."""
    gp, home_id = pair.gp.session, pair.ward.home_id
    day = london_day(gp.clock())
    start_round(gp.store, by=gp.actor, home_id=home_id, day=day, residents=(who,))
    medicine = {
        "verb": "start",
        "medicine": "amoxicillin 500 mg capsules",
        "words": "three times a day for 5 days",
        "request_or_issuer": f"Issued by {gp.actor.name}",
    }
    values = {
        "round_id": round_id_for(home_id, day),
        "how": "in_person",
        "note": "Chesty, temperature 38.1",
        "see_again": "next_round",
        "medicines": [medicine],
    }
    sign_entry(gp.store, by=gp.actor, draft=Draft(RoundEntry, who, values))
