"""From a hospital's referral to home: Mrs Abbott gets a D2A bed, is planned for, goes home; the table is one more.

The coordinator works in the real window.
"""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.measures.d2a_outcomes import Outcomes, OutcomesAsked
from mdt_core.measures.resident_days import Period
from mdt_core.records.stays import Destination
from mdt_core.store.queries.d2a_outcomes import d2a_outcomes
from mdt_desktop.qt.fields import ChoiceField, TextField
from mdt_desktop.session import Session
from mdt_desktop.ui.beds.forms import Asks
from mdt_desktop.ui.beds.page import BedsPage
from mdt_desktop.ui.beds.side_panel import OPEN
from mdt_desktop.ui.context import ToBeds, ToResident
from mdt_desktop.ui.frame.frame import Frame
from tests.support.memory_store import TestClock
from tests.ui.beds.board import WAITING, Board

TODAY = date(2026, 11, 24)
NAME = WAITING.upper()


def test_a_d2a_bed_from_referral_to_discharge_home(
    qtbot: QtBot, frame: Frame, workspace: Session, clock: TestClock
) -> None:
    Board(workspace.store, workspace.actor)
    before = figures(workspace)
    frame.go(ToBeds())
    page = board_of(qtbot, frame)
    offer_and_accept(qtbot, page)  # 09:30
    clock.advance(minutes=30)
    arrive(qtbot, page)
    clock.advance(days=5)
    plan(qtbot, page)
    register(qtbot, page)
    clock.advance(days=3)
    go_home(qtbot, page)
    after = figures(workspace)
    assert counts(after)[Destination.COMM] == counts(before)[Destination.COMM] + 1
    assert after.destinations.discharges == before.destinations.discharges + 1
    assert after.completed.median == 8


def offer_and_accept(qtbot: QtBot, page: BedsPage) -> None:
    """A bed is offered, and the home takes her."""
    page.referrals.click()
    page.lane.deeds[Asks.OFFER].click()
    choose_bed(page, "Room 3")
    save(page)
    qtbot.waitUntil(page.lane.deeds[Asks.ACCEPT].isVisible)
    page.lane.deeds[Asks.ACCEPT].click()
    type_in(page, "Who answered", "Sister Hall")
    save(page)
    qtbot.waitUntil(page.lane.deeds[Asks.PLACE].isVisible)


def arrive(qtbot: QtBot, page: BedsPage) -> None:
    """She is placed: the clock and what is to be registered begin."""
    page.lane.deeds[Asks.PLACE].click()
    assert page.form.save.text() == f"Place {NAME}"
    save(page)
    qtbot.waitUntil(lambda: is_in(page, "Room 3"))
    row = next(each for each in page.model.rows if NAME in each.who)
    said = (row.day, row.planned_end, row.registration)
    assert said == ("Day 0 of 28", "22-Dec-2026", "▲ To do")


def plan(qtbot: QtBot, page: BedsPage) -> None:
    """What stops her going home, in three presses."""
    select(page, NAME)
    page.panel.later["+1 day"].click()
    page.panel.barriers.button("care_at_home").click()
    page.panel.save.click()
    qtbot.waitUntil(lambda: "Care at home not found" in stops(page))


def go_home(qtbot: QtBot, page: BedsPage) -> None:
    """She goes home with services, and the bed is free."""
    select(page, NAME)
    QTest.keyClick(page.table, Qt.Key.Key_D)
    where = page.form.fields["Went to"]
    assert isinstance(where, ChoiceField)
    where.button("comm").click()
    type_in(page, "Services after leaving", "Package of care, twice a day")
    assert page.form.save.text() == f"Discharge {NAME}"
    save(page)
    qtbot.waitUntil(lambda: not is_in(page, "Room 3"))


def test_open_leads_to_her_page_and_back_to_the_board(
    qtbot: QtBot, frame: Frame, workspace: Session
) -> None:
    board = Board(workspace.store, workspace.actor)
    frame.go(ToBeds())
    page = board_of(qtbot, frame)
    select(page, "FEATHERSTONEHAUGH")
    page.panel.deeds[OPEN].click()
    assert frame.place == ToResident(board.lodger)
    frame.go_back()
    assert isinstance(frame.page, BedsPage)


def board_of(qtbot: QtBot, frame: Frame) -> BedsPage:
    page = frame.page
    assert isinstance(page, BedsPage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    return page


def figures(workspace: Session) -> Outcomes:
    asked = OutcomesAsked(Period(date(2026, 11, 1), date(2026, 12, 31)))
    with workspace.store.reading() as connection:
        return d2a_outcomes(connection, workspace.actor, asked, workspace.clock())


def counts(found: Outcomes) -> dict[Destination, int]:
    said = {each.destination: each.count for each in found.destinations.shares}
    return {Destination.COMM: 0, **said}


def choose_bed(page: BedsPage, bed: str) -> None:
    row = next(each for each in page.model.rows if each.bed.startswith(bed))
    page.form.fields["Bed"].set_value(row.key)  # type: ignore[attr-defined]


def select(page: BedsPage, name: str) -> None:
    page.table.setFocus()
    page.table.selectRow(next(n for n, each in enumerate(page.model.rows) if name in each.who))


def is_in(page: BedsPage, bed: str) -> bool:
    return any(NAME in each.who and each.bed.startswith(bed) for each in page.model.rows)


def stops(page: BedsPage) -> str:
    return next(each.stops for each in page.model.rows if NAME in each.who)


def register(qtbot: QtBot, page: BedsPage) -> None:
    """The practice that serves the home is told: three months begin."""
    select(page, NAME)
    page.panel.deeds["Register"].click()
    sent = page.form.fields["GMS3"]
    assert isinstance(sent, ChoiceField)
    sent.button("yes").click()
    save(page)
    qtbot.waitUntil(lambda: _registration(page) != "▲ To do")
    assert _registration(page) == "91 days left"  # 29 November to 28 February, clamped


def _registration(page: BedsPage) -> str:
    return next(each.registration for each in page.model.rows if NAME in each.who)


def type_in(page: BedsPage, name: str, words: str) -> None:
    field = page.form.fields[name]
    assert isinstance(field, TextField)
    field.editor.setFocus()
    QTest.keyClicks(field.editor, words)


def save(page: BedsPage) -> None:
    assert page.form.save.isVisible()
    page.form.save.click()
