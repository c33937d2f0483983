"""The one place where error codes of SQLite and of the system become words for people.

Two families: what a person can understand and put right becomes a `StoreProblem`; anything else
(a broken constraint, wrong SQL) is ours and passes unchanged. No message holds a value of a record.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlcipher3 import dbapi2

from mdt_core.errors import StoreProblem

_PRIMARY = 0xFF
"""The low byte of an extended result code is the primary code (sqlite.org/rescode.html)."""


@dataclass(frozen=True)
class _Words:
    message: str
    next_step: str


_DISK_FULL = _Words(
    "Not saved. The disk is full. Your text is still here.",
    "Free some space, then press Sign again.",
)
_READ_ONLY = _Words(
    "Not saved. The folder of this workspace may be read but not written.",
    "Ask whoever looks after this computer for the right to write there.",
)
_UNREACHABLE = _Words(
    "The store cannot be reached: its file is missing, or its folder may not be used.",
    "Check that its disk is connected and that you may use the folder. Nothing was changed.",
)
_DISK_TROUBLE = _Words(
    "The disk did not read or write what it was asked. Nothing was half saved.",
    "Check the disk and its connection, then try again.",
)
_BUSY = _Words(
    "Not saved. Another part of the program is still writing.",
    "Wait a moment, then try again.",
)
_DAMAGED = _Words(
    "The store is damaged: a part of its file is not as it was written.",
    "Close the program, keep the folder as it is, and restore the newest backup.",
)
_WRONG_KEY = _Words(
    "The store cannot be opened: this is not its key, or the beginning of its file is damaged.",
    "Unlock with the right PIN or passphrase. If it was right, restore the newest backup.",
)
_NO_MEMORY = _Words(
    "The computer has no memory left for this. Nothing was half saved.",
    "Close other programs, then try again.",
)

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: _DISK_FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _UNREACHABLE,
    sqlite3.SQLITE_IOERR: _DISK_TROUBLE,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _WRONG_KEY,
    sqlite3.SQLITE_NOMEM: _NO_MEMORY,
}

_BY_SYSTEM_CODE = {
    errno.ENOSPC: _DISK_FULL,
    errno.EDQUOT: _DISK_FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.ENOENT: _UNREACHABLE,
    errno.ENOTDIR: _UNREACHABLE,
    errno.EIO: _DISK_TROUBLE,
    errno.ENODEV: _UNREACHABLE,
    errno.ENOMEM: _NO_MEMORY,
}


def problem_of(error: BaseException) -> StoreProblem | None:
    """Gives the problem in words; None for an error that is ours and not the person's."""
    words = None
    if isinstance(error, dbapi2.Error):
        code = getattr(error, "sqlite_errorcode", 0) or 0
        words = _BY_SQLITE_CODE.get(code & _PRIMARY)
    elif isinstance(error, OSError) and error.errno is not None:
        words = _BY_SYSTEM_CODE.get(error.errno, _DISK_TROUBLE)
    return StoreProblem(words.message, next_step=words.next_step) if words else None


@contextmanager
def in_words() -> Iterator[None]:
    """Raises StoreProblem in place of what SQLite or the system reports inside."""
    try:
        yield
    except (dbapi2.Error, OSError) as error:
        problem = problem_of(error)
        if problem is None:
            raise
        raise problem from error


def moved_away() -> StoreProblem:
    """Gives the problem of a file that was removed or exchanged while the program had it open."""
    return StoreProblem(
        "Not saved. The file of this workspace was removed or replaced while it was open.",
        next_step="Reconnect its disk, or put the file back, then start the program again.",
    )


def not_encrypted() -> StoreProblem:
    """Gives the problem of a store that anybody could read."""
    return StoreProblem(
        "This file is not encrypted, so it is not the store of a workspace. It was not opened.",
        next_step="Choose the folder of a workspace.",
    )
