"""The sheet of keys over the page: of one list, or all there are, and as text to be printed."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Heading, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.frame.panel import Panel
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.keys.sheet import LETTERS_OFF, Section, as_text, line_words, sheet

COPIED = "Copied. Paste it into any program that prints text"


class KeysPanel(Panel):
    """What the keys do; it binds none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Keys", parent)
        self._sections: tuple[Section, ...] = ()
        self._area = QScrollArea(self.sheet)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName("Keys")
        speak_as(self._area, Spoken.DOCUMENT)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = Words("", self.sheet)
        self.copy = Button("Copy as text", parent=self.sheet)
        self.copy.clicked.connect(self._on_copy)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.words)
        self.body.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_foot()

    @property
    def text(self) -> str:
        """What is on show, as text."""
        return as_text(self._sections)

    @override
    def first_field(self) -> QWidget:
        return self._area

    def open_for(self, places: Iterable[Where], *, has_letters: bool) -> None:
        """Shows the keys of these places."""
        self._sections = sheet(places, has_letters=has_letters)
        self.words.setText("" if has_letters else LETTERS_OFF)
        inside = QWidget()
        box = column(inside, margin=8, gap=16)
        for section in self._sections:
            box.addWidget(Heading(section.heading, 3, inside))
            box.addLayout(_grid(section, inside))
        box.addStretch(1)
        self._area.setWidget(inside)
        self._area.setAccessibleDescription(self.text)
        self.open()

    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.text)
        self.words.setText(COPIED)


def _grid(section: Section, parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    for row, line in enumerate(section.lines):
        grid.addWidget(Words(line.keys, parent, words="label"), row, 0)
        grid.addWidget(Words(line_words(line), parent), row, 1)
    return grid
