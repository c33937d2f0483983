"""The rail at the left: the screens there are, each as a drawing with its word, and `More`."""

from typing import Final, cast

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.icons import icon
from mdt_desktop.qt.layouts import column

WAYS: Final = {
    "Today": "calendar-check",
    "Homes": "building-2",
    "Residents": "users",
    "Meetings": "presentation",
    "D2A": "bed-single",
    "Actions": "clipboard-list",
}
_WIDTH_PX = 64
_ICON_PX = 24
_LOOKS = (QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange)


class RailButton(QToolButton):
    """A drawing above its word, tinted with the colour of its text."""

    def __init__(self, word: str, icon_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setText(word)
        self.setAccessibleName(word)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._on_toggled)
        self._tint()

    def _on_toggled(self, _is_on: bool) -> None:  # noqa: FBT001 - as the signal gives it
        self._tint()

    def _tint(self) -> None:
        self.ensurePolished()
        own = QApplication.palette() if self.isChecked() else self.palette()
        role = QPalette.ColorRole.WindowText if self.isChecked() else QPalette.ColorRole.ButtonText
        colour = own.color(role).name()
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setIcon(icon(self._icon_name, colour, _ICON_PX))

    @override
    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setBold(True)  # the word of the screen on show is bold
        metrics = QFontMetrics(bold)
        width = metrics.horizontalAdvance(self.text()) + 20
        height = metrics.height() + _ICON_PX + 20
        return QSize(max(_WIDTH_PX - 4, width), max(_WIDTH_PX - 4, height))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOKS and hasattr(self, "_icon_name"):
            self._tint()


class SideRail(QFrame):
    """The ways that are always there.

    Signals:
        pressed: the word of the way
        more_pressed: nothing
    """

    pressed = Signal(object)
    more_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAccessibleName("Ways")
        speak_as(self, Spoken.TABS)
        self._ways = {word: RailButton(word, icon_name, self) for word, icon_name in WAYS.items()}
        self._more = RailButton("More", "ellipsis", self)
        box = column(self, margin=2)
        box.setContentsMargins(2, 8, 2, 8)
        for button in self._ways.values():
            # As tabs they are read «Today, page tab, selected»: which one is on show, and no state
            # for the others. A check box or toggle would promise that a second press takes the
            # screen away, a radio button that a form asks for an answer.
            speak_as(button, Spoken.TAB)
            button.clicked.connect(self._on_clicked)
            box.addWidget(button)
        box.addStretch(1)
        box.addWidget(self._more)
        self._fit()
        self._more.clicked.connect(self.more_pressed)

    def way(self, word: str) -> RailButton:
        """The button of a way; raises KeyError where there is none."""
        return self._ways[word]

    def offer(self, word: str, *, is_offered: bool) -> None:
        """Shows a way or takes it out; raises KeyError where there is none."""
        self._ways[word].setVisible(is_offered)

    def commands(self) -> tuple[tuple[str, QToolButton], ...]:
        """Each command that has its button here."""
        ways = tuple((f"go.{word.lower()}", button) for word, button in self._ways.items())
        return (*ways, ("more", self._more))

    @property
    def more(self) -> RailButton:
        """The button of `More`."""
        return self._more

    def mark(self, word: str) -> None:
        """Marks the way whose screen is on show; no way for any other word."""
        for name, button in self._ways.items():
            button.setChecked(name == word)

    def _on_clicked(self) -> None:
        self.pressed.emit(cast("RailButton", self.sender()).text())

    def _fit(self) -> None:
        """As wide as its widest word, whose size the style sheet would let shrink."""
        widest = max(button.sizeHint().width() for button in (*self._ways.values(), self._more))
        self.setFixedWidth(max(_WIDTH_PX, widest + 4))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOKS and hasattr(self, "_more"):
            self._fit()
