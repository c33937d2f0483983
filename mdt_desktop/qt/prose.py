"""The long text box: quick text by `;name`, blanks walked by Tab, spelling marked and never mended.

Ordinary typing is never taken away: the list opens only after a `;` that begins a word and a letter,
and closes at whatever fits no name. Tab walks the blanks ahead, Shift+Tab those behind; where none is
left on that side, they leave the box as always, so that nobody is caught in it.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QShowEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from mdt_core.quick_text import Snippet, blanks_in, matching, typed_name
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.growing import GrowingEdit
from mdt_desktop.qt.prose_marks import ProseMarks, Word, up_to_utf16, utf16_length
from mdt_desktop.qt.snippet_list import SnippetList
from mdt_desktop.qt.writing_aids import WritingAids, aids_of

QUICK_TEXT: Final = "Quick text…"
ADD: Final = "Add «{}» to my words"
IGNORE: Final = "Ignore «{}»"
NO_SUGGESTION: Final = "No suggestion"
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TAKES: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST_SUGGESTIONS: Final = 6


class ProseEdit(GrowingEdit):
    """A growing text box with what helps in writing."""

    def __init__(
        self, parent: QWidget | None = None, *, least: int = 3, greatest: int = 14
    ) -> None:
        super().__init__(parent, least=least, greatest=greatest)
        self._aids: WritingAids | None = None
        self._list: SnippetList | None = None
        self._typed = 0
        self._dismissed = ""
        self._marks = ProseMarks(self.document(), self.palette())
        self._after_layout = QTimer(self, singleShot=True, interval=0)
        self._after_layout.timeout.connect(self._on_laid_out)
        self.textChanged.connect(self._on_prose_changed)
        self.cursorPositionChanged.connect(self._on_cursor_moved)

    @property
    def quick_texts(self) -> SnippetList | None:
        """The list on show; None while it is closed."""
        return self._list if self._list is not None and self._list.isVisible() else None

    def open_quick_text(self) -> None:
        """Shows every quick text, to be inserted at the cursor."""
        self._find_aids()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._typed = 0
        self._offer(matching(self._aids.snippets, "") if self._aids else ())

    def insert_snippet(self, snippet: Snippet) -> None:
        """Puts a quick text in place of what was typed for it and goes to its first blank."""
        self._close_list()
        cursor = self.textCursor()
        cursor.beginEditBlock()
        moves = QTextCursor.MoveOperation
        cursor.movePosition(moves.Left, QTextCursor.MoveMode.KeepAnchor, self._typed)
        start = cursor.selectionStart()
        cursor.insertText(snippet.text)
        cursor.endEditBlock()
        self._typed = 0
        end = cursor.position()
        cursor.setPosition(start)
        self.setTextCursor(cursor)
        if not self.go_to_blank(forward=True, until=end):
            cursor.setPosition(end)
            self.setTextCursor(cursor)
            announce(self, f"Inserted: {snippet.text}")

    def go_to_blank(self, *, forward: bool, until: int | None = None) -> bool:
        """Selects the next blank on one side of the cursor; False where there is none."""
        blanks = self._blanks()
        cursor = self.textCursor()
        if forward:
            at = cursor.selectionEnd()
            found = [
                each for each in blanks if each[0] >= at and (until is None or each[1] <= until)
            ]
        else:
            at = cursor.selectionStart()
            found = [each for each in reversed(blanks) if each[1] <= at]
        if not found:
            return False
        start, end = found[0]
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        place = blanks.index(found[0]) + 1
        announce(self, f"Blank {cursor.selectedText()[1:-1]}, {place} of {len(blanks)}")
        return True

    def menu_at(self, place: QPoint) -> QMenu:
        """The menu for a place in the box: suggestions first, then quick text and the usual deeds."""
        menu = self.createStandardContextMenu(place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.actions()[0]  # there is always «Select All»
        added = self._spelling_actions(menu, place)
        if self._aids is not None and self._aids.snippets and not self.isReadOnly():
            added.append(_deed(QUICK_TEXT, menu, self.open_quick_text))
        for action in added:
            menu.insertAction(first, action)
        if added:
            menu.insertSeparator(first)
        return menu

    # Quick text

    def _blanks(self) -> list[tuple[int, int]]:
        """Where the blanks lie, as Qt counts."""
        text = self.toPlainText()
        known = self._aids.known_blanks if self._aids else frozenset[str]()
        return [
            (utf16_length(text[: each.start]), utf16_length(text[: each.end]))
            for each in blanks_in(text, known)
        ]

    def _before_cursor(self) -> str:
        cursor = self.textCursor()
        return up_to_utf16(cursor.block().text(), cursor.positionInBlock())

    def _on_prose_changed(self) -> None:
        cursor = self.textCursor()
        self._marks.set_typing_at(cursor.blockNumber(), cursor.positionInBlock())
        typed = typed_name(self._before_cursor()) if self.hasFocus() else None
        if typed is None or self._aids is None:
            self._dismissed = ""
            self._close_list()
            return
        if self._dismissed and typed.startswith(self._dismissed):
            return
        self._typed = len(typed) + 1
        self._offer(matching(self._aids.snippets, typed))

    def _offer(self, rows: tuple[Snippet, ...]) -> None:
        if not rows or self.isReadOnly():
            self._close_list()
            return
        if self._list is None:
            self._list = SnippetList(self.window())
            self._list.chosen.connect(self.insert_snippet)
            self.destroyed.connect(self._list.deleteLater)
        self._list.open_at(rows, self._cursor_line(), _ceiling_over(self))
        self._after_layout.start()

    def _cursor_line(self) -> QRect:
        """The whole line of the cursor, in the window's own places."""
        line = self.cursorRect()
        at = self.viewport().mapTo(self.window(), line.topLeft())
        left = self.mapTo(self.window(), self.rect().topLeft()).x()
        return QRect(left, at.y(), self.width(), line.height())

    def _on_laid_out(self) -> None:
        """What was typed may have moved the page; the list stays beside its line."""
        if self.quick_texts is not None:
            self.quick_texts.place_at(self._cursor_line(), _ceiling_over(self))

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _on_cursor_moved(self) -> None:
        if self.quick_texts is not None and self._typed and not typed_name(self._before_cursor()):
            self._close_list()
        cursor = self.textCursor()
        at = cursor.block().text()[cursor.positionInBlock() - 1 : cursor.positionInBlock()]
        if not at.isalpha():
            self._marks.end_typing()

    def _take_key(self, event: QKeyEvent) -> bool:
        """Whether the open list took a key."""
        shown = self.quick_texts
        chord = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if shown is None or event.modifiers() & chord:
            return False
        if event.key() in _STEPS:
            shown.move_by(_STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self._dismissed = typed_name(self._before_cursor()) or ""
            self._close_list()
        elif event.key() in _TAKES and shown.current is not None:
            self.insert_snippet(shown.current)
        else:
            return False
        return True

    # Spelling

    def _spelling_actions(self, menu: QMenu, place: QPoint) -> list[QAction]:
        cursor = self.cursorForPosition(place)
        line = cursor.block().text()
        at = len(up_to_utf16(line, cursor.positionInBlock()))
        word = self._marks.unknown_at(line, at)
        aids = self._aids
        if word is None or aids is None or self.isReadOnly():
            return []
        found = aids.suggestions(word.text)[:_MOST_SUGGESTIONS]
        start = cursor.block().position()
        replace = partial(self._replace, start, line, word)
        deeds = [_deed(each, menu, partial(replace, each)) for each in found]
        if not found:
            deeds.append(QAction(NO_SUGGESTION, menu, enabled=False))
        deeds.append(_deed(ADD.format(word.text), menu, partial(aids.learn, word.text)))
        deeds.append(_deed(IGNORE.format(word.text), menu, partial(aids.ignore, word.text)))
        return deeds

    def _replace(self, block_start: int, line: str, word: Word, by: str) -> None:
        """Puts a chosen suggestion in place of a word, if the word still stands there."""
        cursor = self.textCursor()
        start = block_start + utf16_length(line[: word.start])
        cursor.setPosition(start)
        end = start + utf16_length(word.text)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText() == word.text:
            cursor.insertText(by)
            self.setTextCursor(cursor)

    def _find_aids(self) -> None:
        found = aids_of(self)
        if found is not self._aids:
            if self._aids is not None:
                self._aids.changed.disconnect(self._on_aids_changed)
            self._aids = found
            if found is not None:
                found.changed.connect(self._on_aids_changed)
        self._marks.use(found, _names_around(self))

    def _on_aids_changed(self) -> None:
        self._marks.rehighlight()

    # What Qt says

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            taken = (*_STEPS, *_TAKES, Qt.Key.Key_Escape)
            if self.quick_texts is not None and event.key() in taken and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        shown = self.quick_texts
        if shown is not None and next and shown.current is not None:
            self.insert_snippet(shown.current)
            return True
        return self.go_to_blank(forward=next) or super().focusNextPrevChild(next)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.cursorRect().center() if is_key else event.pos()
        self.menu_at(place).popup(self.viewport().mapToGlobal(place))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._find_aids()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._find_aids()
        if self._aids is not None:
            self._aids.want_spelling()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close_list()
        self._marks.end_typing()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._marks.take_colours(self.palette())


def _deed(words: str, menu: QMenu, deed: Callable[[], None]) -> QAction:
    action = QAction(words.replace("&", "&&"), menu)
    action.triggered.connect(deed)
    return action


def _names_around(part: QWidget) -> frozenset[str]:
    """The names on the nearest banner around a text, in small letters."""
    banner = _banner_around(part)
    return banner.names if banner is not None else frozenset()


def _ceiling_over(part: QWidget) -> int:
    """Where the banner ends, which nothing covers; the top of the window where there is none."""
    banner = _banner_around(part)
    if banner is None or not banner.isVisible():
        return 0
    return banner.mapTo(part.window(), banner.rect().bottomLeft()).y()


def _banner_around(part: QWidget) -> IdentityBanner | None:
    at: QWidget | None = part
    while at is not None:
        banner = at.findChild(IdentityBanner)
        if banner is not None:
            return banner
        at = at.parentWidget()
    return None
