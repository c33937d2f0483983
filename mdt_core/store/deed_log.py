"""What a deed writes beside its changes: the chained line of who did what, and drafts that end."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from mdt_core.actor import Actor
from mdt_core.clock import parse_utc, utc_text
from mdt_core.store.tables import AccessAuditRow, DraftRow
from mdt_core.sync.canonical import canonical_text

AUDIT = AccessAuditRow.__table__  # type: ignore[attr-defined]
DRAFT = DraftRow.__table__  # type: ignore[attr-defined]


def add_audit(
    connection: Connection, by: Actor, at: datetime, action: str, **about: str | None
) -> None:
    """Adds a line, chained to the one before; `about` holds resident, home, record and detail."""
    before = connection.execute(_NEWEST_CHAIN).scalar_one_or_none() or ""
    who = {"at": utc_text(at), "person_id": by.person_id, "role": by.role.value, "action": action}
    values = {**who, **about}
    chain = hashlib.sha256((before + canonical_text(values)).encode()).hexdigest()
    connection.execute(_ADD, {**values, "chain": chain})


def discard_draft(connection: Connection, by: Actor, kind: str, resident_id: str) -> None:
    """Removes a person's draft of a form for a resident."""
    whose = {"by": by.person_id, "what": kind, "resident": resident_id}
    connection.execute(_DISCARD, whose)


def drafts_about(connection: Connection, resident_ids: Collection[str]) -> int:
    """How many forms about these residents are begun and not signed, whoever began them."""
    found: int = connection.execute(_BEGUN, {"residents": list(resident_ids)}).scalar_one()
    return found


def begun_by(
    connection: Connection, person_id: str, resident_ids: Collection[str]
) -> list[tuple[str, str, datetime, str]]:
    """What a person began about these residents: kind of form, resident, when saved, and its text."""
    asked = {"by": person_id, "residents": list(resident_ids)}
    rows = connection.execute(_BEGUN_BY, asked) if resident_ids else ()
    return [(row.kind, row.resident_id, parse_utc(row.saved_at), row.body) for row in rows]


_NEWEST_CHAIN = select(AUDIT.c.chain).order_by(AUDIT.c.n.desc()).limit(1)
_ADD = insert(AUDIT)
_DISCARD = delete(DRAFT).where(
    DRAFT.c.person_id == bindparam("by"),
    DRAFT.c.kind == bindparam("what"),
    DRAFT.c.resident_id == bindparam("resident"),
)
_BEGUN = select(func.count()).where(DRAFT.c.resident_id.in_(bindparam("residents", expanding=True)))
_BEGUN_BY = (
    select(DRAFT.c.kind, DRAFT.c.resident_id, DRAFT.c.saved_at, DRAFT.c.body)
    .where(
        DRAFT.c.person_id == bindparam("by"),
        DRAFT.c.resident_id.in_(bindparam("residents", expanding=True)),
    )
    .order_by(DRAFT.c.saved_at.desc(), DRAFT.c.kind)
)
