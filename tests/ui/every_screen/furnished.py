"""Two workspaces that every screen is shown on: one full of a home's life, one with next to nothing.

The full one holds the practice home, three months long, with a resident whose name no line can hold
and a round that runs. The empty one holds one home and one resident of whom nothing is known.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from random import Random
from typing import Any, Final

from mdt_core.clock import london_day, utc_text
from mdt_core.demo import PRACTICE_SEED
from mdt_core.demo.home import make_home
from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.falls import Fall
from mdt_core.records.meetings import MeetingType
from mdt_core.records.printed_copies import CopyPlace
from mdt_core.records.residents import Problem, Resident
from mdt_core.records.rounds import RoundMode
from mdt_core.records.stays import StayType
from mdt_core.roles import Role
from mdt_core.store.queries.homes import residents_of
from mdt_core.store.queries.statements import statements
from mdt_core.use_cases.falls import record_fall
from mdt_core.use_cases.meetings import (
    MeetingPlan,
    plan_meeting,
    put_on_agenda,
    start_meeting,
)
from mdt_core.use_cases.observations import raise_concern
from mdt_core.use_cases.plan_papers import plan_paper, record_plan_print
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.residents import place, save_resident
from mdt_core.use_cases.rounds import start_round
from mdt_desktop.session import Session
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import Destination, ToHome
from mdt_desktop.vault import PRACTICE_DERIVATION
from tests.support.care import ceiling
from tests.support.memory_store import TestClock
from tests.ui.conftest import NO_KEYRING, PASSPHRASE, PERSON, unlocked

LONG_NAME: Final = Resident(
    family_name="Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
    given_name="Maria Magdalena Wilhelmina Antoinette Philippa",
    title_prefix="Professor Dame",
)
_FORM: Final = "treatment_ceiling"
"""The kind whose form stands for all that are made from a definition."""
_FOUNDED: Final = "Rowan Court"
_IN_THE_ROUND: Final = 5


@dataclass(frozen=True)
class Furnished:
    """A locked workspace, and what its screens are opened with."""

    folder: Path
    person_id: str
    values: Mapping[str, Any]

    def unlock(self) -> Session:
        """The workspace, unlocked."""
        return unlocked(self.folder, self.person_id, TestClock())

    def destination(self, kind: type[Destination]) -> Destination:
        """Where to go for a screen of this kind.

        Raises LookupError for a field that has neither a value here nor one of its own.
        """
        given = {}
        for field in fields(kind):
            of_this_one = f"{kind.__name__}.{field.name}"
            if of_this_one in self.values:
                given[field.name] = self.values[of_this_one]
            elif field.name in self.values:
                given[field.name] = self.values[field.name]
            elif field.default is MISSING and field.default_factory is MISSING:
                message = f"{kind.__name__}.{field.name} has no value in {Path(__file__).name}"
                raise LookupError(message)
        return kind(**given)


def full(folder: Path) -> Furnished:
    """A workspace with the practice home and a round of today, at the resident with a long name."""
    return _made(folder, _fill)


def empty(folder: Path) -> Furnished:
    """A workspace with one home and one resident, and nothing else."""
    return _made(folder, _leave_empty)


def _made(folder: Path, furnish: Callable[[Session, str], tuple[str, str]]) -> Furnished:
    founded = init_workspace(
        folder,
        name=PERSON,
        role=Role.GP,
        organisation="Elm Surgery",
        homes=[_FOUNDED],
        secret=PASSPHRASE,
        keyring=NO_KEYRING,
        clock=TestClock(),
        random=Random(7).randbytes,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    with closing(unlocked(folder, founded.person_id, TestClock())) as session:
        home_id, resident_id = furnish(session, founded.home_ids[0])
        day = london_day(session.clock())
        fall_id = _fall_of(session, resident_id)
        meeting = _meeting_of(session, home_id, resident_id, is_running=bool(fall_id))
    back = ToHome(home_id)
    values = {
        "home_id": home_id,
        "resident_id": resident_id,
        "day": day,
        "back": back,
        "line_id": "",
        "record_id": "",
        "ToCard.kind": Problem.kind,
        "kind": _FORM,
        "ToStillRight.kind": TreatmentCeiling.kind,
        "paper": PlanPaperKind.CLINICAL,
        "fall_id": fall_id,
        "meeting": meeting,
        "ToMeeting.resident_id": "",
    }
    return Furnished(folder, founded.person_id, values)


def _fill(session: Session, _founded: str) -> tuple[str, str]:
    store, by = session.store, session.actor
    today = london_day(session.clock())
    home_id = make_home(store, by=by, today=today, seed=PRACTICE_SEED).home_id
    long_name = _settled(session, home_id, LONG_NAME)
    with store.reading() as connection:
        living = [each.resident_id for each in residents_of(connection, by, home_id)]
    others = [each for each in living if each != long_name][:_IN_THE_ROUND]
    start_round(
        store,
        by=by,
        home_id=home_id,
        day=today,
        residents=(long_name, *others),
        mode=RoundMode.VIDEO,
    )
    concern = Concern(words="Drowsy since breakfast, left the porridge", how_soon=HowSoon.TODAY)
    raise_concern(store, by=by, resident_id=long_name, concern=concern)
    save_resident(store, by=by, resident=Resident(family_name="Unplaced", given_name="Nobody Yet"))
    fell = {"occurred_at": utc_text(session.clock()), "head": "not_known", "hurt": ["bruise"]}
    record_fall(store, by=by, draft=Draft(Fall, long_name, fell))
    _print(session, long_name)
    stands: Draft[TreatmentCeiling] = Draft(TreatmentCeiling, long_name, dump(ceiling()))
    record_statement(store, by=by, draft=stands)  # the copy is out of date from here on
    return home_id, long_name


def _print(session: Session, resident_id: str) -> None:
    """A copy of the care plan for every place that there is."""
    store, by = session.store, session.actor
    paper = plan_paper(
        store,
        by=by,
        resident_id=resident_id,
        paper=PlanPaperKind.CLINICAL,
        waiting=0,
        practice=True,
    )
    record_plan_print(
        store,
        by=by,
        resident_id=resident_id,
        paper=paper,
        how="sent to printer Office",
        copies=len(CopyPlace),
        places=tuple(CopyPlace),
    )


def _leave_empty(session: Session, founded: str) -> tuple[str, str]:
    return founded, _settled(session, founded, Resident(family_name="Newcomer"))


def _fall_of(session: Session, resident_id: str) -> str:
    """The fall of somebody, empty where there was none."""
    with session.store.reading() as connection:
        return next((each.id for each in statements(connection, Fall, resident_id)), "")


def _meeting_of(session: Session, home_id: str, resident_id: str, *, is_running: bool) -> str:
    """A meeting of the home: one that runs, with this resident first, or one that is only planned."""
    store, by, now = session.store, session.actor, session.clock()
    plan = MeetingPlan(MeetingType.HOME_MONTHLY, london_day(now), (home_id,), starts_at=now)
    meeting, _ = plan_meeting(store, by=by, plan=plan)
    if not is_running:
        return meeting
    with store.reading() as connection:
        living = [each.resident_id for each in residents_of(connection, by, home_id)]
    for who in (resident_id, *living[:2]):
        put_on_agenda(
            store, by=by, meeting=meeting, resident_id=who, question="Is home safe?", minutes=10
        )
    start_meeting(store, by=by, meeting=meeting)
    return meeting


def _settled(session: Session, home_id: str, person: Resident) -> str:
    resident_id, _ = save_resident(session.store, by=session.actor, resident=person)
    place(
        session.store,
        by=session.actor,
        resident_id=resident_id,
        home_id=home_id,
        stay_type=StayType.PERMANENT,
        admitted_at=session.clock(),
        room="27a",
    )
    return resident_id
