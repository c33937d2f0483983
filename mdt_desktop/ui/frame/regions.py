"""F6 and Shift+F6: the keyboard goes from region to region, back to where it was in each."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QWidget

IS_SIDE: Final = "isSide"
"""Set on a part of a page that is a region of its own: what stands left, and what right."""


class Regions(QObject):
    """The regions in order, as they are at the moment of asking."""

    def __init__(self, regions: Callable[[], list[QWidget]], parent: QObject) -> None:
        super().__init__(parent)
        self._regions = regions
        self._last: dict[int, QWidget] = {}

    def go(self, step: int) -> None:
        """Goes on by one region (1) or back by one (-1), past those that take no keyboard."""
        regions = self._regions()
        now = QApplication.focusWidget()
        place = next((n for n, each in enumerate(regions) if _is_inside(now, each, regions)), -1)
        if now is not None and place >= 0:
            self._last[id(regions[place])] = now
        for distance in range(1, len(regions) + 1):
            target = regions[(place + step * distance) % len(regions)]
            stop = self._stop(target, regions)
            if stop is not None:
                stop.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def enter(self, region: QWidget) -> None:
        """Goes to the first stop of one region; does nothing where it takes no keyboard."""
        stop = self._stop(region, self._regions())
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def _stop(self, region: QWidget, regions: list[QWidget]) -> QWidget | None:
        stops = [
            part
            for part in (region, *region.findChildren(QWidget))
            if takes_keyboard(part) and _is_inside(part, region, regions)
        ]
        last = self._last.get(id(region))
        return last if last in stops else next(iter(stops), None)


def deed_bars(page: QWidget) -> list[QWidget]:
    """The bars at the foot of a page that hold its deeds."""
    return [
        bar
        for bar in page.findChildren(QFrame)
        if bar.property("role") == "deeds" and bar.isVisible()
    ]


def sides(page: QWidget) -> list[QWidget]:
    """What stands beside each other on a page, left to right, where it has such parts."""
    return [part for part in page.findChildren(QWidget) if part.property(IS_SIDE)]


def takes_keyboard(part: QWidget) -> bool:
    """Whether Tab stops at a part."""
    return (
        part.isVisible()
        and part.isEnabled()
        and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and part.focusProxy() is None
    )


def _is_inside(part: QWidget | None, region: QWidget, regions: list[QWidget]) -> bool:
    """Whether a part lies in a region and in no smaller region inside that one."""
    if part is None or not (part is region or region.isAncestorOf(part)):
        return False
    smaller = [each for each in regions if each is not region and region.isAncestorOf(each)]
    return not any(part is each or each.isAncestorOf(part) for each in smaller)
