"""What the residents of a practice borough need, may meet and carry, by the pattern of ten of `ahead`.

Who fell twice has the risk recorded, who came into a D2A bed what the ward said of infections, and whose
death was near how the last days are cared for. Every record is worked out before anything is written.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any, Final

from mdt_core.clock import PartialDate, london_day
from mdt_core.demo.borough.ahead import Ahead, deaths_of, planned_ahead
from mdt_core.demo.borough.parts import part
from mdt_core.demo.borough.scale import chance_of
from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.demo.days import before, moment
from mdt_core.record import Statement
from mdt_core.records.deaths import DeathAddition, DeathPlace, NotThere
from mdt_core.records.end_of_life import LastDaysCare, Priority
from mdt_core.records.needs import AssessedAfter, Degree, EverydayNeeds, HolisticAssessment
from mdt_core.records.nutrition import HeightHow, MustScreen, WeightChange
from mdt_core.records.personal_details import Ethnicity, Impairment, PersonalDetails
from mdt_core.records.risks import InfectionState, InfectionStatus, Risk, RiskKind
from mdt_core.records.safeguarding import (
    AbuseType,
    AgreesToSharing,
    DecidingCapacity,
    Exposure,
    Safeguarding,
    SafeguardingStage,
    ThoughtSource,
)
from mdt_core.store.unit_of_work import UnitOfWork
from mdt_core.use_cases.recording import audited_as, happened_at

_WRITTEN_AFTER: Final = timedelta(minutes=30)
_ASSESSED_AFTER: Final = timedelta(days=5, hours=1)
_APART_DAYS: Final = 3
_CONTACT_IN: Final = 4
_OFTEN: Final = 2
_SAFEGUARDED_IN: Final = 40
_LOOKED_AT_IN_DAYS: Final = 7
_HEIGHT_CM: Final = 162


@dataclass(frozen=True)
class Noted:
    """One statement about a stay: signed when, and by whom."""

    stay: Sojourn
    at: datetime
    by: str
    record: Statement


@dataclass(frozen=True)
class BoroughNeeds:
    """How many of each kind were signed, who is kept apart today, and concerns that are open."""

    signed: Mapping[str, int]
    kept_apart: frozenset[str]
    safeguarding: int


def needs_of(sketch: Sketch) -> Iterator[Noted]:
    """Everything of this kind in a borough, the same for one sketch."""
    random = chance_of(sketch.seed, "needs")
    for number, each in enumerate(planned_ahead(sketch), 1):
        for by, record in _by_pattern(sketch, each, random):
            yield Noted(each.stay, each.at + _WRITTEN_AFTER, by, record)
        if number % _SAFEGUARDED_IN == 0:
            at, by = each.at + _WRITTEN_AFTER, sketch.homes[each.stay.home].lead
            yield Noted(each.stay, at, by, _safeguarding(sketch, at))
    yield from _fell_often(sketch)
    yield from _came(sketch, random)
    yield from _died(sketch)


def deeds(told: Telling) -> Iterator[Deed]:
    """Each statement by itself."""
    for each in needs_of(told.sketch):
        yield Deed(each.at, each.by, partial(_sign, told, each))


def needs_truth(sketch: Sketch) -> BoroughNeeds:
    """What holds once the sketch has been told."""
    noted, today = list(needs_of(sketch)), sketch.span.today
    apart = frozenset(
        each.stay.person.key
        for each in noted
        if isinstance(each.record, InfectionStatus)
        and each.stay.left is None
        and each.record.isolated_until is not None
        and each.record.isolated_until >= today
    )
    signed = Counter(each.record.kind for each in noted)
    return BoroughNeeds(signed, apart, signed[Safeguarding.kind])


def _sign(told: Telling, noted: Noted, unit: UnitOfWork) -> None:
    about = told.about(noted.stay, happened_at(noted.record, noted.at))
    change = unit.sign(noted.record, about)
    named = audited_as(type(noted.record))
    unit.audit(f"record {named}", told.about(noted.stay), record_id=change.envelope.record_id)


def _texts() -> Mapping[str, Any]:
    return part("needs")


# By the pattern of ten


def _by_pattern(sketch: Sketch, ahead: Ahead, random: Random) -> Iterator[tuple[str, Statement]]:
    home = sketch.homes[ahead.stay.home]
    for record in (make(ahead, random) for make in _PATTERN.get(ahead.place, ())):
        yield random.choice(home.seniors), record


def _details(ahead: Ahead, random: Random) -> PersonalDetails:
    texts = _texts()
    adjustment = random.choice((*texts["adjustment"], None))
    told = adjustment or {"impairments": (), "words": None}
    return PersonalDetails(
        ethnicity=random.choices(
            (Ethnicity.BRITISH, Ethnicity.IRISH, Ethnicity.NOT_STATED), (8, 1, 1)
        )[0],
        religion=random.choice(texts["religions"]),
        needs_interpreter=False,
        needs_adjustments=adjustment is not None,
        impairments=tuple(Impairment(each) for each in told["impairments"]),
        adjustments=told["words"],
        key_worker=random.choice(texts["key_workers"]),
        told_on=london_day(ahead.at),
    )


def _everyday(ahead: Ahead, random: Random) -> EverydayNeeds:
    mobility, hygiene, eating = sorted(random.choices(tuple(Degree)[:4], k=3), reverse=True)
    return EverydayNeeds(
        seen_at=ahead.at,
        eating=eating,
        mobility=mobility,
        hygiene=hygiene,
        usual_eating=eating,
        usual_mobility=mobility,
        usual_hygiene=hygiene,
    )


def _must(ahead: Ahead, _random: Random) -> MustScreen:
    return MustScreen(
        screened_at=ahead.at,
        weight_kg=Decimal(ahead.stay.person.weight),
        height_how=HeightHow.RECALLED,
        height_cm=Decimal(_HEIGHT_CM),
        weight_change=WeightChange.NOT_LOST,
        acutely_ill=False,
    )


def _carried(ahead: Ahead, random: Random) -> InfectionStatus:
    told = random.choice(_texts()["carried"])
    return InfectionStatus(
        state=InfectionState.CARRIED,
        infection=told["infection"],
        since=before(london_day(ahead.at), random.randint(30, 300)),
        isolated=False,
        precautions=told["precautions"],
    )


_PATTERN: Final[Mapping[int, tuple[Callable[[Ahead, Random], Statement], ...]]] = {
    0: (_details,),
    1: (_carried,),
    2: (_everyday,),
    4: (_details, _everyday),
    6: (_must,),
    8: (_everyday,),
    9: (_details,),
}


def _safeguarding(sketch: Sketch, at: datetime) -> Safeguarding:
    texts = _texts()["safeguarding"]
    return Safeguarding(
        is_more=False,
        stage=SafeguardingStage.RAISED,
        noticed_at=at,
        types=(AbuseType.FINANCIAL,),
        thought_source=ThoughtSource.VISITOR,
        seen_or_said=texts["seen"],
        exposure=Exposure.AT_RISK,
        wishes=texts["wishes"],
        consent=AgreesToSharing.AGREES,
        capacity=DecidingCapacity.HAS,
        home_knows=True,
        review_on=before(sketch.span.today, -_LOOKED_AT_IN_DAYS),
    )


# By what happened


def _fell_often(sketch: Sketch) -> Iterator[Noted]:
    """Of who fell again: recorded by who wrote that fall, half an hour after it."""
    times: Counter[str] = Counter()
    for fell in sorted(sketch.told.falls, key=lambda each: each.at):
        times[fell.stay.key] += 1
        at = fell.at + _WRITTEN_AFTER
        if times[fell.stay.key] == _OFTEN and _is_still_there(sketch, fell.stay, at):
            texts = _texts()["risk"]
            record = Risk(
                risk_kind=RiskKind.ACCIDENTS,
                words=texts["falls"].format(times="two"),
                measures=texts["measures"],
                since=PartialDate(london_day(fell.at).isoformat()),
            )
            yield Noted(fell.stay, at, fell.by, record)


def _came(sketch: Sketch, random: Random) -> Iterator[Noted]:
    since = moment(sketch.span.rounds_from, 0)
    for number, stay in enumerate(each for each in sketch.stays if each.came >= since):
        home = sketch.homes[stay.home]
        asked, assessed = stay.came + _WRITTEN_AFTER, stay.came + _ASSESSED_AFTER
        if stay.is_d2a and _is_still_there(sketch, stay, asked):
            status = _on_arrival(stay, is_contact=number % _CONTACT_IN == 0)
            yield Noted(stay, asked, random.choice(home.seniors), status)
        if _is_still_there(sketch, stay, assessed):
            told = random.choice(_texts()["assessed"])
            record = HolisticAssessment(
                completed_on=london_day(assessed), after=AssessedAfter.ADMISSION, **told
            )
            yield Noted(stay, assessed, home.lead, record)


def _on_arrival(stay: Sojourn, *, is_contact: bool) -> InfectionStatus:
    texts, day = _texts()["arrival"], london_day(stay.came)
    if not is_contact:
        return InfectionStatus(state=InfectionState.NONE_KNOWN, precautions=texts["asked"])
    return InfectionStatus(
        state=InfectionState.SUSPECTED,
        infection=texts["contact"],
        since=day,
        isolated=True,
        isolated_until=before(day, -_APART_DAYS),
        precautions=texts["apart"],
    )


def _died(sketch: Sketch) -> Iterator[Noted]:
    """Care of the last days before a death in the home; what became known after one in hospital."""
    texts, since = _texts(), moment(sketch.span.rounds_from, 0)
    for stay, at, place in deaths_of(sketch):
        home = sketch.homes[stay.home]
        earlier, later = at - timedelta(days=2), at + timedelta(days=1)
        if place is DeathPlace.HERE and earlier > max(stay.came, since):
            care = LastDaysCare(
                recognised_at=earlier,
                priorities=(Priority.RECOGNISED, Priority.TOLD, Priority.PLANNED),
                nurse_may_verify=True,
                **texts["last_days"],
            )
            yield Noted(stay, earlier, home.seniors[0], care)
        if place is DeathPlace.HOSPITAL and later < moment(sketch.span.today, 0):
            added = DeathAddition(not_there=NotThere.CLINICAL_NEED, **texts["died"])
            yield Noted(stay, later, home.manager, added)


def _is_still_there(sketch: Sketch, stay: Sojourn, at: datetime) -> bool:
    return at < moment(sketch.span.today, 0) and stay.is_present(at)
