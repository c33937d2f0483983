"""What can lie over the screens: Find, More and the keys; one of them at a time."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.settings import Settings
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.find.panel import FindPanel
from mdt_desktop.ui.frame.look_panel import LookPanel
from mdt_desktop.ui.frame.panel import Panel
from mdt_desktop.ui.keys.bindings import Bindings, Bound
from mdt_desktop.ui.keys.panel import KeysPanel
from mdt_desktop.ui.keys.registry import Where


class Overlays(QObject):
    """Holds the panels and keeps the settings that they hold by.

    Signals:
        closed: whether the keyboard was given back
    """

    closed = Signal(object)

    def __init__(
        self,
        context: Context,
        settings: Settings,
        offered: Callable[[], tuple[Bound, ...]],
        over: QWidget,
    ) -> None:
        super().__init__(over)
        self.settings = settings
        self.finder = FindPanel(context, offered, over)
        self.more = LookPanel(settings, over)
        self.keys = KeysPanel(over)
        self.more.chosen.connect(self._on_settings)
        self.more.keys_pressed.connect(self.open_all_keys)
        for panel in self._all:
            panel.closed.connect(self._on_closed)

    @property
    def _all(self) -> tuple[Panel, ...]:
        return (self.finder, self.more, self.keys)

    @property
    def on_show(self) -> Panel | None:
        """The panel that is open."""
        return next((panel for panel in self._all if panel.isVisible()), None)

    def close_all(self) -> None:
        """Closes whatever is open."""
        for panel in self._all:
            panel.close_panel()

    def open_find(self) -> None:
        """Opens `Find`."""
        self.more.close_panel()
        self.keys.close_panel()
        self.finder.open()

    def open_more(self) -> None:
        """Opens `More`."""
        self.finder.close_panel()
        self.keys.close_panel()
        self.more.open()

    def open_all_keys(self) -> None:
        """Shows every key."""
        self._open_keys(Where)

    def serve(self, page: QWidget) -> None:
        """Lets the lists of a page show their keys, and tells them whether letters act."""
        for each in page.findChildren(Bindings):
            each.set_letters(has_letters=self.settings.letter_keys)
            each.keys_asked.connect(self._on_keys_asked)

    def _open_keys(self, places: Iterable[Where]) -> None:
        self.finder.close_panel()
        self.more.close_panel()
        self.keys.open_for(places, has_letters=self.settings.letter_keys)

    def _on_keys_asked(self, place: Where) -> None:
        self._open_keys((place,))

    def _on_settings(self, settings: Settings) -> None:
        self.settings = settings

    def _on_closed(self, is_given_back: object) -> None:
        self.closed.emit(is_given_back)
