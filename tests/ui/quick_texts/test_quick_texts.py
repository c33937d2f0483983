"""The list of quick texts as a person uses it: see, add, approve, change, withdraw, and what is due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.quick_text import Origin, shipped_texts
from mdt_core.records.quick_texts import Whose
from mdt_core.roles import Role
from mdt_core.store.queries.quick_texts import QuickTextLine, quick_texts
from mdt_core.use_cases.quick_texts import save_quick_text
from mdt_desktop.qt.buttons import Button
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context, ToQuickTexts
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.quick_texts.page import QuickTextsPage
from mdt_desktop.ui.quick_texts.presenter import view_of
from tests.support import builders

Open = Callable[..., QuickTextsPage]
NEXT_YEAR = date(2027, 11, 20)


@pytest.fixture
def open_list(qtbot: QtBot, context: Context) -> Open:
    def opened(actor: Actor | None = None) -> QuickTextsPage:
        page = QuickTextsPage(replace(context, actor=actor or context.actor))
        qtbot.addWidget(page)
        page.resize(1116, 740)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        context.bus.changed.connect(page.refresh)  # as the frame does
        page.load()
        qtbot.waitUntil(lambda: len(page.model.rows) >= len(shipped_texts().snippets))
        return page

    return opened


def names(page: QuickTextsPage) -> list[str]:
    return [row.name for row in page.model.rows]


def go_to(page: QuickTextsPage, name: str) -> None:
    page.table.selectRow(names(page).index(name))


def fill(page: QuickTextsPage, name: str, text: str) -> None:
    form = page.form
    for editor, words in ((form.name.editor, name), (form.text.editor, text)):
        editor.setFocus()
        editor.selectAll()
        QTest.keyClicks(editor, words)


def test_the_shipped_wordings_stand_there_as_not_yet_approved(
    open_list: Open, qtmodeltester: ModelTester
) -> None:
    page = open_list()
    qtmodeltester.check(page.model)  # type: ignore[no-untyped-call]
    assert names(page) == sorted(each.name for each in shipped_texts().snippets)
    row = page.model.rows[0]
    assert (row.whose, row.approved) == ("Shipped", "not yet approved: shipped wording")
    assert page.table.hasFocus()


def test_my_own_is_added_by_keyboard_and_stands_first(qtbot: QtBot, open_list: Open) -> None:
    page = open_list()
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is page.form.name.editor
    assert page.form.review.isHidden()
    fill(page, ";Ring", "Rang [whom] at [time].")
    QTest.mouseClick(page.form.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page)[0] == "ring")
    assert page.model.rows[0].whose == "Mine"
    assert page.message.text == "Saved. Type ;ring"
    assert page.form.isHidden()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("seen", "Met [whom]", "«seen» is taken"),
        ("two words", "x", "2 to 12 letters"),
        ("ring", "Rang [whom", "bracket"),
        ("ring", " ", "Write the text"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_stays_as_typed(
    qtbot: QtBot, open_list: Open, name: str, text: str, said: str
) -> None:
    page = open_list()
    page.add.click()
    fill(page, name, text)
    page.form.save.click()
    qtbot.waitUntil(lambda: any(said in each.problem for each in page.form.fields.values()))
    assert page.form.name.value() == name
    assert page.form.save.isEnabled()


def test_a_clinician_approves_a_shipped_wording_for_the_team_with_a_day_of_review(
    qtbot: QtBot, open_list: Open, workspace: Session
) -> None:
    page = open_list()
    go_to(page, "seen")
    assert page.change.text() == "Approve for the team…"
    page.change.click()
    assert page.form.save.text() == "Approve for the team"
    page.form.save.click()
    qtbot.waitUntil(lambda: "day of the next review" in page.form.review.problem)
    QTest.keyClicks(page.form.review.editor, "+26w")
    page.form.save.click()
    qtbot.waitUntil(lambda: page.model.rows[0].whose == "The team's")
    row = page.model.rows[0]
    assert (row.name, row.approved) == ("seen", workspace.actor.name)
    assert names(page).count("seen") == 1


def test_who_is_no_clinician_adds_own_wordings_alone(open_list: Open) -> None:
    page = open_list(builders.actor(Role.HOME_CARER))
    assert not page.change.isEnabled()
    assert not page.withdraw.isEnabled()
    page.add.click()
    assert page.form.whose.isHidden()
    assert page.form.save.text() == "Save"


def test_who_writes_no_notes_changes_nothing(open_list: Open) -> None:
    page = open_list(builders.actor(Role.AUDITOR))
    assert not page.add.isEnabled()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.form.isHidden()


def test_one_is_withdrawn_and_taken_up_again(
    qtbot: QtBot, open_list: Open, workspace: Session
) -> None:
    save_quick_text(
        workspace.store, by=workspace.actor, name="ring", text="Rang [whom].", whose=Whose.MINE
    )
    page = open_list()
    go_to(page, "ring")
    page.withdraw.click()
    qtbot.waitUntil(lambda: names(page)[-1] == "ring")
    assert page.model.rows[-1].whose == "Mine, withdrawn"
    assert "offered no more" in page.message.text
    go_to(page, "ring")
    assert not page.withdraw.isEnabled()
    page.change.click()
    page.form.save.click()
    qtbot.waitUntil(lambda: names(page)[0] == "ring")


def test_escape_leaves_the_form_without_saving(qtbot: QtBot, open_list: Open) -> None:
    page = open_list()
    page.add.click()
    fill(page, "ring", "Rang [whom].")
    QTest.keyClick(page.form.text.editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.table.hasFocus)
    assert "ring" not in names(page)


def test_what_is_due_for_review_is_said_above_the_list(workspace: Session) -> None:
    actor = workspace.actor
    _, _ = save_quick_text(
        workspace.store,
        by=actor,
        name="ring",
        text="Rang [whom].",
        whose=Whose.TEAM,
        review_on=date(2027, 3, 1),
    )
    with workspace.store.reading() as connection:
        lines = quick_texts(connection, actor)
    assert view_of(lines, actor, date(2027, 2, 28)).due_words == ""
    assert view_of(lines, actor, date(2027, 3, 1)).due_words == "1 review is due: ;ring"
    after = shipped_texts().review_on + timedelta(days=1)
    assert view_of(lines, actor, after).due_words.startswith("21 reviews are due: ;ring, ;bi")


def test_two_versions_are_offered_by_neither(workspace: Session) -> None:
    snippet = replace(shipped_texts().snippets[0], origin=Origin.TEAM)
    line = QuickTextLine("q1", snippet, "Dr A", NEXT_YEAR, has_two_versions=True)
    (row,) = view_of((line,), workspace.actor, date(2026, 11, 24)).rows
    assert row.whose == "Two versions: write it anew"
    assert not line.is_offered


def test_more_leads_to_the_list(qtbot: QtBot, frame: Frame) -> None:
    frame.more.open()
    button = next(b for b in frame.more.findChildren(Button) if b.text() == "Quick text")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert isinstance(frame.place, ToQuickTexts)
    assert isinstance(frame.page, QuickTextsPage)
    page = frame.page
    qtbot.waitUntil(lambda: bool(page.model.rows))
    assert frame.more.isHidden()


def test_in_a_low_window_the_field_with_the_problem_is_scrolled_into_sight(
    qtbot: QtBot, open_list: Open
) -> None:
    page = open_list()
    page.resize(700, 330)
    go_to(page, "seen")
    page.change.click()
    page.form.save.click()
    review = page.form.review
    qtbot.waitUntil(lambda: bool(review.problem))
    qtbot.waitUntil(lambda: not review.editor.visibleRegion().isEmpty())
