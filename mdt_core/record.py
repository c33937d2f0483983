"""The two natures of a record, its field groups, and the registry of kinds.

A **statement** is signed and never changes; it may belong to a series (resident x kind) whose heads
it names. A **card** lives and is written by field groups, each with a merge class and a sensitivity.
Adding a kind is one class in `records/` marked `@registered`, and one form layout; a test fails if a
kind is not wired everywhere. May not know where records are kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from mdt_core.errors import MdtError
from mdt_core.fields import (
    NOTE_LIMIT,
    FieldSpec,
    Sensitivity,
    answers_of,
    fields_of,
    part_of,
)
from mdt_core.roles import HOME_STAFF, Role


class Nature(StrEnum):
    """Signed for good, or living."""

    STATEMENT = "statement"
    CARD = "card"


class MergeClass(StrEnum):
    """What happens when two people wrote one group without having seen each other's."""

    SETTLES_ITSELF = "settles itself"
    SETTLE_WHEN_CONVENIENT = "settle when convenient"
    SETTLE_NOW = "settle now"


class Status(StrEnum):
    """What the fold says of a record; never stored in a statement."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    ENTERED_IN_ERROR = "entered in error"


class Part(BaseModel):
    """A value inside a record: frozen, closed, tuples not lists.

    Raises pydantic's ValidationError, in people's words, for a number outside its range, a text
    that cannot be kept, one that is too long, and a blank where words are required.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    @model_validator(mode="after")
    def _fields_hold(self) -> Self:
        values = self.__dict__
        for spec in fields_of(type(self)):
            value = values[spec.name]
            problem = "" if value is None else problem_with(spec, value)
            if problem:
                raise PydanticCustomError("invalid_input", "{words}", {"words": problem})
        return self


def problem_with(spec: FieldSpec, value: object) -> str:
    """What is wrong with one value of a field, in words, or an empty text."""
    if isinstance(value, str):
        return _problem_with_text(spec, value)
    if isinstance(value, tuple):
        texts = (each for each in value if isinstance(each, str))
        return next(filter(None, (_problem_with_text(spec, each) for each in texts)), "")
    within = spec.within
    if within is None or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    if within.low <= value <= within.high:
        return ""
    return f"{spec.label} must be between {within.low} and {within.high} {spec.unit}".strip()


def _problem_with_text(spec: FieldSpec, value: str) -> str:
    if spec.is_required and not value.strip():
        return f"{spec.label} is empty"
    if len(value) > NOTE_LIMIT:
        return f"{spec.label} is longer than {NOTE_LIMIT:,} characters; shorten it"
    if _FORBIDDEN.search(value):
        return f"{spec.label} holds a character that cannot be kept (U+0000 or half a character)"
    return ""


_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


class Record(Part):
    """A clinical record as defined once; `kind` is its name on the wire and in the store."""

    kind: ClassVar[str]
    title: ClassVar[str]
    schema_version: ClassVar[int] = 1
    nature: ClassVar[Nature]
    writers: ClassVar[frozenset[Role]]
    readers: ClassVar[frozenset[Role]]
    scope: ClassVar["Place"]


class Place(StrEnum):
    """Whose log a kind lies in."""

    RESIDENT = "resident"
    """With the resident's current home, or `unplaced`."""
    HOME = "home"
    """With the home it names."""
    REFERENCE = "ref"
    """With everyone."""


class Statement(Record):
    """Signed once; a correction is another statement."""

    nature = Nature.STATEMENT
    scope = Place.RESIDENT
    sensitivity: ClassVar[Sensitivity] = Sensitivity.CLINICAL
    is_series: ClassVar[bool] = False
    series_merge: ClassVar[MergeClass] = MergeClass.SETTLE_NOW
    settled_by: ClassVar[frozenset[Role] | None] = None
    signed_with_pin: ClassVar[bool] = False
    """Whether the form asks for the PIN before it is signed."""
    is_after_death: ClassVar[bool] = False
    """Whether it is recorded of somebody who has died, and of nobody else."""
    goes_on_after_death: ClassVar[bool] = False
    """Whether it is recorded of the living and of somebody who has died alike."""
    confirmed_in: ClassVar[frozenset[str]] = frozenset()
    """Fields that say only when and by whom the same content was confirmed, and are no part of it."""

    @classmethod
    def content_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        """What a signed text says, known or not, without who confirmed it since."""
        return {name: body[name] for name in body if name not in cls.confirmed_in}

    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput, naming the label of the field, for what cannot have been so.

        A kind that has such answers (a time to come, two that exclude each other) says its own.
        """


@dataclass(frozen=True, slots=True)
class Group:
    """A field group of a card; `members` says that it is a set with one group a member.

    `settled_by` names who may settle two versions of it (None: whoever may write the card). Two
    texts of a group that `combines` may be put together; no group of safety does.
    """

    name: str
    merge: MergeClass
    sensitivity: Sensitivity
    members: bool = False
    settled_by: frozenset[Role] | None = None
    combines: bool = False


class Card(Record):
    """Lives; written group by group."""

    nature = Nature.CARD
    groups: ClassVar[tuple[Group, ...]]

    @model_validator(mode="after")
    def _members_are_told_apart(self) -> Self:
        for group in (each for each in self.groups if each.members):
            ids = [member.id for member in getattr(self, group.name)]
            if len(set(ids)) < len(ids):
                words = f"Two entries under «{group.name.replace('_', ' ')}» carry one identifier"
                raise PydanticCustomError("invalid_input", "{words}", {"words": words})
        return self

    @classmethod
    def group(cls, name: str) -> Group:
        """The group of that name; a member group is asked for as `contacts` or `contacts/<id>`."""
        head = name.partition("/")[0]
        for group in cls.groups:
            if group.name == head:
                return group
        raise DefinitionFault(f"{cls.kind} has no group {head}")

    @classmethod
    def fields_in(cls, group: str) -> tuple[FieldSpec, ...]:
        """The fields of one group, in order."""
        return tuple(spec for spec in fields_of(cls) if spec.group == group)


def settlers(record_class: type[Record], group: str = "") -> frozenset[Role]:
    """Who may settle two versions of a group of a card, or of a series of statements."""
    named: frozenset[Role] | None = None
    if issubclass(record_class, Card):
        named = record_class.group(group).settled_by
    elif issubclass(record_class, Statement):
        named = record_class.settled_by
    return record_class.writers if named is None else named


class Member(Part):
    """One of a set in a card (a contact, a bed); its `id` names its group `<set>/<id>`."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_][a-z0-9_./:-]*$")]


class DefinitionFault(MdtError):
    """A record class that contradicts itself: ours to mend, found when it is registered."""


_KINDS: dict[str, type[Record]] = {}
_R = TypeVar("_R", bound=type[Record])


def registered(record_class: _R) -> _R:
    """Enters a kind in the registry.

    Refuses a name twice, a card whose fields have no group, a condition that never comes true, and
    what is restricted and would be told to a home.
    """
    if record_class.kind in _KINDS:
        raise DefinitionFault(f"the kind {record_class.kind} is defined twice")
    _check_conditions(record_class)
    _check_restricted(record_class)
    if issubclass(record_class, Card):
        _check_groups(record_class)
    _KINDS[record_class.kind] = record_class
    return record_class


def kind_named(name: str) -> type[Record] | None:
    """The class of a kind, or None for a kind of a newer program."""
    return _KINDS.get(name)


def all_kinds() -> Iterator[type[Record]]:
    """Every registered kind, in order of registration."""
    return iter(tuple(_KINDS.values()))


def is_restricted(record_class: type[Record]) -> bool:
    """Whether no role and no computer of a home may receive it."""
    restricted = Sensitivity.RESTRICTED
    return issubclass(record_class, Statement) and record_class.sensitivity is restricted


def restricted_kinds() -> tuple[str, ...]:
    """The names of the kinds that no role and no computer of a home may receive."""
    return tuple(sorted(kind.kind for kind in all_kinds() if is_restricted(kind)))


def _check_restricted(record_class: type[Record]) -> None:
    """What is restricted is a statement of no series that no role of a home reads (ADR 0030).

    Two versions of a series or of a group are settled with a reason that lies in the clinical log.
    """
    kind = record_class.kind
    if is_restricted(record_class) and record_class.readers & HOME_STAFF:
        raise DefinitionFault(f"{kind} is restricted and read by a home")
    if is_restricted(record_class) and getattr(record_class, "is_series", False):
        raise DefinitionFault(f"{kind} is restricted and cannot be a series")
    groups = record_class.groups if issubclass(record_class, Card) else ()
    if any(group.sensitivity is Sensitivity.RESTRICTED for group in groups):
        raise DefinitionFault(f"{kind} is a card and cannot be restricted")


def _check_conditions(model: type[BaseModel]) -> None:
    """Each `OnlyIf` names a closed question before it and answers of it; parts are looked into."""
    before: dict[str, FieldSpec] = {}
    for spec in fields_of(model):
        if spec.only_if is not None:
            _check_condition(f"{model.__name__}.{spec.name}", spec, before.get(spec.only_if.field))
        part = part_of(spec)
        if part is not None:
            _check_conditions(part)
        before[spec.name] = spec


def _check_condition(where: str, spec: FieldSpec, asked: FieldSpec | None) -> None:
    condition = spec.only_if
    if condition is None or asked is None:
        raise DefinitionFault(f"{where} depends on a field that does not stand before it")
    unknown = set(condition.answers) - set(answers_of(asked))
    if unknown or not condition.answers:
        wrong = ", ".join(sorted(unknown)) or "nothing"
        raise DefinitionFault(f"{where} depends on {wrong}, no answer of {asked.name}")
    if spec.is_required:
        raise DefinitionFault(f"{where} is not always asked and cannot be required")


def _check_groups(card: type[Card]) -> None:
    names = [group.name for group in card.groups]
    for spec in fields_of(card):
        if spec.group not in names:
            raise DefinitionFault(f"{card.kind}.{spec.name} names no group of its card")
    for group in card.groups:
        fields = card.fields_in(group.name)
        if not fields or (group.members and [spec.name for spec in fields] != [group.name]):
            raise DefinitionFault(
                f"the group {group.name} of {card.kind} has not the fields it needs"
            )
        _check_settling(card, group)


def _check_settling(card: type[Card], group: Group) -> None:
    if not settlers(card, group.name) <= card.writers:
        raise DefinitionFault(f"{card.kind}.{group.name} is settled by who may not write it")
    if group.combines and group.merge is MergeClass.SETTLE_NOW:
        raise DefinitionFault(f"{card.kind}.{group.name} is a matter of safety and is not combined")
