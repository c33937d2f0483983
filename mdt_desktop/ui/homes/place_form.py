"""`Place in a home`: whose page this is stands above, and nobody else is named on it."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget
from typing_extensions import override

from mdt_core.clock import london, london_day
from mdt_core.records.stays import StayType
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, Heading, TextField, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.homes.presenter import Placing
from mdt_desktop.ui.identity import identity_text

STAYS = tuple(Choice(stay.value, stay.label) for stay in StayType)


class PlaceForm(QWidget):
    """Home, type of stay, room, and the day of admission of one resident.

    Signals:
        placed: the `Placing` as entered; nothing of it is checked here
        cancelled: nothing
    """

    placed = Signal(object)
    cancelled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._resident_id = ""
        self._banner = IdentityBanner(self)
        self.home = ListField("Home")
        self.stay = ChoiceField("Type of stay", STAYS)
        rule = DateRule(direction=Direction.PAST)
        self.admitted = DateField(
            "Admitted", now=self._local_now, rule=rule, hint="For example t for today, or 2/11/2026"
        )
        self.room = TextField("Room", hint="Leave empty where it is not known yet")
        self.problem = Words("", self, words="problem")
        self.save = Button("Place", Kind.PRIMARY, keys="Ctrl+Return", parent=self)
        self.cancel = Button("Back to the list", parent=self)
        self._lay_out()
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)

    @property
    def fields(self) -> dict[str, Field]:
        """Each field under the words that errors name it by."""
        return {
            "Home": self.home,
            "Stay": self.stay,
            "Admitted": self.admitted,
            "Room": self.room,
        }

    def begin(self, line: ResidentLine, homes: tuple[Choice, ...]) -> None:
        """Starts an empty form for a resident."""
        self._resident_id = line.resident_id
        today = london_day(self._context.clock())
        self._banner.show_identity(identity_text(line, today=today))
        self.home.set_choices(homes)
        self.home.clear()
        self.stay.set_value("")
        self.admitted.set_value("")
        self.room.set_value("")
        self.show_problem("", "")
        self.save.setText(f"Place {line.family_name.upper()}")
        self.save.setEnabled(True)
        self.home.setFocus()

    def show_problem(self, where: str, words: str) -> None:
        """Shows a problem at its field, or at the foot where it belongs to none."""
        for name, field in self.fields.items():
            field.show_problem(words if name == where else "")
        is_general = bool(words) and where not in self.fields
        self.problem.setText(words if is_general else "")
        self.problem.setVisible(is_general)
        if where in self.fields:
            self.fields[where].setFocus()
        self.save.setEnabled(True)

    def _lay_out(self) -> None:
        outer = column(self, gap=0)
        outer.addWidget(self._banner)
        inside = QWidget()
        box = column(inside, margin=16, gap=16)
        box.addWidget(Heading("Place in a home", 1, inside))
        for part in (self.home, self.stay, self.admitted, self.room, self.problem):
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
        self.placed.emit(
            Placing(
                resident_id=self._resident_id,
                home_id=self.home.value(),
                stay_type=self.stay.value(),
                admitted_on=self.admitted.value(),
                room=self.room.value(),
            )
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)


def deed_bar(parent: QWidget, *buttons: Button) -> QFrame:
    """The bar at the foot: deeds at the right, the main one last."""
    bar = QFrame(parent)
    bar.setProperty("role", "deeds")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return bar
