"""The look, put on before each test, and a scratch event loop that pytest-qt brings."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mdt_desktop.qt import style


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[style.Look]:
    """Light at 100 %; a test may put on another, the next test starts from this one."""
    standard = style.Look()
    style.apply(qapp, standard)
    yield standard
    style.apply(qapp, standard)
