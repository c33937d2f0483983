"""Observations and concerns of a practice home: weekly sets, usual sets, and those that stand out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from mdt_core.demo.days import HISTORY_DAYS, WEEKLY_SETS, before, moment, weekly_days
from mdt_core.demo.plan import AnswerPlan, ConcernPlan, ObservedPlan, Plan, ResidentPlan
from mdt_core.demo.telling import Deed, Telling, chance
from mdt_core.records.concerns import Concern
from mdt_core.records.observations import (
    Consciousness,
    NotTaken,
    NotTakenReason,
    ObservationSet,
    SetPurpose,
    SpO2Scale,
)
from mdt_core.use_cases.concerns import answer_concern
from mdt_core.use_cases.observations import raise_concern

_NURSES = ("grace", "tomasz", "siobhan")
_WEIGHED = (0, 3, 7, 11)
"""The weekly sets, counted from the oldest, that go with a weight."""

_USUAL_AFTER_DAYS = 6
_READINGS = ("respirations", "oxygen_percent", "systolic", "diastolic", "pulse")
_SPREAD = (1, 1, 6, 4, 4)


@dataclass(frozen=True)
class Taken:
    """One set to be signed: of whom, by whom, and what."""

    who: str
    by: str
    record: ObservationSet


def schedule(plan: Plan, today: date, seed: int) -> tuple[tuple[datetime, tuple[Taken, ...]], ...]:
    """Every set of the home, gathered in the deeds in which they are signed."""
    chance_of = chance(seed, plan, "readings")
    return (
        *_weekly(plan, today, chance_of),
        *_at_coming(plan, today, chance_of),
        *_usual(plan, today),
        *_standing_out(plan, today),
    )


def deeds(told: Telling) -> Iterator[Deed]:
    """The sets and the concerns, each when it was written."""
    for at, sets in schedule(told.plan, told.today, told.seed):
        yield Deed(at, partial(_sign, told, sets))
    for concern in told.plan.concern:
        at = moment(before(told.today, concern.days_ago), concern.hour, 10)
        raised: list[str] = []
        yield Deed(at, partial(_raise, told, concern, raised))
        if concern.answer is not None:
            answered = at + timedelta(minutes=concern.answer.after)
            yield Deed(answered, partial(_answer, told, concern.answer, raised))


def _weekly(
    plan: Plan, today: date, random: Random
) -> Iterator[tuple[datetime, tuple[Taken, ...]]]:
    for week, day in enumerate(weekly_days(today)):
        nurse = _NURSES[week % len(_NURSES)]
        here = [who for who in plan.resident if before(today, who.admitted) < day]
        sets = tuple(
            Taken(who.key, nurse, _noisy(who, moment(day, 9, 3 * place), week, random))
            for place, who in enumerate(here)
        )
        yield moment(day, 10, 30), sets


def _at_coming(
    plan: Plan, today: date, random: Random
) -> Iterator[tuple[datetime, tuple[Taken, ...]]]:
    for who in plan.resident:
        if who.admitted < HISTORY_DAYS:
            at = moment(before(today, who.admitted), 16)
            record = _noisy(who, at, 0, random)
            yield at + timedelta(minutes=5), (Taken(who.key, "siobhan", record),)


def _usual(plan: Plan, today: date) -> Iterator[tuple[datetime, tuple[Taken, ...]]]:
    """The matron marks each resident's usual set some days after coming; newcomers have none yet."""
    for place, who in enumerate(plan.resident):
        days = min(who.admitted, HISTORY_DAYS) - _USUAL_AFTER_DAYS
        if days > 0:
            at = moment(before(today, days), 13, 4 * place)
            record = ObservationSet(taken_at=at, **_plain(who), purpose=SetPurpose.USUAL)
            yield at + timedelta(minutes=2), (Taken(who.key, "matron", record),)


def _standing_out(plan: Plan, today: date) -> Iterator[tuple[datetime, tuple[Taken, ...]]]:
    residents = {who.key: who for who in plan.resident}
    for each in plan.observed:
        at = moment(before(today, each.days_ago), each.hour, 40)
        record = _different(residents[each.who], each, at)
        yield at + timedelta(minutes=5), (Taken(each.who, each.by, record),)


def _plain(who: ResidentPlan) -> dict[str, Any]:
    """The usual readings of a resident."""
    temperature = Decimal(str(who.usual[5]))
    return {
        **dict(zip(_READINGS, who.usual[:5], strict=True)),
        "temperature": temperature,
        "on_oxygen": who.oxygen is not None,
        "oxygen_flow": Decimal(who.oxygen) if who.oxygen else None,
        "spo2_scale": SpO2Scale.SCALE_2 if who.scale2 else SpO2Scale.SCALE_1,
        "consciousness": Consciousness.ALERT,
    }


def _noisy(who: ResidentPlan, at: datetime, week: int, random: Random) -> ObservationSet:
    """A set such as any week brings: near the usual one, never enough to raise the score much."""
    values = _plain(who)
    for name, spread in zip(_READINGS, _SPREAD, strict=True):
        values[name] += random.randint(-spread, spread)
    values["temperature"] += Decimal(random.randint(-2, 2)) / 10
    if week in _WEIGHED:
        values["weight_kg"] = weight_kg(who, week)
    return ObservationSet(taken_at=at, **values)


def weight_kg(who: ResidentPlan, week: int) -> Decimal:
    """The weight in a week of the twelve, the oldest being 0, to a tenth of a kilogram."""
    start, gained = (Decimal(str(each)) for each in who.weight)
    weeks = min(week, WEEKLY_SETS - 1)
    return (start + gained * weeks / 4).quantize(Decimal("0.1"))


def _different(who: ResidentPlan, each: ObservedPlan, at: datetime) -> ObservationSet:
    given = each.model_dump(
        exclude={"who", "days_ago", "hour", "by", "without"}, exclude_none=True, mode="python"
    )
    values = {**_plain(who), **given}
    missing = tuple(
        NotTaken(field=name, reason=NotTakenReason.DECLINED)
        for name in each.without
        if values.pop(name, None) is not None
    )
    return ObservationSet(taken_at=at, **values, not_taken=missing)


def _sign(told: Telling, sets: tuple[Taken, ...]) -> None:
    if not sets:
        return
    with told.store.deed(told.by(sets[0].by)) as unit:
        for each in sets:
            about = told.about(each.who, each.record.taken_at)
            change = unit.sign(each.record, about)
            unit.audit("record observations", about, record_id=change.envelope.record_id)
        unit.commit()


def _raise(told: Telling, planned: ConcernPlan, raised: list[str]) -> None:
    concern = Concern(words=planned.words, soft_signs=planned.soft_signs, how_soon=planned.how_soon)
    resident_id = told.residents[planned.who]
    by = told.by(planned.by)
    raised.append(raise_concern(told.store, by=by, resident_id=resident_id, concern=concern)[0])


def _answer(told: Telling, answer: AnswerPlan, raised: list[str]) -> None:
    by = told.by(answer.by)
    answer_concern(told.store, by=by, concern_id=raised[0], words=answer.words)
