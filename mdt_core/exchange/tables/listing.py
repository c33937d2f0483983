"""An edition against what earlier ones said: which home each line is, and what becomes of the rest.

A home is its premises with dated registrations. The same CQC location is the same home, and so is
the same name in the same building unless the CQC location changed hands. Anything else is a home of
its own, and where one ended as the other began in the same building, a succession is offered to a
person. Pure: what is known comes in, what to say of each home goes out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mdt_core.clock import clinical_date
from mdt_core.exchange.tables.edition import Edition, Entry
from mdt_core.exchange.tables.known_homes import KnownHome, Listed
from mdt_core.exchange.tables.premises import plain_name
from mdt_core.identifiers import CqcLocationId, derived_id
from mdt_core.records.homes import HomeStatus


@dataclass(frozen=True)
class Statement:
    """What to say of one home after an edition: groups and their fields."""

    home_id: str
    said: dict[str, dict[str, Any]]


def not_covered(edition: Edition, known: Iterable[KnownHome]) -> list[Entry]:
    """The lines of an edition older than what is here that its history does not hold."""
    homes = tuple(known)
    return [
        entry
        for entry in edition.entries
        if not any(
            _is_same_line(each, entry) and each.covers(edition.as_of)
            for home in homes
            for each in home.registrations
        )
    ]


def _is_same_line(listed: Listed, entry: Entry) -> bool:
    if entry.cqc_location_id and listed.cqc_location_id:
        return entry.cqc_location_id == listed.cqc_location_id
    return plain_name(listed.name) == plain_name(entry.name)


def statements(edition: Edition, known: Mapping[str, KnownHome]) -> Iterator[Statement]:
    """What the edition says of every home that it lists, and of those that it lists no longer."""
    seen: set[str] = set()
    for home_id, entries in _by_home(edition, known).items():
        seen.add(home_id)
        yield Statement(home_id, _said_of(entries, known.get(home_id), edition.as_of))
    for home in known.values():
        if home.listed and home.id not in seen:
            yield Statement(home.id, _closed(home, edition.as_of))


def home_ids(edition: Edition, known: Mapping[str, KnownHome]) -> set[str]:
    """The homes here that an edition names."""
    return set(_by_home(edition, known)) & set(known)


def _by_home(edition: Edition, known: Mapping[str, KnownHome]) -> dict[str, list[Entry]]:
    together: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in edition.entries:
        if entry not in together[entry.home_key]:
            together[entry.home_key].append(entry)
    found: dict[str, list[Entry]] = defaultdict(list)
    for entries in together.values():
        found[_home_id(entries, known)] += entries
    return found


def _home_id(entries: list[Entry], known: Mapping[str, KnownHome]) -> str:
    """The home that the lines are of, or the id of a new one, the same on every device."""
    numbers = {entry.cqc_location_id for entry in entries if entry.cqc_location_id}
    for home in known.values():
        if numbers & {each.cqc_location_id for each in home.registrations}:
            return home.id
    premises, name = entries[0].home_key
    for home in known.values():
        if _is_continued(home, premises, name, numbers):
            return home.id
    plain = derived_id("care-home premises", f"{premises}|{name}")
    if plain not in known:
        return plain
    return derived_id("care-home premises", f"{premises}|{name}|{min(numbers, default='again')}")


def _is_continued(home: KnownHome, premises: str, name: str, numbers: set[CqcLocationId]) -> bool:
    """Same building and name, and no CQC location that another one has taken the place of."""
    if home.premises.key != premises or not home.registrations:
        return False
    last = home.registrations[-1]
    has_other_number = bool(numbers) and last.cqc_location_id is not None
    return plain_name(last.name) == name and not has_other_number


def _said_of(
    entries: list[Entry], home: KnownHome | None, as_of: date
) -> dict[str, dict[str, Any]]:
    shown = max(entries, key=lambda each: _number_order(each.cqc_location_id))
    return {
        "identity": {
            "name": shown.name,
            "home_type": shown.home_type.value,
            "address": shown.address,
            **({"provider": shown.provider} if shown.provider else {}),
            **({"cqc_location_id": str(shown.cqc_location_id)} if shown.cqc_location_id else {}),
        },
        "status": {"status": HomeStatus.OPEN.value, "status_reason": None},
        **({"reach": {"phone": shown.phone}} if shown.phone else {}),
        **_registrations(entries, home, as_of),
    }


def _number_order(number: CqcLocationId | None) -> int:
    """Newer locations have larger numbers."""
    return int(number.partition("-")[2]) if number else 0


def _registrations(
    entries: list[Entry], home: KnownHome | None, as_of: date
) -> dict[str, dict[str, Any]]:
    standing = {each.id: each for each in (home.listed if home else ())}
    said: dict[str, Listed] = {}
    for entry in entries:
        before = next((each for each in standing.values() if _is_same_line(each, entry)), None)
        if before is not None:
            del standing[before.id]
        if before is None or _is_other(before, entry):
            said.update({before.id: _until(before, as_of)} if before else {})
            before = _new(entry, as_of)
        said[before.id] = _completed(before, entry)
    said.update({each.id: _until(each, as_of) for each in standing.values()})
    return {f"registrations/{each.id}": each.said() for each in said.values()}


def _is_other(before: Listed, entry: Entry) -> bool:
    """Whether another name or provider stands in the directory now, so that a new line begins."""
    renamed = plain_name(before.name) != plain_name(entry.name)
    changed_hands = bool(
        before.provider
        and entry.provider
        and plain_name(before.provider) != plain_name(entry.provider)
    )
    return renamed or changed_hands


def _new(entry: Entry, as_of: date) -> Listed:
    number = str(entry.cqc_location_id) if entry.cqc_location_id else None
    provider = entry.provider or ""
    key = f"{'|'.join(entry.home_key)}|{number or ''}|{provider}|{as_of}"
    return Listed(
        derived_id("care-home registration", key),
        entry.name,
        entry.provider,
        number,
        entry.home_type.value,
        as_of,
        None,
    )


def _completed(before: Listed, entry: Entry) -> Listed:
    """The registration with what this edition is the first to say of it."""
    number = str(entry.cqc_location_id) if entry.cqc_location_id else None
    return replace(
        before,
        provider=entry.provider or before.provider,
        cqc_location_id=before.cqc_location_id or number,
        home_type=entry.home_type.value,
    )


def _until(listed: Listed, as_of: date) -> Listed:
    return replace(listed, until=as_of)


def _closed(home: KnownHome, as_of: date) -> dict[str, dict[str, Any]]:
    reason = f"Not in the directory of {clinical_date(as_of)}"
    ended = {f"registrations/{each.id}": _until(each, as_of).said() for each in home.listed}
    return {"status": {"status": HomeStatus.CLOSED.value, "status_reason": reason}, **ended}
