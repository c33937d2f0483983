"""The whole client killed at the moment of signing: nothing that was said to be saved is lost or halved."""

import time
from contextlib import closing
from dataclasses import dataclass
from random import Random

import pytest

from mdt_core.clock import system_clock
from mdt_core.record import Status
from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import Role
from mdt_core.store.queries.residents import resident_page
from mdt_desktop.device.doctor import Weight, examine
from mdt_desktop.session import Session
from tests.journeys.conftest import Begin, Journey, opened
from tests.support.client import Client
from tests.support.ward import PEOPLE, Ward, make_ward

pytestmark = pytest.mark.timeout(240)

PLACED = [person[0] for person in PEOPLE if person[6] and person[0] != "Featherstone"]
ACTION = "look again at the chest @gp tomorrow"


@dataclass(frozen=True)
class Cut:
    """What was typed for whom before the kill, and whether the screen had said «Saved»."""

    family: str
    plan: str
    was_told: bool


@pytest.mark.parametrize("seed", [1, 2])
def test_five_kills_while_signing_lose_nothing_that_was_acknowledged(
    begin: Begin, seed: int
) -> None:
    journey = begin(name="Dr Amina Shah", role=Role.GP, home="Rowan Court")
    with closing(opened(journey)) as session:
        ward = make_ward(session.store, session.actor)
    random = Random(seed)
    cuts = [
        _cut(journey, family, random.uniform(0.0, 0.25) * (number % 3 != 0))
        for number, family in enumerate(random.sample(PLACED, 5))
    ]
    with closing(opened(journey)) as session:
        for cut in cuts:
            _check(session, ward, cut)
        found = examine(session.workspace, system_clock())
        assert not [each for each in found if each.weight is Weight.SERIOUS]


def _cut(journey: Journey, family: str, wait_s: float) -> Cut:
    plan = f"Drinks each hour for {family}; 36.8 °C <usual> & «well».\nCall if sleepier."
    window = journey.unlock()
    window.press("Ctrl+K")
    window.type(family)
    window.wait_for("1 found")
    window.press_until("Return", "Last entry")
    window.click("Write entry")
    window.wait_for("Why today")
    window.press("Alt+3")
    window.focus("Actions")
    window.type(ACTION)
    window.press("Return")
    window.click("If concerned")
    window.focus("Plan")
    window.type(plan)
    window.wait_for("Draft saved")
    window.send("press", keys="Ctrl+Return")
    was_told = _killed_after(window, wait_s)
    journey.kill()
    return Cut(family, plan, was_told)


def _killed_after(window: Client, wait_s: float) -> bool:
    """Lets the signing run for a moment; tells whether the screen said that it was saved."""
    if wait_s == 0:
        return False
    window.answer()
    time.sleep(wait_s)
    return "Saved " in window.screen()


def _check(session: Session, ward: Ward, cut: Cut) -> None:
    who = ward.of(cut.family)
    with session.store.reading() as connection:
        page = resident_page(connection, session.actor, who)
    draft = session.drafts.load(session.actor.person_id, RoundEntry.kind, who)
    signed = [each for each in page.entries if each.status is Status.CURRENT]
    if cut.was_told:
        assert signed, f"{cut.family}: «Saved» was shown and the entry is gone"
    if not signed:
        assert draft is not None, f"{cut.family}: neither entry nor draft"
        assert not page.open_actions, f"{cut.family}: an action without its entry"
        return
    assert len(signed) == 1
    assert signed[0].readable["plan"] == cut.plan
    assert [each.readable["entry_id"] for each in page.open_actions] == [signed[0].id]
    assert draft is None, f"{cut.family}: signed, and still offered as a draft"
