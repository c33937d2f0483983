"""Weeks and months that homes had something or had not: rounds, D2A reviews, MDT meetings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from mdt_core.clock import clinical_date, london_day
from mdt_core.measures.definition import Case
from mdt_core.measures.resident_days import Period
from mdt_core.measures.tables import month_of
from mdt_core.records.meetings import Meeting, MeetingState, MeetingType
from mdt_core.records.rounds import Programme, Round, RoundEntry, RoundState
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.measured.world import WEEK, World
from mdt_core.store.queries.round_ids import round_id_for
from mdt_core.store.queries.statements import kept

_NOT_OF_THE_HOME = (MeetingType.DISCHARGE_HUDDLE, MeetingType.QUALITY)

Mondays = Mapping[str, Mapping[date, str]]
"""By home and the Monday of a week: the state of its round; completed before any other."""


def weekly_rounds(world: World) -> Iterator[Case]:
    """Each week of each home since its first round, in which somebody lived there."""
    held = _rounds(world)
    first_of_all = min((min(weeks) for weeks in held.values()), default=None)
    lived_in = {(home, monday_of(day)) for home, day in world.resident_days}
    for home_id in world.homes:
        weeks = held.get(home_id, {})
        since = min(weeks, default=first_of_all)
        for monday in world.weeks:
            if since is None or monday < since or (home_id, monday) not in lived_in:
                continue
            state = weeks.get(monday, "")
            met = state == RoundState.COMPLETED.value
            what = f"Week of {clinical_date(monday)}{_because(state, is_held=met)}"
            yield Case(home_id, monday + timedelta(days=6), met, what=what)


def d2a_weekly(world: World) -> Iterator[Case]:
    """Each whole week of each D2A resident, since the home's first round, and whether there is an entry."""
    since = {home_id: min(weeks) for home_id, weeks in _rounds(world, with_d2a=True).items()}
    seen = {(who, monday_of(london_day(each.occurred_at))) for who, each in world.told(RoundEntry)}
    for who, own in world.stays.items():
        for stay in own:
            if not stay.stay_type.is_d2a or not world.is_own(stay):
                continue
            came, left = london_day(stay.admitted_at), world.today
            if stay.ended_at is not None:
                left = london_day(stay.ended_at)
            first = max(came, since.get(stay.home_id, date.max) - timedelta(days=1))
            for monday in world.weeks:
                if not first < monday <= left - WEEK or _is_away(world, who, monday):
                    continue
                met = (who, monday) in seen
                what = f"Week of {clinical_date(monday)}"
                yield Case(stay.home_id, monday + timedelta(days=6), met, who, what)


def mdt_coverage(world: World) -> Iterator[Case]:
    """Each month that ended in the period, of each home in which somebody lived."""
    held: set[tuple[str, date]] = set()
    for row in world.connection.execute(_MEETINGS):
        meeting = kept(Meeting, row).record
        if meeting is not None and meeting.meeting_type not in _NOT_OF_THE_HOME:
            held.add((meeting.home_id, month_of(meeting.held_on)))
    since = min((month for home, month in held if home in world.served), default=None)
    lived_in = {(home, month_of(day)) for home, day in world.resident_days}
    months = sorted({month for _, month in lived_in})
    for home_id in world.homes:
        for month in months:
            end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            is_asked = since is not None and since <= month and world.period.holds(end)
            if is_asked and (home_id, month) in lived_in:
                yield Case(home_id, end, (home_id, month) in held, what=f"{month:%B %Y}")


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def _is_away(world: World, who: str, monday: date) -> bool:
    """Whether somebody spent a night of a week in hospital or on leave."""
    week = Period(monday, monday + WEEK - timedelta(days=1))
    return any(each.nights(week) for each in world.away.get(who, ()))


def _rounds(world: World, *, with_d2a: bool = False) -> Mondays:
    found: dict[str, dict[date, str]] = defaultdict(dict)
    for row in world.connection.execute(_ROUNDS, {"kind": Round.kind}):
        if row.home_id not in world.served or row.due_at is None or row.state is None:
            continue
        day = date.fromisoformat(row.due_at[:10])
        if day > world.today or row.state == RoundState.PLANNED.value:
            continue
        if not with_d2a and row.id == round_id_for(row.home_id, day, Programme.D2A):
            continue
        weeks, monday = found[row.home_id], monday_of(day)
        if weeks.get(monday) != RoundState.COMPLETED.value:
            weeks[monday] = row.state
    return found


def _because(state: str, *, is_held: bool) -> str:
    if is_held:
        return ""
    said = {
        RoundState.VOID.value: ": the round was not held",
        RoundState.OPEN.value: ": begun and not signed off",
    }
    return said.get(state, ": no round recorded")


_ROUNDS = select(RECORD.c.id, RECORD.c.home_id, RECORD.c.due_at, RECORD.c.state).where(
    RECORD.c.kind == bindparam("kind")
)
_MEETINGS = select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id).where(
    RECORD.c.kind == Meeting.kind, RECORD.c.state == MeetingState.COMPLETED.value
)
