"""The top line: where we are, `Find`, how fresh things are, who is signed in, and `Lock`."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import OneLine, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.keys.registry import command
from mdt_desktop.ui.tour.steps import Region

_EM_FOR_ONE_LINE: Final = 118
"""Letters' widths that the line must offer to hold everything side by side."""
_FIND: Final = f"Find ({command('find').shown})"
_FRESH_PLACE: Final = 3
_GAP_PX: Final = 12


class TopLine(QFrame):
    """One line, or more where the text is large.

    Signals:
        back_pressed, find_pressed, lock_pressed, sync_pressed: nothing
    """

    back_pressed = Signal()
    find_pressed = Signal()
    lock_pressed = Signal()
    sync_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "topline")
        self.setAccessibleName("Top line")
        self._back = Button("Back", icon_name="chevron-left", parent=self)
        self._title = ""
        self._where = Words("", self, words="label")
        self._find = Button(_FIND, icon_name="search", parent=self)
        self._find.setToolTip(_FIND)
        self._fresh = OneLine("", self)
        self._sync = Button("Sync", icon_name="refresh-cw", parent=self)
        self._person = OneLine("", self)
        self._lock = Button("Lock", icon_name="lock", parent=self)
        self._lay_out()
        self._back.clicked.connect(self.back_pressed)
        self._find.clicked.connect(self.find_pressed)
        self._sync.clicked.connect(self.sync_pressed)
        self._lock.clicked.connect(self.lock_pressed)
        self.set_can_go_back(can_go_back=False)

    def commands(self) -> tuple[tuple[str, Button], ...]:
        """Each command that has its button here."""
        return (
            *(("find", self._find), ("lock", self._lock)),
            *(("back", self._back), ("go.sync", self._sync)),
        )

    def regions(self) -> dict[Region, QWidget]:
        """The parts that the tour points at."""
        return {Region.FRESH: self._fresh, Region.FIND: self._find, Region.LOCK: self._lock}

    def show_place(self, title: str, home: str) -> None:
        """Shows and says the title of the screen, and the home in context once it is known."""
        is_same_screen, self._title = title == self._title, title
        announce(self, home if is_same_screen else f"{title}. {home}".removesuffix(". "))
        words = f"{home}  |  {title}" if home and home != title else title
        self._where.setText(words)
        self._choose_line()

    def show_freshness(self, words: str, in_full: str) -> None:
        """Shows what was got and what waits, with the whole of it for who points or listens."""
        self._fresh.setText(words)
        self._fresh.setToolTip(in_full)
        self._fresh.setAccessibleDescription(in_full)
        self._choose_line()

    def show_person(self, words: str) -> None:
        """Shows who is signed in."""
        self._person.setText(words)
        self._choose_line()

    def set_can_go_back(self, *, can_go_back: bool) -> None:
        """Shows `Back` only where there is a way back."""
        self._back.setVisible(can_go_back)
        self._choose_line()

    def _lay_out(self) -> None:
        outer = column(self)
        outer.setContentsMargins(8, 0, 8, 0)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._row.addWidget(self._back)
        self._row.addWidget(self._where, 1)
        self._row.addWidget(self._find)
        self._row.addWidget(self._person)
        self._row.addWidget(self._lock)
        outer.addLayout(self._row)
        self._below = QHBoxLayout()
        self._below.setSpacing(12)
        outer.addLayout(self._below)
        self._below.addWidget(self._fresh, 1)
        self._below.addWidget(self._sync)
        self._is_below = True

    def _has_room(self) -> bool:
        """Whether everything can stand side by side, each in one line and no button narrowed."""
        em = self.fontMetrics().horizontalAdvance("n")
        if self.width() < em * _EM_FOR_ONE_LINE:
            return False
        buttons = (self._back, self._find, self._sync, self._lock)
        wide = [each.sizeHint().width() for each in buttons if not each.isHidden()]
        said = (self._where, self._fresh, self._person)
        wide += [each.fontMetrics().horizontalAdvance(each.text()) + em for each in said]
        return sum(wide) + _GAP_PX * len(wide) <= self.width()

    def _choose_line(self) -> None:
        """How fresh things are stands beside the rest where there is room, else below.

        What costs nothing gives way first: the key of `Find`, which its tip goes on to say.
        """
        self._find.setText(_FIND)
        if not self._has_room():
            self._find.setText("Find")
        is_below = not self._has_room()
        if is_below == self._is_below:
            return
        self._is_below = is_below
        if is_below:
            self._row.removeWidget(self._fresh)
            self._row.removeWidget(self._sync)
            self._below.addWidget(self._fresh, 1)
            self._below.addWidget(self._sync)
        else:
            self._below.removeWidget(self._fresh)
            self._below.removeWidget(self._sync)
            self._row.insertWidget(_FRESH_PLACE, self._fresh)
            self._row.insertWidget(_FRESH_PLACE + 1, self._sync)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_line()
