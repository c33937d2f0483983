"""Which roles a device has in which homes, since when and until when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, or_, select, update

from mdt_core.clock import utc_text
from mdt_core.errors import NotFound
from mdt_core.roles import Role
from mdt_service.hub import walls
from mdt_service.hub.database import Deed
from mdt_service.hub.log import scopes_known
from mdt_service.hub.scopes import Grant, home_in, readable
from mdt_service.hub.tables import DEVICE_GRANT


@dataclass(frozen=True, slots=True)
class KeptGrant:
    """A grant as listed for people."""

    id: int
    device_id: str
    grant: Grant
    granted_at: str
    until: str | None
    revoked_at: str | None


def give(
    connection: Deed,
    device_id: str,
    grants: Iterable[Grant],
    *,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Grants roles to a device."""
    rows = [
        {
            "device_id": device_id,
            "home_id": each.home_id,
            "role": each.role.value,
            "person_id": each.person_id,
            "granted_at": utc_text(at),
            "until": None if until is None else utc_text(until),
        }
        for each in grants
    ]
    connection.execute(insert(DEVICE_GRANT), rows)


def take_back(connection: Deed, grant_id: int, *, at: datetime) -> None:
    """Ends a grant; raises NotFound."""
    table = DEVICE_GRANT
    ended = update(table).where(table.c.id == grant_id, table.c.revoked_at.is_(None))
    if not connection.execute(ended.values(revoked_at=utc_text(at))).rowcount:
        raise NotFound("No grant of this number stands")


def of_device(connection: Deed, device_id: str, at: datetime) -> tuple[Grant, ...]:
    """The grants of a device that hold now."""
    rows = connection.execute(_HELD, {"device": device_id, "now": utc_text(at)})
    return tuple(Grant(row.home_id, Role(row.role), row.person_id) for row in rows)


def ever_of(connection: Deed, device_ids: Collection[str]) -> dict[str, tuple[Grant, ...]]:
    """Every grant that these devices ever had, also those that ended."""
    found: dict[str, tuple[Grant, ...]] = {}
    for row in connection.execute(_EVER, {"of": list(device_ids)}) if device_ids else ():
        grant = Grant(row.home_id, Role(row.role), row.person_id)
        found[row.device_id] = (*found.get(row.device_id, ()), grant)
    return found


def all_grants(connection: Deed) -> tuple[KeptGrant, ...]:
    """Every grant that was ever given, in order."""
    rows = connection.execute(select(DEVICE_GRANT).order_by(DEVICE_GRANT.c.id))
    return tuple(
        KeptGrant(
            row.id,
            row.device_id,
            Grant(row.home_id, Role(row.role), row.person_id),
            row.granted_at,
            row.until,
            row.revoked_at,
        )
        for row in rows
    )


def readable_scopes(connection: Deed, device_id: str, at: datetime) -> frozenset[str]:
    """The scopes that a device may read now; the transaction sees these from here on and no other."""
    held = of_device(connection, device_id, at)
    walls.open_to(connection, walls.for_reading(held))
    homes = {home for scope in scopes_known(connection) if (home := home_in(scope)) is not None}
    return readable(held, homes)


_EVER: Select[Any] = select(
    DEVICE_GRANT.c.device_id, DEVICE_GRANT.c.home_id, DEVICE_GRANT.c.role, DEVICE_GRANT.c.person_id
).where(DEVICE_GRANT.c.device_id.in_(bindparam("of", expanding=True)))
_HELD: Select[Any] = select(
    DEVICE_GRANT.c.home_id, DEVICE_GRANT.c.role, DEVICE_GRANT.c.person_id
).where(
    DEVICE_GRANT.c.device_id == bindparam("device"),
    DEVICE_GRANT.c.revoked_at.is_(None),
    or_(DEVICE_GRANT.c.until.is_(None), DEVICE_GRANT.c.until > bindparam("now")),
)
