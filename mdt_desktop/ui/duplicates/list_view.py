"""The list of pairs that may be one person twice: its columns and how it is read."""

from typing import Final

from mdt_desktop.qt.table_model import Column
from mdt_desktop.ui.duplicates.presenter import ABOUT, NONE, TITLE, PairRow, pair_rows
from mdt_desktop.ui.frame.folding import Fold
from mdt_desktop.ui.pairs import Listed

_COLUMNS: Final = (
    Column[PairRow]("Why", lambda row: f"{'▲ ' if row.is_urgent else ''}{row.why}"),
    Column[PairRow]("One record", lambda row: row.one),
    Column[PairRow]("Other record", lambda row: row.other),
    Column[PairRow]("Both records", lambda row: f"{row.one}\n\n{row.other}"),
)
_FOLD: Final = Fold(
    unfolded=(1, 2), folded=(3,), one_line=(), em=90, shares={0: 2, 1: 3, 2: 3, 3: 4}
)
DUPLICATES: Final = Listed[PairRow](
    title=TITLE,
    about=ABOUT,
    none=NONE,
    columns=_COLUMNS,
    fold=_FOLD,
    key=lambda row: row.key,
    read=pair_rows,
)
