"""The round screen in a window of its own, on a started round of three."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.round.scene import Scene, staff, started, with_past

Open = Callable[..., RoundRunPage]


@pytest.fixture
def scene(workspace: Session, ward: Ward) -> Scene:
    """A round of rooms 1, 2 and 4, with people who can own actions."""
    staff(workspace.store, workspace.actor, ward.home_id)
    return started(workspace.store, workspace.actor, ward)


@pytest.fixture
def by(workspace: Session) -> Actor:
    """The person at the keyboard."""
    return workspace.actor


@pytest.fixture
def open_round(qtbot: QtBot, context: Context, scene: Scene) -> Open:
    """Opens the round at a resident (none: the first open one) and waits until it can be typed in."""

    def opened(
        resident_id: str = "",
        width: int = 1180,
        height: int = 820,
        day: date | None = None,
        actor: Actor | None = None,
        *,
        not_done: Callable[[str], None] | None = None,
    ) -> RoundRunPage:
        given = replace(
            context, actor=actor or context.actor, not_done=not_done or context.not_done
        )
        page = RoundRunPage(given, scene.home_id, day or scene.day, resident_id)
        qtbot.addWidget(page)
        page.resize(width, height)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.load()
        context.bus.changed.connect(page.refresh)  # as the frame does
        qtbot.waitUntil(lambda: is_open(page))
        return page

    return opened


def is_open(page: RoundRunPage) -> bool:
    """Whether an entry can be typed in, or a draft is offered."""
    desk = page.desk
    return desk is not None and (desk.form.isEnabled() or desk.is_asking)


@pytest.fixture
def past(workspace: Session, ward: Ward, clock: TestClock, scene: Scene) -> str:
    """The first resident of the round, with a week of history; gives the id."""
    who = scene.residents[0]
    with_past(workspace.store, workspace.actor, clock, ward, who)
    return who
