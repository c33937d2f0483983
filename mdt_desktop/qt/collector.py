"""Python's cycles are collected on the GUI thread alone.

Left to itself, the collector runs on whichever thread happens to allocate. A widget that is freed on a
worker's thread ends the program at the next event, rarely and far from its cause.

What the program itself consists of is looked through no more once it is loaded, and not while it
loads: to look through it takes a tenth of a second, in which the window takes no key.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500


class GuiThreadCollector(QObject):
    """Takes the collector's place while it lives; `end` gives it back.

    With `is_loading` nothing is collected until `set_apart` is called.
    """

    def __init__(self, parent: QObject | None = None, *, is_loading: bool = False) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect_what_is_due)
        if not is_loading:
            self._timer.start()

    def set_apart(self) -> None:
        """Looks no more at what there is now, since the program is loaded; collects from now on."""
        gc.freeze()
        self._timer.start()

    def collect_what_is_due(self) -> None:
        """Collects the oldest generation that has reached its threshold, as the collector would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def end(self) -> None:
        """Lets Python collect by itself again, and all of it."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
