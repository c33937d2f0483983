"""What the eye does not wait for comes after the first paint, and comes without one too."""

import weakref

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from typing_extensions import override

from mdt_desktop.qt.painted import once_painted


class Told(QLabel):
    """A window that writes down when it is painted."""

    def __init__(self) -> None:
        super().__init__("Larch House")
        self.order: list[str] = []

    @override
    def paintEvent(self, event: object) -> None:
        self.order.append("painted")

    def note(self) -> None:
        """Writes down what was waited for."""
        self.order.append("then")


def test_it_comes_once_and_after_the_first_paint(qtbot: QtBot) -> None:
    window = Told()
    qtbot.addWidget(window)
    once_painted(window, lambda: window.order.append("then"), at_most_ms=60_000)
    window.show()
    qtbot.waitUntil(lambda: "then" in window.order)
    window.repaint()
    qtbot.waitUntil(lambda: window.order[-1] == "painted")
    assert window.order[0] == "painted"
    assert window.order.count("then") == 1


def test_a_window_that_is_not_on_show_does_not_keep_it_for_ever(qtbot: QtBot) -> None:
    window = Told()
    qtbot.addWidget(window)
    once_painted(window, lambda: window.order.append("then"))
    qtbot.waitUntil(lambda: window.order == ["then"])


def test_nothing_keeps_the_window_once_it_has_come(qtbot: QtBot, qapp: QApplication) -> None:
    """Not even what is to be deleted later: it would delete the window in its own deletion."""
    window = Told()
    qtbot.addWidget(window)
    order = window.order
    once_painted(window, window.note, at_most_ms=60_000)
    window.show()
    while order[-1:] != ["then"]:
        qapp.processEvents()  # where `waitUntil` deletes meanwhile what is to be deleted later
    gone = weakref.ref(window)
    del window
    assert gone() is None
