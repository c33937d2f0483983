"""The two lists of the sync screen: what was refused, and how fresh each home is."""

from PySide6.QtCore import QObject

from mdt_desktop.qt.table import Column, TableModel
from mdt_desktop.qt.words import TAG_SHAPES
from mdt_desktop.ui.sync.presenter import HomeLine, RefusedLine

REFUSED_COLUMNS = (
    Column[RefusedLine]("What", lambda row: f"{row.what}\n{row.written}"),
    Column[RefusedLine]("About", lambda row: row.about or "No resident"),
    Column[RefusedLine]("Why it was refused", lambda row: row.reason),
)
HOME_COLUMNS = (
    Column[HomeLine]("Home", lambda row: row.name),
    Column[HomeLine](
        "Got",
        lambda row: f"{TAG_SHAPES[row.fresh.tone]} {row.fresh.words}",
        lambda row: row.fresh.words,
    ),
    Column[HomeLine]("What this computer may read", lambda row: row.scopes or "Nothing yet"),
)


class RefusedModel(TableModel[RefusedLine]):
    """What the service did not take."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(REFUSED_COLUMNS, _mid, parent)


class HomesGotModel(TableModel[HomeLine]):
    """The homes, by name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HOME_COLUMNS, _home, parent)


def _mid(row: RefusedLine) -> str:
    return row.mid


def _home(row: HomeLine) -> str:
    return row.home_id
