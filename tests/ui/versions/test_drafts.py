"""What was typed to settle two versions comes back: to the same thing, whatever came in meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.homes import Home
from mdt_core.records.settlements import Settlement
from mdt_core.store.queries.versions import unsettled
from mdt_desktop.qt.fields import TextField
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.versions.settling import SettlingView
from tests.support.ward import Ward
from tests.ui.versions import apart
from tests.ui.versions.test_settling import (
    ASKED,
    WHY,
    choose,
    idle,
    key_of,
    press,
    say,
    view_of,
)


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of("Nowak")


def type_anew(view: SettlingView, name: str, words: str) -> None:
    assert view.form is not None
    field = view.form.anew.fields[name]
    assert isinstance(field, TextField)
    field.editor.setFocus()
    QTest.keyClicks(field.editor, words)


def leave(qtbot: QtBot, context: Context, view: SettlingView) -> None:
    QTest.mouseClick(view.later, Qt.MouseButton.LeftButton)
    idle(qtbot, context)


def gone_on(qtbot: QtBot, view: SettlingView) -> SettlingView:
    qtbot.waitUntil(view.offer_bar.isVisible)
    view.offer_bar.go_on.click()
    return view


def test_each_thing_in_two_versions_has_a_draft_of_its_own(
    qtbot: QtBot, context: Context, who: str, ward: Ward
) -> None:
    apart.two_numbers(context.store, context.actor, who)
    apart.two_doses(context.store, context.actor, who, ward.home_id)
    number, dose = key_of(context, who, "NHS"), key_of(context, who, "dose")
    view = view_of(qtbot, context, who, dose)
    choose(view, "anew")
    type_anew(view, "dose", "4 mg")
    say(view)
    leave(qtbot, context, view)
    other = view_of(qtbot, context, who, number)
    assert other.offer_bar.isHidden()
    say(other, "As on the passport", "")
    leave(qtbot, context, other)
    again = gone_on(qtbot, view_of(qtbot, context, who, dose)).form
    assert again is not None
    assert (again.which.value(), again.why.value(), again.asked.value()) == ("anew", WHY, ASKED)
    assert again.anew.typed()["dose"] == "4 mg"
    assert again.anew.isVisible()
    back = gone_on(qtbot, view_of(qtbot, context, who, number)).form
    assert back is not None
    assert (back.which.value(), back.why.value()) == ("", "As on the passport")


def test_words_written_anew_stay_when_another_version_comes_in_and_the_choice_is_asked_again(
    qtbot: QtBot, context: Context, who: str, ward: Ward
) -> None:
    apart.two_doses(context.store, context.actor, who, ward.home_id)
    of = key_of(context, who, "dose")
    view = view_of(qtbot, context, who, of)
    choose(view, "anew")
    type_anew(view, "dose", "4 mg")
    say(view)
    leave(qtbot, context, view)
    third = {"medicine": "warfarin", "form": "tablet", "dose": "5 mg", "route": "oral"}
    apart.write_apart(
        context.store, context.actor, 823, "dose", third, kind="medicine_line",
        record_id=of.partition(":")[0], resident_id=who,
    )  # fmt: skip
    again = gone_on(qtbot, view_of(qtbot, context, who, of))
    form = again.form
    assert form is not None
    assert again.message.text.startswith("Other versions stand than when you wrote this")
    assert (form.which.value(), form.why.value()) == ("", WHY)
    choose(again, "anew")
    assert form.anew.typed()["dose"] == "4 mg"
    leave(qtbot, context, again)
    assert context.drafts.load(context.actor.person_id, Settlement.kind, of) is not None


def test_what_is_to_be_settled_of_a_home_keeps_its_draft_until_it_is_settled(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    apart.write_apart(
        context.store, context.actor, 870, "reach", {"phone": "0161 496 0777"},
        kind=Home.kind, record_id=ward.home_id,
    )  # fmt: skip
    with context.store.reading() as connection:
        [of] = unsettled(connection, context.actor)
    view = view_of(qtbot, context, "", of.key)
    choose(view, 0)
    say(view)
    leave(qtbot, context, view)
    again = gone_on(qtbot, view_of(qtbot, context, "", of.key))
    assert again.form is not None
    assert (again.form.why.value(), again.form.which.value()) == (WHY, of.mids[0])
    press(again)
    idle(qtbot, context)
    assert context.drafts.load(context.actor.person_id, Settlement.kind, of.key) is None
