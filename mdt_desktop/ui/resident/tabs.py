"""The tab bar of the resident page: every tab in its order, the first nine by figures."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QWidget
from typing_extensions import override

from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.resident.area_list import AREAS

TABS: Final = (
    "What is happening",
    "Timeline",
    "Observations",
    "Medicines",
    *(area.title for area in AREAS if not area.beside),
    "Contacts",
    "Stays",
    "Problems",
)
_TABS_WITH_KEYS: Final = 9


class Tabs(QTabBar):
    """The tab bar; while it has the focus, 1 to 9 go to a tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Resident")
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for words in TABS:
            self.addTab(words)
        self._keys = Bindings(Where.TABS, self)
        self._keys.bind_each(
            "resident.tab",
            [partial(self.setCurrentIndex, place) for place in range(_TABS_WITH_KEYS)],
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.key_in_list(event):
            super().keyPressEvent(event)
