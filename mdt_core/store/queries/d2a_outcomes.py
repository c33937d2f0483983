"""What D2A stays came to in a period, over the homes served: the facts that the figures are formed from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import BindParameter, Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.measures.d2a_outcomes import Outcomes, OutcomesAsked
from mdt_core.measures.discharges import (
    D2aStay,
    destinations_of,
    length_of_completed,
    length_so_far,
)
from mdt_core.measures.forecast import forecast_beds
from mdt_core.measures.occupancy import BedUse, Closed, measure_occupancy
from mdt_core.measures.readmissions import readmissions
from mdt_core.measures.resident_days import Period, Span
from mdt_core.records.bed_states import BedState, bed_state_id
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.homes import BedType, Home
from mdt_core.records.stays import Stay
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import CURRENT, kept, signed


def d2a_outcomes(
    connection: Connection, actor: Actor, asked: OutcomesAsked, now: datetime
) -> Outcomes:
    """Forms the figures of the homes served; raises NotAllowed."""
    access.require_read(actor, BedState, None)
    homes = _homes(connection, actor)
    stays = [
        each for each in _stays(connection) if each[0].home_id in homes and _is_of(asked, each[0])
    ]
    facts = [fact for fact, _ in stays]
    admitted = _admissions(connection, {each.resident_id for each in facts})
    beds = _bed_uses(connection, homes, stays, asked)
    period = asked.period
    return Outcomes(
        asked=asked,
        destinations=destinations_of(facts, period),
        completed=length_of_completed(facts, period),
        so_far=length_so_far(facts, _last_midnight(period, now)),
        use=measure_occupancy(beds, period),
        readmitted=readmissions(facts, admitted, period, now),
        homes={home_id: home.name for home_id, home in homes.items() if _has_d2a(home)},
        forecast=forecast_beds(facts, period, _beds_now(beds, period)),
    )


def _beds_now(beds: Sequence[BedUse], period: Period) -> int:
    """How many of these beds are commissioned on the last day of a period."""
    last = Period(period.last, period.last)
    return sum(len(each.commissioned(last)) for each in beds)


def _last_midnight(period: Period, now: datetime) -> date:
    return min(period.last, now.date())


def _has_d2a(home: Home) -> bool:
    return any(each.bed_type not in (None, BedType.PERMANENT) for each in home.beds)


def _is_of(asked: OutcomesAsked, stay: D2aStay) -> bool:
    is_home = not asked.home_id or stay.home_id == asked.home_id
    return is_home and (asked.bed_type is None or stay.bed_type is asked.bed_type)


def _homes(connection: Connection, actor: Actor) -> dict[str, Home]:
    found: dict[str, Home] = {}
    for row in connection.execute(_CARDS, {"kind": Home.kind}):
        home = kept(Home, row).record
        if home is not None and access.may_read(actor, BedState, row.id):
            found[row.id] = home
    return dict(sorted(found.items(), key=lambda each: each[1].name.casefold()))


def _stays(connection: Connection) -> list[tuple[D2aStay, str | None]]:
    """Every D2A stay as a fact, with the bed it names."""
    found: list[tuple[D2aStay, str | None]] = []
    for row in connection.execute(_CARDS, {"kind": Stay.kind}):
        stay = kept(Stay, row).record
        if stay is None or not stay.stay_type.is_d2a or row.resident_id is None:
            continue
        fact = D2aStay(
            resident_id=row.resident_id,
            home_id=stay.home_id,
            came=stay.admitted_at,
            left=stay.ended_at,
            destination=stay.destination,
            bed_type=BedType(stay.stay_type.value),
            pathway=stay.pathway,
        )
        found.append((fact, stay.bed_id))
    return found


def _admissions(connection: Connection, people: set[str]) -> Mapping[str, Sequence[datetime]]:
    found: dict[str, list[datetime]] = defaultdict(list)
    for row in connection.execute(_EPISODES):
        if row.resident_id not in people:
            continue
        told = signed(connection, HospitalEpisode, row)
        if told.record is not None and told.record.part is EpisodePart.ADMITTED:
            found[row.resident_id].append(told.occurred_at)
    return found


def _bed_uses(
    connection: Connection,
    homes: Mapping[str, Home],
    stays: Sequence[tuple[D2aStay, str | None]],
    asked: OutcomesAsked,
) -> list[BedUse]:
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for fact, bed_id in stays:
        if bed_id is not None:
            spans[fact.home_id, bed_id].append(Span(fact.came, fact.left))
    wanted = [
        (home_id, bed.id)
        for home_id, home in homes.items()
        for bed in home.beds
        if not asked.home_id or home_id == asked.home_id
        if bed.bed_type not in (None, BedType.PERMANENT)
        if asked.bed_type is None or bed.bed_type is asked.bed_type
    ]
    states = _states(connection, [bed_state_id(*each) for each in wanted])
    return [_use(each, spans[each], states.get(bed_state_id(*each))) for each in wanted]


def _use(bed: tuple[str, str], spans: Sequence[Span], state: BedState | None) -> BedUse:
    if state is None:
        return BedUse(bed_state_id(*bed), spans)
    return BedUse(
        bed_state_id(*bed),
        spans,
        tuple(
            Closed(each.since, each.until, each.retainer, each.reason.label) for each in state.voids
        ),
        state.commissioned_from,
        state.commissioned_until,
    )


def _states(connection: Connection, ids: Sequence[str]) -> dict[str, BedState]:
    rows = connection.execute(_BY_ID, {"ids": list(ids)}).all() if ids else ()
    found = ((row.id, kept(BedState, row).record) for row in rows)
    return {card_id: state for card_id, state in found if state is not None}


_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_CARD = (
    RECORD.c.id,
    RECORD.c.body,
    RECORD.c.has_siblings,
    RECORD.c.own_id,
    RECORD.c.resident_id,
)
_CARDS = select(*_CARD).where(RECORD.c.kind == bindparam("kind"))
_BY_ID = select(*_CARD).where(RECORD.c.id.in_(_IDS))
_EPISODES = CURRENT.where(RECORD.c.kind == HospitalEpisode.kind)
