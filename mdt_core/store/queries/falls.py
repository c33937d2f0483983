"""The falls of a home in a period with its resident-days, formed from the records on this device."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.measures.falls import FallFact, FallsMeasure, measure_falls
from mdt_core.measures.resident_days import Lived, Period, Span
from mdt_core.record import Statement, Status
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls import Fall
from mdt_core.records.stays import Stay, StayState
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.statements import Signed, kept, signed

S = TypeVar("S", bound=Statement)

_AWAY: Final = (StayState.HOSPITAL, StayState.LEAVE)


def falls_of_home(
    connection: Connection, actor: Actor, home_id: str, period: Period
) -> FallsMeasure:
    """The falls of a home in a period; raises NotAllowed.

    The days of the period have to be over: a midnight to come cannot be counted.
    """
    access.require_read(actor, Fall, home_id)
    stays = _stays(connection, home_id)
    people = _people(stays, _by_resident(_told(connection, HospitalEpisode, stays)))
    return measure_falls(_facts(connection, stays), people, period)


def _stays(connection: Connection, home_id: str) -> Mapping[str, Sequence[Stay]]:
    found: dict[str, list[Stay]] = defaultdict(list)
    for row in connection.execute(_STAYS, {"home": home_id}):
        stay = kept(Stay, row).record
        if stay is not None and row.resident_id is not None:
            found[row.resident_id].append(stay)
    return found


def _people(
    stays: Mapping[str, Sequence[Stay]],
    episodes: Mapping[str, Sequence[Signed[HospitalEpisode]]],
) -> tuple[Lived, ...]:
    return tuple(
        Lived(
            who,
            tuple(Span(each.admitted_at, each.ended_at) for each in lived),
            (*_in_hospital(episodes.get(who, ())), *_away_now(lived)),
        )
        for who, lived in stays.items()
    )


def _in_hospital(episodes: Sequence[Signed[HospitalEpisode]]) -> tuple[Span, ...]:
    """From each admission to the return that followed it; the first of two admissions counts."""
    spans: list[Span] = []
    since: datetime | None = None
    for each in sorted(episodes, key=lambda told: told.occurred_at):
        part = each.record.part if each.record else None
        if part is EpisodePart.ADMITTED and since is None:
            since = each.occurred_at
        elif part is EpisodePart.RETURNED and since is not None:
            spans.append(Span(since, each.occurred_at))
            since = None
    return (*spans, Span(since)) if since is not None else tuple(spans)


def _away_now(stays: Sequence[Stay]) -> tuple[Span, ...]:
    """Who is in hospital or on leave by the stay itself, since then."""
    return tuple(
        Span(each.state_since, each.ended_at)
        for each in stays
        if each.state in _AWAY and each.state_since is not None
    )


def _facts(connection: Connection, stays: Mapping[str, object]) -> tuple[FallFact, ...]:
    details: dict[str, list[FallDetail | None]] = defaultdict(list)
    for _, told in _told(connection, FallDetail, stays):
        details[str(told.readable.get("fall_id", ""))].append(told.record)
    return tuple(
        FallFact(who, told.occurred_at, told.record, _only(details.get(told.id, ())))
        for who, told in _told(connection, Fall, stays)
    )


def _only(details: Sequence[FallDetail | None]) -> FallDetail | None:
    """The one full record of a fall; of two that stand side by side neither is counted from."""
    return details[0] if len(details) == 1 else None


def _told(
    connection: Connection, statement: type[S], people: Iterable[str]
) -> tuple[tuple[str, Signed[S]], ...]:
    """The statements of a kind about these people with whose each is, newest first."""
    asked = {"kind": statement.kind, "residents": sorted(people)}
    rows = connection.execute(_TOLD, asked).all()
    return tuple((row.resident_id, signed(connection, statement, row)) for row in rows)


def _by_resident(told: Iterable[tuple[str, Any]]) -> Mapping[str, Sequence[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for who, each in told:
        found[who].append(each)
    return found


_STAYS = select(
    RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id, RECORD.c.resident_id
).where(RECORD.c.kind == Stay.kind, RECORD.c.home_id == bindparam("home"))
_TOLD = (
    select(
        CHANGE.c.mid, CHANGE.c.body, RECORD.c.status, RECORD.c.has_siblings, RECORD.c.resident_id
    )
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(
        RECORD.c.kind == bindparam("kind"),
        RECORD.c.resident_id.in_(bindparam("residents", expanding=True)),
        RECORD.c.status == Status.CURRENT.value,
        CHANGE.c.body.is_not(None),
    )
    .order_by(RECORD.c.occurred_at.desc(), RECORD.c.mid.desc())
)
