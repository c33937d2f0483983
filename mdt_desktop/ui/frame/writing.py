"""Gives the long texts of every screen their quick texts and their spelling, for one signed-in person.

The quick texts are read again whenever one changes; the dictionary is loaded on the runner of long
work when somebody first writes. The words a person adds go into the encrypted store.
"""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mdt_core.actor import Actor
from mdt_core.quick_text import Snippet
from mdt_core.records.quick_texts import QuickText
from mdt_core.store.queries.quick_texts import known_blanks, offered, quick_texts
from mdt_core.store.store import Store
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.writing_aids import WritingAids
from mdt_desktop.session import Session
from mdt_desktop.spelling import Speller, load_speller
from mdt_desktop.ui.context import Context

_Read = tuple[tuple[Snippet, ...], frozenset[str]]


class Writing(QObject):
    """Keeps the `WritingAids` of a window up to date."""

    def __init__(self, session: Session, context: Context, around: QWidget) -> None:
        super().__init__(around)
        self._session, self._context = session, context
        self.aids = WritingAids(around)
        self.aids.spell_by(partial(_load, session), context.runners.long_work)
        self.aids.learnt.connect(self._on_learnt)
        context.bus.changed.connect(self._on_changed)

    def load(self) -> None:
        """Reads the quick texts."""
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(_read, context.store, context.actor),
                then=self._on_read,
                failed=self._on_failed,
                receiver=self,
            )

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(QuickText.kind):
            self.load()

    def _on_read(self, read: _Read) -> None:
        self.aids.set_quick_texts(*read)

    def _on_learnt(self, word: str) -> None:
        self._context.runners.deeds.run(
            partial(self._session.add_own_word, word),
            then=_nothing,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_failed(self, error: Exception) -> None:
        """Said where results are said; what is written is not concerned."""
        self._context.not_done(f"Quick text or a word of yours: {error}")


def _read(store: Store, actor: Actor) -> _Read:
    with store.reading() as connection:
        return offered(quick_texts(connection, actor)), known_blanks(connection, actor)


def _load(session: Session) -> Speller:
    return load_speller(session.own_words())


def _nothing(_given: object) -> None:
    """What is done once it is done."""
