"""Canonical text: the one way a change body is written, so that every end hashes the same bytes.

UTF-8 JSON without spaces, object keys sorted and of a small ASCII alphabet, integers within 2^53,
no floats (decimals are strings), no NUL, no lone surrogates. The very text received is kept and
hashed; nothing is rewritten. Vectors shared with JavaScript: tests/properties/canonical_vectors.json.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from mdt_core.errors import InvalidInput

LARGEST_INTEGER = 2**53
"""Integers beyond plus or minus this lose digits in JavaScript."""

LARGEST_CHANGE = 64 * 1024
"""Most bytes of one change."""

DEEPEST = 32
"""Deepest nesting of a body."""

_KEY = re.compile(r"[a-z0-9_][a-z0-9_./:-]*", re.ASCII)
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_ESCAPED_NUL = "\\u0000"


_READ_SOON = 16 * 1024
"""Characters of a longer text are not looked at in a hurry: names as long as that are not remembered."""


@lru_cache(maxsize=1_024)
def _are_names(keys: tuple[str, ...]) -> bool:
    """Whether an object may have these names in this order; most objects have those of many others."""
    return sorted(keys) == list(keys) and all(map(_KEY.fullmatch, keys))


def canonical_text(value: Mapping[str, Any]) -> str:
    """Writes a body canonically; raises InvalidInput, with the place, for what cannot be kept."""
    _check(value, "", 0)
    return checked_text(value)


def checked_text(value: Mapping[str, Any]) -> str:
    """Writes canonically what was made of bodies that were checked already."""
    return _WRITER.encode(value)


_WRITER = json.JSONEncoder(
    ensure_ascii=False,
    allow_nan=False,
    sort_keys=True,
    separators=(",", ":"),
    default=dict,  # a frozen mapping; anything else was refused before
)


def parse_canonical(text: str) -> dict[str, Any]:
    """Reads a body; raises InvalidInput for any text that is not in the one canonical form."""
    found = parsed_soon(text)
    return parsed_thoroughly(text) if found is None else found


def parsed_soon(text: str) -> dict[str, Any] | None:
    """What `parsed_thoroughly` gives, in a sixth of its time; None where that one must decide.

    Compiled code reads and writes; names, their order, numbers and depth are looked at here.
    """
    if len(text) > _READ_SOON or _ESCAPED_NUL in text:
        return None
    try:
        data = text.encode("utf-8")
        value = from_json(data, allow_inf_nan=False)
        is_same = type(value) is dict and _is_plain(value, 0) and to_json(value) == data
    except ValueError:
        return None
    return value if is_same else None


def _is_plain(value: dict[str, Any] | list[Any], depth: int) -> bool:
    """Whether `_check` would take what was read of JSON, and its names stand in their order."""
    items: Any = value
    if type(value) is dict:
        if not _are_names(tuple(value)):
            return False
        items = value.values()
    for item in items:
        kind = type(item)
        if kind is str or item is None or kind is bool:
            continue
        if kind is int:
            if abs(item) > LARGEST_INTEGER:
                return False
        elif kind is float or depth >= DEEPEST - 1 or not _is_plain(item, depth + 1):
            return False
    return True


def parsed_thoroughly(text: str) -> dict[str, Any]:
    """The rule of `parse_canonical` as it is meant, with the place and the words for what is wrong."""
    try:
        value = json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"This is not a change: {error}") from None
    if not isinstance(value, dict) or canonical_text(value) != text:
        raise InvalidInput("This change is not written in the canonical form")
    return value


def body_hash(text: str) -> str:
    """SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def clean_text(text: str, *, where: str) -> str:
    """The text itself; raises InvalidInput where it holds a NUL or half a character."""
    found = _FORBIDDEN.search(text)
    if found:
        raise InvalidInput(
            f"The character U+{ord(found.group()):04X} at position {found.start() + 1} cannot be kept",
            where=where,
            next_step="Remove it and try again",
        )
    return text


def _check(value: Any, where: str, depth: int) -> None:  # noqa: ANN401 - any JSON value
    if depth > DEEPEST:
        raise InvalidInput(f"More than {DEEPEST} levels deep", where=where)
    if isinstance(value, str):
        clean_text(value, where=where)
    elif isinstance(value, Mapping):
        _check_map(value, where, depth)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _check(item, f"{where}[{index}]", depth + 1)
    else:
        _check_scalar(value, where)


def _check_map(value: Mapping[Any, Any], where: str, depth: int) -> None:
    for key, item in value.items():
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise InvalidInput(f"The name «{key}» cannot be used in a change", where=where)
        _check(item, f"{where}.{key}" if where else key, depth + 1)


def _check_scalar(value: Any, where: str) -> None:  # noqa: ANN401
    if value is None or isinstance(value, bool):
        return
    if not isinstance(value, int):
        kind = type(value).__name__
        raise InvalidInput(f"A {kind} cannot be kept; write it as text", where=where)
    if abs(value) > LARGEST_INTEGER:
        raise InvalidInput("The number is too large; write it as text", where=where)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name appears twice")
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")
