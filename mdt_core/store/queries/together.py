"""Rounds of several homes run together, and the D2A residents that such a round is for.

Each home keeps a round of its own in its own log; together they are one list, one rail and one
signature. A round in a single home is the case of one. Reads only what the person may read: whoever
serves one home finds that home's part and no other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.actions import Action
from mdt_core.records.rounds import (
    MadeReady,
    Programme,
    Round,
    RoundEntry,
    RoundOutcome,
)
from mdt_core.records.stays import StayType
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_core.store.queries.homes import (
    ResidentLine,
    home_names,
    marked_similar,
    residents_of,
)
from mdt_core.store.queries.rounds import RoundPage, round_id_for, round_page
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.store.queries.worklist import Listed, listed, placed
from mdt_core.worklist import Thresholds

_D2A = tuple(sorted(kind.value for kind in StayType if kind.is_d2a))


@dataclass(frozen=True)
class RoundOf:
    """A round as people hold it: a programme on a day, in one home.

    Without a home it is held in every home served that has a part in it; only D2A is held so.
    """

    home_id: str
    day: date
    programme: Programme = Programme.WEEKLY

    @property
    def is_over_homes(self) -> bool:
        """Whether it is held in several homes at once."""
        return not self.home_id

    def in_home(self, home_id: str) -> "RoundOf":
        """The part of one home."""
        return replace(self, home_id=home_id)


@dataclass(frozen=True)
class Together:
    """The rounds of one or several homes as one; `names` are the homes' names by id."""

    of: RoundOf
    parts: tuple[RoundPage, ...]
    names: dict[str, str]

    @cached_property
    def residents(self) -> tuple[ResidentLine, ...]:
        """Everybody on the list, home by home, each once; a name like another's in it is marked."""
        lines = [
            line
            for part in self.parts
            for line in part.residents
            if self._part_of.get(line.resident_id) is part
        ]
        return similar_in_round(lines)

    @cached_property
    def _part_of(self) -> dict[str, RoundPage]:
        """Who moved from home to home on the day is in the round of the home that they live in."""
        found: dict[str, RoundPage] = {}
        for part in self.parts:
            for line in part.residents:
                if line.resident_id not in found or line.home_id == part.home_id:
                    found[line.resident_id] = part
        return found

    @property
    def entries(self) -> tuple[tuple[str, Signed[RoundEntry]], ...]:
        """What was signed, home by home."""
        return tuple(each for part in self.parts for each in part.entries)

    @property
    def actions(self) -> tuple[tuple[str, Kept[Action]], ...]:
        """What these entries asked for."""
        return tuple(each for part in self.parts for each in part.actions)

    def part_of(self, resident_id: str) -> RoundPage | None:
        """The home's round on whose list somebody stands, or None."""
        return self._part_of.get(resident_id)

    def header_of(self, resident_id: str) -> Round | None:
        """The header of the home's round that somebody is in, or None."""
        part = self.part_of(resident_id)
        return part.round.record if part is not None and part.round else None

    def headers(self) -> tuple[Round, ...]:
        """The header of each home's round that can be read."""
        kept = (part.round for part in self.parts)
        return tuple(each.record for each in kept if each is not None and each.record is not None)

    def round_id_of(self, resident_id: str) -> str:
        """The id of the round that an entry about this resident belongs to."""
        part = self.part_of(resident_id) or self.parts[0]
        return part.round_id

    def home_name_of(self, resident_id: str) -> str:
        """The name of the home whose round somebody is in; empty where there is none."""
        part = self.part_of(resident_id)
        return self.names.get(part.home_id, "") if part is not None else ""

    def is_signed_for(self, resident_id: str) -> bool:
        """Whether a current entry exists for a resident in any of these rounds."""
        return any(part.is_signed_for(resident_id) for part in self.parts)

    def outcome_of(self, resident_id: str) -> RoundOutcome | None:
        """Why a resident was not seen; None where nothing was said or an entry was signed since."""
        part = self.part_of(resident_id)
        return None if part is None else part.outcome_of(resident_id)

    def ready_for(self, resident_id: str) -> tuple[str, MadeReady | None]:
        """What the home was asked to have ready, and what it says of it."""
        header = self.header_of(resident_id)
        if header is None:
            return "", None
        asked = next((each.text for each in header.ready if each.id == resident_id), "")
        return asked, header.made_ready_for(resident_id)


def together(connection: Connection, actor: Actor, of: RoundOf) -> Together:
    """A round in its home, or in every home served that has begun or planned a part, by name.

    Raises NotAllowed where the person may not read rounds.
    """
    homes = [of.home_id] if of.home_id else homes_taking_part(connection, actor, of)
    names = home_names(connection, homes)
    ordered = sorted(homes, key=lambda home: (names.get(home, "").casefold(), home))
    pages = tuple(round_page(connection, actor, home, of.day, of.programme) for home in ordered)
    return Together(of, pages, names)


def homes_taking_part(connection: Connection, actor: Actor, of: RoundOf) -> list[str]:
    """The homes served with a header of this programme on this day."""
    query = select(RECORD.c.id, RECORD.c.home_id).where(
        RECORD.c.kind == Round.kind, RECORD.c.due_at == of.day.isoformat()
    )
    return [
        row.home_id
        for row in connection.execute(query)
        if row.id == round_id_for(row.home_id, of.day, of.programme)
        and access.may_read(actor, Round, row.home_id)
    ]


def homes_with_d2a(connection: Connection, actor: Actor) -> list[str]:
    """The homes served where a D2A resident lives."""
    current = RESIDENT_CURRENT.c
    query = (
        select(current.home_id)
        .where(current.stay_type.in_(_D2A), current.home_id.is_not(None), ~current.is_deceased)
        .distinct()
    )
    found = connection.execute(query).scalars()
    return sorted(home for home in found if access.may_read(actor, Round, home))


def d2a_residents(
    connection: Connection, actor: Actor, homes: Iterable[str]
) -> tuple[ResidentLine, ...]:
    """The D2A residents of these homes, by home and room; names alike in the home or among them marked."""
    lines = [
        line
        for home_id in homes
        for line in residents_of(connection, actor, home_id)
        if line.stay_type in _D2A
    ]
    return similar_in_round(lines)


def d2a_worklist(
    connection: Connection,
    actor: Actor,
    homes: Collection[str],
    *,
    today: date,
    thresholds: Thresholds,
) -> tuple[Listed, ...]:
    """Everybody who is D2A in these homes: home by home as given, in each in the list's order."""
    for home_id in homes:
        access.require_read(actor, RoundEntry, home_id)
    lines = d2a_residents(connection, actor, homes)
    found = listed(connection, actor, lines, today=today, thresholds=thresholds)
    order = {home_id: place for place, home_id in enumerate(homes)}
    return tuple(sorted(found, key=lambda each: (order[each.line.home_id or ""], placed(each))))


def similar_in_round(lines: Sequence[ResidentLine]) -> tuple[ResidentLine, ...]:
    """Marks also who can be taken for another of these; a mark from the home stays."""
    alike = {line.resident_id for line in marked_similar(lines) if line.is_similar}
    return tuple(
        replace(line, is_similar=True) if line.resident_id in alike else line for line in lines
    )
