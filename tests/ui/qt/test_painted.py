"""What the eye does not wait for comes after the first paint, and comes without one too."""

from PySide6.QtWidgets import QLabel
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


def test_it_comes_once_and_after_the_first_paint(qtbot: QtBot) -> None:
    window = Told()
    qtbot.addWidget(window)
    once_painted(window, lambda: window.order.append("then"))
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
