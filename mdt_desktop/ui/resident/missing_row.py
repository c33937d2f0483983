"""One missing thing: its words, the one press that records it, and «Not now» with why and until when."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.records.put_offs import Missing
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Choice, ChoiceField, FlowRow, NoteField, OneLine
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.resident.missing import MissingLine

_FOR: Final = (Choice("7", "1 week"), Choice("28", "4 weeks"), Choice("91", "3 months"))
_SAY_WHY: Final = "Say why not now"
_SAY_UNTIL: Final = "Choose until when"


@dataclass(frozen=True)
class PuttingOff:
    """What is not to be asked for now, why, and for how many days."""

    what: Missing
    reason: str
    days: int


class MissingRow(QWidget):
    """A line of the panel «What is missing».

    Signals:
        way_chosen: the words of the deed that records it
        put_off: `PuttingOff`
    """

    way_chosen = Signal(object)
    put_off = Signal(object)

    def __init__(
        self, line: MissingLine, *, may_put_off: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._line = line
        box = column(self)
        row = FlowRow(self)
        row.add(OneLine(line.words, row))
        if line.way:
            way = Button(line.way, parent=row)
            way.setAccessibleName(f"{line.way}: {line.words}")
            way.clicked.connect(self._on_way)
            row.add(way)
        if may_put_off:
            self._later = Button("Not now...", Kind.LINK, parent=row)
            self._later.setAccessibleName(f"Not now: {line.words}")
            self._later.clicked.connect(self._on_later)
            row.add(self._later)
        box.addWidget(row)
        self._box = box

    def _on_way(self) -> None:
        self.way_chosen.emit(self._line.way)

    def _on_later(self) -> None:
        """Asks why and until when, once."""
        self._later.hide()
        self.reason = NoteField("Why not now?", lines=1, parent=self)
        self.until = ChoiceField("Ask again in", _FOR, parent=self)
        row = FlowRow(self)
        deed = Button("Not now", parent=row)
        deed.clicked.connect(self._on_put_off)
        row.add(deed)
        for part in (self.reason, self.until, row):
            self._box.addWidget(part)
        self.reason.setFocus()

    def _on_put_off(self) -> None:
        reason, days = self.reason.value().strip(), self.until.value()
        self.reason.show_problem("" if reason else _SAY_WHY)
        self.until.show_problem("" if days else _SAY_UNTIL)
        if reason and days:
            self.put_off.emit(PuttingOff(self._line.what, reason, int(days)))
