"""How much is done at once: work runs on a few threads, some may wait, more is asked to come again."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import anyio
import anyio.to_thread
from prometheus_client import Gauge

from mdt_core.sync.requests import Code, Problem
from mdt_service.refusals import Refusal

T = TypeVar("T")

_COME_AGAIN_S = 5
_MINUTE_S = 60.0


def busy() -> Refusal:
    """More requests than may wait."""
    words = "The service has more to do than it can at this moment"
    return Refusal(Problem(code=Code.UNAVAILABLE, words=words, retry_after=_COME_AGAIN_S))


def slow_down(seconds: int = _COME_AGAIN_S) -> Refusal:
    """More requests than one asker should make."""
    words = f"Too many requests at once. Try again in {seconds} seconds"
    return Refusal(Problem(code=Code.SLOW_DOWN, words=words, retry_after=seconds))


class Rate:
    """How often something may be tried in a minute, by everybody together."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._tried: deque[float] = deque()

    def count(self) -> None:
        """Raises Refusal where it is tried faster than people type."""
        now = time.monotonic()
        while self._tried and now - self._tried[0] > _MINUTE_S:
            self._tried.popleft()
        if len(self._tried) >= self._most:
            raise slow_down(int(_MINUTE_S))
        self._tried.append(now)


class Gate:
    """Lets work through to the threads; used from the event loop alone."""

    def __init__(
        self, *, threads: int, waiting: int, per_device: int, enrolments: int, gauge: Gauge
    ) -> None:
        self._threads = threads
        self._most = threads + waiting
        self._per_device = per_device
        self.enrolments = Rate(enrolments)
        self.sign_ins = Rate(enrolments)
        self._gauge = gauge
        self._limiter: anyio.CapacityLimiter | None = None
        self._inside = 0
        self._devices: Counter[str] = Counter()
        self.is_stopping = False

    @property
    def is_quiet(self) -> bool:
        """Whether nobody is being answered or waits to be."""
        return self._inside == 0

    async def run(self, device: str, work: Callable[[], T]) -> T:
        """Does the work on a thread; raises Refusal where too much is asked at once."""
        with self._counted(device):
            self._limiter = self._limiter or anyio.CapacityLimiter(self._threads)
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    @contextmanager
    def _counted(self, device: str) -> Iterator[None]:
        if self.is_stopping or self._inside >= self._most:
            raise busy()
        if self._devices[device] >= self._per_device:
            raise slow_down()
        self._inside += 1
        self._devices[device] += 1
        self._gauge.set(self._inside)
        try:
            yield
        finally:
            self._inside -= 1
            self._devices[device] -= 1
            self._devices += Counter()  # forgets those at nought
            self._gauge.set(self._inside)
