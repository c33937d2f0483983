"""What stands of a series beside the form that replaces it, and how what is typed differs from it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import clinical_moment
from mdt_core.differences import differences
from mdt_core.record import Statement
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card, OneLine, Quiet, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.resident.words import author_words, facts_of
from mdt_desktop.ui.versions.outlined import OutlinedWords

_ONE = "Stands now. What you sign replaces it"
_SEVERAL = "These stand side by side. What you sign replaces them all"
_BEGUN_ON_ANOTHER = (
    "Your draft was begun before this was written. Signed now, the two stand side by side until"
    " somebody settles them"
)
_I_HAVE_READ_IT = "I have read it; mine replaces it"


class Said(QWidget):
    """One answer that stands; the words of it that a new answer leaves out stand in a frame."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._new = words, ""
        self._box = column(self)
        self._plain = Words(words, self)
        self._framed: OutlinedWords | None = None
        self._box.addWidget(self._plain)

    @property
    def framed(self) -> tuple[str, ...]:
        """The words in a frame."""
        return self._framed.framed if self._framed is not None else ()

    def show_beside(self, new: str) -> None:
        """Compares with a new answer; an empty one frames nothing."""
        if new == self._new:
            return
        self._new = new
        if self._framed is not None:
            self._framed.hide()
            self._framed.deleteLater()
            self._framed = None
        is_other = bool(new) and new != self._words
        self._plain.setVisible(not is_other)
        if is_other:
            self._framed = OutlinedWords(differences((self._words, new))[0], self)
            self._box.addWidget(self._framed)


class StandingCard(Card):
    """Every version that stands, field by field, with who signed it and when.

    Signals:
        taken_up: nothing; the person has read what came after the draft was begun
        wanted: nothing; the person starts from what may be carried over
        confirmed: nothing; the person wants to say that what stands is still right
    """

    taken_up = Signal()
    wanted = Signal()
    confirmed = Signal()

    def __init__(self, kind: type[Statement], read: QuickRead, parent: QWidget) -> None:
        super().__init__(kind.title, parent, tone="info")
        self.said: dict[str, list[Said]] = {}
        """What stands, by the label of its field; several where several versions stand."""
        self.add(Quiet(_ONE if len(read.standing) == 1 else _SEVERAL, self))
        for signed in read.standing:
            who = f"{clinical_moment(signed.occurred_at)}, {author_words(signed.author)}"
            self.add(Words(who, self, words="label"))
            for fact in facts_of(signed):
                self.add(OneLine(fact.label, self, words="label"))
                said = Said(fact.words, self)
                self.said.setdefault(fact.label, []).append(said)
                self.add(said)
        self.copy = Button("Start from this", parent=self)
        self.copy.clicked.connect(self.wanted)
        self.copy.hide()
        self.add(self.copy)
        self.still_right = Button("Still right…", parent=self)
        self.still_right.clicked.connect(self.confirmed)
        self.still_right.hide()
        self.add(self.still_right)
        self._note = Words(_BEGUN_ON_ANOTHER, self, words="reading")
        self.read_it = Button(_I_HAVE_READ_IT, parent=self)
        self.read_it.clicked.connect(self._on_read)
        self.add(self._note)
        self.add(self.read_it)
        self.show_base(is_seen=True)

    def show_answers(self, answers: Mapping[str, str]) -> None:
        """Frames the words that the new answers, by label, no longer hold; an empty one says nothing."""
        for label, places in self.said.items():
            for said in places:
                said.show_beside(answers.get(label, ""))

    def show_base(self, *, is_seen: bool) -> None:
        """Says where what stands came after the draft was begun."""
        self._note.setVisible(not is_seen)
        self.read_it.setVisible(not is_seen)

    def _on_read(self) -> None:
        self.show_base(is_seen=True)
        self.taken_up.emit()
