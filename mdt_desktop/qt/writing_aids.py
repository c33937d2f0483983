"""What helps in every long text of a window: quick texts, their blanks, and who spells.

One is made as a child of the frame of the signed-in person; a text finds it by walking up from
itself (`aids_of`), so no field has to be told. Without one a text is plain. The dictionary is
loaded on a runner when somebody first writes; nothing here reads a file on the GUI thread.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from mdt_core.quick_text import Snippet, shipped_blanks
from mdt_desktop.qt.runner import BackgroundRunner


class Spelling(Protocol):
    """Who knows how words are spelt."""

    def is_right(self, word: str) -> bool:
        """Whether the word is known."""

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant, the likeliest first."""

    def learn(self, word: str) -> None:
        """Knows a word from now on."""


class WritingAids(QObject):
    """Quick texts and spelling for one signed-in person.

    Signals:
        changed: nothing; what is offered or marked may be different now
        learnt: the word that the person added to their own
    """

    changed = Signal()
    learnt = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.snippets: tuple[Snippet, ...] = ()
        self.known_blanks: frozenset[str] = shipped_blanks()
        self._spelling: Spelling | None = None
        self._ignored: set[str] = set()
        self._load: Callable[[], Spelling | None] | None = None
        self._runner: BackgroundRunner | None = None

    def set_quick_texts(self, snippets: Iterable[Snippet], known_blanks: frozenset[str]) -> None:
        """Takes up what is offered from now on, and what counts as a blank."""
        self.snippets, self.known_blanks = tuple(snippets), known_blanks
        self.changed.emit()

    def spell_by(self, load: Callable[[], Spelling | None], runner: BackgroundRunner) -> None:
        """Says how the dictionary is loaded, on the runner, once somebody writes."""
        self._load, self._runner = load, runner

    def want_spelling(self) -> None:
        """Begins to load the dictionary; does nothing the second time."""
        load, self._load = self._load, None
        if load is None or self._runner is None or not self._runner.takes_work:
            return
        self._runner.run(load, then=self._on_loaded, failed=self._on_not_loaded, receiver=self)

    @property
    def can_spell(self) -> bool:
        """Whether the dictionary is there."""
        return self._spelling is not None

    def is_right(self, word: str) -> bool:
        """Whether a word is to be left unmarked; every word is while there is no dictionary."""
        spelling = self._spelling
        return spelling is None or word.casefold() in self._ignored or spelling.is_right(word)

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant."""
        return self._spelling.suggestions(word) if self._spelling else ()

    def ignore(self, word: str) -> None:
        """Leaves a word unmarked until this computer is locked."""
        self._ignored.add(word.casefold())
        self.changed.emit()

    def learn(self, word: str) -> None:
        """Takes a word into the person's own; `learnt` tells whoever keeps them."""
        if self._spelling is not None:
            self._spelling.learn(word)
        self.learnt.emit(word)
        self.changed.emit()

    def _on_loaded(self, spelling: Spelling | None) -> None:
        self._spelling = spelling
        self.changed.emit()

    def _on_not_loaded(self, error: Exception) -> None:
        """Writing goes on without marks; `mdt doctor` says why."""
        if not isinstance(error, OSError):
            raise error


def aids_of(part: QWidget) -> WritingAids | None:
    """The aids of the nearest part around that has some."""
    at: QWidget | None = part
    while at is not None:
        found = at.findChild(WritingAids, "", Qt.FindChildOption.FindDirectChildrenOnly)
        if found is not None:
            return found
        at = at.parentWidget()
    return None
