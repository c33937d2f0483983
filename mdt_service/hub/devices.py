"""The devices that are enrolled, the lives of their stores, and how far each was taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, select, text, update

from mdt_core.clock import parse_utc, utc_text
from mdt_core.errors import InvalidInput, NotFound
from mdt_core.store.batches import Batch
from mdt_service.hub.database import Deed
from mdt_service.hub.tables import DEVICE, DEVICE_MUTATION, INCARNATION, QUARANTINE


@dataclass(frozen=True, slots=True)
class Device:
    """A device as enrolled; `counter` is that of the newest signed request that was kept."""

    id: str
    name: str
    public_key: str
    counter: int
    last_seen: datetime
    revoked_at: str | None = None
    revoked_why: str = ""

    @property
    def is_revoked(self) -> bool:
        """Whether it may no longer read, and what it pushes waits for a person."""
        return self.revoked_at is not None


@dataclass(frozen=True, slots=True)
class Life:
    """One incarnation of a device: the last change and the last audit line that were taken."""

    id: str
    last_n: int = 0
    audit_n: int = 0
    audit_chain: str = ""


def find(connection: Deed, device_id: str) -> Device | None:
    """The device of that id, or None."""
    row = connection.execute(_DEVICE, {"of": device_id}).one_or_none()
    return None if row is None else _device(row)


def all_devices(connection: Deed) -> tuple[Device, ...]:
    """Every device that was ever enrolled, the newest first."""
    rows = connection.execute(_DEVICES.order_by(DEVICE.c.enrolled_at.desc(), DEVICE.c.id))
    return tuple(map(_device, rows))


def enrol(
    connection: Deed, *, device_id: str, name: str, public_key: str, app_version: str, at: datetime
) -> None:
    """Adds a device; raises InvalidInput where its id or key belongs to one already."""
    query = select(DEVICE.c.id).where(
        (DEVICE.c.id == device_id) | (DEVICE.c.public_key == public_key)
    )
    if connection.execute(query).first() is not None:
        raise InvalidInput(
            "A device of this id or key is enrolled already",
            next_step="Make a new key pair and device id, and ask for a new code",
        )
    values = {
        "id": device_id,
        "name": name,
        "public_key": public_key,
        "enrolled_at": utc_text(at),
        "last_seen": utc_text(at),
        "app_version": app_version,
        "counter": 0,
    }
    connection.execute(insert(DEVICE), values)


def seen(connection: Deed, device_id: str, *, counter: int, app_version: str, at: datetime) -> bool:
    """Keeps the counter of a request; tells whether it grew. One that did not changes nothing."""
    asked = {"of": device_id, "count": counter, "app": app_version, "at": utc_text(at)}
    return connection.execute(_SEEN, asked).rowcount > 0


def revoke(connection: Deed, device_id: str, *, why: str, at: datetime) -> None:
    """Takes the right to read; what it still pushes is kept apart. Raises NotFound."""
    asked = {"of": device_id, "at": utc_text(at), "why": why}
    if not connection.execute(_REVOKE, asked).rowcount:
        raise NotFound("No device of this id is enrolled, or it is revoked already")


def life(connection: Deed, device_id: str, incarnation: str) -> Life:
    """How far an incarnation was taken, without a trace of having asked.

    Raises InvalidInput for the incarnation of another device.
    """
    row = connection.execute(_LIFE, {"of": incarnation}).one_or_none()
    return Life(incarnation) if row is None else _life(row, device_id)


def hold(connection: Deed, device_id: str, incarnation: str, at: datetime) -> Life:
    """The same, begun where it is new and held to the end of the deed: one push at a time."""
    values = {"id": incarnation, "device": device_id, "at": utc_text(at)}
    connection.execute(_BEGIN, values)
    return _life(connection.execute(_HOLD, {"of": incarnation}).one(), device_id)


def advance(connection: Deed, incarnation: str, mutations: Iterable[tuple[int, str]]) -> None:
    """Keeps which change came under which counter, and the last one, in the deed of the changes."""
    rows = [{"incarnation": incarnation, "n": n, "mid": mid} for n, mid in mutations]
    if rows:
        _ADD_MUTATIONS.add(connection, rows)
        connection.execute(_ADVANCE, {"of": incarnation, "last": rows[-1]["n"]})


def advance_audit(connection: Deed, incarnation: str, *, n: int, chain: str) -> None:
    """Keeps the last line of access audit that was taken."""
    connection.execute(_ADVANCE_AUDIT, {"of": incarnation, "last": n, "chain": chain})


def mutations(
    connection: Deed, incarnation: str, *, first: int, last: int, most: int
) -> dict[int, str]:
    """Which changes came under these counters before; at most so many of them, in order."""
    asked = {"of": incarnation, "first": first, "last": last, "most": most}
    return {row.n: row.mid for row in connection.execute(_MUTATIONS, asked)}


def waiting_in_quarantine(connection: Deed, device_id: str) -> int:
    """Counts the changes of a device that wait for a person."""
    query = select(func.count()).where(
        QUARANTINE.c.device_id == device_id, QUARANTINE.c.settled_at.is_(None)
    )
    return int(connection.execute(query).scalar_one())


def _device(row: Row[Any]) -> Device:
    return Device(
        row.id,
        row.name,
        row.public_key,
        row.counter,
        parse_utc(row.last_seen),
        row.revoked_at,
        row.revoked_why or "",
    )


def _life(row: Row[Any], device_id: str) -> Life:
    if row.device_id != device_id:
        raise InvalidInput("This incarnation belongs to another device")
    return Life(row.id, row.last_n, row.audit_n, row.audit_chain)


_ADD_MUTATIONS = Batch.into(DEVICE_MUTATION)
_DEVICES: Select[Any] = select(DEVICE)
_DEVICE = _DEVICES.where(DEVICE.c.id == bindparam("of"))
_LIFE: Select[Any] = select(INCARNATION).where(INCARNATION.c.id == bindparam("of"))
_HOLD = _LIFE.with_for_update()
_MUTATIONS: Select[Any] = (
    select(DEVICE_MUTATION.c.n, DEVICE_MUTATION.c.mid)
    .where(
        DEVICE_MUTATION.c.incarnation == bindparam("of"),
        DEVICE_MUTATION.c.n.between(bindparam("first"), bindparam("last")),
    )
    .order_by(DEVICE_MUTATION.c.n)
    .limit(bindparam("most"))
)
_SEEN = (
    update(DEVICE)
    .where(DEVICE.c.id == bindparam("of"), DEVICE.c.counter < bindparam("count"))
    .values(counter=bindparam("count"), app_version=bindparam("app"), last_seen=bindparam("at"))
)
_REVOKE = (
    update(DEVICE)
    .where(DEVICE.c.id == bindparam("of"), DEVICE.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"), revoked_why=bindparam("why"))
)
_BEGIN = text(
    "INSERT INTO incarnation (id, device_id, started_at, last_n, audit_n, audit_chain)"
    " VALUES (:id, :device, :at, 0, 0, '') ON CONFLICT DO NOTHING"
)
_ADVANCE = (
    update(INCARNATION).where(INCARNATION.c.id == bindparam("of")).values(last_n=bindparam("last"))
)
_ADVANCE_AUDIT = (
    update(INCARNATION)
    .where(INCARNATION.c.id == bindparam("of"))
    .values(audit_n=bindparam("last"), audit_chain=bindparam("chain"))
)
