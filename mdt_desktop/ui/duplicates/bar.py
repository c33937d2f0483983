"""The lines on a resident's page that say who may be whom: a number in two records, a record joined."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from mdt_core.store.queries.duplicates import Standing
from mdt_core.store.queries.residents import ReadUnderAnother
from mdt_desktop.qt.style import restyle
from mdt_desktop.ui.duplicates.presenter import begun_words, joined_words
from mdt_desktop.ui.versions.bar import LOOK, VersionsBar

SAME_NUMBER: Final = "The same NHS number stands in another record. One may be read for the other"
DISPUTED: Final = "People decided differently on whether this and another record are one person's"
SHOW: Final = "Show"
OPEN_KEPT: Final = "Open the record kept"


class IdentityBar(VersionsBar):
    """Amber and striped where nobody may be read for another; plain where it is only told.

    Signals:
        pressed: nothing; the person wants to look
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept_id = ""
        self._is_amber = True

    def show_doubt(self, standing: Standing) -> None:
        """Says that another record has the number, or that people decided differently."""
        words = DISPUTED if standing.disputed_with else SAME_NUMBER if standing.same_number else ""
        self._tell(words, LOOK, is_amber=True)

    def show_joined(self, standing: Standing) -> None:
        """Says what was joined to this record; what stands in two versions is said by another line."""
        told = "; ".join(joined_words(each) for each in standing.joined)
        words = f"Joined to this record: {told}" if told else ""
        if standing.begun:
            words = f"{words}. {begun_words(standing.begun)}"
        self._tell(words, SHOW, is_amber=False)

    def show_where_it_went(self, went: ReadUnderAnother) -> None:
        """Says that this record is read under another one, and leads there."""
        self.kept_id = went.kept_id
        self._tell(f"{went.message}. {went.next_step}", OPEN_KEPT, is_amber=False)

    def _tell(self, words: str, deed: str, *, is_amber: bool) -> None:
        self._is_amber = is_amber
        self.setProperty("tone", "amber" if is_amber else "info")
        restyle(self)
        shape = "▲" if is_amber else "●"
        self._words.setText(f"{shape} {words}")
        self.look.setText(deed)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_amber:
            super().paintEvent(event)
        else:
            QFrame.paintEvent(self, event)
