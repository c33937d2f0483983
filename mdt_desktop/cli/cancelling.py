"""Ctrl+C during long work: the first one ends it at the next good place, a second one at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def noticing_cancel() -> Iterator[threading.Event]:
    """Gives the event that the first Ctrl+C sets; a second one interrupts as usual."""
    cancel = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def _on_interrupt(_number: int, _frame: FrameType | None) -> None:
        cancel.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, _on_interrupt)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
