"""The banner that says whose page this is, and the striped band of practice data.

The layout follows the NHS Common User Interface guidance «Patient Banner» (2009): family name in
capitals, given name, title; Born, Gender and NHS No. as labels without colons. Names wrap and are
never cut. The texts come in ready to be read; nothing is decided here.
"""

import re
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.layouts import FlowRow, column, hidden_height
from mdt_desktop.qt.style import restyle
from mdt_desktop.qt.words import OneLine, Tag, Words

_STRIPE_PX: Final = 8
_LEAST_CONTENT_PX: Final = 360
_SHOW_ALL: Final = "Show all"
_SHOW_LESS: Final = "Show less"
_MEASURED_AT: Final = (QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.LayoutRequest)


@dataclass(frozen=True)
class IdentityText:
    """What the banner shows, each text as it is to be read; an empty text takes no room."""

    family: str
    given_title: str
    born: str
    gender: str
    nhs_number: str
    allergy_state: str
    allergy_words: str = ""
    allergy_tone: str = "amber"
    preferred: str = ""
    place_line: str = ""
    deceased: bool = False
    died: str = ""
    marks: tuple[str, ...] = ()

    def spoken(self) -> str:
        """The whole banner as one sentence for a screen reader."""
        facts = (
            f"{self.family}, {self.given_title}",
            f"Died {self.died}" if self.deceased else "",
            f"Born {self.born}",
            f"Gender {self.gender}",
            f"NHS number {self.nhs_number}",
            f"{self.allergy_state} {self.allergy_words}".strip(),
            self.preferred,
            self.place_line,
            *self.marks,
        )
        return ". ".join(fact for fact in facts if fact)


class Fact(QWidget):
    """A label in grey and what it labels in bold, as «Born 03-Feb-1938 (88 y)»."""

    def __init__(self, caption: str, figure: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(OneLine(caption, self, words="caption"))
        row.addWidget(OneLine(figure, self, words="figure"))


class IdentityBanner(QFrame):
    """Who this is; stays at the top of every page that writes about one person.

    Where it would leave the page less than 360 px, it shrinks to names, Born, Gender, NHS No.,
    allergies, alarming marks and the short crisis line, with a button that shows the rest.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        box = column(self, margin=8, gap=4)
        self._rows = (FlowRow(self), FlowRow(self))
        self._crisis = QFrame(self)
        self._crisis.setProperty("role", "crisis")
        self._crisis_words = Words(parent=self._crisis)
        column(self._crisis, margin=6).addWidget(self._crisis_words)
        for part in (*self._rows, self._crisis):
            box.addWidget(part)
        self._crisis.hide()
        self._crisis_lines = ("", "")
        self._who: IdentityText | None = None
        self._lines: list[QWidget] = []
        # Low until there is a page to measure: a window that has grown does not shrink again.
        self._is_low, self._wants_all, self._is_fitting = True, False, False
        self._add_more(self._rows[0], had_focus=False)
        self._full_height = 0
        self._measured: tuple[object, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The words of the names on show, in small letters."""
        who = self._who
        shown = (who.family, who.given_title, who.preferred) if who else ()
        return frozenset(re.findall(r"[^\W\d_]+", " ".join(shown).casefold()))

    def show_identity(self, who: IdentityText) -> None:
        """Shows another person; everything of the one before is gone."""
        first, second = self._rows
        had_focus = self.more.hasFocus()
        for row in self._rows:
            row.clear()
        self._wants_all = self._wants_all and who == self._who
        self._who, self._measured = who, ()
        self.show_crisis_line("")
        for part in _first_line(who, first):
            first.add(part)
            part.show()  # measured at once, before Qt shows it of its own accord
        self._add_more(first, had_focus=had_focus)
        self._lines = _lines(who, second)
        for part in (*self._lines, *(Tag(mark, "amber", second) for mark in who.marks)):
            second.add(part)
            part.show()
        self.setProperty("deceased", "true" if who.deceased else "false")
        self.setAccessibleName(who.spoken())
        restyle(self)
        self._show_low(is_low=self._is_low)

    def show_crisis_line(self, text: str, *, short: str = "") -> None:
        """Shows the line that never scrolls away, or its short form in a low window."""
        self._crisis_lines = (text, short or text)
        self._measured = ()
        self._show_crisis()

    def words(self) -> list[QLabel]:
        """Every label on show, in the order they are read."""
        return [label for label in self.findChildren(QLabel) if label.isVisible()]

    # High and low

    def _add_more(self, first: FlowRow, *, had_focus: bool) -> None:
        self.more = Button(_SHOW_ALL, Kind.LINK, parent=first)
        self.more.setAccessibleDescription("Preferred name, place and as of when this is known")
        self.more.clicked.connect(self._on_more)
        self.more.hide()
        first.add(self.more)
        if had_focus:
            self.more.show()
            self.more.setFocus()

    def _on_more(self) -> None:
        self._wants_all = not self._wants_all
        self._fit()

    def _show_crisis(self) -> None:
        words = self._crisis_lines[self._is_low]
        self._crisis_words.setText(words)
        self._crisis.setVisible(bool(words))

    def _show_low(self, *, is_low: bool) -> None:
        who = self._who
        self._is_low = is_low
        for line in self._lines:
            line.setVisible(not is_low)
        has_lines = bool(self._lines) and not is_low
        self._rows[1].setVisible(has_lines or bool(who and who.marks))
        self._show_crisis()
        low = "true" if is_low else "false"
        if self.property("low") != low:
            self.setProperty("low", low)
            for label in self.findChildren(QLabel):
                restyle(label)
        for row in self._rows:
            row.updateGeometry()

    def _fit(self) -> None:
        """A page that is too low takes room from anything but the banner: no identifier is cut."""
        if self._is_fitting or not self.isVisible():
            return
        self._is_fitting = True
        self._choose_height()
        needed = self.heightForWidth(self.width())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)
        self._is_fitting = False

    def _choose_height(self) -> None:
        page = self.parentWidget()
        if page is None or self._who is None:
            return
        at = (self.width(), self.fontMetrics().height())
        if at != self._measured:
            self._measured = at
            self._show_low(is_low=False)
            self._full_height = self.heightForWidth(self.width())
        in_sight = page.height() - hidden_height(page)
        is_short_of_room = in_sight - self._full_height < _LEAST_CONTENT_PX
        self.more.setVisible(is_short_of_room)
        self.more.setText(_SHOW_LESS if self._wants_all else _SHOW_ALL)
        is_low = is_short_of_room and not self._wants_all
        if is_low != self._is_low:
            self._show_low(is_low=is_low)

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # Before it is shown its width is not yet the page's, and a window never shrinks again.
        if event.type() in _MEASURED_AT:
            page = self.parentWidget()
            if event.type() == QEvent.Type.Show and page is not None:
                page.installEventFilter(self)
            self._fit()
        return done

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._fit()
        return False


def _first_line(who: IdentityText, parent: QWidget) -> list[QWidget]:
    parts: list[QWidget] = [
        OneLine(f"{who.family.upper()},", parent, words="family"),
        OneLine(who.given_title, parent, words="given"),
    ]
    if who.deceased:
        parts.append(Tag("Deceased", "grey", parent))
        parts.append(Fact("Died", who.died, parent))
    parts += [
        Fact("Born", who.born, parent),
        Fact("Gender", who.gender, parent),
        Fact("NHS No.", who.nhs_number, parent),
        Tag(who.allergy_state, who.allergy_tone, parent),
    ]
    if who.allergy_words:
        parts.append(OneLine(who.allergy_words, parent, words="figure"))
    return parts


def _lines(who: IdentityText, parent: QWidget) -> list[QWidget]:
    return [OneLine(text, parent) for text in (who.preferred, who.place_line) if text]


class PracticeBand(QFrame):
    """A striped band over the whole width with the words passed in."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "band")
        self.setAccessibleName(text)
        box = column(self, margin=4)
        words = QLabel(text, self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        box.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().windowText().color(), _STRIPE_PX))
        height = self.height()
        for left in range(-height, self.width() + height, _STRIPE_PX * 3):
            painter.drawLine(left, height + _STRIPE_PX, left + height, -_STRIPE_PX)
        painter.end()
