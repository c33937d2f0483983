"""Who has left, as the service told it: `release` in the log of the old home, `adopt` in the new one's.

Asked of `change` itself, so that a rebuild says the same. Nothing here moves anybody.
"""

from typing import Any

from sqlalchemy import exists, text

from mdt_core.store.tables import ChangeRow, RecordRow
from mdt_core.sync.change import ChangeKind

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]

_MOVE, _LATER = CHANGE.alias("move"), CHANGE.alias("later")


def _moved(how: ChangeKind, *more: Any) -> Any:  # noqa: ANN401 - as SQLAlchemy types it
    """Whether the service told of such a move of the resident whose row is asked about."""
    words = text("move.k IN ('release', 'adopt', 'redact')")  # the very words of the small index
    return exists().where(words, _MOVE.c.record_id == RECORD.c.id, _MOVE.c.k == how.value, *more)


_RELEASED_SINCE = exists().where(
    text("later.k IN ('release', 'adopt', 'redact')"),
    _LATER.c.record_id == _MOVE.c.record_id,
    _LATER.c.scope == _MOVE.c.scope,
    _LATER.c.k == ChangeKind.RELEASE.value,
    _LATER.c.seq > _MOVE.c.seq,
)

HAS_LEFT = _moved(ChangeKind.RELEASE) & ~_moved(ChangeKind.ADOPT, ~_RELEASED_SINCE)
"""Released from every home that this store was told of: in no list, until a home takes them again."""
