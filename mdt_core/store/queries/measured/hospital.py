"""What happened to people: falls, medication issues, hospital, escalations, therapy sessions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, TypeVar

from mdt_core.clock import clinical_date, clinical_short_moment, london_day
from mdt_core.measures.definition import Case
from mdt_core.measures.discharges import D2aStay
from mdt_core.measures.readmissions import is_readmitted
from mdt_core.record import Statement
from mdt_core.records.d2a_care import TherapySession
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.escalations import Escalation
from mdt_core.records.falls import Fall
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.stays import Destination, StayState
from mdt_core.store.queries.measured.world import World
from mdt_core.store.queries.statements import Signed

S = TypeVar("S", bound=Statement)

WITHIN: Final = timedelta(days=28)
_SAME: Final = timedelta(days=1)
"""An admission told so near to a change of whereabouts is the same one."""

EMERGENCY: Final = "In an emergency"
NOT_SAID: Final = "Not recorded whether planned"
PLANNED: Final = "Planned, left out"


def falls(world: World) -> Iterator[Case]:
    """Each fall of somebody who lived in one of the homes at the time."""
    for case, told in _with_told(world, Fall):
        yield replace(case, what=clinical_short_moment(told.occurred_at))


def medicine_issues(world: World) -> Iterator[Case]:
    """Each medication issue, with its stage."""
    for case, told in _with_told(world, MedicationIssue):
        stage = told.record.stage.label if told.record else ""
        yield replace(case, what=stage, reason=stage)


def admissions(world: World) -> Iterator[Case]:
    """Each admission to hospital, as told or by the whereabouts alone; a planned one does not count."""
    yield from _in_hospital_untold(world)
    for case, told in _with_told(world, HospitalEpisode):
        said = told.record
        if said is None or said.part is not EpisodePart.ADMITTED:
            continue
        planned = said.is_emergency is False
        how = NOT_SAID if said.is_emergency is None else PLANNED if planned else EMERGENCY
        what = said.reason or said.hospital or ""
        yield replace(case, met=not planned, what=what, reason=how)


def _in_hospital_untold(world: World) -> Iterator[Case]:
    """Who is in hospital by the whereabouts of the stay, of which no admission was told."""
    for who, stay in world.living():
        since = stay.state_since
        if stay.state is not StayState.HOSPITAL or since is None:
            continue
        told = any(abs(at - since) <= _SAME for at in _admitted(world.episodes.get(who, ())))
        if not told and world.period.holds(london_day(since)):
            yield Case(stay.home_id, london_day(since), True, who, "By whereabouts alone", NOT_SAID)


def again(world: World) -> Iterator[Case]:
    """Each return from hospital that is 28 days old, and whether the person was admitted since."""
    for who, episodes in world.episodes.items():
        admitted = _admitted(episodes)
        for each in episodes:
            at = each.occurred_at
            if each.record is None or each.record.part is not EpisodePart.RETURNED:
                continue
            home_id = world.home_at(who, at)
            if home_id is None or not world.period.holds(london_day(at)) or at + WITHIN > world.now:
                continue
            met = any(at <= one <= at + WITHIN for one in admitted)
            what = f"Came back {clinical_date(london_day(at))}"
            yield Case(home_id, london_day(at), met, who, what)


def d2a_again(world: World) -> Iterator[Case]:
    """Each completed D2A stay that is 28 days old, and whether the person went to hospital."""
    for who, own in world.stays.items():
        for stay in own:
            left = stay.ended_at
            if left is None or not stay.stay_type.is_d2a or not world.is_own(stay):
                continue
            if stay.destination is Destination.RIP or left + WITHIN > world.now:
                continue
            day = london_day(left)
            if world.period.holds(day):
                fact = D2aStay(who, stay.home_id, stay.admitted_at, left, stay.destination)
                met = is_readmitted(fact, _admitted(world.episodes.get(who, ())), WITHIN)
                yield Case(stay.home_id, day, met, who, f"Left {clinical_date(day)}")


def _with_told(world: World, kind: type[S]) -> Iterator[tuple[Case, Signed[S]]]:
    for who, each in world.told(kind):
        day = london_day(each.occurred_at)
        home_id = world.home_at(who, each.occurred_at) if world.period.holds(day) else None
        if home_id is not None:
            yield Case(home_id, day, resident_id=who), each


def _admitted(episodes: Sequence[Signed[HospitalEpisode]]) -> tuple[datetime, ...]:
    return tuple(
        each.occurred_at
        for each in episodes
        if each.record is not None and each.record.part is EpisodePart.ADMITTED
    )


def answered(world: World) -> Iterator[Case]:
    """Each escalation that a person sent, with the hours until it was answered, by its way."""
    for case, told in _with_told(world, Escalation):
        said = told.record
        if said is None or said.rung_days is not None:
            continue
        took = None
        if said.answered_at is not None:
            seconds = (said.answered_at - said.sent_at) // timedelta(seconds=1)
            took = Decimal(max(0, seconds)) / 3600
        way = said.channel.label
        yield replace(
            case, met=took is not None, what=f"{way}: {said.to_whom}", reason=way, took=took
        )


def therapy(world: World) -> Iterator[Case]:
    """Each therapy session of the period, given or not, with why not."""
    for case, told in _with_told(world, TherapySession):
        said = told.record
        if said is not None:
            why = (
                said.why_not.label
                if said.why_not
                else ""
                if said.is_given
                else "No reason recorded"
            )
            yield replace(case, met=said.is_given, what=said.therapy.label, reason=why)
