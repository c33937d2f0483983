"""Find anywhere: a resident by name, NHS number, other number or room; a home by name."""

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

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
    homes,
    marked_similar,
    resident_line,
)
from mdt_core.store.search import words_of

_MOST = 400
"""Most records looked through for one question."""


@dataclass(frozen=True)
class Found:
    """What a question found, residents and homes apart."""

    residents: tuple[ResidentLine, ...]
    homes: tuple[HomeLine, ...]


def find(connection: Connection, actor: Actor, asked: str, *, limit: int = 30) -> Found:
    """Everyone and every home, within what the person serves, that holds all words asked for."""
    tokens = words_of(asked)
    if not tokens:
        return Found((), ())
    all_homes = homes(connection, actor)
    numbers = sqlite.records_with(connection, tokens, _MOST)
    people = _residents(
        connection, actor, asked, numbers, {home.id: home.name for home in all_homes}
    )
    ids = _ids_of(connection, numbers, Home.kind)
    return Found(people[:limit], tuple(home for home in all_homes if home.id in ids))


def resident_ids_for(connection: Connection, number: str) -> tuple[str, ...]:
    """The residents with that id, NHS number (any spacing) or number in another system."""
    digits = "".join(character for character in number if character.isdecimal())
    current, source = RESIDENT_CURRENT.c, SOURCE_IDENTIFIER.c
    direct = select(current.resident_id).where(
        or_(current.resident_id == number.strip(), current.nhs_number == (digits or None))
    )
    elsewhere = select(source.resident_id).where(source.value == number.strip())
    rows = connection.execute(direct.union(elsewhere))
    return tuple(sorted(row[0] for row in rows))


def _residents(
    connection: Connection, actor: Actor, asked: str, numbers: list[int], names: dict[str, str]
) -> tuple[ResidentLine, ...]:
    ids = _ids_of(connection, numbers, Resident.kind) | set(resident_ids_for(connection, asked))
    current = RESIDENT_CURRENT.c
    query = select(RESIDENT_CURRENT).where(
        or_(current.resident_id.in_(ids), current.room == asked.strip())
    )
    lines = [resident_line(row, names) for row in connection.execute(query)]
    seen = [line for line in lines if access.may_read(actor, Resident, line.home_id)]
    return marked_similar(sorted(seen, key=lambda line: (line.is_deceased, by_name(line))))


def _ids_of(connection: Connection, numbers: list[int], kind: str) -> set[str]:
    query = select(RECORD.c.id).where(RECORD.c.no.in_(numbers), RECORD.c.kind == kind)
    return set(connection.execute(query).scalars())
