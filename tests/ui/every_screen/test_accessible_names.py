"""What stands before anybody is signed in, as a screen reader meets it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mdt_desktop.qt import style
from tests.ui.every_screen.reading import not_said
from tests.ui.every_screen.showing import LOCKED_NAMES, locked


@pytest.mark.parametrize("name", LOCKED_NAMES)
def test_a_reader_can_say_everything_before_anybody_is_signed_in(
    qapp: QApplication, locked_place: Path, name: str
) -> None:
    assert qapp is not None
    with locked(name, locked_place, style.Look()) as window:
        assert not_said(window) == []
