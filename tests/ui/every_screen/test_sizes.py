"""Every screen in every text size: nothing is cut, everything can be pressed, the window fits a laptop.

The screens come from the table of screens; each is shown full of a home's life, with a name that no
line can hold, and again with next to nothing.
"""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt import style
from mdt_desktop.qt.layouts import Columns
from tests.ui.every_screen import measures
from tests.ui.every_screen.showing import (
    HEIGHT,
    LOCKED_NAMES,
    OVERLAY_NAMES,
    SCREEN_NAMES,
    WIDTHS,
    Shown,
    locked,
)

_NAMES = (*SCREEN_NAMES, *OVERLAY_NAMES)
_ONE_COLUMN = 2.0
_FULL_SIZE = 1.0


def faults(window: QWidget, scale: float, in_front: QWidget | None = None) -> list[str]:
    """What is wrong with the window, or with what lies over it, in words."""
    return _too_large(window, scale) + _faults_on(in_front or window, scale)


def _faults_on(window: QWidget, scale: float) -> list[str]:
    found = measures.cut(window) + measures.too_small(window) + measures.too_near(window)
    found += measures.sideways(window)
    if scale == _FULL_SIZE:
        found += measures.small_text(window)
    if scale == _ONE_COLUMN:
        found += [measures.told(each) for each in measures.seen(window) if _is_beside(each)]
    return found


def _too_large(window: QWidget, scale: float) -> list[str]:
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    room = (WIDTHS[scale], HEIGHT)
    fits = least.width() <= room[0] and least.height() <= room[1]
    has_grown = (window.width(), window.height()) != room
    return [f"needs {least}, is {window.size()}"] if has_grown or not fits else []


def _is_beside(part: QWidget) -> bool:
    """Whether whole columns, not short fields, stand beside each other."""
    return isinstance(part, Columns) and not part.is_stacked and part.height() > HEIGHT // 4


@pytest.mark.parametrize("scale", WIDTHS)
@pytest.mark.parametrize("name", _NAMES)
def test_a_full_screen_cuts_nothing_and_can_be_pressed(
    window: Shown, name: str, scale: float
) -> None:
    window.put_on(style.Look(scale=scale))
    found = {part: faults(window.window, scale, window.in_front) for part in window.parts(name)}
    assert {part: each for part, each in found.items() if each} == {}


@pytest.mark.parametrize("scale", WIDTHS)
@pytest.mark.parametrize("name", _NAMES)
def test_an_empty_screen_cuts_nothing_and_can_be_pressed(
    empty_window: Shown, name: str, scale: float
) -> None:
    empty_window.put_on(style.Look(scale=scale))
    shown = empty_window
    found = {part: faults(shown.window, scale, shown.in_front) for part in shown.parts(name)}
    assert {part: each for part, each in found.items() if each} == {}


@pytest.mark.parametrize("scale", WIDTHS)
@pytest.mark.parametrize("name", LOCKED_NAMES)
def test_what_stands_before_anybody_is_signed_in_cuts_nothing(
    scratch: Path, name: str, scale: float
) -> None:
    with locked(name, scratch, style.Look(scale=scale)) as window:
        assert faults(window, scale) == []
