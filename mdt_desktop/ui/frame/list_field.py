"""A field for choosing one of many: typing letters goes to it, as in any list."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from mdt_desktop.qt.fields import Choice, Field


class _StillBox(QComboBox):
    """Rolling the wheel over it scrolls the page and never changes what is chosen."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ListField(Field):
    """One of many; `value()` is its key, empty while none is chosen."""

    def __init__(self, label: str, parent: QWidget | None = None, *, hint: str = "") -> None:
        super().__init__(label, hint=hint, parent=parent)
        self._choices: tuple[Choice, ...] = ()
        self.editor = _StillBox(self)
        self.editor.activated.connect(self._on_activated)
        self._place(self.editor)

    def set_choices(self, choices: tuple[Choice, ...]) -> None:
        """Offers these; the only one there is stands chosen."""
        chosen = self.value()
        self._choices = choices
        self.editor.clear()
        self.editor.addItems([choice.words for choice in choices])
        keys = [choice.key for choice in choices]
        self.editor.setCurrentIndex(keys.index(chosen) if chosen in keys else -1)
        if len(choices) == 1:
            self.editor.setCurrentIndex(0)

    @override
    def value(self) -> str:
        place = self.editor.currentIndex()
        return self._choices[place].key if place >= 0 else ""

    def set_value(self, key: str) -> None:
        """Shows the choice of this key without telling anyone; one that is not offered shows none."""
        keys = [choice.key for choice in self._choices]
        self.editor.setCurrentIndex(keys.index(key) if key in keys else -1)

    def clear(self) -> None:
        """Chooses none, unless there is only one."""
        self.editor.setCurrentIndex(0 if len(self._choices) == 1 else -1)

    def _on_activated(self, _place: int) -> None:
        self._tell_edited()
