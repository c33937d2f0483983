"""What is measured on a window: words that are cut, targets too small, and contrast as painted.

Everything is found from outside, by the kinds of Qt's own widgets, and told in words a person finds
the place by. Lengths are in pixels.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from mdt_desktop.qt.palettes import SHAPE_CONTRAST, TEXT_CONTRAST, contrast

LEAST_TARGET: Final = 44
LEAST_GAP: Final = 8
LEAST_TEXT: Final = 14
_LARGE_PX: Final = 24
_LARGE_BOLD_PX: Final = 19
_PRESSED: Final = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
_FIELDS: Final = (QLineEdit, QComboBox, QPlainTextEdit)
_PIECES: Final = re.compile(r"[^\s/\u200b-]+[/-]?")
_EDGE: Final = 3
_LEAST_SHOWN: Final = 12


def seen(window: QWidget) -> list[QWidget]:
    """Every widget of the window that is on show or can be scrolled to."""
    return [each for each in window.findChildren(QWidget) if each.isVisibleTo(window)]


def place_of(widget: QWidget, window: QWidget) -> QRect:
    """Where a widget stands in the window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def told(widget: QWidget) -> str:
    """A widget as a person finds it."""
    words = widget.accessibleName() or _words(widget)
    return f"{type(widget).__name__} «{words[:60]}» {widget.width()} x {widget.height()}"


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


# Words that are cut


def cut(window: QWidget) -> list[str]:
    """What has less room than its words need, or reaches beyond what it lies in."""
    found = [told(each) for each in seen(window) if _is_cut(each)]
    found += [f"{told(each)} reaches out" for each in seen(window) if _reaches_out(each)]
    for view in seen(window):
        if isinstance(view, QTableView):
            found += list(_cut_cells(view))
    return found


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        return _is_label_cut(widget)
    if isinstance(widget, QPushButton | QToolButton):
        return _is_button_cut(widget)
    if isinstance(widget, QCheckBox | QRadioButton):
        return widget.sizeHint().width() > widget.width()
    if isinstance(widget, QComboBox):
        needed = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return needed > widget.width() - LEAST_TARGET
    if isinstance(widget, QLineEdit) and not widget.text():
        needed = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        return needed > widget.width()
    return False


def _is_label_cut(label: QLabel) -> bool:
    if not label.text().strip() or label.textFormat() == Qt.TextFormat.RichText:
        return False
    if not label.wordWrap():
        return label.sizeHint().width() > label.width() + 1
    inner = label.contentsRect().width() - 2 * label.margin()
    widest = max(map(label.fontMetrics().horizontalAdvance, _PIECES.findall(label.text())))
    return widest > inner + 1 or label.heightForWidth(label.width()) > label.height() + 1


def _is_button_cut(button: QPushButton | QToolButton) -> bool:
    lines = QAbstractButton.text(button).replace("&&", "&").split("\n")
    widest = max(button.fontMetrics().horizontalAdvance(line) for line in lines)
    beside = isinstance(button, QPushButton) and not button.icon().isNull()
    icon = button.iconSize().width() if beside else 0
    height = button.fontMetrics().lineSpacing() * len(lines)
    return widest + icon > button.width() or height > button.height()


def _reaches_out(widget: QWidget) -> bool:
    """Whether words or a control lie partly where they cannot be scrolled to."""
    if not isinstance(widget, (*_PRESSED, QLabel)) or not _words(widget).strip():
        return False
    if _is_inner(widget) or widget.property("kind") == "cell":  # cells have buttons that scroll
        return False
    inside, parent = QRect(QPoint(0, 0), widget.size()), widget.parentWidget()
    child: QWidget = widget
    while parent is not None and not isinstance(parent, QAbstractScrollArea):
        inside.translate(child.pos())
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            return not _can_be_scrolled_to(inside, area)
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(inside):
            return True
        child, parent = parent, parent.parentWidget()
    return False


def _can_be_scrolled_to(inside: QRect, area: QAbstractScrollArea) -> bool:
    """Sideways nothing may lie out of sight; up and down the bar leads to it."""
    if isinstance(area, QScrollArea) and not area.horizontalScrollBar().isVisibleTo(area):
        view = area.viewport().rect()
        return inside.left() >= -1 and inside.right() <= view.right() + 1
    return True


def _cut_cells(table: QTableView) -> Iterator[str]:
    model = table.model()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            if not table.isColumnHidden(column) and not table.isRowHidden(row):
                yield from _cut_cell(table, index)


def _cut_cell(table: QTableView, index: QModelIndex) -> Iterator[str]:
    room = QSize(table.columnWidth(index.column()), table.rowHeight(index.row()))
    needed = table.sizeHintForIndex(index)
    words = str(index.data() or "")
    where = f"{table.accessibleName()}, row {index.row()}: «{words[:40]}»"
    if needed.height() > room.height() + 1 and table.indexWidget(index) is None:
        yield f"{where} needs a row of {needed.height()}, has {room.height()}"
    metrics = QFontMetrics(table.font())
    for piece in _PIECES.findall(words):
        needed_px = metrics.horizontalAdvance(piece) + _PADDING
        if len(piece) <= _SHORT and needed_px > room.width():
            yield f"{where} breaks «{piece}» in {room.width()}"


_PADDING: Final = 16
_SHORT: Final = 14
"""A word of so many letters is never broken; a name may be longer than any column."""


# Targets


def too_small(window: QWidget) -> list[str]:
    """What is pressed and is under 44 px in a direction."""
    return [
        told(each) for each in _targets(window) if min(each.width(), each.height()) < LEAST_TARGET
    ]


def too_near(window: QWidget) -> list[str]:
    """Pairs of what is pressed that are nearer than 8 px and do not lie one in the other."""
    targets = [(each, place_of(each, window)) for each in _targets(window)]
    found = []
    for place, (one, here) in enumerate(targets):
        for other, there in targets[place + 1 :]:
            if _share_an_area(one, other) and 0 <= _gap(here, there) < LEAST_GAP:
                found.append(f"{told(one)} and {told(other)}: {_gap(here, there)}")
    return found


def _targets(window: QWidget) -> list[QWidget]:
    return [
        each
        for each in seen(window)
        if isinstance(each, _PRESSED) and not _is_inner(each) and each.isEnabled()
    ]


def _is_inner(widget: QWidget) -> bool:
    """Parts of Qt's own: arrows of a tab bar, the field in a combination, scroll buttons."""
    parent = widget.parentWidget()
    return isinstance(parent, QTabBar | QComboBox | QAbstractItemView) or (
        parent is not None and isinstance(parent.parentWidget(), QComboBox)
    )


def _share_an_area(one: QWidget, other: QWidget) -> bool:
    return _area(one) is _area(other)


def _area(widget: QWidget) -> QWidget | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractScrollArea):
        parent = parent.parentWidget()
    return parent


def _gap(one: QRect, other: QRect) -> int:
    """The free pixels between two places; below 0 where one lies on the other."""
    across = max(one.left() - other.right(), other.left() - one.right()) - 1
    down = max(one.top() - other.bottom(), other.top() - one.bottom()) - 1
    return max(across, down)


def small_text(window: QWidget) -> list[str]:
    """Words in letters under 14 px."""
    return [
        f"{told(each)}: {each.fontInfo().pixelSize()} px"
        for each in seen(window)
        if _words(each).strip() and each.fontInfo().pixelSize() < LEAST_TEXT
    ]


def sideways(window: QWidget) -> list[str]:
    """Areas that must be scrolled sideways."""
    return [
        told(each)
        for each in seen(window)
        if isinstance(each, QAbstractScrollArea)
        and not isinstance(each, QPlainTextEdit)
        and each.horizontalScrollBar().isVisibleTo(each)
        and each.horizontalScrollBar().maximum() > 0
    ]


# Contrast, as painted


def pale_words(window: QWidget) -> list[str]:
    """Words whose darkest and lightest painted pixels differ by less than WCAG 2.2 asks."""
    picture = window.grab().toImage()
    found = []
    for widget in seen(window):
        if isinstance(widget, QLabel | QAbstractButton) and _words(widget).strip():
            area = _words_area(widget, window)
            needed = TEXT_CONTRAST if not _is_large(widget) else SHAPE_CONTRAST
            ratio = _greatest_contrast(picture, area)
            if ratio is not None and ratio < needed:
                found.append(f"{told(widget)}: {ratio:.2f} of {needed}")
    for view in seen(window):
        if isinstance(view, QTableView):
            found += list(_pale_cells(view, window, picture))
    return found


def _words_area(widget: QWidget, window: QWidget) -> QRect:
    """The part of a widget that is on show, without its edge."""
    region = widget.visibleRegion().boundingRect()
    margin = 8 if isinstance(widget, QAbstractButton) else 0
    inside = region.intersected(widget.rect().adjusted(margin, margin, -margin, -margin))
    return inside.translated(widget.mapTo(window, QPoint(0, 0)))


def _pale_cells(view: QTableView, window: QWidget, picture: QImage) -> Iterator[str]:
    model, shown = view.model(), view.viewport().visibleRegion().boundingRect()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            if not str(index.data() or "").strip() or view.indexWidget(index) is not None:
                continue
            area = view.visualRect(index).intersected(shown)
            area = area.adjusted(_EDGE * 3, _EDGE, -_EDGE * 3, -_EDGE)
            if area.height() < view.fontMetrics().height() * 2:
                continue
            area.translate(view.viewport().mapTo(window, QPoint(0, 0)))
            ratio = _greatest_contrast(picture, area)
            if ratio is not None and ratio < TEXT_CONTRAST:
                yield f"{view.accessibleName()}, row {row}: «{index.data()}»: {ratio:.2f}"


def _is_large(widget: QWidget) -> bool:
    font, size = widget.font(), widget.fontInfo().pixelSize()
    return size >= (_LARGE_BOLD_PX if font.bold() else _LARGE_PX)


def _greatest_contrast(picture: QImage, area: QRect) -> float | None:
    """How much the most different colour stands out from the ground; None where too little shows."""
    area = area.intersected(picture.rect())
    if area.width() < _LEAST_SHOWN or area.height() < _LEAST_SHOWN:
        return None
    shown = picture.copy(area).convertToFormat(QImage.Format.Format_RGB32)
    colours = Counter(memoryview(shown.constBits()).cast("B").cast("I"))
    ground = colours.most_common(1)[0][0]
    return max(_contrast_of(ground, each) for each in colours)


@cache
def _contrast_of(one: int, other: int) -> float:
    """The contrast of two painted pixels; the same few pairs are met on every screen."""
    return contrast(QColor(one).name(), QColor(other).name())


def pale_edges(window: QWidget) -> list[str]:
    """Fields whose edge differs by less than 3:1 from what is around them."""
    picture = window.grab().toImage()
    found = []
    for widget in seen(window):
        if not isinstance(widget, _FIELDS) or _is_inner(widget) or not widget.isEnabled():
            continue
        place = place_of(widget, window)
        middle = place.center().y()
        is_shown = widget.visibleRegion().contains(QPoint(0, widget.height() // 2))
        if not is_shown or place.left() < _EDGE:
            continue
        edge = [picture.pixelColor(place.left() + n, middle).name() for n in range(8)]
        ground = picture.pixelColor(place.left() - 2, middle).name()
        if max(contrast(each, ground) for each in edge) < SHAPE_CONTRAST:
            found.append(told(widget))
    return found
