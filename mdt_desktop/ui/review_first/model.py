"""The order of review as a list; each point stands in a line of its own."""

from PySide6.QtCore import QObject

from mdt_desktop.qt.table import Column, TableModel
from mdt_desktop.ui.frame.folding import Fold
from mdt_desktop.ui.review_first.presenter import OrderRow

COLUMNS = (
    Column[OrderRow]("Who", lambda row: row.who),
    Column[OrderRow]("Where", lambda row: row.where),
    Column[OrderRow]("Points", lambda row: str(row.total), is_figure=True),
    Column[OrderRow]("Each point: its day, and the record it is from", lambda row: row.why),
    Column[OrderRow]("Not recorded", lambda row: row.not_known or "–"),
    Column[OrderRow]("Where, and each point with its day and record", lambda row: row.in_one),
)
FOLD = Fold(
    unfolded=(1, 2, 3, 4), folded=(5,), one_line=(2,), em=90, shares={0: 4, 1: 2, 3: 5, 4: 2}
)


class OrderModel(TableModel[OrderRow]):
    """Who stands in the order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


def _key(row: OrderRow) -> str:
    return row.resident_id
