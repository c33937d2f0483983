"""Every screen full of a home's life, in the look it has unless another is chosen, measured in all ways at once.

To show a screen takes longer than to measure it: that nothing is cut, that words stand out from
their ground, and that a screen reader can say everything is asked of each in one showing.
"""

import pytest

from tests.ui.every_screen import measures
from tests.ui.every_screen.reading import not_said
from tests.ui.every_screen.showing import OVERLAY_NAMES, SCREEN_NAMES, Shown
from tests.ui.every_screen.test_sizes import faults

_STANDARD = 1.0


@pytest.mark.parametrize("name", [*SCREEN_NAMES, *OVERLAY_NAMES])
def test_a_full_screen_is_whole_stands_out_and_can_be_said(window: Shown, name: str) -> None:
    found = {part: _wrong(window) for part in window.parts(name)}
    assert {part: each for part, each in found.items() if each} == {}


def _wrong(shown: Shown) -> list[str]:
    at = shown.in_front
    pale = measures.pale_words(at) + measures.pale_edges(at)
    return faults(shown.window, _STANDARD, at) + pale + sorted(set(not_said(at)))
