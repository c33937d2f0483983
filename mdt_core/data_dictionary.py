"""The data dictionary, written from the registry of kinds: what is recorded, in which words, from where.

`./dev dictionary` writes `docs/data-dictionary.md`; a test holds the page equal to the registry. Says
nothing that no definition says.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import NoneType
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.clock import PartialDate
from mdt_core.data_dictionary_items import pages as items
from mdt_core.field_help import source_of
from mdt_core.fields import Choice, FieldSpec, choices_of, fields_of, part_of
from mdt_core.record import Card, Record, Statement, all_kinds
from mdt_core.roles import Role

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"

_HEAD: Final = """\
# Data dictionary

Every kind of record and every field of it, as the program defines them. Written by `./dev dictionary` from
`mdt_core/records`; a test compares. *Needed* fields cannot be left out; every other one without an answer is
not recorded, which is never a «no». A **statement** is signed and stays; a **card** is written by field groups.
At the end stand [where each item of the data set is kept](#where-each-item-of-the-data-set-is-kept) and what is
[left out](#left-out), with the reason.
"""
_COLUMNS: Final = ("field", "label", "type", "unit and range", "code", "source", "merge", "licence")
_SYSTEMS: Final = {"http://snomed.info/sct": "SNOMED CT", "http://loinc.org": "LOINC"}
_TYPES: Final[dict[type, str]] = {
    str: "text",
    bool: "yes or no",
    int: "whole number",
    Decimal: "decimal",
    datetime: "moment (UTC)",
    date: "day",
    PartialDate: "day, month or year",
}


def page() -> str:
    """The whole page, kinds in the order of their names."""
    kinds = sorted(all_kinds(), key=lambda kind: kind.kind)
    parts = (part for kind in kinds for part in _kind(kind))
    return "\n".join((_HEAD, *parts, *items())).rstrip() + "\n"


def _kind(kind: type[Record]) -> Iterator[str]:
    yield f"## {kind.title} (`{kind.kind}`)\n"
    yield f"{_nature(kind)} Written by {_roles(kind.writers)}. Read by {_roles(kind.readers)}.\n"
    source = source_of(kind)
    if source:
        yield f"Source: {source}.\n"
    yield from _table(kind, kind)
    shown: dict[str, type[BaseModel]] = {}
    for part in _parts(kind):
        if part.__name__ not in shown:
            shown[part.__name__] = part
            yield f"Parts of `{kind.kind}`: **{part.__name__}**\n"
            yield from _table(part, kind)


def _nature(kind: type[Record]) -> str:
    if not issubclass(kind, Statement):
        return f"A card, version {kind.schema_version} of its schema."
    series = f", a series ({kind.series_merge.value})" if kind.is_series else ""
    pin = " Signed with the PIN." if kind.signed_with_pin else ""
    told = f"A statement{series}, version {kind.schema_version} of its schema"
    return f"{told}; sensitivity {kind.sensitivity.value}.{pin}"


def _roles(roles: Iterable[Role]) -> str:
    named = sorted(role.label for role in roles)
    return "everybody" if len(named) == len(Role) else ", ".join(named)


def _table(fields: type[BaseModel], kind: type[Record]) -> Iterator[str]:
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|{' --- |' * len(_COLUMNS)}"
    section = ""
    for spec in fields_of(fields):
        if spec.section != section:
            section = spec.section
            yield f"| *{_cell(section)}* |{' |' * (len(_COLUMNS) - 1)}"
        yield f"| {' | '.join(_cell(each) for each in _row(spec, fields, kind))} |"
    yield ""


def _row(spec: FieldSpec, fields: type[BaseModel], kind: type[Record]) -> Iterator[str]:
    yield f"`{spec.name}`{', needed' if spec.is_required else ''}"
    yield spec.label + _condition(spec, fields)
    yield _type(spec)
    yield _range(spec)
    yield (
        f"{_SYSTEMS.get(spec.code.system, spec.code.system)} {spec.code.code}" if spec.code else ""
    )
    yield spec.ask.source
    yield _merge(spec, kind)
    yield spec.licence


def _condition(spec: FieldSpec, fields: type[BaseModel]) -> str:
    marks = [
        words
        for words, is_so in (
            ("under «More fields»", spec.is_full_path),
            ("may start from last time", spec.may_copy_forward),
            ("ties records together", spec.is_internal),
        )
        if is_so
    ]
    if spec.only_if is not None:
        asked = {each.name: each.label for each in fields_of(fields)}[spec.only_if.field]
        marks.insert(0, f"asked only if «{asked}» is {' or '.join(spec.only_if.answers)}")
    return f" ({'; '.join(marks)})" if marks else ""


def _type(spec: FieldSpec) -> str:
    part = part_of(spec)
    is_many = get_origin(spec.annotation) is tuple
    if part is not None:
        return f"list of {part.__name__}" if is_many else part.__name__
    choices = choices_of(spec)
    if choices:
        answers = ", ".join(map(_answer, choices))
        return f"{'any of' if is_many else 'one of'}: {answers}"
    words = " or ".join(dict.fromkeys(_leaves(spec.annotation)))
    return f"list of {words}" if is_many else words


def _answer(choice: Choice) -> str:
    code = f", SNOMED CT {choice.code}" if choice.code else ""
    return f"`{choice.value}` {choice.label}{code}"


def _leaves(annotation: Any) -> Iterator[str]:  # noqa: ANN401 - any annotation
    if hasattr(annotation, "__metadata__"):
        yield from _leaves(get_args(annotation)[0])
    elif get_args(annotation):
        for each in get_args(annotation):
            yield from _leaves(each)
    elif annotation not in (NoneType, Ellipsis) and isinstance(annotation, type):
        yield _TYPES.get(annotation, annotation.__name__)


def _range(spec: FieldSpec) -> str:
    within = spec.within
    if within is None:
        return spec.unit
    likely = ""
    if within.likely_low is not None:
        likely = f", usual {within.likely_low} to {within.likely_high}"
    return f"{within.low} to {within.high} {spec.unit}".strip() + likely


def _merge(spec: FieldSpec, kind: type[Record]) -> str:
    if issubclass(kind, Card) and spec.group:
        return f"{spec.group}: {kind.group(spec.group).merge.value}"
    return ""


def _parts(fields: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for spec in fields_of(fields):
        part = part_of(spec)
        if part is not None:
            yield part
            yield from _parts(part)


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "/").split())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
