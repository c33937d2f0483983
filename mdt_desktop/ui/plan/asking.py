"""Asking the home about one resident: to have something ready for the round, or to do something."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, TextField
from mdt_desktop.qt.layouts import column


class AskHome(QWidget):
    """One line and what becomes of it.

    Signals:
        ready_asked: what is to be ready for the round, as typed
        action_asked: what the home is to do, as typed
    """

    ready_asked = Signal(object)
    action_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = TextField("Ask the home", parent=self)
        self.as_ready = Button("Have it ready for the round", parent=self)
        self.as_action = Button("", parent=self)
        self.cancel = Button("Cancel", parent=self)
        box = column(self, gap=4)
        box.addWidget(self.words)
        deeds = FlowRow(self)
        for button in (self.as_ready, self.as_action, self.cancel):
            deeds.add(button)
        box.addWidget(deeds)
        self.as_ready.clicked.connect(self._on_ready)
        self.as_action.clicked.connect(self._on_action)
        self.cancel.clicked.connect(self.stop)
        self.words.editor.returnPressed.connect(self._on_ready)
        self.hide()

    def begin(self, due: str) -> None:
        """Opens empty; `due` is the day that an action would be due on, in words."""
        self.words.set_value("")
        self.words.show_problem("")
        self.as_action.setText(f"Action for the home, due {due}")
        self.show()
        self.words.setFocus()

    def stop(self) -> None:
        """Closes it unasked."""
        self.hide()

    def _on_ready(self) -> None:
        if typed := self._typed():
            self.hide()
            self.ready_asked.emit(typed)

    def _on_action(self) -> None:
        if typed := self._typed():
            self.hide()
            self.action_asked.emit(typed)

    def _typed(self) -> str:
        typed = self.words.value().strip()
        self.words.show_problem("" if typed else "Say what the home is asked")
        return typed
