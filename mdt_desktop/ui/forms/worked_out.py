"""What follows from the answers while a form is filled in: the total with every part, or what is missing.

Shown in the same words as it stands in the record afterwards; never typed, never kept with the draft.
"""

from typing import Any

from PySide6.QtWidgets import QWidget

from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.record_words import Fact
from mdt_core.scores.spoken import worked_out
from mdt_desktop.qt.fields import Card, Words
from mdt_desktop.qt.layouts import column


class WorkedOut(QWidget):
    """A card with what is worked out; hidden for a form of which nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card("Worked out from the answers", self)
        self._words = Words("", card)
        card.add(self._words)
        column(self).addWidget(card)
        self.hide()

    @property
    def words(self) -> str:
        """What is on show."""
        return self._words.text()

    def show_draft(self, draft: Draft[Any], along: tuple[Fact, ...] = ()) -> None:
        """Shows what follows from the answers, and `along`; of answers that cannot be read nothing."""
        said = "\n".join(f"{fact.label}: {fact.words}" for fact in (*_facts(draft), *along))
        self._words.setText(said)
        self.setVisible(bool(said))


def _facts(draft: Draft[Any]) -> tuple[Fact, ...]:
    try:
        return worked_out(draft.record())
    except InvalidInput:
        return ()
