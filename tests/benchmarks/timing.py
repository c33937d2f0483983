"""Taking times: many single ones, the best of a few long ones, and files out of the system's cache."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True)
class Times:
    """The times of many single deeds, in seconds."""

    seconds: tuple[float, ...]

    def at(self, share: float) -> float:
        """The time that this share of the deeds (0 to 1) did not exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def p50(self) -> float:
        """The middle one."""
        return self.at(0.5)

    @property
    def p99(self) -> float:
        """All but the slowest in a hundred."""
        return self.at(0.99)


def times_of(deed: Callable[[], object], number: int) -> Times:
    """Does a deed many times, taking each."""
    return Times(tuple(seconds_of(deed) for _ in range(number)))


def in_turn(deeds: Sequence[Callable[[], object]], number: int) -> tuple[Times, ...]:
    """Does several deeds in turn, so that what else the machine does falls on all of them alike."""
    taken = [[seconds_of(deed) for deed in deeds] for _ in range(number)]
    return tuple(Times(tuple(row[at] for row in taken)) for at in range(len(deeds)))


def seconds_of(deed: Callable[[], object]) -> float:
    """Does a deed once, with cycles left lying meanwhile, as `timeit` and the client's threads do."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        started = perf_counter()
        deed()
        return perf_counter() - started
    finally:
        if was_collecting:
            gc.enable()


@contextmanager
def told(what: str) -> Iterator[None]:
    """Says what is being done and how long it took."""
    print(f"{what} ...", end=" ", flush=True)
    started = perf_counter()
    yield
    print(f"{perf_counter() - started:.1f} s", flush=True)


def evict(*files: Path) -> bool:
    """Takes files out of the system's cache; False where the system cannot be asked to."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for file in files:
        if file.exists():
            descriptor = os.open(file, os.O_RDONLY)
            try:
                os.fsync(descriptor)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)
    return True
