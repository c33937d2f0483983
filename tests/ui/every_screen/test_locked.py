"""What stands before anybody is signed in, in every text size and every palette."""

from pathlib import Path

import pytest

from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from tests.ui.every_screen import measures
from tests.ui.every_screen.showing import LOCKED_NAMES, WIDTHS, locked
from tests.ui.every_screen.test_sizes import faults

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("scale", WIDTHS)
@pytest.mark.parametrize("name", LOCKED_NAMES)
def test_nothing_is_cut_and_everything_can_be_pressed(
    locked_place: Path, name: str, scale: float
) -> None:
    with locked(name, locked_place, style.Look(scale=scale)) as window:
        assert faults(window, scale) == []


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", LOCKED_NAMES)
def test_words_and_fields_stand_out_from_their_ground(
    locked_place: Path, name: str, palette: str
) -> None:
    with locked(name, locked_place, style.Look(PALETTES[palette])) as window:
        assert measures.pale_words(window) + measures.pale_edges(window) == []
