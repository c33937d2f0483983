"""An overdue action over Christmas, from the device that wrote it to the people whom the service tells."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mdt_core.actor import Actor
from mdt_core.records.actions import Action
from mdt_core.records.escalations import Escalation
from mdt_core.roles import Role
from mdt_core.store.queries.actions import ActionsAsked, Whose
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_desktop.ui.actions.escalated import NOT_TOLD_SHORT
from mdt_desktop.ui.actions.presenter import read_actions
from mdt_desktop.ui.resident.words import author_words
from mdt_desktop.ui.today.actions import ESCALATED
from mdt_desktop.ui.today.presenter import read_today
from mdt_service.handlers import escalating
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.serving import Serving, serving
from tests.store.deeds import admit
from tests.support.memory_store import TestClock
from tests.sync.conftest import Desk

ALL = ActionsAsked(whose=Whose.ALL)
BEFORE = datetime(2026, 12, 18, 16, 0, tzinfo=UTC)
DUE = date(2026, 12, 24)


def state(desk: Desk) -> str:
    """What the list of actions says of the one there is."""
    (row,) = read_actions(desk.workspace.store, desk.actor, ALL, desk.clock()).rows
    return row.state.removesuffix("\nOpen")


def told_today(desk: Desk) -> list[str]:
    """What the start screen says under its heading of what was told."""
    rows = read_today(desk.workspace.store, desk.actor, desk.clock()).rows
    found = [each for each in rows if each.key.startswith("told:") or ESCALATED in each.words]
    return [line for each in found for line in each.words.split("\n")[:2]]


@pytest.fixture
def clock() -> TestClock:
    return TestClock(BEFORE)


@pytest.fixture
def served(url: str, clock: TestClock) -> Iterator[Serving]:
    with serving(url, clock=clock, settings=Settings(is_practice=True)) as running:
        yield running


@pytest.fixture
def gp(served: Serving, clock: TestClock, tmp_path: Path) -> Iterator[Desk]:
    """The GP's laptop."""
    desk = Desk(tmp_path / "gp", Actor("person-gp", "Dr Amina Shah", Role.GP, ""), clock=clock)
    desk.enrol(served, Grant(EVERY_HOME, Role.GP))
    yield desk
    desk.workspace.close()


@pytest.fixture
def written(gp: Desk) -> About:
    """A resident with an action of a community nurse that is due on Christmas Eve; exchanged."""
    about = admit(gp.workspace)
    action = Action(text="Repeat the bloods", owner="Grace Obi", owner_role=Role.NURSE, due=DUE)
    with gp.workspace.store.deed(gp.actor) as unit:
        unit.write(action, about)
        unit.commit()
    gp.exchange()
    return about


@pytest.fixture
def manager(served: Serving, written: About, clock: TestClock, tmp_path: Path) -> Iterator[Desk]:
    """The computer of the home's manager."""
    home_id = written.home_id or ""
    who = Actor("person-m", "Joy Adeyemi", Role.HOME_MANAGER, "Elm House", frozenset({home_id}))
    desk = Desk(tmp_path / "manager", who, clock=clock)
    desk.enrol(served, Grant(home_id, Role.HOME_MANAGER))
    desk.exchange()
    yield desk
    desk.workspace.close()


def test_the_team_lead_and_then_the_clinical_lead_are_told_and_see_it(
    served: Serving, gp: Desk, manager: Desk, written: About, clock: TestClock
) -> None:
    clock.now = datetime(2026, 12, 30, 8, 0, tzinfo=UTC)  # two working days after Christmas Eve
    assert state(gp) == f"▲ Tell the team lead. {NOT_TOLD_SHORT}"
    assert [escalating.escalate(served.service) for _ in range(2)] == [1, 0]
    for desk in (gp, manager):
        assert desk.exchange().agreed
    assert told_today(manager) == [
        f"{ESCALATED} (1)",
        "Repeat the bloods, Grace Obi",
        "Told to the team lead on 30-Dec-2026",
    ]
    assert state(gp) == "Told to the team lead\non 30-Dec-2026"
    assert told_today(gp) == []
    clock.now = datetime(2027, 1, 5, 8, 0, tzinfo=UTC)
    gp.exchange()
    assert state(gp) == "Told to the team lead\non 30-Dec-2026\n▲ Tell the clinical lead"
    assert escalating.escalate(served.service) == 1
    gp.exchange()
    said = "Told to the clinical lead on 05-Jan-2027"
    assert told_today(gp) == [f"{ESCALATED} (1)", "Repeat the bloods, Grace Obi", said]
    with gp.workspace.store.reading() as connection:
        last = statements(connection, Escalation, written.resident_id or "")[0]
    assert author_words(last.author) == "The service"
