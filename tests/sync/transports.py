"""A network between device and service that loses, repeats and cuts what passes, as told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx2
from typing_extensions import override


@dataclass
class Network(httpx2.BaseTransport):
    """Passes requests on to the real service, and harms those that `harms` names one by one."""

    harms: Iterator[str] = field(default_factory=lambda: iter(()))
    asked: list[str] = field(default_factory=list)
    inner: httpx2.BaseTransport = field(default_factory=httpx2.HTTPTransport)
    late: list[httpx2.Request] = field(default_factory=list)
    """Requests that were given up here and are still on their way."""

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        harm = next(self.harms, "none")
        if harm == "late":
            self.late.append(request)
            raise httpx2.ReadTimeout("still on its way", request=request)
        return _HARMS[harm](self.inner, request)

    @override
    def close(self) -> None:
        self.inner.close()


Harm = Callable[[httpx2.BaseTransport, httpx2.Request], httpx2.Response]


def _none(inner: httpx2.BaseTransport, request: httpx2.Request) -> httpx2.Response:
    return inner.handle_request(request)


def _lost_on_the_way(_inner: httpx2.BaseTransport, request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("lost on the way there", request=request)


def _lost_on_the_way_back(inner: httpx2.BaseTransport, request: httpx2.Request) -> httpx2.Response:
    _whole(inner, request)
    raise httpx2.ReadError("lost on the way back", request=request)


def _repeated(inner: httpx2.BaseTransport, request: httpx2.Request) -> httpx2.Response:
    _whole(inner, request)
    return _none(inner, request)


def _cut(inner: httpx2.BaseTransport, request: httpx2.Request) -> httpx2.Response:
    """An answer that ends in the middle without a word, as a proxy that gives up leaves it."""
    response, raw = _whole(inner, request)
    return httpx2.Response(
        response.status_code,
        headers=[
            (name, value)
            for name, value in response.headers.raw
            if name.lower() not in (b"content-length", b"transfer-encoding")
        ],
        stream=_Bytes(raw[: len(raw) // 2]),
        request=request,
    )


def _sign_in_page(_inner: httpx2.BaseTransport, request: httpx2.Request) -> httpx2.Response:
    page = _Bytes(b"<html><body>Welcome to the guest network. Please sign in.</body></html>")
    headers = {"Content-Type": "text/html"}
    return httpx2.Response(200, headers=headers, stream=page, request=request)


def _whole(inner: httpx2.BaseTransport, request: httpx2.Request) -> tuple[httpx2.Response, bytes]:
    response = inner.handle_request(request)
    raw = b"".join(response.iter_raw())
    response.close()
    return response, raw


def _cut_there(inner: httpx2.BaseTransport, request: httpx2.Request) -> httpx2.Response:
    """A request that ends in the middle without a word."""
    body = request.read()
    headers = [each for each in request.headers.raw if each[0].lower() != b"content-length"]
    half = body[: len(body) // 2]
    return inner.handle_request(
        httpx2.Request(
            request.method,
            request.url,
            headers=headers,
            content=half or None,
            extensions=request.extensions,
        )
    )


class _Bytes(httpx2.SyncByteStream):
    """Bytes as they came, still packed."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @override
    def __iter__(self) -> Iterator[bytes]:
        yield self._raw


_HARMS: dict[str, Harm] = {
    "none": _none,
    "lost there": _lost_on_the_way,
    "lost back": _lost_on_the_way_back,
    "repeated": _repeated,
    "cut": _cut,
    "cut there": _cut_there,
    "sign-in page": _sign_in_page,
}
HARMS = (*_HARMS, "late")
