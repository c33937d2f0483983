"""Opens the encrypted file of a store, and refuses one that is not as safe as it must be.

Every connection is asked again, each time, whether it is encrypted, durable and guarded as agreed:
a store once came back unencrypted without a word (signalapp/Signal-Desktop#5097). Opening never
makes a missing file; `create_database` does. The key is raw; deriving it is the vault's.
"""

import os
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from mdt_core.errors import StoreProblem
from mdt_core.store.dialects import sqlite
from mdt_desktop.device.problems import in_words, moved_away, not_encrypted, problem_of

RawConnection: TypeAlias = sqlite3.Connection
"""A connection of SQLCipher, which offers what the standard one does and brings no types."""

Mode: TypeAlias = Literal["rw", "ro"]

BUSY_TIMEOUT_MS = 10_000
CACHE_KIB = 64 * 1024
CHECKPOINT_PAGES = 20_000
APPLICATION_ID = 0x6D_64_74_31
"""Written in the header of every store: «mdt1»."""

_PLAIN_HEADER = b"SQLite format 3\0"
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Setting:
    """A pragma, the value it is given and the value it must then answer with."""

    name: str
    given: str
    expected: str | int


SETTINGS = (
    Setting("busy_timeout", str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS),
    Setting("synchronous", "FULL", 2),
    Setting("foreign_keys", "ON", 1),
    Setting("trusted_schema", "OFF", 0),
    Setting("secure_delete", "ON", 1),
    Setting("recursive_triggers", "ON", 1),
    Setting("temp_store", "MEMORY", 2),
    Setting("cache_size", str(-CACHE_KIB), -CACHE_KIB),
    Setting("wal_autocheckpoint", str(CHECKPOINT_PAGES), CHECKPOINT_PAGES),
)
JOURNAL = Setting("journal_mode", "WAL", "wal")


def open_engine(path: Path, key_hex: str) -> Engine:
    """Opens a store for use by several threads; raises StoreProblem where it cannot be trusted.

    The caller disposes of the engine. A first connection is made at once, so that a wrong key is
    told here and not in the middle of a round.
    """
    door = _Door(path.absolute(), key_hex)
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=door.connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_use_lifo=True,
        hide_parameters=True,  # what people wrote stays out of error texts
    )
    sqlite.begin_as_asked(engine)
    event.listen(engine, "checkout", door.check_still_there)
    event.listen(engine, "handle_error", _in_words, retval=True)
    with engine.connect():
        return engine


def create_database(path: Path, key_hex: str) -> None:
    """Makes a new, empty, encrypted file that its owner alone may read; never over another one."""
    with in_words():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(_keyed(path, key_hex, "rw")) as connection, in_words():
        _arrange(connection, (*SETTINGS, JOURNAL))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _check_header(path)


def connect(path: Path, key_hex: str, mode: Mode = "rw") -> RawConnection:
    """Opens one connection, asserts everything about it, or raises StoreProblem in words.

    `ro` is for copies at rest: it neither needs nor leaves a write-ahead log.
    """
    _check_header(path)
    connection = _keyed(path, key_hex, mode)
    try:
        with in_words():
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # is the key right?
            _arrange(connection, SETTINGS if mode == "ro" else (*SETTINGS, JOURNAL))
    except BaseException:
        connection.close()
        raise
    return connection


def unmet_settings(connection: RawConnection) -> tuple[str, ...]:
    """Names what a connection does not answer as agreed; empty where all is well."""
    wrong = [s.name for s in (*SETTINGS, JOURNAL) if _answer(connection, s.name) != s.expected]
    return tuple(wrong) if _cipher_version(connection) else ("cipher_version", *wrong)


def _keyed(path: Path, key_hex: str, mode: Mode) -> RawConnection:
    if not _KEY.fullmatch(key_hex):
        raise ValueError("a raw key is 64 hexadecimal digits")
    with in_words():
        connection: RawConnection = dbapi2.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key_hex}'\"")
    if not _cipher_version(connection):
        connection.close()
        raise StoreProblem(
            "This program was built without encryption, so the store was not opened.",
            next_step="Install the program again.",
        )
    return connection


def _check_header(path: Path) -> None:
    with in_words(), path.open("rb") as file:
        header = file.read(len(_PLAIN_HEADER))
    if header == _PLAIN_HEADER:
        raise not_encrypted()
    if len(header) < len(_PLAIN_HEADER):
        raise StoreProblem(
            "The file of the store is empty. It was not opened, so that nothing hides the loss.",
            next_step="Keep the folder as it is, and restore the newest backup.",
        )


def _arrange(connection: RawConnection, settings: tuple[Setting, ...]) -> None:
    for setting in settings:
        connection.execute(f"PRAGMA {setting.name} = {setting.given}")
        answer = _answer(connection, setting.name)
        if answer != setting.expected:
            raise StoreProblem(
                f"The store was not opened, since it did not accept a safe setting"
                f" ({setting.name} is {answer}, not {setting.expected}).",
                next_step="Check that the workspace lies on a disk of this computer.",
            )


def _answer(connection: RawConnection, name: str) -> str | int | None:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def _cipher_version(connection: RawConnection) -> str:
    row = connection.execute("PRAGMA cipher_version").fetchone()
    return str(row[0]) if row and row[0] else ""


@dataclass
class _Door:
    """Makes the connections of one engine and watches that the file stays the same one.

    A file removed under an open connection takes writes and keeps nothing of them.
    """

    path: Path
    key_hex: str = field(repr=False)
    _file: tuple[int, int] | None = None

    def connect(self) -> RawConnection:
        connection = connect(self.path, self.key_hex)
        if self._file is None:
            self._file = self._identity()
        return connection

    def check_still_there(self, *_of_pool: Any) -> None:  # noqa: ANN401 - as the pool calls it
        if self._file != self._identity():
            raise moved_away()

    def _identity(self) -> tuple[int, int] | None:
        with suppress(OSError):
            status = self.path.stat()
            return (status.st_dev, status.st_ino)
        return None


def _in_words(context: ExceptionContext) -> BaseException | None:
    return problem_of(context.original_exception)
