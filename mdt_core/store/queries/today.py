"""Everything the start screen shows over all homes served, read in one moment of the store.

A fixed number of statements over columns, however many homes and residents there are; a body is
read only for what is shown. Says nothing in words and decides no order of importance.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.records.actions import Action
from mdt_core.records.homes import Home, HomeStatus, Weekday
from mdt_core.records.receipts import EntryConfirmation
from mdt_core.records.rounds import Programme, Round, RoundEntry, RoundState
from mdt_core.records.stays import StayState, StayType
from mdt_core.roles import HOME_STAFF
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.actions import (
    ListedAction,
    actions_due,
    escalated_actions,
    people_by_id,
    urgent_actions,
)
from mdt_core.store.queries.arrivals import LOOKED_BACK, Arrival, arrivals
from mdt_core.store.queries.concerns import SentConcern, home_concerns_sent, sent_concerns
from mdt_core.store.queries.confirmations import ToConfirm, to_confirm
from mdt_core.store.queries.homes import ResidentLine, by_room
from mdt_core.store.queries.hospital import Back, back_unchecked
from mdt_core.store.queries.medicine_requests import ListedRequest, open_requests
from mdt_core.store.queries.printed_copies import CopyInUse, copies_in_use, out_of_date
from mdt_core.store.queries.round_days import (
    AskedReady,
    RoundDay,
    agreed_days,
    asked_ready,
    round_days,
    rounds_to_join,
)
from mdt_core.store.queries.safeguarding import DueReview, reviews_due
from mdt_core.store.queries.statements import Kept, kept
from mdt_core.store.queries.versions import Unsettled, settles_now

_HELD: Final = (RoundState.OPEN.value, RoundState.COMPLETED.value)
_HERE: Final = (None, StayState.HERE.value)
_D2A: Final = frozenset(kind.value for kind in StayType if kind.is_d2a)
_DAY_NUMBERS: Final = {day: number for number, day in enumerate(Weekday)}


@dataclass(frozen=True)
class D2aToday:
    """A home's part in the D2A round: who is here for it, today's state, the last and the next one."""

    residents_here: tuple[str, ...] = ()
    state_today: RoundState | None = None
    last_held: date | None = None
    agreed: date | None = None
    to_join: str = ""
    """The round of today that runs and that the person does not stand in yet."""


@dataclass(frozen=True)
class HomeToday:
    """One home: its round today, its last one, and when its next one is due by its round day."""

    id: str
    name: str
    phone: str
    out_of_hours_phone: str
    round_time: str
    state_today: RoundState | None
    is_round_day: bool
    last_held: date | None
    next_due: date | None
    residents_here: tuple[str, ...]
    may_start: bool
    d2a: "D2aToday"
    to_join: str = ""
    """The round of today that runs and that the person does not stand in yet."""

    @property
    def has_round_today(self) -> bool:
        """Whether a round is planned, running or done today, or today is the day for it."""
        return self.state_today not in (None, RoundState.VOID) or self.is_round_day


@dataclass(frozen=True)
class Today:
    """The start screen as read on a day in London.

    `concerns` are those about homes as such, and for home staff all that were sent.
    """

    day: date
    homes: tuple[HomeToday, ...]
    arrivals: tuple[Arrival, ...]
    concerns: tuple[SentConcern, ...]
    urgent: tuple[ListedAction, ...]
    due: tuple[ListedAction, ...]
    escalated: tuple[ListedAction, ...] = ()
    """Overdue actions that the service told the person of, or somebody above."""
    to_confirm: tuple[ToConfirm, ...] = ()
    asked_ready: tuple[AskedReady, ...] = ()
    requests: tuple[ListedRequest, ...] = ()
    in_two: tuple[tuple[Unsettled, ResidentLine], ...] = ()
    """What stands in two versions, is a matter of safety, and may be settled by the person."""

    back: tuple[Back, ...] = ()
    """For home staff: who is back from hospital with medicines that nobody has checked."""
    old_copies: tuple[tuple[ResidentLine, CopyInUse], ...] = ()
    """For home staff: copies of plans that are out of date, by room."""
    safeguarding: tuple[DueReview, ...] = ()
    """For those who may read them: concerns that are to be looked at again."""

    @property
    def week_began(self) -> date:
        """The Monday of this week."""
        return self.day - timedelta(days=self.day.weekday())


def today(connection: Connection, actor: Actor, now: datetime) -> Today:
    """Reads what concerns the person now; a role sees only the kinds that it may read."""
    day = london_day(now)
    people = people_by_id(connection, actor)
    living: dict[str | None, list[ResidentLine]] = {}
    for line in people.values():
        living.setdefault(line.home_id, []).append(line)
    cards = _homes(connection, actor)
    ids = [card.id for card in cards]
    rounds = round_days(connection, ids, day - LOOKED_BACK)
    to_join = rounds_to_join(connection, actor, rounds, day)
    days = _Days(rounds, agreed_days(connection, ids, day - LOOKED_BACK), day, to_join)
    may_act = actor.role in Action.readers
    is_home_staff = actor.role in HOME_STAFF
    concerns = (
        *(sent_concerns(connection, people, now) if is_home_staff else ()),
        *home_concerns_sent(connection, actor, ids, _completed(rounds), now),
    )
    return Today(
        day=day,
        homes=tuple(_home(card, actor, days, living.get(card.id, ())) for card in cards),
        arrivals=arrivals(connection, actor, people, now),
        concerns=concerns,
        urgent=urgent_actions(connection, people) if may_act else (),
        due=actions_due(connection, actor, people, day) if may_act else (),
        escalated=escalated_actions(connection, actor, people, day) if may_act else (),
        to_confirm=to_confirm(connection, actor, people, now) if _may_confirm(actor) else (),
        asked_ready=asked_ready(connection, actor, people, day) if is_home_staff else (),
        requests=open_requests(connection, people, day) if may_act else (),
        in_two=tuple(_in_two(connection, actor, people)),
        back=back_unchecked(connection, people) if is_home_staff else (),
        old_copies=_old_copies(connection, people) if is_home_staff else (),
        safeguarding=reviews_due(connection, actor, people, day),
    )


def _old_copies(
    connection: Connection, people: Mapping[str, ResidentLine]
) -> tuple[tuple[ResidentLine, CopyInUse], ...]:
    old = out_of_date(copies_in_use(connection, people))
    found = [(people[each.resident_id], each) for each in old]
    return tuple(sorted(found, key=lambda each: by_room(each[0])))


def _in_two(
    connection: Connection, actor: Actor, people: Mapping[str, ResidentLine]
) -> Iterator[tuple[Unsettled, ResidentLine]]:
    for each in settles_now(connection, actor):
        line = people.get(each.resident_id or "")
        if line is not None:
            yield each, line


def _may_confirm(actor: Actor) -> bool:
    return actor.role in EntryConfirmation.writers and actor.role in RoundEntry.readers


@dataclass(frozen=True)
class _Days:
    """The days of rounds as read, and today."""

    rounds: Mapping[str, Sequence[RoundDay]]
    agreed: Mapping[tuple[str, Programme], date]
    today: date
    to_join: Mapping[tuple[str, Programme], str]

    def held(self, home_id: str, programme: Programme) -> list[RoundDay]:
        return [each for each in self.rounds.get(home_id, ()) if each.programme is programme]

    def state(self, home_id: str, programme: Programme) -> RoundState | None:
        states = {each.day: each.state for each in self.held(home_id, programme)}
        state = states.get(self.today)
        return RoundState(state) if state in list(RoundState) else None

    def last(self, home_id: str, programme: Programme) -> date | None:
        past = (
            each.day
            for each in self.held(home_id, programme)
            if each.day <= self.today and each.state in _HELD
        )
        return max(past, default=None)

    def is_agreed_later(self, home_id: str) -> bool:
        """Whether the next weekly round was put on a day still to come when the last was signed."""
        return self.agreed.get((home_id, Programme.WEEKLY), self.today) > self.today


def _homes(connection: Connection, actor: Actor) -> list[Kept[Home]]:
    rows = connection.execute(_HOMES).all()
    found = [kept(Home, row) for row in rows if access.may_read(actor, Home, row.id)]
    is_open = (HomeStatus.CLOSED,)
    living = [each for each in found if each.record and each.record.status not in is_open]
    return sorted(living, key=lambda each: each.record.name.casefold() if each.record else "")


def _completed(rounds: Mapping[str, Iterable[RoundDay]]) -> dict[str, date]:
    """The last weekly round of each home that was signed off."""
    done = RoundState.COMPLETED.value
    days = {
        home: [
            each.day for each in held if each.state == done and each.programme is Programme.WEEKLY
        ]
        for home, held in rounds.items()
    }
    return {home: max(found) for home, found in days.items() if found}


def _home(card: Kept[Home], actor: Actor, days: _Days, living: Iterable[ResidentLine]) -> HomeToday:
    home = card.record
    weekday = _DAY_NUMBERS.get(home.round_day) if home and home.round_day else None
    here = [each for each in living if each.stay_state in _HERE]
    agreed = days.agreed.get((card.id, Programme.WEEKLY))
    is_usual_day = weekday == days.today.weekday() and not days.is_agreed_later(card.id)
    return HomeToday(
        id=card.id,
        name=home.name if home else "",
        phone=(home.phone if home else None) or "",
        out_of_hours_phone=(home.out_of_hours_phone if home else None) or "",
        round_time=(home.round_time if home else None) or "",
        state_today=days.state(card.id, Programme.WEEKLY),
        is_round_day=is_usual_day or agreed == days.today,
        last_held=days.last(card.id, Programme.WEEKLY),
        next_due=_next_due(weekday, days, card.id),
        residents_here=tuple(each.resident_id for each in here),
        may_start=access.may_write(actor, Round, card.id),
        to_join=days.to_join.get((card.id, Programme.WEEKLY), ""),
        d2a=D2aToday(
            residents_here=tuple(each.resident_id for each in here if each.stay_type in _D2A),
            state_today=days.state(card.id, Programme.D2A),
            last_held=days.last(card.id, Programme.D2A),
            agreed=days.agreed.get((card.id, Programme.D2A)),
            to_join=days.to_join.get((card.id, Programme.D2A), ""),
        ),
    )


def _next_due(weekday: int | None, days: _Days, home_id: str) -> date | None:
    """The next day after this one: as planned, as agreed at the last round, or the home's usual day."""
    day = days.today
    ahead = [
        each.day
        for each in days.held(home_id, Programme.WEEKLY)
        if each.day > day and each.state == RoundState.PLANNED.value
    ]
    if days.is_agreed_later(home_id):
        ahead.append(days.agreed[home_id, Programme.WEEKLY])
    elif weekday is not None:
        ahead.append(day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1))
    return min(ahead, default=None)


_HOMES = select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings).where(RECORD.c.kind == Home.kind)
