"""Every screen in every text size: nothing is cut, everything can be pressed, the window fits a laptop.

The screens come from the table of screens; each is shown full of a home's life, with a name that no
line can hold, and again with next to nothing. A look is put on once and every screen is gone through
in it: to dress a window takes longer than to measure it. What is full in the standard size is
measured by `test_standard_look`.
"""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt import style
from mdt_desktop.qt.layouts import Columns, InnerScroll, Scrolled
from mdt_desktop.ui.meeting.stack import Roomy
from tests.ui.every_screen import measures
from tests.ui.every_screen.reading import not_said
from tests.ui.every_screen.showing import HEIGHT, OVERLAY_NAMES, SCREEN_NAMES, WIDTHS, Shown

_ONE_COLUMN = 2.0
_FULL_SIZE = 1.0
_BESIDE_A_BAR_PX = 48  # what wraps beside the bar leaves more room elsewhere


@pytest.mark.parametrize("scale", [scale for scale in WIDTHS if scale != _FULL_SIZE])
def test_full_screens_cut_nothing_and_can_be_pressed(window: Shown, scale: float) -> None:
    assert faults_of_all(window, scale) == {}


@pytest.mark.parametrize("scale", WIDTHS)
def test_empty_screens_cut_nothing_can_be_pressed_and_said(
    empty_window: Shown, scale: float
) -> None:
    said = not_said if scale == _FULL_SIZE else _nothing
    assert faults_of_all(empty_window, scale, said) == {}


def _nothing(_window: QWidget) -> list[str]:
    """What is said of a screen does not depend on the size of its text."""
    return []


def faults_of_all(
    shown: Shown, scale: float, besides: Callable[[QWidget], list[str]] = _nothing
) -> dict[str, list[str]]:
    """What is wrong with each screen and overlay, in words; what is right is not named."""
    shown.put_on(style.Look(scale=scale))
    found = {
        part: faults(shown.window, scale, shown.in_front)
        + (_without_its_top(shown) if part == name else [])
        + _two_bars(shown)
        + besides(shown.in_front)
        for name in (*SCREEN_NAMES, *OVERLAY_NAMES)
        for part in shown.parts(name)
    }
    return {part: each for part, each in found.items() if each}


def _without_its_top(shown: Shown) -> list[str]:
    """What has opened scrolled down: whose record it is would stand above the window."""
    return [
        f"{each} opens {each.verticalScrollBar().value()} px below its top"
        for each in shown.frame.findChildren(Scrolled)
        if each.isVisible() and each.verticalScrollBar().value() > 0
    ]


def _two_bars(shown: Shown) -> list[str]:
    """Parts that scroll beside the bar of the whole screen, though they have more than their least room."""
    around = (each for each in shown.frame.findChildren(Scrolled) if each.hidden_height)
    return [
        f"{measures.told(each)} scrolls inside a screen that scrolls"
        for outer in around
        for each in outer.findChildren(InnerScroll)
        if each.isVisible() and each.verticalScrollBar().maximum() > 0
        if not isinstance(each, Roomy)  # the panes of a meeting keep their lines
        if each.height() > each.minimumSizeHint().height() + _BESIDE_A_BAR_PX
    ]


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
