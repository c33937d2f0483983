"""JSON as a door takes it: everything that two programs could read differently is refused in words.

A key twice, NaN, numbers too long to keep, NUL, half a character, deep nesting. Numbers with a point
become Decimal, so that 36.80 keeps its digits. Messages give the place, never the value.
"""

import json
import re
from decimal import Decimal
from typing import Any

from mdt_core.errors import ImportRefused

DEEPEST = 64
"""Deepest nesting of objects and lists."""

_LONGEST_INTEGER = 18
_LONGEST_DECIMAL = 40
_LARGEST_EXPONENT = 30
_NEXT = "Ask whoever made the file for it as plain JSON in UTF-8."
_MAY_BE_FORBIDDEN = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


def read_strict(content: bytes) -> dict[str, Any]:
    """Parses one JSON object; raises ImportRefused with the place of what is wrong."""
    text = _decoded(content)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_no_key_twice,
            parse_constant=_no_constant,
            parse_float=_decimal,
            parse_int=_integer,
        )
    except json.JSONDecodeError as broken:
        place = f"Line {broken.lineno}, column {broken.colno}"
        raise ImportRefused("The file is not valid JSON.", next_step=_NEXT, where=place) from None
    except RecursionError:
        raise _too_deep() from None
    if not isinstance(value, dict):
        raise ImportRefused("The file holds JSON, but no FHIR resource.", next_step=_NEXT)
    _check_depth(value)
    if _MAY_BE_FORBIDDEN.search(text):
        _check_texts(value)
    return value


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        place = f"Byte {broken.start + 1}"
        raise ImportRefused(
            "The file is not text in UTF-8.", next_step=_NEXT, where=place
        ) from None


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        shown = twice if re.fullmatch(r"\w{1,40}", twice, re.ASCII) else "a name"
        raise ImportRefused(f"«{shown}» stands twice in one object.", next_step=_NEXT)
    return found


def _no_constant(name: str) -> Any:  # noqa: ANN401 - json asks for this signature
    raise ImportRefused(f"{name} is not a number that JSON has.", next_step=_NEXT)


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise ImportRefused(f"A number has {len(digits)} digits.", next_step=_NEXT)
    return int(digits)


def _decimal(digits: str) -> Decimal:
    value = Decimal(digits) if len(digits) <= _LONGEST_DECIMAL else None
    if value is None or abs(value.adjusted()) > _LARGEST_EXPONENT:
        raise ImportRefused("A number is longer or larger than can be kept.", next_step=_NEXT)
    return value


def _too_deep() -> ImportRefused:
    return ImportRefused(f"The file is nested deeper than {DEEPEST} levels.", next_step=_NEXT)


def _check_depth(value: dict[str, Any]) -> None:
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = [inner for each in level for inner in _inside(each) if type(inner) in (dict, list)]
        if not level:
            return
    raise _too_deep()


def _inside(value: Any) -> Any:  # noqa: ANN401 - any JSON container
    return value.values() if type(value) is dict else value


def _check_texts(value: dict[str, Any]) -> None:
    """Looks at every text, keys too, where the file spells characters that may be forbidden."""
    waiting: list[Any] = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and _FORBIDDEN.search(each):
            message = "The file holds a character that cannot be kept (U+0000 or half a character)."
            raise ImportRefused(message, next_step=_NEXT)
        if isinstance(each, dict):
            waiting.extend(each)
        if isinstance(each, dict | list):
            waiting.extend(_inside(each))
