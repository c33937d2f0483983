"""Observations of a practice borough: every two weeks in the homes, every week in D2A beds.

Homes take sets twice a week and D2A beds daily; a demonstration with all of them would be mostly
observations. Each resident has a usual set that a clinician marked, and some newest sets stand out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from mdt_core.clock import london_day
from mdt_core.demo.borough.calendar import clocks_back
from mdt_core.demo.borough.events import Chances, is_away
from mdt_core.demo.borough.happenings import InHospital, Observed
from mdt_core.demo.borough.people import Person
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.days import moment
from mdt_core.records.observations import Consciousness, ObservationSet, SetPurpose, SpO2Scale

_EVERY_DAYS = 14
_D2A_EVERY_DAYS = 7
_USUAL_AFTER = timedelta(days=6)
_STANDS_OUT_ONE_IN = 60
_NAMES = ("respirations", "oxygen_percent", "systolic", "diastolic", "pulse")
_SPREAD = (1, 1, 6, 4, 4)
_MOST_OXYGEN = 98

_STANDING_OUT: tuple[dict[str, Any], ...] = (
    {"respirations": 24, "pulse": 108, "temperature": Decimal("38.6")},
    {"respirations": 22, "oxygen_percent": 92, "temperature": Decimal("38.2")},
    {"consciousness": Consciousness.NEW_CONFUSION, "pulse": 96},
    {"systolic": 94, "diastolic": 56, "pulse": 114},
    {"respirations": 25, "oxygen_percent": 90, "pulse": 112},
)
"""Readings of somebody who is not well, laid over their usual ones."""


def observations_of(
    chances: Chances,
    stays: Sequence[Sojourn],
    episodes: Mapping[str, Sequence[InHospital]],
    night: Sojourn,
) -> Iterator[Observed]:
    """Every set of the weeks told, and one taken when 01:30 came for the second time."""
    for stay in stays:
        days = list(_days(chances, stay))
        yield from _usual(chances, stay, episodes)
        for place, day in enumerate(days):
            at = moment(day, 9, (7 * int(stay.room)) % 150)
            if _can_be_taken(chances, stay, at, episodes):
                yield _taken(chances, stay, at, with_weight=place % 2 == 0)
    at = clocks_back(chances.span.today) + timedelta(hours=1)
    yield _taken(chances, night, at, with_weight=False)


def _days(chances: Chances, stay: Sojourn) -> Iterator[date]:
    """The days on which the home takes this resident's observations."""
    window = chances.window(stay)
    every = _D2A_EVERY_DAYS if stay.is_d2a else _EVERY_DAYS
    day = chances.span.rounds_from + timedelta(days=(3 * stay.home + int(stay.room) // 8) % every)
    while window and day < chances.span.today:
        if london_day(window[0]) <= day <= london_day(window[1]):
            yield day
        day += timedelta(days=every)


def _can_be_taken(
    chances: Chances,
    stay: Sojourn,
    at: datetime,
    episodes: Mapping[str, Sequence[InHospital]],
) -> bool:
    window = chances.window(stay)
    is_here = window is not None and window[0] <= at < window[1]
    return is_here and not is_away(episodes, stay, at)


def _usual(
    chances: Chances, stay: Sojourn, episodes: Mapping[str, Sequence[InHospital]]
) -> Iterator[Observed]:
    """The matron marks a usual set some days after somebody came, or at the beginning."""
    window = chances.window(stay)
    if window is None:
        return
    day = london_day(window[0] + _USUAL_AFTER) + timedelta(days=stay.home % 4)
    at = moment(day, 13, 2 * int(stay.room) % 120)
    if at < window[1] and not is_away(episodes, stay, at):
        values = plain(stay.person)
        record = ObservationSet(taken_at=at, **values, purpose=SetPurpose.USUAL)
        yield Observed(stay, "matron", record)


def plain(person: Person) -> dict[str, Any]:
    """The usual readings of a person."""
    values: dict[str, Any] = dict(zip(_NAMES, person.usual, strict=False))
    if person.on_scale_2:
        values["oxygen_percent"] = 90
    return {
        **values,
        "temperature": Decimal(person.usual[5]) / 10,
        "on_oxygen": False,
        "spo2_scale": SpO2Scale.SCALE_2 if person.on_scale_2 else SpO2Scale.SCALE_1,
        "consciousness": Consciousness.ALERT,
    }


def _taken(chances: Chances, stay: Sojourn, at: datetime, *, with_weight: bool) -> Observed:
    random, home = chances.random, chances.homes[stay.home]
    values = plain(stay.person)
    for name, spread in zip(_NAMES, _SPREAD, strict=True):
        values[name] += random.randint(-spread, spread)
    values["oxygen_percent"] = min(values["oxygen_percent"], _MOST_OXYGEN)
    values["temperature"] += Decimal(random.randint(-2, 2)) / 10
    if with_weight:
        values["weight_kg"] = _weight(stay.person, at, random)
    if random.randrange(_STANDS_OUT_ONE_IN) == 0:
        values |= random.choice(_STANDING_OUT)
    by = home.seniors[at.toordinal() % len(home.seniors)]
    return Observed(stay, by, ObservationSet(taken_at=at, **values))


def _weight(person: Person, at: datetime, random: Random) -> Decimal:
    """A weight near the usual one; a few people lose some all year."""
    is_losing = person.weight % 9 == 0
    lost = Decimal(at.timetuple().tm_yday) / 90 if is_losing else Decimal(0)
    noise = Decimal(random.randint(-6, 6)) / 10
    return (Decimal(person.weight) - lost + noise).quantize(Decimal("0.1"))
