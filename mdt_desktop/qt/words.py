"""Words on a page: headings, grey lines, tags, cards and the one quiet message bar."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.style import restyle
from mdt_desktop.qt.unbroken import unbroken

TAG_SHAPES: Final = {"info": "●", "amber": "▲", "red": "◆", "green": "✓", "grey": "○"}
MESSAGE_WORDS: Final = {"info": "Note", "amber": "Look", "red": "Problem", "green": "Done"}


class Words(QLabel):
    """Plain text that wraps, but not within a date or a number; markup is shown as typed.

    `text()` is the words as they were given, however they are kept together on the screen; words that
    can be selected are drawn as they are, since that is what is copied.
    """

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, words: str = "text"
    ) -> None:
        super().__init__(parent)
        self._said = self._named = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("words", words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        self._said = text
        is_copied = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        shown = text if is_copied else unbroken(text)
        super().setText(shown)
        if self.accessibleName() == self._named:  # one that somebody else gave is kept
            self._named = text if text != shown else ""
            self.setAccessibleName(self._named)

    @override
    def text(self) -> str:
        return self._said

    @override
    def clear(self) -> None:
        self.setText("")

    @override
    def setTextInteractionFlags(self, flags: Qt.TextInteractionFlag) -> None:
        super().setTextInteractionFlags(flags)
        self.setText(self._said)


class OneLine(Words):
    """Words that would stand on one line and wrap only where the line is too short for them."""

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(QLabel.text(self)) + 4
        return QSize(width, super().heightForWidth(width))


class Quiet(Words):
    """A grey line: where something comes from, or that there is nothing."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent, words="quiet")


class Heading(Words):
    """A heading of level 1 (screen) to 4 (block)."""

    def __init__(self, text: str, level: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, words="heading")
        self.setProperty("level", str(level))


class Tag(QLabel):
    """One word of state with a shape and a colour: kind is info, amber, red, green or grey."""

    def __init__(self, text: str, kind: str = "grey", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_tag(text, kind)

    def set_tag(self, text: str, kind: str) -> None:
        """Shows another word and kind; raises KeyError for a kind that does not exist."""
        self.setText(f"{TAG_SHAPES[kind]} {text}")
        self.setAccessibleName(text)
        self.setProperty("tag", kind)
        restyle(self)


class Card(QFrame):
    """A white block on the page with an optional heading; `tone` marks its left edge."""

    def __init__(self, heading: str = "", parent: QWidget | None = None, *, tone: str = "") -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("tone", tone)
        self.body: QVBoxLayout = column(self, margin=16)
        if heading:
            self.setAccessibleName(heading)
            self.body.addWidget(Heading(heading, 3, self))

    def add(self, part: QWidget) -> None:
        """Puts a part at the foot of the card."""
        self.body.addWidget(part)


class MessageBar(QFrame):
    """The one quiet bar for results and problems; it stays until dismissed or replaced.

    Signals:
        acted: the words of the deed button that was pressed
    """

    acted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        self._words = Words(parent=self)
        self._deed = Button("", parent=self)
        self._close = Button("Dismiss", Kind.PLAIN, parent=self)
        row.addWidget(self._words, 1)
        row.addWidget(self._deed)
        row.addWidget(self._close)
        self._deed.clicked.connect(self._on_deed)
        self._close.clicked.connect(self.clear)
        self.clear()

    @property
    def text(self) -> str:
        """The message on show; empty while there is none."""
        return self._text

    def show_message(self, text: str, tone: str = "info", *, deed: str = "") -> None:
        """Shows and announces one message; tone is info, green, amber or red."""
        self._text = text
        self._words.setText(f"{TAG_SHAPES[tone]} {MESSAGE_WORDS[tone]}: {text}")
        self._deed.setText(deed)
        self._deed.setVisible(bool(deed))
        self.setProperty("tone", tone)
        for part in (self, self._words):
            restyle(part)
        self.setAccessibleName(text)
        self.show()
        announce(self, text)

    def clear(self) -> None:
        """Takes the message away."""
        self._text = ""
        self._words.clear()
        self.hide()

    def _on_deed(self) -> None:
        self.acted.emit(self._deed.text())
