"""Medicines: how long requests took until the home had them."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from sqlalchemy import select

from mdt_core.clock import london_day
from mdt_core.measures.definition import Case
from mdt_core.medicine_request_steps import overdue
from mdt_core.records.medicine_requests import MedicineRequest, RequestKind, RequestState
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.measured.world import World
from mdt_core.store.queries.statements import kept

_GONE: Final = (RequestState.DECLINED, RequestState.CANCELLED)
_DAY: Final = Decimal(timedelta(days=1) // timedelta(seconds=1))


def requests(kinds: frozenset[RequestKind], world: World) -> Iterator[Case]:
    """Each request of these kinds, with the days until it was received."""
    for row in world.connection.execute(_REQUESTS):
        said = kept(MedicineRequest, row).record
        if said is None or said.asked_at is None or row.resident_id is None:
            continue
        day = london_day(said.asked_at)
        home_id = world.home_at(row.resident_id, said.asked_at)
        is_asked = said.request_kind in kinds and said.reached not in _GONE
        if home_id is None or not is_asked or not world.period.holds(day):
            continue
        took, late = _took(said), overdue(said, world.today) if _is_waited_for(said) else None
        what = f"{said.medicine}: {late}" if late else said.medicine
        yield Case(
            home_id,
            day,
            took is not None,
            row.resident_id,
            what,
            took=took,
            is_late=late is not None,
        )


repeat = partial(requests, frozenset({RequestKind.REPEAT}))
acute = partial(requests, frozenset({RequestKind.ACUTE, RequestKind.INTERIM}))


def _took(said: MedicineRequest) -> Decimal | None:
    """Days from asked to received, or to the first dose where nobody said that it came."""
    came = said.received_at or said.first_dose_at
    if came is None or said.asked_at is None:
        return None
    seconds = max(timedelta(), came - said.asked_at) // timedelta(seconds=1)
    return Decimal(seconds) / _DAY


def _is_waited_for(said: MedicineRequest) -> bool:
    return said.is_open and _took(said) is None


_REQUESTS = select(
    RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id, RECORD.c.resident_id
).where(RECORD.c.kind == MedicineRequest.kind)
