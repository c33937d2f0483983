"""Writing, signing and going on: by keyboard, once, and only said to be saved when it is."""

from random import Random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event, text

from mdt_core.actor import Actor
from mdt_core.quick_text import Origin, Snippet
from mdt_core.record import Status
from mdt_core.records.rounds import HowSeen
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.rounds import RoundPage, round_page
from mdt_desktop.qt.fields import NoteField
from mdt_desktop.qt.writing_aids import WritingAids
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context, Destination, ToFinish, ToPaper
from mdt_desktop.ui.round.page import RoundRunPage
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import (
    ALT,
    CTRL,
    click,
    desk_of,
    focus,
    named,
    press,
    shows,
    sign,
    type_words,
    words_on,
    write_entry,
)
from tests.ui.round.scene import Scene


def in_store(context: Context, scene: Scene) -> RoundPage:
    with context.store.reading() as connection:
        return round_page(connection, context.actor, scene.home_id, scene.day)


def resident_in_store(context: Context, who: str) -> ResidentPage:
    with context.store.reading() as connection:
        return resident_page(connection, context.actor, who)


def wait_for(qtbot: QtBot, page: RoundRunPage, who: str) -> None:
    qtbot.waitUntil(
        lambda: page.desk is not None and page.desk.resident_id == who and is_open(page)
    )


def test_three_residents_are_signed_one_after_another_by_keyboard(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open, visited: list[Destination]
) -> None:
    page = open_round()
    for number, who in enumerate(scene.residents):
        wait_for(qtbot, page, who)
        assert focus() is desk_of(page).form.note.editor
        write_entry(page, f"Note {number}", f"Plan {number}")
        sign(page)
        if number < 2:
            wait_for(qtbot, page, scene.residents[number + 1])
            assert page.deeds.saved.text() == "Saved 07:15:00"
    qtbot.waitUntil(page.summary.isVisible)
    assert "Everybody on the list is signed" in words_on(page)
    assert "3 of 3 settled: 3 seen or discussed, 0 not seen" in words_on(page)
    entries = in_store(context, scene).entries
    assert [who for who, _ in entries] == list(scene.residents)
    for number, (_, entry) in enumerate(entries):
        assert entry.record is not None
        assert (entry.record.note, entry.record.plan) == (f"Note {number}", f"Plan {number}")
        assert entry.record.how is HowSeen.VIDEO
        assert entry.author.name == context.actor.name
    press(Qt.Key.Key_Space)
    click(named(page, "Round sheet"))
    assert visited == [ToFinish(scene.home_id, scene.day), ToPaper(scene.home_id, scene.day)]


def test_no_key_meets_a_button_between_two_residents(
    qtbot: QtBot, qapp: QApplication, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    met: list[QWidget | None] = []
    write_entry(page, "Stable")

    def note(_before: QWidget | None, now: QWidget | None) -> None:
        met.append(now)

    qapp.focusChanged.connect(note)
    sign(page)
    wait_for(qtbot, page, scene.residents[1])
    qapp.focusChanged.disconnect(note)
    assert met[-1] is desk_of(page).form.note.editor
    assert not [each for each in met if isinstance(each, QAbstractButton)]


def test_next_is_a_room_and_no_other_name_is_on_the_screen(scene: Scene, open_round: Open) -> None:
    page = open_round()
    assert page.deeds.next.text() == "Next: room 2"
    assert page.deeds.sign.text() == "Sign for ACHTERBERG and next"
    shown = words_on(page).casefold()
    assert "achterberg" in shown
    assert "featherstone" not in shown
    assert "okonkwo" not in shown
    assert len(scene.residents) == 3


def test_what_is_missing_is_said_at_its_field_and_on_the_bar(
    context: Context, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    form = desk_of(page).form
    sign(page)
    assert form.how.problem == "Choose how this person was seen"
    assert page.message.text == "Choose how this person was seen"
    assert form.note.problem == "Write a note or a plan before you sign"
    assert form.see_again.problem == "Choose when to see this person again"
    assert form.how.isAncestorOf(focus())
    press(Qt.Key.Key_3, ALT)
    assert form.how.problem == ""
    sign(page)
    assert page.message.text == "Write a note or a plan before you sign"
    assert focus() is form.note.editor
    assert in_store(context, scene).entries == ()


def test_a_blank_left_in_the_text_is_refused_in_words(open_round: Open) -> None:
    page = open_round()
    write_entry(page, "Please follow up in [...]")
    sign(page)
    assert page.message.text == "Fill the blank in «follow up in [...]» before you sign"


def test_brackets_that_are_no_blank_of_a_quick_text_are_signed_as_written(
    qtbot: QtBot, open_round: Open, context: Context, scene: Scene
) -> None:
    page = open_round()
    write_entry(page, "Daughter says [sic] he is hisself")
    sign(page)
    qtbot.waitUntil(lambda: bool(in_store(context, scene).entries))


def test_a_blank_of_the_person_s_own_quick_texts_is_refused_at_its_field(
    open_round: Open,
) -> None:
    page = open_round()
    aids = WritingAids(page)
    aids.set_quick_texts((), frozenset({"ward name"}))
    write_entry(page, "Discharged from [ward name]")
    sign(page)
    words = "Fill the blank in «Discharged from [ward name]» before you sign"
    assert page.message.text == words
    assert desk_of(page).form.note.problem == words


def test_quick_text_is_opened_by_a_button_beside_the_note(open_round: Open) -> None:
    page = open_round()
    aids = WritingAids(page)
    aids.set_quick_texts(
        (Snippet("seen", "Seen in [place]", Origin.SHIPPED),), frozenset({"place"})
    )
    note, button = desk_of(page).form.note, named(page, "Quick text")
    assert isinstance(note, NoteField)
    assert min(button.width(), button.height()) >= 44
    click(button)
    assert note.editor.quick_texts is not None
    assert focus() is note.editor
    press(Qt.Key.Key_Return)
    assert note.value() == "Seen in [place]"
    assert note.editor.textCursor().selectedText() == "[place]"


def test_a_date_that_is_chosen_has_to_be_given(open_round: Open) -> None:
    page = open_round()
    form = desk_of(page).form
    write_entry(page, "Stable")
    assert not form.see_again_on.isVisible()
    click(form.see_again.button("on_date"))
    assert focus() is form.see_again_on.editor
    sign(page)
    assert page.message.text == "Give the date to see this person again"
    type_words("+3w")
    assert form.draft.values["see_again_on"] == "2026-12-15"


def test_how_is_chosen_from_inside_the_text_and_types_nothing(open_round: Open) -> None:
    page = open_round()
    form = desk_of(page).form
    assert form.how.value() == ""
    type_words("Awake")
    for key, chosen in (
        (Qt.Key.Key_1, "in_person"),
        (Qt.Key.Key_2, "video"),
        (Qt.Key.Key_3, "discussed"),
        (Qt.Key.Key_4, "not_seen"),
    ):
        press(key, ALT)
        assert form.how.value() == chosen
    assert form.note.value() == "Awake"
    assert focus() is form.note.editor


def test_pressing_sign_twice_signs_once(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    write_entry(page, "Stable")
    sign(page)
    assert not page.deeds.sign.isEnabled()
    page.sign()
    page.deeds.sign.click()
    wait_for(qtbot, page, scene.residents[1])
    press(Qt.Key.Key_Return, CTRL)
    assert len(in_store(context, scene).entries) == 1
    assert page.message.text == "Choose how this person was seen"


def test_a_full_disk_keeps_the_text_and_says_so_and_the_next_try_signs(
    qtbot: QtBot, workspace: Session, context: Context, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    random = Random(7)  # words that the store cannot pack into the room that is left
    long = " ".join(f"{random.getrandbits(64):016x}" for _ in range(1000))
    form = desk_of(page).form
    engine = workspace.store.engine
    limit = {"pages": 0}

    def set_limit(raw: object, *_: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {limit['pages']}")  # type: ignore[attr-defined]

    event.listen(engine, "checkout", set_limit)
    with engine.connect() as connection:
        limit["pages"] = connection.execute(text("PRAGMA page_count")).scalar_one()
    write_entry(page, "Stable")
    form.note.editor.insertPlainText(long)  # type: ignore[union-attr]
    sign(page)
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert page.message.text.startswith("Not saved. The disk is full. Your text is still here")
    assert "Free some space, then press Sign again" in page.message.text
    assert not page.deeds.saved.text().startswith("Saved")
    assert form.note.value() == f"Stable{long}"
    assert form.isEnabled()
    assert in_store(context, scene).entries == ()
    limit["pages"] = 1_000_000
    focus_note(page)
    sign(page)
    wait_for(qtbot, page, scene.residents[1])
    ((_, entry),) = in_store(context, scene).entries
    assert entry.readable["note"] == f"Stable{long}"
    event.remove(engine, "checkout", set_limit)


def focus_note(page: RoundRunPage) -> None:
    desk_of(page).form.note.setFocus()


def test_new_actions_are_signed_with_the_entry_and_the_line_being_typed_too(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    who = scene.residents[0]
    write_entry(page, "Stable")
    form = desk_of(page).form
    form.action_lines.setFocus()
    type_words("bloods FBC @home fri !")
    for chip in ("Owner Care-home nurse", "Due Fri 27-Nov-2026", "Urgent"):
        shows(qtbot, page, chip)
    press(Qt.Key.Key_Return)
    assert form.action_lines.typed == ""
    type_words("ring the daughter @grace")
    shows(qtbot, page, "No due date yet")
    sign(page)
    wait_for(qtbot, page, scene.residents[1])
    actions = {
        each.record.text: each.record
        for each in resident_in_store(context, who).open_actions
        if each.record
    }
    assert actions["bloods FBC"].due is not None
    assert actions["bloods FBC"].priority.value == "urgent"
    assert actions["ring the daughter"].owner == "Grace Obi"
    assert actions["ring the daughter"].due is None


def test_an_owner_with_two_readings_is_asked_before_signing(
    qtbot: QtBot, open_round: Open, context: Context, scene: Scene
) -> None:
    page = open_round()
    write_entry(page, "Stable")
    form = desk_of(page).form
    form.action_lines.setFocus()
    type_words("review sleep chart @gra fri")
    sign(page)
    assert page.message.text == "Answer first: Who is «@gra»?"
    shows(qtbot, page, "Graham Ash, Clinical pharmacist")
    click(named(page, "Graham Ash, Clinical pharmacist"))
    shows(qtbot, page, "Owner Graham Ash")
    assert form.draft.extra["action_line"].startswith("review sleep chart @graham.ash")
    assert in_store(context, scene).entries == ()


def test_who_is_responsible_stands_on_the_entry(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    write_entry(page, "Stable")
    choice = desk_of(page).form.who.choice
    assert choice.currentText() == "You"
    choice.setFocus()
    press(Qt.Key.Key_Down)
    assert choice.currentText() == "Ben Hale, GP"
    sign(page)
    wait_for(qtbot, page, scene.residents[1])
    ((_, entry),) = in_store(context, scene).entries
    assert entry.author.name == context.actor.name
    assert entry.responsible is not None
    assert entry.responsible.name == "Ben Hale"


def test_undo_gives_the_text_back_and_keeps_the_signed_entry_struck(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open, by: Actor
) -> None:
    page = open_round()
    first = scene.residents[0]
    write_entry(page, "Wrong person", "Stop everything")
    desk_of(page).form.action_lines.setFocus()
    type_words("ring the family @gp t")
    sign(page)
    wait_for(qtbot, page, scene.residents[1])
    type_words("For the second")
    click(named(page, "Undo room 1"))
    wait_for(qtbot, page, first)
    assert page.message.text == (
        "Withdrawn. Your text is back as a draft. The signed entry is kept,"
        " marked «signed by mistake»"
    )
    form = desk_of(page).form
    assert (form.note.value(), form.plan.value()) == ("Wrong person", "Stop everything")
    assert form.action_lines.typed == "ring the family @gp t"
    (entry,) = resident_in_store(context, first).entries
    assert entry.status is Status.ENTERED_IN_ERROR
    assert entry.withdrawn is not None
    assert entry.withdrawn.by.id == by.person_id
    assert entry.withdrawn.reason == "signed by mistake"
    assert resident_in_store(context, first).open_actions == ()
    press(Qt.Key.Key_Right, ALT)
    wait_for(qtbot, page, scene.residents[1])
    assert desk_of(page).form.note.value() == "For the second"


def test_undo_is_still_there_after_a_restart_and_gone_after_10_minutes(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open, workspace: Session
) -> None:
    page = open_round()
    write_entry(page, "Stable")
    sign(page)
    wait_for(qtbot, page, scene.residents[1])
    again = open_round(scene.residents[0])
    assert named(again, "Undo room 1").isEnabled()
    workspace.clock.advance(minutes=11)  # type: ignore[attr-defined]
    later = open_round(scene.residents[0])
    assert not later.deeds.undo.isVisible()
    click(named(again, "Undo room 1"))
    qtbot.waitUntil(lambda: bool(again.message.text))
    assert "can be undone for 10 minutes" in again.message.text
    assert in_store(context, scene).is_signed_for(scene.residents[0])
