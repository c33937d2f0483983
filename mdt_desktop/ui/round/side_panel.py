"""A panel that opens over the Know pane with all of one block; Write never moves. Esc closes it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import clear, column, column_from_top
from mdt_desktop.qt.words import Heading, Quiet, Words
from mdt_desktop.ui.round.know import Block
from mdt_desktop.ui.round.panes import Scrolling


class SidePanel(QFrame):
    """Lies over another widget and is as large as it is.

    Signals:
        closed: nothing
    """

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setProperty("role", "card")
        self.setAutoFillBackground(True)
        box = column(self, margin=12)
        head = QHBoxLayout()
        self._heading = Heading("", 3, self)
        self._close = Button("Close", parent=self, icon_name="")
        self._close.setToolTip("Close (Esc)")
        head.addWidget(self._heading, 1)
        head.addWidget(self._close)
        box.addLayout(head)
        self._source = Quiet(parent=self)
        box.addWidget(self._source)
        self._content = QWidget()
        self._lines = column_from_top(self._content, gap=10)
        box.addWidget(Scrolling(self._content, "All of it", self), 1)
        self._close.clicked.connect(self.close_panel)
        over.installEventFilter(self)
        self.hide()

    def open_block(self, block: Block) -> None:
        """Shows all of a block and goes to it."""
        self._heading.setText(block.heading)
        self._source.setText(block.source)
        clear(self._lines)
        for line in block.whole or block.lines:
            self._lines.addWidget(Words(line, self._content))
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, " ".join((block.heading, *block.whole)))

    def close_panel(self) -> None:
        """Closes the panel."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False
