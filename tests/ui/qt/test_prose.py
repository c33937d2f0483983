"""Long texts as a person types in them: quick text, blanks, and nothing taken from ordinary typing."""

import weakref

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.quick_text import Origin, Snippet, blanks_of, shipped_blanks, shipped_texts
from mdt_desktop.qt import style
from mdt_desktop.qt.fields import NoteField, TextField
from mdt_desktop.qt.palettes import DARK
from mdt_desktop.qt.prose import QUICK_TEXT
from mdt_desktop.qt.snippet_list import SnippetList
from mdt_desktop.qt.writing_aids import WritingAids, aids_of

WARD = Snippet("ward", "Rang [ward name].\nTold [whom].", Origin.MINE)
PLAIN = Snippet("plain", "No blank here.", Origin.TEAM)
DASHED = QTextCharFormat.UnderlineStyle.DashUnderline


class Page(QWidget):
    """A note and a plan in a window that helps in writing."""

    def __init__(self) -> None:
        super().__init__()
        self.aids = WritingAids(self)
        self.aids.set_quick_texts(
            (*shipped_texts().snippets, WARD, PLAIN), shipped_blanks() | blanks_of([WARD.text])
        )
        self.note, self.plan = NoteField("Note"), NoteField("Plan")
        self.before = TextField("Before")
        self.after = TextField("After")
        box = QVBoxLayout(self)
        for part in (self.before, self.note, self.plan, self.after):
            box.addWidget(part)
        self.escaped: list[str] = []
        keys = QShortcut(QKeySequence("Esc"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._on_escape)

    def _on_escape(self) -> None:
        self.escaped.append("page")

    def type(self, text: str) -> None:
        QTest.keyClicks(self.note.editor, text)

    def press(self, key: Qt.Key, *, shift: bool = False) -> None:
        modifiers = Qt.KeyboardModifier
        QTest.keyClick(
            self.note.editor, key, modifiers.ShiftModifier if shift else modifiers.NoModifier
        )

    @property
    def offered(self) -> tuple[str, ...]:
        shown = self.note.editor.quick_texts
        return shown.texts if shown else ()

    @property
    def selected(self) -> str:
        return self.note.editor.textCursor().selectedText()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.note.setFocus()
    qtbot.waitUntil(made.note.editor.hasFocus)
    return made


def test_a_semicolon_and_letters_open_the_list_with_name_and_first_words(page: Page) -> None:
    page.type("Back. ;b")
    assert [row.split()[0] for row in page.offered] == [";bi", ";bloods", ";bowel"]
    assert "Bloods: [tests], reason" in page.offered[1]
    assert "not yet approved" in page.offered[1]
    page.type("lo")
    assert [row.split()[0] for row in page.offered] == [";bloods"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_enter_or_tab_inserts_the_row_meant_and_selects_its_first_blank(
    page: Page, key: Qt.Key
) -> None:
    page.type("Ann ;se")
    page.press(key)
    assert page.note.value() == "Ann Seen with [who], [in person / video]."
    assert page.selected == "[who]"
    assert page.offered == ()


def test_arrows_choose_round_and_round_and_the_text_keeps_the_keyboard(page: Page) -> None:
    page.type(";b")
    page.press(Qt.Key.Key_Down)
    page.press(Qt.Key.Key_Up)
    page.press(Qt.Key.Key_Up)
    assert page.note.editor.hasFocus()
    page.press(Qt.Key.Key_Return)
    assert page.note.value().startswith("Bowels last open")


def test_a_press_on_a_row_inserts_it(page: Page) -> None:
    page.type("x ;pla")
    shown = page.note.editor.quick_texts
    assert shown is not None
    middle = shown.view.visualRect(shown.view.currentIndex()).center()
    QTest.mouseClick(shown.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert page.note.value() == "x No blank here."
    assert page.note.editor.hasFocus()
    page.type(" More")
    assert page.note.value() == "x No blank here. More"


def test_escape_closes_the_list_alone_and_it_stays_closed_for_that_word(page: Page) -> None:
    page.type(";s")
    page.press(Qt.Key.Key_Escape)
    assert page.offered == ()
    assert page.escaped == []
    page.type("ee")
    assert page.offered == ()
    page.press(Qt.Key.Key_Escape)
    assert page.escaped == ["page"]
    page.type(" ;s")
    assert page.offered


@pytest.mark.parametrize(
    "text", ["Ate well; drank", "Ate;drank", "a ;) b", "; ", "x ;1", "weight 48;49", "so ;zzz"]
)
def test_ordinary_typing_is_never_taken(page: Page, text: str) -> None:
    page.type(text)
    assert page.offered == ()
    page.press(Qt.Key.Key_Return)
    page.type("more")
    assert page.note.value() == f"{text}\nmore"


def test_a_name_typed_on_and_a_space_stay_as_typed(page: Page) -> None:
    page.type("a ;seen today")
    assert page.offered == ()
    assert page.note.value() == "a ;seen today"


def test_tab_walks_the_blanks_filling_each_and_then_leaves(qtbot: QtBot, page: Page) -> None:
    page.note.insert("😍 ")
    page.type(";seen")
    page.press(Qt.Key.Key_Return)
    page.type("Ann")
    page.press(Qt.Key.Key_Tab)
    assert page.selected == "[in person / video]"
    page.type("video")
    assert page.note.value() == "😍 Seen with Ann, video."
    page.press(Qt.Key.Key_Tab)
    qtbot.waitUntil(page.plan.editor.hasFocus)


def test_shift_tab_walks_back_and_then_leaves(qtbot: QtBot, page: Page) -> None:
    page.type(";ward")
    page.press(Qt.Key.Key_Return)
    assert page.selected == "[ward name]"
    page.press(Qt.Key.Key_Tab)
    assert page.selected == "[whom]"
    page.press(Qt.Key.Key_Backtab, shift=True)
    assert page.selected == "[ward name]"
    page.press(Qt.Key.Key_Backtab, shift=True)
    qtbot.waitUntil(page.before.editor.hasFocus)


def test_nobody_is_caught_by_a_blank_left_behind(qtbot: QtBot, page: Page) -> None:
    page.type(";ward")
    page.press(Qt.Key.Key_Return)
    page.press(Qt.Key.Key_Tab)
    page.press(Qt.Key.Key_Tab)
    qtbot.waitUntil(page.plan.editor.hasFocus)


def test_one_undo_gives_back_what_was_typed(page: Page) -> None:
    page.type("a ;plain")
    page.press(Qt.Key.Key_Return)
    page.note.editor.undo()
    assert page.note.value() == "a ;plain"


def test_a_blank_is_marked_by_ground_and_dashes_and_own_brackets_are_not(page: Page) -> None:
    page.note.set_value("😍 He said [sic] to [who]")
    marked = _formats(page)
    assert [(start, length) for start, length, _ in marked] == [(20, 5)]
    assert marked[0][2].underlineStyle() == DASHED


def test_the_menu_has_the_list_of_all(page: Page) -> None:
    menu = page.note.editor.menu_at(QPoint(4, 4))
    action = next(each for each in menu.actions() if each.text() == QUICK_TEXT)
    action.trigger()
    assert len(page.offered) == 22
    page.press(Qt.Key.Key_Return)
    assert page.note.value().startswith("Best interests")
    menu.deleteLater()


def test_a_new_mark_is_no_edit(qtbot: QtBot, page: Page) -> None:
    page.note.set_value("Told [who] and [ward name]")
    with qtbot.assertNotEmitted(page.note.edited, wait=20):
        page.aids.set_quick_texts((), frozenset({"ward name"}))
    assert [(start, length) for start, length, _ in _formats(page)] == [(15, 11)]
    with qtbot.waitSignal(page.note.edited):
        page.type("x")


def test_a_text_in_a_window_without_aids_is_plain(qtbot: QtBot) -> None:
    note = NoteField("Note")
    qtbot.addWidget(note)
    with qtbot.waitExposed(note):
        note.show()
    QTest.keyClicks(note.editor, ";seen")
    assert note.editor.quick_texts is None
    assert aids_of(note.editor) is None


def test_the_list_closes_when_the_text_is_left(qtbot: QtBot, page: Page) -> None:
    page.type(";b")
    page.plan.setFocus()
    qtbot.waitUntil(lambda: page.offered == ())


def test_rows_can_be_pressed_by_a_finger_and_lie_inside_the_window(page: Page) -> None:
    page.type(";b")
    shown = page.note.editor.quick_texts
    assert shown is not None
    assert shown.view.visualRect(shown.view.currentIndex()).height() >= style.TARGET_PX
    assert page.rect().contains(shown.geometry())


def test_the_list_stands_above_its_line_where_there_is_no_room_and_never_over_the_banner(
    page: Page,
) -> None:
    shown = SnippetList(page)
    foot = QRect(20, page.height() - 60, 600, 20)
    shown.open_at(shipped_texts().snippets, foot, 300)
    assert shown.geometry().bottom() < foot.top()
    assert shown.geometry().top() >= 300
    shown.open_at(shipped_texts().snippets, QRect(20, 100, 600, 20), 300)
    assert shown.geometry().top() > 120


def test_the_list_does_not_keep_its_window(qapp: QApplication) -> None:
    assert qapp
    window = QWidget()
    shown = SnippetList(window)
    gone = weakref.ref(window)
    del window
    assert gone() is None
    assert not shiboken6.isValid(shown)


def test_all_words_of_a_row_have_room(page: Page) -> None:
    page.type(";cap")
    shown = page.note.editor.quick_texts
    assert shown is not None
    row = shown.view.visualRect(shown.view.currentIndex())
    flags = int(Qt.TextFlag.TextWordWrap)
    needed = shown.view.fontMetrics().boundingRect(
        row.adjusted(18, 0, -18, 0), flags, shown.texts[0]
    )
    assert needed.height() <= row.height()


def test_a_new_look_reaches_the_marks(page: Page, qapp: QApplication) -> None:
    page.note.set_value("Told [who]")
    before = _formats(page)[0][2].background().color()
    style.apply(qapp, style.Look(DARK))
    assert _formats(page)[0][2].background().color() != before


def _formats(page: Page) -> list[tuple[int, int, QTextCharFormat]]:
    layout = page.note.editor.document().firstBlock().layout()
    return [(each.start, each.length, QTextCharFormat(each.format)) for each in layout.formats()]
