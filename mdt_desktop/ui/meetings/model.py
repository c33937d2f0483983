"""The list of meetings."""

from PySide6.QtCore import QObject

from mdt_desktop.qt.table import Column, TableModel
from mdt_desktop.ui.frame.folding import Fold
from mdt_desktop.ui.meetings.presenter import MeetingRow

COLUMNS = (
    Column[MeetingRow]("When", lambda row: row.when),
    Column[MeetingRow]("Meeting", lambda row: row.what),
    Column[MeetingRow]("Homes", lambda row: row.homes),
    Column[MeetingRow]("Cases", lambda row: str(row.cases), is_figure=True),
    Column[MeetingRow]("State", lambda row: row.state),
    Column[MeetingRow]("When and what", lambda row: f"{row.when}\n{row.what}"),
    Column[MeetingRow](
        "Homes, cases and state",
        lambda row: f"{row.homes}\n{row.cases} on the agenda. {row.state}",
    ),
)
FOLD = Fold(
    unfolded=tuple(range(5)), folded=(5, 6), one_line=(0, 3), em=90, shares={1: 1, 2: 1, 4: 1}
)


class MeetingsModel(TableModel[MeetingRow]):
    """The meetings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


def _key(row: MeetingRow) -> str:
    return row.meeting
