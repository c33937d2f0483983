"""Residents' lines at the service: a push says whose are due, and they are written when nobody waits.

What is due is kept in the push's own transaction, so that a crash forgets none. Lines are for pages
and reports; nothing that a push or a pull decides is read from them, and records are never late.
"""

import json
from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, delete, insert, select, text

from mdt_core.store import resident_current
from mdt_service.hub.database import Database, Deed
from mdt_service.hub.tables import SERVICE_META
from mdt_service.hub.walls import EVERYTHING

Touched = Collection[tuple[str | None, str]]
"""Residents, and the kind of what was written about them."""

_AT_ONCE = 20
"""Pushes whose lines are written in one transaction: those that come meanwhile wait for no longer."""

_MARK = "lines due:"


def mark_due(connection: Deed, mid: str, touched: Touched) -> None:
    """Keeps whose lines a push has made old; `mid` is any change of it."""
    told = sorted([who, kind] for who, kind in touched if who is not None)
    if told:
        values = {"name": f"{_MARK}{mid}", "value": json.dumps(told)}
        connection.execute(insert(SERVICE_META), values)


def keep_all(database: Database) -> None:
    """Writes every line that is due."""
    while keep_some(database):
        pass


def keep_some(database: Database) -> int:
    """Writes the lines that a few pushes made old; returns how many pushes."""
    return database.deed(_keep_some, EVERYTHING)


def write(connection: Deed, touched: Touched) -> None:
    """Writes lines at once, as after a redaction."""
    _alone(connection)
    resident_current.refresh(connection, touched)


def _alone(connection: Deed) -> None:
    """Of two who write lines the later one must have read last."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ALONE)


def _keep_some(connection: Deed) -> int:
    _alone(connection)
    due = connection.execute(_DUE).all()
    touched: Iterable[list[str]] = (each for row in due for each in json.loads(row.value))
    resident_current.refresh(connection, {(who, kind) for who, kind in touched})
    if due:
        connection.execute(_DONE, {"names": [row.name for row in due]})
    return len(due)


_ALONE = text("LOCK TABLE resident_current IN SHARE ROW EXCLUSIVE MODE")
_DUE = (
    select(SERVICE_META)
    .where(SERVICE_META.c.name.startswith(_MARK, autoescape=True))
    .order_by(SERVICE_META.c.name)
    .limit(_AT_ONCE)
)
_DONE = delete(SERVICE_META).where(SERVICE_META.c.name.in_(bindparam("names", expanding=True)))
