"""Waits for windows as pytest-qt does, but looks whenever Qt has nothing left to do.

pytest-qt looks every ten milliseconds, which a machine spends asleep. What changes without an event is still
seen by that clock.
"""

import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from pytestqt.exceptions import TimeoutError  # noqa: A004 - pytest-qt's own, for waits
from pytestqt.qtbot import QtBot
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOK_EVERY_MS: Final = 10


class QuickBot(QtBot):
    """pytest-qt's `QtBot` with another `waitUntil`."""

    @override
    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:
        """Waits until the callback is true, or no longer fails; raises after `timeout` ms."""
        until = time.monotonic() + timeout / 1000
        if not _holds(callback):
            loop = QEventLoop()
            with _looking(lambda: _holds(callback) or time.monotonic() > until, loop.quit):
                loop.exec()
        try:
            super().waitUntil(callback, timeout=max(0, round((until - time.monotonic()) * 1000)))
        except TimeoutError as late:
            message = f"waitUntil timed out in {timeout} milliseconds"
            raise TimeoutError(message) from late.__cause__


def _holds(callback: Callable[[], bool | None]) -> bool:
    try:
        return callback() in {None, True}
    except AssertionError:
        return False


@contextmanager
def _looking(is_over: Callable[[], bool], leave: Callable[[], None]) -> "Iterator[None]":
    """Asks each time before Qt would sleep, and leaves the loop when it is over."""
    dispatcher = QAbstractEventDispatcher.instance()

    def look() -> None:
        if is_over():
            leave()

    clock = QTimer()
    clock.start(_LOOK_EVERY_MS)
    dispatcher.aboutToBlock.connect(look)
    try:
        yield
    finally:
        dispatcher.aboutToBlock.disconnect(look)
