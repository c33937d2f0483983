"""Every screen in three palettes, as it is painted: words 4.5 to 1, large ones and edges 3 to 1."""

from pathlib import Path

import pytest

from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from tests.ui.every_screen import measures
from tests.ui.every_screen.showing import (
    LOCKED_NAMES,
    OVERLAY_NAMES,
    SCREEN_NAMES,
    Shown,
    locked,
)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", [*SCREEN_NAMES, *OVERLAY_NAMES])
def test_words_and_fields_stand_out_from_their_ground(
    window: Shown, name: str, palette: str
) -> None:
    window.put_on(style.Look(PALETTES[palette]))
    found = {
        part: measures.pale_words(window.in_front) + measures.pale_edges(window.in_front)
        for part in window.parts(name)
    }
    assert {part: each for part, each in found.items() if each} == {}


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", LOCKED_NAMES)
def test_words_before_anybody_is_signed_in_stand_out(
    scratch: Path, name: str, palette: str
) -> None:
    with locked(name, scratch, style.Look(PALETTES[palette])) as window:
        assert measures.pale_words(window) + measures.pale_edges(window) == []
