"""Every screen in three palettes, as it is painted: words 4.5 to 1, large ones and edges 3 to 1.

The light one is measured with the rest of the standard look by `test_standard_look`.
"""

import pytest

from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import LIGHT, PALETTES
from tests.ui.every_screen import measures
from tests.ui.every_screen.showing import OVERLAY_NAMES, SCREEN_NAMES, Shown


@pytest.mark.parametrize("palette", [name for name in PALETTES if name != LIGHT.name])
def test_words_and_fields_stand_out_from_their_ground(window: Shown, palette: str) -> None:
    window.put_on(style.Look(PALETTES[palette]))
    found = {
        part: measures.pale_words(window.in_front) + measures.pale_edges(window.in_front)
        for name in (*SCREEN_NAMES, *OVERLAY_NAMES)
        for part in window.parts(name)
    }
    assert {part: each for part, each in found.items() if each} == {}
