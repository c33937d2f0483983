"""Find anywhere: a resident by name, NHS number, other number or room; a home by name."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.store.dialects import sqlite
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT, SOURCE_IDENTIFIER
from mdt_core.store.queries.homes import (
    HomeLine,
    ResidentLine,
    by_name,
    home_names,
    homes_among,
    marked_similar,
    resident_line,
)
from mdt_core.store.search import words_of

_MOST = 2_000
"""Most residents and homes looked through for one question."""


@dataclass(frozen=True)
class Found:
    """What a question found, residents and homes apart."""

    residents: tuple[ResidentLine, ...]
    homes: tuple[HomeLine, ...]


def find(connection: Connection, actor: Actor, asked: str, *, limit: int = 200) -> Found:
    """Everyone and every home, within what the person serves, that holds all words asked for."""
    tokens = words_of(asked)
    if not tokens:
        return Found((), ())
    numbers = sqlite.records_with(connection, tokens, _MOST, (Resident.kind, Home.kind))
    people = _residents(connection, actor, asked, numbers)
    found_homes = homes_among(connection, actor, _ids_of(connection, numbers, Home.kind))
    return Found(people[:limit], found_homes)


def resident_ids_for(connection: Connection, number: str) -> tuple[str, ...]:
    """The residents with that id, NHS number (any spacing) or number in another system."""
    digits = "".join(character for character in number if character.isdecimal())
    asked = {"asked": number.strip(), "digits": digits or number.strip()}
    return tuple(sorted(connection.execute(_KNOWN_AS, asked).scalars()))


def _residents(
    connection: Connection, actor: Actor, asked: str, numbers: list[int]
) -> tuple[ResidentLine, ...]:
    ids = _ids_of(connection, numbers, Resident.kind) | set(resident_ids_for(connection, asked))
    rows = connection.execute(_LINES, {"residents": list(ids), "room": asked.strip()}).all()
    names = home_names(connection, {row.home_id for row in rows if row.home_id})
    lines = [resident_line(row, names) for row in rows]
    seen = [line for line in lines if access.may_read(actor, Resident, line.home_id)]
    return marked_similar(sorted(seen, key=lambda line: (line.is_deceased, by_name(line))))


def _ids_of(connection: Connection, numbers: list[int], kind: str) -> set[str]:
    return set(connection.execute(_IDS, {"numbers": numbers, "kind": kind}).scalars())


_PEOPLE: Any = (
    select(RECORD.c.resident_id)
    .join(RESIDENT_CURRENT, RESIDENT_CURRENT.c.resident_id == RECORD.c.resident_id)
    .where(RECORD.c.kind == Resident.kind)
)
"""Whoever is known by a number of a record that was joined to another is found under the one kept."""
_KNOWN_AS = _PEOPLE.where(RECORD.c.id == bindparam("asked")).union(
    select(RESIDENT_CURRENT.c.resident_id).where(
        RESIDENT_CURRENT.c.nhs_number == bindparam("digits")
    ),
    _PEOPLE.where(RECORD.c.own_id.is_not(None), RECORD.c.owner == bindparam("digits")),
    _PEOPLE.join(SOURCE_IDENTIFIER, SOURCE_IDENTIFIER.c.resident_id == RECORD.c.id).where(
        SOURCE_IDENTIFIER.c.value == bindparam("asked")
    ),
)
"""Without digits there is no NHS number to ask for; above all not that of everyone who has none."""

_IDS = select(func.coalesce(RECORD.c.resident_id, RECORD.c.id)).where(
    RECORD.c.no.in_(bindparam("numbers", expanding=True)), RECORD.c.kind == bindparam("kind")
)
_LINES = select(RESIDENT_CURRENT).where(
    or_(
        RESIDENT_CURRENT.c.resident_id.in_(bindparam("residents", expanding=True)),
        RESIDENT_CURRENT.c.room == bindparam("room"),
    )
)
