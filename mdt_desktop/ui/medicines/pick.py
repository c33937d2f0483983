"""A medicine by its name: typed freely, or taken from the list by one press."""

from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.fields import field_of
from mdt_core.record import Record
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, TextField

MOST_OFFERED = 16


class MedicineField(TextField):
    """The name of a medicine; the names of the list stand below it, those alone that hold what is typed."""

    typing_help = "Type the name, or press one of the list below."

    def __init__(
        self, record_class: type[Record], names: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        spec = field_of(record_class, "medicine")
        super().__init__(spec.label, hint=spec.ask.help, parent=parent)
        self._offered = FlowRow(self)
        self.buttons = [self._button(name) for name in dict.fromkeys(names)]
        self.add_below(self._offered)
        self.edited.connect(self._on_name_edited)
        self._fit()

    def _button(self, name: str) -> Button:
        button = Button(name, parent=self._offered)
        button.setAccessibleName(f"From the list: {name}")
        button.clicked.connect(partial(self._on_taken, name))
        self._offered.add(button)
        return button

    @override
    def set_value(self, text: str) -> None:
        super().set_value(text)
        self._fit()

    def _on_taken(self, name: str) -> None:
        self.set_value(name)
        self.show_problem("")
        self._tell_edited()
        self.editor.setFocus()

    def _on_name_edited(self, _value: object) -> None:
        self._fit()

    def _fit(self) -> None:
        typed = self.value().strip().casefold()
        holding = [button for button in self.buttons if typed in button.text().casefold()]
        for button in self.buttons:
            is_taken = button.text().casefold() == typed
            button.setVisible(button in holding[:MOST_OFFERED] and not is_taken)
        self._offered.setVisible(any(not button.isHidden() for button in self.buttons))
