"""The queue of changes that the service has not yet taken; written in the change's transaction."""

from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from mdt_core.sync.change import Change
from mdt_desktop.device.tables import OutboxRow

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]


class OutboxState(StrEnum):
    """How far a change has got: waiting, taken, seen again in the log, or set aside for a person."""

    QUEUED = "queued"
    ACKED = "acked"
    CONFIRMED = "confirmed"
    QUARANTINED = "quarantined"


def queue_change(connection: Connection, n: int, change: Change) -> None:
    """Queues a change of this device; given to `Store` as `arrived`."""
    values = {"n": n, "mid": change.mid, "state": OutboxState.QUEUED.value}
    connection.execute(_QUEUE, values)


def waiting(connection: Connection) -> int:
    """Counts the changes that the service has not taken yet."""
    query = select(func.count()).where(OUTBOX.c.state == OutboxState.QUEUED.value)
    return int(connection.execute(query).scalar_one())


_QUEUE = insert(OUTBOX)
