"""The list of actions by keyboard: filters, deeds, undo, and what others change meanwhile."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_core.records.actions import Action, ActionState, OutsideOwner
from mdt_core.records.homes import Home
from mdt_core.roles import Role
from mdt_core.store.queries.actions import ActionsAsked, Show, Whose
from mdt_core.store.queries.statements import card_by_id
from mdt_core.use_cases.rounds import answer_action
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.actions.escalated import AS_FAR_AS_KNOWN
from mdt_desktop.ui.actions.page import OPEN_AGAIN, ActionsPage
from mdt_desktop.ui.context import Context, Destination, ToActions, ToResident
from mdt_desktop.ui.frame.frame import Frame
from tests.support.memory_store import TestClock
from tests.support.ward import PEOPLE, Ward
from tests.ui.actions.work import Work, make_work

Open = Callable[..., ActionsPage]
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def work(context: Context, ward: Ward) -> Work:
    return make_work(context.store, context.actor, ward)


@pytest.fixture
def opened(qtbot: QtBot, context: Context, work: Work) -> Open:
    assert work

    def open_page(asked: ActionsAsked | None = None) -> ActionsPage:
        page = ActionsPage(context, asked or ActionsAsked())
        qtbot.addWidget(page)
        page.resize(1116, 776)
        context.bus.changed.connect(page.refresh)
        with qtbot.waitExposed(page):
            page.show()
        page.load()
        qtbot.waitUntil(lambda: bool(page.summary.text()))
        qtbot.waitUntil(page.table.hasFocus)
        return page

    return open_page


@pytest.fixture
def page(opened: Open) -> ActionsPage:
    return opened()


def texts(page: ActionsPage) -> list[str]:
    return [row.text.split()[0].strip(":,") for row in page.model.rows]


def card(context: Context, action_id: str) -> Action:
    with context.store.reading() as connection:
        found = card_by_id(connection, Action, action_id)
    assert found is not None
    assert found.record is not None
    return found.record


def press(page: ActionsPage, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(page.table, key, modifier or Qt.KeyboardModifier.NoModifier)


def test_mine_are_by_name_or_by_my_role_where_nobody_is_named(page: ActionsPage) -> None:
    assert texts(page) == ["Bloods", "Referral", "Letter"]
    assert page.summary.text() == f"Mine, overdue first: 3 of 6 shown. {AS_FAR_AS_KNOWN}"


def test_a_row_says_all_that_is_asked(page: ActionsPage) -> None:
    row = page.model.row(0)
    assert row.who == "OKONKWO, Samuel (Mr)\nRoom 4, born 22-Jan-1940\nNHS No. 999 000 0042"
    assert (row.home, row.owner) == ("Larch House", "Dr Amina Shah")
    assert row.due == "21-Nov-2026\n▲ 3 days overdue"
    proposed = "▲ Tell the team lead. Not told yet"
    assert (row.source, row.state) == ("Added on its own", f"{proposed}\nOpen")
    assert page.model.row(1).due == "24-Nov-2026\nToday"
    assert page.model.row(2).due == "26-Nov-2026\nIn 2 days"


def test_space_marks_done_in_one_interaction(
    qtbot: QtBot, page: ActionsPage, context: Context, work: Work
) -> None:
    press(page, Qt.Key.Key_Space)  # the only one: the first open row has the keyboard
    qtbot.waitUntil(lambda: not page.model.row(0).is_open)
    assert card(context, work.actions["Bloods"]).state is ActionState.DONE
    assert page.model.row(0).state.startswith("✓ Done 24-Nov 07:15")
    assert page.summary.text() == "Mine, overdue first: 2 of 5 shown, 1 ended today"
    assert page.table.currentIndex().row() == 0
    assert page.table.hasFocus()


def test_what_is_done_is_struck_through_until_midnight_and_then_under_done(
    qtbot: QtBot, page: ActionsPage, clock: TestClock
) -> None:
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.model.row(0).is_open)
    delegate = page.table.itemDelegate()
    from PySide6.QtWidgets import QStyleOptionViewItem  # noqa: PLC0415 - for this look alone

    option = QStyleOptionViewItem()
    delegate.initStyleOption(option, page.model.index(0, 0))  # type: ignore[attr-defined]
    assert option.font.strikeOut()
    clock.now += timedelta(hours=17)
    page.load()
    qtbot.waitUntil(lambda: texts(page) == ["Referral", "Letter"])
    page.filters.show_which.button(Show.DONE).click()
    qtbot.waitUntil(lambda: texts(page) == ["Bloods"])
    assert page.summary.text().endswith("newest first: 1 of 1 shown")


def test_done_is_taken_back_by_the_button_beside_the_message_or_by_space(
    qtbot: QtBot, page: ActionsPage, context: Context, work: Work
) -> None:
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.model.row(0).is_open)
    assert "Bloods" in page.message.text
    assert page.message._deed.text() == OPEN_AGAIN
    page.message._deed.click()
    qtbot.waitUntil(lambda: page.model.row(0).is_open)
    assert card(context, work.actions["Bloods"]).state is ActionState.OPEN
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.done.text() == OPEN_AGAIN)
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.model.row(0).is_open)


def test_not_done_needs_a_reason(
    qtbot: QtBot, page: ActionsPage, context: Context, work: Work
) -> None:
    press(page, Qt.Key.Key_Z)
    assert page.currentWidget() is page.form
    assert page.form.save.text() == "Not done for OKONKWO"
    page.form.save.click()
    qtbot.waitUntil(lambda: page.form.reason.problem == "Say why it was not done.")
    QTest.keyClicks(page.form.reason.editor, "Declined")
    QTest.keyClick(page.form.reason.editor, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not page.model.row(0).is_open)
    action = card(context, work.actions["Bloods"])
    assert (action.state, action.outcome) == (ActionState.NOT_DONE, "Declined")
    assert page.table.hasFocus()


def test_a_form_names_only_the_one_whom_it_is_about(page: ActionsPage) -> None:
    press(page, Qt.Key.Key_N)
    said = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "999 000 0042" in said
    assert [p[0] for p in PEOPLE if p[0].upper() in said] == ["Okonkwo"]


def test_a_note_leaves_the_action_open(
    qtbot: QtBot, page: ActionsPage, context: Context, work: Work
) -> None:
    press(page, Qt.Key.Key_N)
    QTest.keyClicks(page.form.note.editor, "Bottle sent with the courier")
    page.form.save.click()
    qtbot.waitUntil(lambda: "Bottle sent" in page.model.row(0).state)
    action = card(context, work.actions["Bloods"])
    assert (action.state, action.outcome) == (ActionState.OPEN, "Bottle sent with the courier")


@pytest.mark.parametrize(("typed", "due"), [("2/12", "2026-12-02"), ("+1w", "2026-12-01")])
def test_another_date_is_typed_short(
    qtbot: QtBot, page: ActionsPage, context: Context, typed: str, due: str
) -> None:
    action_id = page.model.row(0).action_id
    press(page, Qt.Key.Key_D)
    QTest.keyClicks(page.form.due.editor, typed)
    page.form.save.click()
    qtbot.waitUntil(lambda: page.currentWidget() is not page.form)
    assert str(card(context, action_id).due) == due


def test_a_date_that_is_missing_is_asked_for_and_esc_goes_back(
    qtbot: QtBot, page: ActionsPage
) -> None:
    press(page, Qt.Key.Key_D)
    page.form.save.click()
    qtbot.waitUntil(lambda: page.form.due.problem == "Give the day.")
    QTest.keyClick(page.form.due.editor, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_several_are_reassigned_at_once_but_never_done_at_once(
    qtbot: QtBot, page: ActionsPage, context: Context, work: Work
) -> None:
    press(page, Qt.Key.Key_Down, SHIFT)
    assert not page.done.isEnabled()
    press(page, Qt.Key.Key_Space)
    assert page.message.text == "Each action is answered on its own. Choose one of them"
    press(page, Qt.Key.Key_R)
    assert page.form.save.text() == "Reassign 2 actions"
    editor = page.form.owner.editor
    qtbot.waitUntil(lambda: editor.count() > 1)
    assert editor.itemText(0) == "Dr Amina Shah, GP (me)"
    page.form.save.click()
    qtbot.waitUntil(lambda: page.form.owner.problem == "Choose the new owner.")
    QTest.keyClicks(editor, "Grace")
    QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: texts(page) == ["Letter"])
    for name in ("Bloods", "Referral"):
        action = card(context, work.actions[name])
        assert (action.owner, action.owner_role) == ("Grace Obi", Role.HOME_NURSE)
        assert action.state is ActionState.OPEN


def test_each_filter_says_what_it_shows(qtbot: QtBot, page: ActionsPage) -> None:
    filters = page.filters
    filters.whose.button(Whose.ALL).click()
    qtbot.waitUntil(lambda: len(page.model.rows) == 6)
    assert page.summary.text() == f"All I may see, overdue first: 6 of 6 shown. {AS_FAR_AS_KNOWN}"
    filters.show_which.button(Show.OVERDUE).click()
    qtbot.waitUntil(lambda: texts(page) == ["Bloods", "Weigh"])
    filters.show_which.button(Show.THIS_WEEK).click()
    qtbot.waitUntil(lambda: len(page.model.rows) == 5)
    filters.show_which.button(Show.URGENT).click()
    qtbot.waitUntil(lambda: texts(page) == ["Fluids"])
    assert page.model.row(0).what == "◆ Urgent: Fluids chart, push fluids"
    assert page.model.row(0).state == "Waiting to be sent"
    filters.show_which.button(Show.OPEN).click()
    filters.whose.button(Whose.HOME).click()
    qtbot.waitUntil(lambda: texts(page) == ["Weigh", "Fluids"])
    assert page.summary.text() == "My home's, overdue first: 2 of 6 shown"


def test_it_is_narrowed_by_home_and_by_owner(qtbot: QtBot, opened: Open) -> None:
    page = opened(ActionsAsked(whose=Whose.ALL))
    owner = page.filters.owner.editor
    assert [owner.itemText(n) for n in range(owner.count())] == [
        *("All owners", "Care-home nurse", "Dr Amina Shah", "GP", "Grace Obi", "Someone Else"),
    ]
    owner.setFocus()
    QTest.keyClicks(owner, "Grace")
    qtbot.waitUntil(lambda: texts(page) == ["Weigh"])
    assert page.summary.text().startswith("All I may see, overdue first, owner Grace Obi: 1 of 6")
    assert owner.hasFocus()
    home = page.filters.home.editor
    assert [home.itemText(n) for n in range(home.count())] == ["All homes", "Larch House"]


def test_enter_opens_the_resident(
    page: ActionsPage, ward: Ward, visited: list[Destination]
) -> None:
    press(page, Qt.Key.Key_Return)
    assert visited == [ToResident(ward.of("Okonkwo"))]


def test_what_somebody_else_changes_moves_neither_place_nor_focus(
    qtbot: QtBot, page: ActionsPage, context: Context, work: Work, ward: Ward
) -> None:
    press(page, Qt.Key.Key_Down)
    page.filters.whose.setFocus()
    before = QApplication.focusWidget()
    changed = answer_action(
        context.store,
        by=context.actor,
        resident_id=ward.of("Okonkwo"),
        action_id=work.actions["Bloods"],
        state=ActionState.DONE,
    )
    context.bus.publish(Changes(changed.kinds, changed.ids))
    qtbot.waitUntil(lambda: not page.model.row(0).is_open)
    assert page.model.row(page.table.currentIndex().row()).text.startswith("Referral")
    assert QApplication.focusWidget() is before


def test_what_ended_cannot_be_given_another_date(qtbot: QtBot, page: ActionsPage) -> None:
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.model.row(0).is_open)
    assert not page.date.isEnabled()
    press(page, Qt.Key.Key_D)
    assert page.message.text == "This action has ended. Open it again first"
    assert page.table.isVisible()


def test_every_key_has_a_button_of_44_px(page: ActionsPage) -> None:
    buttons = [page.done, page.not_done, page.note, page.date, page.reassign, page.open]
    assert all(button.isVisible() and button.isEnabled() for button in buttons)
    assert all(button.height() >= 44 and button.width() >= 44 for button in buttons)
    assert page.minimumSizeHint().width() <= 1116


def test_the_whole_window_keeps_1180_by_820(qtbot: QtBot, frame: Frame, ward: Ward) -> None:
    make_work(frame.context.store, frame.context.actor, ward)
    frame.go(ToActions(ActionsAsked(whose=Whose.ALL)))
    page = frame.page
    assert isinstance(page, ActionsPage)
    qtbot.waitUntil(lambda: len(page.model.rows) == 6)
    window = frame.window()
    assert (window.width(), window.height()) == (1180, 820)
    assert page.table.height() >= 220


def test_the_list_keeps_the_rules_of_qt_models(
    page: ActionsPage, qtmodeltester: ModelTester
) -> None:
    assert page.model.columnCount() > 0
    qtmodeltester.check(page.model)  # type: ignore[no-untyped-call]  # pytest-qt has no types


def test_changes_that_concern_no_action_are_not_read(page: ActionsPage, context: Context) -> None:
    page.refresh(Changes(frozenset({"observation_set"})))
    assert context.runners.reads.is_idle
    page.refresh(Changes(frozenset({Home.kind})))
    assert not context.runners.reads.is_idle


def test_who_is_outside_is_given_an_action_with_somebody_who_chases_it(
    qtbot: QtBot, page: ActionsPage, context: Context, work: Work
) -> None:
    press(page, Qt.Key.Key_R)
    owner, chaser = page.form.owner.editor, page.form.chaser
    qtbot.waitUntil(lambda: owner.count() > 1)
    assert not chaser.isVisible()
    choose(owner, "Outside: Hospital")
    assert chaser.isVisible()
    page.form.save.click()
    said = "Hospital does not use this: say who chases it."
    qtbot.waitUntil(lambda: chaser.problem == said)
    choose(chaser.editor, "Dr Amina Shah, GP (me)")
    page.form.save.click()
    qtbot.waitUntil(lambda: "Hospital, chased by Dr Amina Shah" in page.model.row(0).owner)
    action = card(context, work.actions["Bloods"])
    assert (action.owner, action.outside) == (None, OutsideOwner.HOSPITAL)
    assert (action.chaser, action.missing) == ("Dr Amina Shah", ())


def choose(box: QComboBox, words: str) -> None:
    """Goes to a choice of a list by the arrow keys."""
    place = box.findText(words)
    assert place >= 0, f"«{words}» is not offered"
    while box.currentIndex() < place:
        QTest.keyClick(box, Qt.Key.Key_Down)
