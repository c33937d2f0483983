"""What has come in about a resident since the page was opened, in words, without Qt.

A fall and a change to allergies, a medicine or the person's details are safety-critical: they have
to be looked at before an entry is signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from mdt_core.clock import clinical_date, clinical_time, london_day
from mdt_core.record import Card, Statement
from mdt_core.store.queries.care_decisions import changed_decisions
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept, Signed
from mdt_desktop.ui.round.know import observation_words, usual_total

C = TypeVar("C", bound=Card)
S = TypeVar("S", bound=Statement)

_WHO = (
    *("family_name", "given_name", "born", "nhs_number", "is_deceased", "died", "home_id", "room"),
    "two_versions",
)


@dataclass(frozen=True)
class News:
    """One thing that is new, and whether it must be looked at before signing."""

    words: str
    must_look: bool = False


def news_between(seen: ResidentPage, now: ResidentPage, *, today: date) -> tuple[News, ...]:
    """What stands now that was not seen; what concerns safety comes first."""
    found = [*_falls(seen, now, today), *_safety(seen, now), *_added(seen, now, today)]
    return tuple(sorted(found, key=lambda each: not each.must_look))


def news_words(news: tuple[News, ...], *, before_signing: bool = False) -> str:
    """`New since you opened: fall at 03:10 today`, and to look where that is asked."""
    said = f"New since you opened: {'; '.join(each.words for each in news)}"
    return f"{said}. Look before you sign" if before_signing else said


def must_look(news: tuple[News, ...]) -> bool:
    """Whether signing waits until somebody has looked."""
    return any(each.must_look for each in news)


def _falls(seen: ResidentPage, now: ResidentPage, today: date) -> Iterator[News]:
    for fall in _new(seen.falls, now.falls):
        yield News(f"fall {_at(fall.occurred_at, today)}", must_look=True)


def _safety(seen: ResidentPage, now: ResidentPage) -> Iterator[News]:
    if [head.mid for head in seen.allergies] != [head.mid for head in now.allergies]:
        yield News("allergies changed", must_look=True)
    for title in changed_decisions(seen.care, now.care):
        yield News(f"{title} changed", must_look=True)
    changed = _changed(
        (*seen.medicines, *seen.past_medicines), (*now.medicines, *now.past_medicines)
    )
    for line in changed:
        yield News(f"medicine changed: {line.readable.get('medicine', 'a line')}", must_look=True)
    if _person(seen.line) != _person(now.line):
        yield News("name, birth, number or place changed", must_look=True)


def _person(line: ResidentLine) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in _WHO)


def _added(seen: ResidentPage, now: ResidentPage, today: date) -> Iterator[News]:
    yield from _signed(seen, now)
    for told in _new(seen.hospital, now.hospital):
        part = told.record.part.label.lower() if told.record else "a time in hospital"
        yield News(f"{part} {_at(told.occurred_at, today)}")
    for action in _changed(seen.open_actions, now.open_actions):
        yield News(f"action: {action.readable.get('text', '')}")
    if _changed(seen.problems, now.problems):
        yield News("problems changed")


def _signed(seen: ResidentPage, now: ResidentPage) -> Iterator[News]:
    usual = usual_total(now)
    for taken in _new(seen.observations, now.observations):
        yield News(f"observations {observation_words(taken, usual)}")
    for concern in _new(seen.concerns, now.concerns):
        said = concern.readable.get("words") or "see Why today"
        yield News(f"concern of the home {_when(concern)}: «{said}»")
    for entry in _new(seen.entries, now.entries):
        yield News(f"entry of {entry.author.name} {_when(entry)}")


def _new(before: tuple[Signed[S], ...], after: tuple[Signed[S], ...]) -> list[Signed[S]]:
    known = {each.mid for each in before}
    return [each for each in after if each.mid not in known]


def _changed(before: tuple[Kept[C], ...], after: tuple[Kept[C], ...]) -> tuple[Kept[C], ...]:
    known = {each.id: (each.readable, each.has_siblings) for each in before}
    return tuple(each for each in after if known.get(each.id) != (each.readable, each.has_siblings))


def _when(signed: Signed[S]) -> str:
    return f"{clinical_date(london_day(signed.occurred_at))} {clinical_time(signed.occurred_at)}"


def _at(moment: datetime, today: date) -> str:
    """`at 03:10 today`, `on 21-Nov-2026 at 03:10`."""
    day, time = london_day(moment), clinical_time(moment)
    return f"at {time} today" if day == today else f"on {clinical_date(day)} at {time}"
