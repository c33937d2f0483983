"""A record in words, by its definition: every field that holds something, under its own label.

Screens, papers and the timeline say a record by these same words. Nothing is shortened, nothing is
added, and what nobody answered is not said. Knows no kind by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from mdt_core.clock import PartialDate, clinical_date, clinical_moment
from mdt_core.fields import Choice, FieldSpec, fields_of
from mdt_core.record import Part

NOT_READABLE: Final = "Part of this was written by another program and cannot be checked here"
_ID: Final = "id"
"""What tells one of a set from the others."""
_PLAIN: Final = 2
"""So many answers of a part are read without labels, as «Penicillin, rash»."""
_MANY: Final = 6
"""A part that asks more than this has its answers labelled, however few they are."""


@dataclass(frozen=True)
class Fact:
    """A label and what it labels, each as it is to be read; `section` is the heading it is under."""

    label: str
    words: str
    section: str = ""


def record_facts(record: Part, without: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    """Gives what a record says, field by field, in the order of its definition."""
    return _facts(record, without)


def readable_facts(readable: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Gives a record that could not be checked, as it was written, and says so first."""
    shown = tuple(
        Fact(name.replace("_", " ").capitalize(), str(value)) for name, value in readable.items()
    )
    return (Fact("Look", NOT_READABLE), *shown)


def value_words(value: object, spec: FieldSpec | None = None) -> str:
    """Gives one recorded value as people read it; empty for nothing."""
    if value is None or value in ("", ()):
        return ""
    if spec is not None and spec.name == "on_oxygen":
        return "Oxygen" if value else "Air"
    if isinstance(value, tuple):
        return ("\n" if _are_long(value) else "; ").join(value_words(each) for each in value)
    said = _single(value)
    joint = "" if spec is None or spec.unit == "%" else " "
    return f"{said}{joint}{spec.unit}" if spec and spec.unit else said


def stored_words(raw: object, spec: FieldSpec) -> str:
    """Gives a value as it is stored (JSON) in the words of its field; as written if it does not fit."""
    try:
        return value_words(TypeAdapter(spec.annotation).validate_python(raw), spec)
    except ValidationError:
        return str(raw)


def _single(value: object) -> str:
    match value:
        case Choice():
            return value.label
        case bool():
            return "Yes" if value else "No"
        case datetime():
            return clinical_moment(value)
        case date():
            return clinical_date(value)
        case PartialDate():
            return value.display()
        case Part():
            return _part_words(value)
        case _:
            return str(value)


def _are_long(values: tuple[object, ...]) -> bool:
    """Whether the parts say so much that each needs a line of its own."""
    return any(isinstance(each, Part) and _needs_labels(each) for each in values)


def _needs_labels(part: Part) -> bool:
    answered = len(_facts(part))
    return answered > _PLAIN or (answered > 1 and len(fields_of(type(part))) > _MANY)


def _part_words(part: Part) -> str:
    """The first answer leads; those after it have their labels where there are many."""
    facts = _facts(part)
    if not _needs_labels(part):
        return ", ".join(fact.words for fact in facts)
    return ". ".join((facts[0].words, *(f"{fact.label}: {fact.words}" for fact in facts[1:])))


def _facts(record: Part, without: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    said = (
        Fact(spec.label, value_words(getattr(record, spec.name), spec), spec.section)
        for spec in fields_of(type(record))
        if spec.name not in without and not spec.is_internal and spec.name != _ID
    )
    return tuple(fact for fact in said if fact.words)
