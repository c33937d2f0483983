"""The order of review as it is read: points with their facts, what it is not, and a look that is recorded."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.records.assessments import FrailtyLevel
from mdt_core.roles import Role
from mdt_core.store.tables import AccessAuditRow
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToMeasures, ToResident
from mdt_desktop.ui.measures.more import MoreFigures
from mdt_desktop.ui.review_first.page import ReviewFirstPage
from mdt_desktop.ui.review_first.presenter import CHANGED
from mdt_desktop.ui.review_first.way import ToReviewFirst
from tests.support.ward import UNWELL, Ward
from tests.ui.observations.hands import said


def looks(context: Context) -> int:
    audit = AccessAuditRow.__table__  # type: ignore[attr-defined]
    query = select(func.count()).where(audit.c.action == "view review order")
    with context.store.reading() as connection:
        return int(connection.execute(query).scalar_one())


def opened(qtbot: QtBot, given: Context) -> ReviewFirstPage:
    page = ReviewFirstPage(given, "")
    qtbot.addWidget(page)
    page.resize(1116, 776)
    page.show()
    page.load()
    return page


def test_each_point_stands_with_its_day_and_record_and_each_look_is_recorded(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    level = {"assessed_at": utc_text(context.clock()), "level": "8"}
    who = ward.of("Okonkwo")
    record_statement(context.store, by=context.actor, draft=Draft(FrailtyLevel, who, level))
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: page.view is not None)
    first, second = page.model.rows
    assert first.who.startswith("OKONKWO, Samuel (Mr)\nBorn 22-Jan-1940")
    assert first.why == (
        "3: Clinical Frailty Scale 8 Very severe frailty, 24-Nov-2026. From: Clinical Frailty Scale"
    )
    assert first.not_known == "NEWS2 in 28 days, MUST in 3 months, where the medicines list is from"
    assert (second.resident_id, second.total) == (ward.of(UNWELL), 2)
    words = said(page)
    assert "not for falls" in words
    assert "Points review-first/2026-1: not approved by anybody yet" in words
    assert "2 with points; 10 others have none" in words
    assert looks(context) == 1
    page.refresh(Changes(frozenset({"quick_text"}), frozenset({who})))
    assert CHANGED not in said(page)
    page.refresh(Changes(frozenset({FrailtyLevel.kind}), frozenset({who})))
    assert CHANGED in said(page)
    assert looks(context) == 1
    page.again.click()
    qtbot.waitUntil(lambda: looks(context) == 2)
    qtbot.waitUntil(lambda: CHANGED not in said(page))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    page.back.click()
    assert visited == [ToResident(who), ToMeasures()]


def test_who_is_no_clinician_is_refused_and_is_offered_no_way_there(
    qtbot: QtBot, context: Context, visited: list[Destination]
) -> None:
    manager = replace(context, actor=replace(context.actor, role=Role.HOME_MANAGER))
    page = opened(qtbot, manager)
    qtbot.waitUntil(lambda: "for clinicians who plan reviews" in said(page))
    assert (page.model.rows, looks(context)) == ((), 0)
    refused, offered = MoreFigures(manager), MoreFigures(context)
    for figures in (refused, offered):
        qtbot.addWidget(figures)
    assert not refused.review_first.isVisibleTo(refused)
    assert offered.review_first.isVisibleTo(offered)
    offered.review_first.click()
    assert visited == [ToReviewFirst()]
