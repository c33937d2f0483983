"""What the list of homes and the list of residents without a home show. No Qt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day, parse_utc
from mdt_core.errors import InvalidInput
from mdt_core.records.homes import HomeStatus
from mdt_core.records.residents import Resident
from mdt_core.records.stays import StayType
from mdt_core.store.queries.homes import HomeLine, ResidentLine, homes, unplaced_residents
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.residents import place
from mdt_desktop.sync.tie import Got
from mdt_desktop.ui.find.presenter import SIMILAR, born_words, nhs_number_words
from mdt_desktop.ui.sync.words import TAGS, HomeFreshness, home_in_list

_LONDON = ZoneInfo("Europe/London")
_NOON = time(12)
NOBODY_WAITS = "Everybody on this device has a home."


@dataclass(frozen=True)
class HomeRow:
    """One home as the list shows it."""

    home_id: str
    name: str
    home_type: str
    neighbourhood: str
    status: str
    residents: int
    in_hospital: int
    d2a: int
    round_day: str
    last_round: str
    fresh: HomeFreshness = field(default_factory=HomeFreshness)

    @property
    def name_and_fresh(self) -> str:
        """The name, and below it how old what is shown of the home may be."""
        fresh = self.fresh
        return f"{self.name}\n{TAGS[fresh.tone]} {fresh.words}" if fresh.words else self.name


@dataclass(frozen=True)
class WaitingRow:
    """One resident without a home."""

    resident_id: str
    name: str
    born: str
    gender: str
    nhs_number: str


@dataclass(frozen=True)
class HomesView:
    """The whole screen: homes, who waits to be placed, and the words above the list."""

    homes: tuple[HomeRow, ...]
    waiting: tuple[WaitingRow, ...]
    lines: dict[str, ResidentLine]
    summary: str

    @property
    def waiting_words(self) -> str:
        """The words of the way to those who wait."""
        return f"Not yet placed ({len(self.waiting)})"


@dataclass(frozen=True)
class Placing:
    """What the form for placing a resident holds, as typed; dates are ISO days."""

    resident_id: str
    home_id: str
    stay_type: str
    admitted_on: str
    room: str


def read_homes(store: Store, actor: Actor) -> HomesView:
    """Reads everything the screen shows, in one moment of the store."""
    with store.reading() as connection:
        found = homes(connection, actor)
        may_see = access.may_read(actor, Resident, None)
        waiting = unplaced_residents(connection, actor) if may_see else ()
    return view_of(found, waiting)


def view_of(found: tuple[HomeLine, ...], waiting: tuple[ResidentLine, ...]) -> HomesView:
    """Gives the screen from what was read."""
    return HomesView(
        homes=tuple(_home_row(home) for home in found),
        waiting=tuple(_waiting_row(line) for line in waiting),
        lines={line.resident_id: line for line in waiting},
        summary=_summary(found),
    )


def with_freshness(
    rows: Iterable[HomeRow], got_at: Callable[[str], Got], now: datetime
) -> tuple[HomeRow, ...]:
    """Gives the rows with how old what is shown of each may be."""
    return tuple(replace(row, fresh=home_in_list(got_at(row.home_id), now)) for row in rows)


def place_resident(store: Store, actor: Actor, placing: Placing, now: datetime) -> Changes:
    """Starts the stay that the form describes; raises InvalidInput naming the field."""
    _, changes = place(
        store,
        by=actor,
        resident_id=placing.resident_id,
        home_id=_required(placing.home_id, "Choose the home.", "Home"),
        stay_type=StayType(_required(placing.stay_type, "Choose the type of stay.", "Stay")),
        admitted_at=admitted_at(placing.admitted_on, now),
        room=placing.room.strip(),
    )
    return changes


def admitted_at(day_iso: str, now: datetime) -> datetime:
    """Gives the moment of admission: now for today, else midday; raises InvalidInput for later."""
    day = date.fromisoformat(_required(day_iso, "Give the day of admission.", "Admitted"))
    today = london_day(now)
    if day > today:
        raise InvalidInput("The day of admission cannot lie ahead.", where="Admitted")
    if day == today:
        return now
    return datetime.combine(day, _NOON, _LONDON).astimezone(UTC)


def _required(given: str, words: str, where: str) -> str:
    if not given:
        raise InvalidInput(words, where=where)
    return given


def _home_row(home: HomeLine) -> HomeRow:
    return HomeRow(
        home_id=home.id,
        name=home.name,
        home_type=home.home_type or "Not recorded",
        neighbourhood=home.neighbourhood or "Not recorded",
        status=status_words(home.status),
        residents=home.residents,
        in_hospital=home.in_hospital,
        d2a=home.d2a,
        round_day=round_words(home),
        last_round=last_round_words(home),
    )


def status_words(status: HomeStatus) -> str:
    """Gives the status with a shape, as no state is told by colour alone."""
    return f"✓ {status.label}" if status is HomeStatus.OPEN else f"▲ {status.label}"


def round_words(home: HomeLine) -> str:
    """Gives day and time of the weekly round."""
    return " ".join(part for part in (home.round_day, home.round_time) if part) or "not set"


def last_round_words(home: HomeLine) -> str:
    """Gives the day of the last round, or that none is on this device."""
    if not home.last_round_on:
        return "none here"
    text = home.last_round_on
    day = date.fromisoformat(text) if "T" not in text else london_day(parse_utc(text))
    return clinical_date(day)


def _waiting_row(line: ResidentLine) -> WaitingRow:
    return WaitingRow(
        resident_id=line.resident_id,
        name=f"{line.formal_name}\n{SIMILAR}" if line.is_similar else line.formal_name,
        born=born_words(line.born),
        gender=line.gender.capitalize(),
        nhs_number=nhs_number_words(line.nhs_number),
    )


def _summary(found: tuple[HomeLine, ...]) -> str:
    if not found:
        return "No homes are on this device for you."
    residents = sum(home.residents for home in found)
    hospital = sum(home.in_hospital for home in found)
    homes_words = "1 home" if len(found) == 1 else f"{len(found)} homes"
    return f"By name. {homes_words}, {residents} residents, {hospital} in hospital"
