"""The left side of the paper screen: which document, who reads it, how it is set, and the deeds."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QSpinBox, QWidget

from mdt_core.documents.contents import PaperLook
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.cell_words import breakable, kept_with_numbers
from mdt_desktop.qt.fields import Choice, ChoiceField
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import Heading, OneLine, Quiet, Words
from mdt_desktop.ui.paper.presenter import AUDIENCE, NO_PRINTER
from mdt_desktop.ui.round.panes import Scrolling

_MOST_COPIES: Final = 20
_WIDTH_EM: Final = 34
_BESIDE_WORDS_EM: Final = 8
"""Margins, frame and scroll bar beside the words."""


class PaperOptions(QFrame):
    """Options and deeds; holds no document.

    Signals:
        look_changed: nothing; `look` gives another answer
        zoomed: 1 for larger, -1 for smaller
        stepped: 1 for the next home's paper, -1 for the one before
    """

    look_changed = Signal()
    zoomed = Signal(object)
    stepped = Signal(object)

    def __init__(
        self,
        printers: tuple[str, ...],
        parent: QWidget | None = None,
        *,
        title: str = "Round sheet",
        audience: str = AUDIENCE,
        of: str = "home",
        back: str = "Back to the round",
    ) -> None:
        super().__init__(parent)
        self._title, self._audience, self._of = title, audience, of
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._printers = printers
        content = QWidget()
        self._box = column(content, margin=4, gap=8)
        outer = column(self, margin=12)
        outer.addWidget(Scrolling(content, "Options", self), 1)
        self._add_words(content)
        self._add_look(content)
        self._add_printer(content)
        self._box.addStretch(1)
        self.print_button = Button("Print", Kind.PRIMARY, parent=self)
        self.save_button = Button("Save PDF…", parent=self)
        self.back_button = Button("Back", parent=self)
        self.back_button.setAccessibleName(back)
        self.print_all = Button("", parent=self)
        self.save_all = Button("", parent=self)
        others = FlowRow(self)
        others.add(self.save_button)
        for button in (self.print_all, self.save_all):
            others.add(button)
            button.hide()
        others.add(self.back_button)
        outer.addWidget(self.print_button)
        outer.addWidget(others)
        self.setFixedWidth(_WIDTH_EM * self.fontMetrics().horizontalAdvance("n"))

    def ask_first(self, field: QWidget) -> None:
        """Puts a question of the page's own above all others, below the title."""
        self._box.insertWidget(1, field)

    def ask_last(self, field: QWidget) -> None:
        """Puts a question of the page's own below the printer and the copies."""
        self._box.insertWidget(self._box.count() - 1, field)

    def show_copies(self, number: int) -> None:
        """Asks for so many copies."""
        self._copies.setValue(number)

    def show_audience(self, words: str) -> None:
        """Says who reads the paper."""
        self._readers.setText(words)

    def look(self) -> PaperLook:
        """How the document is to be set."""
        is_small = self._page.value() == "A5"
        return PaperLook(
            large_print=self._print_size.value() == "large", page="A5" if is_small else "A4"
        )

    def printer(self) -> str:
        """The chosen printer's name; empty where there is none."""
        return self._printer.currentText() if self._printers else ""

    def copies(self) -> int:
        """How many copies."""
        return self._copies.value()

    def show_document(self, heading: str, about: str, unsigned: str) -> None:
        """Says which document is on show and who is not on it."""
        self._heading.setText(self._breakable(heading, self._heading))
        self._heading.setAccessibleName(heading)
        self._about.setText(kept_with_numbers(about))
        self._about.setAccessibleName(about)
        self._unsigned.setText(f"▲ {unsigned}")
        self._unsigned.setVisible(bool(unsigned))

    def show_home(self, name: str, place: int, number: int) -> None:
        """Says whose paper is on show; with one home alone there is nothing to step through."""
        self._steps.setVisible(number > 1)
        self._which.setVisible(number > 1)
        which = f"{self._of.capitalize()} {place + 1} of {number}: {name}"
        self._which.setText(self._breakable(which, self._which))
        self._which.setAccessibleName(which)
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place + 1 < number)
        self.print_all.setText(f"Print all {number}")
        self.save_all.setText(f"Save all {number}…")
        self.print_all.setVisible(number > 1 and bool(self._printers))
        self.save_all.setVisible(number > 1)

    def _breakable(self, text: str, label: Words) -> str:
        """The words with breaks where one alone would be wider than the panel."""
        label.ensurePolished()
        room = self.width() - _BESIDE_WORDS_EM * self.fontMetrics().horizontalAdvance("n")
        return breakable(kept_with_numbers(text), label.fontMetrics(), room)

    def show_zoom(self, percent: int) -> None:
        """Says how large the preview is."""
        self._zoom.setText(f"Zoom {percent} %")

    def set_ready(self, *, is_ready: bool) -> None:
        """Opens or closes printing and saving."""
        self.print_button.setEnabled(is_ready and bool(self._printers))
        for button in (self.save_button, self.print_all, self.save_all):
            button.setEnabled(is_ready)

    def _add_words(self, content: QWidget) -> None:
        self._heading = Words(parent=content)
        self._heading.setProperty("level", "4")
        self._about = Quiet(parent=content)
        self._readers = Words(self._audience, content)
        self._unsigned = Words(parent=content, words="problem")
        self._unsigned.hide()
        self._which = Words(parent=content)
        self._steps = FlowRow(content)
        self.before, self.after = (
            Button(f"Previous {self._of}", parent=self),
            Button(f"Next {self._of}", parent=self),
        )
        for button, told in ((self.before, self._on_before), (self.after, self._on_after)):
            button.clicked.connect(told)
            self._steps.add(button)
        self._which.hide()
        self._steps.hide()
        for part in (
            Heading(self._title, 2, content),
            self._which,
            self._steps,
            self._heading,
            self._about,
            self._readers,
            self._unsigned,
        ):
            self._box.addWidget(part)

    def _add_look(self, content: QWidget) -> None:
        sizes = (Choice("usual", "Usual"), Choice("large", "Large print"))
        self._print_size = ChoiceField("Letters", sizes, parent=content)
        self._print_size.set_value("usual")
        pages = (Choice("A4", "A4"), Choice("A5", "A5"))
        self._page = ChoiceField("Page", pages, parent=content)
        self._page.set_value("A4")
        zoom = FlowRow(content)
        self.smaller, self.larger = Button("−", parent=zoom), Button("+", parent=zoom)
        for button, name, told in (
            (self.smaller, "Smaller preview", self._on_smaller),
            (self.larger, "Larger preview", self._on_larger),
        ):
            button.setAccessibleName(name)
            button.clicked.connect(told)
            zoom.add(button)
        self._zoom = OneLine("Zoom 100 %", zoom)
        zoom.add(self._zoom)
        for part in (self._print_size, self._page, zoom):
            self._box.addWidget(part)
        for field, usual in ((self._print_size, "usual"), (self._page, "A4")):
            field.edited.connect(partial(self._on_look, field, usual))

    def _add_printer(self, content: QWidget) -> None:
        self._printer = QComboBox(content)
        self._printer.setAccessibleName("Printer")
        self._printer.addItems(self._printers)
        self._copies = QSpinBox(content)
        self._copies.setAccessibleName("Copies")
        self._copies.setRange(1, _MOST_COPIES)
        if not self._printers:
            self._box.addWidget(Words(NO_PRINTER, content))
            self._printer.hide()
            self._copies.hide()
            return
        for label, part in (("Printer", self._printer), ("Copies", self._copies)):
            words = Words(label, content, words="label")
            words.setBuddy(part)
            self._box.addWidget(words)
            self._box.addWidget(part)

    def _on_look(self, field: ChoiceField, or_else: str, key: str) -> None:
        """One of them always holds: taking a choice back means the usual one."""
        if not key:
            field.set_value(or_else)
        self.look_changed.emit()

    def _on_before(self) -> None:
        self.stepped.emit(-1)

    def _on_after(self) -> None:
        self.stepped.emit(1)

    def _on_smaller(self) -> None:
        self.zoomed.emit(-1)

    def _on_larger(self) -> None:
        self.zoomed.emit(1)
