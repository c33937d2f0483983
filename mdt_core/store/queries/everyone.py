"""Everybody the person may see, over all homes served: who stands in a list, and who an id means.

One line a resident from the table that is kept for lists; no body is read but those of the homes.
"""

from itertools import groupby

from sqlalchemy import Connection, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.residents import Resident
from mdt_core.store.projections import RESIDENT_CURRENT
from mdt_core.store.queries.homes import (
    ResidentLine,
    by_room,
    home_names,
    marked_similar,
    resident_line,
)
from mdt_core.store.queries.techt import on_techt_caseload


def everyone(connection: Connection, actor: Actor) -> tuple[ResidentLine, ...]:
    """Who lives in the homes served, by home and room, then who waits to be placed.

    Nobody for a role that sees no residents. Names are compared within each home.
    """
    rows = connection.execute(_ALIVE).all()
    seen = [row for row in rows if access.may_read(actor, Resident, row.home_id)]
    names = home_names(connection, {row.home_id for row in seen if row.home_id})
    on_techt = on_techt_caseload(connection)
    lines = sorted((resident_line(row, names, on_techt) for row in seen), key=_by_home)
    homes = groupby(lines, key=_home)
    return tuple(line for _, people in homes for line in marked_similar(people))


def _home(line: ResidentLine) -> tuple[bool, str, str]:
    return (line.home_id is None, line.home_name.casefold(), line.home_id or "")


def _by_home(line: ResidentLine) -> tuple[tuple[bool, str, str], tuple[int, str, str]]:
    return (_home(line), by_room(line))


_ALIVE = select(RESIDENT_CURRENT).where(~RESIDENT_CURRENT.c.is_deceased)
