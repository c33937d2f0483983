"""The people of a practice borough: who they are and what they live with. Nobody of them exists."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from nhs_number.validate import calculate_checksum

from mdt_core.demo.borough.parts import part
from mdt_core.demo.borough.scale import chance_of
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import AllergyStateKind, Gender

_STEMS = range(999_000_000, 1_000_000_000)
_DAYS_A_YEAR = 365.25
_YOUNGEST, _OLDEST = 62, 101
_LEAP_BIRTHDAYS = 211
"""One person in so many was born on 29 February."""

_USUAL: Final = ((14, 18), (95, 98), (112, 148), (62, 84), (62, 86), (362, 370))
"""Breaths, SpO2 %, systolic, diastolic, pulse, temperature in tenths: all score nought."""

_SCALE_2_IN = 40


@dataclass(frozen=True)
class Condition:
    """Something a person lives with, and since which year."""

    text: str
    since: int
    medicines: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """One person, as known on coming to live here; `key` tells them apart in the sketch."""

    key: str
    family: str
    given: str
    title: str
    gender: Gender
    born: date | None
    number: NhsNumber | None
    contact: tuple[str, str, str]
    about: str
    alerts: tuple[str, ...]
    conditions: tuple[Condition, ...]
    allergy_state: AllergyStateKind
    allergies: tuple[tuple[str, str], ...]
    unverified: frozenset[str]
    usual: tuple[int, ...]
    on_scale_2: bool
    weight: int

    @property
    def medicines(self) -> dict[str, str]:
        """What is on the chart, by short name, and for what; each once."""
        found: dict[str, str] = {}
        for condition in self.conditions:
            for name in condition.medicines:
                found.setdefault(name, condition.text)
        return found

    @property
    def topics(self) -> tuple[str, ...]:
        """What a clinician would come to speak about."""
        return tuple(topic for each in self.conditions for topic in each.topics) or ("review",)


@dataclass
class Register:
    """Makes people one after another, each with an NHS number of their own."""

    seed: int
    today: date
    random: Random = field(init=False)
    numbers: Iterator[NhsNumber] = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        self.random = chance_of(self.seed, "people")
        self.numbers = practice_numbers(self.seed)

    def person(self) -> Person:
        """One more person, most of them over 80 and women."""
        random, texts = self.random, part("people")
        self.made += 1
        gender = Gender.FEMALE if random.random() < 0.7 else Gender.MALE  # noqa: PLR2004 - a chance
        family = random.choice(texts["family"])
        allergy_state, allergies = _allergies(random)
        conditions = tuple(_conditions(random, self.today.year))
        named = sorted({name for each in conditions for name in each.medicines})
        return Person(
            key=f"person-{self.made}",
            family=family,
            given=random.choice(texts[gender.value]),
            title="Mr" if gender is Gender.MALE else random.choice(("Mrs", "Mrs", "Miss", "Ms")),
            gender=gender,
            born=born_before(random, self.today),
            number=next(self.numbers),
            contact=_contact(random, family),
            about=_about(random),
            alerts=tuple(random.sample(texts["alerts"], random.choice((0, 0, 1, 1, 2)))),
            conditions=conditions,
            allergy_state=allergy_state,
            allergies=allergies,
            unverified=frozenset(name for name in named if random.randrange(25) == 0),
            usual=tuple(random.randint(low, high) for low, high in _USUAL),
            on_scale_2=random.randrange(_SCALE_2_IN) == 0,
            weight=random.randint(42, 88),
        )


def practice_numbers(seed: int) -> Iterator[NhsNumber]:
    """Valid NHS numbers of the 999 range, which no living person has, none of them twice.

    One stem in eleven has no check digit and is left out, so that 909 of 1,000 are usable.
    """
    for stem in chance_of(seed, "numbers").sample(_STEMS, 20_000):
        check = calculate_checksum(str(stem))
        if check in range(10):
            yield NhsNumber(f"{stem}{check}")


def born_before(random: Random, today: date) -> date:
    """A birthday that makes somebody 62 to 101 today."""
    years = random.gauss(86, 7)
    while not _YOUNGEST <= years <= _OLDEST:
        years = random.gauss(86, 7)
    born = today - timedelta(days=int(years * _DAYS_A_YEAR))
    if random.randrange(_LEAP_BIRTHDAYS) == 0:
        return date(born.year // 4 * 4, 2, 29)
    return born


def _conditions(random: Random, year: int) -> Iterator[Condition]:
    pool = part("conditions")["condition"]
    weights = [each["weight"] for each in pool]
    drawn = random.choices(pool, weights, k=random.choice((2, 3, 3, 4, 4, 5)))
    for each in {found["text"]: found for found in drawn}.values():
        since = year - random.randint(*each["years"])
        yield Condition(each["text"], since, tuple(each["medicines"]), tuple(each["topics"]))


def _allergies(random: Random) -> tuple[AllergyStateKind, tuple[tuple[str, str], ...]]:
    kind = random.choices(tuple(AllergyStateKind), (30, 55, 10, 5))[0]
    if kind is not AllergyStateKind.KNOWN:
        return kind, ()
    found = random.sample(part("people")["allergies"], random.choice((1, 1, 2)))
    return kind, tuple((name, did) for name, did in found)


def _contact(random: Random, family: str) -> tuple[str, str, str]:
    texts = part("people")
    gender = random.choice(("female", "female", "male"))
    given = random.choice(texts[gender])
    number = f"0161 496 0{random.randint(300, 899)}"
    return f"{given} {family}", random.choice(texts["relations"][gender]), number


def _about(random: Random) -> str:
    texts = part("people")
    began = random.choice(texts["about"]).format(work=random.choice(texts["work"]))
    return f"{began}. {' '.join(random.sample(texts['likes'], 2))}"
