"""One answer of many, found by typing the beginnings of its words, or its code.

Nothing is chosen until somebody chooses it from the list; letters alone are no answer, are not kept
as one, and are said to be none before anything is saved.
"""

from functools import cached_property
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import OneLine, TextField, Words
from mdt_desktop.ui.forms.finding import Findable, fitting
from mdt_desktop.ui.forms.offered_list import OfferedList

_SHOWN_LETTERS: Final = 30
_PADDING_PX: Final = 24
_CHOSEN: Final = "✓ Chosen"
_OPENING: Final = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LongChoiceField(TextField):
    """One of many; `value()` is its key, empty while none is chosen."""

    typing_help = (
        "Type the beginning of any word, or press Down for the whole list. Up and Down choose, Enter"
        " takes the answer, Esc closes the list. An empty box is not recorded."
    )

    def __init__(
        self, label: str, answers: tuple[Findable, ...], *, hint: str, parent: QWidget | None
    ) -> None:
        super().__init__(label, hint=hint, parent=parent)
        self._answers, self._shown = answers, answers
        self._key = ""
        self._said = OneLine("", self)
        self._row.addWidget(self._said)
        self._said.hide()
        self.all = Button(f"All {len(answers)}", icon_name="chevron-down", parent=self)
        self.all.setAccessibleName(f"{label}: show all {len(answers)} answers")
        self.all.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Down in the box does the same
        self.all.clicked.connect(self._on_all)
        self.add_beside(self.all)
        self._whole = Words("", self, words="reading")
        self.add_below(self._whole)
        self.editor.installEventFilter(self)
        self.editor.editingFinished.connect(self._on_left)
        self._tell()

    @cached_property
    def list(self) -> OfferedList:
        """The list under the box, made when it is first opened."""
        made = OfferedList(self.editor, self.label)
        made.chosen.connect(self._on_chosen)
        return made

    @override
    def value(self) -> str:
        return self._key

    @override
    def set_value(self, text: str) -> None:
        """Shows the answer of this key without telling anyone; one that is not offered shows none."""
        found = next((each for each in self._answers if each.key == text), None)
        self._key = found.key if found else ""
        self.editor.setText(found.words if found else "")
        self.editor.setCursorPosition(0)
        self._tell()

    @override
    def show_stored(self, value: Any) -> None:
        self.set_value("" if value is None else str(value))

    @override
    def wrong(self) -> str:
        typed = self.editor.text().strip()
        if self._key or not typed:
            return ""
        said = f"«{typed[:_SHOWN_LETTERS]}»"
        count = len(fitting(self._answers, typed))
        if count == 0:
            return f"No answer fits {said}. Type other letters, or empty the box"
        fit = "1 answer fits" if count == 1 else f"{count} answers fit"
        return f"{fit} {said}. Choose from the list, or empty the box"

    @override
    def _on_text_edited(self, _text: str) -> None:
        self._key = ""
        self.show_problem("")
        typed = self.editor.text().strip()
        self._shown = fitting(self._answers, typed)
        self._tell()
        if typed:
            announce(self.editor, self._said.text())
            self.list.open([each.words for each in self._shown], meant=0)
        else:
            self.list.close()
        self._tell_edited()

    def _tell(self) -> None:
        """Says what was found: how many fit, or that one is chosen."""
        typed, every = self.editor.text().strip(), len(self._answers)
        words = f"{len(self._shown)} of {every} fit" if typed else ""
        self._said.setText(_CHOSEN if self._key else words)
        self._said.setVisible(bool(typed))
        self._value_words = self._said.text() or f"{every} answers, none chosen"
        self._describe()
        self._show_whole()

    def _show_whole(self) -> None:
        """An answer that is longer than the box stands below it; it is never cut."""
        words = self.editor.text() if self._key else ""
        room = self.editor.width() - _PADDING_PX
        self._whole.setText(words)
        self._whole.setVisible(self.editor.fontMetrics().horizontalAdvance(words) > room)

    def _on_all(self) -> None:
        self.editor.setFocus()
        keys = [each.key for each in self._answers]
        self._shown = self._answers
        meant = keys.index(self._key) if self._key else None
        self.list.open([each.words for each in self._answers], meant=meant)
        if meant is None:
            announce(self.editor, f"{len(keys)} answers")

    def _on_chosen(self, place: int) -> None:
        self.set_value(self._shown[place].key)
        self.show_problem("")
        announce(self.editor, f"Chosen: {self.editor.text()}")
        self._tell_edited()

    def _on_left(self) -> None:
        if not self.editor.hasFocus():
            self.show_problem(self.wrong())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press into the box, or Down there, opens the list."""
        if event.type() == QEvent.Type.Resize:
            self._show_whole()
        elif event.type() == QEvent.Type.MouseButtonRelease and not self.list.is_open:
            self._open_here()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_unsure = event.key() == Qt.Key.Key_Down or bool(self.wrong())
            if event.key() in _OPENING and is_unsure and not event.modifiers():
                self._open_here()
                return True
        return False

    def _open_here(self) -> None:
        """Opens the list of what fits the letters; of everything where there are none, or one is chosen."""
        if self.wrong():
            self.list.open([each.words for each in self._shown], meant=0)
        else:
            self._on_all()
