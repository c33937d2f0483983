"""Planning ahead in a practice borough: decisions, plans, places, boxes, and whether deaths kept to them.

Each home's clinician wrote them on the second day of the weeks told, by a pattern of ten residents, so
that some are past their review and of three in ten nobody has recorded a CPR decision.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.demo.days import before, moment
from mdt_core.place_of_death import Concordance, concordance
from mdt_core.record import Statement
from mdt_core.records.care_plans import CarePlan, Need
from mdt_core.records.cpr_decisions import CprChoice, CprDecision, KnownFrom, ReviewClock
from mdt_core.records.deaths import Death, DeathPlace, DeathTime, Expected
from mdt_core.records.end_of_life import EndOfLifePlan, GsfStage
from mdt_core.records.just_in_case import JustInCase, JustInCaseState
from mdt_core.records.preferences import PlaceOfDeath, PreferredPlace, SaidBy
from mdt_core.records.stays import StayType
from mdt_core.store.unit_of_work import UnitOfWork

_IN_TEN: Final = 10
_NOT_FOR: Final = range(6)
_FOR: Final = 6
_CPR_REVIEW_PAST: Final = 0
_PLACES: Final[Mapping[int, PlaceOfDeath]] = {
    0: PlaceOfDeath.NURSING_HOME,
    2: PlaceOfDeath.NURSING_HOME,
    4: PlaceOfDeath.RESIDENTIAL_HOME,
    6: PlaceOfDeath.HOSPICE,
    8: PlaceOfDeath.UNDECIDED,
}
_STAGES: Final[Mapping[int, GsfStage]] = {1: GsfStage.GREEN, 3: GsfStage.BLUE}
_BOX: Final = 1
_PLAN_DAYS_AHEAD: Final[Mapping[int, int]] = {2: 60, 5: -7}
_BOX_DAYS_AHEAD: Final = 5
_IN_HOSPITAL_EVERY: Final = 3
_DOCTOR: Final = "Dr Amara Osei-Linden"


@dataclass(frozen=True)
class Ahead:
    """One resident for whom was planned ahead, and the place in the pattern."""

    stay: Sojourn
    at: datetime
    place: int

    @property
    def preferred(self) -> PlaceOfDeath | None:
        """Where the person wants to die, where somebody asked."""
        return _PLACES.get(self.place)


@dataclass(frozen=True)
class BoroughCare:
    """What stands for those who live there today, and the deaths of the weeks told by their place."""

    cpr: Mapping[CprChoice, int]
    cpr_not_recorded: int
    cpr_review_past: int
    preferred: Mapping[PlaceOfDeath, int]
    gsf_stages: Mapping[GsfStage, int]
    boxes_expiring: int
    care_plans: int
    care_plan_review_past: int
    full_records: int
    deaths: Mapping[Concordance, int]


def planned_ahead(sketch: Sketch) -> Iterator[Ahead]:
    """Everybody who lived in a home for good on the second day of the weeks told."""
    day = before(sketch.span.rounds_from, -1)
    for home in sketch.homes:
        at = moment(day, 16, home.number)
        here = (each for each in sketch.stays if each.home == home.number and each.is_present(at))
        lasting = (each for each in here if each.stay_type is StayType.PERMANENT)
        for place, stay in enumerate(lasting):
            yield Ahead(stay, at, place % _IN_TEN)


def deeds(told: Telling) -> Iterator[Deed]:
    """What was planned, all of a resident at once, and the deaths."""
    preferred = {}
    for each in planned_ahead(told.sketch):
        preferred[each.stay.key] = each.preferred
        lead = told.sketch.homes[each.stay.home].lead
        yield Deed(each.at, lead, partial(_plan, told, each))
    for stay, at, place in deaths_of(told.sketch):
        death = _death(at, place, preferred.get(stay.key))
        manager = told.sketch.homes[stay.home].manager
        yield Deed(at, manager, partial(_sign, told, stay, (death,)))


def care_truth(sketch: Sketch) -> BoroughCare:
    """What holds once the sketch has been told."""
    ahead = list(planned_ahead(sketch))
    here = [each for each in ahead if each.stay.left is None]
    said = {each.stay.key: each.preferred for each in ahead}
    decided = [cpr for cpr in (_cpr_of(each.place) for each in here) if cpr is not None]
    planned = [_PLAN_DAYS_AHEAD[e.place] for e in here if e.place in _PLAN_DAYS_AHEAD]
    return BoroughCare(
        cpr=Counter(decided),
        cpr_not_recorded=len(sketch.current) - len(decided),
        cpr_review_past=sum(each.place == _CPR_REVIEW_PAST for each in here),
        preferred=Counter(each.preferred for each in here if each.preferred),
        gsf_stages=Counter(_STAGES[each.place] for each in here if each.place in _STAGES),
        boxes_expiring=sum(each.place == _BOX for each in here),
        care_plans=len(planned),
        care_plan_review_past=sum(days < 0 for days in planned),
        full_records=sum(each.completed_at is not None for each in sketch.told.falls),
        deaths=Counter(
            concordance(said.get(stay.key), place) for stay, _, place in deaths_of(sketch)
        ),
    )


# What was written


def _plan(told: Telling, ahead: Ahead, unit: UnitOfWork) -> None:
    _sign(told, ahead.stay, tuple(_records(ahead, told.sketch.span.today)), unit)


def _sign(told: Telling, stay: Sojourn, records: tuple[Statement, ...], unit: UnitOfWork) -> None:
    about = told.about(stay)
    for record in records:
        change = unit.sign(record, about)
        unit.audit(f"record {record.title.lower()}", about, record_id=change.envelope.record_id)


def _records(ahead: Ahead, today: date) -> Iterator[Statement]:
    place, day = ahead.place, ahead.at.date()
    cpr = _cpr_of(place)
    if cpr is not None:
        yield _cpr(cpr, day, before(today, 10) if place == _CPR_REVIEW_PAST else None)
    if ahead.preferred is not None:
        yield PreferredPlace(death=ahead.preferred, said_on=day, said_by=SaidBy.PERSON)
    if place in _STAGES:
        yield EndOfLifePlan(gsf_stage=_STAGES[place], gsf_on=day, next_review=before(today, -30))
    if place == _BOX:
        expires = before(today, -_BOX_DAYS_AHEAD)
        yield JustInCase(
            state=JustInCaseState.HERE,
            location="Locked cupboard of the treatment room",
            chart_present=True,
            expires_on=expires,
            checked_on=day,
        )
    if place in _PLAN_DAYS_AHEAD:
        needs = (Need(text=ahead.stay.person.about),)
        yield CarePlan(needs=needs, next_review=before(today, -_PLAN_DAYS_AHEAD[place]))


def _cpr_of(place: int) -> CprChoice | None:
    if place in _NOT_FOR:
        return CprChoice.NOT_FOR
    return CprChoice.FOR if place == _FOR else None


def _cpr(cpr: CprChoice, day: date, review_on: date | None) -> CprDecision:
    return CprDecision(
        cpr=cpr,
        reasoning="It would not bring back the life that the person has",
        decided_on=day,
        decided_by=_DOCTOR,
        decided_by_role="GP",
        known_from=KnownFrom.ORIGINAL,
        review=ReviewClock.ON_DATE if review_on else ReviewClock.INDEFINITE,
        review_on=review_on,
        original_place="Front of the care file",
        original_in_home=True,
        original_seen_on=day,
    )


# Deaths


def deaths_of(sketch: Sketch) -> Iterator[tuple[Sojourn, datetime, DeathPlace]]:
    """Deaths of the weeks told among those who lived there for good; every third in hospital."""
    since = moment(sketch.span.rounds_from, 0)
    gone = (
        (each, each.left - timedelta(minutes=1))
        for each in sketch.stays
        if each.is_death and not each.is_d2a and each.left is not None and each.left >= since
    )
    for number, (stay, at) in enumerate(gone, 1):
        away = number % _IN_HOSPITAL_EVERY == 0
        yield stay, at, DeathPlace.HOSPITAL if away else DeathPlace.HERE


def _death(at: datetime, place: DeathPlace, preferred: PlaceOfDeath | None) -> Death:
    return Death(
        time_known=DeathTime.KNOWN,
        died_at=at,
        place=place,
        expected=Expected.YES if place is DeathPlace.HERE else Expected.NOT_KNOWN,
        preferred=preferred,
    )
