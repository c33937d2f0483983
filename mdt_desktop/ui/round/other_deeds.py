"""The deeds of the round beside signing: copying what is signed."""

from datetime import date

from PySide6.QtCore import QObject, Signal

from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.copying import Copying
from mdt_desktop.ui.round.signing import plain_words


class OtherDeeds(QObject):
    """What can be done at one resident of a round without writing an entry.

    Signals:
        told: what was done, in words
        refused: why it was not, in words
    """

    told = Signal(object)
    refused = Signal(object)

    def __init__(
        self, context: Context, home_id: str, day: date, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._copying = Copying(context, home_id, day, self)
        self._copying.copied.connect(self._on_copied)
        self._copying.failed.connect(self._on_failed)

    def copy(self, resident_id: str) -> None:
        """Copies the signed entries of one resident for the GP record."""
        if resident_id:
            self._copying.copy(resident_id)

    def copy_all(self) -> None:
        """Copies every entry that was signed in the round."""
        self._copying.copy()

    def _on_copied(self, words: str) -> None:
        self.told.emit(words)

    def _on_failed(self, error: Exception) -> None:
        self.refused.emit(plain_words(error))
