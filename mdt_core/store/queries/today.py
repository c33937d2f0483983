"""Everything the start screen shows over all homes served, read in one moment of the store.

A fixed number of statements over columns, however many homes and residents there are; a body is
read only for what is shown. Says nothing in words and decides no order of importance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.records.actions import Action
from mdt_core.records.homes import Home, HomeStatus, Weekday
from mdt_core.records.receipts import EntryConfirmation
from mdt_core.records.rounds import Round, RoundEntry, RoundState
from mdt_core.roles import HOME_STAFF
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.actions import ListedAction, actions_due, people_by_id, urgent_actions
from mdt_core.store.queries.arrivals import LOOKED_BACK, Arrival, arrivals
from mdt_core.store.queries.concerns import SentConcern, home_concerns_sent, sent_concerns
from mdt_core.store.queries.confirmations import ToConfirm, to_confirm
from mdt_core.store.queries.statements import Kept, kept

_HELD: Final = (RoundState.OPEN.value, RoundState.COMPLETED.value)
_DAY_NUMBERS: Final = {day: number for number, day in enumerate(Weekday)}


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
    to_confirm: tuple[ToConfirm, ...] = ()

    @property
    def week_began(self) -> date:
        """The Monday of this week."""
        return self.day - timedelta(days=self.day.weekday())


def today(connection: Connection, actor: Actor, now: datetime) -> Today:
    """Reads what concerns the person now; a role sees only the kinds that it may read."""
    day = london_day(now)
    people = people_by_id(connection, actor)
    here: dict[str, list[str]] = {}
    for line in people.values():
        if line.home_id and line.stay_state in (None, "here"):
            here.setdefault(line.home_id, []).append(line.resident_id)
    cards = _homes(connection, actor)
    rounds = _rounds(connection, [card.id for card in cards], day)
    may_act = actor.role in Action.readers
    is_home_staff = actor.role in HOME_STAFF
    concerns = (
        *(sent_concerns(connection, people, now) if is_home_staff else ()),
        *home_concerns_sent(connection, actor, [c.id for c in cards], _completed(rounds), now),
    )
    return Today(
        day=day,
        homes=tuple(_home(card, actor, rounds.get(card.id, ()), here, day) for card in cards),
        arrivals=arrivals(connection, actor, people, now),
        concerns=concerns,
        urgent=urgent_actions(connection, people) if may_act else (),
        due=actions_due(connection, actor, people, day) if may_act else (),
        to_confirm=to_confirm(connection, actor, people, now) if _may_confirm(actor) else (),
    )


def _may_confirm(actor: Actor) -> bool:
    return actor.role in EntryConfirmation.writers and actor.role in RoundEntry.readers


_Held = tuple[date, str]


def _homes(connection: Connection, actor: Actor) -> list[Kept[Home]]:
    rows = connection.execute(_HOMES).all()
    found = [kept(Home, row) for row in rows if access.may_read(actor, Home, row.id)]
    is_open = (HomeStatus.CLOSED,)
    living = [each for each in found if each.record and each.record.status not in is_open]
    return sorted(living, key=lambda each: each.record.name.casefold() if each.record else "")


def _rounds(
    connection: Connection, homes: Sequence[str], day: date
) -> Mapping[str, Sequence[_Held]]:
    """The rounds of the last weeks and those planned ahead, by home: day and state."""
    if not homes:
        return {}
    asked = {"homes": list(homes), "since": (day - LOOKED_BACK).isoformat()}
    found: dict[str, list[_Held]] = {}
    for row in connection.execute(_ROUNDS, asked):
        found.setdefault(row.home_id, []).append((date.fromisoformat(row.due_at[:10]), row.state))
    return found


def _completed(rounds: Mapping[str, Iterable[_Held]]) -> dict[str, date]:
    done = RoundState.COMPLETED.value
    days = {home: [day for day, state in held if state == done] for home, held in rounds.items()}
    return {home: max(found) for home, found in days.items() if found}


def _home(
    card: Kept[Home],
    actor: Actor,
    held: Sequence[_Held],
    here: Mapping[str, Sequence[str]],
    day: date,
) -> HomeToday:
    home = card.record
    weekday = _DAY_NUMBERS.get(home.round_day) if home and home.round_day else None
    states = dict(held)
    state = states.get(day)
    past = [on for on, how in held if on <= day and how in _HELD]
    return HomeToday(
        id=card.id,
        name=home.name if home else "",
        phone=(home.phone if home else None) or "",
        out_of_hours_phone=(home.out_of_hours_phone if home else None) or "",
        round_time=(home.round_time if home else None) or "",
        state_today=RoundState(state) if state in list(RoundState) else None,
        is_round_day=weekday == day.weekday(),
        last_held=max(past, default=None),
        next_due=_next_due(weekday, held, day),
        residents_here=tuple(here.get(card.id, ())),
        may_start=access.may_write(actor, Round, card.id),
    )


def _next_due(weekday: int | None, held: Sequence[_Held], day: date) -> date | None:
    """The next day after this one that is planned, or is the home's day."""
    planned = [on for on, state in held if on > day and state == RoundState.PLANNED.value]
    if weekday is not None:
        planned.append(day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1))
    return min(planned, default=None)


_HOMES = select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings).where(RECORD.c.kind == Home.kind)
_ROUNDS = select(RECORD.c.home_id, RECORD.c.due_at, RECORD.c.state).where(
    RECORD.c.home_id.in_(bindparam("homes", expanding=True)),
    RECORD.c.kind == Round.kind,
    RECORD.c.due_at >= bindparam("since"),
)
