"""MDT meetings of a practice borough: one every four weeks for each four homes, and one in preparation.

Every home has its part and a new case in each meeting. Of the first home of each four the new case is left
open, and closed in the meeting after; there somebody did not agree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from mdt_core.demo.borough.parts import part
from mdt_core.demo.borough.places import HomeSketch
from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.demo.days import before, is_round_day, moment
from mdt_core.demo.holding import EVERY_HOME, ToldCase, approve, discuss, here, prepare, start
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.case_discussions import CaseState
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import MeetingAttendee, MeetingType, SharingBasis
from mdt_core.records.stays import StayType
from mdt_core.store.unit_of_work import UnitOfWork
from mdt_core.use_cases.meetings import MeetingPlan, attendee_id, invited
from mdt_core.use_cases.rounds import answer_action

_HOMES: Final = 4
_EVERY_WEEKS: Final = 4
_NEIGHBOURHOODS: Final = 4
_TEAM: Final = ("pharmacist", "therapist")
_AWAY: Final = "therapist"
_CASE: Final = timedelta(minutes=10)
_DUE_DAYS: Final = 7
_PREPARED_DAYS_AHEAD: Final = 8


@dataclass(frozen=True)
class Spoken:
    """One case: of whom, about what, and how it was left."""

    stay: Sojourn
    said: Mapping[str, str]
    is_carried: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class Met:
    """One meeting over its homes; `is_held` is False for the one in preparation."""

    homes: tuple[HomeSketch, ...]
    planned_at: datetime
    at: datetime
    cases: tuple[Spoken, ...]
    is_held: bool = True

    @property
    def chair(self) -> str:
        """Who plans it, chairs it and approves its minutes: the clinician of its first home."""
        return self.homes[0].lead


@dataclass(frozen=True)
class BoroughMeetings:
    """Meetings held and prepared, what was said in them, and the open and done actions of them."""

    held: int
    prepared: int
    parts: int
    cases: int
    carried: int
    dissents: int
    open_cases: int
    open_actions: int
    done_actions: int


def meetings_of(sketch: Sketch) -> Iterator[Met]:
    """Every meeting of the weeks told, in each four homes oldest first, and the one prepared."""
    in_order = sorted(sketch.homes, key=lambda each: each.number % _NEIGHBOURHOODS)
    for first in range(0, len(in_order), _HOMES):
        yield from _of_four(sketch, tuple(in_order[first : first + _HOMES]), is_first=first == 0)


def _of_four(sketch: Sketch, homes: tuple[HomeSketch, ...], *, is_first: bool) -> Iterator[Met]:
    today = sketch.span.today
    weeks = reversed(range(1, sketch.scale.weeks + 1, _EVERY_WEEKS))
    days = [_working(before(today, 7 * each - 1)) for each in weeks]
    days = [day if day < today else before(today, 1) for day in days]
    if is_first:
        days.append(_working(before(today, -_PREPARED_DAYS_AHEAD)))
    carried: Spoken | None = None
    for number, day in enumerate(days):
        at = moment(day, 13, homes[0].number)
        planned_at = min(at - timedelta(days=7), moment(before(today, 1), 15))
        new = [_new_case(sketch, home, number, planned_at, carried) for home in homes]
        new[0] = replace(new[0], is_open=True)
        again = [replace(carried, is_carried=True, is_open=False)] if carried else []
        yield Met(homes, planned_at, at, (*again, *new), is_held=day < today)
        carried = new[0]


def _working(day: date) -> date:
    while not is_round_day(day):
        day += timedelta(days=1)
    return day


def _new_case(
    sketch: Sketch, home: HomeSketch, number: int, at: datetime, carried: Spoken | None
) -> Spoken:
    """Somebody who lived there then and lives there still, so that every count can be seen today."""
    living = sorted(
        (
            each
            for each in sketch.current
            if each.home == home.number
            and each.stay_type is StayType.PERMANENT
            and each.is_present(at)
            and (carried is None or each is not carried.stay)
        ),
        key=lambda each: each.came,
    )
    said = part("meetings")["case"]
    return Spoken(living[number % len(living)], said[(home.number + number) % len(said)])


def meeting_truth(sketch: Sketch) -> BoroughMeetings:
    """What holds once the sketch has been told."""
    met = list(meetings_of(sketch))
    held = [each for each in met if each.is_held]
    done = [_answered_at(each, sketch.span.today) is not None for each in held]
    asked = [len(each.homes) for each in held]
    return BoroughMeetings(
        held=len(held),
        prepared=len(met) - len(held),
        parts=sum(len(each.homes) for each in held),
        cases=sum(len(each.cases) for each in held),
        carried=sum(case.is_carried for each in met for case in each.cases),
        dissents=len(held),
        open_cases=len({each.homes[0].number for each in held}),
        open_actions=sum(n for n, is_done in zip(asked, done, strict=True) if not is_done),
        done_actions=sum(n for n, is_done in zip(asked, done, strict=True) if is_done),
    )


def _answered_at(met: Met, today: date) -> datetime | None:
    """When the homes had done what was asked; None where that is still to come."""
    answered = met.at + timedelta(days=_DUE_DAYS - 1)
    return answered if answered < moment(today, 0) else None


# What was done


def deeds(told: Telling) -> Iterator[Deed]:
    """Every meeting with all that follows from it."""
    for met in meetings_of(told.sketch):
        ids: list[str] = []
        yield Deed(met.planned_at, met.chair, partial(_prepare, told, met, ids))
        if met.is_held:
            yield from _hold(told, met, ids)


def _hold(told: Telling, met: Met, ids: list[str]) -> Iterator[Deed]:
    yield Deed(met.at, met.chair, partial(_start, told, met, ids))
    at, answered = met.at, _answered_at(met, told.sketch.span.today)
    for case in met.cases:
        at += _CASE
        signed: list[str] = []
        yield Deed(at, met.chair, partial(_discuss, told, case, ids, signed))
        if answered is not None and not case.is_carried:
            manager = told.sketch.homes[case.stay.home].manager
            yield Deed(answered, manager, partial(_answer, told, case, signed))
    yield Deed(at + _CASE, met.chair, partial(_approve, told, ids))


def _prepare(told: Telling, met: Met, ids: list[str], unit: UnitOfWork) -> None:
    plan = MeetingPlan(
        meeting_type=MeetingType.HOME_MONTHLY,
        held_on=met.at.date(),
        homes=tuple(told.homes[each.number] for each in met.homes),
        starts_at=met.at,
        planned_minutes=60,
        chair=unit.writing.by.name,
        basis=SharingBasis.DIRECT_CARE,
    )
    people, cases = _people(told, met), [_case(told, each) for each in met.cases]
    with told.use_cases() as store:
        meeting = prepare(store, by=unit.writing.by, plan=plan, invited=people, cases=cases)
    ids.append(meeting)


def _people(told: Telling, met: Met) -> dict[str, tuple[MeetingAttendee, ...]]:
    """The team and the guest in every part, who works in a home in that home's part alone."""
    guest = part("meetings")["guest"]
    everywhere = (
        *(invited(told.actors[key]) for key in dict.fromkeys((met.chair, *_TEAM))),
        MeetingAttendee(
            id=attendee_id(guest["name"], guest["organisation"]),
            name=guest["name"],
            role=MeetingRole(guest["role"]),
            organisation=guest["organisation"],
        ),
    )
    of_homes = {
        told.homes[home.number]: tuple(
            invited(told.actors[key]) for key in dict.fromkeys((home.manager, home.seniors[0]))
        )
        for home in met.homes
    }
    return {EVERY_HOME: everywhere, **of_homes}


def _case(told: Telling, case: Spoken) -> ToldCase:
    home = told.sketch.homes[case.stay.home]
    manager = told.actors[home.manager]
    due = told.clock.now.date() + timedelta(days=_DUE_DAYS)
    asked = Action(text=case.said["action"], owner=manager.name, owner_role=manager.role, due=due)
    return ToldCase(
        resident_id=told.residents[case.stay.person.key],
        home_id=told.homes[home.number],
        question=case.said["question"],
        asked_by=manager.name,
        minutes=10,
        says=_says(case),
        actions=() if case.is_carried else (asked,),
    )


def _says(case: Spoken) -> dict[str, Any]:
    left_out = {"question", "action", *(() if case.is_open else ("dissent",))}
    state = CaseState.OPEN if case.is_open else CaseState.CLOSED
    said = {name: words for name, words in case.said.items() if name not in left_out}
    return {**said, "state": state.value}


def _start(told: Telling, met: Met, ids: list[str], unit: UnitOfWork) -> None:
    away = (told.actors[_AWAY].person_id,)
    came = {home_id: here(people, away) for home_id, people in _people(told, met).items()}
    homes = tuple(told.homes[each.number] for each in met.homes)
    with told.use_cases() as store:
        start(store, by=unit.writing.by, meeting=ids[0], homes=homes, came=came)


def _discuss(
    told: Telling, case: Spoken, ids: list[str], signed: list[str], unit: UnitOfWork
) -> None:
    with told.use_cases() as store:
        done = discuss(store, by=unit.writing.by, meeting=ids[0], case=_case(told, case))
    signed.extend(done.action_ids)


def _answer(told: Telling, case: Spoken, signed: Sequence[str], unit: UnitOfWork) -> None:
    with told.use_cases() as store:
        answer_action(
            store,
            by=unit.writing.by,
            resident_id=told.residents[case.stay.person.key],
            action_id=signed[0],
            state=ActionState.DONE,
        )


def _approve(told: Telling, ids: list[str], unit: UnitOfWork) -> None:
    guest = part("meetings")["guest"]
    with told.use_cases() as store:
        approve(store, by=unit.writing.by, meeting=ids[0], not_for=(guest["organisation"],))
