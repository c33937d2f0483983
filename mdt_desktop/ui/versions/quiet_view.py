"""The quiet list, of what stands in two versions and can wait: its columns and how it is read."""

from typing import Final

from mdt_desktop.qt.table_model import Column
from mdt_desktop.ui.frame.folding import Fold
from mdt_desktop.ui.pairs import Listed
from mdt_desktop.ui.versions.quiet import ABOUT, NONE, TITLE, QuietRow, quiet_rows

_COLUMNS: Final = (
    Column[QuietRow]("Two versions of", lambda row: row.what),
    Column[QuietRow]("Resident", lambda row: row.whose),
    Column[QuietRow]("Home", lambda row: row.home),
    Column[QuietRow]("Since", lambda row: row.since),
    Column[QuietRow](
        "Whose, where and since when",
        lambda row: "\n".join(part for part in (row.whose, row.home, row.since) if part),
    ),
)
_FOLD: Final = Fold(
    unfolded=(1, 2, 3), folded=(4,), one_line=(3,), em=90, shares={0: 3, 1: 4, 2: 2, 4: 4}
)
QUIET: Final = Listed[QuietRow](
    title=TITLE,
    about=ABOUT,
    none=NONE,
    columns=_COLUMNS,
    fold=_FOLD,
    key=lambda row: row.key,
    read=quiet_rows,
)
