"""The two lists: homes, and residents who wait to be placed."""

from PySide6.QtCore import QObject

from mdt_desktop.qt.table import Column, TableModel
from mdt_desktop.ui.frame.folding import Fold
from mdt_desktop.ui.homes.presenter import HomeRow, WaitingRow

HOME_COLUMNS = (
    Column[HomeRow]("Home", lambda row: row.name_and_fresh),
    Column[HomeRow]("Type", lambda row: row.home_type),
    Column[HomeRow]("Neighbourhood", lambda row: row.neighbourhood),
    Column[HomeRow]("Status", lambda row: row.status),
    Column[HomeRow]("Residents", lambda row: str(row.residents), is_figure=True),
    Column[HomeRow]("In hospital", lambda row: str(row.in_hospital), is_figure=True),
    Column[HomeRow]("D2A", lambda row: str(row.d2a), is_figure=True),
    Column[HomeRow]("Round", lambda row: row.round_day),
    Column[HomeRow]("Last round", lambda row: row.last_round),
    Column[HomeRow](
        "Care home", lambda row: f"{row.name_and_fresh}\n{row.home_type}, {row.neighbourhood}"
    ),
    Column[HomeRow](
        "State",
        lambda row: (
            f"{row.status}\n{row.residents} residents, {row.in_hospital} in hospital,"
            f" {row.d2a} D2A\nRound {row.round_day}, last {row.last_round}"
        ),
    ),
)
HOME_FOLD = Fold(
    unfolded=tuple(range(9)),
    folded=(9, 10),
    one_line=(3, 4, 5, 6, 7, 8),
    em=110,
    shares={0: 1, 1: 0, 2: 0},
)
WAITING_COLUMNS = (
    Column[WaitingRow]("Name", lambda row: row.name),
    Column[WaitingRow]("Born", lambda row: row.born),
    Column[WaitingRow]("Gender", lambda row: row.gender),
    Column[WaitingRow]("NHS No.", lambda row: row.nhs_number),
)


class HomesModel(TableModel[HomeRow]):
    """The homes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HOME_COLUMNS, _home_key, parent)


class WaitingModel(TableModel[WaitingRow]):
    """Who waits to be placed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(WAITING_COLUMNS, _waiting_key, parent)


def _home_key(row: HomeRow) -> str:
    return row.home_id


def _waiting_key(row: WaitingRow) -> str:
    return row.resident_id
