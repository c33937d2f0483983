"""Who records and who is responsible: both stand on the entry, on screen and on paper."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from mdt_core.actor import Actor
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import OneLine
from mdt_desktop.ui.round.entry import may_be_responsible
from mdt_desktop.ui.round.presenter import Person

NOBODY_NAMED: Final = "Nobody named"
_LEAST_PX: Final = 88


class WhoField(QWidget):
    """«Recorded by you. Clinician responsible: You».

    Signals:
        edited: the id of the clinician responsible, empty for the person at the keyboard
    """

    edited = Signal(object)

    def __init__(
        self, actor: Actor, people: Sequence[Person], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = FlowRow(self)
        column(self).addWidget(row)
        label = OneLine("Recorded by you. Clinician responsible", row)
        row.add(label)
        self.choice = QComboBox(row)
        self.choice.setAccessibleName("Clinician responsible")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.setMinimumWidth(_LEAST_PX)  # a long name in the list makes no pane wider
        label.setBuddy(self.choice)  # Qt's name of a box is what is chosen in it, under AT-SPI
        row.add(self.choice)
        self.choice.addItem("You" if may_be_responsible(actor) else NOBODY_NAMED, "")
        for person in people:
            if person.may_be_responsible and person.author.id != actor.person_id:
                self.choice.addItem(person.owner.words, person.author.id)
        self.setFocusProxy(self.choice)
        self.choice.activated.connect(self._on_activated)

    def value(self) -> str:
        """The id of who is responsible; empty for the person at the keyboard."""
        return str(self.choice.currentData())

    def set_value(self, person_id: str) -> None:
        """Shows who is responsible; somebody who is no longer known is the person at the keyboard."""
        self.choice.setCurrentIndex(max(0, self.choice.findData(person_id)))

    def _on_activated(self, _place: int) -> None:
        self.edited.emit(self.value())
