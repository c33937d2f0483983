"""A nursing home of 45 beds before its weekly round: everybody was seen last week, and since then things happened.

Made by the use cases, so that what stands on the list stands there by the product's own rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, london_day
from mdt_core.drafts import Draft
from mdt_core.record import Statement
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.falls import Fall, FallSeenBy, HeadStruck, TimeKnown
from mdt_core.records.homes import Home, HomeType, Weekday
from mdt_core.records.observations import Consciousness, ObservationSet, SetPurpose
from mdt_core.records.residents import Gender, Resident
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.records.stays import Stay, StayType
from mdt_core.roles import Role
from mdt_core.store.queries.statements import cards
from mdt_core.store.store import Store
from mdt_core.use_cases.falls import record_fall
from mdt_core.use_cases.observations import raise_concern, sign_observations
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.residents import place, save_resident
from mdt_core.use_cases.rounds import sign_entry

HOME_NAME = "Alder Bank"
BEDS = 45
LAST_PLAN = "Fluids with each meal, walk to the dining room"
ACTION = "weigh him"
CONCERN = "Not himself since Sunday, eats half of what he did"
FAMILIES = (
    "Abara", "Banks", "Cheung", "Dobson", "Edozien", "Farrow", "Gill", "Haddad", "Iqbal",
    "Jarvis", "Kowalska", "Lomax", "Mbeki", "Naylor", "Ogden", "Pryce", "Quayle", "Rahman",
    "Sutcliffe", "Tattersall", "Udall", "Vasquez", "Wardle", "Xu", "Yardley", "Zielinska",
    "Ashworth", "Bickerstaffe", "Cropper", "Duckworth", "Entwistle", "Fothergill", "Greenhalgh",
    "Hargreaves", "Ingham", "Jepson", "Kershaw", "Lightbown", "Mellor", "Nuttall", "Openshaw",
    "Pilkington", "Ramsden", "Schofield", "Turnbull",
)  # fmt: skip


@dataclass(frozen=True)
class FortyFive:
    """The home's id and the residents' ids by family name; room 1 is the first family's."""

    home_id: str
    by_family: dict[str, str]

    def room_of(self, family: str) -> str:
        """The room of a resident."""
        return str(FAMILIES.index(family) + 1)


FALLEN = FAMILIES[0:6]
UNWELL = FAMILIES[6:10]
WORRYING = FAMILIES[10:13]
D2A = FAMILIES[13:16]
WEIGHED = FAMILIES[41]


def make_home(store: Store, by: Actor) -> FortyFive:
    """Writes the home with everybody in it, each discussed once; `by` is a clinician.

    The store's clock stands a week before the round.
    """
    home = Home(
        name=HOME_NAME,
        home_type=HomeType.NURSING,
        phone="0161 496 0145",
        round_day=Weekday.TUESDAY,
        round_time="10:00",
    )
    home_id, _ = save_home(store, by=by, home=home)
    everybody = {
        family: _settle(store, by, home_id, number, family)
        for number, family in enumerate(FAMILIES)
    }
    due = london_day(store.clock()) + timedelta(days=5)
    for family, resident_id in everybody.items():
        weigh = Action(text=ACTION, owner="Joy", owner_role=Role.HOME_NURSE, due=due)
        _discuss(store, by, resident_id, (weigh,) if family == WEIGHED else ())
    for family in UNWELL:
        _observe(store, by, everybody[family], store.clock() - timedelta(days=30), is_usual=True)
    return FortyFive(home_id, everybody)


def let_a_week_pass(store: Store, by: Actor, everybody: Mapping[str, str]) -> None:
    """Writes what happened since: 13 people of the home have a new reason to be seen, 3 are D2A."""
    now = store.clock()
    for number, family in enumerate(FALLEN):
        _falls(store, by, everybody[family], now - timedelta(days=2, hours=number))
    for family in UNWELL:
        _observe(store, by, everybody[family], now - timedelta(hours=3), is_usual=False)
    for number, family in enumerate(WORRYING):
        soon = HowSoon.TODAY if number == 0 else HowSoon.THIS_ROUND
        concern = Concern(words=CONCERN, how_soon=soon)
        raise_concern(store, by=by, resident_id=everybody[family], concern=concern)


def _settle(store: Store, by: Actor, home_id: str, number: int, family: str) -> str:
    person = Resident(
        family_name=family,
        given_name="Alex" if number % 2 else "Kim",
        born=PartialDate(f"19{30 + number % 20}-0{1 + number % 9}-11"),
        gender=Gender.FEMALE if number % 2 else Gender.MALE,
    )
    resident_id, _ = save_resident(store, by=by, resident=person)
    place(
        store,
        by=by,
        resident_id=resident_id,
        home_id=home_id,
        stay_type=StayType.D2A_BLOCK if family in D2A else StayType.PERMANENT,
        admitted_at=store.clock() - timedelta(days=20 if family in D2A else 200),
        room=str(number + 1),
    )
    return resident_id


def _discuss(store: Store, by: Actor, resident_id: str, actions: Sequence[Action] = ()) -> None:
    """An entry that answers the arrival, as one that is written on the run screen does."""
    with store.reading() as connection:
        stays = [each.id for each in cards(connection, Stay, resident_id)]
    entry = RoundEntry(how=HowSeen.DISCUSSED, plan=LAST_PLAN, see_again=SeeAgain.FOUR_WEEKS)
    draft = _draft(RoundEntry, resident_id, entry)
    sign_entry(store, by=by, draft=draft, actions=actions, looked_at=stays)


def _falls(store: Store, by: Actor, resident_id: str, at: datetime) -> None:
    fall = Fall(
        occurred_at=at,
        time_known=TimeKnown.FOUND_NOW,
        seen_by=FallSeenBy.NOBODY,
        head=HeadStruck.NOT_KNOWN,
    )
    record_fall(store, by=by, draft=_draft(Fall, resident_id, fall))


def _observe(store: Store, by: Actor, resident_id: str, at: datetime, *, is_usual: bool) -> None:
    taken = ObservationSet(
        taken_at=at,
        respirations=16 if is_usual else 26,
        oxygen_percent=96 if is_usual else 92,
        on_oxygen=False,
        systolic=128,
        diastolic=70,
        pulse=80 if is_usual else 115,
        consciousness=Consciousness.ALERT,
        temperature=Decimal("36.8") if is_usual else Decimal("38.6"),
        purpose=SetPurpose.USUAL if is_usual else None,
    )
    sign_observations(store, by=by, draft=_draft(ObservationSet, resident_id, taken))


def _draft(kind: type[Statement], resident_id: str, said: Statement) -> Draft[Any]:
    return Draft(kind, resident_id, said.model_dump(mode="json", exclude_none=True))
