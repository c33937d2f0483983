"""The small form for one change of an action: owner, date, note, or why it was not done.

For one action the banner says whose it is and nobody else is named; for several only a new owner can
be given, and no resident is named at all. It checks nothing and keeps no draft.
"""

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from mdt_core.action_line import Owner
from mdt_core.clock import london, london_day
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Choice, DateField, Field, Heading, NoteField, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.actions.deeds import Answer, Asks
from mdt_desktop.ui.actions.presenter import ActionRow, owner_choice
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.homes.place_form import deed_bar
from mdt_desktop.ui.identity import identity_text

HEADINGS: Final = {
    Asks.OWNER: "Reassign",
    Asks.DUE: "Another date",
    Asks.NOTE: "Note",
    Asks.REASON: "Not done",
}
_FIELD_OF: Final = {"Owner": Asks.OWNER, "Due": Asks.DUE, "Note": Asks.NOTE, "Action": Asks.REASON}


class ActionForm(QWidget):
    """One field for one deed.

    Signals:
        given: the `Answer` as entered
        cancelled: nothing
    """

    given = Signal(object)
    cancelled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asks, self._rows = Asks.NOTE, tuple[ActionRow, ...]()
        self._owners: tuple[Owner, ...] = ()
        self._banner = IdentityBanner(self)
        self._heading = Heading("", 1, self)
        self._about = Words("", self)
        self.owner = ListField("New owner", self)
        self.due = DateField(
            "Due",
            now=self._local_now,
            rule=DateRule(direction=Direction.FUTURE),
            hint="For example fri, +2w or 2/12",
            parent=self,
        )
        self.note = NoteField("What has been done so far", parent=self)
        self.reason = NoteField("Why it was not done", parent=self)
        self.problem = Words("", self, words="problem")
        self.save = Button("Save", Kind.PRIMARY, keys="Ctrl+Return", parent=self)
        self.cancel = Button("Back to the list", parent=self)
        self._lay_out()
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)

    @property
    def fields(self) -> dict[Asks, Field]:
        """The field of each thing that is asked for."""
        return {
            Asks.OWNER: self.owner,
            Asks.DUE: self.due,
            Asks.NOTE: self.note,
            Asks.REASON: self.reason,
        }

    def begin(self, asks: Asks, rows: tuple[ActionRow, ...]) -> None:
        """Starts the form for one action, or for the owner of several."""
        self._asks, self._rows = asks, rows
        self._heading.setText(HEADINGS[asks])
        self._about.setText("\n".join(f"• {row.text}" for row in rows))
        self._banner.setVisible(len(rows) == 1)
        if len(rows) == 1:
            today = london_day(self._context.clock())
            self._banner.show_identity(identity_text(rows[0].line, today=today))
        self.owner.set_choices(())
        self.due.set_value("")
        self.note.set_value(rows[0].note)
        self.reason.set_value("")
        self.save.setText(self._save_words())
        for kind, field in self.fields.items():
            field.setVisible(kind is asks)
        self.show_problem("", "")
        self.fields[asks].setFocus()

    def offer(self, owners: tuple[Owner, ...]) -> None:
        """Offers these people and roles as owners."""
        self._owners = owners
        actor = self._context.actor
        choices = (Choice(str(n), owner_choice(each, actor)) for n, each in enumerate(owners))
        self.owner.set_choices(tuple(choices))

    def show_problem(self, where: str, words: str) -> None:
        """Shows a problem at its field, or at the foot where it belongs to none."""
        at = _FIELD_OF.get(where)
        for kind, field in self.fields.items():
            field.show_problem(words if kind is at and at is self._asks else "")
        is_general = bool(words) and at is not self._asks
        self.problem.setText(words if is_general else "")
        self.problem.setVisible(is_general)
        self.save.setEnabled(True)

    def _save_words(self) -> str:
        deed = HEADINGS[self._asks]
        if len(self._rows) > 1:
            return f"{deed} {len(self._rows)} actions"
        return f"{deed} for {self._rows[0].family}"

    def _lay_out(self) -> None:
        outer = column(self, gap=0)
        outer.addWidget(self._banner)
        inside = QWidget()
        box = column(inside, margin=16, gap=16)
        for part in (self._heading, self._about, *self.fields.values(), self.problem):
            box.addWidget(part)
        box.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        outer.addWidget(deed_bar(self, self.cancel, self.save))

    def _local_now(self) -> datetime:
        return london(self._context.clock()).replace(tzinfo=None)

    def _on_save(self) -> None:
        self.save.setEnabled(False)
        chosen = self.owner.value()
        words = self.note.value() if self._asks is Asks.NOTE else self.reason.value()
        owner = self._owners[int(chosen)] if chosen else None
        self.given.emit(Answer(self._asks, self._rows, owner, self.due.value(), words))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)
