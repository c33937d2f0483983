"""A change: the unit of truth. An `event` signs a statement; a `set` writes groups of a card.

`release`, `adopt` and `redact` are the service's: they move a resident or take the words of one
change out (`corrects` names it, and the bases of what it wrote stay named). The text of a
change is canonical and holds everything but its own identity (mid), its scope and its number, so
that an imported change is word for word the same wherever the file is imported. A change read from
a text keeps that very text, with whatever a newer program put in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from pydantic_core import from_json

from mdt_core.clock import parse_utc, utc_text
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import ChangeId, derived_change_id
from mdt_core.sync.canonical import LARGEST_CHANGE, body_hash, canonical_text, parse_canonical


class ChangeKind(StrEnum):
    """What a change does."""

    EVENT = "event"
    SET = "set"
    RELEASE = "release"
    ADOPT = "adopt"
    REDACT = "redact"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote it, as known when it was written."""

    id: str
    name: str
    role: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every record carries besides its own fields; moments are aware, UTC, whole seconds."""

    record_id: str
    kind: str
    schema: int
    occurred_at: datetime
    recorded_at: datetime
    author: Author
    device: str
    resident_id: str | None = None
    home_id: str | None = None
    responsible: Author | None = None


@dataclass(frozen=True, slots=True)
class GroupWrite:
    """The new value of one field group (None removes a member) and the changes its author had seen."""

    value: Mapping[str, Any] | None
    base: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One change with its identity. `body` belongs to an event, `groups` to a set."""

    mid: ChangeId
    change_kind: ChangeKind
    envelope: Envelope
    body: Mapping[str, Any] | None = None
    groups: Mapping[str, GroupWrite] | None = None
    base: tuple[str, ...] = ()
    corrects: str | None = None

    @cached_property
    def text(self) -> str:
        """The canonical text; raises InvalidInput where it is too large or cannot be kept."""
        text = canonical_text(_as_json(self))
        if len(text.encode("utf-8")) > LARGEST_CHANGE:
            raise InvalidInput(
                f"This is longer than one record can hold ({LARGEST_CHANGE // 1024} KiB)",
                next_step="Shorten it, or write it as two entries",
            )
        return text

    @cached_property
    def body_hash(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return body_hash(self.text)

    def with_derived_mid(self) -> "Change":
        """The same change under the identity that any device would give this text."""
        mid = derived_change_id(self.envelope.record_id, self.body_hash)
        return replace(self, mid=mid)


def change_from_text(mid: str, text: str) -> Change:
    """Reads a change as stored or received; raises InvalidInput where it is none."""
    raw = parse_canonical(text)
    if 4 * len(text) > LARGEST_CHANGE < len(text.encode("utf-8")):  # no character has more bytes
        raise InvalidInput(f"This change is longer than {LARGEST_CHANGE // 1024} KiB")
    return _read(mid, raw, text)


def stored_change(mid: str, text: str) -> Change:
    """Reads a change from a store that checked its text when it came in; that takes a third.

    Raises InvalidInput for a text that was put there by something else and is no change.
    """
    try:
        raw = from_json(text)
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"This is not a change: {error}") from None
    return _read(mid, raw, text)


def _read(mid: str, raw: Any, text: str) -> Change:  # noqa: ANN401 - any JSON value
    try:
        change = _from_json(ChangeId(mid), raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(f"This is not a change: {error!r}") from None
    change.__dict__["text"] = text  # the text received is kept and hashed, never written anew
    return change


def _as_json(change: Change) -> dict[str, Any]:
    envelope = change.envelope
    parts: dict[str, Any] = {
        "k": change.change_kind.value,
        "id": envelope.record_id,
        "kind": envelope.kind,
        "sv": envelope.schema,
        "occurred_at": utc_text(envelope.occurred_at),
        "recorded_at": utc_text(envelope.recorded_at),
        "author": _author_json(envelope.author),
        "device": envelope.device,
        "resident_id": envelope.resident_id,
        "home_id": envelope.home_id,
        "responsible": _author_json(envelope.responsible) if envelope.responsible else None,
        "body": change.body,
        "base": sorted(change.base) or None,
        "corrects": change.corrects,
        "groups": _groups_json(change.groups) if change.groups is not None else None,
    }
    return {key: value for key, value in parts.items() if value is not None}


def _author_json(author: Author) -> dict[str, str]:
    parts = {"id": author.id, "name": author.name, "role": author.role}
    return {**parts, "organisation": author.organisation} if author.organisation else parts


def _groups_json(groups: Mapping[str, GroupWrite]) -> dict[str, Any]:
    return {
        name: {"v": write.value, "base": sorted(write.base)} if write.base else {"v": write.value}
        for name, write in groups.items()
    }


def _from_json(mid: ChangeId, raw: Mapping[str, Any]) -> Change:
    kind = ChangeKind(raw["k"])
    is_of_groups = kind is ChangeKind.SET or (kind is ChangeKind.REDACT and "groups" in raw)
    groups = _map(raw["groups"]) if is_of_groups else None
    return Change(
        mid=mid,
        change_kind=kind,
        envelope=_envelope(raw),
        body=_map(raw["body"]) if kind is ChangeKind.EVENT else None,
        groups=groups and {name: _group(given) for name, given in groups.items()},
        base=_texts(raw.get("base", ())),
        corrects=_text_or_none(raw.get("corrects")),
    )


def _group(given: Any) -> GroupWrite:  # noqa: ANN401 - any JSON value, as are the next four
    value = _map(given)["v"]
    return GroupWrite(None if value is None else _map(value), _texts(given.get("base", ())))


def _envelope(raw: Mapping[str, Any]) -> Envelope:
    responsible = raw.get("responsible")
    return Envelope(
        record_id=_text(raw["id"]),
        kind=_text(raw["kind"]),
        schema=int(raw["sv"]),
        occurred_at=_moment(raw["occurred_at"]),
        recorded_at=_moment(raw["recorded_at"]),
        author=_author(raw["author"]),
        device=_text(raw["device"]),
        resident_id=_text_or_none(raw.get("resident_id")),
        home_id=_text_or_none(raw.get("home_id")),
        responsible=None if responsible is None else _author(responsible),
    )


def _author(given: Any) -> Author:  # noqa: ANN401
    """A person as named; what a newer program says besides stays in the text."""
    named = _map(given)
    organisation = _text(named.get("organisation", ""))
    return Author(_text(named["id"]), _text(named["name"]), _text(named["role"]), organisation)


_moment = lru_cache(maxsize=1_024)(parse_utc)
"""Most changes are recorded as they occur, and several in one second: each moment is made once."""


def _map(given: Any) -> Mapping[str, Any]:  # noqa: ANN401
    if type(given) is not dict and not isinstance(given, Mapping):
        raise TypeError(f"a {type(given).__name__} where an object belongs")
    return given


def _text(given: Any) -> str:  # noqa: ANN401
    if not isinstance(given, str):
        raise TypeError(f"a {type(given).__name__} where a text belongs")
    return given


def _text_or_none(given: Any) -> str | None:  # noqa: ANN401
    return None if given is None else _text(given)


def _texts(given: Any) -> tuple[str, ...]:  # noqa: ANN401
    if not isinstance(given, list | tuple):
        raise TypeError(f"a {type(given).__name__} where a list belongs")
    return tuple(_text(each) for each in given)
