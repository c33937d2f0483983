"""The banner that says whose page this is, and the striped band of practice data.

The layout follows the NHS Common User Interface guidance «Patient Banner» (2009): family name in
capitals, given name, title; Born, Gender and NHS No. as labels without colons. Names wrap and are
never cut. The texts come in ready to be read; nothing is decided here.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.style import restyle
from mdt_desktop.qt.words import OneLine, Tag, Words

_STRIPE_PX: Final = 8
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
    """Who this is; stays at the top of every page that writes about one person."""

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

    def show_identity(self, who: IdentityText) -> None:
        """Shows another person; everything of the one before is gone."""
        first, second = self._rows
        for row in self._rows:
            row.clear()
        self._crisis_words.clear()
        self._crisis.hide()
        for part in _first_line(who, first):
            first.add(part)
        for part in _second_line(who, second):
            second.add(part)
        second.setVisible(bool(who.preferred or who.place_line or who.marks))
        self.setProperty("deceased", "true" if who.deceased else "false")
        self.setAccessibleName(who.spoken())
        restyle(self)

    @override
    def event(self, event: QEvent) -> bool:
        """A page that is too low takes room from anything but the banner: no identifier is cut."""
        done = super().event(event)
        # Before it is shown its width is not yet the page's, and a window never shrinks again.
        if event.type() in _MEASURED_AT and self.isVisible():
            needed = self.heightForWidth(self.width())
            if needed != self.minimumHeight():
                self.setMinimumHeight(needed)
        return done

    def words(self) -> list[QLabel]:
        """Every label on show, in the order they are read."""
        return [label for label in self.findChildren(QLabel) if label.isVisible()]

    def show_crisis_line(self, text: str) -> None:
        """Shows the line that never scrolls away; an empty text takes it off."""
        self._crisis_words.setText(text)
        self._crisis.setVisible(bool(text))


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


def _second_line(who: IdentityText, parent: QWidget) -> list[QWidget]:
    lines: list[QWidget] = [
        OneLine(text, parent) for text in (who.preferred, who.place_line) if text
    ]
    return lines + [Tag(mark, "amber", parent) for mark in who.marks]


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
