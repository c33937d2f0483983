"""What is agreed for the D2A beds of a practice borough, and when one stood void between two people.

Each bed has one contract and retainer; the first time of two nights or more between two stays is void.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Final

from mdt_core.clock import london_day
from mdt_core.demo.borough.comings import OPENED_DAYS_BEFORE
from mdt_core.demo.borough.places import bed_id, d2a_rooms
from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.demo.days import before, moment
from mdt_core.records.bed_states import BedState, VoidReason, VoidSpell, bed_state_id
from mdt_core.store.unit_of_work import About, UnitOfWork

RETAINER: Final = Decimal("85.50")
"""Pounds a day while a bed is void."""

_LEAST_NIGHTS: Final = 2


@dataclass(frozen=True)
class VoidTime:
    """One bed, void from a day to another one, both counted."""

    home: int
    room: str
    first: date
    last: date
    reason: VoidReason

    @property
    def days(self) -> int:
        """Its bed-days."""
        return (self.last - self.first).days + 1


def void_times(sketch: Sketch) -> tuple[VoidTime, ...]:
    """The void times of the year, by home and room."""
    beds: defaultdict[tuple[int, str], list[Sojourn]] = defaultdict(list)
    for stay in sketch.stays:
        if stay.is_d2a and (stay.left is None or london_day(stay.left) >= sketch.span.began):
            beds[stay.home, stay.room].append(stay)
    found = (
        _first_void(key, stays, place) for place, (key, stays) in enumerate(sorted(beds.items()))
    )
    return tuple(each for each in found if each is not None)


def _first_void(bed: tuple[int, str], stays: list[Sojourn], place: int) -> VoidTime | None:
    for before_it, after_it in pairwise(sorted(stays, key=_came)):
        if before_it.left is None:
            continue
        left, came = london_day(before_it.left), london_day(after_it.came)
        if (came - left).days >= _LEAST_NIGHTS:
            reason = tuple(VoidReason)[place % len(VoidReason)]
            return VoidTime(*bed, left, came - timedelta(days=1), reason)
    return None


def deeds(told: Telling) -> Iterator[Deed]:
    """What is agreed once the homes are there, and each void as it ended."""
    sketch = told.sketch
    agreed = moment(before(sketch.span.began, OPENED_DAYS_BEFORE), 7, 30)
    for home in sketch.homes:
        if home.d2a_beds:
            yield Deed(agreed, home.manager, partial(_agree, told, home.number))
    for void in void_times(sketch):
        at = moment(void.last, 17)
        yield Deed(at, sketch.homes[void.home].manager, partial(_void, told, void))


def _agree(told: Telling, number: int, unit: UnitOfWork) -> None:
    home_id = told.homes[number]
    for room in d2a_rooms(told.sketch.homes[number]):
        state = BedState(
            home_id=home_id,
            bed_id=bed_id(room),
            contract_ref=f"D2A {number + 1:03}",
            retainer=RETAINER,
        )
        card_id = bed_state_id(home_id, bed_id(room))
        unit.write(state, About(home_id=home_id), record_id=card_id)
    unit.audit("set bed terms", About(home_id=home_id))


def _void(told: Telling, void: VoidTime, unit: UnitOfWork) -> None:
    home_id = told.homes[void.home]
    card_id = bed_state_id(home_id, bed_id(void.room))
    spell = VoidSpell(
        id=f"{void.reason.value}:{void.first.isoformat()}",
        reason=void.reason,
        since=void.first,
        until=void.last,
        retainer=RETAINER,
    )
    state = unit.card(BedState, card_id)
    unit.write(
        state.model_copy(update={"voids": (*state.voids, spell)}),
        About(home_id=home_id),
        record_id=card_id,
    )
    unit.audit("void bed", About(home_id=home_id), record_id=card_id)


def _came(stay: Sojourn) -> date:
    return london_day(stay.came)
