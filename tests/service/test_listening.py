"""A client that sends a request's head byte after byte is let go; one that is only slow to begin again is not."""

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mdt_service.api.listening import Listening
from mdt_service.cli.workers import config_of
from mdt_service.settings import Settings
from tests.service.serving import made_parts, running
from tests.support.memory_store import TestClock

HEAD = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
PATIENCE_S = 0.4
BETWEEN_S = 0.02


class Impatient(Listening):
    head_s = PATIENCE_S


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    folder: Path = tmp_path_factory.mktemp("listening")
    url = f"sqlite:///{folder / 'service.db'}"
    parts = made_parts(url, TestClock(), Settings(), io.StringIO())
    with running(parts, connection=Impatient) as address:
        found = urlsplit(address)
        yield str(found.hostname), int(found.port or 0)


def told(connection: socket.socket) -> bytes:
    """Everything that comes until the other end closes."""
    return b"".join(iter(lambda: connection.recv(4096), b""))


def asked(connection: socket.socket) -> bytes:
    """The answer to a whole request; its body ends with a brace."""
    connection.sendall(HEAD)
    answer = b""
    while not answer.endswith(b"}"):
        answer += connection.recv(4096)
    return answer


def drip(connection: socket.socket, head: bytes) -> int:
    """Sends a byte at a time until the other end is gone; tells how many went out."""
    closed = threading.Event()
    for sent in range(len(head)):
        try:
            connection.sendall(head[sent : sent + 1])
        except OSError:
            return sent
        closed.wait(BETWEEN_S)
    return len(head)


def test_a_head_that_drips_in_is_ended_in_words_and_no_byte_buys_more_time(
    place: tuple[str, int],
) -> None:
    long = b"GET /health HTTP/1.1\r\nX-Long: " + b"a" * 2_000
    with socket.create_connection(place, timeout=10) as connection:
        reader = connection.dup()
        assert drip(connection, long) < len(long)
        answer = reader.recv(4096)
        reader.close()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"too_slow"' in answer


def test_a_connection_on_which_nothing_is_ever_said_is_ended(place: tuple[str, int]) -> None:
    with socket.create_connection(place, timeout=10) as connection:
        assert told(connection).startswith(b"HTTP/1.1 408 ")


def test_others_are_answered_while_fifty_connections_drip(place: tuple[str, int]) -> None:
    held = [socket.create_connection(place, timeout=10) for _ in range(50)]
    for each in held:
        each.sendall(HEAD[:5])
    with socket.create_connection(place, timeout=10) as connection:
        connection.sendall(HEAD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert told(connection).startswith(b"HTTP/1.1 200 ")
    for each in held:
        assert told(each).startswith(b"HTTP/1.1 408 ")
        each.close()


def test_a_connection_that_is_kept_may_rest_longer_than_a_head_may_take(
    place: tuple[str, int],
) -> None:
    with socket.create_connection(place, timeout=10) as connection:
        for _ in range(2):
            assert asked(connection).startswith(b"HTTP/1.1 200 ")
            threading.Event().wait(PATIENCE_S * 1.5)
        assert asked(connection).startswith(b"HTTP/1.1 200 ")


def test_the_service_listens_in_this_way() -> None:
    assert config_of(None, Settings()).http is Listening
