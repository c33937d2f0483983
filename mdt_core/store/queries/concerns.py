"""Concerns about a home itself, which name no resident."""

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.record import Status
from mdt_core.records.concerns import Concern
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.statements import Signed, signed


def home_concerns(
    connection: Connection, actor: Actor, home_id: str, *, limit: int = 50
) -> tuple[Signed[Concern], ...]:
    """The concerns about a home as such, newest first; raises NotAllowed."""
    access.require_read(actor, Concern, home_id)
    rows = connection.execute(_OF_HOME, {"home": home_id, "most": limit}).all()
    return tuple(signed(connection, Concern, row) for row in rows)


_OF_HOME = (
    select(CHANGE.c.mid, CHANGE.c.body, RECORD.c.status, RECORD.c.has_siblings)
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(
        RECORD.c.home_id == bindparam("home"),
        RECORD.c.kind == Concern.kind,
        RECORD.c.resident_id.is_(None),
        RECORD.c.status == Status.CURRENT.value,
        CHANGE.c.body.is_not(None),
    )
    .order_by(RECORD.c.occurred_at.desc(), RECORD.c.mid.desc())
    .limit(bindparam("most"))
)
