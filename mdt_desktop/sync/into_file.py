"""What is asked goes into a file in place of the network: each request is kept, signed and packed as sent.

It says that nothing came of any of them yet, and decides nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx2
from typing_extensions import override

from mdt_core.sync import protocol, wire
from mdt_core.sync.bundle import Part
from mdt_core.sync.requests import (
    APP_HEADER,
    COUNTER_HEADER,
    DEVICE_HEADER,
    PROTOCOL_HEADER,
    SIGNATURE_HEADER,
    Message,
)
from mdt_desktop.sync.client import JSON

HELLO, PUSH, PULL, AUDIT = "/v1/hello", "/v1/push", "/v1/pull", "/v1/audit"
_CARRIED = (
    *(DEVICE_HEADER, COUNTER_HEADER, SIGNATURE_HEADER, PROTOCOL_HEADER, APP_HEADER),
    *("Content-Type", "Content-Encoding"),
)


class _Bytes(httpx2.SyncByteStream):
    """Bytes as they came, still packed."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @override
    def __iter__(self) -> Iterator[bytes]:
        yield self._raw


def response(
    request: httpx2.Request, data: bytes, media: str, *, status: int = 200, encoding: str = ""
) -> httpx2.Response:
    """An answer as the network would bring it, still packed."""
    headers = {"Content-Type": media, **({"Content-Encoding": encoding} if encoding else {})}
    return httpx2.Response(status, headers=headers, stream=_Bytes(data), request=request)


@dataclass
class Recorder(httpx2.BaseTransport):
    """Keeps what is asked, signed and packed as it would be sent."""

    parts: list[Part] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of all bodies."""
        return sum(len(part.body) for part in self.parts)

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        headers = {name: request.headers[name] for name in _CARRIED if name in request.headers}
        target = request.url.raw_path.decode("ascii")
        self.parts.append(Part(request.method, target, headers, request.read()))
        data, media = _NOTHING_YET[request.url.path]
        return response(request, data, media)


def _said(message: Message) -> bytes:
    return message.model_dump_json().encode("utf-8")


_NOTHING_YET = {
    HELLO: (
        _said(
            protocol.Hello(
                protocol_oldest=protocol.OLDEST,
                protocol_newest=protocol.NEWEST,
                server_time="",
                epoch="",
                device_id="",
                grants="",
            )
        ),
        JSON,
    ),
    PUSH: (
        wire.document([protocol.PushHead(epoch="", after=0).model_dump_json()]),
        wire.NDJSON,
    ),
    PULL: (wire.document([]), wire.NDJSON),
    AUDIT: (_said(protocol.Audited(after=0, chain="")), JSON),
}
"""Answers that say nothing: whoever records uses none of them."""
