"""Rows of buttons to choose from: one of them, or several; nothing is chosen to begin with.

Arrow keys only move, since a choice is a finding and must be meant; space, Enter, a press or the
figures 1 to 9 choose. The row is one stop for Tab. Pressing the chosen one again takes it back.
"""

from dataclasses import dataclass
from typing import Any, Final, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.field_frame import Field
from mdt_desktop.qt.layouts import FlowRow

_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_NOWHERE: Final = -1


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its key in the record and the words people read."""

    key: str
    words: str


class _Segments(Field):
    """The row itself; `_shapes` are what stands before an open and a chosen one."""

    typing_help = "Arrows move, Space or a figure from 1 to 9 chooses; again takes it back."
    _shapes = ("○", "●")
    _is_of_one = True

    def __init__(
        self,
        label: str,
        choices: tuple[Choice, ...],
        *,
        hint: str = "",
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, hint=hint, help_text=help_text, parent=parent)
        self._choices = choices
        self._flow = FlowRow(self)
        self._buttons = [self._button(place) for place in range(len(choices))]
        self._place(self._flow)
        self._flow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._move_stop(0)

    def button(self, key: str) -> Button:
        """The button of a key; raises KeyError where there is none."""
        for choice, button in zip(self._choices, self._buttons, strict=True):
            if choice.key == key:
                return button
        raise KeyError(key)

    def _button(self, place: int) -> Button:
        choice = self._choices[place]
        button = Button("", Kind.SEGMENT, parent=self._flow, set_in_after=" ")
        if self._is_of_one:
            speak_as(button, Spoken.ONE_OF_SEVERAL)
        button.setCheckable(True)
        button.setAccessibleName(choice.words)
        button.clicked.connect(self._on_clicked)
        button.installEventFilter(self)
        self._flow.add(button)
        self._mark(button, choice, is_chosen=False)
        return button

    def _chosen_keys(self) -> tuple[str, ...]:
        pairs = zip(self._choices, self._buttons, strict=True)
        return tuple(choice.key for choice, button in pairs if button.isChecked())

    def _choose(self, keys: tuple[str, ...]) -> None:
        for choice, button in zip(self._choices, self._buttons, strict=True):
            self._mark(button, choice, is_chosen=choice.key in keys)

    def _mark(self, button: Button, choice: Choice, *, is_chosen: bool) -> None:
        button.setChecked(is_chosen)
        button.setText(f"{self._shapes[is_chosen]} {choice.words}")

    def _move_stop(self, place: int) -> None:
        """Makes one button the row's only stop for Tab."""
        for number, button in enumerate(self._buttons):
            is_stop = number == place
            policy = Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        if self._buttons:
            self.setFocusProxy(self._buttons[place])

    def _place_of(self, button: QObject) -> int:
        return self._buttons.index(cast("Button", button))

    def _on_clicked(self) -> None:
        self._toggled(self._place_of(self.sender()))

    def _toggled(self, place: int) -> None:
        raise NotImplementedError

    @override
    def set_label(self, label: str) -> None:
        super().set_label(label)
        self._describe()

    @override
    def _describe(self) -> None:
        """Each button says what it answers, and what is wrong; the keyboard is never on the row."""
        super()._describe()
        words = (self._hint_text, self._problem_text)
        told = "".join(f". {each.removesuffix('.')}" for each in words if each)
        for place, button in enumerate(self._buttons, 1):
            where = f"{self.label}, {place} of {len(self._buttons)}"
            button.setAccessibleDescription(f"{where}{told}")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key_pressed(self._place_of(watched), event)
        if event.type() == QEvent.Type.FocusIn:
            self._move_stop(self._place_of(watched))
        return False

    def _key_pressed(self, place: int, event: QKeyEvent) -> bool:
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.modifiers() not in plain:
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._buttons[(place + _STEPS[key]) % len(self._buttons)].setFocus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._buttons[place].click()
        elif (number := key - Qt.Key.Key_1) in range(min(9, len(self._buttons))):
            self._buttons[number].setFocus()
            self._buttons[number].click()
        else:
            return False
        return True


class ChoiceField(_Segments):
    """One of several; `value()` is the chosen key, or an empty text."""

    @override
    def value(self) -> str:
        keys = self._chosen_keys()
        return keys[0] if keys else ""

    def set_value(self, key: str) -> None:
        """Shows the key as chosen; an empty text chooses nothing. Raises KeyError for another."""
        if key:
            self.button(key)
        self._choose((key,) if key else ())

    @override
    def show_stored(self, value: Any) -> None:
        self._choose((str(value),) if value is not None else ())

    @override
    def _toggled(self, place: int) -> None:
        is_chosen = self._buttons[place].isChecked()
        self._choose((self._choices[place].key,) if is_chosen else ())
        self._tell_edited()


class ManyChoiceField(_Segments):
    """Any number of several; `value()` is the chosen keys in the row's order."""

    _shapes = ("☐", "☑")
    _is_of_one = False

    @override
    def value(self) -> tuple[str, ...]:
        return self._chosen_keys()

    def set_value(self, keys: tuple[str, ...]) -> None:
        """Shows exactly these keys as chosen; raises KeyError for one that does not exist."""
        for key in keys:
            self.button(key)
        self._choose(keys)

    @override
    def stored(self) -> list[str]:
        return list(self.value())

    @override
    def show_stored(self, value: Any) -> None:
        self._choose(tuple(value or ()))

    @override
    def _toggled(self, place: int) -> None:
        self._choose(self._chosen_keys())
        self._tell_edited()
