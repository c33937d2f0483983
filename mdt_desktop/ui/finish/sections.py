"""The open items of a round, kind by kind: each line with its deed, and why they stay open."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from mdt_core.records.round_sign_offs import OpenKind
from mdt_core.records.rounds import DeferReason
from mdt_desktop.qt.accessibility import without_shapes
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Choice, ChoiceField, TextField
from mdt_desktop.qt.layouts import FlowRow, clear, column
from mdt_desktop.qt.words import Heading, Quiet, Words


@dataclass(frozen=True)
class Line:
    """One open item: whom it is about, its words, and its id where it is an action."""

    resident_id: str
    words: str
    action_id: str = ""


class OpenSection(QWidget):
    """One kind of open items.

    Signals:
        opened: the id of the resident to go to
        completed: the `Line` of an action and what was typed
    """

    opened = Signal(object)
    completed = Signal(object)

    def __init__(self, kind: OpenKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._box = column(self)
        self._heading = Heading("", 3, self)
        self._list = QWidget(self)
        self._rows = column(self._list)
        self.fields: dict[str, TextField] = {}
        self.why = TextField("Why they stay open", parent=self)
        self._box.addWidget(self._heading)
        self._box.addWidget(self._list)
        self._box.addWidget(self.why)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Shows the items; with none left, one quiet line."""
        self._heading.setText(f"{self.kind.label} ({len(lines)})")
        self.why.setVisible(bool(lines))
        self.fields = {}
        clear(self._rows)
        for line in lines:
            self._rows.addWidget(self._row(line))
        if not lines:
            self._rows.addWidget(Quiet("None", self._list))

    def _row(self, line: Line) -> QWidget:
        row = QWidget(self._list)
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Words(line.words, row), 1)
        if line.action_id:
            self._add_field(line, box, row)
        button = Button("Open", parent=row)
        button.setAccessibleName(f"Open {without_shapes(line.words)}")
        button.clicked.connect(partial(self._on_open, line.resident_id))
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _add_field(self, line: Line, box: QHBoxLayout, row: QWidget) -> None:
        field = TextField("Owner and day", parent=row)
        field.editor.setPlaceholderText("@home fri")
        save = Button("Save", parent=row)
        save.setAccessibleName(f"Save {line.words}")
        field.add_beside(save)
        for pressed in (save.clicked, field.editor.returnPressed):
            pressed.connect(partial(self._on_save, line))
        self.fields[line.action_id] = field
        box.addWidget(field, 1)

    def _on_open(self, resident_id: str, _is_on: bool = False) -> None:  # noqa: FBT001, FBT002 - as `clicked` gives it
        self.opened.emit(resident_id)

    def _on_save(self, line: Line, _is_on: bool = False) -> None:  # noqa: FBT001, FBT002 - as `clicked` gives it
        self.completed.emit((line, self.fields[line.action_id].value()))


class NotReached(OpenSection):
    """Those not reached, deferred all at once by one reason or opened singly.

    Signals:
        deferred: the `DeferReason` for all
    """

    deferred = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(OpenKind.NOT_REACHED, parent)
        offered = [each for each in DeferReason if each is not DeferReason.OTHER]
        self.reason = ChoiceField(
            "Reason", tuple(Choice(each.value, each.label) for each in offered), parent=self
        )
        self.defer_all = Button("Defer all to next round", parent=self)
        self._deeds = FlowRow(self)
        self._deeds.add(self.defer_all)
        self._box.insertWidget(2, self.reason)
        self._box.insertWidget(3, self._deeds)
        self.defer_all.clicked.connect(self._on_defer_all)

    @override
    def show_lines(self, lines: Sequence[Line]) -> None:
        super().show_lines(lines)
        for part in (self.reason, self._deeds):
            part.setVisible(bool(lines))

    def _on_defer_all(self) -> None:
        chosen = self.reason.value()
        self.reason.show_problem("" if chosen else "Choose one reason for all")
        if chosen:
            self.deferred.emit(DeferReason(chosen))
