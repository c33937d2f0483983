"""The MDT meetings of a practice home: those held with their minutes, and the one in preparation."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from mdt_core.demo.actions import answer, asked
from mdt_core.demo.days import before, moment, round_day
from mdt_core.demo.holding import (
    EVERY_HOME,
    ToldCase,
    approve,
    discuss,
    here,
    prepare,
    start,
)
from mdt_core.demo.meeting_plan import CasePlan, MdtPlan
from mdt_core.demo.planned import told_of
from mdt_core.demo.telling import Deed, Telling
from mdt_core.records.meetings import MeetingAttendee
from mdt_core.use_cases.meetings import MeetingPlan, SignedCase, attendee_id, invited

_PLANNED_BEFORE = timedelta(days=7)
_PREPARED_DAYS_AGO = 1


def deeds(told: Telling) -> Iterator[Deed]:
    """Every meeting of the plan with all that follows from it."""
    for planned in told.plan.meeting:
        ids: list[str] = []
        day = round_day(told.today, planned.weeks_ago)
        yield Deed(_planned_at(told, day), partial(_prepare, told, planned, day, ids))
        if planned.is_held:
            yield from _hold(told, planned, moment(day, planned.hour), ids)


def _planned_at(told: Telling, day: date) -> datetime:
    latest = moment(before(told.today, _PREPARED_DAYS_AGO), 15)
    return min(moment(day, 15) - _PLANNED_BEFORE, latest)


def _prepare(told: Telling, planned: MdtPlan, day: date, ids: list[str]) -> None:
    by = told.by(planned.by)
    plan = MeetingPlan(
        meeting_type=planned.meeting_type,
        held_on=day,
        homes=(told.home_id,),
        starts_at=moment(day, planned.hour),
        planned_minutes=planned.minutes,
        chair=by.name,
        basis=planned.basis,
    )
    people = {EVERY_HOME: _people(told, planned)}
    cases = [_case(told, planned, each) for each in planned.case]
    ids.append(prepare(told.store, by=by, plan=plan, invited=people, cases=cases))


def _people(told: Telling, planned: MdtPlan) -> tuple[MeetingAttendee, ...]:
    guests = (
        MeetingAttendee(
            id=attendee_id(each.name, each.organisation),
            name=each.name,
            role=each.role,
            organisation=each.organisation,
        )
        for each in planned.guest
    )
    staff = dict.fromkeys(planned.staff)
    return (*(invited(told.by(each)) for each in staff), *guests)


def _case(told: Telling, planned: MdtPlan, case: CasePlan) -> ToldCase:
    return ToldCase(
        resident_id=told.residents[case.who],
        home_id=told.home_id,
        question=case.question,
        asked_by=told.by(case.asked_by).name,
        minutes=case.minutes,
        says=told_of(case.says, told.today),
        actions=tuple(asked(told, planned.weeks_ago, each) for each in case.actions),
    )


# Held


def _hold(told: Telling, planned: MdtPlan, at: datetime, ids: list[str]) -> Iterator[Deed]:
    yield Deed(at, partial(_start, told, planned, ids))
    for case in planned.case:
        at += timedelta(minutes=case.minutes)
        signed: list[SignedCase] = []
        yield Deed(at, partial(_discuss, told, planned, case, ids, signed))
        for place, action in enumerate(case.actions):
            if action.done is not None:
                done = moment(round_day(told.today, planned.weeks_ago), 16, 30)
                answered = done + timedelta(days=action.done)
                yield Deed(answered, partial(answer, told, case.who, action, signed, place))
    yield Deed(at + timedelta(minutes=5), partial(_approve, told, planned, ids))


def _start(told: Telling, planned: MdtPlan, ids: list[str]) -> None:
    by = told.by(planned.by)
    away = [told.by(each).person_id for each in planned.apologies]
    came = {EVERY_HOME: here(_people(told, planned), away)}
    start(told.store, by=by, meeting=ids[0], homes=(told.home_id,), came=came)


def _discuss(
    told: Telling, planned: MdtPlan, case: CasePlan, ids: list[str], signed: list[SignedCase]
) -> None:
    by, said = told.by(planned.by), _case(told, planned, case)
    signed.append(discuss(told.store, by=by, meeting=ids[0], case=said))


def _approve(told: Telling, planned: MdtPlan, ids: list[str]) -> None:
    by = told.by(planned.by)
    approve(told.store, by=by, meeting=ids[0], not_for=planned.dissent_not_for)
