"""The next plan review is set in one line, replaces the one before, and is asked for when due."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.episodes import PlanReview
from mdt_core.store.queries.statements import statements
from mdt_desktop.qt.fields import Quiet
from mdt_desktop.ui.context import Context, Destination, ToResident
from mdt_desktop.ui.resident.presenter import happening
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.timeline import timeline
from mdt_desktop.ui.review.page import PlanReviewPage, ReviewForm
from tests.support.ward import UNWELL, Ward
from tests.ui.episode.hands import idle, opened, type_into


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def page_of(qtbot: QtBot, context: Context, who: str) -> tuple[PlanReviewPage, ReviewForm]:
    page = opened(qtbot, context, lambda: PlanReviewPage(context, who, ToResident(who)))
    assert isinstance(page, PlanReviewPage)
    assert page.form is not None
    return page, page.form


def set_review(qtbot: QtBot, context: Context, who: str, when: str) -> None:
    page, form = page_of(qtbot, context, who)
    type_into(form, "next_due", when)
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.is_saved)
    idle(qtbot, context)


def test_the_day_is_set_and_stands_in_the_timeline(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    set_review(qtbot, context, who, "+12w")
    assert visited == [ToResident(who)]
    with context.store.reading() as connection:
        [review] = statements(connection, PlanReview, who)
    assert review.record is not None
    assert review.record.next_due.isoformat() == "2027-02-16"
    read = read_again(context.store, context.actor, who)
    items = timeline(read, context.actor, context.clock())
    assert "Care plan review" in [item.title for item in items]


def test_a_review_that_is_due_is_missing_with_one_press_in(
    qtbot: QtBot, context: Context, who: str
) -> None:
    set_review(qtbot, context, who, "30/11")
    read = read_again(context.store, context.actor, who)
    lines = happening(read, context.actor, context.clock()).missing
    assert ("Care plan review due 30-Nov-2026", "Care plan review") in [
        (line.words, line.way) for line in lines
    ]
    _, form = page_of(qtbot, context, who)
    assert "Now due 30-Nov-2026" in [each.text() for each in form.findChildren(Quiet)]
    set_review(qtbot, context, who, "+12w")
    read = read_again(context.store, context.actor, who)
    words = [line.words for line in happening(read, context.actor, context.clock()).missing]
    assert not any("review" in each for each in words)


def test_without_a_day_it_is_refused_in_words(qtbot: QtBot, context: Context, who: str) -> None:
    page, form = page_of(qtbot, context, who)
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert page.message.text == "Give the day of the next review"
    type_into(form, "next_due", "someday")
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert form.fields["next_due"].problem
    type_into(form, "next_due", "+1w")
    type_into(form, "reviewed_on", "t")
    assert form.problem() is None
