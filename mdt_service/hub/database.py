"""The database of the service: SQLite by default, PostgreSQL by its address; one transaction a deed.

A deed that meets another one in its way - a deadlock, or the same new row at the same moment - is
done again from its beginning. What the engine says of a full disk or of being away is turned into
errors that the routes can tell in words. Nothing here knows what is written. On PostgreSQL a
transaction sees of the scopes' tables only what was opened for it (`walls`).
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from mdt_core.errors import StoreProblem
from mdt_core.store.dialects import sqlite
from mdt_service.hub import postgresql
from mdt_service.hub.walls import NOTHING, Opened, open_to

T = TypeVar("T")

Deed: TypeAlias = Connection
"""An open transaction, as handlers hand it on; they write no SQL on it."""

TRIES = 5
BUSY_MS = 10_000
CONNECTIONS = 16
CACHE_KIB = 65_536

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
    f"PRAGMA busy_timeout={BUSY_MS}",
    f"PRAGMA cache_size=-{CACHE_KIB}",
)
_SESSION = " ".join(
    f"-c {setting}"
    for setting in (
        "synchronous_commit=on",
        f"lock_timeout={BUSY_MS}",
        f"idle_in_transaction_session_timeout={6 * BUSY_MS}",
        "timezone=UTC",
    )
)
_NO_WAIT = text("SET LOCAL synchronous_commit = off")
_AGAIN = {"40001", "40P01", "23505"}
_NO_ROOM = {"53100", "53200"}


class NoRoom(StoreProblem):
    """The disk of the service is full; nothing of the deed was kept."""


class Away(StoreProblem):
    """The database does not answer now; nothing of the deed was kept."""


@dataclass(frozen=True)
class Database:
    """One database; every method opens a connection of its own and gives it back."""

    engine: Engine
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, which has no row-level security."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self, opened: Opened = NOTHING) -> Iterator[Deed]:
        """Opens a read transaction in which this may be seen; raises Away where nothing answers."""
        with _in_words(), self.engine.connect() as connection, connection.begin():
            if opened is not NOTHING:
                open_to(connection, opened)
            yield connection

    def deed(self, work: Callable[[Deed], T], opened: Opened = NOTHING) -> T:
        """Does the work in one write transaction and commits; again where it met another deed.

        Raises NoRoom and Away; whatever else the work raises leaves nothing behind.
        """
        for tries_left in reversed(range(TRIES)):
            try:
                with _in_words():
                    return self._once(work, opened)
            except DBAPIError as error:
                if not (tries_left and _is_worth_again(error)):
                    raise
        raise AssertionError  # pragma: no cover - the last try returned or raised

    def _once(self, work: Callable[[Deed], T], opened: Opened) -> T:
        """SQLite has one writer at a time: threads wait in a queue, not by asking again and again."""
        turn = self._turn if self.is_sqlite else nullcontext()
        with turn, self.engine.connect() as connection:
            writes = connection.execution_options(writes=True)
            with writes.begin():
                if opened is not NOTHING:
                    open_to(writes, opened)
                return work(writes)

    def let_wait(self, connection: Deed) -> None:
        """Lets this deed's commit not wait for the disk: for what may be lost with a power cut."""
        if not self.is_sqlite:
            connection.execute(_NO_WAIT)

    def close(self) -> None:
        """Gives every connection back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Opens a database by its address, as `sqlite:///data/mdt.db` or `postgresql://user@host/name`.

    Raises StoreProblem for an address of another kind.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return Database(_sqlite_engine(url))
    if address.get_backend_name() != "postgresql":
        raise StoreProblem(
            "The service keeps its record in SQLite or PostgreSQL alone",
            next_step="Give an address that begins with sqlite:/// or postgresql://",
        )
    return Database(_postgresql_engine(address))


def _postgresql_engine(address: URL) -> Engine:
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"options": _SESSION},
    )

    @event.listens_for(engine, "connect")
    def _connected(raw: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
        postgresql.take_role(raw)

    return engine


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=CONNECTIONS, max_overflow=0)

    @event.listens_for(engine, "connect")
    def _connected(raw: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
        raw.isolation_level = None
        for pragma in _PRAGMAS:
            raw.execute(pragma)

    sqlite.begin_as_asked(engine)
    return engine


def _is_worth_again(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _AGAIN or (
        isinstance(error, IntegrityError) and isinstance(error.orig, sqlite3.IntegrityError)
    )


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except NoConnectionFree as error:
        raise Away("The service has more to do than it can at this moment") from error
    except OperationalError as error:
        words = str(error.orig).lower()
        state = getattr(error.orig, "sqlstate", None)
        if state in _NO_ROOM or "disk is full" in words:
            raise NoRoom("The service has no room left; nothing was taken") from error
        if state in _AGAIN:
            raise
        raise Away("The database of the service does not answer now") from error
