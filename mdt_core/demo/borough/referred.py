"""The referrals by which people came into the D2A beds of a practice borough in the weeks told.

Each was asked of the home that took it; the coordinator kept it and closed it on arrival.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from mdt_core.clock import london_day
from mdt_core.demo.borough.parts import part
from mdt_core.demo.borough.places import bed_id
from mdt_core.demo.borough.scale import chance_of
from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.demo.days import before, moment
from mdt_core.records.d2a_referrals import Answer, D2aReferral, Offer, ReferralState
from mdt_core.records.stays import Pathway
from mdt_core.store.unit_of_work import UnitOfWork

_BY: Final = "hub"
_CLOSED_AFTER: Final = timedelta(minutes=10)
_WAITED_DAYS: Final = (1, 4)


def referred_stays(sketch: Sketch) -> tuple[Sojourn, ...]:
    """The D2A stays that began in the weeks told, and had begun before the day."""
    since, ends = moment(sketch.span.rounds_from, 0), moment(sketch.span.today, 0)
    return tuple(
        each
        for each in sketch.stays
        if each.is_d2a and since <= each.came and each.came + _CLOSED_AFTER < ends
    )


def deeds(told: Telling) -> Iterator[Deed]:
    """Each referral as it was closed, with all that went before."""
    random = chance_of(told.sketch.seed, "referrals")
    hospitals = part("people")["hospitals"]
    for stay in referred_stays(told.sketch):
        days, hospital = random.randint(*_WAITED_DAYS), random.choice(hospitals)
        write = partial(_write, told, stay, days, hospital)
        yield Deed(stay.came + _CLOSED_AFTER, _BY, write)


def _write(told: Telling, stay: Sojourn, days: int, hospital: str, unit: UnitOfWork) -> None:
    referred_at = stay.came - timedelta(days=days)
    manager = told.actors[told.sketch.homes[stay.home].manager]
    asked = Offer(
        id="offer-1",
        home_id=told.homes[stay.home],
        bed_id=bed_id(stay.room),
        offered_at=referred_at + timedelta(hours=1),
        answer=Answer.ACCEPTED,
        answered_at=referred_at + timedelta(hours=3),
        answered_by=manager.name,
    )
    referral = D2aReferral(
        referred_at=referred_at,
        hospital=hospital,
        ready_on=before(london_day(referred_at), 1),
        pathway=Pathway.P2,
        needs="; ".join(each.text for each in stay.person.conditions) or None,
        offers=(asked,),
        state=ReferralState.PLACED,
        state_since=stay.came,
        stay_id=told.stays[stay.key],
    )
    about = told.about(stay)
    referral_id = unit.write(referral, about)
    unit.audit("place d2a referral", about, record_id=referral_id)
