"""The plan of today's round in a window of its own, on a ward where something has happened."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.falls import Fall, HeadStruck
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.queries.worklist import with_reasons
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.observations import raise_concern
from mdt_core.use_cases.rounds import sign_entry
from mdt_core.worklist import shipped_thresholds, sources_of
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.plan.page import PlanPage
from tests.support.memory_store import TestClock
from tests.support.ward import Ward

TODAY = date(2026, 11, 24)
SEEN_LAST_WEEK = ("2", "3", "4", "6", "7", "9", "10")
Open = Callable[..., PlanPage]


@pytest.fixture
def happened(workspace: Session, ward: Ward, clock: TestClock) -> Ward:
    """Rooms 2 to 10 were seen a week ago, 4 of them to be seen again; then a fall and a concern."""
    now = clock.now
    clock.now = now - timedelta(days=7)
    for room in SEEN_LAST_WEEK:
        again = "next_round" if room in ("3", "4", "6", "10") else "if_concerned"
        see(workspace, ward, room, again)
    clock.now = now - timedelta(hours=5)
    fell(workspace, ward, "9")
    clock.now = now - timedelta(minutes=20)
    concern = Concern(words="not himself, off his food", how_soon=HowSoon.THIS_ROUND)
    who = ward.in_room("7")
    raise_concern(workspace.store, by=workspace.actor, resident_id=who, concern=concern)
    clock.now = now
    return ward


def see(workspace: Session, ward: Ward, room: str, again: str) -> None:
    """Signs an entry that looked at everything that stood."""
    store, who = workspace.store, ward.in_room(room)
    with store.reading() as connection:
        everyone = with_reasons(
            connection,
            workspace.actor,
            ward.home_id,
            today=TODAY - timedelta(days=7),
            thresholds=shipped_thresholds(),
        )
    (found,) = (each.reasons for each in everyone if each.resident_id == who)
    values = {"how": "video", "note": "Stable", "see_again": again}
    draft = Draft(RoundEntry, who, values)
    sign_entry(store, by=workspace.actor, draft=draft, looked_at=sources_of(found))


def fell(workspace: Session, ward: Ward, room: str) -> str:
    """A fall with a blow to the head, now; gives its id."""
    at = workspace.store.clock()
    fall = Fall(occurred_at=at, head=HeadStruck.HIT, blood_thinners=("apixaban",))
    about = About(ward.in_room(room), ward.home_id, occurred_at=at)
    with workspace.store.deed(workspace.actor) as unit:
        change = unit.sign(fall, about)
        unit.commit()
    return change.envelope.record_id


@pytest.fixture
def open_plan(qtbot: QtBot, context: Context, happened: Ward) -> Open:
    """Opens the plan and waits until its rows are there."""

    def opened(width: int = 1116, height: int = 748) -> PlanPage:
        page = PlanPage(context, happened.home_id, TODAY)
        qtbot.addWidget(page)
        page.resize(width, height)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.load()
        qtbot.waitUntil(lambda: bool(page.on_model.rows))
        return page

    return opened
