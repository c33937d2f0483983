"""Python's cycles are collected on the GUI thread alone.

Left to itself, the collector runs on whichever thread happens to allocate. A widget that is freed on a
worker's thread ends the program at the next event, rarely and far from its cause.

What the program itself consists of is looked through no more once it is loaded: to look through it
takes a tenth of a second, in which the window takes no key.
"""

import gc
import sys
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500


class GuiThreadCollector(QObject):
    """Takes the collector's place while it lives; `end` gives it back.

    `last_loaded` names the module with which the program is loaded whole; without it nothing is set
    apart.
    """

    def __init__(self, parent: QObject | None = None, *, last_loaded: str = "") -> None:
        super().__init__(parent)
        self._last_loaded = last_loaded
        self._modules = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_due)
        self._timer.start()

    def _on_due(self) -> None:
        if self._last_loaded in sys.modules and len(sys.modules) == self._modules:
            self._last_loaded = ""
            gc.freeze()
        self._modules = len(sys.modules)
        self.collect_what_is_due()

    def collect_what_is_due(self) -> None:
        """Collects the oldest generation that has reached its threshold, as the collector would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        oldest = 1 if self._last_loaded else 2  # what is loading is not looked through either
        for generation in range(oldest, -1, -1):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def end(self) -> None:
        """Lets Python collect by itself again, and all of it."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
