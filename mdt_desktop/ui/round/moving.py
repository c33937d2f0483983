"""From one resident of the round to another without signing: the rail, the keys and the list."""

from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.round.bars import RoundHead
from mdt_desktop.ui.round.list_overlay import ListOverlay
from mdt_desktop.ui.round.place import EntryPlace
from mdt_desktop.ui.round.presenter import RoundRead, beside


class MovingScreen(Protocol):
    """What moving needs of the screen of a round."""

    keys: Bindings
    head: RoundHead
    place: EntryPlace

    @property
    def read(self) -> RoundRead | None:
        """The round as last read."""

    @property
    def is_free(self) -> bool:
        """Whether nothing lies over the entry and none is being signed."""

    def dim(self, *, is_dimmed: bool) -> None:
        """Stops typing in what lies under the list."""


class Moving(QObject):
    """Says who is asked for; opening them is the page's.

    Signals:
        asked: the id of a resident on the list of the round
        added: the id of somebody who is not on it yet
    """

    asked = Signal(object)
    added = Signal(object)

    def __init__(self, today: date, screen: MovingScreen, over: QWidget) -> None:
        super().__init__(over)
        self._screen = screen
        self.list = ListOverlay(today, over)
        screen.head.chosen.connect(self._on_cell)
        screen.head.list_asked.connect(self._on_list_asked)
        self.list.chosen.connect(self._on_list_chosen)
        self.list.closed.connect(self._on_list_closed)
        screen.keys.bind("round.previous", self._on_previous)
        screen.keys.bind("round.following", self._on_following)
        screen.keys.bind("round.list", button=screen.head.list_button)

    def _on_cell(self, place: int) -> None:
        if (read := self._screen.read) is not None:
            self._move_to(read.residents[place].resident_id)

    def _on_previous(self) -> None:
        self._move_by(-1)

    def _on_following(self) -> None:
        self._move_by(1)

    def _move_by(self, step: int) -> None:
        read, here = self._screen.read, self._screen.place.resident_id
        if read is not None and here:
            self._move_to(beside(read, here, step))

    def _move_to(self, resident_id: str) -> None:
        is_here = resident_id == self._screen.place.resident_id
        if resident_id and not is_here and self._screen.is_free:
            self.asked.emit(resident_id)

    def _on_list_asked(self) -> None:
        read, place = self._screen.read, self._screen.place
        if read is None or not self._screen.is_free:
            return
        place.keep_draft()
        if place.desk is not None:
            place.desk.banner.hide()
        self._screen.dim(is_dimmed=True)
        self.list.open_list(read)

    def _on_list_closed(self) -> None:
        self._screen.dim(is_dimmed=False)
        if (desk := self._screen.place.desk) is not None:
            desk.banner.show()
            desk.focus_note()

    def _on_list_chosen(self, resident_id: str) -> None:
        self._on_list_closed()
        read = self._screen.read
        if read is not None and read.line(resident_id) is None:
            self.added.emit(resident_id)
        else:
            self._move_to(resident_id)
