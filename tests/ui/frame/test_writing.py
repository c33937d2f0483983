"""Writing in the whole window: quick text and spelling reach each long text, and a blank is not signed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.concerns import Concern
from mdt_core.records.quick_texts import Whose
from mdt_core.store.queries.statements import statements
from mdt_core.use_cases.quick_texts import save_quick_text
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import NoteField
from mdt_desktop.qt.prose import ProseEdit
from mdt_desktop.session import Session
from mdt_desktop.ui.concern.page import ConcernPage
from mdt_desktop.ui.context import (
    Destination,
    ToConcern,
    ToFall,
    ToObservations,
    ToRound,
    ToToday,
)
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.ward import UNWELL, Ward
from tests.ui.round.hands import desk_of, shows, sign, write_entry
from tests.ui.round.scene import started

WAVY = QTextCharFormat.UnderlineStyle.WaveUnderline


def marked(editor: ProseEdit) -> list[str]:
    """The words with a wavy line under them."""
    block = editor.document().firstBlock()
    found = [each for each in block.layout().formats() if each.format.underlineStyle() == WAVY]
    return [block.text()[each.start : each.start + each.length] for each in found]


def menu_words(editor: ProseEdit, word: str) -> list[str]:
    """What the menu on a word offers."""
    menu = editor.menu_at(place_of(editor, word))
    found = [action.text() for action in menu.actions()]
    menu.deleteLater()
    return found


def choose(editor: ProseEdit, word: str, offered: str) -> None:
    """Chooses a line of the menu on a word."""
    menu = editor.menu_at(place_of(editor, word))
    next(action for action in menu.actions() if action.text() == offered).trigger()
    menu.deleteLater()


def place_of(editor: ProseEdit, word: str) -> QPoint:
    cursor = editor.textCursor()
    cursor.setPosition(editor.toPlainText().index(word) + 2)
    return editor.cursorRect(cursor).center()


@pytest.fixture
def words(qtbot: QtBot, frame: Frame, ward: Ward) -> ProseEdit:
    """The box for the home's own words, in a concern about somebody."""
    who = ward.by_family[UNWELL]
    frame.go(ToConcern(who, ToToday()))
    return _note_in(qtbot, frame)


def _note_in(qtbot: QtBot, frame: Frame) -> ProseEdit:
    def has_one() -> bool:
        found = frame.page.findChildren(NoteField) if frame.page else []
        return any(each.isVisible() and each.isEnabled() for each in found)

    qtbot.waitUntil(has_one)
    assert frame.page is not None
    field = next(each for each in frame.page.findChildren(NoteField) if each.isVisible())
    field.editor.setFocus()
    qtbot.waitUntil(field.editor.hasFocus)
    return field.editor


@pytest.mark.parametrize("where", ["concern", "fall", "observations", "round"])
def test_each_form_with_a_long_text_offers_quick_text(
    qtbot: QtBot, frame: Frame, ward: Ward, workspace: Session, where: str
) -> None:
    who = ward.by_family[UNWELL]
    scene = started(workspace.store, workspace.actor, ward) if where == "round" else None
    places: dict[str, Destination] = {
        "concern": ToConcern(who, ToToday()),
        "fall": ToFall(who, ToToday()),
        "observations": ToObservations(who, ToToday()),
        "round": ToRound(ward.home_id, scene.day) if scene else ToToday(),
    }
    frame.go(places[where])
    editor = _note_in(qtbot, frame)
    QTest.keyClicks(editor, ";see")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText() == "Seen with [who], [in person / video]."
    assert editor.textCursor().selectedText() == "[who]"


def test_a_blank_is_refused_in_words_and_filled_it_is_saved(
    qtbot: QtBot, frame: Frame, words: ProseEdit, workspace: Session, ward: Ward
) -> None:
    page = frame.page
    assert isinstance(page, ConcernPage)
    assert page.form is not None
    page.form.rows["how_soon"].button("this_round").click()  # type: ignore[attr-defined]
    words.setFocus()
    QTest.keyClicks(words, ";disc")
    QTest.keyClick(words, Qt.Key.Key_Tab)
    page.save.click()
    qtbot.waitUntil(lambda: "Fill the blank" in page.message.text)
    assert "«Discussed with [who]» before you sign" in page.message.text
    words.setFocus()
    cursor = words.textCursor()
    cursor.setPosition(0)
    words.setTextCursor(cursor)
    QTest.keyClick(words, Qt.Key.Key_Tab)
    QTest.keyClicks(words, "Grace")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    with workspace.store.reading() as connection:
        (kept,) = statements(connection, Concern, ward.by_family[UNWELL])
    assert kept.record is not None
    assert kept.record.words == "Discussed with Grace at the home."


def test_what_is_added_is_offered_at_once(
    qtbot: QtBot, frame: Frame, words: ProseEdit, workspace: Session
) -> None:
    _, touched = save_quick_text(
        workspace.store, by=workspace.actor, name="ring", text="Rang [whom].", whose=Whose.MINE
    )
    frame.context.bus.publish(Changes(touched.kinds, touched.ids))
    reads = frame.context.runners.reads
    qtbot.waitUntil(lambda: reads.is_idle)
    QTest.keyClicks(words, ";ri")
    assert words.quick_texts is not None
    assert [row.split()[0] for row in words.quick_texts.texts] == [";ring"]


def test_marks_appear_when_the_dictionary_is_there_and_never_on_names_or_numbers(
    qtbot: QtBot, words: ProseEdit
) -> None:
    words.setPlainText(
        "Achterberg breathles, Wilhelmina seen by Dr Quorfen, NEWS2 3, 9990000018, FBCX, "
        "apixaban, abou7t Grobble's [who] [checked / not]. Refuzed ;zzq x"
    )
    qtbot.waitUntil(lambda: marked(words) == ["breathles", "Refuzed"])


def test_the_word_being_typed_is_not_marked_until_it_is_left(
    qtbot: QtBot, words: ProseEdit
) -> None:
    words.setPlainText("zzork ")
    qtbot.waitUntil(lambda: marked(words) == ["zzork"])
    words.clear()
    QTest.keyClicks(words, "Slept poorrly")
    assert marked(words) == []
    QTest.keyClicks(words, " again")
    assert marked(words) == ["poorrly"]
    assert words.toPlainText() == "Slept poorrly again"


def test_the_menu_suggests_and_a_choice_replaces_that_word_alone(
    qtbot: QtBot, words: ProseEdit
) -> None:
    words.setPlainText("paracetmol, then paracetmol")
    qtbot.waitUntil(lambda: len(marked(words)) == 2)
    choose(words, "paracetmol", "paracetamol")
    assert words.toPlainText() == "paracetamol, then paracetmol"
    words.undo()
    assert words.toPlainText() == "paracetmol, then paracetmol"


def test_a_word_is_ignored_until_lock_or_kept_for_this_person(
    qtbot: QtBot, frame: Frame, words: ProseEdit, workspace: Session
) -> None:
    words.setPlainText("a quorfle and a zibbet")
    qtbot.waitUntil(lambda: marked(words) == ["quorfle", "zibbet"])
    choose(words, "quorfle", "Ignore «quorfle»")
    choose(words, "zibbet", "Add «zibbet» to my words")
    assert marked(words) == []
    qtbot.waitUntil(lambda: frame.context.runners.deeds.is_idle)
    assert workspace.own_words() == ("zibbet",)
    assert "Ignore «quorfle»" not in menu_words(words, "quorfle")


def test_an_entry_of_the_round_is_not_signed_with_a_blank_left(
    qtbot: QtBot, frame: Frame, ward: Ward, workspace: Session
) -> None:
    scene = started(workspace.store, workspace.actor, ward)
    frame.go(ToRound(ward.home_id, scene.day))
    _note_in(qtbot, frame)
    page = frame.page
    assert isinstance(page, RoundRunPage)
    write_entry(page, "Comfortable. Seen with [WHO]")
    sign(page)
    shows(qtbot, page, "Fill the blank in «Comfortable. Seen with [WHO]» before you sign")
    assert desk_of(page).draft.values["note"] == "Comfortable. Seen with [WHO]"
