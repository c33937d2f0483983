"""What is true of a practice borough, worked out from its sketch alone, so that reports can be held to it.

Nothing here asks the store. Counts of the year begin `began`; those of rounds, falls, concerns,
observations and hospital begin `rounds_from`, but for the one fall and the one reading of the night
on which 01:30 came twice, wherever in the year that lies. Day-count rule: a resident counts for a day when
present at midnight, and not in hospital.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from mdt_core.clock import london_day
from mdt_core.demo.borough.ahead import BoroughCare, care_truth
from mdt_core.demo.borough.beds import RETAINER, void_times
from mdt_core.demo.borough.dirty import Dirty
from mdt_core.demo.borough.doings import blood_thinners_of
from mdt_core.demo.borough.happenings import Doing, Fell, InHospital, Observed
from mdt_core.demo.borough.meetings import BoroughMeetings, meeting_truth
from mdt_core.demo.borough.needs import BoroughNeeds, needs_truth
from mdt_core.demo.borough.places import HomeSketch
from mdt_core.demo.borough.referred import referred_stays
from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Telling
from mdt_core.demo.borough.vaccinated import FluTruth, flu_truth
from mdt_core.demo.days import moment
from mdt_core.records.actions import ActionState
from mdt_core.records.falls import FloorTime, HeadStruck
from mdt_core.records.homes import Neighbourhood
from mdt_core.records.stays import Destination, StayType
from mdt_core.scores.news2 import evaluate
from mdt_core.scores.observed import news2_input

NEWS2_RESPONSE = 5
_READMITTED_WITHIN = timedelta(days=28)


@dataclass(frozen=True)
class HomeTruth:
    """The figures of one home; `missed` are the days on which no round was held."""

    home_id: str
    name: str
    neighbourhood: Neighbourhood
    residents: int
    in_hospital: int
    d2a: int
    rounds: tuple[date, ...]
    missed: tuple[date, ...]
    entries: int
    falls: int
    concerns: int
    resident_days: int
    deaths: int


@dataclass(frozen=True)
class D2aTruth:
    """Discharge to Assess: beds and who is in them today, and the discharges of the year.

    `nights` are the lengths of the completed stays in midnights, shortest first; `occupied_nights`
    counts the bed-nights of the year, of completed and lasting stays alike; `void_cost` is in pounds.
    """

    beds: Mapping[StayType, int]
    present: int
    registered: int
    discharges: Mapping[Destination, int]
    nights: tuple[int, ...]
    occupied_nights: int
    reviews: int
    void_days: int
    void_cost: Decimal

    @property
    def overall_home(self) -> int:
        """Discharges home, with community services and without."""
        return self.discharges[Destination.COMM] + self.discharges[Destination.NO_SERV]


@dataclass(frozen=True)
class BoroughTruth:
    """Counts and named facts of a borough on the day of the demonstration.

    `residents` gives record ids by the keys of the sketch, for everyone who ever lived there;
    `checked_lists` are those whose medicines list was checked within 28 days; `unchecked_returns`
    counts returns from hospital after which nobody checked the medicines.
    """

    today: date
    began: date
    rounds_from: date
    homes: tuple[HomeTruth, ...]
    residents: Mapping[str, str]
    nhs_numbers: Mapping[str, str | None]
    d2a: D2aTruth
    deaths: int
    admissions: int
    rounds: int
    missed_rounds: int
    entries: int
    withdrawn: int
    open_actions: int
    overdue: int
    done_actions: int
    not_done_actions: int
    stopped_actions: int
    concerns: int
    observation_sets: int
    news2_raised: frozenset[str]
    falls: int
    falls_head: int
    falls_long_lie: int
    falls_on_blood_thinners: int
    hospital_admissions: int
    hospital_returns: int
    unchecked_returns: int
    readmitted_within_28_days: int
    in_hospital: frozenset[str]
    resident_days: int
    allergy_states: Mapping[str, int]
    active_medicines: int
    unverified_medicines: int
    problems: int
    checked_lists: frozenset[str]
    flu: Mapping[str, FluTruth]
    care: BoroughCare
    needs: BoroughNeeds
    referrals: int
    meetings: BoroughMeetings
    dirty: Dirty
    changes: int

    @property
    def current(self) -> int:
        """Who has a place today."""
        return sum(home.residents for home in self.homes)


def borough_truth(told: Telling) -> BoroughTruth:
    """What holds once the sketch has been told."""
    sketch, happened = told.sketch, told.sketch.told
    actions = [*_actions(sketch), *map(_full_record, happened.falls)]
    states, met = Counter(state for state, _ in actions), meeting_truth(sketch)
    away = {each.stay.person.key for each in happened.episodes if each.returned_at is None}
    current = sketch.current
    return BoroughTruth(
        today=sketch.span.today,
        began=sketch.span.began,
        rounds_from=sketch.span.rounds_from,
        homes=tuple(_home(told, home) for home in sketch.homes),
        residents=dict(told.residents),
        nhs_numbers={
            each.person.key: str(each.person.number) if each.person.number else None
            for each in sketch.stays
        },
        d2a=_d2a(sketch),
        deaths=sum(each.is_death for each in sketch.stays),
        admissions=sum(not s.is_d2a and s.came >= _start(sketch) for s in sketch.stays),
        rounds=len(happened.rounds),
        missed_rounds=len(happened.missed),
        entries=sum(len(each.entries) for each in happened.rounds),
        withdrawn=sum(e.withdrawn is not None for each in happened.rounds for e in each.entries),
        open_actions=states[ActionState.OPEN] + met.open_actions,
        overdue=sum(s is ActionState.OPEN and due < sketch.span.today for s, due in actions),
        done_actions=states[ActionState.DONE] + met.done_actions,
        not_done_actions=states[ActionState.NOT_DONE],
        stopped_actions=states[ActionState.STOPPED],
        concerns=len(happened.concerns),
        observation_sets=len(happened.observations),
        news2_raised=_raised(happened.observations, current),
        **_falls(happened.falls),
        **_hospital(happened.episodes),
        in_hospital=frozenset(away),
        resident_days=sum(_resident_days(sketch, home) for home in sketch.homes),
        allergy_states=Counter(each.person.allergy_state.value for each in current),
        active_medicines=sum(len(each.person.medicines) for each in current),
        unverified_medicines=sum(len(each.person.unverified) for each in current),
        problems=sum(len(each.person.conditions) for each in current),
        checked_lists=frozenset(each.stay.person.key for each in happened.checks),
        flu=flu_truth(told),
        care=care_truth(sketch),
        needs=needs_truth(sketch),
        referrals=len(referred_stays(sketch)),
        meetings=met,
        dirty=sketch.dirty.told_by(told.residents.__getitem__),
        changes=told.changes,
    )


def _start(sketch: Sketch) -> datetime:
    return moment(sketch.span.began, 0)


def _actions(sketch: Sketch) -> Iterable[tuple[ActionState, date]]:
    doings: Iterable[Doing] = (
        doing for held in sketch.told.rounds for entry in held.entries for doing in entry.actions
    )
    return ((each.state, each.due) for each in doings)


def _full_record(fell: Fell) -> tuple[ActionState, date]:
    """The action that a fall brings, due within a day."""
    due = london_day(fell.at + timedelta(hours=24))
    if fell.completed_at is not None:
        return ActionState.DONE, due
    return ActionState.OPEN if fell.stay.left is None else ActionState.STOPPED, due


def _raised(observed: Sequence[Observed], current: Sequence[Sojourn]) -> frozenset[str]:
    """Residents whose newest set of observations scores 5 or more."""
    newest: dict[str, Observed] = {}
    for each in sorted(observed, key=lambda each: each.record.taken_at):
        newest[each.stay.person.key] = each
    here = {each.person.key for each in current}
    return frozenset(
        key
        for key, each in newest.items()
        if key in here and (evaluate(news2_input(each.record)).total or 0) >= NEWS2_RESPONSE
    )


def _falls(falls: Sequence[Fell]) -> dict[str, int]:
    on_thinners = (bool(blood_thinners_of(each.stay.person)) for each in falls)
    return {
        "falls": len(falls),
        "falls_head": sum(each.fall.head is HeadStruck.HIT for each in falls),
        "falls_long_lie": sum(each.fall.floor_time is FloorTime.AN_HOUR_OR_MORE for each in falls),
        "falls_on_blood_thinners": sum(on_thinners),
    }


def _hospital(episodes: Sequence[InHospital]) -> dict[str, int]:
    returned = [each for each in episodes if each.returned_at is not None]
    return {
        "hospital_admissions": len(episodes),
        "hospital_returns": len(returned),
        "unchecked_returns": sum(each.checked_at is None for each in returned),
        "readmitted_within_28_days": sum(_is_back(each, episodes) for each in returned),
    }


def _is_back(returned: InHospital, episodes: Sequence[InHospital]) -> bool:
    """Whether the same resident went to hospital again within 28 days of the return."""
    back = returned.returned_at
    return back is not None and any(
        each.stay.person.key == returned.stay.person.key
        and back <= each.admitted_at <= back + _READMITTED_WITHIN
        for each in episodes
    )


# Homes and D2A


def _home(told: Telling, home: HomeSketch) -> HomeTruth:
    sketch, happened = told.sketch, told.sketch.told
    here = [each for each in sketch.current if each.home == home.number]
    rounds = [each for each in happened.rounds if each.home == home.number]
    away = [each for each in happened.episodes if each.returned_at is None]
    return HomeTruth(
        home_id=told.homes[home.number],
        name=home.name,
        neighbourhood=home.neighbourhood,
        residents=len(here),
        in_hospital=sum(each.stay.home == home.number for each in away),
        d2a=sum(each.is_d2a for each in here),
        rounds=tuple(sorted(each.day for each in rounds)),
        missed=tuple(sorted(day for number, day in happened.missed if number == home.number)),
        entries=sum(len(each.entries) for each in rounds),
        falls=sum(each.stay.home == home.number for each in happened.falls),
        concerns=sum(each.stay.home == home.number for each in happened.concerns),
        resident_days=_resident_days(sketch, home),
        deaths=sum(each.is_death and each.home == home.number for each in sketch.stays),
    )


def _resident_days(sketch: Sketch, home: HomeSketch) -> int:
    span = sketch.span
    here = (each for each in sketch.stays if each.home == home.number)
    lived = sum(each.nights_between(span.rounds_from, span.today) for each in here)
    episodes = (each for each in sketch.told.episodes if each.stay.home == home.number)
    return lived - sum(_nights_away(each, span.today) for each in episodes)


def _nights_away(episode: InHospital, today: date) -> int:
    """Midnights in hospital, up to but without that of today."""
    back = london_day(episode.returned_at) if episode.returned_at else today
    return (back - london_day(episode.admitted_at)).days


def _d2a(sketch: Sketch) -> D2aTruth:
    stays = [each for each in sketch.stays if each.is_d2a]
    gone = [each for each in stays if each.left is not None]
    here = [each for each in stays if each.left is None]
    entries = (entry for held in sketch.told.rounds for entry in held.entries)
    void_days = sum(each.days for each in void_times(sketch))
    return D2aTruth(
        beds=sketch.scale.d2a_beds,
        present=len(here),
        registered=sum(each.registered for each in here),
        discharges=Counter(each.destination for each in gone if each.destination),
        nights=tuple(sorted(_nights(each) for each in gone)),
        occupied_nights=sum(
            each.nights_between(sketch.span.began, sketch.span.today) for each in stays
        ),
        reviews=sum(entry.stay.is_d2a for entry in entries),
        void_days=void_days,
        void_cost=void_days * RETAINER,
    )


def _nights(stay: Sojourn) -> int:
    left = stay.left or stay.came
    return (london_day(left) - london_day(stay.came)).days
