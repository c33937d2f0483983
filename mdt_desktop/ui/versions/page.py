"""Two versions of one thing of a resident; or, without one, the quiet list of what can wait."""

from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context, Destination, ToResident, ToVersions
from mdt_desktop.ui.versions.quiet import QuietRow
from mdt_desktop.ui.versions.quiet_view import QuietView
from mdt_desktop.ui.versions.settling import SettlingView


class VersionsPage(QWidget):
    """What is to be settled of a resident or home, then back where it was asked for.

    `of` says of what; empty: the first of the resident.
    """

    def __init__(
        self,
        context: Context,
        resident_id: str = "",
        of: str = "",
        back: Destination | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Two versions")
        self._context, self._resident_id = context, resident_id
        self._back = back or (ToResident(resident_id) if resident_id else ToVersions())
        self.part = self._part(of)
        column(self).addWidget(self.part, 1)

    def load(self) -> None:
        """Reads what is to be shown."""
        self.part.load()

    def refresh(self, changes: Changes) -> None:
        """Reads again where the changes concern it."""
        self.part.refresh(changes)

    def leave(self) -> None:
        """Keeps what was typed."""
        self.part.leave()

    def _part(self, of: str) -> QuietView | SettlingView:
        if not (self._resident_id or of):
            quiet = QuietView(self._context, self)
            quiet.chosen.connect(self._on_chosen)
            return quiet
        one = SettlingView(self._context, self._resident_id, of, self)
        one.left.connect(self._on_left)
        one.settled.connect(self._on_settled)
        return one

    def _on_chosen(self, row: QuietRow) -> None:
        self._context.go(ToVersions(row.resident_id, row.key, ToVersions()))

    def _on_left(self) -> None:
        self._context.go(self._back)

    def _on_settled(self, words: str) -> None:
        self._context.told(words)
        self._context.go(self._back)
