"""The resident page on the screen: what is said, what can be done, and that it fits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.records.falls import Fall
from mdt_core.use_cases.falls import record_fall
from mdt_desktop.qt import style
from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToConcern,
    ToFall,
    ToObservations,
    ToResident,
    ToRound,
)
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.tabs import TABS
from mdt_desktop.ui.resident.timeline import timeline
from tests.support.memory_store import TestClock
from tests.support.ward import Ward
from tests.ui.observations.hands import focused, said
from tests.ui.resident import people

_WIDEST = {1.0: 1180, 1.5: 1280, 2.0: 1280}


@pytest.fixture
def who(context: Context, ward: Ward) -> str:
    """A resident with something on every tab."""
    return people.full(context.store, context.actor, ward.home_id)


def opened(qtbot: QtBot, context: Context, who: str, tab: str = "") -> ResidentPage:
    page = ResidentPage(context, who, tab)
    qtbot.addWidget(page)
    page.resize(1116, 776)
    with qtbot.waitExposed(page):
        page.show()
    context.bus.changed.connect(page.refresh)  # as the frame does
    page.load()
    qtbot.waitUntil(page.tabs.isVisible)
    return page


def press(page: ResidentPage, name: str) -> None:
    """Clicks the visible button whose accessible name or words begin so."""
    for button in page.findChildren(Button):
        said_as = button.accessibleName() or button.text()
        if button.isVisible() and said_as.startswith(name):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            return
    raise AssertionError(f"no button begins with {name}")


def test_the_crisis_line_never_says_none(qtbot: QtBot, context: Context, who: str) -> None:
    page = opened(qtbot, context, who)
    words = said(page.banner)
    assert "CPR decision not recorded" in words
    assert "Treatment ceiling not recorded" in words
    assert "Penicillin – rash" in words
    assert "07:15" in words


def test_what_is_happening_is_said_first(qtbot: QtBot, context: Context, who: str) -> None:
    words = said(opened(qtbot, context, who))
    assert "Bloods FBC and U+E. Owner Grace Obi. Due 20-Nov-2026. Urgent" in words
    assert "Overdue" in words
    assert "Last entry 17-Nov-2026 07:15, Dr Amina Shah, GP" in words
    assert "breathlessness at rest, call 111, then the surgery" in words
    assert "23-Nov-2026 07:10 NEWS2 Recorded by the source: 6. Worked out here: 4" in words
    assert "Not complete: temperature missing. No total" in words
    assert "Not herself since the weekend" in words
    assert people.ABOUT_ME in words
    assert "Falls at night (since Sep-2026)" in words


def test_what_is_missing_has_a_way_in_only_where_there_is_one(
    qtbot: QtBot, context: Context, visited: list[Destination]
) -> None:
    who = people.bare(context.store, context.actor)
    page = opened(qtbot, context, who)
    words = said(page.happening)
    assert "What is missing (5)" in words
    assert "Allergies not recorded" in words
    press(page, "Observations: No observations recorded")
    assert visited == [ToObservations(who, ToResident(who, TABS[0]))]


def test_two_versions_of_allergies_are_both_shown(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    who = people.with_two_versions(context.store, context.actor, ward.home_id)
    words = said(opened(qtbot, context, who))
    assert "Allergies unavailable" in words
    assert words.count("Neither is being used as current") == 3
    assert "Known allergies: Penicillin, rash" in words
    assert "Known allergies: Trimethoprim, rash" in words


def test_nothing_new_is_asked_of_somebody_who_has_died(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    who = people.deceased(context.store, context.actor, ward.home_id)
    page = opened(qtbot, context, who)
    assert page.observe.isHidden()
    assert page.write.isHidden()
    words = said(page.banner)
    assert "02-Nov-2026, Age at Death 88 y" in words
    assert page.banner.property("deceased") == "true"


def test_an_action_is_done_by_one_press(qtbot: QtBot, context: Context, who: str) -> None:
    page = opened(qtbot, context, who)
    press(page, "Done: Bloods")
    qtbot.waitUntil(lambda: "Open actions (1)" in said(page.happening))
    assert page.message.text == "Marked done"
    press(page, "Carry on: Referral")
    qtbot.waitUntil(lambda: "Carried on 24-Nov-2026 by Dr Amina Shah" in said(page.happening))
    assert "Open actions (1)" in said(page.happening)


def test_a_fall_and_a_concern_are_one_press_away_and_come_back_here(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = opened(qtbot, context, who)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(focused(), Qt.Key.Key_F, both)
    page.concern.click()
    here = ToResident(who, TABS[0])
    qtbot.waitUntil(lambda: len(visited) == 2)
    assert set(visited) == {ToFall(who, here), ToConcern(who, here)}


def test_a_fall_stands_in_what_is_happening_and_in_the_timeline(
    qtbot: QtBot, context: Context, who: str
) -> None:
    at = context.clock()
    values = {"occurred_at": utc_text(at), "head": "hit", "hurt": ["bruise"]}
    record_fall(context.store, by=context.actor, draft=Draft(Fall, who, values))
    words = said(opened(qtbot, context, who))
    assert "Fall. Head hit, bruise" in words
    titles = [
        item.title
        for item in timeline(read_again(context.store, context.actor, who), context.actor, at)
    ]
    assert titles[0] == Fall.title


def test_deeds_lead_to_the_form_and_to_the_round(
    qtbot: QtBot, context: Context, who: str, ward: Ward, visited: list[Destination]
) -> None:
    page = opened(qtbot, context, who)
    QTest.keyClick(focused(), Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    page.write.click()
    today = context.clock().date()
    assert visited == [
        ToObservations(who, ToResident(who, TABS[0])),
        ToRound(ward.home_id, today, who),
    ]


def test_figures_switch_tabs_while_the_tab_bar_has_the_focus(
    qtbot: QtBot, context: Context, who: str
) -> None:
    page = opened(qtbot, context, who)
    assert focused() is page.tabs
    QTest.keyClick(page.tabs, Qt.Key.Key_4)
    assert page.medicines.isVisible()
    words = said(page.medicines)
    assert (
        "2 medicines as of 25-Oct-2026 from MAR chart, checked by Grace Obi; 1 unverified."
    ) in words
    assert "30 days old" in words
    assert "beclometasone with formoterol and glycopyrronium" in words
    assert "This is not a prescription and not a record of doses given." in words


def cells(table: QWidget) -> str:
    """Every text of a list."""
    model = table.model()  # type: ignore[attr-defined]
    places = ((r, c) for r in range(model.rowCount()) for c in range(model.columnCount()))
    return "\n".join(str(model.index(r, c).data()) for r, c in places)


def test_the_lists_say_everything_in_words(qtbot: QtBot, context: Context, who: str) -> None:
    page = opened(qtbot, context, who, "Observations")
    assert page.observations.isVisible()
    sets = cells(page.observations.list.table)
    assert "Recorded by the source: 6. Worked out here: 4. Parts: breaths 2," in sets
    assert "Usual for this resident" in sets
    assert "SpO2 97%. Air. Systolic blood pressure 130 mmHg" in sets
    assert "usual 1" in page.observations.chart.accessibleName()
    problems = cells(page.problems.table)
    assert problems.index("Chronic obstructive") < problems.index("Fractured neck")
    contacts = cells(page.contacts.table)
    assert contacts.index("Ann Smith") < contacts.index("Tom Brown")
    assert "0161 496 0777" in contacts
    assert "No telephone recorded" in contacts
    assert "No temporary registration" in cells(page.stays.table)


def test_another_chart_is_drawn_on_choice(qtbot: QtBot, context: Context, who: str) -> None:
    page = opened(qtbot, context, who, "Observations")
    QTest.mouseClick(page.observations.chosen.button("pulse"), Qt.MouseButton.LeftButton)
    assert page.observations.chart.accessibleName().startswith("Pulse, a minute: 4 values")


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_tab_says_so_in_words(qtbot: QtBot, context: Context, tab: str) -> None:
    page = opened(qtbot, context, people.bare(context.store, context.actor), tab)
    current = page._stack.currentWidget()
    assert current is not None
    words = said(current).lower()
    assert "no " in words or "nothing" in words


def test_an_own_entry_can_be_undone_for_ten_minutes_and_comes_back_as_a_draft(
    qtbot: QtBot, context: Context, who: str
) -> None:
    people.write_entry(context.store, context.actor, who, "Chest clear")
    page = opened(qtbot, context, who, "Timeline")
    press(page, "Undo: Round entry")
    qtbot.waitUntil(lambda: "signed by mistake" in said(page.timeline))
    assert page.message.text == (
        "Withdrawn. Your text is back as a draft. "
        "The signed entry is kept, marked «signed by mistake»"
    )
    (kept,) = context.drafts.of_person(context.actor.person_id)
    assert "Chest clear" in kept.body
    struck = [each for each in page.timeline.findChildren(QLabel) if each.font().strikeOut()]
    assert "Chest clear" in [each.text() for each in struck]


def test_an_undone_entry_does_not_write_over_a_draft(
    qtbot: QtBot, context: Context, who: str
) -> None:
    people.write_entry(context.store, context.actor, who, "Chest clear")
    at, person = context.clock(), context.actor.person_id
    context.drafts.save(person, "round_entry", who, '{"values":{},"extra":{}}', at)
    page = opened(qtbot, context, who, "Timeline")
    press(page, "Undo: Round entry")
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert "back as a draft" not in page.message.text
    (kept,) = context.drafts.of_person(person)
    assert kept.body == '{"values":{},"extra":{}}'


def test_an_older_entry_is_withdrawn_with_a_reason(
    qtbot: QtBot, context: Context, who: str, clock: TestClock
) -> None:
    people.write_entry(context.store, context.actor, who, "Chest clear")
    clock.advance(minutes=11)
    page = opened(qtbot, context, who, "Timeline")
    assert "Undo" not in [b.text() for b in page.timeline.findChildren(Button) if b.isVisible()]
    press(page, "Withdraw: Round entry")
    box = focused()
    assert isinstance(box, QPlainTextEdit)
    press(page, "Withdraw")
    assert "Say why this is withdrawn" in said(page.timeline)
    QTest.keyClicks(box, "other resident")
    press(page, "Withdraw")
    qtbot.waitUntil(lambda: "«other resident»" in said(page.timeline))
    assert "Withdrawn 24-Nov-2026 07:26 by Dr Amina Shah, GP" in said(page.timeline)


def test_a_withdrawn_set_stays_in_the_timeline(qtbot: QtBot, context: Context, who: str) -> None:
    people.observe(context.store, context.actor, who, days_ago=0, pulse=130)
    page = opened(qtbot, context, who, "Timeline")
    before = said(page.timeline).count("NEWS2")
    press(page, "Undo: Observations")
    qtbot.waitUntil(lambda: "signed by mistake" in said(page.timeline))
    assert said(page.timeline).count("NEWS2") == before


def test_a_resident_who_is_not_here_is_said(qtbot: QtBot, context: Context) -> None:
    page = ResidentPage(context, "0197d2a0-0000-7000-8000-000000000099")
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert page.message.text == "This resident is not on this device"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("screen", ["page", "form"])
def test_screens_fit_and_nothing_of_the_banner_is_cut(  # noqa: PLR0917 - fixtures
    qapp: QApplication, qtbot: QtBot, context: Context, who: str, scale: float, screen: str
) -> None:
    style.apply(qapp, style.Look(scale=scale))
    shown: ResidentPage | ObservationsPage = opened(qtbot, context, who)
    if screen == "form":
        shown = ObservationsPage(context, who, ToResident(who))
        qtbot.addWidget(shown)
        shown.show()
        shown.load()
        qtbot.waitUntil(shown.save.isEnabled)
    shown.resize(_WIDEST[scale] - 64, 776)
    qapp.processEvents()
    assert shown.minimumSizeHint().width() <= _WIDEST[scale] - 64
    assert shown.banner.height() >= shown.banner.heightForWidth(shown.banner.width())
    small = [
        f"{type(each).__name__} «{each.accessibleName()}» {each.width()}x{each.height()}"
        for each in shown.findChildren(QWidget)
        if isinstance(each, QAbstractButton | QLineEdit)
        and each.isVisible()
        and min(each.width(), each.height()) < style.TARGET_PX
    ]
    assert small == []
