"""The falls of a home in a period with its resident-days, formed from the records on this device."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.measures.falls import FallFact, FallsMeasure, measure_falls
from mdt_core.measures.resident_days import Period
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls import Fall
from mdt_core.records.stays import Stay
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.lived import lived, told
from mdt_core.store.queries.statements import kept


def falls_of_home(
    connection: Connection, actor: Actor, home_id: str, period: Period
) -> FallsMeasure:
    """The falls of a home in a period; raises NotAllowed.

    The days of the period have to be over: a midnight to come cannot be counted.
    """
    access.require_read(actor, Fall, home_id)
    stays = _stays(connection, home_id)
    people = lived(stays, _by_resident(told(connection, HospitalEpisode, stays)))
    return measure_falls(_facts(connection, stays), people, period)


def _stays(connection: Connection, home_id: str) -> Mapping[str, Sequence[Stay]]:
    found: dict[str, list[Stay]] = defaultdict(list)
    for row in connection.execute(_STAYS, {"home": home_id}):
        stay = kept(Stay, row).record
        if stay is not None and row.resident_id is not None:
            found[row.resident_id].append(stay)
    return found


def _facts(connection: Connection, stays: Mapping[str, object]) -> tuple[FallFact, ...]:
    details: dict[str, list[FallDetail | None]] = defaultdict(list)
    for _, full in told(connection, FallDetail, stays):
        details[str(full.readable.get("fall_id", ""))].append(full.record)
    return tuple(
        FallFact(who, quick.occurred_at, quick.record, _only(details.get(quick.id, ())))
        for who, quick in told(connection, Fall, stays)
    )


def _only(details: Sequence[FallDetail | None]) -> FallDetail | None:
    """The one full record of a fall; of two that stand side by side neither is counted from."""
    return details[0] if len(details) == 1 else None


def _by_resident(pairs: Iterable[tuple[str, Any]]) -> Mapping[str, Sequence[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for who, each in pairs:
        found[who].append(each)
    return found


_STAYS = select(
    RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id, RECORD.c.resident_id
).where(RECORD.c.kind == Stay.kind, RECORD.c.home_id == bindparam("home"))
