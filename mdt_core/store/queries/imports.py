"""What an import of a table asks: who may be the same person, which homes are here, who said what.

Read inside the deed that writes, so that two imports at once cannot make one person twice.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from mdt_core.store import card_body
from mdt_core.store.projections import CHANGE, RECORD, RESIDENT_CURRENT
from mdt_core.sync.change import Change, change_from_text

_MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Namesake:
    """A resident as far as an import needs to know whether a row is the same person."""

    resident_id: str
    family_name: str
    given_name: str
    born: str
    nhs_number: str | None


def born_on(connection: Connection, days: Collection[str]) -> tuple[Namesake, ...]:
    """The residents born on one of the days."""
    current = RESIDENT_CURRENT.c
    found: list[Namesake] = []
    listed = sorted(set(days))
    for start in range(0, len(listed), _MOST_AT_ONCE):
        query = select(
            current.resident_id,
            current.family_name,
            current.given_name,
            current.born,
            current.nhs_number,
        ).where(current.born.in_(listed[start : start + _MOST_AT_ONCE]))
        found += [
            Namesake(row[0], row[1], row[2] or "", row[3], row[4])
            for row in connection.execute(query)
        ]
    return tuple(found)


def home_cards(connection: Connection) -> dict[str, dict[str, Any]]:
    """Every home by its id, with the newest value of each field."""
    query = select(RECORD.c.id, RECORD.c.body).where(RECORD.c.kind == "home")
    rows = connection.execute(query).all()
    return {row.id: card_body.values_from_text(row.body) for row in rows if row.body}


def stay_here(connection: Connection, resident_id: str) -> str | None:
    """The id of the resident's current stay, as the residents' lines show it."""
    query = select(RESIDENT_CURRENT.c.stay_id).where(RESIDENT_CURRENT.c.resident_id == resident_id)
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def lives_in(connection: Connection, home_id: str) -> int:
    """How many residents live in a home now."""
    query = select(RESIDENT_CURRENT.c.resident_id).where(RESIDENT_CURRENT.c.home_id == home_id)
    return len(connection.execute(query).all())


def said_of(connection: Connection, record_id: str, device: str) -> list[Change]:
    """Every change of one record that carries a device's name, in order of arrival."""
    query = (
        select(CHANGE.c.mid, CHANGE.c.body)
        .where(CHANGE.c.record_id == record_id, CHANGE.c.body.is_not(None))
        .order_by(CHANGE.c.n)
    )
    changes = (change_from_text(row.mid, row.body) for row in connection.execute(query))
    return [change for change in changes if change.envelope.device == device]


def homes_said_by(connection: Connection, device: str) -> dict[str, list[Change]]:
    """Every change of homes that carries a device's name, by home, in order of arrival."""
    query = (
        select(CHANGE.c.mid, CHANGE.c.body)
        .join(RECORD, RECORD.c.id == CHANGE.c.record_id)
        .where(RECORD.c.kind == "home", CHANGE.c.body.is_not(None))
        .order_by(CHANGE.c.n)
    )
    said: dict[str, list[Change]] = defaultdict(list)
    for row in connection.execute(query):
        change = change_from_text(row.mid, row.body)
        if change.envelope.device == device:
            said[change.envelope.record_id].append(change)
    return dict(said)


def numbered(connection: Connection, numbers: Collection[str]) -> dict[str, tuple[Namesake, ...]]:
    """The residents with these NHS numbers, by number."""
    current = RESIDENT_CURRENT.c
    found: defaultdict[str, list[Namesake]] = defaultdict(list)
    listed = sorted(set(numbers))
    for start in range(0, len(listed), _MOST_AT_ONCE):
        some = listed[start : start + _MOST_AT_ONCE]
        query = select(
            current.resident_id,
            current.family_name,
            current.given_name,
            current.born,
            current.nhs_number,
        ).where(current.nhs_number.in_(some))
        for row in connection.execute(query):
            one = Namesake(row[0], row[1], row[2] or "", row[3] or "", row[4])
            found[row[4]].append(one)
    return {number: tuple(people) for number, people in found.items()}
