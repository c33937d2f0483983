"""Who may have which vaccine on which day, by dated rules that are data and never code.

Pure: a programme and what is known of a person give a verdict with its reason. What the rules or the
record do not say is said to be unknown, never taken as «no». Nothing here is an instruction to give.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from mdt_core.clock import PartialDate
from mdt_core.errors import MdtError
from mdt_core.records.vaccinations import Vaccine


class Standing(StrEnum):
    """How sure the rules of a programme are."""

    PUBLISHED = "published"
    CARRIED_OVER = "carried_over"
    NOT_PUBLISHED = "not_published"


class Lasts(StrEnum):
    """Whether a dose counts for the season or for good."""

    SEASON = "season"
    ONCE = "once"


class Homes(StrEnum):
    """Which residents of homes may have it at any age."""

    NONE = "none"
    LONG_STAY = "long_stay"
    OLDER_ADULTS = "older_adults"


class Verdict(StrEnum):
    """What the rules say of one person."""

    ELIGIBLE = "eligible"
    NOT_BY_RULE = "not by rule"
    NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Turned:
    """Those who reached an age on a day or after it."""

    age: int
    on_or_after: date


@dataclass(frozen=True)
class Programme:
    """One programme with its days (the last may be open), groups, target and source."""

    id: str
    vaccine: Vaccine
    title: str
    first: date
    last: date | None
    standing: Standing
    lasts: Lasts
    doses: int
    from_age: int | None
    to_age: int | None
    turned: Turned | None
    homes: Homes
    ask_about: str
    target_percent: int | None
    source: str

    def runs_on(self, day: date) -> bool:
        """Whether a day lies in the programme."""
        return self.first <= day and (self.last is None or day <= self.last)

    def counts(self, given: PartialDate) -> bool:
        """Whether a dose of that date counts; a vague date counts by its first possible day."""
        if self.lasts is Lasts.ONCE:
            return True
        return self.first <= given.earliest and (self.last is None or given.earliest <= self.last)


@dataclass(frozen=True)
class VaccinationRules:
    """Every programme with the version of the rules, who approved them, and where they are from."""

    version: str
    approved_by: str
    approved_on: str
    source: str
    home_types_for_older_adults: tuple[str, ...]
    long_stays: tuple[str, ...]
    programmes: tuple[Programme, ...]

    def running_on(self, day: date) -> tuple[Programme, ...]:
        """The programmes of a day, in their order."""
        return tuple(each for each in self.programmes if each.runs_on(day))

    def programme(self, programme_id: str) -> Programme | None:
        """One programme, or None where these rules do not have it."""
        return next((each for each in self.programmes if each.id == programme_id), None)


@dataclass(frozen=True)
class PersonFacts:
    """What the rules ask of a person; None and an empty text where it is not recorded."""

    born: PartialDate | None
    stay_type: str = ""
    home_type: str = ""


@dataclass(frozen=True)
class Eligibility:
    """A verdict and its reason in words."""

    verdict: Verdict
    words: str


@cache
def shipped_vaccination_rules() -> VaccinationRules:
    """The rules that come with the program, until the organisation approves its own."""
    text = Path(__file__).with_name("vaccination_rules.json").read_text("utf-8")
    return vaccination_rules_from(text)


def vaccination_rules_from(text: str) -> VaccinationRules:
    """Reads rules from JSON; raises MdtError for what lacks a part, has one too many or has no source."""
    try:
        raw = json.loads(text)
        lists = {name: tuple(raw[name]) for name in ("home_types_for_older_adults", "long_stays")}
        found = tuple(_programme(each) for each in raw["programmes"])
        rules = VaccinationRules(**{**raw, **lists, "programmes": found})
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise MdtError(f"the vaccination rules do not fit: {wrong}") from wrong
    if not all((rules.version, rules.source, *(each.source for each in found))):
        raise MdtError("the vaccination rules lack a version or a source")
    if len({each.id for each in found}) < len(found):
        raise MdtError("two programmes of the vaccination rules have one id")
    return rules


def _programme(raw: dict[str, Any]) -> Programme:
    turned = raw["turned"]
    read = {
        "vaccine": Vaccine(raw["vaccine"]),
        "first": date.fromisoformat(raw["first"]),
        "last": date.fromisoformat(raw["last"]) if raw["last"] else None,
        "standing": Standing(raw["standing"]),
        "lasts": Lasts(raw["lasts"]),
        "homes": Homes(raw["homes"]),
        "turned": turned and Turned(turned["age"], date.fromisoformat(turned["on_or_after"])),
    }
    return Programme(**{**raw, **read})


def age_on(born: date, day: date) -> int:
    """Completed years on a day; who was born on 29 February has the birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def eligibility(
    programme: Programme, person: PersonFacts, day: date, rules: VaccinationRules
) -> Eligibility:
    """What a programme's rules say of a person on a day of it."""
    if programme.standing is Standing.NOT_PUBLISHED:
        return Eligibility(Verdict.NOT_KNOWN, programme.source)
    if not programme.runs_on(day):
        return Eligibility(Verdict.NOT_BY_RULE, "This is no day of the programme")
    lives = _by_home(programme, person, rules)
    if lives:
        return Eligibility(Verdict.ELIGIBLE, lives)
    return _by_age(programme, person.born, day)


def _by_home(programme: Programme, person: PersonFacts, rules: VaccinationRules) -> str:
    is_long = person.stay_type in rules.long_stays
    if programme.homes is Homes.LONG_STAY and is_long:
        return "Lives in a care home"
    is_for_older = person.home_type in rules.home_types_for_older_adults
    if programme.homes is Homes.OLDER_ADULTS and is_long and is_for_older:
        return "Lives in a care home for older adults"
    return ""


def _by_age(programme: Programme, born: PartialDate | None, day: date) -> Eligibility:
    if born is None:
        return Eligibility(Verdict.NOT_KNOWN, "Date of birth not recorded")
    youngest, oldest = (_is_in(programme, each, day) for each in (_latest(born), born.earliest))
    if youngest != oldest:
        return Eligibility(Verdict.NOT_KNOWN, f"Born {born.display()}: the age is not certain")
    if oldest:
        age = age_on(born.earliest, day)
        words = f"Aged {age}" if born.is_full else f"Born {born.display()}"
        return Eligibility(Verdict.ELIGIBLE, words)
    return Eligibility(Verdict.NOT_BY_RULE, programme.ask_about or "Not by age")


def _is_in(programme: Programme, born: date, day: date) -> bool:
    age, turned = age_on(born, day), programme.turned
    if turned is not None and age >= turned.age:
        reached = _birthday(born, turned.age)
        if reached >= turned.on_or_after:
            return True
    is_old_enough = programme.from_age is not None and age >= programme.from_age
    return is_old_enough and (programme.to_age is None or age <= programme.to_age)


def _birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, _MARCH, 1)


def _latest(born: PartialDate) -> date:
    """The last day that a partial date can mean."""
    year, month = born.earliest.year, born.earliest.month
    if born.is_full:
        return born.earliest
    if len(born) == len("1943"):
        return date(year, 12, 31)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


_MARCH: Final = 3
