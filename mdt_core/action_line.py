"""Reads an action typed on one line: `bloods FBC @home fri !` is what, who, when and urgent.

Pure. `@` names a role or a person, a date stands at the end of the words, `!` on its own is urgent.
An owner outside (`@hospital`) does not use the program, so a second `@` names who chases it.
What can be read in two ways is asked and never decided here; what is not understood stays in the
words of the action, and is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from mdt_core.records.actions import OutsideOwner
from mdt_core.roles import Role
from mdt_core.typed_dates import Ambiguous, DateRule, Direction, Reading, read_date

URGENT: Final = "Urgent"
NO_OWNER: Final = "No owner yet"
NO_DUE_DATE: Final = "No due date yet"
NO_CHASER: Final = "Nobody named to chase it yet"

_LONGEST_DATE: Final = 3
"""A date has at most three words: `2 nov 2026`."""

_AHEAD: Final = DateRule(Direction.FUTURE)
_BARE_FIGURES: Final = re.compile(r"\d+")
_SHORTHAND: Final = re.compile(r"(\d{1,2})/(7|52|12)")
_DAYS_IN: Final = {"7": 1, "52": 7}

_ROLE_WORDS: Final = {
    "gp": Role.GP,
    "anp": Role.ADVANCED_PRACTITIONER,
    "acp": Role.ADVANCED_PRACTITIONER,
    "matron": Role.COMMUNITY_MATRON,
    "nurse": Role.NURSE,
    "pharmacist": Role.PHARMACIST,
    "therapist": Role.ALLIED_HEALTH_PROFESSIONAL,
    "social": Role.SOCIAL_WORKER,
    "manager": Role.HOME_MANAGER,
    "home": Role.HOME_NURSE,
    "carer": Role.HOME_CARER,
    "d2a": Role.D2A_COORDINATOR,
}
"""What may follow `@` for a role; `home` is the care home's nurse."""


OUTSIDE_WORDS: Final = {
    "practice": OutsideOwner.PRACTICE,
    "surgery": OutsideOwner.PRACTICE,
    "hospital": OutsideOwner.HOSPITAL,
    "family": OutsideOwner.FAMILY,
    "service": OutsideOwner.SERVICE,
}
"""What may follow `@` for an owner who does not use the program."""


@dataclass(frozen=True)
class Owner:
    """A person who can own an action."""

    name: str
    role: Role | None = None
    outside: OutsideOwner | None = None

    @property
    def words(self) -> str:
        """The name with the role: `Grace Obi, Care-home nurse`."""
        return f"{self.name}, {self.role.label}" if self.role else self.name

    @property
    def handle(self) -> str:
        """What names exactly this person after `@`, without a space: `grace.obi/home_nurse`."""
        name = ".".join(self.name.split()).casefold()
        return f"{name}/{self.role.value}" if self.role else name


@dataclass(frozen=True)
class Question:
    """What has two readings: the question, and for each answer its words and the line it makes."""

    words: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ActionLine:
    """What was understood. `owner` is a person's name; a role alone is in `owner_role`."""

    text: str
    owner: str = ""
    owner_role: Role | None = None
    due: date | None = None
    urgent: bool = False
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    outside: OutsideOwner | None = None
    chaser: str = ""
    chaser_role: Role | None = None

    @property
    def owner_words(self) -> str:
        """Who owns it, in words; empty while nobody does."""
        if self.owner or self.outside:
            return self.owner or (self.outside.label if self.outside else "")
        return self.owner_role.label if self.owner_role else ""

    @property
    def chaser_words(self) -> str:
        """Who chases an owner outside; empty while nobody does."""
        return self.chaser or (self.chaser_role.label if self.chaser_role else "")

    @property
    def understood(self) -> tuple[str, ...]:
        """The chips: what was understood besides the words."""
        due = f"Due {Reading(self.due).words}" if self.due else ""
        owner = f"Owner {self.owner_words}" if self.owner_words else ""
        chaser = f"Chaser {self.chaser_words}" if self.chaser_words else ""
        return tuple(filter(None, (owner, chaser, due, URGENT if self.urgent else "")))

    @property
    def missing(self) -> tuple[str, ...]:
        """What an action should still have, in words."""
        owner = "" if self.owner_words else NO_OWNER
        chaser = NO_CHASER if self.outside and not self.chaser_words else ""
        return tuple(filter(None, (owner, chaser, "" if self.due else NO_DUE_DATE)))


def parse(text: str, today: date, owners: Sequence[Owner] = ()) -> ActionLine:
    """Reads one line as typed on a day; never raises, and never drops a word."""
    words = text.split()
    line = ActionLine("", urgent="!" in words)
    line, words = _with_owner(line, words, owners)
    line, words = _with_due(line, words, today)
    return replace(line, text=" ".join(word for word in words if word != "!"))


def _with_owner(
    line: ActionLine, words: list[str], owners: Sequence[Owner]
) -> tuple[ActionLine, list[str]]:
    outside = [n for n, word in enumerate(words) if _outside_named(word)]
    if len(outside) != 1:
        return _with_person(line, words, owners)
    (place,) = outside
    rest = words[:place] + words[place + 1 :]
    line = replace(line, outside=_outside_named(words[place]))
    return _with_person(line, rest, owners, beside=words[place])


def _outside_named(word: str) -> OutsideOwner | None:
    return OUTSIDE_WORDS.get(word[1:].casefold()) if word.startswith("@") else None


def _with_person(
    line: ActionLine, words: list[str], owners: Sequence[Owner], *, beside: str = ""
) -> tuple[ActionLine, list[str]]:
    """The person or role named: the owner, or who chases the owner outside that stands `beside`."""
    places = [n for n, word in enumerate(words) if word.startswith("@") and len(word) > 1]
    if not places:
        return line, words
    if len(places) > 1:
        note = _TOO_MANY_CHASERS if beside else _TOO_MANY_OWNERS
        return replace(line, notes=(*line.notes, note)), words
    place = places[0]
    named = words[place][1:]
    found = _owners_named(named, owners)
    rest = words[:place] + words[place + 1 :]
    if len(found) == 1:
        name, role = "" if found[0] in _ROLES else found[0].name, found[0].role
        if beside:
            return replace(line, chaser=name, chaser_role=role), rest
        return replace(line, owner=name, owner_role=role), rest
    if not found:
        note = f"Nobody here is called «{named}». Type @home, @gp, or the beginning of a name"
        return replace(line, notes=(*line.notes, note)), words
    said = [*words, beside] if beside else words
    answers = tuple((who.words, _line_with(said, place, 1, f"@{_handle(who)}")) for who in found)
    asked = Question(f"Who is «@{named}»?", answers)
    return replace(line, questions=(*line.questions, asked)), rest


_TOO_MANY_OWNERS: Final = "Only one owner can be named. Write a second action for the other"
_TOO_MANY_CHASERS: Final = "Only one person can be named to chase it"


def _handle(who: Owner) -> str:
    return who.name.casefold() if who in _ROLES else who.handle


_ROLES: Final = tuple(Owner(word, role) for word, role in _ROLE_WORDS.items())


def _owners_named(named: str, owners: Sequence[Owner]) -> list[Owner]:
    """The one that is named in full, or all whose name or role begins so."""
    wanted = named.casefold()
    people = list(dict.fromkeys(owners))
    exact = [who for who in people if wanted == who.handle]
    exact += [role for role in _ROLES if wanted == role.name]
    if exact:
        return exact[:1]
    beginning = wanted.replace(".", " ")
    found = [who for who in people if beginning in _beginnings(who.name, len(beginning))]
    by_role = {role.role: role for role in _ROLES if role.name.startswith(wanted)}
    return [*found, *by_role.values()]


def _beginnings(name: str, length: int) -> Iterator[str]:
    """What the name begins with, and each later part of it."""
    parts = name.casefold().split()
    for n in range(len(parts)):
        yield " ".join(parts[n:])[:length]


def _with_due(line: ActionLine, words: list[str], today: date) -> tuple[ActionLine, list[str]]:
    kept = [n for n, word in enumerate(words) if word != "!"]
    for count in range(min(_LONGEST_DATE, len(kept)), 0, -1):
        places = kept[-count:]
        if places[-1] - places[0] != count - 1:
            continue
        typed = " ".join(words[n] for n in places)
        found = _days_meant(typed, today)
        if not found:
            continue
        rest = words[: places[0]] + words[places[-1] + 1 :]
        if len(found) == 1:
            return _dated(line, found[0], today), (rest if found[0] >= today else words)
        answers = tuple(
            (Reading(day).words, _line_with(words, places[0], count, day.isoformat()))
            for day in found
        )
        asked = Question(f"«{typed}» can be read in two ways. Which is meant?", answers)
        return replace(line, questions=(*line.questions, asked)), rest
    return line, words


def _dated(line: ActionLine, day: date, today: date) -> ActionLine:
    if day >= today:
        return replace(line, due=day)
    note = f"{Reading(day).words} is past, so it is no due date"
    return replace(line, notes=(*line.notes, note))


def _days_meant(typed: str, today: date) -> list[date]:
    """The days that the words may mean. Four figures are left alone: they may be an extension."""
    if _BARE_FIGURES.fullmatch(typed):
        return []
    days = [*_shorthand(typed, today)]
    noon = datetime.combine(today, time(12))
    match read_date(typed, noon, _AHEAD):
        case Reading(day):
            days.append(day)
        case Ambiguous(readings=readings):
            days += [reading.day for reading in readings]
        case _:
            match read_date(typed, noon, DateRule()):
                case Reading(day):
                    days.append(day)
    return sorted(set(days))


def _shorthand(typed: str, today: date) -> Iterator[date]:
    """`3/7`, `2/52` and `6/12`: days, weeks and months as clinicians write them."""
    found = _SHORTHAND.fullmatch(typed)
    if found is None or found[1] in ("0", "00"):
        return
    if found[2] in _DAYS_IN:
        yield today + timedelta(days=int(found[1]) * _DAYS_IN[found[2]])
        return
    step = read_date(f"+{int(found[1])}m", datetime.combine(today, time(12)), _AHEAD)
    if isinstance(step, Reading):
        yield step.day


def _line_with(words: list[str], place: int, count: int, instead: str) -> str:
    return " ".join([*words[:place], instead, *words[place + count :]])
