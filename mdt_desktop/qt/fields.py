"""Input widgets: text, notes, numbers, dates and choices, each with label, help and problem in words.

This is the door for screens: everything a form is built of can be imported from here. A field holds
no rule about what may be entered; it shows the problem it is told.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.typed_dates import Ambiguous, DateRule, NotUnderstood, Reading, read_date
from mdt_desktop.qt.choices import Choice, ChoiceField, ManyChoiceField
from mdt_desktop.qt.field_frame import Field
from mdt_desktop.qt.layouts import Columns, FlowRow
from mdt_desktop.qt.prose import ProseEdit
from mdt_desktop.qt.text_field import TextField
from mdt_desktop.qt.words import Card, Heading, MessageBar, OneLine, Quiet, Tag, Words
from mdt_desktop.qt.writing_aids import aids_of

__all__ = [
    "Card",
    "Choice",
    "ChoiceField",
    "Columns",
    "DateField",
    "Field",
    "FlowRow",
    "Heading",
    "ManyChoiceField",
    "MessageBar",
    "NoteField",
    "NumberField",
    "OneLine",
    "Quiet",
    "Tag",
    "TextField",
    "Words",
]

_NUMBER_LETTERS: Final = 8
_DATE_LETTERS: Final = 18
NOT_A_DATE: Final = "This date is not understood. Type it as 2/11, or fri"


class NoteField(Field):
    """Several lines of plain text that grow with what is typed, with quick text and spelling.

    Tab goes to the next blank of a quick text, and on to the next field where none is ahead.
    """

    typing_help = (
        "Type a semicolon and letters for quick text, as ;seen. Tab goes to its next blank, Shift+Tab "
        "back. The menu key on a marked word offers other spellings."
    )

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        help_text: str = "",
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, hint=hint, help_text=help_text, parent=parent)
        self.editor = ProseEdit(self, least=lines)
        self._is_setting, self._told = False, ""
        self.editor.textChanged.connect(self._on_text_changed)
        self._place(self.editor)

    @property
    @override
    def typing_words(self) -> str:
        return self.typing_help if aids_of(self) is not None else "Several lines of text."

    @override
    def value(self) -> str:
        """The text as typed, non-breaking spaces kept, lines parted by one line feed."""
        raw = self.editor.document().toRawText()
        return raw.replace("\u2029", "\n").replace("\u2028", "\n")

    def set_value(self, text: str) -> None:
        """Shows the text without telling anyone; typing goes on where it was if it is the same."""
        if text == self.value():
            return
        self._is_setting = True
        self.editor.setPlainText(text)
        self._told = self.value()
        self._is_setting = False

    @override
    def show_stored(self, value: Any) -> None:
        self.set_value("" if value is None else str(value))

    def insert(self, text: str) -> None:
        """Inserts text at the cursor, as if typed."""
        self.editor.insertPlainText(text)

    def _on_text_changed(self) -> None:
        """Qt says so for a new mark as well; only other letters are an edit."""
        if not self._is_setting and self.value() != self._told:
            self._told = self.value()
            self._tell_edited()


class NumberField(TextField):
    """A number as text with its unit; starts empty. Enter goes on to the next field.

    The last value stands in grey outside the box, so that it can never be taken for a new one.
    """

    typing_help = "A number. Enter goes on to the next field."

    def __init__(
        self,
        label: str,
        *,
        unit: str = "",
        has_decimals: bool = False,
        hint: str = "",
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, hint=hint, help_text=help_text, parent=parent)
        hints = Qt.InputMethodHint
        self.editor.setInputMethodHints(
            hints.ImhFormattedNumbersOnly if has_decimals else hints.ImhDigitsOnly
        )
        self.narrow(_NUMBER_LETTERS)
        self._last = Quiet(parent=self)
        if unit:
            self.editor.setAccessibleName(f"{label}, {unit}")
            self._row.addWidget(OneLine(unit, self))
        self._row.addWidget(self._last, 1)

    def set_last(self, words: str) -> None:
        """Shows the last value, as «18 on 17-Nov, usual 16», in grey beside the box."""
        self._last.setText(words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
        ):
            self.focusNextChild()
            return
        super().keyPressEvent(event)


class DateField(TextField):
    """A date, or a date with a time, typed short: `t`, `y 14:30`, `fri`, `+2w`, `2/11`, `0310`.

    The reading stands in full beside the box before it counts; what has two readings is asked.
    `value()` is ISO 8601 local time (`2026-11-24` or `2026-11-24T03:10`), empty while there is none.
    `now` gives local time whenever something is typed.
    """

    typing_help = (
        "Type t for today, y for yesterday, y 14:30, fri, +2w, 2/11 or 0310. How it was read stands "
        "beside the box."
    )

    def __init__(
        self,
        label: str,
        *,
        now: Callable[[], datetime],
        rule: DateRule | None = None,
        hint: str = "",
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, hint=hint, help_text=help_text, parent=parent)
        self._now, self._rule = now, rule or DateRule()
        self._value = ""
        self._offered: tuple[Reading, ...] = ()
        self.narrow(_DATE_LETTERS)
        self._reading = Words(parent=self, words="reading")
        self._row.addWidget(self._reading, 2)
        self._is_unread = False
        self.editor.editingFinished.connect(self._on_editing_finished)
        self.answered.connect(self._on_reading_chosen)

    @property
    def reading(self) -> str:
        """The words that say how the typed text was understood."""
        return self._reading.text()

    @override
    def value(self) -> str:
        return self._value

    @override
    def set_value(self, text: str) -> None:
        """Shows an ISO date or date and time; raises ValueError for anything else."""
        self.clear_question()
        self.show_problem("")
        moment = datetime.fromisoformat(text) if text else None
        if moment is None:
            self._take("", "")
            self.editor.clear()
            return
        reading = Reading(moment.date(), moment.time() if "T" in text else None)
        self._take(reading.iso, reading.words)
        self.editor.setText(reading.short)

    @override
    def wrong(self) -> str:
        if self._value or not self.editor.text().strip():
            return ""
        return self.reading or NOT_A_DATE

    @override
    def _on_text_edited(self, _text: str) -> None:
        self.clear_question()
        self.show_problem("")
        self._is_unread = False
        match read_date(self.editor.text(), self._now(), self._rule):
            case Reading() as reading:
                self._take(reading.iso, reading.words)
            case Ambiguous() as unclear:
                self._offered = unclear.readings
                self._take("", "")
                self.ask(unclear.question, tuple(r.words for r in unclear.readings))
            case NotUnderstood() as unread:
                self._is_unread = True
                self._take("", unread.sentence)
            case None:
                self._take("", "")
        self._tell_edited()

    def _on_editing_finished(self) -> None:
        if self._is_unread:
            self.show_problem(self.reading)
            self._reading.clear()

    def _on_reading_chosen(self, place: int) -> None:
        reading = self._offered[place]
        self._take(reading.iso, reading.words)
        self.editor.setText(reading.short)
        self.editor.setFocus()
        self._tell_edited()

    def _take(self, iso: str, words: str) -> None:
        self._value = iso
        self._reading.setText(words)
        self._value_words = words
        self._describe()
