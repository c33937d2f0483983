"""A list with two sets of columns: each fact in its own, or what belongs together in one.

With large text or in a narrow window nine columns cannot be read; three can. The words are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.qt.table import Table


@dataclass(frozen=True)
class Fold:
    """Which columns stand only unfolded, which only folded, and which are kept to one line.

    `em` is how many letters' widths the list must offer to stand unfolded; `shares` says how the
    room is divided that no column needs.
    """

    unfolded: tuple[int, ...]
    folded: tuple[int, ...]
    one_line: tuple[int, ...]
    em: int
    shares: Mapping[int, int] = field(default_factory=dict)


class FoldingTable(Table):
    """A list that chooses its columns by its room."""

    def __init__(self, name: str, fold: Fold, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._fold = fold

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.narrow(*self._fold.one_line)
        self.share(self._fold.shares)
        self._choose_columns()

    def _choose_columns(self) -> None:
        if self.model() is None:
            return
        has_room = self.width() >= self.fontMetrics().horizontalAdvance("n") * self._fold.em
        for columns, is_shown in (
            (self._fold.unfolded, has_room),
            (self._fold.folded, not has_room),
        ):
            for column in columns:
                if self.isColumnHidden(column) == is_shown:
                    self.setColumnHidden(column, not is_shown)
                    self.fit_soon()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_columns()
