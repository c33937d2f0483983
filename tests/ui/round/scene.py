"""A round of three with a past: concerns, allergies, medicines, an earlier entry with open actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, london_day
from mdt_core.drafts import Draft
from mdt_core.records.actions import Action, ActionPriority
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.records.observations import Consciousness, ObservationSet, SoftSign
from mdt_core.records.people import Practitioner
from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind
from mdt_core.records.rounds import RoundEntry, RoundMode
from mdt_core.roles import Role
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.observations import raise_concern, sign_observations
from mdt_core.use_cases.places import save_practitioner
from mdt_core.use_cases.rounds import sign_entry, start_round
from tests.support.memory_store import TestClock
from tests.support.ward import Ward

MEDICINES = ("apixaban 2.5 mg tablets", "furosemide 40 mg tablets", "paracetamol 500 mg tablets")
LAST_PLAN = (
    "Offer drinks every hour and keep a fluid chart.\n"
    "Weigh on Sunday.\n"
    "Stand with two people, frame within reach.\n"
    "Ring us if she sleeps through two meals.\n"
    "Daughter visits on Thursdays and wants to be told of any fall."
)


@dataclass(frozen=True)
class Scene:
    """A started round."""

    home_id: str
    day: date
    residents: tuple[str, ...]
    round_id: str


def started(store: Store, by: Actor, ward: Ward, rooms: Sequence[str] = ("1", "2", "4")) -> Scene:
    """Starts today's round with the residents of these rooms."""
    day = london_day(store.clock())
    residents = tuple(ward.in_room(room) for room in rooms)
    round_id, _ = start_round(
        store, by=by, home_id=ward.home_id, day=day, residents=residents, mode=RoundMode.VIDEO
    )
    return Scene(ward.home_id, day, residents, round_id)


def staff(store: Store, by: Actor, home_id: str) -> None:
    """A home nurse and a pharmacist who can own actions."""
    for name, role, home in (
        ("Grace Obi", Role.HOME_NURSE, home_id),
        ("Graham Ash", Role.PHARMACIST, None),
        ("Ben Hale", Role.GP, None),
    ):
        save_practitioner(
            store, by=by, practitioner=Practitioner(name=name, role=role, home_id=home)
        )


def with_past(store: Store, by: Actor, clock: TestClock, ward: Ward, who: str) -> None:
    """Gives one resident an entry of a week ago with two open actions, and what came since."""
    now = clock.now
    clock.now = now - timedelta(days=7)
    _on_record(store, by, ward.home_id, who)
    sign_entry(
        store,
        by=by,
        draft=Draft(
            RoundEntry,
            who,
            {"how": "in_person", "note": "Tired.", "plan": LAST_PLAN, "see_again": "next_round"},
        ),
        actions=[
            Action(
                text="Bloods FBC and U+E",
                owner_role=Role.HOME_NURSE,
                due=london_day(now) - timedelta(days=4),
                priority=ActionPriority.URGENT,
            ),
            Action(text="Review of sleep chart", owner="Graham Ash", due=london_day(now)),
        ],
    )
    for days, breaths, kg in ((5, 18, "49.6"), (3, 20, "49.1"), (2, 22, "48.2")):
        clock.now = now - timedelta(days=days)
        observe(store, by, who, respirations=breaths, weight_kg=Decimal(kg))
    clock.now = now - timedelta(days=1)
    observe(store, by, who, respirations=25, pulse=112, systolic=108, oxygen_percent=94)
    raise_concern(
        store,
        by=by,
        resident_id=who,
        concern=Concern(
            words="eating less since the weekend, not finishing her tea",
            soft_signs=(SoftSign.EATING, SoftSign.SLEEPIER),
            how_soon=HowSoon.THIS_ROUND,
        ),
    )
    clock.now = now


def _on_record(store: Store, by: Actor, home_id: str, who: str) -> None:
    """An allergy, and three medicines of which one is not verified."""
    allergies = Allergy(substance="Penicillin", reaction="rash")
    stated = AllergyState(state=AllergyStateKind.KNOWN, allergies=(allergies,), source="GP record")
    with store.deed(by) as unit:
        unit.sign(stated, About(who, home_id))
        for name in MEDICINES:
            line = MedicineLine(
                medicine=name,
                dose="one",
                frequency="twice a day",
                state=MedicineState.ACTIVE,
                started=PartialDate("2025-03"),
                is_verified=name != MEDICINES[1],
            )
            unit.write(line, About(who, home_id))
        unit.sign(MedicineList(source=ListSource.MAR, as_of=store.clock()), About(who, home_id))
        unit.commit()


def observe(store: Store, by: Actor, who: str, **values: Any) -> None:  # noqa: ANN401
    """One complete set, taken now."""
    plain: dict[str, Any] = {
        "respirations": 16,
        "oxygen_percent": 97,
        "on_oxygen": False,
        "systolic": 130,
        "diastolic": 74,
        "pulse": 72,
        "consciousness": Consciousness.ALERT,
        "temperature": Decimal("36.8"),
    }
    taken = ObservationSet(taken_at=store.clock(), **{**plain, **values})
    raw = taken.model_dump(mode="json", exclude_none=True)
    sign_observations(store, by=by, draft=Draft(ObservationSet, who, raw))
