"""What could not be accepted: kept byte for byte with the reason, until a person settles it.

Nothing here is dropped and nothing blocks what comes after it. Settling is done on the service: a
change that can now be taken is taken, or it is set aside for good with a reason and a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, select, update

from mdt_core.clock import utc_text
from mdt_core.errors import NotFound
from mdt_core.store.among import among
from mdt_service.hub.database import Deed
from mdt_service.hub.log import Origin
from mdt_service.hub.tables import QUARANTINE


@dataclass(frozen=True, slots=True)
class Kept:
    """One change in quarantine, as listed for people; the body is asked for by its own."""

    id: int
    mid: str
    device_id: str
    incarnation: str
    device_n: int
    reason: str
    received_at: str
    settled_at: str | None = None
    settled_how: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A change on its way into quarantine."""

    mid: str
    device_n: int
    reason: str
    body: bytes | None


def keep(connection: Deed, refused: Sequence[Refused], origin: Origin) -> None:
    """Keeps changes that cannot be taken; one that is kept already stays as it is."""
    asked = {"of": origin.incarnation, "mids": [each.mid for each in refused]}
    found = connection.execute(_REASONS, asked) if refused else ()
    kept = {(row.mid, row.device_n) for row in found}
    rows = [
        {
            "mid": each.mid,
            "device_id": origin.device_id,
            "incarnation": origin.incarnation,
            "device_n": each.device_n,
            "reason": each.reason,
            "body": each.body,
            "received_at": origin.received_at,
        }
        for each in refused
        if (each.mid, each.device_n) not in kept
    ]
    if rows:
        connection.execute(insert(QUARANTINE), rows)


def reasons(connection: Deed, incarnation: str, mids: list[str]) -> dict[str, str]:
    """Why those of the changes that one incarnation brought are in quarantine, by mid."""
    if not mids:
        return {}
    rows = connection.execute(_REASONS, {"of": incarnation, "mids": mids})
    return {row.mid: row.reason for row in rows}


def waiting(connection: Deed) -> int:
    """Counts what waits for a person."""
    query = select(func.count()).where(QUARANTINE.c.settled_at.is_(None))
    return int(connection.execute(query).scalar_one())


def listed(connection: Deed, *, with_settled: bool = False) -> tuple[Kept, ...]:
    """What waits for a person, oldest first; with what was settled too, if asked."""
    query = _LISTED if with_settled else _LISTED.where(QUARANTINE.c.settled_at.is_(None))
    return tuple(map(_kept, connection.execute(query.order_by(QUARANTINE.c.id))))


def find(connection: Deed, number: int) -> tuple[Kept, bytes | None]:
    """One of those that wait, with its body; raises NotFound."""
    waits = (QUARANTINE.c.id == number) & QUARANTINE.c.settled_at.is_(None)
    row = connection.execute(_LISTED.where(waits)).one_or_none()
    if row is None:
        raise NotFound("Nothing of this number waits in quarantine")
    body: bytes | None = connection.execute(select(QUARANTINE.c.body).where(waits)).scalar_one()
    return _kept(row), body


def texts(connection: Deed, *, holding: str) -> Sequence[Row[Any]]:
    """The number, identity and text of those that wait and in whose text a word stands, oldest first."""
    return [row for row in connection.execute(_TEXTS) if holding.encode() in row.body]


def settle(connection: Deed, number: int, *, how: str, at: datetime) -> None:
    """Writes how one was settled; it stays in the list of what was settled."""
    asked = {"number": number, "how": how, "at": utc_text(at)}
    connection.execute(_SETTLE, asked)


def take_out(connection: Deed, mid: str) -> None:
    """Takes the words of a redacted change out of what was kept apart of it as well."""
    connection.execute(update(QUARANTINE).where(QUARANTINE.c.mid == mid).values(body=None))


def _kept(row: Row[Any]) -> Kept:
    return Kept(**{each.name: getattr(row, each.name) for each in fields(Kept)})


_LISTED: Select[Any] = select(*(column for column in QUARANTINE.c if column.name != "body"))
_TEXTS: Select[Any] = (
    select(QUARANTINE.c.id, QUARANTINE.c.mid, QUARANTINE.c.body)
    .where(QUARANTINE.c.settled_at.is_(None), QUARANTINE.c.body.is_not(None))
    .order_by(QUARANTINE.c.id)
)
_REASONS = select(QUARANTINE.c.mid, QUARANTINE.c.device_n, QUARANTINE.c.reason).where(
    QUARANTINE.c.incarnation == bindparam("of"),
    among(QUARANTINE.c.mid, "mids"),
)
_SETTLE = (
    update(QUARANTINE)
    .where(QUARANTINE.c.id == bindparam("number"))
    .values(settled_at=bindparam("at"), settled_how=bindparam("how"))
)
