"""Between a record class and its body on the wire: parse, and dump.

`parse` splits off what this program does not know (fields, choices, at every depth), so that a
newer program's words survive a round trip; `dump` puts them back. A body that does not pass its
class is not lost: its readable fields and the problem are returned for people to see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mdt_core.errors import InvalidInput
from mdt_core.fields import Choice, field_of
from mdt_core.record import Record

R = TypeVar("R", bound=Record)
Body = Mapping[str, Any]

_MISSING = object()


@dataclass(frozen=True)
class Parsed(Generic[R]):
    """A record, or why there is none; what was not known; and the readable fields in any case."""

    record: R | None
    readable: Body
    unknown: Body = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def parse(record_class: type[R], body: Body) -> Parsed[R]:
    """Reads a body leniently; never raises, and never drops a word of it."""
    known, unknown = _split_model(record_class, body)
    try:
        return Parsed(record_class.model_validate(known), known, unknown)
    except ValidationError as error:
        return Parsed(None, known, unknown, _in_words(record_class, error))


def known_in(record_class: type[R], body: Body, names: Iterable[str]) -> dict[str, Any]:
    """Those of the named fields that are in a body, as `parse` leaves them readable.

    Nothing is checked, which is most of the time that `parse` takes.
    """
    found: dict[str, Any] = {}
    for name in names:
        if name not in body:
            continue
        annotation = _divided(record_class, name)
        taken = body[name] if annotation is None else _split_value(annotation, body[name])[0]
        if taken is not _MISSING:
            found[name] = taken
    return found


@cache
def _divided(record_class: type[BaseModel], name: str) -> Any:  # noqa: ANN401 - any JSON value, or any annotation
    """The annotation of a field whose value may hold what is not known; None where it cannot."""
    annotation = record_class.model_fields[name].annotation
    is_divided = any(
        _is_class(each, Choice) or _is_class(each, BaseModel) or get_origin(each) is tuple
        for each in _alternatives(annotation)
    )
    return annotation if is_divided else None


def checked(record_class: type[R], values: Body) -> R:
    """Makes a record from entered values; raises InvalidInput naming the first field that is wrong."""
    try:
        return record_class.model_validate(dict(values))
    except ValidationError as error:
        raise InvalidInput("; ".join(_in_words(record_class, error))) from None


def dump(record: Record, unknown: Body | None = None) -> dict[str, Any]:
    """The body of a record as JSON values without empty fields and without floats."""
    body = record.model_dump(mode="json", exclude_none=True)
    merged: dict[str, Any] = with_unknown(body, unknown) if unknown else body
    return merged


def with_unknown(body: Any, unknown: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A known value with what `parse` found unknown in it put back in its place."""
    if isinstance(unknown, ListRemainder):
        return _list_with_unknown(body, unknown) if isinstance(body, list) else body
    if not (_is_map(body) and _is_map(unknown)):
        return body
    known = {k: with_unknown(v, unknown[k]) if k in unknown else v for k, v in body.items()}
    rest = {
        key: left
        for key, left in unknown.items()
        if key not in body and not isinstance(left, ListRemainder)
    }
    return {**known, **rest}


class ListRemainder(dict[str, Any]):
    """What is unknown in a list: remainders of members by id, whole items by their place."""


def _list_with_unknown(body: list[Any], unknown: ListRemainder) -> list[Any]:
    out = [
        with_unknown(item, unknown.get(_member_key(item, index), {}))
        for index, item in enumerate(body)
    ]
    whole = {key: left for key, left in unknown.items() if not _is_map(left)}
    for key, left in sorted(whole.items()):
        out.insert(int(key), left)
    return out


def _split_model(model: type[BaseModel], body: Body) -> tuple[dict[str, Any], dict[str, Any]]:
    known: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for name, value in body.items():
        info = model.model_fields.get(name)
        if info is None:
            unknown[name] = value
            continue
        taken, left = _split_value(info.annotation, value)
        if taken is not _MISSING:
            known[name] = taken
        if left is not _MISSING:
            unknown[name] = left
    return known, unknown


def _split_value(annotation: Any, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON value, or any annotation
    for candidate in _alternatives(annotation):
        if _is_class(candidate, Choice) and isinstance(value, str):
            return _split_choice(candidate, value)
        if _is_class(candidate, BaseModel) and _is_map(value):
            known, unknown = _split_model(candidate, value)
            return known, unknown or _MISSING
        if get_origin(candidate) is tuple and isinstance(value, list | tuple):
            return _split_list(get_args(candidate)[0], value)
    return value, _MISSING


def _split_choice(choice: type[Choice], value: str) -> tuple[Any, Any]:
    if value in _values_of(choice):
        return value, _MISSING
    return _MISSING, value


@cache
def _values_of(choice: type[Choice]) -> frozenset[str]:
    return frozenset(member.value for member in choice)


def _split_list(item: Any, values: list[Any] | tuple[Any, ...]) -> tuple[Any, Any]:  # noqa: ANN401
    known: list[Any] = []
    unknown = ListRemainder()
    for index, value in enumerate(values):
        taken, left = _split_value(item, value)
        if taken is not _MISSING:
            known.append(taken)
        if left is not _MISSING:
            unknown[_member_key(value, index)] = left
    return known, unknown or _MISSING


def _member_key(value: Any, index: int) -> str:  # noqa: ANN401 - any JSON value, or any annotation
    if isinstance(value, Mapping) and isinstance(value.get("id"), str):
        return str(value["id"])
    return f"{index:06d}"


def _alternatives(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any JSON value, or any annotation
    if get_origin(annotation) in (Union, UnionType):
        return tuple(part for part in get_args(annotation) if part is not type(None))
    return (annotation,)


def _is_class(candidate: Any, parent: type) -> bool:  # noqa: ANN401 - any JSON value, or any annotation
    return isinstance(candidate, type) and issubclass(candidate, parent)


def _is_map(value: Any) -> bool:  # noqa: ANN401 - any JSON value, or any annotation
    return isinstance(value, Mapping)


def _in_words(record_class: type[Record], error: ValidationError) -> tuple[str, ...]:
    return tuple(
        _one_in_words(record_class, problem) for problem in error.errors(include_url=False)
    )


def _one_in_words(record_class: type[Record], problem: ErrorDetails) -> str:
    where = str(problem["loc"][0]) if problem["loc"] else ""
    label = field_of(record_class, where).label if where in record_class.model_fields else where
    said = _SAID.get(problem["type"], problem["msg"])
    if problem["type"] == "missing":
        return f"{_inner_label(problem, label)} is not recorded"
    return f"{label}: {said}" if label else said


def _inner_label(problem: ErrorDetails, label: str) -> str:
    inner = problem["loc"][-1]
    return label if len(problem["loc"]) == 1 else f"{label}: {str(inner).replace('_', ' ')}"


_SAID = {
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "decimal_parsing": "is not a number",
    "bool_parsing": "is neither yes nor no",
    "extra_forbidden": "is not a field of this form",
    "enum": "is not one of the answers",
}
"""Words of our own for what pydantic says in words of a program."""
