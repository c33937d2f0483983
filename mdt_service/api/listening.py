"""One connection of a client: whoever does not send the head of a request in time is let go.

A head that drips in byte after byte would hold its connection for ever, since the server's own time for
an idle connection ends with the first byte. Bodies have a time of their own (`reading`).
"""

import asyncio
from typing import ClassVar

import h11
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from mdt_core.sync.requests import Code, Problem

HEAD_S = 20.0
"""Seconds for the head of a request: a good client sends it in one piece, a bad line in a few."""


class Listening(H11Protocol):
    """A connection with a time for each request's head, which no byte begins anew."""

    head_s: ClassVar[float] = HEAD_S
    _until: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # TCP alone
        super().connection_made(transport)
        self._wait_for_head()

    @override
    def data_received(self, data: bytes) -> None:
        self._wait_for_head()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        if self._until is None and self.conn.their_state is h11.IDLE:
            self._until = self.loop.call_later(self.head_s, self._let_go)

    def _stop_waiting(self) -> None:
        if self._until is not None:
            self._until.cancel()
            self._until = None

    def _let_go(self) -> None:
        words = f"The head of the request did not arrive within {self.head_s:g} seconds"
        body = Problem(code=Code.TOO_SLOW, words=words).model_dump_json(exclude_none=True).encode()
        head = (
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if not self.transport.is_closing():
            self.transport.write(head.encode("ascii") + body)
            self.transport.close()
