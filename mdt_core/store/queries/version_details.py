"""Each version of what stands in two, by the order of writing, and what all their authors had seen.

Read from the changes themselves: who, when, on which device, whether a source said it. Ranks
nothing: no version is the newest here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from mdt_core.fields import FieldSpec, choices_of, fields_of
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.versions import Unsettled, found_of
from mdt_core.sync.change import Author, Change, ChangeKind, stored_change

Value = Mapping[str, Any]

_IMPORTED: Final = "import:"


@dataclass(frozen=True)
class Version:
    """One version as its author wrote it; a value of None says that it was taken away.

    `is_numbered` says that the service has it; `is_written_here` that this device wrote it;
    `is_imported` that a source said it and no person.
    """

    mid: str
    value: Value | None
    author: Author
    occurred_at: datetime
    recorded_at: datetime
    is_written_here: bool
    is_imported: bool
    is_numbered: bool


@dataclass(frozen=True)
class Versions:
    """What there is to choose from, in order of writing, and what all of them were written on."""

    of: Unsettled
    versions: tuple[Version, ...]
    both_seen: Version | None


def versions_of(connection: Connection, of: Unsettled, device: str) -> Versions:
    """The versions that stand and the last one that all their authors had seen, if there is any.

    A version whose text is no longer kept on this device is left out of both.
    """
    rows: Any = connection.execute(*_asked(of)).all()
    changes = {row.mid: stored_change(row.mid, row.body) for row in rows}
    numbered = {row.mid for row in rows if row.seq is not None}
    bases = {mid: _base(change, of.group) for mid, change in changes.items()}
    told = {
        mid: _version(change, of.group, device, is_numbered=mid in numbered)
        for mid, change in changes.items()
        if not of.group or of.group in (change.groups or {})
    }
    standing = sorted((told[mid] for mid in of.mids if mid in told), key=_by_writing)
    common = _seen_by_all([_ancestors(each.mid, bases) for each in standing], bases)
    known = sorted((told[mid] for mid in common if mid in told), key=_by_writing)
    return Versions(of, tuple(standing), known[-1] if known else None)


def both_said(connection: Connection, resident_id: str) -> tuple[str, ...]:
    """What each version says where they differ, for paper: `NHS number: NHS No. 999... or 999...`.

    Matters of safety in cards alone; allergies stand on paper with both versions already.
    """
    found = [each for each in found_of(connection, resident_id) if each.is_safety and each.group]
    return tuple(
        f"{each.what}: {_differing_words(each, versions_of(connection, each, ''))}"
        for each in found
    )


def _differing_words(of: Unsettled, versions: Versions) -> str:
    """Each field in which they differ with what each version says, in order of writing."""
    values = [version.value or {} for version in versions.versions]
    told = []
    for spec in fields_of(of.record_class):
        said = [_plain(value.get(spec.name), spec) for value in values]
        if len(set(said)) > 1 and not spec.name.endswith("_id"):  # a home is named by its own list
            told.append(f"{spec.label} {' or '.join(said)}")
    return "; ".join(told)


def _plain(value: object, spec: FieldSpec) -> str:
    if value is None:
        return "not recorded"
    if isinstance(value, bool):
        return "yes" if value else "no"
    labels = {each.value: each.label for each in choices_of(spec)}
    return labels.get(str(value), str(value))


def _asked(of: Unsettled) -> tuple[Any, dict[str, Any]]:
    if of.group:
        return _OF_CARD, {"record": of.record_id}
    whose = _OF_SERIES if of.resident_id is not None else _OF_NOBODY
    asked: dict[str, Any] = {"kind": of.record_class.kind}
    return whose, {**asked, "resident": of.resident_id} if of.resident_id else asked


def _base(change: Change, group: str) -> tuple[str, ...]:
    if not group:
        return change.base
    write = (change.groups or {}).get(group)
    return write.base if write is not None else ()


def _ancestors(mid: str, bases: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Every change that its author had seen, directly or by what those had seen."""
    found: set[str] = set()
    asked = list(bases.get(mid, ()))
    while asked:
        each = asked.pop()
        if each not in found:
            found.add(each)
            asked += bases.get(each, ())
    return found


def _seen_by_all(seen: list[set[str]], bases: Mapping[str, tuple[str, ...]]) -> set[str]:
    """What all had seen, without what was replaced by something else that all had seen."""
    common = set.intersection(*seen) if seen else set()
    return common - {older for mid in common for older in bases.get(mid, ())}


def _version(change: Change, group: str, device: str, *, is_numbered: bool) -> Version:
    envelope = change.envelope
    said = change.body if change.change_kind is ChangeKind.EVENT else None
    return Version(
        change.mid,
        (change.groups or {})[group].value if group else said,
        envelope.author,
        envelope.occurred_at,
        envelope.recorded_at,
        is_written_here=envelope.device == device,
        is_imported=envelope.device in (f"{_IMPORTED}{envelope.author.id}", envelope.author.id),
        is_numbered=is_numbered,
    )


def _by_writing(version: Version) -> tuple[datetime, str]:
    return (version.recorded_at, version.mid)


_TEXTS = select(CHANGE.c.mid, CHANGE.c.body, CHANGE.c.seq).where(CHANGE.c.body.is_not(None))
_OF_CARD = _TEXTS.where(
    CHANGE.c.record_id == bindparam("record"), CHANGE.c.k == ChangeKind.SET.value
)
_STATEMENTS = (
    _TEXTS.join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(RECORD.c.kind == bindparam("kind"))
    .where(CHANGE.c.k == ChangeKind.EVENT.value)
)
_OF_SERIES = _STATEMENTS.where(RECORD.c.resident_id == bindparam("resident"))
_OF_NOBODY = _STATEMENTS.where(RECORD.c.resident_id.is_(None))
