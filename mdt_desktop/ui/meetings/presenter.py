"""What the list of MDT meetings shows, and what its form plans. No Qt."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_time, clinical_weekday_date, london_day
from mdt_core.errors import InvalidInput
from mdt_core.meeting_rules import missing_from, quorum_words
from mdt_core.records.meetings import Meeting, MeetingState, MeetingType, SharingBasis
from mdt_core.store.queries.homes import homes
from mdt_core.store.queries.meetings import MeetingLine, meetings
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.meetings import MeetingPlan, plan_meeting

LOOKS_BACK: Final = timedelta(days=180)
EVERY_HOME: Final = "*"
NONE_YET: Final = "No meeting is planned, and none was held in the last 6 months"
_LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class MeetingRow:
    """One meeting as the list shows it."""

    meeting: str
    when: str
    what: str
    homes: str
    cases: int
    state: str


@dataclass(frozen=True)
class MeetingsView:
    """The whole screen; `homes` are those that a meeting can be planned for, by id and name."""

    rows: tuple[MeetingRow, ...]
    homes: tuple[tuple[str, str], ...]
    may_plan: bool

    @property
    def summary(self) -> str:
        """How many there are, in words."""
        number = len(self.rows)
        if not number:
            return NONE_YET
        return f"{number} {'meeting' if number == 1 else 'meetings'}, newest first"


@dataclass(frozen=True)
class Planning:
    """What the form holds as typed; `starts_at` is a local day and time."""

    meeting_type: str
    home_id: str
    starts_at: str
    minutes: str
    chair: str
    basis: str


def read_meetings(store: Store, by: Actor) -> MeetingsView:
    """Reads the meetings of the homes served; raises NotAllowed for a role that reads none."""
    since = london_day(store.clock()) - LOOKS_BACK
    with store.reading() as connection:
        found = meetings(connection, by, since)
        served = homes(connection, by)
    rows = tuple(map(_row, found))
    may = [home for home in served if access.may_write(by, Meeting, home.id)]
    return MeetingsView(rows, tuple((home.id, home.name) for home in may), bool(may))


def _row(line: MeetingLine) -> MeetingRow:
    return MeetingRow(
        meeting=line.meeting,
        when=when_words(line.held_on, line.starts_at),
        what=line.meeting_type.label,
        homes=", ".join(line.homes),
        cases=line.cases,
        state=_state_words(line),
    )


def when_words(day: date, starts_at: datetime | None) -> str:
    """`Tue 24-Nov-2026 10:00`."""
    at = f" {clinical_time(starts_at)}" if starts_at else ""
    return f"{clinical_weekday_date(day)}{at}"


def _state_words(line: MeetingLine) -> str:
    if line.state is not MeetingState.OPEN:
        return line.state.label
    quorum = quorum_words(missing_from(line.meeting_type, line.attendees))
    return f"{line.state.label}. {quorum}"


def plan_from(by: Actor, said: Planning, homes: tuple[str, ...]) -> MeetingPlan:
    """What is planned; raises InvalidInput naming the field that is missing or cannot be."""
    if not said.meeting_type:
        raise InvalidInput("Choose which meeting it is", where="Which meeting")
    if not said.home_id:
        raise InvalidInput("Choose the home", where="Home")
    if not said.starts_at:
        raise InvalidInput("Give the day and the time, as: fri 10:00", where="Begins")
    local = datetime.fromisoformat(said.starts_at).replace(tzinfo=_LONDON)
    return MeetingPlan(
        meeting_type=MeetingType(said.meeting_type),
        held_on=local.date(),
        homes=homes if said.home_id == EVERY_HOME else (said.home_id,),
        starts_at=local.astimezone(UTC),
        planned_minutes=_minutes(said.minutes),
        chair=said.chair.strip() or by.name,
        basis=SharingBasis(said.basis) if said.basis else None,
    )


def _minutes(typed: str) -> int | None:
    text = typed.strip()
    if not text:
        return None
    if not text.isdecimal() or not _LEAST <= int(text) <= _MOST:
        raise InvalidInput(f"Give {_LEAST} to {_MOST} minutes", where="Planned time")
    return int(text)


_LEAST: Final = 5
_MOST: Final = 600


def plan(store: Store, by: Actor, said: Planning, homes: tuple[str, ...]) -> tuple[str, Changes]:
    """Plans the meeting; gives its id."""
    return plan_meeting(store, by=by, plan=plan_from(by, said, homes))
