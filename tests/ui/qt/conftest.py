"""The look, put on before each test, and a window that holds what a test looks at."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mdt_desktop.qt import style

Show = Callable[..., QWidget]


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[style.Look]:
    """Light at 100 %; a test may put on another, the next test starts from this one."""
    standard = style.Look()
    style.apply(qapp, standard)
    yield standard
    style.apply(qapp, standard)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows widgets below one another in an active window that lives as long as the test."""
    windows: list[QWidget] = []

    def open_window(*parts: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        box = QVBoxLayout(window)
        for part in parts:
            box.addWidget(part)
        qtbot.addWidget(window)
        window.resize(700, 500)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    return open_window
