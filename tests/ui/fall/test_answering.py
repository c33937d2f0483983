"""A fall is told in eight interactions, by touch or by keys, and nothing is made up."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.records.falls import (
    Awake,
    Fall,
    FallPlace,
    FallSeenBy,
    FloorTime,
    GotUp,
    HeadStruck,
    Hurt,
    TimeKnown,
)
from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.context import Context
from tests.support.memory_store import STARTED, TestClock
from tests.ui.fall.conftest import TABLET, OpenFall, actions_of, falls_of
from tests.ui.fall.hands import Hands, answer, choice, places_of, words_on

SEVEN = (
    ("seen_by", "nobody"),
    ("head", "not_known"),
    ("awake", "as_usual"),
    ("hurt", "skin_tear"),
    ("floor_time", "under_an_hour"),
    ("place", "bedroom"),
    ("got_up", "with_help"),
)
TOLD = {
    "seen_by": FallSeenBy.NOBODY,
    "head": HeadStruck.NOT_KNOWN,
    "awake": Awake.AS_USUAL,
    "hurt": (Hurt.SKIN_TEAR,),
    "floor_time": FloorTime.UNDER_AN_HOUR,
    "place": FallPlace.BEDROOM,
    "got_up": GotUp.WITH_HELP,
}


def only_fall(context: Context, who: str) -> Fall:
    """The one fall recorded."""
    (fall,) = falls_of(context, who)
    assert fall.record is not None
    return fall.record


def test_all_eight_questions_and_save_are_eight_touches(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall(TABLET)
    hands = Hands(page)
    for name, key in SEVEN:
        hands.touch(name, key)
    hands.press_save()
    qtbot.waitUntil(lambda: page.is_saved)
    assert hands.done == 8
    told = only_fall(context, who)
    assert told == Fall(occurred_at=STARTED, time_known=TimeKnown.FOUND_NOW, **TOLD)  # type: ignore[arg-type]
    assert all(getattr(told, name) for name in Fall.quick)


def test_pressing_the_time_too_is_the_eighth_answer(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall(TABLET)
    hands = Hands(page)
    for name, key in (("time_known", "now"), *SEVEN):
        hands.touch(name, key)
    assert hands.done == 8
    hands.press_save()
    qtbot.waitUntil(lambda: page.is_saved)
    assert only_fall(context, who).time_known is TimeKnown.NOW


def test_it_is_told_by_keys_alone(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall()
    assert QApplication.focusWidget() is choice(page, "time_known", "now")
    hands = Hands(page)
    for figure in (2, 3, 2, 1, 3, 1, 4, 2):
        hands.key(Qt.Key(Qt.Key.Key_0 + figure))
        next_row()
    assert hands.done == 8
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.is_saved)
    told = only_fall(context, who)
    assert (told.time_known, told.head, told.hurt) == (
        TimeKnown.FOUND_NOW,
        HeadStruck.HIT,
        (Hurt.SKIN_TEAR,),
    )
    assert (told.place, told.got_up) == (FallPlace.CORRIDOR, GotUp.WITH_HELP)


def next_row() -> None:
    """Tab; once more where the box of *Last seen* lies between."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    if now is not None and not isinstance(now, Button):
        QTest.keyClick(now, Qt.Key.Key_Tab)


def test_every_target_is_large_enough_for_a_glove_and_apart_from_the_next(
    open_fall: OpenFall,
) -> None:
    page = open_fall()
    assert page.form is not None
    places = [*places_of(page.form), *places_of(page.bar)]
    assert len(places) >= 36
    assert min(min(place.width(), place.height()) for place in places) >= 44
    form = places_of(page.form)
    for number, place in enumerate(form):
        for other in form[number + 1 :]:
            assert not place.adjusted(-3, -3, 4, 4).intersects(other.adjusted(-3, -3, 4, 4))


def test_what_comes_next_is_brought_into_sight(qtbot: QtBot, open_fall: OpenFall) -> None:
    page = open_fall()
    for name, key in SEVEN[:3]:
        answer(page, name, key)
    after_next = choice_of(page, "floor_time")
    qtbot.waitUntil(lambda: not after_next.visibleRegion().isEmpty())


def choice_of(page: object, name: str) -> Button:
    """The first button of a row, wherever it is."""
    form = page.form  # type: ignore[attr-defined]
    found = form.rows[name].findChildren(Button)[0]
    assert isinstance(found, Button)
    return found


def test_an_opened_form_alone_is_no_fall(open_fall: OpenFall, context: Context, who: str) -> None:
    page = open_fall()
    page.save.click()
    assert page.message.text == "Answer at least one question before you save"
    assert falls_of(context, who) == ()


def test_the_time_alone_is_enough_and_the_rest_stays_not_recorded(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall()
    answer(page, "time_known", "now")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    assert only_fall(context, who) == Fall(occurred_at=STARTED, time_known=TimeKnown.NOW)
    shown = words_on(page)
    assert shown.count("not recorded") >= 7
    assert "No\n" not in shown


@pytest.mark.parametrize(
    ("seen_by", "time_known", "words"),
    [
        ("writer", TimeKnown.NOW, "Fell 07:15"),
        ("someone", TimeKnown.NOW, "Fell 07:15"),
        ("nobody", TimeKnown.FOUND_NOW, "Found 07:15, last seen"),
    ],
)
def test_what_nobody_saw_was_found_unless_somebody_says_otherwise(
    open_fall: OpenFall, seen_by: str, time_known: TimeKnown, words: str
) -> None:
    page = open_fall()
    answer(page, "seen_by", seen_by)
    assert page.form is not None
    assert page.form.draft().values["time_known"] == time_known.value
    assert words in words_on(page)


def test_a_time_that_was_pressed_stands_whoever_saw_it(open_fall: OpenFall) -> None:
    page = open_fall()
    answer(page, "time_known", "now")
    answer(page, "seen_by", "nobody")
    assert page.form is not None
    assert page.form.draft().values["time_known"] == "now"


def test_the_time_is_that_of_the_press(open_fall: OpenFall, clock: TestClock) -> None:
    page = open_fall()
    clock.advance(minutes=4)
    answer(page, "time_known", "found_now")
    assert page.form is not None
    assert page.form.draft().values["occurred_at"] == "2026-11-24T07:19:00Z"


def test_an_earlier_fall_needs_its_time_and_takes_when_the_person_was_last_seen(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall()
    assert page.form is not None
    when = page.form.when
    answer(page, "time_known", "earlier")
    page.save.click()
    assert page.message.text == "Give the time of the fall, or choose Now or Found now"
    assert QApplication.focusWidget() is when.earlier.editor
    QTest.keyClicks(when.earlier.editor, "0310")
    QTest.keyClicks(when.last_seen.editor, "0330")
    page.save.click()
    assert page.message.text == "Last seen is later than the fall"
    assert QApplication.focusWidget() is when.last_seen.editor
    when.last_seen.editor.clear()
    QTest.keyClicks(when.last_seen.editor, "y 23:00")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    told = only_fall(context, who)
    assert (told.time_known, str(told.occurred_at)[:16]) == (
        TimeKnown.EARLIER,
        "2026-11-24 03:10",
    )
    assert str(told.last_seen_at)[:16] == "2026-11-23 23:00"


def test_a_time_that_cannot_be_read_is_refused_where_it_is(open_fall: OpenFall) -> None:
    page = open_fall()
    answer(page, "time_known", "earlier")
    assert page.form is not None
    QTest.keyClicks(page.form.when.earlier.editor, "around tea")
    page.save.click()
    assert "Not understood" in page.form.when.earlier.problem


def test_none_and_an_injury_are_never_both_chosen(open_fall: OpenFall) -> None:
    page = open_fall()
    assert page.form is not None
    for keys, kept in (
        (("bruise", "cut"), ["bruise", "cut"]),
        (("none",), ["none"]),
        (("neck_or_back",), ["neck_or_back"]),
    ):
        for key in keys:
            answer(page, "hurt", key)
        assert page.form.draft().values["hurt"] == kept


def test_the_full_record_is_on_the_list_with_the_fall(
    qtbot: QtBot, open_fall: OpenFall, context: Context, who: str
) -> None:
    page = open_fall()
    answer(page, "head", "hit")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    (action,) = actions_of(context, who)
    assert action.record is not None
    assert action.record.text in words_on(page)
    assert "Care-home nurse, due 25-Nov-2026" in words_on(page)
