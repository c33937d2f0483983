"""What may be a reason to see a resident, kept one row a resident until anything is written of them.

Every fold takes away the rows of those it touches, in its own transaction; a list works out what is
missing, and `mdt_core.store.standing_keeping` writes it again when nobody waits. So a row that is
there says what the records would. It is passed over where it was written by another program or with
other thresholds, and where it does not reach back far enough.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from mdt_core import worklist
from mdt_core.store.among import among
from mdt_core.store.tables import ResidentCurrentRow, StandingRow
from mdt_core.worklist import Standing, Thresholds
from mdt_core.worklist.standing_text import standing_from, text_of

STANDING = StandingRow.__table__  # type: ignore[attr-defined]
_CURRENT = ResidentCurrentRow.__table__  # type: ignore[attr-defined]

_ROOMS = ("worklist", "scores", "records", "store", "store/queries", ".")
"""Of the core, by folder: whatever decides what is a reason and how it is worded."""


def kept(
    connection: Connection, residents: Collection[str], *, since: date, thresholds: Thresholds
) -> dict[str, Standing]:
    """What is kept of these residents and holds for observations from that day on, by id."""
    rules = _mark(thresholds)
    if not residents or not rules:
        return {}
    asked = {"residents": list(residents), "rules": rules, "since": since.isoformat()}
    rows = connection.execute(_KEPT, asked).all()
    return {row.resident_id: standing_from(row.body) for row in rows}


def missing(
    connection: Connection, *, since: date, thresholds: Thresholds, most: int
) -> tuple[str, ...]:
    """Some of the residents living in a home of whom nothing is kept that holds."""
    rules = _mark(thresholds)
    if not rules:
        return ()
    asked = {"rules": rules, "since": since.isoformat(), "most": most}
    return tuple(connection.execute(_MISSING, asked).scalars())


def keep(
    connection: Connection,
    found: Mapping[str, Standing],
    *,
    since: date,
    thresholds: Thresholds,
) -> None:
    """Writes what was worked out in this very transaction, in place of what is there."""
    forget(connection, found)
    more = {"rules": _mark(thresholds), "since": since.isoformat()}
    rows = [{"resident_id": who, "body": text_of(each), **more} for who, each in found.items()]
    if rows:
        connection.execute(_ADD, rows)


def forget(connection: Connection, residents: Iterable[str | None]) -> None:
    """Takes away what is kept of those who were written about."""
    gone = [who for who in residents if who is not None]
    if gone:
        connection.execute(_FORGET, {"residents": gone})


@cache
def _mark(thresholds: Thresholds) -> str:
    """A mark of thresholds and of the rules' own code: other rules never tell of the former's.

    Some milliseconds, once. Empty in a program that has not its sources beside it: it keeps nothing.
    """
    core = Path(worklist.__file__).parent.parent
    files = [file for room in _ROOMS for file in sorted((core / room).glob("*.*"))]
    texts = [file.read_bytes() for file in files if file.suffix in (".py", ".json")]
    digest = hashlib.sha256(f"{thresholds}".encode())
    for text in texts:
        digest.update(text)
    return digest.hexdigest() if texts else ""


def _among(column: Any) -> Any:  # noqa: ANN401 - as SQLAlchemy types it
    return among(column, "residents")


_HOLDS = (STANDING.c.rules == bindparam("rules")) & (STANDING.c.since <= bindparam("since"))
_KEPT = select(STANDING.c.resident_id, STANDING.c.body).where(
    _among(STANDING.c.resident_id), _HOLDS
)
_MISSING = (
    select(_CURRENT.c.resident_id)
    .outerjoin(STANDING, (STANDING.c.resident_id == _CURRENT.c.resident_id) & _HOLDS)
    .where(
        STANDING.c.resident_id.is_(None),
        _CURRENT.c.home_id.is_not(None),
        ~_CURRENT.c.is_deceased,
    )
    .order_by(_CURRENT.c.home_id, _CURRENT.c.resident_id)
    .limit(bindparam("most"))
)
_ADD = insert(STANDING)
_FORGET = delete(STANDING).where(_among(STANDING.c.resident_id))
