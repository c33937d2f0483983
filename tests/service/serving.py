"""The real service on a port of this machine, in a thread, on SQLite or PostgreSQL."""

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random

import uvicorn
from typing_extensions import override

from mdt_core.clock import Clock
from mdt_service.api.listening import Listening
from mdt_service.app import Parts, create_app
from mdt_service.handlers import keeping
from mdt_service.hub.database import open_database
from mdt_service.hub.scopes import Grant
from mdt_service.logs import make_log
from mdt_service.service import Service
from mdt_service.settings import Settings
from tests.support.memory_store import TestClock


@dataclass(frozen=True)
class Serving:
    """A running service: its address, its inside, and what it wrote to its log."""

    address: str
    parts: Parts
    logged: io.StringIO

    @property
    def service(self) -> Service:
        """What the handlers are given."""
        return self.parts.service

    def code(self, *grants: Grant) -> str:
        """A one-time code, as `mdt-service enrol` makes it."""
        return keeping.make_code(self.service, grants, made_by="tests").code


class _Server(uvicorn.Server):
    """Says when it listens, so that nobody waits by time."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


def made_parts(url: str, clock: Clock, settings: Settings, log: io.StringIO) -> Parts:
    """A begun service whose identities and chance repeat."""
    parts = Parts(
        replace(settings, database=url),
        open_database(url),
        clock,
        Random(7).randbytes,
        log=make_log(log),
    )
    keeping.begin(parts.service)
    return parts


@contextmanager
def serving(
    url: str, *, clock: Clock | None = None, settings: Settings | None = None, port: int = 0
) -> Iterator[Serving]:
    """Runs the service until the block ends, on a free port or the one that is named."""
    log = io.StringIO()
    parts = made_parts(url, clock or TestClock(), settings or Settings(), log)
    with running(parts, port) as address:
        yield Serving(address, parts, log)


@contextmanager
def running(parts: Parts, port: int = 0, connection: type[Listening] = Listening) -> Iterator[str]:
    """Listens until the block ends; gives the address."""
    config = uvicorn.Config(
        create_app(parts),
        host="127.0.0.1",
        port=port,
        http=connection,
        log_config=None,
        lifespan="on",
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, name="service")
    thread.start()
    try:
        assert server.listens.wait(20)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
    assert not thread.is_alive()
