"""Possible duplicates: the list; two records side by side; or what was joined to one resident."""

from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context, Destination, ToDuplicates, ToResident
from mdt_desktop.ui.duplicates.compare_view import CompareView
from mdt_desktop.ui.duplicates.joined_view import JoinedView
from mdt_desktop.ui.duplicates.list_view import ListView
from mdt_desktop.ui.duplicates.presenter import PairRow


class DuplicatesPage(QWidget):
    """Without anybody the list; of one what was joined to the record; of two both side by side."""

    def __init__(
        self,
        context: Context,
        resident_id: str = "",
        other_id: str = "",
        back: Destination | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Possible duplicates")
        self._context = context
        joined_back = ToResident(resident_id) if resident_id and not other_id else ToDuplicates()
        self._back = back or joined_back
        self.part = self._part(resident_id, other_id)
        column(self).addWidget(self.part, 1)

    def load(self) -> None:
        """Reads what is to be shown."""
        self.part.load()

    def refresh(self, changes: Changes) -> None:
        """Reads again where the changes concern it."""
        self.part.refresh(changes)

    def leave(self) -> None:
        """Keeps what was typed, where there is any to keep."""
        self.part.leave()

    def _part(self, resident_id: str, other_id: str) -> ListView | CompareView | JoinedView:
        if not resident_id:
            pairs = ListView(self._context, self)
            pairs.chosen.connect(self._on_chosen)
            return pairs
        one = (
            CompareView(self._context, resident_id, other_id, self)
            if other_id
            else JoinedView(self._context, resident_id, self)
        )
        one.left.connect(self._on_left)
        one.decided.connect(self._on_decided)
        return one

    def _on_chosen(self, row: PairRow) -> None:
        self._context.go(ToDuplicates(row.one_id, row.other_id, ToDuplicates()))

    def _on_left(self) -> None:
        self._context.go(self._back)

    def _on_decided(self, words: str) -> None:
        self._context.told(words)
        self._context.go(self._back)
