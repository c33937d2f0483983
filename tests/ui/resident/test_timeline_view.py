"""The timeline on the screen: made when somebody looks, a few cards at a time, and never of two lists."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.timeline import TimelineItem, timeline
from mdt_desktop.ui.resident.timeline_view import TimelineView
from tests.support.ward import UNWELL, Ward
from tests.ui.observations.hands import said

AT_ONCE = 25


def many(context: Context, ward: Ward, number: int, words: str) -> tuple[TimelineItem, ...]:
    """One statement of the ward so many times, each under a name of its own."""
    read = read_again(context.store, context.actor, ward.of(UNWELL))
    one = timeline(read, context.actor, context.clock())[0]
    return tuple(replace(one, id=f"{each}", title=f"{words} {each}") for each in range(number))


def cards(view: TimelineView) -> int:
    inside = view.widget()
    return len(inside.findChildren(Card)) if inside else 0


def test_nothing_is_made_before_somebody_looks_and_then_the_first_at_once_and_the_rest_soon(
    context: Context, ward: Ward, qtbot: QtBot
) -> None:
    view = TimelineView()
    qtbot.addWidget(view)
    view.show_items(many(context, ward, 60, "First"))
    assert cards(view) == 0
    view.show()
    assert 0 < cards(view) < AT_ONCE
    qtbot.waitUntil(lambda: "Show earlier (35 more)" in said(view))
    assert cards(view) == AT_ONCE
    more = view.findChildren(Button)[-1]
    more.click()
    qtbot.waitUntil(lambda: "Show earlier (10 more)" in said(view))
    assert cards(view) == 2 * AT_ONCE


def test_a_list_that_comes_while_another_is_being_made_takes_its_place(
    context: Context, ward: Ward, qtbot: QtBot
) -> None:
    view = TimelineView()
    qtbot.addWidget(view)
    view.show()
    view.show_items(many(context, ward, 30, "Before"))
    view.show_items(many(context, ward, 30, "After"))
    qtbot.waitUntil(lambda: "Show earlier (5 more)" in said(view))
    assert cards(view) == AT_ONCE
    assert "Before" not in said(view)
