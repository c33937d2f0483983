"""What every change carries, kept small on a device and given back letter for letter.

Bodies are short and alike, so that they are packed one by one with the words that all of them use
(`packing_words.py`); hashes and the ids in scopes are kept as the bytes they stand for. This is so
for SQLCipher and SQLite; PostgreSQL keeps the texts. What lies unpacked is read as it is.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from threading import local
from typing import Any
from uuid import UUID

import zstandard
from sqlalchemy import Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from mdt_core.errors import StoreProblem
from mdt_core.store.packing_words import WORDS_1

_LEVEL = 5
"""200 bytes for a body of 630, as at 9 and in half its time; 3 would be 214. Unpacking takes the same."""

_FIRST = b"\x01"
"""The first byte of a packed body names the words it was packed by."""


class _Packed(TypeDecorator[str]):
    """A text that SQLite keeps as bytes and PostgreSQL as it is."""

    impl = Text
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary() if dialect.name == "sqlite" else Text())

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name != "sqlite" else self.kept(value)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return self.told(value) if isinstance(value, bytes) else value

    # the same without asking the engine's name for each value

    @override
    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        kept = self.kept
        if dialect.name != "sqlite":
            return None
        return lambda text: None if text is None else kept(text)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        told = self.told
        return lambda found: told(found) if type(found) is bytes else found

    def kept(self, text: str) -> bytes:
        """What SQLite keeps for a text."""
        raise NotImplementedError

    def told(self, kept: bytes) -> str:
        """The text again."""
        raise NotImplementedError


class PackedText(_Packed):
    """The text of a body."""

    cache_ok = True

    @override
    def kept(self, text: str) -> bytes:
        return packed(text)

    @override
    def told(self, kept: bytes) -> str:
        return unpacked(kept)


class PackedHash(_Packed):
    """A hash, written in hexadecimal."""

    cache_ok = True

    @override
    def kept(self, text: str) -> bytes:
        return bytes.fromhex(text)

    @override
    def told(self, kept: bytes) -> str:
        return kept.hex()


class PackedScope(_Packed):
    """A scope; that of a home takes 17 bytes of 50."""

    cache_ok = True

    @override
    def kept(self, text: str) -> bytes:
        return _kept_scope(text)

    @override
    def told(self, kept: bytes) -> str:
        return _told_scope(kept)


@lru_cache(maxsize=4_096)
def _kept_scope(scope: str) -> bytes:
    found = _HOME_SCOPE.fullmatch(scope)
    if found is None or found["sort"] not in _SORTS:
        return _SPELLED + scope.encode("utf-8")
    return bytes([_SORTS.index(found["sort"])]) + UUID(found["id"]).bytes


@lru_cache(maxsize=4_096)
def _told_scope(kept: bytes) -> str:
    if kept[:1] == _SPELLED:
        return kept[1:].decode("utf-8")
    if len(kept) != _SCOPE_BYTES or kept[0] >= len(_SORTS):
        raise _unreadable()
    return f"home:{UUID(bytes=kept[1:])}:{_SORTS[kept[0]]}"


_SORTS = ("identity", "clinical", "restricted", "admin")
"""Sensitivities by the byte that is kept of them: new ones go to the end."""

_SPELLED = b"\xff"
"""The first byte of any other scope, which is kept as it is written."""

_SCOPE_BYTES = 17
_HOME_SCOPE = re.compile(
    r"home:(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(?P<sort>[a-z]+)", re.ASCII
)


def packed(text: str) -> bytes:
    """The bytes to keep for a text."""
    return _FIRST + _own.packer.compress(text.encode("utf-8"))


def unpacked(kept: bytes) -> str:
    """The text that was packed; raises StoreProblem for bytes that are no packed text."""
    if kept[:1] != _FIRST:
        raise _unreadable()
    try:
        return _own.opener.decompress(kept[1:]).decode("utf-8")
    except (zstandard.ZstdError, UnicodeDecodeError) as error:
        raise _unreadable() from error


def _unreadable() -> StoreProblem:
    return StoreProblem(
        "A record of this store cannot be unpacked. Nothing was changed.",
        next_step="Update the program; if it is up to date, restore the newest backup",
    )


class _Own(local):
    """Packer and opener of each thread: one of them cannot serve two threads at once."""

    def __init__(self) -> None:
        words = zstandard.ZstdCompressionDict(
            WORDS_1.encode("utf-8"), dict_type=zstandard.DICT_TYPE_RAWCONTENT
        )
        self.packer = zstandard.ZstdCompressor(
            level=_LEVEL, dict_data=words, write_checksum=False, write_dict_id=False
        )
        self.opener = zstandard.ZstdDecompressor(dict_data=words)


_own = _Own()
