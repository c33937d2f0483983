"""Made-up homes, residents and what is recorded of them, as records that their classes accept.

In a year a resident has some 15 round entries, 120 sets of observations and 15 actions: the shares
of `docs` for a borough. Everything follows from one seed. Numbers are of the range 999 that is never
given out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from nhs_number.validate import calculate_checksum

from mdt_core.clock import PartialDate
from mdt_core.identifiers import NhsNumber
from mdt_core.record import Record
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.homes import Home, HomeType, Neighbourhood, Weekday
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.observations import Consciousness, ObservationSet
from mdt_core.records.residents import (
    Allergy,
    AllergyState,
    AllergyStateKind,
    Gender,
    Problem,
    ProblemState,
    Resident,
)
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.records.stays import Stay, StayType

BEGAN = datetime(2025, 11, 24, 9, 0, tzinfo=UTC)
"""When the recorded year begins."""

A_YEAR = 150
"""Entries of a resident in a year."""

_SYLLABLES = ("ash", "bar", "cot", "den", "el", "fen", "gar", "hol", "ing", "kel", "lam", "mor",
              "nor", "oak", "pen", "quil", "ram", "stan", "thor", "ul", "vin", "wen", "yor", "zel")  # fmt: skip
_ENDINGS = (
    "bury",
    "by",
    "dale",
    "field",
    "ford",
    "ham",
    "ley",
    "man",
    "son",
    "ton",
    "well",
    "worth",
)
_GIVEN = ("Ada", "Brendan", "Cyril", "Doris", "Edith", "Fatma", "George", "Hansa", "Irene", "Joan",
          "Karin", "Leonard", "Minh", "Nora", "Olive", "Percy", "Ruth", "Samuel", "Thelma", "Zofia")  # fmt: skip
_STREETS = ("Larch", "Elm", "Rowan", "Willow", "Beech", "Hazel", "Maple", "Cedar", "Alder", "Birch")
_HOMES = ("House", "Court", "Lodge", "Grange", "View", "Manor")
_FINDINGS = (
    "Settled since last week, sleeping well and eating about half of meals",
    "Productive cough for three days, chest clear on listening, no fever",
    "Ankles more swollen than last week, weight up by a kilogram",
    "Refusing the midday tablets again, takes them with jam in the morning",
    "Two unwitnessed falls this week, both in the evening near the bathroom",
    "Skin over the sacrum red but intact, repositioned every two hours",
    "Family visited on Sunday and found her brighter than before",
    "Bowels not open for four days, abdomen soft, no pain",
    "More muddled in the evenings, looks for her late husband",
    "Pain in the left hip on standing, walks with one and a frame",
)
PLANS = (
    "Push fluids, food chart for a week and weigh again on Friday",
    "Bloods for full count, kidney function and thyroid, chase on Thursday",
    "Ask the pharmacist to look at the evening tablets before the next round",
    "Physiotherapy to see for strength and balance, sensor mat meanwhile",
    "Dressing every third day, call the tissue viability nurse if broken",
    "Speak with the daughter about the plan for another hospital admission",
    "Laxative every night until open, then every other night",
    "Urine only if new symptoms, no dipstick, watch temperature twice a day",
)
_MEDICINES = ("Paracetamol", "Furosemide", "Apixaban", "Donepezil", "Laxido", "Amlodipine")
_PROBLEMS = (
    "Alzheimer's disease",
    "Heart failure",
    "Osteoarthritis",
    "Atrial fibrillation",
    "Frailty",
)


@dataclass(frozen=True)
class Person:
    """A resident with what was recorded on admission; the first of all has the longest history."""

    resident: Resident
    stay: Stay
    allergies: AllergyState
    medicines: tuple[MedicineLine, ...]
    problems: tuple[Problem, ...]


def home(random: Random) -> Home:
    """A home with the fields that most have."""
    return Home(
        name=f"{random.choice(_STREETS)}{random.choice(_ENDINGS)} {random.choice(_HOMES)}",
        home_type=random.choice(tuple(HomeType)),
        neighbourhood=random.choice(tuple(Neighbourhood)),
        address=f"{random.randrange(1, 200)} {random.choice(_STREETS)} Road",
        phone="0161 496 0123",
        clinical_lead="Dr Amina Shah",
        round_day=random.choice(tuple(Weekday)),
        round_time="10:00",
    )


def person(random: Random, home_id: str, room: int) -> Person:
    """A resident of a home; now and then two have one NHS number, as in no real store."""
    return Person(
        resident=Resident(
            family_name=(random.choice(_SYLLABLES) + random.choice(_SYLLABLES) + random.choice(_ENDINGS)).capitalize(),
            given_name=random.choice(_GIVEN),
            title_prefix=random.choice(("Mr", "Mrs", "Miss", "Ms")),
            born=_birthday(random),
            nhs_number=_nhs_number(random),
            gender=random.choice((Gender.FEMALE, Gender.FEMALE, Gender.MALE)),
        ),
        stay=Stay(home_id=home_id, stay_type=StayType.PERMANENT, admitted_at=BEGAN, room=str(room)),
        allergies=AllergyState(
            state=AllergyStateKind.KNOWN, allergies=(Allergy(substance="Penicillin", reaction="Rash"),)
        ),
        medicines=tuple(_medicine(random, name) for name in random.sample(_MEDICINES, 4)),
        problems=tuple(Problem(text=text, state=ProblemState.ACTIVE) for text in random.sample(_PROBLEMS, 3)),
    )  # fmt: skip


def recorded(random: Random, entries: int) -> Iterator[tuple[datetime, Record]]:
    """What is recorded of one resident, oldest first: of ten an entry, eight sets and an action."""
    for number in range(entries):
        at = BEGAN + timedelta(minutes=number * 525_600 // A_YEAR + random.randrange(600))
        yield at, _one(random, number, at, is_last=number >= entries - 20)


def entry(random: Random) -> RoundEntry:
    """A round entry of usual length."""
    return RoundEntry(
        how=random.choice((HowSeen.IN_PERSON, HowSeen.VIDEO, HowSeen.DISCUSSED)),
        note=". ".join(random.sample(_FINDINGS, 3)),
        plan=". ".join(random.sample(PLANS, 2)),
        watch_for=random.choice(_FINDINGS),
        watch_call="The practice on the usual number",
        see_again=random.choice((SeeAgain.NEXT_ROUND, SeeAgain.TWO_WEEKS)),
    )


def _one(random: Random, number: int, at: datetime, *, is_last: bool) -> Record:
    if number % 10 == 0:
        return entry(random)
    if number % 10 == 5:
        state = ActionState.OPEN if is_last else ActionState.DONE
        return Action(
            text=random.choice(PLANS),
            owner="Home",
            due=(at + timedelta(days=7)).date(),
            state=state,
        )
    return _observations(random, at)


def _observations(random: Random, at: datetime) -> ObservationSet:
    return ObservationSet(
        taken_at=at,
        respirations=random.randrange(12, 24),
        oxygen_percent=random.randrange(92, 99),
        on_oxygen=False,
        systolic=random.randrange(100, 170),
        diastolic=random.randrange(55, 95),
        pulse=random.randrange(55, 105),
        consciousness=Consciousness.ALERT,
        temperature=Decimal(random.randrange(360, 382)) / 10,
    )


def _nhs_number(random: Random) -> NhsNumber:
    """Of the range that is never given out; a stem without a check digit is passed over."""
    while True:
        stem = f"999{random.randrange(1_000_000):06}"
        digit = calculate_checksum(stem)
        if digit is not None and digit < 10:
            return NhsNumber(f"{stem}{digit}")


def _birthday(random: Random) -> PartialDate:
    year, month, day = (
        random.randrange(1925, 1955),
        random.randrange(1, 13),
        random.randrange(1, 29),
    )
    return PartialDate(f"{year}-{month:02}-{day:02}")


def _medicine(random: Random, name: str) -> MedicineLine:
    return MedicineLine(
        medicine=name,
        form="tablet",
        dose=f"{random.choice((5, 20, 40, 500))} mg",
        route="oral",
        frequency=random.choice(("once a day", "twice a day")),
        state=MedicineState.ACTIVE,
        is_verified=random.random() < 0.8,
    )
