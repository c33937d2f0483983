"""What a homes directory said so far of each home: its premises and its dated registrations.

Read from the directory's own last words, so that what people wrote of a home does not hide from the
next edition which home it is. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mdt_core.exchange.tables.premises import Premises, premises_of

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Listed:
    """One registration as the directory's own record holds it."""

    id: str
    name: str
    provider: str | None
    cqc_location_id: str | None
    home_type: str | None
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether the edition of that day listed it."""
        return self.since <= day and (self.until is None or day < self.until)

    def said(self) -> dict[str, Any]:
        """The member as a body, without its id."""
        body = {
            "name": self.name,
            "provider": self.provider,
            "cqc_location_id": self.cqc_location_id,
            "home_type": self.home_type,
            "listed_from": self.since.isoformat(),
            "listed_until": self.until.isoformat() if self.until else None,
        }
        return {name: value for name, value in body.items() if value is not None}


@dataclass(frozen=True)
class KnownHome:
    """A home as the directory itself last described it, whatever people wrote since."""

    id: str
    name: str
    premises: Premises
    registrations: tuple[Listed, ...]

    @property
    def listed(self) -> tuple[Listed, ...]:
        """The registrations that the newest edition lists."""
        return tuple(each for each in self.registrations if each.until is None)

    @property
    def since(self) -> date | None:
        """The first edition that lists it."""
        return min((each.since for each in self.registrations), default=None)

    @property
    def ended(self) -> date | None:
        """The first edition that no longer lists it, None where it is listed."""
        if self.listed:
            return None
        return max((each.until for each in self.registrations if each.until), default=None)


def known_home(home_id: str, values: Values) -> KnownHome:
    """A home from the values that the directory said of it."""
    address, _, postcode = str(values.get("address", "")).rpartition(", ")
    registrations = sorted(map(_listed, values.get("registrations", ())), key=_by_day)
    name = str(values.get("name", ""))
    return KnownHome(home_id, name, premises_of(address, postcode), tuple(registrations))


def _listed(member: Values) -> Listed:
    until = member.get("listed_until")
    return Listed(
        id=member["id"],
        name=member["name"],
        provider=member.get("provider"),
        cqc_location_id=member.get("cqc_location_id"),
        home_type=member.get("home_type"),
        since=date.fromisoformat(member["listed_from"]),
        until=date.fromisoformat(until) if until else None,
    )


def _by_day(each: Listed) -> tuple[date, str]:
    return (each.since, each.id)


def newest_day(known: Iterable[KnownHome]) -> date | None:
    """The newest edition that left a trace."""
    days = (
        day for home in known for each in home.registrations for day in (each.since, each.until)
    )
    return max((day for day in days if day is not None), default=None)
