"""Residents who may be one person twice, what their records show, and who was joined with whom.

The same NHS number in two records is urgent: one of them may be read for the other. The same name and
date of birth is worth a look when there is time; another first name is another person - twins, or a
parent and child - and is never asked about. Nothing here chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, func, or_, select, union

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import parse_utc
from mdt_core.errors import NotFound
from mdt_core.names import formal_name
from mdt_core.record import Status
from mdt_core.records.merges import NotSamePerson, ResidentMerge
from mdt_core.records.residents import Resident
from mdt_core.store import merges
from mdt_core.store.deed_log import begun_by
from mdt_core.store.merge_fold import Decision, disputed
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_core.store.queries.homes import ResidentLine, home_names, resident_line
from mdt_core.store.queries.statements import Kept, Signed, card_by_id, statements
from mdt_core.store.search import words_of

_WHOLE_DAY: Final = len("1938-02-03")


class Alike(StrEnum):
    """Why two records are looked at side by side; the first two do not wait."""

    NHS_NUMBER = "Same NHS number"
    DECIDED_APART = "Joined and parted by different people"
    NAME_AND_BIRTH = "Same name and date of birth"


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person's, in the order of their identifiers."""

    one: ResidentLine
    other: ResidentLine
    alike: tuple[Alike, ...]

    @property
    def key(self) -> str:
        """What it is found again by."""
        return f"{self.one.resident_id}:{self.other.resident_id}"

    @property
    def is_urgent(self) -> bool:
        """Whether either may be read for the other before somebody has looked."""
        return self.alike != (Alike.NAME_AND_BIRTH,)


@dataclass(frozen=True)
class Counted:
    """How many pairs wait, for the measures of a service; nobody is named."""

    urgent: int
    when_convenient: int


@dataclass(frozen=True)
class Side:
    """What one record shows, for comparing: everything that it is known by, and how much is in it."""

    line: ResidentLine
    card: Kept[Resident]
    entries: int
    first_entry: datetime | None
    last_entry: datetime | None


@dataclass(frozen=True)
class Joined:
    """A record that is read under another one, with the decision that says so."""

    record_id: str
    name: str
    nhs_number: str | None
    born: str | None
    decision: Signed[ResidentMerge] | None


@dataclass(frozen=True)
class Standing:
    """What a resident's page says of who this is: who else has the number, disputes, what was joined."""

    same_number: tuple[str, ...] = ()
    disputed_with: tuple[str, ...] = ()
    joined: tuple[Joined, ...] = ()
    begun: int = 0
    """How many entries this person began under a record that was joined, and has not signed."""

    @property
    def look_at(self) -> str:
        """The record to be looked at beside this one; empty where there is no doubt."""
        return next(iter((*self.disputed_with, *self.same_number)), "")


def standing_of(connection: Connection, resident_id: str, person_id: str = "") -> Standing:
    """What is known of who a resident is, for their page as that person sees it."""
    _, decisions = merges.together_with(connection, {resident_id})
    in_doubt = resident_id in disputed(decisions)
    others = {
        each.other if each.one == resident_id else each.one
        for each in decisions
        if resident_id in (each.one, each.other)
    }
    joined = joined_with(connection, resident_id)
    return Standing(
        same_number(connection, resident_id),
        tuple(sorted(others)) if in_doubt else (),
        joined,
        len(begun_by(connection, person_id, [each.record_id for each in joined])),
    )


def possible_duplicates(connection: Connection, actor: Actor) -> tuple[Pair, ...]:
    """The pairs that nobody has decided on, both of whom the person may see; the urgent first."""
    found = _found(connection)
    asked = {who for pair in found for who in pair}
    lines = _lines(connection, actor, asked)
    pairs = [
        Pair(lines[one], lines[other], tuple(alike))
        for (one, other), alike in found.items()
        if one in lines and other in lines
    ]
    return tuple(sorted(pairs, key=_order))


def count_duplicates(connection: Connection) -> Counted:
    """How many pairs wait, of everybody in the store."""
    found = _found(connection)
    quiet = sum(alike == [Alike.NAME_AND_BIRTH] for alike in found.values())
    return Counted(len(found) - quiet, quiet)


def same_number(connection: Connection, resident_id: str) -> tuple[str, ...]:
    """Who else carries the NHS number of a resident, joined records left out; two people too."""
    rows = connection.execute(_SAME_NUMBER, {"who": resident_id})
    return tuple(sorted(set(rows.scalars())))


def is_disputed(connection: Connection, resident_id: str) -> bool:
    """Whether people decided differently on who this is, so that nothing is followed."""
    _, decisions = merges.together_with(connection, {resident_id})
    return resident_id in disputed(decisions)


def side_of(connection: Connection, actor: Actor, resident_id: str) -> Side:
    """What the record of a resident shows; raises NotFound or NotAllowed."""
    line = _lines(connection, None, {resident_id}).get(resident_id)
    card = card_by_id(connection, Resident, resident_id)
    if line is None or card is None:
        raise NotFound("This resident is not on this device")
    access.require_read(actor, Resident, line.home_id)
    row = connection.execute(_ENTRIES, {"who": resident_id}).one()
    first, last = (parse_utc(each) if each else None for each in (row.first, row.last))
    return Side(line, card, row.entries, first, last)


def joined_with(connection: Connection, resident_id: str) -> tuple[Joined, ...]:
    """The records that are read under this one, by name."""
    rows = connection.execute(_READ_UNDER, {"who": resident_id}).scalars().all()
    told = statements(connection, ResidentMerge, resident_id) if rows else ()
    return tuple(_joined(connection, record_id, told) for record_id in rows)


def kept_instead(connection: Connection, resident_id: str) -> str | None:
    """The record under which a resident's is read since both were joined, or None."""
    return merges.people_under(connection, (resident_id,)).get(resident_id)


def decisions_in_force(connection: Connection, one: str, other: str) -> tuple[Decision, ...]:
    """What was decided on just these two records and is in force, each decision once."""
    found = {
        each.id: each
        for each in merges.decisions_about(connection, (one, other))
        if {each.one, each.other} == {one, other}
    }
    return tuple(found.values())


def signed_decisions(
    connection: Connection, one: str, other: str
) -> tuple[Signed[ResidentMerge] | Signed[NotSamePerson], ...]:
    """The statements in force that say so, one of each decision, the newest first."""
    ids = {each.id for each in decisions_in_force(connection, one, other)}
    found: dict[str, Signed[ResidentMerge] | Signed[NotSamePerson]] = {}
    for kind in (ResidentMerge, NotSamePerson):
        for who in (one, other):
            for signed in statements(connection, kind, who):
                said = signed.readable.get("decision")
                if said in ids:
                    found.setdefault(str(said), signed)  # type: ignore[arg-type]  # of either kind
    return tuple(sorted(found.values(), key=lambda each: each.recorded_at, reverse=True))


# Finding pairs


_Found = dict[tuple[str, str], list[Alike]]


def _found(connection: Connection) -> _Found:
    """Every pair with why, but for those who are known to be two people."""
    decisions = merges.all_decisions(connection)
    people = disputed(decisions)
    under = merges.people_under(connection, {w for d in decisions for w in (d.one, d.other)})
    apart = {
        _pair(under.get(each.one, each.one), under.get(each.other, each.other))
        for each in decisions
        if each.kept is None and not {each.one, each.other} <= people
    }
    found: _Found = defaultdict(list)
    for alike, pairs in (
        (Alike.NHS_NUMBER, _by_number(connection)),
        (Alike.DECIDED_APART, _by_decision(decisions, people)),
        (Alike.NAME_AND_BIRTH, _by_name(connection)),
    ):
        for pair in set(pairs) - apart:
            found[pair].append(alike)
    return found


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _pairs(people: Iterable[str]) -> Iterator[tuple[str, str]]:
    return combinations(sorted(set(people)), 2)


def _by_number(connection: Connection) -> Iterator[tuple[str, str]]:
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(_NUMBERS):
        numbers[row.number].add(row.resident_id)
    for people in numbers.values():
        yield from _pairs(people)


def _by_decision(decisions: Iterable[Decision], people: frozenset[str]) -> Iterator[Any]:
    return (_pair(each.one, each.other) for each in decisions if each.one in people)


def _by_name(connection: Connection) -> Iterator[tuple[str, str]]:
    """Compared as search compares words: without accents, capitals and signs."""
    names: dict[Any, set[str]] = defaultdict(set)
    for row in connection.execute(_BORN_ALIKE):
        family, given = words_of(row.family_name), words_of(row.given_name or "")
        names[(row.born, tuple(family), tuple(given))].add(row.resident_id)
    for people in names.values():
        yield from _pairs(people)


def _lines(
    connection: Connection, actor: Actor | None, who: Iterable[str]
) -> Mapping[str, ResidentLine]:
    rows = connection.execute(_LINES, {"who": list(who)}).all()
    names = home_names(connection, {row.home_id for row in rows if row.home_id})
    lines = (resident_line(row, names) for row in rows)
    return {
        line.resident_id: line
        for line in lines
        if actor is None or access.may_read(actor, Resident, line.home_id)
    }


def _order(pair: Pair) -> tuple[bool, str, str]:
    return (not pair.is_urgent, pair.one.formal_name.casefold(), pair.key)


def _joined(
    connection: Connection, record_id: str, told: Iterable[Signed[ResidentMerge]]
) -> Joined:
    card = card_by_id(connection, Resident, record_id)
    said = card.readable if card else {}
    return Joined(
        record_id,
        name=formal_name(
            str(said.get("family_name") or "Name not recorded"),
            said.get("given_name"),
            said.get("title_prefix"),
        ),
        nhs_number=said.get("nhs_number"),
        born=said.get("born"),
        decision=next((s for s in told if _is_about(s, record_id)), None),
    )


def _is_about(signed: Signed[ResidentMerge], record_id: str) -> bool:
    said = signed.readable
    return record_id in (said.get("other_id"), signed.resident_id) and (
        said.get("kept_id") != record_id
    )


_CURRENT = RESIDENT_CURRENT.c
_WHO: BindParameter[Any] = bindparam("who")
_IS_RESIDENT = RECORD.c.kind == Resident.kind
_JOINED = select(RECORD.c.owner, RECORD.c.resident_id).where(
    _IS_RESIDENT, RECORD.c.own_id.is_not(None), RECORD.c.owner.is_not(None)
)
"""The NHS numbers of records that are read under another one, which have no line of their own."""
_TWICE = (
    select(_CURRENT.nhs_number)
    .where(_CURRENT.nhs_number.is_not(None))
    .group_by(_CURRENT.nhs_number)
    .having(func.count() > 1)
)
_NUMBERS: Any = (
    select(_CURRENT.nhs_number.label("number"), _CURRENT.resident_id)
    .where(
        or_(
            _CURRENT.nhs_number.in_(_TWICE),
            _CURRENT.nhs_number.in_(_JOINED.with_only_columns(RECORD.c.owner)),
        )
    )
    .union_all(_JOINED.with_only_columns(RECORD.c.owner.label("number"), RECORD.c.resident_id))
)
_OWN_NUMBERS: Any = union(
    select(_CURRENT.nhs_number).where(
        _CURRENT.resident_id == _WHO, _CURRENT.nhs_number.is_not(None)
    ),
    _JOINED.with_only_columns(RECORD.c.owner).where(RECORD.c.resident_id == _WHO),
)
_OWN = _OWN_NUMBERS.subquery()
_SAME_NUMBER: Any = union(
    select(_CURRENT.resident_id).where(
        _CURRENT.nhs_number.in_(select(_OWN)), _CURRENT.resident_id != _WHO
    ),
    _JOINED.with_only_columns(RECORD.c.resident_id).where(
        RECORD.c.owner.in_(select(_OWN)), RECORD.c.resident_id != _WHO
    ),
)
_SAME_DAY = (
    select(_CURRENT.born, _CURRENT.sounds)
    .where(func.length(_CURRENT.born) == _WHOLE_DAY)
    .group_by(_CURRENT.born, _CURRENT.sounds)
    .having(func.count() > 1)
    .subquery()
)
_BORN_ALIKE: Any = select(
    _CURRENT.resident_id, _CURRENT.born, _CURRENT.family_name, _CURRENT.given_name
).join(_SAME_DAY, (_SAME_DAY.c.born == _CURRENT.born) & (_SAME_DAY.c.sounds == _CURRENT.sounds))
_LINES = select(RESIDENT_CURRENT).where(_CURRENT.resident_id.in_(bindparam("who", expanding=True)))
_ENTRIES = select(
    func.count().label("entries"),
    func.min(RECORD.c.occurred_at).label("first"),
    func.max(RECORD.c.occurred_at).label("last"),
).where(
    RECORD.c.resident_id == _WHO,
    RECORD.c.body.is_(None),
    RECORD.c.kind.not_in(merges.KINDS),
    RECORD.c.status != Status.ENTERED_IN_ERROR.value,
)
_READ_UNDER = (
    select(RECORD.c.id)
    .where(RECORD.c.resident_id == _WHO, _IS_RESIDENT, RECORD.c.own_id.is_not(None))
    .order_by(RECORD.c.id)
)
