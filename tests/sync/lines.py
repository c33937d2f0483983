"""A line between a device and its service that breaks after so many bytes, whatever they belong to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Way = Literal["there", "back"]


@dataclass
class Line:
    """Carries connections to the service; after `breaks_after` bytes in one direction it is gone.

    `passed` counts the bytes of each direction, and `turns` where the other one began to speak.
    """

    service: str
    breaks_after: dict[Way, int] = field(default_factory=dict)
    passed: dict[Way, int] = field(default_factory=lambda: {"there": 0, "back": 0})
    turns: dict[Way, list[int]] = field(default_factory=lambda: {"there": [], "back": []})
    address: str = ""
    _speaks: Way = "there"
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def accept(self, listening: socket.socket) -> None:
        """Carries one connection after the other until nobody listens any more."""
        while True:
            try:
                device, _ = listening.accept()
            except OSError:
                return
            parts = urlsplit(self.service)
            place = (parts.hostname or "", parts.port or 0)
            with device, socket.create_connection(place) as service:
                back = threading.Thread(target=self._carry, args=(service, device, "back"))
                back.start()
                self._carry(device, service, "there")
                back.join()

    def _carry(self, source: socket.socket, target: socket.socket, way: Way) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                allowed = self._allowed(way, len(data))
                target.sendall(data[:allowed])
                if allowed < len(data):
                    break
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _allowed(self, way: Way, size: int) -> int:
        with self._lock:
            if self._speaks != way:
                self.turns[self._speaks].append(self.passed[self._speaks])
                self._speaks = way
            room = self.breaks_after.get(way, 1 << 60) - self.passed[way]
            allowed = max(0, min(size, room))
            self.passed[way] += allowed
            return allowed


@contextmanager
def line_to(service: str, breaks_after: dict[Way, int] | None = None) -> Iterator[Line]:
    """A line to a service, at an address of its own, until the block ends."""
    line = Line(service, breaks_after or {})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread = threading.Thread(target=line.accept, args=(listening,))
        thread.start()
        yield line
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(10)
    assert not thread.is_alive()
