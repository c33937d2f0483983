"""Influenza among the staff of a practice borough, as numbers, and what homes with low uptake do.

Counted by each manager on the afternoon of the home's clinic; out of season nothing was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from mdt_core.demo.borough.parts import part
from mdt_core.demo.borough.scale import chance_of
from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.demo.borough.vaccinated import clinic_of, is_low
from mdt_core.demo.days import before, moment
from mdt_core.record import Statement
from mdt_core.records.vaccinations import ResponseStep, StaffUptake, UptakeGroup, UptakeResponse
from mdt_core.store.unit_of_work import About, UnitOfWork

_HOUR: Final = 17
_DONE_IN_DAYS: Final = 10


@dataclass(frozen=True)
class Counted:
    """What the manager of a home wrote on a day."""

    home: int
    day: date
    records: tuple[Statement, ...]


def counted(sketch: Sketch) -> Iterator[Counted]:
    """The numbers of every home, with a response where the uptake is low."""
    clinic = clinic_of(sketch.span.today)
    if clinic is None:
        return
    programme, day = clinic
    random = chance_of(sketch.seed, "staff uptake")
    for home in sketch.homes:
        eligible, declined = home.residents + random.randint(4, 12), random.randint(3, 9)
        unknown = random.randint(2, 8)
        staff = StaffUptake(
            programme=programme,
            counted_on=day,
            eligible=eligible,
            vaccinated=eligible - declined - unknown,
            declined=declined,
            unknown=unknown,
        )
        response = UptakeResponse(
            programme=programme,
            group=UptakeGroup.RESIDENTS,
            steps=(ResponseStep.TALK, ResponseStep.CLINIC),
            words=part("needs")["uptake"]["words"],
            owner=home.staff[0].name,
            due=before(sketch.span.today, -_DONE_IN_DAYS),
        )
        yield Counted(home.number, day, (staff, response) if is_low(home) else (staff,))


def deeds(told: Telling) -> Iterator[Deed]:
    """What each manager wrote, together."""
    for each in counted(told.sketch):
        manager = told.sketch.homes[each.home].manager
        yield Deed(moment(each.day, _HOUR, each.home), manager, partial(_sign, told, each))


def _sign(told: Telling, said: Counted, unit: UnitOfWork) -> None:
    about = About(home_id=told.homes[said.home])
    for record in said.records:
        change = unit.sign(record, about)
        unit.audit(f"record {record.title.lower()}", about, record_id=change.envelope.record_id)
