"""Binds the commands of one place to what does them: shortcuts, keys of a list, tool tips, Find.

The only place that makes a shortcut. A command with a button does what the button does, when the
button is there and can be pressed; nothing is commanded on a page that a panel covers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from mdt_desktop.qt.words import Quiet
from mdt_desktop.ui.frame.panel import Panel
from mdt_desktop.ui.keys.registry import (
    BY_ID,
    Command,
    Where,
    is_single_character,
    list_words,
)

Deed = Callable[[], object]

_PLACE = "place"
_COMMAND = "command"


@dataclass(frozen=True)
class Bound:
    """A command, what does it (one deed a key where they differ), and its button where it has one."""

    command: Command
    deeds: tuple[Deed, ...]
    button: QWidget | None
    says_why_not: bool = False

    @property
    def is_of_many(self) -> bool:
        """Whether each of its keys does another thing."""
        return len(self.deeds) > 1

    @property
    def is_offered(self) -> bool:
        """Whether it can be done now; a button that stands under `More` counts as shown."""
        return self.button is None or (not self.button.isHidden() and self.button.isEnabled())

    def run(self, place: int = 0) -> bool:
        """Does it, if it can be done now; says whether it was."""
        is_asked = self.says_why_not and self.button is not None and not self.button.isHidden()
        if not self.is_offered and not is_asked:
            return False
        self.deeds[min(place, len(self.deeds) - 1)]()
        return True


class Bindings(QObject):
    """The commands of one place, bound; lives as long as the widget that they are for.

    Signals:
        keys_asked: the `Where` of the list whose keys are to be shown
    """

    keys_asked = Signal(object)

    def __init__(self, where: Where, over: QWidget) -> None:
        super().__init__(over)
        self.where, self._over = where, over
        self.bound: dict[str, Bound] = {}
        self._in_find: tuple[Bound, ...] = ()
        self._shortcuts: list[QShortcut] = []
        self._has_letters = True
        self._hint: Quiet | None = None
        self._listed: QWidget | None = None
        self._more = ""

    def bind(
        self, command_id: str, deed: Deed | None = None, *, button: QWidget | None = None
    ) -> None:
        """Binds a command to its button, or to a deed, which then says itself why it cannot be done.

        Raises KeyError for a command that the registry does not have, ValueError for one of
        another place or with nothing to do.
        """
        made = deed or (button.click if isinstance(button, QAbstractButton) else None)
        if made is None:
            raise ValueError(f"{command_id}: nothing does it")
        self.bind_each(command_id, (made,), button=button, says_why_not=deed is not None)

    def bind_each(
        self,
        command_id: str,
        deeds: Sequence[Deed],
        *,
        button: QWidget | None = None,
        says_why_not: bool = False,
    ) -> None:
        """Binds each key of a command to a deed of its own, in their order."""
        command = BY_ID[command_id]
        if command.where not in (self.where, Where.EVERYWHERE):
            raise ValueError(f"{command_id} is not of {self.where.value}")
        self.bound[command_id] = Bound(command, tuple(deeds), button, says_why_not)
        if button is not None and command.keys:
            button.setToolTip(f"{command.words} ({command.shown})")
        if not command.in_list:
            for place, keys in enumerate(command.keys):
                self._add_shortcut(command, keys, place)

    def bind_buttons(self, pairs: Iterable[tuple[str, QWidget]]) -> None:
        """Binds each command to the press of its button."""
        for command_id, button in pairs:
            self.bind(command_id, button=button)

    def hint_for(self, table: QWidget, more: str = "") -> Quiet:
        """Gives the line that stands below a list and says its keys; the list says it too."""
        self._hint, self._listed, self._more = Quiet("", self._over), table, more
        self._tell_keys()
        return self._hint

    def _tell_keys(self) -> None:
        if self._hint is not None and self._listed is not None:
            words = list_words(self.where, more=self._more, has_letters=self._has_letters)
            self._hint.setText(words)
            self._listed.setAccessibleDescription(words)

    @property
    def is_live(self) -> bool:
        """Whether the place is on show and nothing covers it."""
        over = self._over
        return over.isVisible() and not any(panel.covers(over) for panel in _panels(over))

    def offered(self) -> tuple[Bound, ...]:
        """What can be done now, for Find."""
        return (*(each for each in self.bound.values() if each.is_offered), *self._in_find)

    def offer_in_find(self, deeds: Mapping[Command, Deed]) -> None:
        """Offers these in Find, in place of those before; they have a button and no key."""
        self._in_find = tuple(Bound(each, (deed,), None) for each, deed in deeds.items())

    def set_letters(self, *, has_letters: bool) -> None:
        """Whether keys of a single character act in lists."""
        self._has_letters = has_letters
        self._tell_keys()

    def give_way(self, places: frozenset[Where]) -> None:
        """Leaves keys to a page that needs them for its own commands."""
        for shortcut in self._shortcuts:
            command = BY_ID[str(shortcut.property(_COMMAND))]
            shortcut.setEnabled(places.isdisjoint(command.gives_way_in))

    def key_in_list(self, event: QKeyEvent) -> bool:
        """Does what a key means for the row with the keyboard; says whether it meant anything."""
        keys = keys_of(event)
        if is_single_character(keys) and not self._has_letters:
            return False
        if keys == "?":
            self.keys_asked.emit(self.where)
            return True
        for each in self.bound.values():
            if each.command.in_list and keys in each.command.keys:
                if event.isAutoRepeat() and not each.command.repeats:
                    return True
                return each.run(each.command.keys.index(keys))
        return False

    def _add_shortcut(self, command: Command, keys: str, place: int) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._over)
        shortcut.setAutoRepeat(command.repeats)
        if keys == "Esc":  # so that a panel or a question inside the page keeps its own Esc
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setProperty(_COMMAND, command.id)
        shortcut.setProperty(_PLACE, place)
        shortcut.activated.connect(self._on_activated)
        self._shortcuts.append(shortcut)

    def _on_activated(self) -> None:
        shortcut = self.sender()
        bound = self.bound[str(shortcut.property(_COMMAND))]
        if bound.command.where is Where.EVERYWHERE or self.is_live:
            bound.run(int(shortcut.property(_PLACE)))


def bindings_in(part: QWidget) -> tuple[Bindings, ...]:
    """Gives the bindings of a page and of its parts that are on show."""
    return tuple(each for each in part.findChildren(Bindings) if each.is_live)


def keys_of(event: QKeyEvent) -> str:
    """Gives a key in the registry's words: `Alt+Up`, `Z`, `?`; the number pad is as the row above."""
    typed = event.text()
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if typed == "?" and not held & ~Qt.KeyboardModifier.ShiftModifier:
        return typed
    return QKeySequence(held.value | event.key()).toString(QKeySequence.SequenceFormat.PortableText)


def _panels(over: QWidget) -> list[Panel]:
    return [panel for panel in over.window().findChildren(Panel) if panel.isVisible()]
