"""Answers that are not the service's, or are made to do harm: told in words, and nothing of them is kept."""

import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count

import httpx2
import pytest
import zstandard
from typing_extensions import override

from mdt_core.roles import Role
from mdt_core.sync.wire import NDJSON
from mdt_desktop.device import sync_book
from mdt_desktop.sync.client import Identity, ServiceClient
from mdt_desktop.sync.link import link_of
from mdt_desktop.sync.trouble import NotTheService, SyncTrouble, Unreachable
from tests.service.serving import Serving
from tests.store.deeds import admit
from tests.sync.conftest import NO_KEYRING, Desk, NewDesk
from tests.sync.transports import Network

BOMB = 64 * 1024 * 1024


class Answering(httpx2.BaseTransport):
    """Answers every request alike, whoever asks."""

    def __init__(self, status: int, body: bytes, **headers: str) -> None:
        self._status, self._body = status, body
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        stream = httpx2.ByteStream(self._body)
        return httpx2.Response(self._status, headers=self._headers, stream=stream, request=request)


def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(bytes(BOMB)) + packer.flush()


HOSTILE: dict[str, tuple[Callable[[], Answering], str]] = {
    "a sign-in page": (
        lambda: Answering(200, b"<html>Welcome</html>", Content_Type="text/html"),
        "page of this network",
    ),
    "sent on to a sign-in page": (
        lambda: Answering(302, b"", Location="http://guest.example/", Content_Type="text/plain"),
        "page of this network",
    ),
    "another content type": (
        lambda: Answering(200, b"{}", Content_Type="application/octet-stream"),
        "not the service",
    ),
    "another protocol": (
        lambda: Answering(200, b'{"hello":"world"}', Content_Type="application/json"),
        "not of the protocol",
    ),
    "a proxy that fails": (
        lambda: Answering(502, b"Bad gateway", Content_Type="text/plain"),
        "not the service",
    ),
    "a bomb of zstd": (
        lambda: Answering(
            200,
            zstandard.ZstdCompressor().compress(bytes(BOMB)),
            Content_Type="application/json",
            Content_Encoding="zstd",
        ),
        "opens to more than",
    ),
    "a bomb of gzip": (
        lambda: Answering(
            200, gzip_bomb(), Content_Type="application/json", Content_Encoding="gzip"
        ),
        "opens to more than",
    ),
    "more than any answer": (
        lambda: Answering(200, bytes(5 * 1024 * 1024), Content_Type="application/json"),
        "larger than any",
    ),
    "lines without their end": (
        lambda: Answering(200, b'{"t":"answers"}\n', Content_Type=NDJSON),
        "not the service",
    ),
}


@pytest.fixture
def gp(on_sqlite: Serving, new_desk: NewDesk) -> Desk:
    desk = new_desk("amina", Role.GP, on_sqlite)
    admit(desk.workspace)
    return desk


def waiting(desk: Desk) -> int:
    with desk.workspace.store.reading() as connection:
        return sync_book.counts(connection).waiting


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_answer_of_the_service_is_told_in_words_and_changes_nothing(
    gp: Desk, name: str
) -> None:
    made, words = HOSTILE[name]
    with pytest.raises(SyncTrouble, match=words):
        gp.exchange(Network(inner=made()))
    assert waiting(gp) == 3
    assert gp.exchange().agreed


# Slow ones


@contextmanager
def dripping(head: bytes) -> Iterator[str]:
    """A server that says this at once, and then one byte after the other for as long as anybody listens."""
    over = threading.Event()

    def drip(listening: socket.socket) -> None:
        with suppress(OSError):
            device, _ = listening.accept()
            with device, suppress(OSError):
                device.recv(65_536)
                device.sendall(head)
                while head and not over.wait(0.01):
                    device.sendall(b" ")
                over.wait(10)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        over.set()
    thread.join(10)


def hurried(
    desk: Desk, address: str, *, answer_s: float = 60, whole_answer_s: float = 300
) -> ServiceClient:
    """A client for another address that has less patience; its stopwatch goes on by a second a look."""
    tie = link_of(desk.workspace, NO_KEYRING)
    assert tie is not None
    seconds = count()
    return ServiceClient(
        address,
        Identity(desk.workspace.state.device_id, tie.key.sign),
        transport=httpx2.HTTPTransport(),
        answer_s=answer_s,
        whole_answer_s=whole_answer_s,
        stopwatch=lambda: float(next(seconds)),
    )


def test_an_answer_that_drips_for_ever_is_given_up_in_words(gp: Desk) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
    with dripping(head) as address:
        client = hurried(gp, address, whole_answer_s=5)
        with pytest.raises(Unreachable, match="did not answer in time"):
            client.hello("life")
        client.close()


def test_a_server_that_says_nothing_is_given_up_in_words(gp: Desk) -> None:
    with dripping(b"") as address:
        client = hurried(gp, address, answer_s=0.2)
        with pytest.raises(Unreachable, match="did not answer in time"):
            client.hello("life")
        client.close()


def test_what_answers_another_kind_than_asked_is_not_the_service(gp: Desk) -> None:
    with pytest.raises(NotTheService):
        gp.exchange(Network(inner=Answering(200, b"{}", Content_Type=NDJSON)))
