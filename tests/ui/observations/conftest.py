"""A resident in a store in memory, and the form about that resident on the screen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.records.observations import ObservationSet, SetPurpose
from mdt_core.roles import Role
from mdt_core.use_cases.observations import sign_observations
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.qt.style import Look
from mdt_desktop.ui.observations.body import ObservationBody
from mdt_desktop.ui.quick.presenter import read_quick_again
from mdt_desktop.ui.resident.reading import ResidentRead, read_again
from tests.support.builders import actor, observations, resident
from tests.support.memory_store import GP, MemoryStore

MakeBody = Callable[..., ObservationBody]


def sign(memory: MemoryStore, who: str, by: Actor = GP, days_ago: int = 0, **values: object) -> str:
    """Signs a complete set that scores nothing, changed as asked; returns its id."""
    at = memory.clock() - timedelta(days=days_ago)
    taken = observations(taken_at=at, **values).model_dump(mode="json", exclude_none=True)
    draft = Draft(ObservationSet, who, {**taken, "taken_at": utc_text(at)})
    return sign_observations(memory.store, by=by, draft=draft)[0]


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def who(memory: MemoryStore) -> str:
    """A resident without any observation."""
    return save_resident(memory.store, by=GP, resident=resident())[0]


@pytest.fixture
def usual(memory: MemoryStore, who: str) -> str:
    """The resident's usual set: total 1, taken a week ago."""
    return sign(memory, who, days_ago=7, pulse=92, purpose=SetPurpose.USUAL)


@pytest.fixture
def read(memory: MemoryStore, who: str) -> ResidentRead:
    return read_again(memory.store, GP, who)


@pytest.fixture
def body_of(qtbot: QtBot, look: Look, memory: MemoryStore, who: str) -> MakeBody:
    """Shows the form for a role (a GP unless said), with what is recorded by now."""
    assert look

    def make(role: Role = Role.GP) -> ObservationBody:
        quick = read_quick_again(memory.store, actor(role), who, ObservationSet)
        chosen = quick.scale_chosen
        body = ObservationBody(quick.read.page, chosen=chosen, role=role, clock=memory.clock)
        qtbot.addWidget(body)
        body.resize(1100, 1600)
        with qtbot.waitExposed(body):
            body.show()
        return body

    return make
