"""Which records have changes that have not left this device yet, as its outbox says."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from mdt_core.store.projections import CHANGE
from mdt_core.store.store import Reading
from mdt_desktop.device.outbox import OUTBOX, OutboxState


def not_sent(connection: Reading, record_ids: Collection[str]) -> frozenset[str]:
    """Those of the records of which a change still waits here; nothing else may be called sent."""
    if not record_ids:
        return frozenset()
    return frozenset(connection.execute(_WAITING, {"records": list(record_ids)}).scalars())


_WAITING = (
    select(CHANGE.c.record_id)
    .join(OUTBOX, OUTBOX.c.mid == CHANGE.c.mid)
    .where(
        CHANGE.c.record_id.in_(bindparam("records", expanding=True)),
        OUTBOX.c.state.in_((OutboxState.QUEUED.value, OutboxState.QUARANTINED.value)),
    )
)
