"""The rows of the start screen about the D2A round and about what a home is to have ready. No Qt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from mdt_core.clock import clinical_date, clinical_short_moment, clinical_weekday_date
from mdt_core.records.rounds import Programme, RoundState
from mdt_core.store.queries.round_days import AskedReady
from mdt_core.store.queries.today import HomeToday, Today
from mdt_desktop.ui.today.rows import Deed, TodayRow, section
from mdt_desktop.ui.today.telling import person_row

READY: Final = "Please have ready for the round"


def d2a_rows(read: Today) -> tuple[TodayRow, ...]:
    """The D2A round over all homes served, where it is planned, running or held today, or due."""
    homes = _homes(read)
    if not homes or not (_states(homes) or _agreed(homes, read) == read.day):
        return ()
    deed, said = _deed(homes)
    if deed is Deed.START and not any(home.may_start for home in homes):
        deed = Deed.NONE
    to_join = tuple(home.d2a.to_join for home in homes if home.d2a.to_join)
    if deed is Deed.RESUME and to_join:
        deed = Deed.JOIN
    return (
        TodayRow(
            key="round:d2a",
            symbol="✓" if deed is Deed.SHEET else "●",
            words=f"D2A round. {said}. {_whom(homes)}",
            home=_where(homes),
            when="Today",
            deed=deed,
            lists=_lists(homes),
            is_planned=RoundState.PLANNED in _states(homes),
            programme=Programme.D2A,
            to_join=to_join,
        ),
    )


def d2a_missing(read: Today) -> tuple[TodayRow, ...]:
    """That no D2A round was held this week, nor is one planned or agreed for a day of it."""
    homes = [home for home in _homes(read) if home.d2a.residents_here]
    held = [home.d2a.last_held for home in homes if home.d2a.last_held]
    is_held = bool(held) and max(held) >= read.week_began
    if not homes or is_held or _states(homes) or _agreed(homes, read):
        return ()
    return (
        TodayRow(
            key="missing:d2a",
            symbol="○",
            words=f"No D2A round this week. {_whom(homes)}",
            home=_where(homes),
            when=f"Last {clinical_date(max(held))}" if held else "None in 8 weeks",
            deed=Deed.PLAN if any(home.may_start for home in homes) else Deed.NONE,
            programme=Programme.D2A,
        ),
    )


def _homes(read: Today) -> list[HomeToday]:
    return [home for home in read.homes if home.d2a.residents_here or home.d2a.state_today]


def _whom(homes: Sequence[HomeToday]) -> str:
    people = sum(len(home.d2a.residents_here) for home in homes)
    residents = "1 resident" if people == 1 else f"{people} residents"
    return f"{residents} in {'1 home' if len(homes) == 1 else f'{len(homes)} homes'}"


def _where(homes: Sequence[HomeToday]) -> str:
    return homes[0].name if len(homes) == 1 else f"{len(homes)} homes"


def _states(homes: Sequence[HomeToday]) -> set[RoundState]:
    return {home.d2a.state_today for home in homes if home.d2a.state_today}


def _agreed(homes: Sequence[HomeToday], read: Today) -> date | None:
    """The next day of this week, today with it, that was agreed when the last one was signed."""
    agreed = [home.d2a.agreed for home in homes if home.d2a.agreed]
    week_ends = read.week_began + timedelta(days=6)
    return min((day for day in agreed if read.day <= day <= week_ends), default=None)


def _deed(homes: Sequence[HomeToday]) -> tuple[Deed, str]:
    states = _states(homes)
    if RoundState.OPEN in states:
        return Deed.RESUME, "Running"
    if RoundState.PLANNED in states:
        return Deed.START, "Planned"
    if RoundState.COMPLETED in states:
        return Deed.SHEET, "✓ Finished"
    return Deed.START, "Not started"


def _lists(homes: Sequence[HomeToday]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Whom each home's part begins with: as planned where any part is, else everybody here."""
    planned = [home for home in homes if home.d2a.state_today is RoundState.PLANNED]
    if planned:
        return tuple((home.id, ()) for home in planned if home.may_start)
    return tuple(
        (home.id, home.d2a.residents_here)
        for home in homes
        if home.may_start and home.d2a.residents_here
    )


def ready_rows(read: Today) -> tuple[TodayRow, ...]:
    """What the home is asked to have ready, what is not ready yet first."""
    asked = sorted(read.asked_ready, key=lambda each: (each.said is not None, each.day))
    return section(READY, tuple(_ready(each, read) for each in asked), f"{READY}: nothing")


def _ready(each: AskedReady, read: Today) -> TodayRow:
    home = next((home for home in read.homes if home.id == each.line.home_id), None)
    at = home.round_time if home and each.programme is Programme.WEEKLY else ""
    round_words = "Round" if each.programme is Programme.WEEKLY else each.programme.label
    said = f"{clinical_short_moment(each.said.at)}, {each.said.name}" if each.said else ""
    row = person_row(
        each.line,
        key=f"ready:{each.round_id}:{each.line.resident_id}",
        symbol="☑" if each.said else "☐",
        words=each.text,
        when=f"{round_words} {clinical_weekday_date(each.day)} {at}".strip()
        + (f"\nReady {said}" if said else ""),
        deed=Deed.NOT_READY if each.said else Deed.READY,
    )
    return replace(row, text=each.text, round_id=each.round_id)
