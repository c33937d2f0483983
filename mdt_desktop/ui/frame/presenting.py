"""Presenting: while others see the screen, only the resident who is open is named on it.

Knows where one may go meanwhile and keeps back what is said of other things. The key that began it and
`Stop presenting` end it; Esc does not, so that nothing is shown by accident.
"""

from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.words import Heading, MessageBar
from mdt_desktop.ui.context import (
    Destination,
    ToConcern,
    ToFall,
    ToMeeting,
    ToObservations,
    ToRound,
)

PRESENTING: Final = "Presenting"
STOP: Final = "Stop presenting"
STOP_FIRST: Final = "Stop presenting before you go to another screen"
_FORMS: Final = (ToObservations, ToFall, ToConcern)
EDGE_PX: Final = 10
EDGE_COLOUR: Final = QPalette.ColorRole.ButtonText
"""The strongest colour of each look after its text."""


@runtime_checkable
class Presented(Protocol):
    """A screen that can be presented."""

    present_button: Button

    @property
    def resident_id(self) -> str:
        """Who is open; empty while nobody is."""

    def set_presenting(self, *, is_presenting: bool) -> None:
        """Hides whatever names or concerns anybody but the resident who is open."""


class PresentingBand(QFrame):
    """Says in a word that others see the screen, with the button that ends it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.addWidget(Heading(PRESENTING, 2, self), 1)
        self.stop = Button(STOP, parent=self)
        row.addWidget(self.stop)
        self.hide()


class Presenting(QObject):
    """Whether the screen is presented, and what waits until it no longer is.

    Signals:
        changed: whether it is presented now
    """

    changed = Signal(object)

    def __init__(self, band: PresentingBand, message: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._band, self._message = band, message
        self._screen: Presented | None = None
        self._held: list[tuple[str, str]] = []
        self.is_on = False
        band.stop.clicked.connect(self.stop)

    def take(self, screen: QWidget) -> None:
        """Goes on with the screen that is shown now."""
        self._screen = screen if isinstance(screen, Presented) else None
        if self._screen is not None:
            self._screen.present_button.clicked.connect(self.start)
            if self.is_on:
                self._screen.set_presenting(is_presenting=True)

    @property
    def can_change(self) -> bool:
        """Whether it can be begun or ended here."""
        return self.is_on or self._screen is not None

    def start(self) -> None:
        """Begins, on a screen that can be presented."""
        if self._screen is not None and not self.is_on:
            self._message.clear()
            self._set(is_on=True)

    def stop(self) -> None:
        """Ends, and says what was kept back."""
        if not self.is_on:
            return
        self._set(is_on=False)
        held, self._held = self._held, []
        if held:
            self._message.show_message(" ".join(words for words, _ in held), held[-1][1])

    def toggle(self) -> None:
        """Begins or ends."""
        (self.stop if self.is_on else self.start)()

    def allows(self, destination: Destination) -> bool:
        """Whether one may go there: the round, the meeting, and the forms of who is open."""
        if not self.is_on or isinstance(destination, ToRound | ToMeeting):
            return True
        open_one = self._screen.resident_id if self._screen else ""
        return isinstance(destination, _FORMS) and destination.resident_id == open_one

    def say(self, words: str, tone: str) -> None:
        """Says it now, or when no one else sees the screen."""
        if self.is_on:
            self._held.append((words, tone))
        else:
            self._message.show_message(words, tone)

    def _set(self, *, is_on: bool) -> None:
        self.is_on = is_on
        self._band.setVisible(is_on)
        if self._screen is not None:
            self._screen.set_presenting(is_presenting=is_on)
        self.changed.emit(is_on)
        announce(self._band, PRESENTING if is_on else "No longer presenting")
