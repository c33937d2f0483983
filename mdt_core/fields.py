"""The vocabulary of a field: what a definition can say about one thing that is recorded.

A record class writes `name: Annotated[type, Ask("..."), Unit("..."), ...]`; everything else - form,
tablet form, paper, search, sync group, access - is read from here by `fields_of`. An optional field
is written `Annotated[X | None, ...] = None`, because otherwise pydantic loses the metadata.
May not know any record, and holds no rule of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Self, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typing_extensions import override

NOTE_LIMIT = 20_000
"""Longest text of one field, in characters; a longer one is refused at entry in words."""


class Choice(str, Enum):
    """A closed list of answers, each with the words people see; open on the wire (see `kinds`).

    `code` is the SNOMED CT concept that the answer is coded with elsewhere, empty where none is known.
    """

    label: str
    code: str

    def __new__(cls, value: str, label: str = "", code: str = "") -> Self:
        """Makes a member whose value is what is stored and whose label is what is shown."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.code = code
        return member

    @override
    def __str__(self) -> str:
        """The stored value, as for any text."""
        return str(self.value)


class Column(StrEnum):
    """The columns of the `record` projection that a field may feed."""

    DUE_AT = "due_at"
    STATE = "state"
    OWNER = "owner"
    PRIORITY = "priority"
    HOME = "home_id"
    OCCURRED = "occurred_at"


class Sensitivity(StrEnum):
    """Who may receive a group or statement; also its audience on screen, paper and export."""

    IDENTITY = "identity"
    CLINICAL = "clinical"
    RESTRICTED = "restricted"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Ask:
    """The label as shown, help for F1, and the source of the item with its year."""

    label: str
    help: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit in words, as printed after the number."""

    text: str


@dataclass(frozen=True, slots=True)
class Within:
    """The range a number must lie in (inclusive) and, inside it, the range that is usual."""

    low: int | Decimal
    high: int | Decimal
    likely_low: int | Decimal | None = None
    likely_high: int | Decimal | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """The code of the item in a named system (SNOMED CT, LOINC, dm+d)."""

    system: str
    code: str


@dataclass(frozen=True, slots=True)
class In:
    """The field group of a card that the field belongs to: what must be read together."""

    group: str


@dataclass(frozen=True, slots=True)
class IndexedAs:
    """The projection column that the field feeds."""

    column: Column


@dataclass(frozen=True, slots=True)
class Searchable:
    """The words of the field are found by search."""


@dataclass(frozen=True, slots=True)
class CopyForward:
    """May start from last time, striped until confirmed; never for findings or decisions."""


@dataclass(frozen=True, slots=True)
class Full:
    """Belongs to the full path of a form, under `More fields`, not to the quick one."""


@dataclass(frozen=True, slots=True)
class Long:
    """A text of several lines."""


@dataclass(frozen=True, slots=True)
class Section:
    """The heading under which the field stands in a form, and those after it up to the next."""

    title: str


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """Asked only while another field of the record has one of these stored answers.

    A yes/no is named by `true` and `false`. The other field stands before this one, which has to be
    optional: what is not asked is not recorded.
    """

    field: str
    answers: tuple[str, ...]

    def __init__(self, field: str, *answers: str) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "answers", answers)


@dataclass(frozen=True, slots=True)
class Licence:
    """The entry of the register of tools and licences that the field falls under."""

    entry: str


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Holds the id of an entry of another set of the same card, such as the room that a bed is in."""

    entries: str


@dataclass(frozen=True, slots=True)
class Internal:
    """Ties records together; no form asks it, and it says nothing to a reader."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """All that a definition says about one field."""

    name: str
    annotation: Any
    is_required: bool
    ask: Ask
    unit: str
    within: Within | None
    code: Coded | None
    group: str
    column: Column | None
    is_searchable: bool
    may_copy_forward: bool
    is_full_path: bool
    is_long: bool
    section: str = ""
    only_if: OnlyIf | None = None
    licence: str = ""
    is_internal: bool = False
    refers_to: str = ""

    @property
    def label(self) -> str:
        """The words shown beside the field."""
        return self.ask.label


@cache
def fields_of(record_class: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """Every field of a record class, in the order it was written."""
    found: list[FieldSpec] = []
    for name, info in record_class.model_fields.items():
        found.append(_spec(name, info, found[-1].section if found else ""))
    return tuple(found)


def field_of(record_class: type[BaseModel], name: str) -> FieldSpec:
    """One field by name; raises KeyError if the class has none."""
    return {spec.name: spec for spec in fields_of(record_class)}[name]


def choices_of(spec: FieldSpec) -> tuple[Choice, ...]:
    """The answers that a choice field offers, or nothing for another field."""
    for candidate in (spec.annotation, *get_args(spec.annotation)):
        if isinstance(candidate, type) and issubclass(candidate, Choice):
            return tuple(candidate)
    return ()


def is_yes_or_no(spec: FieldSpec) -> bool:
    """Whether the field is answered by yes or no."""
    return bool in (spec.annotation, *get_args(spec.annotation))


def answers_of(spec: FieldSpec) -> tuple[str, ...]:
    """Every answer that a closed question has, as stored; nothing for an open one."""
    if is_yes_or_no(spec):
        return ("true", "false")
    return tuple(each.value for each in choices_of(spec))


def part_of(spec: FieldSpec) -> type[BaseModel] | None:
    """The class of the parts that the field is a list of, or None for another field."""
    inside = (spec.annotation, *get_args(spec.annotation))
    found = (each for each in inside if isinstance(each, type) and issubclass(each, BaseModel))
    return next(found, None)


def asked_in(record_class: type[BaseModel], values: Mapping[str, Any]) -> tuple[FieldSpec, ...]:
    """The fields that are asked while these are the answers, in order; see `OnlyIf`."""
    found: dict[str, FieldSpec] = {}
    for spec in fields_of(record_class):
        if spec.only_if is None or (
            spec.only_if.field in found
            and _stored(values.get(spec.only_if.field)) & set(spec.only_if.answers)
        ):
            found[spec.name] = spec
    return tuple(found.values())


def _stored(value: object) -> set[str]:
    """The answers that stand in a value, as they are stored."""
    if isinstance(value, bool):
        return {str(value).lower()}
    return {str(each) for each in value} if isinstance(value, list | tuple) else {str(value)}


def _spec(name: str, info: FieldInfo, section: str) -> FieldSpec:
    said = {type(item): item for item in info.metadata}
    unit, group, column = said.get(Unit), said.get(In), said.get(IndexedAs)
    begun, licence, named = said.get(Section), said.get(Licence), said.get(RefersTo)
    return FieldSpec(
        name=name,
        annotation=info.annotation,
        is_required=info.is_required(),
        ask=said.get(Ask, Ask(name.replace("_", " ").capitalize())),
        unit=unit.text if unit else "",
        within=said.get(Within),
        code=said.get(Coded),
        group=group.group if group else "",
        column=column.column if column else None,
        is_searchable=Searchable in said,
        may_copy_forward=CopyForward in said,
        is_full_path=Full in said,
        is_long=Long in said,
        section=begun.title if begun else section,
        only_if=said.get(OnlyIf),
        licence=licence.entry if licence else "",
        is_internal=Internal in said,
        refers_to=named.entries if named else "",
    )
