"""The access audit that devices send: kept line by line, with whether each follows on the last."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import insert

from mdt_core.sync.canonical import canonical_text
from mdt_core.sync.protocol import AuditLine
from mdt_service.hub.database import Deed
from mdt_service.hub.tables import RECEIVED_AUDIT

_CHAINED = (
    *("at", "person_id", "role", "action"),
    *("resident_id", "home_id", "record_id", "detail"),
)


def chain_after(before: str, line: AuditLine) -> str:
    """The chain that a line should bear after the one before, by the rule of the record store."""
    values = {name: getattr(line, name) for name in _CHAINED}
    return hashlib.sha256((before + canonical_text(values)).encode()).hexdigest()


def keep(
    connection: Deed, incarnation: str, lines: Sequence[AuditLine], before: str, at: str
) -> int | None:
    """Keeps lines as they came; returns the first that does not follow on the one before it."""
    rows, broken = [], None
    for line in lines:
        follows = chain_after(before, line) == line.chain
        if not follows and broken is None:
            broken = line.n
        before = line.chain
        rows.append(
            {
                "incarnation": incarnation,
                "n": line.n,
                "line": canonical_text(line.model_dump(exclude_none=True)),
                "follows": follows,
                "received_at": at,
            }
        )
    if rows:
        connection.execute(insert(RECEIVED_AUDIT), rows)
    return broken
