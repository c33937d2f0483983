"""What must hold between the tables of a store, each as a question that names what breaks it.

An answer is at most ten sentences with numbers and identifiers, and never a word of a record.
"""

import hashlib
from typing import Any

from sqlalchemy import Connection, LargeBinary, Row, cast, func, select

from mdt_core.errors import StoreProblem
from mdt_core.store.packing import unpacked
from mdt_core.store.tables import AccessAuditRow, ChangeRow
from mdt_core.sync.canonical import body_hash, canonical_text
from mdt_desktop.device.outbox import OUTBOX

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
AUDIT = AccessAuditRow.__table__  # type: ignore[attr-defined]

MOST_TOLD = 10


def count_changes(connection: Connection) -> int:
    """Counts the changes of a store."""
    return int(connection.execute(select(func.count()).select_from(CHANGE)).scalar_one())


def altered_changes(connection: Connection) -> tuple[str, ...]:
    """Names the changes whose text is not the one that was hashed when it came."""
    kept = cast(CHANGE.c.body, LargeBinary).label("kept")  # whatever lies there, as bytes
    query = select(CHANGE.c.mid, kept, CHANGE.c.body_hash)
    rows = connection.execute(query.where(CHANGE.c.body.is_not(None)).order_by(CHANGE.c.n))
    altered = [row.mid for row in rows if not _is_as_signed(row.kept, row.body_hash)]
    return tuple(f"The change {mid} is not as it was signed" for mid in altered[:MOST_TOLD])


def _is_as_signed(kept: bytes, signed: str) -> bool:
    try:
        return body_hash(unpacked(kept)) == signed
    except StoreProblem:
        return False


def outbox_gaps(connection: Connection) -> tuple[str, ...]:
    """Names changes without number that no outbox row waits for, and outbox rows without a change."""
    joined = CHANGE.outerjoin(OUTBOX, OUTBOX.c.mid == CHANGE.c.mid)
    forgotten = select(CHANGE.c.mid).select_from(joined)
    forgotten = forgotten.where(CHANGE.c.seq.is_(None), OUTBOX.c.n.is_(None)).limit(MOST_TOLD)
    same = (CHANGE.c.n == OUTBOX.c.n) & (CHANGE.c.mid == OUTBOX.c.mid)
    astray = select(OUTBOX.c.mid).select_from(OUTBOX.outerjoin(CHANGE, same))
    astray = astray.where(CHANGE.c.n.is_(None)).limit(MOST_TOLD)
    return (
        *(f"The change {m} would never be sent" for m in connection.scalars(forgotten)),
        *(f"The outbox names {m}, which is not there" for m in connection.scalars(astray)),
    )


def broken_audit(connection: Connection) -> tuple[str, ...]:
    """Names the first line of the access record that does not follow from the one before."""
    before = ""
    for row in connection.execute(select(AUDIT).order_by(AUDIT.c.n)):
        if row.chain != _chained(before, row):
            return (f"The access record was altered at line {row.n}",)
        before = row.chain
    return ()


def _chained(before: str, row: Row[Any]) -> str:
    """The chain of `UnitOfWork.audit`: SHA-256 over the link before and the canonical line."""
    values = {key: value for key, value in row._mapping.items() if key not in {"n", "chain"}}  # noqa: SLF001
    return hashlib.sha256((before + canonical_text(values)).encode()).hexdigest()
