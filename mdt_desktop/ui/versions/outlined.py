"""Words in which those that differ stand in a frame and in bold: shape and weight, never colour alone."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mdt_core.differences import Run
from mdt_desktop.qt.prose_marks import utf16_length

_FRAME_PX: Final = 2
_ROOM_PX: Final = 4


class OutlinedWords(QWidget):
    """A text that wraps, some words of it framed; a screen reader is told which."""

    def __init__(self, runs: tuple[Run, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._runs = runs
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(_ROOM_PX)
        self._write()
        self.setAccessibleName(_spoken(runs))

    @property
    def words(self) -> str:
        """The whole text."""
        return "".join(run.text for run in self._runs)

    @property
    def framed(self) -> tuple[str, ...]:
        """The words that stand in a frame."""
        return tuple(run.text for run in self._runs if run.is_changed)

    def _write(self) -> None:
        self._document.setDefaultFont(self.font())
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(wrapping)
        self._document.clear()
        cursor = QTextCursor(self._document)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        for run in self._runs:
            cursor.insertText(run.text, bold if run.is_changed else QTextCharFormat())

    def _frames(self) -> Iterator[QRectF]:
        """The frames of the changed words, one for each line that they stand on."""
        start = 0
        for run in self._runs:
            end = start + utf16_length(run.text)
            if run.is_changed:
                yield from self._frames_between(start, end)
            start = end

    def _frames_between(self, start: int, end: int) -> Iterator[QRectF]:
        block = self._document.findBlock(start)
        while block.isValid() and block.position() < end:
            layout = block.layout()
            corner = self._document.documentLayout().blockBoundingRect(block).topLeft()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                first = max(start - block.position(), line.textStart())
                last = min(end - block.position(), line.textStart() + line.textLength())
                if first < last:
                    left, right = _x(line, first), _x(line, last)
                    place = corner + QPointF(left - 1, line.y())
                    yield QRectF(place.x(), place.y(), right - left + 2, line.height())
            block = block.next()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        self._document.setTextWidth(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        how = QAbstractTextDocumentLayout.PaintContext()
        how.palette = QPalette(self.palette())
        how.palette.setColor(
            QPalette.ColorRole.Text, self.palette().color(QPalette.ColorRole.WindowText)
        )
        self._document.documentLayout().draw(painter, how)
        painter.setPen(QPen(self.palette().windowText().color(), _FRAME_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for frame in self._frames():
            painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        self._document.setTextWidth(width)
        return round(self._document.size().height()) + 1

    @override
    def sizeHint(self) -> QSize:
        self._document.setTextWidth(-1)
        width = round(
            min(self._document.idealWidth() + 1, self.fontMetrics().averageCharWidth() * 40)
        )
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 8, self.fontMetrics().height())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._write()
            self.updateGeometry()


def _x(line: QTextLine, place: int) -> float:
    found: tuple[float, int] = line.cursorToX(place)  # type: ignore[assignment]  # the stubs say int
    return found[0]


def _spoken(runs: tuple[Run, ...]) -> str:
    text = "".join(run.text for run in runs)
    changed = ", ".join(run.text.strip() for run in runs if run.is_changed)
    return f"{text}. Different: {changed}" if changed else text
