"""Tells the other side what was shown here: rows that were in sight, once they have been for a moment.

Only rows in sight count; the rest of a long list is not called seen.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from mdt_core.errors import KnownError
from mdt_core.records.receipts import Reach
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.receipts import write_receipts
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.context import Context

_A_MOMENT_MS: Final = 300


class Saying(QObject):
    """Writes receipts on the worker of deeds, each once; what could not be written is said again later."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._said: set[Told] = set()

    def say(self, told: Sequence[Told]) -> None:
        """Says what was shown here and has not been said yet."""
        new = [each for each in dict.fromkeys(told) if each not in self._said]
        for reach in Reach:
            self._write([each for each in new if each.reach is reach], reach)

    def _write(self, told: list[Told], reach: Reach) -> None:
        deeds = self._context.runners.deeds
        if not told or not deeds.takes_work:
            return
        self._said.update(told)
        shown = tuple(each.version for each in told)
        deeds.run(
            partial(
                write_receipts,
                self._context.store,
                by=self._context.actor,
                shown=shown,
                reach=reach,
            ),
            then=self._on_written,
            failed=partial(self._on_not_written, told),
            receiver=self,
        )

    def _on_written(self, written: Written) -> None:
        if written.kinds:
            self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_not_written(self, told: list[Told], error: Exception) -> None:
        """Nothing was said; it is said when the list is next looked at."""
        self._said.difference_update(told)
        if not isinstance(error, KnownError):
            raise error


class SeenRows(Saying):
    """Watches which rows of a list are in sight; `told_at` gives what is said of a row, if anything."""

    def __init__(
        self, context: Context, table: QTableView, told_at: Callable[[int], tuple[Told, ...]]
    ) -> None:
        super().__init__(context, table)
        self._table, self._told_at = table, told_at
        self._moment = QTimer(self, singleShot=True, interval=_A_MOMENT_MS)
        self._moment.timeout.connect(self._on_moment)
        table.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def look(self) -> None:
        """Begins the moment anew: the list was read, or other rows came into sight."""
        self._moment.start()

    def _on_scrolled(self, _value: int) -> None:
        self.look()

    def _on_moment(self) -> None:
        self.say([each for row in self._in_sight() for each in self._told_at(row)])

    def _in_sight(self) -> range:
        seen = self._table.viewport().visibleRegion().boundingRect()
        first = self._table.rowAt(seen.top())
        if seen.isEmpty() or first < 0:
            return range(0)
        last = self._table.rowAt(seen.bottom())
        model = self._table.model()
        return range(first, (last if last >= 0 else model.rowCount() - 1) + 1)
