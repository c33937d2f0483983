"""The columns of the list of quick texts, each fact in its own or, where room is short, together."""

from PySide6.QtCore import QObject

from mdt_desktop.qt.table_model import Column, TableModel
from mdt_desktop.ui.frame.folding import Fold
from mdt_desktop.ui.quick_texts.presenter import QuickTextRow

COLUMNS = (
    Column[QuickTextRow]("Name", lambda row: f";{row.name}"),
    Column[QuickTextRow]("Text", lambda row: row.text),
    Column[QuickTextRow]("Whose", lambda row: row.whose),
    Column[QuickTextRow]("Approved by", lambda row: row.approved),
    Column[QuickTextRow]("Review", lambda row: row.review),
    Column[QuickTextRow](
        "Whose and until when",
        lambda row: "\n".join(part for part in (row.whose, row.approved, row.review) if part),
    ),
)
FOLD = Fold(unfolded=(2, 3, 4), folded=(5,), one_line=(0,), em=90, shares={1: 4, 3: 2, 5: 2})


class QuickTextsModel(TableModel[QuickTextRow]):
    """Every quick text that the person sees."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)


def _key(row: QuickTextRow) -> str:
    return row.key
