"""The people behind a figure: the lines of those whom the person may see, by id."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.residents import Resident
from mdt_core.store.projections import RESIDENT_CURRENT
from mdt_core.store.queries.homes import ResidentLine, home_names, resident_line


def lines_of(connection: Connection, actor: Actor, ids: Collection[str]) -> dict[str, ResidentLine]:
    """Those of these residents whom the person may see now, wherever they live, dead or not."""
    rows = connection.execute(_LINES, {"ids": sorted(ids)}).all() if ids else ()
    seen = [row for row in rows if access.may_read(actor, Resident, row.home_id)]
    names = home_names(connection, {row.home_id for row in seen if row.home_id})
    return {row.resident_id: resident_line(row, names) for row in seen}


def living_lines(connection: Connection, homes: Collection[str]) -> tuple[ResidentLine, ...]:
    """Everybody who has a place in these homes; the homes' names are not read."""
    rows = connection.execute(_LIVING, {"homes": sorted(homes)}).all() if homes else ()
    return tuple(resident_line(row, {}) for row in rows)


_LIVING = select(RESIDENT_CURRENT).where(
    RESIDENT_CURRENT.c.home_id.in_(bindparam("homes", expanding=True)),
    ~RESIDENT_CURRENT.c.is_deceased,
)
_LINES = select(RESIDENT_CURRENT).where(
    RESIDENT_CURRENT.c.resident_id.in_(bindparam("ids", expanding=True))
)
