"""What every measure is found in: the homes that may be read, who lived where, and who was away when."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final, TypeVar

from sqlalchemy import Connection, bindparam, func, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day, parse_utc
from mdt_core.measures.definition import Days, Definition
from mdt_core.measures.resident_days import Lived, Period, Span
from mdt_core.measures.tables import Asked
from mdt_core.record import Statement, Status
from mdt_core.records.concerns import Concern
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.falls import Fall
from mdt_core.records.homes import Home
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Stay, StayState
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.lived import away, told_of_all
from mdt_core.store.queries.statements import Signed, kept

S = TypeVar("S", bound=Statement)

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class World:
    """The records of the homes that are asked for, as measures ask for them.

    `served` are all homes that the person may read; `stays` are those of who ever lived in `homes`.
    """

    connection: Connection
    period: Period
    now: datetime
    homes: Mapping[str, Home]
    served: Mapping[str, Home]
    stays: Mapping[str, Sequence[Stay]]

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.now)

    @cached_property
    def episodes(self) -> Mapping[str, Sequence[Signed[HospitalEpisode]]]:
        """What was told of times in hospital, by resident, newest first."""
        return self.by_resident(HospitalEpisode)

    @cached_property
    def away(self) -> Mapping[str, tuple[Span, ...]]:
        """When each resident was in hospital or on leave."""
        return {who: away(own, self.episodes.get(who, ())) for who, own in self.stays.items()}

    def stay_at(self, who: str, at: datetime) -> Stay | None:
        """The stay that held a moment; of two the one that began later."""
        held = [
            each
            for each in self.stays.get(who, ())
            if each.admitted_at <= at and (each.ended_at is None or at <= each.ended_at)
        ]
        return max(held, key=lambda each: each.admitted_at, default=None)

    def home_at(self, who: str, at: datetime) -> str | None:
        """The home in which a resident lived then; None where it may not be read or is not known."""
        stay = self.stay_at(who, at)
        return stay.home_id if stay is not None and stay.home_id in self.homes else None

    def is_own(self, stay: Stay) -> bool:
        """Whether a stay is in one of these homes."""
        return stay.home_id in self.homes

    def living(self) -> Iterator[tuple[str, Stay]]:
        """Everybody whose place is in one of these homes now, with the stay."""
        for who, own in self.stays.items():
            for each in own:
                if (
                    each.ended_at is None
                    and each.state is not StayState.ENDED
                    and self.is_own(each)
                ):
                    yield who, each

    def told(self, statement: type[S]) -> tuple[tuple[str, Signed[S]], ...]:
        """Every statement of a kind that stands."""
        found = told_of_all(self.connection, statement)
        return tuple((who, each) for who, each in found if who in self.stays)

    def by_resident(self, statement: type[S]) -> Mapping[str, Sequence[Signed[S]]]:
        """Every statement of a kind that stands, newest first, by resident."""
        found: dict[str, list[Signed[S]]] = defaultdict(list)
        for who, each in self.told(statement):
            found[who].append(each)
        return found

    def days_of(self, statement: type[Statement]) -> Mapping[str, Sequence[date]]:
        """The days on which a kind was signed of each resident, replaced versions too."""
        found: dict[str, list[date]] = defaultdict(list)
        for row in self.connection.execute(_SIGNED_ON, {"kind": statement.kind}):
            found[row.resident_id].append(london_day(parse_utc(row.occurred_at)))
        return found

    @cached_property
    def resident_days(self) -> Days:
        """The resident-days of each home on each day of the period."""
        found: Counter[tuple[str, date]] = Counter()
        for who, own in self.stays.items():
            by_home: dict[str, list[Span]] = defaultdict(list)
            for each in filter(self.is_own, own):
                by_home[each.home_id].append(Span(each.admitted_at, each.ended_at))
            for home_id, spans in by_home.items():
                lived = Lived(who, spans, self.away.get(who, ()))
                found.update((home_id, day) for day in lived.days(self.period))
        return dict(found)

    @cached_property
    def recorded_since(self) -> Mapping[str, date]:
        """The first day of each home of which something that happened is recorded here."""
        rows = self.connection.execute(_FIRST, {"kinds": _HAPPENED}).all()
        return {
            row.home_id: london_day(parse_utc(row.first))
            for row in rows
            if row.home_id in self.homes and row.first
        }

    @cached_property
    def weeks(self) -> tuple[date, ...]:
        """The Mondays of the weeks that ended in the period."""
        first = self.period.first - timedelta(days=6)
        monday = first + timedelta(days=-first.weekday() % 7)
        mondays = []
        while monday + timedelta(days=6) <= self.period.last:
            mondays.append(monday)
            monday += WEEK
        return tuple(mondays)


def world_of(
    connection: Connection,
    actor: Actor,
    definition: Definition,
    asked: Asked,
    now: datetime,
    *,
    homes: Mapping[str, Home] | None = None,
) -> World:
    """The homes that are asked for, of which the person may read all that a measure is formed from.

    Raises NotAllowed where that is none of them because of the role. `homes` are all of this device,
    where they are read already.
    """
    known = every_home(connection) if homes is None else homes
    served = homes_for(known, actor, definition)
    if not served:
        for kind in definition.kinds:
            if actor.role not in kind.readers:
                access.require_read(actor, kind, None)
    own = {key: home for key, home in served.items() if asked.home_id in ("", key)}
    return World(connection, asked.period, now, own, served, _stays(connection, own))


def every_home(connection: Connection) -> Mapping[str, Home]:
    """All homes on this device, whoever may read them."""
    rows = connection.execute(_CARDS, {"kind": Home.kind}).all()
    found = ((row.id, kept(Home, row).record) for row in rows)
    return {home_id: home for home_id, home in found if home is not None}


def homes_for(
    homes: Mapping[str, Home], actor: Actor, definition: Definition
) -> Mapping[str, Home]:
    """Those of which the person may read all that a measure is formed from."""
    return {
        home_id: home
        for home_id, home in homes.items()
        if all(access.may_read(actor, kind, home_id) for kind in definition.kinds)
    }


def _stays(connection: Connection, homes: Collection[str]) -> Mapping[str, Sequence[Stay]]:
    """All stays of who ever lived in these homes, those in other homes too: where was that then?"""
    found: dict[str, list[Stay]] = defaultdict(list)
    for row in connection.execute(_CARDS, {"kind": Stay.kind}):
        stay = kept(Stay, row).record
        if stay is not None and row.resident_id is not None:
            found[row.resident_id].append(stay)
    return {who: own for who, own in found.items() if any(each.home_id in homes for each in own)}


_HAPPENED: Final = [
    each.kind
    for each in (Fall, Concern, ObservationSet, RoundEntry, HospitalEpisode, MedicationIssue)
]
_FIRST = (
    select(RECORD.c.home_id, func.min(RECORD.c.occurred_at).label("first"))
    .where(RECORD.c.kind.in_(bindparam("kinds", expanding=True)), RECORD.c.home_id.is_not(None))
    .group_by(RECORD.c.home_id)
)
_SIGNED_ON = select(RECORD.c.resident_id, RECORD.c.occurred_at).where(
    RECORD.c.kind == bindparam("kind"),
    RECORD.c.status != Status.ENTERED_IN_ERROR.value,
    RECORD.c.resident_id.is_not(None),
    RECORD.c.occurred_at.is_not(None),
)
_CARDS = select(
    RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id, RECORD.c.resident_id
).where(RECORD.c.kind == bindparam("kind"))
