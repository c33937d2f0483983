"""The plan of a fictional home as its TOML files say it, checked while it is read.

A slip in a file (a medicine that is not listed, an entry for nobody) is an error of ours and stops
the reading; nothing here knows a store or a day.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Self

from pydantic import model_validator

from mdt_core.demo.meeting_plan import MdtPlan
from mdt_core.demo.planned import (
    ActionPlan,
    EquipmentPlan,
    FallPlan,
    Planned,
    ReconciledPlan,
    RequestPlan,
    SignedPlan,
    Written,
)
from mdt_core.records.concerns import HowSoon
from mdt_core.records.homes import HomeType, Neighbourhood
from mdt_core.records.medicines import ListSource
from mdt_core.records.observations import Consciousness, SoftSign
from mdt_core.records.residents import Gender
from mdt_core.records.rounds import HowSeen, MedicineDecision, RoundMode, SeeAgain
from mdt_core.records.stays import StayType
from mdt_core.roles import Role

LEAD = "gp"
"""Names the person who uses the workspace, wherever a plan names staff."""

_FILES = (
    *("home.toml", "residents.toml", "rounds.toml", "concerns.toml"),
    *("decisions.toml", "plans.toml", "falls.toml", "requests.toml"),
    *(
        "meetings.toml",
        "details.toml",
        "needs.toml",
        "charts.toml",
        "d2a.toml",
        "safeguarding.toml",
        "equipment.toml",
    ),
)


class UnitPlan(Planned):
    """A unit with its first and last room."""

    name: str
    first_room: int
    last_room: int


class HomePlan(Planned):
    """The premises, and the practice whose clinicians come."""

    name: str
    home_type: HomeType
    provider: str
    neighbourhood: Neighbourhood
    address: str
    phone: str
    night_phone: str
    email: str
    manager: str
    pharmacy: str
    pharmacy_phone: str
    out_of_hours_phone: str
    round_time: str
    practice: str
    empty_rooms: tuple[str, ...]
    shared_rooms: tuple[str, ...]
    units: tuple[UnitPlan, ...]


class StaffPlan(Planned):
    """One person who works for the residents."""

    key: str
    name: str
    role: Role
    organisation: str
    phone: str | None = None


class ResidentPlan(Planned):
    """One resident: who, where, what is known, and what is usual; see the head of `residents.toml`."""

    key: str
    name: tuple[str, str, str, str]
    gender: Gender
    born: str | None = None
    age: int | None = None
    room: str
    bed: str = "A"
    admitted: int
    stay: StayType = StayType.PERMANENT
    planned_end: int | None = None
    barriers: tuple[str, ...] = ()
    in_hospital: int | None = None
    no_nhs_number: bool = False
    allergies: tuple[tuple[str, str], ...] = ()
    no_known_allergies: bool = False
    allergies_unavailable: str | None = None
    allergies_not_recorded: str | None = None
    problems: tuple[tuple[str, int], ...]
    medicines: tuple[tuple[str, str, int], ...]
    stopped: tuple[tuple[str, str, int, int], ...] = ()
    on_hold: tuple[tuple[str, int], ...] = ()
    unverified: tuple[str, ...] = ()
    list_source: ListSource = ListSource.MAR
    list_from: str | None = None
    usual: tuple[int, int, int, int, int, float]
    weight: tuple[float, float]
    scale2: bool = False
    oxygen: str | None = None
    language: str | None = None
    contact: tuple[str, str, str]
    about_me: str
    alerts: tuple[str, ...] = ()


class ObservedPlan(Written):
    """A set that stands out: what differs from usual, and what was not taken."""

    days_ago: int
    hour: int
    respirations: int | None = None
    oxygen_percent: int | None = None
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    temperature: str | None = None
    consciousness: Consciousness | None = None
    soft_signs: tuple[SoftSign, ...] = ()
    without: tuple[str, ...] = ()
    note: str | None = None


class RoundPlan(Planned):
    """One past round and who was there."""

    weeks_ago: int
    mode: RoundMode
    present: tuple[str, ...]
    signed_by: str = LEAD


class EntryPlan(Written):
    """What one entry says, word for word."""

    weeks_ago: int
    responsible: str | None = None
    how: HowSeen
    note: str
    plan: str
    medicines: tuple[MedicineDecision, ...] = ()
    watch: tuple[str, str, str]
    again: SeeAgain
    told: str | None = None
    own_view: str | None = None
    actions: tuple[ActionPlan, ...] = ()
    withdrawn: str | None = None


class AnswerPlan(Planned):
    """What a clinician answered to a concern, so many minutes later."""

    by: str
    after: int
    words: str


class ConcernPlan(Written):
    """What worried the home, in its words."""

    days_ago: int
    hour: int
    how_soon: HowSoon
    soft_signs: tuple[SoftSign, ...] = ()
    words: str
    answer: AnswerPlan | None = None


Medicine = tuple[str, str, str, str, str, str, str]
"""Name, form, strength, dose, route, how often, instructions."""


class Plan(Planned):
    """A whole home."""

    home: HomePlan
    staff: tuple[StaffPlan, ...]
    medicine: dict[str, Medicine]
    resident: tuple[ResidentPlan, ...]
    observed: tuple[ObservedPlan, ...]
    round: tuple[RoundPlan, ...]
    entry: tuple[EntryPlan, ...]
    concern: tuple[ConcernPlan, ...]
    signed: tuple[SignedPlan, ...] = ()
    fall: tuple[FallPlan, ...] = ()
    request: tuple[RequestPlan, ...] = ()
    reconciled: tuple[ReconciledPlan, ...] = ()
    meeting: tuple[MdtPlan, ...] = ()
    equipment: tuple[EquipmentPlan, ...] = ()

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        known = {
            "resident": {each.key for each in self.resident},
            "member of staff": {LEAD, *(each.key for each in self.staff)},
            "medicine": set(self.medicine),
        }
        for kind, name in self._named():
            if name not in known[kind]:
                raise ValueError(f"the plan names {name}, which is no {kind} of it")
        return self

    def _named(self) -> list[tuple[str, str]]:
        written: tuple[Written, ...] = (
            *(*self.entry, *self.observed, *self.concern),
            *(*self.signed, *self.fall, *self.request, *self.reconciled),
        )
        cases = [case for each in self.meeting for case in each.case]
        about = [each.who for each in written] + [case.who for case in cases]
        about += [loan.who for each in self.equipment for loan in each.loan if loan.who]
        hands = [each.by for each in written] + [each.by for each in self.equipment]
        hands += [each.owner for entry in self.entry for each in entry.actions]
        hands += [each.answer.by for each in self.concern if each.answer]
        hands += [name for each in self.round for name in (*each.present, each.signed_by)]
        hands += [each.full.by for each in self.fall if each.full]
        hands += [step.by for each in self.request for step in each.step]
        hands += [name for each in self.meeting for name in each.staff]
        hands += [name for case in cases for name in case.staff]
        drugs = [line[0] for who in self.resident for line in who.medicines]
        drugs += [line[0] for who in self.resident for line in who.stopped]
        drugs += [line[0] for who in self.resident for line in who.on_hold]
        drugs += [name for who in self.resident for name in who.unverified]
        drugs += [name for each in self.reconciled for name in each.query]
        named = {"resident": about, "member of staff": hands, "medicine": drugs}
        return [(kind, name) for kind, names in named.items() for name in names]


@cache
def damson_fold() -> Plan:
    """The plan of Damson Fold, a nursing home that does not exist."""
    return read("damson_fold")


def read(folder: str) -> Plan:
    """Reads the plan in a folder beside this module; raises ValueError on a slip in it."""
    parts: dict[str, Any] = {"medicine": _toml(folder, "medicines.toml")}
    for name in _FILES:
        for part, told in _toml(folder, name).items():
            parts[part] = [*parts.get(part, ()), *told] if isinstance(told, list) else told
    return Plan.model_validate(parts)


def _toml(folder: str, name: str) -> dict[str, Any]:
    text = files("mdt_core.demo").joinpath(folder, name).read_text(encoding="utf-8")
    return tomllib.loads(text)
