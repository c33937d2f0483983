"""Buttons: one green primary deed a screen, secondary ones, a red warning, and links."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from mdt_desktop.qt.icons import icon

_LOOK_CHANGES: Final = (
    QEvent.Type.StyleChange,
    QEvent.Type.PaletteChange,
    QEvent.Type.EnabledChange,
)


class Kind(Enum):
    """How a button looks; the value is the style sheet's word."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    WARNING = "warning"
    LINK = "link"
    PLAIN = "plain"
    SEGMENT = "segment"
    CELL = "cell"


class Button(QPushButton):
    """A button with its word, its kind and, if wanted, a drawing before the word."""

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.SECONDARY,
        *,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setProperty("kind", kind.value)
        self.setText(text)
        self.setAutoDefault(False)
        self._tint()

    def _tint(self) -> None:
        if not self._icon_name:
            return
        self.ensurePolished()
        size = max(16, round(self.fontMetrics().height() * 1.1))
        colour = self.palette().buttonText().color().name()
        self.setIconSize(QSize(size, size))
        self.setIcon(icon(self._icon_name, colour, size))

    @override
    def setText(self, text: str) -> None:
        super().setText(text.replace("&", "&&"))  # a word is never a mnemonic by accident

    @override
    def text(self) -> str:
        return super().text().replace("&&", "&")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_enter and is_plain and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOK_CHANGES and hasattr(self, "_icon_name"):
            self._tint()
