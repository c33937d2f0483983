"""Finishing a round by keyboard: what is open is settled where it stands, the signature asks for the PIN."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.actions import Action
from mdt_core.records.round_sign_offs import AnyoneElse, OpenKind
from mdt_core.records.rounds import RoundEntry, RoundState
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import RoundPage, round_page
from mdt_core.use_cases.rounds import sign_entry
from mdt_desktop.qt import style
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Field
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context, Destination, ToPaper, ToRound
from mdt_desktop.ui.finish.page import FinishPage
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.counted import Counted
from tests.support.ward import Ward
from tests.ui.conftest import PASSPHRASE
from tests.ui.round.conftest import is_open
from tests.ui.round.hands import CTRL, named, words_on
from tests.ui.round.scene import Scene, staff, started

Opened = Callable[[], FinishPage]


@pytest.fixture
def scene(workspace: Session, ward: Ward) -> Scene:
    """A round of rooms 1, 2 and 4, with people who can own actions."""
    staff(workspace.store, workspace.actor, ward.home_id)
    return started(workspace.store, workspace.actor, ward)


@pytest.fixture
def by(workspace: Session) -> Actor:
    """The person at the keyboard."""
    return workspace.actor


@pytest.fixture
def open_finish(qtbot: QtBot, context: Context, scene: Scene) -> Opened:
    """Opens the finish of the round and waits until it is read."""

    def opened() -> FinishPage:
        page = FinishPage(context, scene.home_id, scene.day)
        qtbot.addWidget(page)
        page.resize(1116, 748)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.load()
        context.bus.changed.connect(page.refresh)  # as the frame does
        qtbot.waitUntil(lambda: page.read is not None)
        return page

    return opened


def entry(context: Context, scene: Scene, by: Actor, who: str, *actions: Action) -> None:
    values = {"how": "video", "note": "Well", "see_again": "next_round"}
    draft = Draft(RoundEntry, who, {**values, "round_id": scene.round_id})
    sign_entry(context.store, by=by, draft=draft, actions=actions)


def all_signed(context: Context, scene: Scene, by: Actor) -> None:
    for who in scene.residents:
        entry(context, scene, by, who)


def in_store(context: Context, scene: Scene) -> RoundPage:
    with context.store.reading() as connection:
        return round_page(connection, context.actor, scene.home_id, scene.day)


def wait_signed(qtbot: QtBot, page: FinishPage) -> None:
    qtbot.waitUntil(lambda: page.read is not None and bool(page.read.signed_words))


def focused() -> QWidget | None:
    return QApplication.focusWidget()


def test_a_round_with_nothing_open_is_signed_in_the_window_by_three_interactions_and_the_passphrase(
    qtbot: QtBot, frame: Frame, by: Actor, scene: Scene
) -> None:
    context, person = frame.context, Counted()
    all_signed(context, scene, by)
    frame.go(ToRound(scene.home_id, scene.day))
    frame.window().activateWindow()
    run = frame.page
    assert isinstance(run, RoundRunPage)
    qtbot.waitUntil(lambda: is_open(run))
    person.press(named(run, "Finish"))
    page = frame.page
    assert isinstance(page, FinishPage)
    qtbot.waitUntil(lambda: page.details is not None)
    assert page.details is not None
    person.press(page.details.anyone_else.button("nobody"))
    assert focused() is page.secret.editor
    person.words(PASSPHRASE)
    person.key(Qt.Key.Key_Return)
    wait_signed(qtbot, page)
    assert person.interactions == 3
    check_signed(in_store(context, scene), by)
    assert "Signed off by Dr Amina Shah, 24-Nov-2026 07:15" in words_on(page)
    assert not page.sign.isVisible()
    assert page.secret.value() == ""
    person.key(Qt.Key.Key_Return)
    assert frame.place == ToPaper(scene.home_id, scene.day)


def check_signed(read: RoundPage, by: Actor) -> None:
    assert read.sign_off is not None
    signed = read.sign_off.record
    assert signed is not None
    assert signed.anyone_else is AnyoneElse.NOBODY
    assert [each.name for each in signed.attendees] == [by.name]
    assert str(signed.next_round_on) == "2026-12-01"
    assert len(signed.entries) == 3
    header = read.round.record if read.round else None
    assert header is not None
    assert header.state is RoundState.COMPLETED


def test_a_wrong_passphrase_signs_nothing_and_says_how_many_tries_are_left(
    qtbot: QtBot, context: Context, by: Actor, scene: Scene, open_finish: Opened
) -> None:
    all_signed(context, scene, by)
    page, person = open_finish(), Counted()
    assert page.details is not None
    page.details.anyone_else.button("nobody").click()
    page.secret.setFocus()
    person.words("not the passphrase")
    person.key(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Wrong passphrase" in page.message.text)
    assert "Nothing will be erased" in page.message.text
    assert in_store(context, scene).sign_off is None
    assert focused() is page.secret.editor
    assert page.secret.value() == ""


def read_with(field: Field) -> str:
    """What a screen reader says of a field that has the keyboard, beside its name."""
    met = focused()
    assert met is not None
    assert field.isAncestorOf(met)
    return met.accessibleDescription()


def test_nothing_is_signed_before_each_question_is_answered_and_the_first_has_the_keyboard(
    context: Context, by: Actor, scene: Scene, open_finish: Opened
) -> None:
    all_signed(context, scene, by)
    page, person = open_finish(), Counted()
    details = page.details
    assert details is not None
    assert focused() is not None
    assert details.anyone_else.isAncestorOf(focused() or page)
    person.key(Qt.Key.Key_Return, CTRL)
    assert "Ask whether the home is worried about anyone else" in read_with(details.anyone_else)
    details.anyone_else.set_value("nobody")
    details.who.set_value(())
    person.key(Qt.Key.Key_Return, CTRL)
    assert "Say who was there" in read_with(details.who)
    assert details.anyone_else.problem == ""
    details.who.set_value((by.person_id,))
    person.key(Qt.Key.Key_Return, CTRL)
    assert "Type your passphrase to sign" in read_with(page.secret)
    assert in_store(context, scene).sign_off is None


def test_all_who_were_not_reached_are_deferred_by_one_reason(
    qtbot: QtBot, context: Context, by: Actor, scene: Scene, open_finish: Opened
) -> None:
    entry(context, scene, by, scene.residents[0])
    page, person = open_finish(), Counted()
    assert "Not reached (2)" in words_on(page)
    assert page.not_reached.reason.isAncestorOf(focused() or page)
    person.press(page.not_reached.defer_all)
    assert page.not_reached.reason.problem == "Choose one reason for all"
    person.press(page.not_reached.reason.button("asleep"))
    person.press(page.not_reached.defer_all)
    qtbot.waitUntil(lambda: "Not reached (0)" in words_on(page))
    read = in_store(context, scene)
    assert [bool(read.outcome_of(who)) for who in scene.residents] == [False, True, True]
    assert "3 of 3 settled, 2 deferred: 1 seen or discussed" in words_on(page)


def test_what_stays_open_needs_its_reason(
    qtbot: QtBot, context: Context, by: Actor, scene: Scene, open_finish: Opened
) -> None:
    for who in scene.residents[:2]:
        entry(context, scene, by, who)
    page, person = open_finish(), Counted()
    assert page.details is not None
    page.details.anyone_else.button("nobody").click()
    page.secret.setFocus()
    person.words(PASSPHRASE)
    person.key(Qt.Key.Key_Return)
    assert "Not reached: 1. Settle these, or say why" in read_with(page.not_reached.why)
    assert focused() is page.not_reached.why.editor
    person.words("Fire alarm")
    page.secret.setFocus()
    person.key(Qt.Key.Key_Return)
    wait_signed(qtbot, page)
    signed = in_store(context, scene).sign_off
    assert signed is not None
    assert signed.record is not None
    assert [(each.item, each.number, each.reason) for each in signed.record.open_items] == [
        (OpenKind.NOT_REACHED, 1, "Fire alarm")
    ]


def test_an_action_gets_its_owner_and_day_where_it_stands(
    qtbot: QtBot, context: Context, by: Actor, scene: Scene, open_finish: Opened
) -> None:
    entry(context, scene, by, scene.residents[0], Action(text="Weigh"))
    page, person = open_finish(), Counted()
    section = page.sections[OpenKind.LOOSE_ACTIONS]
    assert "Weigh (no owner and no day)" in words_on(page)
    (field,) = section.fields.values()
    field.setFocus()
    person.key(Qt.Key.Key_Return)
    assert field.problem == "Type who and when, as in: @home fri"
    person.field("@home fri")
    person.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Actions without owner or date (0)" in words_on(page))
    ((_, action),) = in_store(context, scene).actions
    assert action.record is not None
    assert (action.record.owner_role, str(action.record.due)) == (Role.HOME_NURSE, "2026-11-27")


def test_drafts_and_entries_that_wait_are_listed_and_lead_to_the_resident(
    context: Context, by: Actor, scene: Scene, open_finish: Opened, visited: list[Destination]
) -> None:
    first, second, third = scene.residents
    nurse = replace(by, person_id="person-nurse", name="Grace Obi", role=Role.NURSE)
    values = {"how": "video", "note": "Well", "see_again": "next_round"}
    for who, responsible in ((first, by.author), (second, nurse.author)):
        sign_entry(
            context.store,
            by=nurse if responsible == by.author else by,
            draft=Draft(RoundEntry, who, {**values, "round_id": scene.round_id}),
            responsible=responsible,
        )
    text = Draft(RoundEntry, third, {"note": "Half written"}).as_text()
    context.drafts.save(by.person_id, RoundEntry.kind, third, text, context.clock())
    page, person = open_finish(), Counted()
    shown = words_on(page)
    assert "Drafts not signed (1)" in shown
    assert "Entries waiting for confirmation (1)" in shown
    assert "Grace Obi, written by Dr Amina Shah" in shown
    assert "Signing confirms 1 entry that others wrote for you" in shown
    drafts = page.sections[OpenKind.DRAFTS]
    person.press(next(b for b in drafts.findChildren(Button) if b.text() == "Open"))
    assert visited == [ToRound(scene.home_id, scene.day, third)]


def test_anyone_else_leads_back_to_the_round_and_says_how(
    scene: Scene, open_finish: Opened, visited: list[Destination], told: list[str]
) -> None:
    page, person = open_finish(), Counted()
    person.press(named(page, "Add…"))
    assert visited == [ToRound(scene.home_id, scene.day)]
    assert told == ["Press List, type the room, and Enter. Then finish again"]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_it_fits_its_window_and_every_target_is_44_pixels(
    qapp: QApplication, context: Context, scene: Scene, open_finish: Opened, scale: float
) -> None:
    style.apply(qapp, style.Look(PALETTES["light"], scale))
    entry(context, scene, context.actor, scene.residents[0], Action(text="Weigh"))
    page = open_finish()
    pressed = [
        w
        for w in page.findChildren(QWidget)
        if isinstance(w, QPushButton | QLineEdit | QComboBox) and w.isVisible()
    ]
    assert [w.accessibleName() for w in pressed if min(w.width(), w.height()) < 44] == []
    assert page.width() == 1116
    for part in pressed:
        place = QRect(part.mapTo(page, QPoint(0, 0)), part.size())
        assert place.left() >= 0
        assert place.right() <= page.width(), part.accessibleName()
