"""What stands in the queue to the service, as its changes: which wait, and which were kept apart and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mdt_core.store.projections import CHANGE
from mdt_core.store.store import Reading
from mdt_core.sync.change import Change, change_from_text
from mdt_desktop.device.outbox import OUTBOX, OutboxState


@dataclass(frozen=True)
class Queued:
    """One change of this device, and the service's reason where it did not take it."""

    change: Change
    reason: str = ""


def in_state(connection: Reading, state: OutboxState, *, most: int) -> Sequence[Queued]:
    """The oldest changes that stand so, in order."""
    query = (
        select(CHANGE.c.mid, CHANGE.c.body, OUTBOX.c.reason)
        .join(OUTBOX, OUTBOX.c.n == CHANGE.c.n)
        .where(OUTBOX.c.state == state.value, CHANGE.c.body.is_not(None))
        .order_by(OUTBOX.c.n)
        .limit(most)
    )
    rows = connection.execute(query).all()
    return [Queued(change_from_text(row.mid, row.body), row.reason or "") for row in rows]
