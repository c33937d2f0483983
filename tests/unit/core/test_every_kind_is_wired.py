"""Each kind of record is wired everywhere; a kind that was only half added fails here by name.

`WIRINGS` is the list. Screens, paper and FHIR add a check of their own here as they come.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from mdt_core.clock import PartialDate
from mdt_core.fields import Choice, Column, FieldSpec, choices_of, fields_of
from mdt_core.kinds import dump, parse
from mdt_core.record import Card, Member, Part, Record, Statement, all_kinds, kind_named
from mdt_core.store.card_body import group_values
from mdt_core.store.dialects import sqlite
from mdt_core.store.search import words_of
from mdt_core.store.unit_of_work import About
from mdt_core.sync.canonical import canonical_text, parse_canonical
from tests.support.builders import HOME_ID, RESIDENT_ID, SAMPLES, actor
from tests.support.memory_store import GP, MemoryStore

KINDS = tuple(all_kinds())


def _has_a_title_and_a_place(kind: type[Record]) -> None:
    assert kind.title.strip()
    assert kind.__doc__
    assert kind.scope
    assert kind.schema_version >= 1
    assert kind_named(kind.kind) is kind


def _has_writers_who_read(kind: type[Record]) -> None:
    assert kind.writers
    assert kind.writers <= kind.readers


def _has_groups_that_cover_its_fields(kind: type[Record]) -> None:
    if not issubclass(kind, Card):
        assert all(not spec.group for spec in fields_of(kind))
        return
    covered = [spec.name for group in kind.groups for spec in kind.fields_in(group.name)]
    assert sorted(covered) == sorted(spec.name for spec in fields_of(kind))
    for group in kind.groups:
        if group.members:
            (spec,) = kind.fields_in(group.name)
            assert issubclass(_items_of(spec), Member)


def _asks_in_words(kind: type[Record]) -> None:
    for part in (kind, *_parts_of(kind)):
        for spec in fields_of(part):
            if part is not kind and spec.name == "id":
                continue
            assert any(
                type(item).__name__ == "Ask" for item in part.model_fields[spec.name].metadata
            )
            for choice in choices_of(spec):
                assert choice.label.strip()
                assert choice.value == choice.value.lower()


def _keeps_only_what_is_words(kind: type[Record]) -> None:
    for part in (kind, *_parts_of(kind)):
        for spec in fields_of(part):
            assert float not in _leaves(spec.annotation), (
                f"{spec.name} would be a float on the wire"
            )
            if not spec.is_required:
                assert part.model_fields[spec.name].get_default() in (
                    None,
                    (),
                    False,
                ) or isinstance(part.model_fields[spec.name].default, Choice)


def _has_a_sample(kind: type[Record]) -> None:
    assert type(SAMPLES[kind.kind]()) is kind


def _is_read_back_as_dumped(kind: type[Record]) -> None:
    sample = SAMPLES[kind.kind]()
    parsed = parse(kind, dump(sample))
    assert parsed.record == sample
    assert (parsed.unknown, parsed.problems) == ({}, ())


def _is_canonical(kind: type[Record]) -> None:
    body = dump(SAMPLES[kind.kind]())
    assert parse_canonical(canonical_text(body)) == body


def _folds_into_its_columns(kind: type[Record]) -> None:
    memory, record_id = _kept(kind)
    row = memory.row(record_id)
    body = dump(SAMPLES[kind.kind]())
    for spec in fields_of(kind):
        if spec.column is not None and spec.name in body:
            assert row[spec.column.value] in (body[spec.name], f"{body[spec.name]}T00:00:00Z")
    assert (row["kind"], row["status"], row["has_siblings"]) == (kind.kind, "current", False)


def _is_the_same_after_a_rebuild(kind: type[Record]) -> None:
    memory, _ = _kept(kind)
    before = memory.projections()
    memory.store.rebuild()
    assert memory.projections() == before


def _is_found_by_its_searchable_words(kind: type[Record]) -> None:
    memory, record_id = _kept(kind)
    body = dump(SAMPLES[kind.kind]())
    number = memory.row(record_id)["no"]
    for spec in fields_of(kind):
        words = words_of(body[spec.name]) if isinstance(body.get(spec.name), str) else ()
        with memory.store.reading() as connection:
            found = sqlite.records_with(connection, words, 10)
        assert (number in found) == bool(words) if spec.is_searchable else True


def _writes_all_its_groups(kind: type[Record]) -> None:
    sample = SAMPLES[kind.kind]()
    if isinstance(sample, Card):
        written = {name.partition("/")[0] for name in group_values(sample)}
        assert written <= {group.name for group in sample.groups}


WIRINGS: Mapping[str, Callable[[type[Record]], None]] = {
    "a title, a place and a description": _has_a_title_and_a_place,
    "writers, all of whom read": _has_writers_who_read,
    "groups that cover its fields": _has_groups_that_cover_its_fields,
    "labels for every field and choice": _asks_in_words,
    "no floats and plain defaults": _keeps_only_what_is_words,
    "a sample in the builders": _has_a_sample,
    "parse of its dump": _is_read_back_as_dumped,
    "canonical text": _is_canonical,
    "record columns": _folds_into_its_columns,
    "rebuild": _is_the_same_after_a_rebuild,
    "search": _is_found_by_its_searchable_words,
    "groups written": _writes_all_its_groups,
}


@pytest.mark.parametrize("wiring", WIRINGS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_kind_has(kind: type[Record], wiring: str) -> None:
    WIRINGS[wiring](kind)


def test_no_sample_is_left_of_a_kind_that_is_gone() -> None:
    assert set(SAMPLES) == {kind.kind for kind in KINDS}


def _kept(kind: type[Record]) -> tuple[MemoryStore, str]:
    memory = MemoryStore()
    sample = SAMPLES[kind.kind]()
    about = About(RESIDENT_ID, HOME_ID, occurred_at=_happened_at(sample))
    by = GP if GP.role in kind.writers else actor(min(kind.writers))
    with memory.store.deed(by) as unit:
        if isinstance(sample, Card):
            record_id = unit.write(sample, about)
        else:
            assert isinstance(sample, Statement)
            record_id = unit.sign(sample, about).envelope.record_id
        unit.commit()
    return memory, record_id


def _happened_at(sample: Record) -> datetime | None:
    """When it happened, where a field tells it: a form puts that in the envelope."""
    told = (spec.name for spec in fields_of(type(sample)) if spec.column is Column.OCCURRED)
    moments = (_moment(getattr(sample, name)) for name in told)
    return next((each for each in moments if each is not None), None)


def _moment(told: object) -> datetime | None:
    """A moment as told; of a day its first one, as the deed says it."""
    if isinstance(told, PartialDate):
        return datetime.combine(told.earliest, time(), UTC)
    return told if isinstance(told, datetime) else None


def _items_of(spec: FieldSpec) -> Any:  # noqa: ANN401 - a type
    assert get_origin(spec.annotation) is tuple
    return get_args(spec.annotation)[0]


def _leaves(annotation: Any) -> set[Any]:  # noqa: ANN401 - a type
    inner = [each for each in get_args(annotation) if each is not ...]
    return {leaf for each in inner for leaf in _leaves(each)} if inner else {annotation}


def _parts_of(model: type[BaseModel]) -> set[type[Part]]:
    found: set[type[Part]] = set()
    for info in model.model_fields.values():
        for leaf in _leaves(info.annotation):
            if isinstance(leaf, type) and issubclass(leaf, Part):
                found |= {leaf} | _parts_of(leaf)
    return found
