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
from mdt_core.records.concerns import Concern
from mdt_core.records.receipts import EntryConfirmation
from mdt_core.records.rounds import Round, RoundState
from mdt_core.roles import HOME_STAFF
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.today import HomeToday, Today, today
from mdt_core.store.queries.versions import Unsettled, two_versions_words
from mdt_core.store.store import Store
from mdt_desktop.device.sent import not_sent
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.today.actions import MINE, OURS, action_row, due_rows, escalated_rows
from mdt_desktop.ui.today.d2a import d2a_missing, d2a_rows, ready_rows
from mdt_desktop.ui.today.home_staff import back_rows, copy_rows
from mdt_desktop.ui.today.requests import request_rows
from mdt_desktop.ui.today.rows import Deed, TodayRow, section
from mdt_desktop.ui.today.safeguarding import safeguarding_rows
from mdt_desktop.ui.today.telling import (
    Reader,
    arrival_row,
    confirm_row,
    got_by_the_team,
    is_for_today,
    person_row,
    sent_row,
)

NEEDS: Final = "Needs you now"
ROUNDS: Final = "Rounds today"
LATE: Final = "Arrived late or since you signed"
SENT: Final = "Concerns sent"
WITHOUT: Final = "Homes without a round this week"
TO_CONFIRM: Final = "Waiting for my confirmation"
NOT_FOR_ROLE: Final = "Residents, rounds and actions are not shown to your role. Homes are"

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
    got: tuple[Told, ...] = ()
    """What has reached this computer and is told to the home."""


def read_today(store: Store, actor: Actor, now: datetime) -> TodayView:
    """Reads everything in one moment of the store."""
    with store.reading() as connection:
        read = today(connection, actor, now)
        waiting = not_sent(connection, _awaited(read))
    return view_of(read, Reader(actor, now, waiting))


def _awaited(read: Today) -> list[str]:
    """The records whose way to the other side is told."""
    listed = (*read.urgent, *read.due, *read.escalated)
    actions = [each.id for each in listed if each.awaited]
    return actions + [each.told.id for each in read.concerns if each.awaited]


def view_of(read: Today, reader: Reader) -> TodayView:
    """Gives the screen from what was read."""
    is_home_staff = reader.by.role in HOME_STAFF
    sections = _home_staff(read, reader) if is_home_staff else _all(read, reader)
    title = f"Today, {clinical_weekday_date(read.day)}"
    rows = tuple(row for rows in sections for row in rows)
    shown = rows or (TodayRow("empty:role", NOT_FOR_ROLE),)
    return TodayView(title, shown, read.day, got_by_the_team(read, reader.by))


def _all(read: Today, reader: Reader) -> Iterable[tuple[TodayRow, ...]]:
    role = reader.by.role
    needs = _needs(read, reader)
    if role in Concern.readers:
        yield section(NEEDS, needs, nothing_words(read, reader.now))
    if role in Round.readers:
        yield _rounds(read)
    if role in Concern.readers:
        yield section(LATE, _late(read, reader, needs), f"{LATE}: nothing")
    if role in Action.readers:
        yield escalated_rows(read, reader)
        yield due_rows(read, MINE, reader)
        yield request_rows(read, reader.by)
    yield safeguarding_rows(read)
    if role in Round.readers:
        yield _without(read)
    if role in EntryConfirmation.writers:
        waiting = tuple(confirm_row(each) for each in read.to_confirm)
        yield section(TO_CONFIRM, waiting, f"{TO_CONFIRM}: none")


def _late(read: Today, reader: Reader, needs: Sequence[TodayRow]) -> tuple[TodayRow, ...]:
    """What came late or since the person signed and does not stand above already."""
    shown = {row.key for row in needs}
    late = (each for each in read.arrivals if each.is_late or each.is_since_own)
    rows = (arrival_row(each, reader) for each in late)
    return tuple(row for row in rows if row.key not in shown)


def _home_staff(read: Today, reader: Reader) -> Iterable[tuple[TodayRow, ...]]:
    urgent = tuple(action_row(each, read.day, "urgent", reader) for each in read.urgent)
    needs = (*urgent, *version_rows(read))
    yield section(NEEDS, needs, nothing_words(read, reader.now))
    yield escalated_rows(read, reader)
    yield due_rows(read, OURS, reader)
    yield request_rows(read, reader.by)
    yield back_rows(read)
    yield copy_rows(read)
    concerns = tuple(sent_row(each, read, reader) for each in read.concerns)
    yield section(SENT, concerns, f"{SENT}: none in the last 2 weeks")
    if reader.by.role in Round.readers:
        yield ready_rows(read)
        yield _rounds(read)
    if read.to_confirm:
        yield section(TO_CONFIRM, tuple(confirm_row(each) for each in read.to_confirm), "")


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


# Rows


def _needs(read: Today, reader: Reader) -> tuple[TodayRow, ...]:
    concerns = [
        replace(arrival_row(each, reader), symbol="◆")
        for each in read.arrivals
        if each.kind == Concern.kind and is_for_today(each.told)
    ]
    about_homes = [
        sent_row(each, read, reader)
        for each in read.concerns
        if each.line is None and not each.is_answered and is_for_today(each.told)
    ]
    urgent = [action_row(each, read.day, "urgent", reader) for each in read.urgent]
    return (*concerns, *about_homes, *urgent, *version_rows(read))


def _rounds(read: Today) -> tuple[TodayRow, ...]:
    homes = sorted((home for home in read.homes if home.has_round_today), key=_by_time)
    rows = (*(_round(home) for home in homes), *d2a_rows(read))
    return section(ROUNDS, rows, f"{ROUNDS}: none")


def _by_time(home: HomeToday) -> tuple[bool, str, str]:
    return (home.state_today is RoundState.COMPLETED, home.round_time, home.name.casefold())


def _round(home: HomeToday) -> TodayRow:
    deed, state = _ROUND_DEEDS[home.state_today]
    if deed is Deed.START and (not home.may_start or not home.residents_here):
        deed = Deed.HOME
    if deed is Deed.RESUME and home.to_join:
        deed = Deed.JOIN
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
        lists=((home.id, () if home.state_today is RoundState.PLANNED else home.residents_here),),
        is_planned=home.state_today is RoundState.PLANNED,
        to_join=(home.to_join,) if home.to_join else (),
    )


def _without(read: Today) -> tuple[TodayRow, ...]:
    missing = [home for home in read.homes if not home.has_round_today and not _held(home, read)]
    ahead = [home for home in missing if _is_ahead(home, read)]
    rows = tuple(_home(home) for home in missing if home not in ahead)
    later = f"{len(ahead)} more have their day still ahead" if ahead else ""
    found = section(WITHOUT, rows, f"{WITHOUT}: {later or 'none'}")
    if rows and later:
        found = (replace(found[0], words=f"{found[0].words}. {later}"), *found[1:])
    return (*found, *d2a_missing(read))


def _held(home: HomeToday, read: Today) -> bool:
    return home.last_held is not None and home.last_held >= read.week_began


def _is_ahead(home: HomeToday, read: Today) -> bool:
    """Whether its next day comes before this week is over."""
    return home.next_due is not None and (home.next_due - read.week_began).days < 7  # noqa: PLR2004 - a week


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


def version_rows(read: Today) -> tuple[TodayRow, ...]:
    """Matters of safety in two versions that the person may settle, the oldest first."""
    return tuple(_version(of, line) for of, line in read.in_two)


def _version(of: Unsettled, line: ResidentLine) -> TodayRow:
    row = person_row(
        line,
        key=f"versions:{of.key}",
        symbol="▲",
        words=two_versions_words((of.what,)),
        when=f"Since {clinical_short_moment(of.since)}",
        deed=Deed.SETTLE,
    )
    return replace(row, of=of.key)


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
