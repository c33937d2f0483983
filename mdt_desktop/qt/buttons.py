"""Buttons: one green primary deed a screen, secondary ones, a red warning, and links.

The words of a button wrap where it is narrower than they are: a deed that names a person is never cut.
"""

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import without_shapes
from mdt_desktop.qt.cell_words import lines_within
from mdt_desktop.qt.icons import icon
from mdt_desktop.qt.unbroken import unbroken

_BLANK: Final = "\u00a0"
_ROUNDED_PX: Final = 1
"""By so much the style's own sum differs between words in one line and in several."""
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
    """A button with its word, its kind and, if wanted, a drawing before the word.

    `text()` is the words as they were given, however they are broken into lines on the screen. With
    `set_in_after` every line but the first begins where the words after that sign do, as in a list.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.SECONDARY,
        *,
        icon_name: str = "",
        set_in_after: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._set_in_after = icon_name, set_in_after
        self._said, self._has_width = "", False
        self._measured: tuple[str, QSize, QSize] | None = None
        self._beside: int | None = None
        self._named = ""
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
        self._said = text
        self._wrap()

    @override
    def text(self) -> str:
        return self._said

    def _wrap(self) -> None:
        """Breaks the words where they are wider than the button, once it has its width."""
        shown = self._said
        if self._has_width and self.width() + _ROUNDED_PX < self.sizeHint().width():
            shown = self._in_lines(self.width() - self._around())
        shown = shown.replace("&", "&&")  # a word is never a mnemonic by accident
        if shown != super().text():
            super().setText(shown)
        self._name_whole(shown)

    def _in_lines(self, room: int) -> str:
        metrics, words = self.fontMetrics(), unbroken(self._said)
        sign, found, after = words.partition(self._set_in_after or "\n")
        if not self._set_in_after or not found:
            return "\n".join(lines_within(words, metrics, room))
        blank = metrics.horizontalAdvance(_BLANK)
        set_in = _BLANK * round(metrics.horizontalAdvance(sign + found) / blank)
        lines = lines_within(after, metrics, room - len(set_in) * blank)
        return sign + found + f"\n{set_in}".join(lines)

    def _name_whole(self, shown: str) -> None:
        """Has a reader say the words in one line; a name that somebody else gave is kept."""
        if self.accessibleName() == self._named:
            whole = without_shapes(self._said)
            self._named = whole if whole != shown else ""
            self.setAccessibleName(self._named)

    def _around(self) -> int:
        """Pixels beside the words: edge, padding and drawing; the style is asked while they are whole."""
        shown = super().text().replace("&&", "&")
        if self._beside is None or "\n" not in shown:
            self._beside = super().sizeHint().width() - self._widest(shown)
        return self._beside

    def _widest(self, words: str) -> int:
        return max(map(self.fontMetrics().horizontalAdvance, words.split("\n")))

    @override
    def sizeHint(self) -> QSize:
        """As wide as its words unbroken, as high as they are now; layouts ask for it all the time."""
        plain, known = super().sizeHint(), self._measured
        if known is None or known[0] != self._said or known[1] != plain:
            wide = self._around() + self._widest(self._said)
            known = self._measured = (self._said, plain, QSize(wide, plain.height()))
        return QSize(known[2])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._has_width = True
        self._wrap()

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
        if not hasattr(self, "_said"):  # it is being made
            return
        self._measured = self._beside = None
        if event.type() in _LOOK_CHANGES:
            self._tint()
            self._wrap()
