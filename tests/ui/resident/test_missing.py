"""What is missing is put off with a reason and a day; the timeline is filtered and folded."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.about_me import AboutMe
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.preferences import PreferredPlace
from mdt_core.records.put_offs import Missing, PutOff
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.residents import put_off
from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToDeath,
    ToForm,
    ToHospital,
    ToPlanReview,
    ToResident,
)
from mdt_desktop.ui.resident.missing import asked_for
from mdt_desktop.ui.resident.missing_row import MissingRow
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.resident.presenter import happening
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.tabs import TABS
from mdt_desktop.ui.resident.timeline import Run, folded, kinds_in, timeline
from tests.support import builders
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, Ward
from tests.ui.observations.hands import said
from tests.ui.resident.test_page import opened, press


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def row_about(page: ResidentPage, words: str) -> MissingRow:
    """The line of the panel that says this."""
    return next(row for row in page.happening.findChildren(MissingRow) if words in said(row))


def test_not_now_asks_why_and_until_when_and_is_kept_as_a_record(
    qtbot: QtBot, context: Context, who: str
) -> None:
    page = opened(qtbot, context, who)
    press(page, "Not now: What to do in a crisis not recorded")
    row = row_about(page, "in a crisis")
    deed = next(each for each in row.findChildren(Button) if each.text() == "Not now")
    QTest.mouseClick(deed, Qt.MouseButton.LeftButton)
    assert row.reason.problem == "Say why not now"
    QTest.keyClicks(row.reason.editor, "Daughter brings it")
    QTest.mouseClick(row.until.button("28"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(deed, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.message.text == "Not asked for until 22-Dec-2026")
    qtbot.waitUntil(
        lambda: (
            "Not now: What to do in a crisis not recorded, until 22-Dec-2026"
            in said(page.happening)
        )
    )
    with context.store.reading() as connection:
        [kept] = statements(connection, PutOff, who)
    assert kept.record is not None
    assert (kept.record.what, kept.record.reason) == (Missing.CRISIS_PLAN, "Daughter brings it")


def test_what_was_put_off_is_asked_for_again_on_its_day(
    context: Context, who: str, clock: TestClock
) -> None:
    until = clock().date() + timedelta(days=7)
    why = PutOff(what=Missing.CRISIS_PLAN, reason="Later", until=until)
    put_off(context.store, by=context.actor, resident_id=who, why=why)

    def is_asked() -> bool:
        read = read_again(context.store, context.actor, who)
        lines = happening(read, context.actor, clock()).missing
        return Missing.CRISIS_PLAN in [line.what for line in lines]

    assert not is_asked()
    clock.now += timedelta(days=7)
    assert is_asked()


def test_carers_see_no_panel_of_what_is_missing(context: Context, who: str) -> None:
    read = read_again(context.store, context.actor, who)
    seen = happening(read, builders.actor(Role.HOME_CARER), context.clock())
    assert not seen.is_missing_shown


@pytest.mark.parametrize(
    ("words", "to"),
    [("Hospital", ToHospital), ("Care plan review", ToPlanReview), ("Record a death", ToDeath)],
    ids=["hospital", "review", "death"],
)
def test_each_deed_opens_its_form_and_comes_back_here(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    context: Context,
    who: str,
    visited: list[Destination],
    words: str,
    to: type[ToHospital | ToPlanReview | ToDeath],
) -> None:
    page = opened(qtbot, context, who)
    if not page.deeds.review.isVisible() and to is not ToHospital:
        press(page, "More...")
    press(page, words)
    assert visited == [to(who, ToResident(who, TABS[0]))]


def unchanged(context: Context, ward: Ward, who: str, days_ago: int, carries_on: str | None) -> str:
    """A round entry of some days ago; with `carries_on`, one that says that nothing changed."""
    entry = RoundEntry(
        how=HowSeen.IN_PERSON,
        plan="Weigh weekly",
        see_again=SeeAgain.NEXT_ROUND,
        carries_on=carries_on,
    )
    at = context.clock() - timedelta(days=days_ago)
    with context.store.deed(context.actor) as unit:
        change = unit.sign(entry, About(who, ward.home_id, occurred_at=at))
        unit.commit()
    return change.envelope.record_id


def test_runs_of_no_change_are_one_line_that_unfolds(
    qtbot: QtBot, context: Context, ward: Ward, who: str
) -> None:
    first = unchanged(context, ward, who, 87, None)
    for days_ago in (80, 73, 66):
        unchanged(context, ward, who, days_ago, first)
    page = opened(qtbot, context, who, "Timeline")
    assert "3 entries without change, 05-Sep-2026 to 19-Sep-2026" in said(page.timeline)
    before = said(page.timeline).count("Weigh weekly")
    press(page, "Show each: 3 entries")
    qtbot.waitUntil(lambda: said(page.timeline).count("Weigh weekly") == before + 3)


def test_chips_leave_only_what_is_chosen(
    qtbot: QtBot, context: Context, ward: Ward, who: str
) -> None:
    unchanged(context, ward, who, 40, None)
    page = opened(qtbot, context, who, "Timeline")
    assert "NEWS2" in said(page.timeline)
    chip = page.timeline.chips.button("round_entry")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "NEWS2" not in said(page.timeline))
    assert "Weigh weekly" in said(page.timeline)
    assert QApplication.focusWidget() is not None
    QTest.mouseClick(page.timeline.chips.button("round_entry"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "NEWS2" in said(page.timeline))


def test_a_single_entry_without_change_is_never_folded(
    context: Context, ward: Ward, who: str
) -> None:
    first = unchanged(context, ward, who, 40, None)
    unchanged(context, ward, who, 33, first)
    read = read_again(context.store, context.actor, who)
    items = timeline(read, context.actor, context.clock())
    assert not any(isinstance(row, Run) for row in folded(items, (), frozenset()))
    assert {kind for kind, _ in kinds_in(items)} == {"round_entry", "observation_set"}


def test_a_plan_that_nobody_made_is_missing_until_one_stands_and_its_form_is_one_press_away(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = opened(qtbot, context, who)
    press(page, f"{ContingencyPlan.title}: What to do in a crisis not recorded")
    assert visited == [ToForm(ContingencyPlan.kind, who, ToResident(who, TABS[0]))]
    for kind in (ContingencyPlan, PreferredPlace, CarePlan, AboutMe):
        draft = Draft(kind, who, dump(builders.SAMPLES[kind.kind]()))
        record_statement(context.store, by=context.actor, draft=draft)
    read = read_again(context.store, context.actor, who)
    assert "My cat Tibby" in happening(read, context.actor, context.clock()).about_me
    asked = {line.what for line in asked_for(read, context.clock(), ())}
    plans = {Missing.CRISIS_PLAN, Missing.PREFERRED_PLACE, Missing.CARE_PLAN, Missing.ABOUT_ME}
    assert not plans & asked
    assert Missing.PLAN_REVIEW not in asked


def test_the_review_of_a_plan_that_is_near_is_missing_too(
    context: Context, who: str, clock: TestClock
) -> None:
    draft = Draft(CarePlan, who, dump(builders.SAMPLES[CarePlan.kind]()))
    record_statement(context.store, by=context.actor, draft=draft)
    read = read_again(context.store, context.actor, who)
    near = clock() + timedelta(days=86)
    words = [line.words for line in asked_for(read, near, ())]
    assert "Care plan review due 24-Feb-2027" in words
