"""The start screen as one list: headings that are passed over, and rows whose deed looks pressable."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget
from typing_extensions import override

from mdt_desktop.qt.table import RowDelegate
from mdt_desktop.qt.table_model import AnyIndex, Column, TableModel
from mdt_desktop.ui.frame.folding import Fold, FoldingTable
from mdt_desktop.ui.today.rows import TodayRow

WORDS, HOME, WHEN, FOLDED, DEED = range(5)
_SPANNED: Final = 5
_EDGE: Final = 2
_TALL: Final = 44


def _symbolled(row: TodayRow) -> str:
    words = row.words
    return f"{row.symbol}\u2002{words}" if row.symbol else words


def _folded(row: TodayRow) -> str:
    when = row.when.replace("\n", ", ")
    return "\n".join(part for part in (_symbolled(row), row.home, when) if part)


COLUMNS = (
    Column[TodayRow]("What", _symbolled, spoken=lambda row: row.words),
    Column[TodayRow]("Home", lambda row: row.home),
    Column[TodayRow]("When", lambda row: row.when),
    Column[TodayRow]("What, home, when", _folded),
    Column[TodayRow](
        "Deed",
        lambda row: row.deed.value,
        spoken=lambda row: f"{row.deed.value}, with Space" if row.deed else "",
    ),
)
FOLD = Fold(
    unfolded=(WORDS, HOME, WHEN),
    folded=(FOLDED,),
    one_line=(WHEN, DEED),
    em=95,
    shares={WORDS: 5, HOME: 1, FOLDED: 1},
)


class TodayModel(TableModel[TodayRow]):
    """The rows; headings and empty sections cannot be chosen, so that arrows pass over them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _key, parent)

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if index.isValid() and not self.row(index.row()).can_be_chosen:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


class TodayTable(FoldingTable):
    """The list; the owner is asked what a key does."""

    def __init__(self, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        super().__init__("Today", FOLD, parent)
        self._on_key = on_key
        self.setItemDelegate(TodayDelegate(self))

    def span_headings(self, rows: tuple[TodayRow, ...]) -> None:
        """Lets headings and empty sections take the whole width."""
        self.clearSpans()
        for place, row in enumerate(rows):
            if not row.can_be_chosen:
                self.setSpan(place, 0, 1, _SPANNED)
        self.fit_soon()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)


class TodayDelegate(RowDelegate):
    """Writes headings in bold, what is empty in the quiet colour, and the deed as a button."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        row = _row(index)
        if row is None or row.can_be_chosen:
            return
        option.state |= QStyle.StateFlag.State_Enabled
        option.font.setBold(row.is_heading)
        roles = QPalette.ColorRole
        colour = QApplication.palette().color(
            roles.WindowText if row.is_heading else roles.PlaceholderText
        )
        option.palette.setColor(roles.Text, colour)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = _row(index)
        if row is not None and not row.can_be_chosen:
            return self._heading_size(option, row)
        size = super().sizeHint(option, index)
        if index.column() == DEED:
            return (size + QSize(24, 0)).expandedTo(QSize(_TALL, _TALL + 2 * _EDGE))
        return size

    def _heading_size(self, option: QStyleOptionViewItem, row: TodayRow) -> QSize:
        """As high as its words are in the whole width, and asking for no width of its own."""
        table = self.parent()
        room = table.viewport().width() - 24 if isinstance(table, TodayTable) else 400
        font = QFont(option.font)
        font.setBold(row.is_heading)
        metrics = option.fontMetrics
        words = metrics.boundingRect(
            QRect(0, 0, max(100, room), 4_000), Qt.TextFlag.TextWordWrap, row.words
        )
        return QSize(0, words.height() + 16)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = _row(index)
        if row is None or index.column() != DEED or not row.can_be_chosen:
            super().paint(painter, option, index)
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        words, shown.text = shown.text, ""
        style = QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        self._draw_deed(painter, option, words)

    @staticmethod
    def _draw_deed(painter: QPainter, option: QStyleOptionViewItem, words: str) -> None:
        palette = QApplication.palette()
        height = max(_TALL, option.fontMetrics.height() + 16)
        box = option.rect.adjusted(4, 0, -8, 0)
        box.setTop(option.rect.center().y() - height // 2 + 1)
        box.setHeight(height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.ButtonText), _EDGE))
        painter.setBrush(palette.color(QPalette.ColorRole.Button))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words.replace("\u200b", ""))
        painter.restore()


def _row(index: AnyIndex) -> TodayRow | None:
    model = index.model()
    return model.row(index.row()) if isinstance(model, TodayModel) else None


def _key(row: TodayRow) -> str:
    return row.key
