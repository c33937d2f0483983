"""Possible duplicates: the list; two records side by side; or what was joined to one resident."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.ui.context import Context, Destination, ToDuplicates, ToResident
from mdt_desktop.ui.duplicates.compare_view import CompareView
from mdt_desktop.ui.duplicates.joined_view import JoinedView
from mdt_desktop.ui.duplicates.list_view import DUPLICATES
from mdt_desktop.ui.duplicates.presenter import PairRow
from mdt_desktop.ui.pairs import PairsList, PairsPage, PairView


class DuplicatesPage(PairsPage[PairRow]):
    """Without anybody the list; of one what was joined to the record; of two both side by side."""

    def __init__(
        self,
        context: Context,
        resident_id: str = "",
        other_id: str = "",
        back: Destination | None = None,
        parent: QWidget | None = None,
    ) -> None:
        joined_back = ToResident(resident_id) if resident_id and not other_id else ToDuplicates()
        super().__init__(context, "Possible duplicates", back or joined_back, parent)
        self.show_part(self._part(resident_id, other_id))

    def _part(self, resident_id: str, other_id: str) -> PairsList[PairRow] | PairView:
        if not resident_id:
            return PairsList(self._context, DUPLICATES, self)
        if other_id:
            return CompareView(self._context, resident_id, other_id, self)
        return JoinedView(self._context, resident_id, self)

    @override
    def to_pair(self, row: PairRow) -> Destination:
        return ToDuplicates(row.one_id, row.other_id, ToDuplicates())
