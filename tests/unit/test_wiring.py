"""Every kind of record is wired everywhere; the recipe «adding a record kind» is kept true by this."""

import ast
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import mdt_core
from mdt_core import records
from mdt_core.fields import fields_of
from mdt_core.record import Card, Record, Statement, all_kinds, kind_named
from mdt_desktop.ui.resident.areas import AREAS

CORE = Path(mdt_core.__file__).parent
MAKERS = ("use_cases", "fhir", "exchange")
KINDS = sorted(all_kinds(), key=lambda record_class: record_class.kind)


def below(record_class: type[Record]) -> Iterator[type[Record]]:
    for subclass in record_class.__subclasses__():
        yield subclass
        yield from below(subclass)


@cache
def names_used(folder: Path) -> frozenset[str]:
    trees = (ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))


def test_every_module_of_the_records_is_imported_by_their_package() -> None:
    modules = {found.name for found in pkgutil.iter_modules(records.__path__)}
    assert set(records.__all__) == modules


def test_every_record_class_of_ours_is_registered_under_its_own_name() -> None:
    ours = [found for found in below(Record) if found.__module__.startswith("mdt_core.records")]
    assert len(ours) > 5
    for record_class in ours:
        assert kind_named(record_class.kind) is record_class


@pytest.mark.parametrize("record_class", KINDS, ids=lambda found: found.kind)
def test_a_kind_says_what_it_is_and_who_may_read_what_they_write(
    record_class: type[Record],
) -> None:
    assert issubclass(record_class, Statement | Card)
    assert record_class.__doc__
    assert record_class.title
    assert record_class.writers
    assert record_class.readers
    assert record_class.scope


@pytest.mark.parametrize("record_class", KINDS, ids=lambda found: found.kind)
def test_every_field_of_a_kind_has_a_label_of_its_own(record_class: type[Record]) -> None:
    labels = [spec.label for spec in fields_of(record_class)]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("record_class", KINDS, ids=lambda found: found.kind)
def test_every_kind_is_made_by_a_deed_an_import_or_the_form_of_an_area(
    record_class: type[Record],
) -> None:
    makers = set().union(*(names_used(CORE / folder) for folder in MAKERS))
    has_form = any(record_class.kind in area.offered for area in AREAS)
    assert has_form or record_class.__name__ in makers
