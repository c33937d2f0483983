"""What a screen reader meets: the focused control, announcements, and keys sent the way it sends them.

It speaks AT-SPI over D-Bus, as Orca does, and knows the program from outside alone.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, Properties, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

Found = TypeVar("Found")

_REGISTRY = "org.a11y.atspi.Registry"
_MODIFIERS = {"Shift": 50, "Ctrl": 37, "Alt": 64}  # key codes of the X server's own layout
_KEYSYMS = {
    "Tab": 0xFF09, "Return": 0xFF0D, "Escape": 0xFF1B, "Space": 0x20, "Up": 0xFF52, "Down": 0xFF54,
    "Left": 0xFF51, "Right": 0xFF53, "Home": 0xFF50, "F1": 0xFFBE, "F6": 0xFFC3,
}  # fmt: skip
_STATES = {
    4: "checked", 9: "expandable", 10: "expanded", 11: "focusable", 23: "selected", 30: "visible",
}  # fmt: skip
_LABELLED_BY = 2
_PRESS, _RELEASE, _SYMBOL = 0, 1, 3  # AT-SPI's kinds of synthesised key
_ANNOUNCEMENT_BODY = 3
_KEPT_SIGNALS = 10_000
_PATIENCE_S = 20
_MOST_STARTS = 3
_REST_S = 0.05


@dataclass(frozen=True)
class Heard:
    """One control as a screen reader says it."""

    name: str
    role: str
    description: str = ""
    states: frozenset[str] = frozenset()


NOTHING = Heard("", "nothing")


class ScreenReader:
    """A screen reader on the desktop's accessibility bus. Raises AssertionError where nothing comes."""

    def __init__(self, session_bus: str) -> None:
        self._bus = open_dbus_connection(bus=_accessibility_bus(session_bus))
        self._focus: tuple[str, str] | None = None
        self.announced: list[str] = []
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object")
        self._heard_signals = self._bus.filter(rule, bufsize=_KEPT_SIGNALS)
        self._signals = self._heard_signals.queue
        self._ask(message_bus.AddMatch(rule))
        self._register()
        self._keys = DBusAddress(
            "/org/a11y/atspi/registry/deviceeventcontroller",
            _REGISTRY,
            "org.a11y.atspi.DeviceEventController",
        )

    def _register(self) -> None:
        """Asks for what happens on this desktop; a registry that ends as it starts is begun anew."""
        registry = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, "org.a11y.atspi.Registry")
        asked = new_method_call(registry, "RegisterEvent", "s", ("object:",))
        for _ in range(_MOST_STARTS):
            with suppress(DBusErrorResponse):
                self._ask(asked)
                return
        self._ask(asked)

    def close(self) -> None:
        """Leaves the bus."""
        self._heard_signals.close()
        self._bus.close()

    def press(self, keys: str) -> None:
        """A key or combination, as in `Ctrl+Return`, wherever the desktop has its focus."""
        *held, key = keys.split("+")
        for name in held:
            self._key(_MODIFIERS[name], _PRESS)
        self._key(_KEYSYMS.get(key) or ord(key.lower()), _SYMBOL)
        for name in reversed(held):
            self._key(_MODIFIERS[name], _RELEASE)

    def type(self, text: str) -> None:
        """Plain text, key by key, into the field that has the focus; waits until it is there.

        While a screen reader runs Qt asks the registry about each key before it delivers it, so that a
        shortcut pressed at once would overtake the last letters.
        """
        self._listen(0)
        lengths = (len(text), self._length() + len(text))
        for letter in text:
            self._key(ord(letter), _SYMBOL)
        self._until(lambda: self._length() in lengths or None, f"«{text}» did not come", 10)

    def focused(self) -> Heard:
        """The control that has the focus now."""
        self._listen(0.05)
        return self._focused() or NOTHING

    def step(self, keys: str) -> Heard:
        """Presses keys that move the focus, and gives what has it once it has come to rest.

        A list is told first and then its row.
        """
        self._listen(0)
        self._focus = None
        self.press(keys)
        first = self._until(self._focused, f"{keys} moved the focus to nothing", 5)
        while self._listen(_REST_S):
            pass
        return self._focused() or first

    def wait_for_focus(self, name: str, seconds: float = 20) -> Heard:
        """Waits until the focused control is called so, or begins so."""
        return self._until(
            lambda: self._named(name), f"the focus did not come to «{name}»", seconds
        )

    def wait_for_state(self, state: str, seconds: float = 20) -> Heard:
        """Waits until the focused control is in a state, as in `checked`."""

        def in_state() -> Heard | None:
            heard = self._focused()
            return heard if heard and state in heard.states else None

        return self._until(in_state, f"what has the focus is not {state}", seconds)

    def wait_for_words(self, words: str, seconds: float = 20) -> str:
        """Waits until something announced holds the words; gives it whole."""

        def said() -> str | None:
            return next((each for each in self.announced if words in each), None)

        return self._until(said, f"«{words}» was not announced: {self.announced}", seconds)

    def hear(self, keys: str, words: str, seconds: float = 20) -> str:
        """Presses keys, and waits until something that holds the words is announced after it."""
        self._listen(0)
        self.announced.clear()
        self.press(keys)
        return self.wait_for_words(words, seconds)

    def tree(self) -> Iterator[Heard]:
        """Every control of every program on this desktop, parents before children; no cells."""
        yield from self._below(_REGISTRY, "/org/a11y/atspi/accessible/root")

    def _below(self, owner: str, path: str) -> Iterator[Heard]:
        heard = self._heard(owner, path)
        yield heard
        if heard.role == "table":
            return
        for child in self._ask(new_method_call(_accessible(owner, path), "GetChildren"))[0]:
            yield from self._below(*child)

    def _named(self, name: str) -> Heard | None:
        heard = self._focused()
        return heard if heard and heard.name.startswith(name) else None

    def _focused(self) -> Heard | None:
        """What has the focus, if that still exists: a screen may go while it is asked for."""
        if self._focus is None:
            return None
        try:
            return self._heard(*self._focus)
        except DBusErrorResponse:
            return None

    def _until(self, found: Callable[[], Found | None], otherwise: str, seconds: float) -> Found:
        end = time.monotonic() + seconds
        while (answer := found()) is None:
            assert time.monotonic() < end, f"{otherwise}; at {self._focused()}, {self.announced}"
            self._listen(0.05)
        return answer

    def _heard(self, owner: str, path: str) -> Heard:
        at = _accessible(owner, path)
        role = self._ask(new_method_call(at, "GetRoleName"))[0]
        name = self._ask(Properties(at).get("Name"))[0][1]
        first, _ = self._ask(new_method_call(at, "GetState"))[0]
        return Heard(
            name=f"{self._label(at)}: {name}" if role == "combo box" else name,
            role=role,
            description=self._ask(Properties(at).get("Description"))[0][1],
            states=frozenset(word for bit, word in _STATES.items() if first >> bit & 1),
        )

    def _length(self) -> int:
        assert self._focus is not None, "nothing has the focus"
        owner, path = self._focus
        at = DBusAddress(path, owner, "org.a11y.atspi.Text")
        return int(self._ask(Properties(at).get("CharacterCount"))[0][1])

    def _label(self, at: DBusAddress) -> str:
        """The label of a box whose name is what is chosen in it, as Qt gives it on this desktop."""
        for kind, targets in self._ask(new_method_call(at, "GetRelationSet"))[0]:
            if kind == _LABELLED_BY:
                return str(self._ask(Properties(_accessible(*targets[0])).get("Name"))[0][1])
        return ""

    def _key(self, code: int, kind: int) -> None:
        self._ask(new_method_call(self._keys, "GenerateKeyboardEvent", "isu", (code, "", kind)))

    def _ask(self, question: Message) -> tuple[Any, ...]:
        answer = self._bus.send_and_get_reply(question, timeout=_PATIENCE_S)
        return tuple(unwrap_msg(answer))

    def _listen(self, seconds: float) -> int:
        """Takes in all that was signalled meanwhile, and waits for a first signal where none was."""
        taken = 0
        with suppress(TimeoutError):
            while True:
                wait = 0 if taken else seconds
                self._take(self._bus.recv_until_filtered(self._signals, timeout=wait))
                taken += 1
        return taken

    def _take(self, signal: Message) -> None:
        fields = signal.header.fields
        member, detail = fields[HeaderFields.member], signal.body[0]
        if member == "Announcement":
            self.announced.append(signal.body[_ANNOUNCEMENT_BODY][1])
        elif member == "StateChanged" and detail == "focused" and signal.body[1]:
            self._focus = (fields[HeaderFields.sender], fields[HeaderFields.path])


def _accessible(owner: str, path: str) -> DBusAddress:
    return DBusAddress(path, owner, "org.a11y.atspi.Accessible")


def _accessibility_bus(session_bus: str) -> str:
    """Switches accessibility on, as a starting screen reader does; gives the address of its bus."""
    address = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
    status = Properties(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status"))
    session = open_dbus_connection(bus=session_bus)
    try:
        (found,) = unwrap_msg(session.send_and_get_reply(new_method_call(address, "GetAddress")))
        session.send_and_get_reply(status.set("ScreenReaderEnabled", "b", True))
    finally:
        session.close()
    return str(found)
