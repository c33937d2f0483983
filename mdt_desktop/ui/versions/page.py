"""Two versions of one thing of a resident; or, without one, the quiet list of what can wait."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.ui.context import Context, Destination, ToResident, ToVersions
from mdt_desktop.ui.pairs import PairsList, PairsPage
from mdt_desktop.ui.versions.quiet import QuietRow
from mdt_desktop.ui.versions.quiet_view import QUIET
from mdt_desktop.ui.versions.settling import SettlingView


class VersionsPage(PairsPage[QuietRow]):
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
        where = ToResident(resident_id) if resident_id else ToVersions()
        super().__init__(context, "Two versions", back or where, parent)
        is_list = not (resident_id or of)
        self.show_part(
            PairsList(context, QUIET, self)
            if is_list
            else SettlingView(context, resident_id, of, self)
        )

    @override
    def to_pair(self, row: QuietRow) -> Destination:
        return ToVersions(row.resident_id, row.key, ToVersions())
