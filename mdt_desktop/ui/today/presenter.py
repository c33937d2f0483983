"""What the start screen says: sections by role, each row with its words and its one deed. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import (
    clinical_date,
    clinical_short_moment,
    clinical_weekday_date,
    london,
)
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.falls import Fall
from mdt_core.records.rounds import Round, RoundState
from mdt_core.roles import HOME_STAFF
from mdt_core.store.queries.actions import ListedAction
from mdt_core.store.queries.arrivals import Arrival, SentConcern
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.statements import Signed
from mdt_core.store.queries.today import HomeToday, Today, today
from mdt_core.store.store import Store
from mdt_desktop.ui.actions.presenter import due_words, text_of
from mdt_desktop.ui.find.presenter import SIMILAR, born_words, nhs_number_words
from mdt_desktop.ui.today.rows import Deed, TodayRow, section

NEEDS: Final = "Needs you now"
ROUNDS: Final = "Rounds today"
LATE: Final = "Arrived late or since you signed"
MINE: Final = "My actions due and overdue"
OURS: Final = "Actions for us, due and overdue"
SENT: Final = "Concerns sent"
WITHOUT: Final = "Homes without a round this week"
NOT_FOR_ROLE: Final = "Residents, rounds and actions are not shown to your role. Homes are"
MOST_ACTIONS: Final = 5

_ROUND_DEEDS: Final = {
    None: (Deed.START, "Not started"),
    RoundState.PLANNED: (Deed.START, "Planned"),
    RoundState.OPEN: (Deed.RESUME, "Running"),
    RoundState.COMPLETED: (Deed.SHEET, "✓ Finished"),
    RoundState.VOID: (Deed.START, "Not held"),
}


@dataclass(frozen=True)
class TodayView:
    """The screen as read."""

    title: str
    rows: tuple[TodayRow, ...]
    day: date


def read_today(store: Store, actor: Actor, now: datetime) -> TodayView:
    """Reads everything in one moment of the store."""
    with store.reading() as connection:
        read = today(connection, actor, now)
    return view_of(read, actor, now)


def view_of(read: Today, actor: Actor, now: datetime) -> TodayView:
    """Gives the screen from what was read."""
    sections = _home_staff(read, actor, now) if actor.role in HOME_STAFF else _all(read, actor, now)
    title = f"Today, {clinical_weekday_date(read.day)}"
    rows = tuple(row for rows in sections for row in rows)
    return TodayView(title, rows or (TodayRow("empty:role", NOT_FOR_ROLE),), read.day)


def _all(read: Today, actor: Actor, now: datetime) -> Iterable[tuple[TodayRow, ...]]:
    needs = _needs(read)
    if actor.role in Concern.readers:
        yield section(NEEDS, needs, nothing_words(read, now))
    if actor.role in Round.readers:
        yield _rounds(read)
    if actor.role in Concern.readers:
        shown = {row.key for row in needs}
        late = tuple(_arrival(each) for each in read.arrivals if each.is_late or each.is_since_own)
        kept = tuple(row for row in late if row.key not in shown)
        yield section(LATE, kept, f"{LATE}: nothing")
    if actor.role in Action.readers:
        yield _due(read, MINE)
    if actor.role in Round.readers:
        yield _without(read)


def _home_staff(read: Today, actor: Actor, now: datetime) -> Iterable[tuple[TodayRow, ...]]:
    urgent = tuple(_action(each, read.day, "urgent") for each in read.urgent)
    yield section(NEEDS, urgent, nothing_words(read, now))
    yield _due(read, OURS)
    concerns = tuple(_sent(each, read) for each in read.concerns)
    yield section(SENT, concerns, f"{SENT}: none in the last 2 weeks")
    if actor.role in Round.readers:
        yield _rounds(read)


def nothing_words(read: Today, now: datetime) -> str:
    """Says that nothing waits, and when the next round is."""
    ahead = [
        (home.next_due, home.round_time or "") for home in read.homes if home.next_due is not None
    ]
    clock = f"{london(now):%H:%M}"
    ahead += [
        (read.day, home.round_time)
        for home in read.homes
        if home.has_round_today
        and home.state_today in (None, RoundState.PLANNED)
        and home.round_time > clock
    ]
    if not ahead:
        return "Nothing needs you now"
    day, at = min(ahead)
    return f"Nothing needs you now. Next round {clinical_weekday_date(day)} {at}".strip()


def who_words(line: ResidentLine) -> str:
    """Gives a resident with room, birthday and NHS number in one line."""
    room = f"room {line.room}" if line.room else "no room"
    mark = f" {SIMILAR}" if line.is_similar else ""
    number = nhs_number_words(line.nhs_number)
    return f"{line.formal_name}{mark}, {room}, born {born_words(line.born)}, NHS No. {number}"


# Rows


def _needs(read: Today) -> tuple[TodayRow, ...]:
    concerns = [
        replace(_arrival(each), symbol="◆")
        for each in read.arrivals
        if each.kind == Concern.kind and _is_for_today(each.told)
    ]
    about_homes = [
        _sent(each, read)
        for each in read.concerns
        if each.line is None and each.answered_at is None and _is_for_today(each.told)
    ]
    urgent = [_action(each, read.day, "urgent") for each in read.urgent]
    return (*concerns, *about_homes, *urgent)


def _is_for_today(told: Signed[Concern]) -> bool:
    return bool(told.readable.get("how_soon") == HowSoon.TODAY.value)


def _arrival(each: Arrival) -> TodayRow:
    happened = clinical_short_moment(each.told.occurred_at)
    said = told_words(each)
    if each.is_late:
        said = f"Arrived late: {said[:1].lower()}{said[1:]}"
    return TodayRow(
        key=f"told:{each.told.id}",
        symbol="▲",
        words=f"{said}\n{who_words(each.line)}",
        home=each.line.home_name,
        when=f"{happened}\nEntry {_entry_words(each.entry_at)}" if each.is_late else happened,
        deed=Deed.LOOK,
        resident_id=each.line.resident_id,
        family=each.line.family_name.upper(),
    )


def told_words(each: Arrival) -> str:
    """Says what came, in the home's words where there are some."""
    if each.kind == Fall.kind:
        return "Fall"
    if each.kind == HospitalEpisode.kind:
        part = each.told.readable.get("part")
        return next((p.label for p in EpisodePart if p.value == part), HospitalEpisode.title)
    return concern_words(each.told)


def concern_words(told: Signed[Concern]) -> str:
    """Gives a concern: how soon, the home's own words, and what was seen."""
    asked = told.readable.get("how_soon")
    soon = next((h.label.lower() for h in HowSoon if h.value == asked), "")
    signs = ", ".join(sign.label for sign in told.record.soft_signs) if told.record else ""
    words = str(told.readable.get("words") or "")
    said = ". ".join(part for part in (f"«{words}»" if words else "", signs) if part)
    return f"Concern, {soon}: {said}" if soon else f"Concern: {said}"


def _entry_words(at: datetime | None) -> str:
    return clinical_short_moment(at) if at else "none"


def _sent(each: SentConcern, read: Today) -> TodayRow:
    home = next((home for home in read.homes if home.id == each.home_id), None)
    about = who_words(each.line) if each.line else "About the home"
    sent = f"Sent {clinical_short_moment(each.told.recorded_at)}"
    return TodayRow(
        key=f"told:{each.told.id}",
        symbol="✓" if each.answered_at else "▲",
        words=f"{concern_words(each.told)}\n{about}",
        home=home.name if home else "",
        when=f"{sent}\n{_answered_words(each)}",
        deed=Deed.LOOK if each.line else Deed.HOME,
        resident_id=each.line.resident_id if each.line else "",
        home_id=each.home_id or "",
        family=each.line.family_name.upper() if each.line else "",
    )


def _answered_words(each: SentConcern) -> str:
    if each.answered_at is None:
        return "Not answered yet"
    if each.line is None:
        return "✓ A round was held since"
    return f"✓ Answered {clinical_short_moment(each.answered_at)}"


def _action(each: ListedAction, day: date, place: str) -> TodayRow:
    text = text_of(each)
    owner = each.owner_words or "No owner yet"
    said = f"Urgent: {text}" if each.is_urgent else text
    return TodayRow(
        key=f"{place}:{each.id}",
        symbol="◆" if each.is_urgent else "○",
        words=f"{said}, {owner}\n{who_words(each.line)}",
        home=each.line.home_name,
        when=due_words(each, day),
        deed=Deed.DONE,
        resident_id=each.line.resident_id,
        action_id=each.id,
        family=each.line.family_name.upper(),
        text=text,
    )


def _rounds(read: Today) -> tuple[TodayRow, ...]:
    homes = sorted((home for home in read.homes if home.has_round_today), key=_by_time)
    return section(ROUNDS, tuple(_round(home) for home in homes), f"{ROUNDS}: none")


def _by_time(home: HomeToday) -> tuple[bool, str, str]:
    return (home.state_today is RoundState.COMPLETED, home.round_time, home.name.casefold())


def _round(home: HomeToday) -> TodayRow:
    deed, state = _ROUND_DEEDS[home.state_today]
    if deed is Deed.START and (not home.may_start or not home.residents_here):
        deed = Deed.HOME
    number = len(home.residents_here)
    people = "1 resident here" if number == 1 else f"{number} residents here"
    return TodayRow(
        key=f"round:{home.id}",
        symbol="✓" if home.state_today is RoundState.COMPLETED else "●",
        words=f"{state}. {people}",
        home=home.name,
        when=f"Today {home.round_time}".strip(),
        deed=deed,
        home_id=home.id,
        residents=home.residents_here,
        is_planned=home.state_today is RoundState.PLANNED,
    )


def _due(read: Today, name: str) -> tuple[TodayRow, ...]:
    rows = [_action(each, read.day, "due") for each in read.due[:MOST_ACTIONS]]
    if not rows:
        return section(name, (), f"{name}: none")
    found = section(name, tuple(rows), "")
    heading = replace(found[0], words=f"{name} ({len(read.due)})")
    more = TodayRow(
        key="all:actions",
        symbol="…",
        words=f"{len(rows)} of {len(read.due)} shown",
        deed=Deed.ALL,
    )
    return (heading, *rows, more)


def _without(read: Today) -> tuple[TodayRow, ...]:
    missing = [home for home in read.homes if not home.has_round_today and not _held(home, read)]
    ahead = [home for home in missing if _is_ahead(home, read)]
    rows = tuple(_home(home) for home in missing if home not in ahead)
    later = f"{len(ahead)} more have their day still ahead" if ahead else ""
    found = section(WITHOUT, rows, f"{WITHOUT}: {later or 'none'}")
    if rows and later:
        return (replace(found[0], words=f"{found[0].words}. {later}"), *found[1:])
    return found


def _held(home: HomeToday, read: Today) -> bool:
    return home.last_held is not None and home.last_held >= read.week_began


def _is_ahead(home: HomeToday, read: Today) -> bool:
    """Whether its next day comes before this week is over."""
    return home.next_due is not None and (home.next_due - read.week_began).days < 7  # noqa: PLR2004


def _home(home: HomeToday) -> TodayRow:
    last = f"Last {clinical_date(home.last_held)}" if home.last_held else "None in 8 weeks"
    following = clinical_weekday_date(home.next_due) if home.next_due else "not set"
    return TodayRow(
        key=f"home:{home.id}",
        symbol="○",
        words=f"No round this week. Next round day {following}",
        home=home.name,
        when=last,
        deed=Deed.PLAN if home.may_start else Deed.HOME,
        home_id=home.id,
    )


def choosable(rows: Sequence[TodayRow]) -> tuple[int, ...]:
    """Gives the places of the rows that can be chosen."""
    return tuple(n for n, row in enumerate(rows) if row.can_be_chosen)


def place_after(rows: Sequence[TodayRow], key: str, place: int) -> int | None:
    """Gives where the keyboard goes on: the same row, else the next open one, else the last."""
    for n, row in enumerate(rows):
        if row.key == key:
            return n
    places = choosable(rows)
    return next((n for n in places if n >= place), places[-1] if places else None)
