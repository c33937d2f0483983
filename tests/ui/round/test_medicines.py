"""Decisions about medicines in the window: typed, understood, held against allergies, signed, copied."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.allergy_match import NOT_CHECKED
from mdt_core.medicine_decision import NOT_A_PRESCRIPTION, WHICH_VERB, WHO_ISSUES
from mdt_core.records.rounds import MedicineVerb
from mdt_core.store.queries.rounds import round_page
from mdt_core.use_cases.gp_copies import record_copy
from mdt_core.use_cases.paper import round_sheet
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.page import RoundRunPage
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import (
    CTRL,
    click,
    desk_of,
    named,
    press,
    shows,
    sign,
    type_words,
    words_on,
)
from tests.ui.round.hands import write_entry as write
from tests.ui.round.scene import MEDICINES, Scene


def in_line(page: RoundRunPage, words: str) -> None:
    """Types a line about a medicine and presses Enter."""
    desk_of(page).form.medicines.line.setFocus()
    type_words(words)
    press(Qt.Key.Key_Return)


def test_a_typed_line_is_a_decision_about_a_recorded_medicine(
    qtbot: QtBot, past: str, open_round: Open
) -> None:
    page = open_round(past)
    lines = desk_of(page).form.medicines
    lines.line.setFocus()
    type_words("stop furosemide dizzy since Sunday")
    shows(qtbot, lines, MEDICINES[1])
    assert "Stop\n" in words_on(lines)
    assert f"{NOT_A_PRESCRIPTION}." in words_on(lines)
    press(Qt.Key.Key_Return)
    assert f"1  Stop {MEDICINES[1]}: dizzy since Sunday" in words_on(lines)
    assert lines.kept == (
        {"verb": "stop", "medicine": MEDICINES[1], "words": "dizzy since Sunday"},
    )
    assert lines.typed == ""


def test_a_first_word_that_is_no_verb_is_asked_for(past: str, open_round: Open) -> None:
    page = open_round(past)
    lines = desk_of(page).form.medicines
    in_line(page, "furosemide dizzy")
    assert f"▲ Answer first: {WHICH_VERB}" in words_on(lines)
    assert lines.kept == ()
    click(named(lines, "Query"))
    assert lines.typed == "query furosemide dizzy"
    press(Qt.Key.Key_Return)
    assert [each["verb"] for each in desk_of(page).form.medicines.kept] == ["query"]


def test_a_start_is_added_only_with_who_issues_it(
    qtbot: QtBot, past: str, open_round: Open, by: Actor
) -> None:
    page = open_round(past)
    lines = desk_of(page).form.medicines
    in_line(page, "start amoxicillin 500 mg, three times a day")
    assert f"▲ Answer first: {WHO_ISSUES}" in words_on(lines)
    shows(qtbot, lines, "Nobody issues it yet")
    click(named(lines, "Issued by me"))
    press(Qt.Key.Key_Return)
    issuers = [each["request_or_issuer"] for each in desk_of(page).form.medicines.kept]
    assert issuers == [f"Issued by {by.name}"]
    assert f"three times a day. Issued by {by.name}" in words_on(lines)


def test_signing_is_refused_in_words_that_name_the_line(past: str, open_round: Open) -> None:
    page = open_round(past)
    write(page, "Chesty")
    desk_of(page).form.medicines.line.setFocus()
    type_words("change paracetamol 1 g at night")
    sign(page)
    said = f"Say who issues «Change {MEDICINES[2]}: 1 g at night», or to whom the request goes"
    assert said in words_on(page.message)
    assert said in words_on(desk_of(page).form.medicines)
    assert desk_of(page).form.medicines.line.editor.hasFocus()


def test_a_recorded_allergy_named_by_a_start_is_said_with_what_is_not_checked(
    past: str, open_round: Open
) -> None:
    page = open_round(past)
    lines = desk_of(page).form.medicines
    lines.line.setFocus()
    type_words("start penicillin V, 250 mg")
    told = "▲ Recorded allergy: Penicillin – rash"
    assert told in words_on(lines)
    assert NOT_CHECKED in words_on(lines)
    type_words(" issued by Dr Shah")
    press(Qt.Key.Key_Return)
    assert lines.kept
    assert told in words_on(lines)
    click(named(lines, "Remove medicine 1: Start penicillin V: 250 mg. Issued by Dr Shah"))
    type_words("stop penicillin V 250 mg")
    assert told not in words_on(lines)
    assert NOT_CHECKED not in words_on(lines)


def test_allergies_that_are_not_recorded_are_never_silence(scene: Scene, open_round: Open) -> None:
    page = open_round(scene.residents[1])
    desk_of(page).form.medicines.line.setFocus()
    type_words("start senna issued by Dr Shah")
    assert "nothing could be compared" in words_on(desk_of(page).form.medicines)


def test_a_line_goes_back_to_be_changed_and_a_draft_keeps_all_of_it(
    past: str, open_round: Open
) -> None:
    page = open_round(past)
    in_line(page, "stop furosemide dizzy")
    lines = desk_of(page).form.medicines
    click(named(lines, f"Change medicine 1: Stop {MEDICINES[1]}: dizzy"))
    assert lines.kept == ()
    type_words(" and falling")
    press(Qt.Key.Key_Return)
    type_words("query apix")
    draft = desk_of(page).draft
    again = open_round(past)
    desk_of(again).form.show_draft(draft)
    shown = desk_of(again).form.medicines
    assert shown.typed == "query apix"
    assert f"1  Stop {MEDICINES[1]}: dizzy and falling" in words_on(shown)


def test_what_was_signed_is_on_the_sheet_and_in_the_copy_as_no_prescription(
    qtbot: QtBot, context: Context, scene: Scene, past: str, open_round: Open
) -> None:
    page = open_round(past)
    write(page, "Dizzy on standing", "Stand slowly")
    in_line(page, "stop furosemide dizzy since Sunday")
    type_words("start senna two at night request to the GP")
    sign(page)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id != past)
    store, by = context.store, context.actor
    with store.reading() as connection:
        entry = round_page(connection, by, scene.home_id, scene.day).entries[0][1].record
    assert entry is not None
    assert [each.verb for each in entry.medicines] == [MedicineVerb.STOP, MedicineVerb.START]
    sheet = round_sheet(
        store, by=by, home_id=scene.home_id, day=scene.day, waiting=0, practice=False
    )
    said = (
        f"Stop {MEDICINES[1]}: dizzy since Sunday",
        "Start senna: two at night. Request to the GP",
    )
    assert sheet.entries[0].medicine_changes == said
    copied = record_copy(store, by=by, home_id=scene.home_id, day=scene.day, resident_id=past)
    assert f"Medicines: {'; '.join(said)}\n{NOT_A_PRESCRIPTION}." in copied


def test_keys_alone_reach_the_line_and_sign(
    qapp: QApplication, qtbot: QtBot, past: str, open_round: Open
) -> None:
    page = open_round(past)
    write(page, "Settled")
    desk_of(page).form.focus_on("medicines")
    assert qapp.focusWidget() is desk_of(page).form.medicines.line.editor
    type_words("continue apixaban")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id != past)
