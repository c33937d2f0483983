"""Lets one holder at a time change the slot file, across processes and threads.

The lock belongs to an open file, so the system lets go of it when a holder dies. Waiting is
bounded: a holder that hangs must not hang everyone else.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from mdt_core.errors import StoreProblem

PATIENCE_S = 10.0

_PAUSE_S = 0.02

if sys.platform == "win32":  # pragma: no cover - the other half of the same three lines
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock file `path`; raises StoreProblem after `patience_s` seconds of waiting."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take_patiently(descriptor, patience_s)
        yield
    finally:
        os.close(descriptor)  # gives the lock back as well


def _take_patiently(descriptor: int, patience_s: float) -> None:
    pause = Event()
    for _ in range(max(int(patience_s / _PAUSE_S), 1)):
        try:
            return _take(descriptor)
        except OSError:
            pause.wait(_PAUSE_S)
    raise StoreProblem(
        "Another copy of the program is busy with this workspace.",
        next_step="Wait a moment or close the other copy, then try again.",
    )
