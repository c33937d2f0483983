"""Of what two versions stand that a person must settle, each version whole, and what both had seen.

`two_versions_of` gives the words for screens and paper about one resident: safety-critical groups
and series alone, neither of which is used as current there. What can wait is told by `unsettled`,
on lists made for it. Nothing here chooses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import parse_utc
from mdt_core.record import (
    Card,
    MergeClass,
    Record,
    Statement,
    Status,
    kind_named,
    settlers,
)
from mdt_core.records.actions import Action
from mdt_core.records.homes import Home
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.residents import AllergyState, Problem, Resident
from mdt_core.records.settlements import Settlement
from mdt_core.records.stays import Stay, StayState
from mdt_core.store import card_body
from mdt_core.store.merged_medicines import TWO_LISTS, stands_in_two_lists
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_core.store.side_by_side import standing_groups
from mdt_core.sync.fold import CardState, GroupState

NHS_NUMBER: Final = "NHS number"
_SAFETY_FIRST: Final = (MergeClass.SETTLE_NOW, MergeClass.SETTLE_WHEN_CONVENIENT)
_NAMED_BY: Final = {
    MedicineLine: "medicine",
    MedicineRequest: "medicine",
    Action: "text",
    Problem: "text",
    Home: "name",
}
"""The field that names which of a resident's or home's cards it is."""


@dataclass(frozen=True)
class Unsettled:
    """A group of a card, or a series of statements, of which two or more versions stand.

    `mids` are the changes that nobody named as seen; `thing` and `part` say of what in words; `since`
    is when the last of them was written.
    """

    record_class: type[Record]
    record_id: str
    group: str
    resident_id: str | None
    home_id: str | None
    mids: tuple[str, ...]
    thing: str
    part: str
    since: datetime
    merge: MergeClass

    @property
    def what(self) -> str:
        """Of what there are two versions: `NHS number`, `Allergies`, `warfarin: dose`."""
        return f"{self.thing}: {self.part}" if self.part else self.thing

    @property
    def key(self) -> str:
        """What it is found again by; the same on every device."""
        if self.group:
            return f"{self.record_id}:{self.group}"
        return f"{self.resident_id or ''}:{self.record_class.kind}"

    @property
    def is_safety(self) -> bool:
        """Whether it is amber wherever the resident is shown."""
        return self.merge is MergeClass.SETTLE_NOW

    def may_be_settled_by(self, by: Actor) -> bool:
        """Whether the person's role and home permit it: the definition says which roles."""
        return (
            by.role in settlers(self.record_class, self.group) & Settlement.writers
            and access.may_write(by, self.record_class, self.home_id)
            and access.may_write(by, Settlement, self.home_id)
        )


def unsettled(
    connection: Connection, by: Actor, *, resident_id: str | None = None
) -> tuple[Unsettled, ...]:
    """What has two versions among all that the person may read; safety first, then the oldest.

    Of one resident, or (None) of everybody and of homes. Practitioners and quick texts, which are of
    no resident and no home, are written anew in their own lists.
    """
    found = found_of(connection, resident_id)
    seen = [each for each in found if access.may_read(by, each.record_class, each.home_id)]
    return tuple(sorted(seen, key=_order))


def settles_now(connection: Connection, by: Actor) -> tuple[Unsettled, ...]:
    """What is a matter of safety and may be settled by this person."""
    found = unsettled(connection, by)
    return tuple(each for each in found if each.is_safety and each.may_be_settled_by(by))


def two_versions_of(connection: Connection, resident_id: str) -> tuple[str, ...]:
    """What has two versions: `name`, `NHS number`, `stay` or the name of a medicine.

    Allergies have a line of their own wherever these words stand, and are told there.
    """
    found = found_of(connection, resident_id)
    words = [
        each.thing for each in found if each.is_safety and each.record_class is not AllergyState
    ]
    if len(connection.execute(_STAYS, {"resident": resident_id}).all()) > 1:
        words.append(Stay.title.lower())
    if stands_in_two_lists(connection, resident_id):
        words.append(TWO_LISTS)
    return tuple(dict.fromkeys(words))


def two_versions_words(of: Sequence[str]) -> str:
    """The one sentence, on screens and paper, for what has two versions."""
    return f"Two versions of: {', '.join(of)}. Neither is being used as current"


# Finding them


_Rows = Sequence[Any]
"""Rows of the statements below; rows never leave the store."""


def found_of(connection: Connection, resident_id: str | None) -> list[Unsettled]:
    """All that stands in two versions of a resident, or (None) of everybody and of homes."""
    if resident_id is None:
        rows: _Rows = connection.execute(_STANDING).all()
    else:
        rows = connection.execute(_STANDING_OF, {"resident": resident_id}).all()
    return [*_cards_among(rows), *_series_among(rows)]


def _cards_among(rows: _Rows) -> Iterator[Unsettled]:
    for row in rows:
        card_class = kind_named(row.kind)
        if row.body is None or card_class is None or not issubclass(card_class, Card):
            continue
        state = card_body.state_from_text(row.body)
        whose = (row.resident_id, _home_of(row))
        if whose == (None, None):
            continue
        for name, merge, group in standing_groups(card_class, state):
            yield Unsettled(
                card_class,
                row.id,
                name,
                *whose,
                tuple(sorted(head.mid for head in group.heads)),
                *_group_words(card_class, name, state),
                max(head.recorded_at for head in group.heads),
                merge,
            )


def _series_among(rows: _Rows) -> Iterator[Unsettled]:
    heads = [row for row in rows if row.body is None and row.status == Status.CURRENT.value]
    heads.sort(key=lambda row: (row.resident_id or "", row.kind))
    for (resident_id, kind), group in groupby(heads, key=lambda row: (row.resident_id, row.kind)):
        statement = kind_named(kind)
        several = list(group)
        if statement is None or not issubclass(statement, Statement) or len(several) < 2:  # noqa: PLR2004 - two
            continue
        yield Unsettled(
            statement,
            "",
            "",
            resident_id,
            _home_of(several[0]),
            tuple(sorted(row.mid for row in several)),
            statement.title,
            "",
            max(parse_utc(row.recorded_at) for row in several),
            statement.series_merge,
        )


def _home_of(row: Any) -> str | None:  # noqa: ANN401 - a row
    """Where the resident lives now; else the home that the record names, or is."""
    if row.resident_id is not None:
        home_id: str | None = row.lives_in
    else:
        home_id = row.id if row.kind == Home.kind else row.home_id
    return home_id


def _order(each: Unsettled) -> tuple[int, datetime, str]:
    return (_SAFETY_FIRST.index(each.merge), each.since, each.key)


def _group_words(card_class: type[Card], group: str, state: CardState) -> tuple[str, str]:
    """`NHS number`; `contacts, Ann Smith`; `warfarin` with its part `dose`."""
    name, _, member = group.partition("/")
    said = NHS_NUMBER if name == "nhs_number" else name.replace("_", " ")
    if member:
        said = f"{said}, {_member_words(state.groups[group])}"
    if card_class is Resident:
        return said, ""
    named = card_body.values_of(state).get(_NAMED_BY.get(card_class, ""))
    return str(named or card_class.title.lower()), said


def _member_words(group: GroupState) -> str:
    values: list[Mapping[str, Any]] = [head.value for head in group.heads if head.value]
    names = (str(value.get("name") or value.get("text") or "") for value in values)
    return next(filter(None, names), "one of them")


_COLUMNS = (
    *(RECORD.c.id, RECORD.c.kind, RECORD.c.resident_id, RECORD.c.home_id, RECORD.c.status),
    *(RECORD.c.mid, RECORD.c.body, RECORD.c.recorded_at),
    RESIDENT_CURRENT.c.home_id.label("lives_in"),
)
_STANDING = (
    select(*_COLUMNS)
    .join(RESIDENT_CURRENT, RESIDENT_CURRENT.c.resident_id == RECORD.c.resident_id, isouter=True)
    .where(RECORD.c.has_siblings, RECORD.c.status == Status.CURRENT.value)
    .order_by(RECORD.c.kind.desc(), RECORD.c.id)
)
_STANDING_OF = _STANDING.where(RECORD.c.resident_id == bindparam("resident"))
_STAYS = select(RECORD.c.id).where(
    RECORD.c.resident_id == bindparam("resident"),
    RECORD.c.kind == Stay.kind,
    or_(RECORD.c.state.is_(None), RECORD.c.state != StayState.ENDED.value),
)
