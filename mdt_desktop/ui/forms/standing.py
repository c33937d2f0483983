"""What stands of a series beside the form that replaces it, and how what is typed differs from it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import clinical_moment
from mdt_core.record import Statement
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card, OneLine, Quiet, Words
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.resident.words import author_words, facts_of

_ONE = "Stands now. What you sign replaces it"
_SEVERAL = "These stand side by side. What you sign replaces them all"
_BEGUN_ON_ANOTHER = (
    "Your draft was begun before this was written. Signed now, the two stand side by side until"
    " somebody settles them"
)
_I_HAVE_READ_IT = "I have read it; mine replaces it"


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
        self.add(Quiet(_ONE if len(read.standing) == 1 else _SEVERAL, self))
        for signed in read.standing:
            who = f"{clinical_moment(signed.occurred_at)}, {author_words(signed.author)}"
            self.add(Words(who, self, words="label"))
            for fact in facts_of(signed):
                self.add(OneLine(fact.label, self, words="label"))
                self.add(Words(fact.words, self))
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

    def show_base(self, *, is_seen: bool) -> None:
        """Says where what stands came after the draft was begun."""
        self._note.setVisible(not is_seen)
        self.read_it.setVisible(not is_seen)

    def _on_read(self) -> None:
        self.show_base(is_seen=True)
        self.taken_up.emit()
