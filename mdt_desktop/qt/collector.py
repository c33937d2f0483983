"""Python's cycles are collected on the GUI thread alone.

Left to itself, the collector runs on whichever thread happens to allocate. A widget that is freed on a
worker's thread ends the program at the next event, rarely and far from its cause.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500


class GuiThreadCollector(QObject):
    """Takes the collector's place while it lives; `end` gives it back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect_what_is_due)
        self._timer.start()

    def collect_what_is_due(self) -> None:
        """Collects the oldest generation that has reached its threshold, as the collector would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def end(self) -> None:
        """Lets Python collect by itself again."""
        self._timer.stop()
        gc.enable()
