"""The real service inside this process: its application, its database file, its crashes and backups.

One application serves every world of a process, one after the other, since making one takes long;
its database is put in place anew for each. Nothing here goes around the application's own routes.
"""

import asyncio
import atexit
import io
import shutil
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any, TypeVar
from unittest.mock import patch

import anyio.to_thread
import httpx2
from fastapi import FastAPI
from sqlalchemy import Connection, event
from typing_extensions import override

from mdt_core.sync import protocol
from mdt_service.app import Parts, create_app
from mdt_service.handlers import keeping
from mdt_service.hub import devices, grants
from mdt_service.hub.database import open_database
from mdt_service.hub.scopes import Grant
from mdt_service.logs import make_log
from mdt_service.service import Service
from mdt_service.settings import Settings
from tests.support.memory_store import STARTED, TestClock

T = TypeVar("T")

_MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - a disk of this machine's memory, where there is one
_LOG_ENDINGS = ("", "-wal", "-shm")


class ServiceDied(BaseException):
    """The service's process ended here; nobody may catch it and go on."""


def new_folder() -> Path:
    """A folder for the life of this process, in memory where the machine has such a disk."""
    disk = _MEMORY_DISK if _MEMORY_DISK.is_dir() else None
    folder = Path(mkdtemp(prefix="mdt-machine-", dir=disk))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop that the application runs in while a request is with it."""
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


@dataclass(frozen=True)
class Kept:
    """A service's disk as it was, and how far its chance had come."""

    file: Path
    chance: Any


@dataclass(eq=False)
class Hub:
    """One service. `dies_at` counts down its commits to the one at which it dies; None: it lives."""

    folder: Path
    clock: TestClock = field(default_factory=TestClock)
    random: Random = field(default_factory=lambda: Random(7))
    dies_at: int | None = None
    app: FastAPI = field(init=False)
    parts: Parts = field(init=False)
    _apps: dict[int, FastAPI] = field(default_factory=dict)
    """Applications by the oldest protocol that they speak; to make one takes long."""

    def __post_init__(self) -> None:
        """Makes the application, and a fresh database to begin each world with."""
        url = f"sqlite:///{self.file}"
        self.parts = Parts(
            Settings(database=url, enrolments_per_minute=10**6),
            open_database(url),
            self.clock,
            self.random.randbytes,
            log=make_log(_Nowhere()),
        )
        keeping.begin(self.service)
        self.keep_as_fresh()
        event.listen(self.parts.database.engine, "commit", self._committing)
        self.restart()

    @property
    def file(self) -> Path:
        """Where the database lies."""
        return self.folder / "service.db"

    @property
    def _fresh(self) -> Path:
        return self.folder / "fresh.db"

    @property
    def service(self) -> Service:
        """What the handlers are given."""
        return self.parts.service

    def keep_as_fresh(self) -> None:
        """Lets every world begin with what the service holds now."""
        self.copy_to(self._fresh)

    def begin(self, kept: Kept | None = None) -> None:
        """Makes this a new service, as on the first morning or as it was kept."""
        self.clock.now = STARTED
        self.random.seed(8)
        if kept is not None:
            self.random.setstate(kept.chance)
        self.dies_at = None
        self.put_back(kept.file if kept else self._fresh)
        if self.parts.settings.protocol_oldest != protocol.OLDEST:
            self.ask_for(protocol.OLDEST)

    def restart(self) -> None:
        """Starts the application anew: what it knew beside its database is gone."""
        self.dies_at = None
        self._apps.clear()
        self.ask_for(self.parts.settings.protocol_oldest)

    def ask_for(self, protocol_oldest: int) -> None:
        """Gives nothing to clients older than that from now on."""
        settings = replace(self.parts.settings, protocol_oldest=protocol_oldest)
        self.parts = replace(self.parts, settings=settings)
        if protocol_oldest not in self._apps:
            self._apps[protocol_oldest] = create_app(self.parts)
        self.app = self._apps[protocol_oldest]

    def _committing(self, _connection: Connection) -> None:
        if self.dies_at is None:
            return
        self.dies_at -= 1
        if self.dies_at < 0:
            self.dies_at = None
            raise ServiceDied

    # Its disk

    def copy_to(self, place: Path) -> Path:
        """Copies the database as a backup does."""
        self.parts.database.close()
        shutil.copyfile(self.file, place)
        return place

    def keep(self, place: Path) -> Kept:
        """Keeps the service as it is, for others to begin with."""
        return Kept(self.copy_to(place), self.random.getstate())

    def put_back(self, copy: Path) -> None:
        """Puts a copy in the place of the database."""
        self.parts.database.close()
        for ending in _LOG_ENDINGS:
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copyfile(copy, self.file)

    # Who may ask

    def enrol(self, device_id: str, public_key: str, *given: Grant) -> None:
        """Makes a device known with these grants, as a one-time code does."""
        at = self.clock()

        def deed(connection: Connection) -> None:
            devices.enrol(
                connection,
                device_id=device_id,
                name=device_id,
                public_key=public_key,
                app_version="tests",
                at=at,
            )
            if given:
                grants.give(connection, device_id, given, at=at)

        self.service.database.deed(deed)


@cache
def the_hub() -> Hub:
    """The one service of this process."""
    return Hub(new_folder())


class _Nowhere(io.StringIO):
    """A log that nobody reads."""

    @override
    def write(self, _text: str) -> int:
        return 0


# The way to it


@dataclass
class Inside(httpx2.BaseTransport):
    """Carries requests to the application in this process, and counts what passes."""

    hub: Hub
    passed: int = 0
    """Bytes of bodies, both ways."""

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        body = request.read()
        try:
            asked = _call(self.hub.app, request, body)
            with patch.object(anyio.to_thread, "run_sync", _at_once):
                status, headers, answer = _loop().run_until_complete(asked)
        except ServiceDied:
            self.hub.restart()
            raise httpx2.ReadError("the service died", request=request) from None
        self.passed += len(body) + len(answer)
        return httpx2.Response(status, headers=headers, stream=_Bytes(answer), request=request)


async def _at_once(work: Callable[[], T], **_limits: object) -> T:
    """Does a request's work on this thread: a world has one at a time, and threads cost a sixth."""
    return work()


class _Bytes(httpx2.SyncByteStream):
    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @override
    def __iter__(self) -> Iterator[bytes]:
        yield self._raw


Message = MutableMapping[str, Any]


async def _call(
    app: FastAPI, request: httpx2.Request, body: bytes
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    answer: list[Message] = []
    asked: Iterator[Message] = iter(
        [{"type": "http.request", "body": body, "more_body": False}, {"type": "http.disconnect"}]
    )

    async def receive() -> Message:
        return next(asked)

    async def send(message: Message) -> None:
        answer.append(message)

    await app(_scope(request), receive, send)
    started = answer[0]
    parts = b"".join(each.get("body", b"") for each in answer[1:])
    return started["status"], started["headers"], parts


def _scope(request: httpx2.Request) -> dict[str, Any]:
    path, _, query = request.url.raw_path.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.url.path,
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "state": {},
    }
