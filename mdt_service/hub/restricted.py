"""What is restricted is corrected, withdrawn and replaced by what is restricted, and by nothing else.

A withdrawal in the clinical log would tell the home that there was something, and why it was wrong; one
in the restricted log would leave the home with an entry that nobody relies on any more (ADR 0030).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, select

from mdt_core.record import is_restricted, kind_named
from mdt_core.store.tables import RecordRow
from mdt_core.sync.change import Change, ChangeKind
from mdt_service.hub.database import Deed
from mdt_service.hub.tables import CHANGE

RECORD = RecordRow.__table__  # type: ignore[attr-defined]

TOLD_ELSEWHERE = "It speaks of an entry that other people read than would read this"


def told_elsewhere(connection: Deed, changes: Iterable[Change]) -> frozenset[str]:
    """Those of the changes that name an entry which lies on the other side of the wall."""
    events = [each for each in changes if each.change_kind is ChangeKind.EVENT]
    named = {each.mid: {*each.base, *filter(None, (each.corrects,))} for each in events}
    kinds = _kinds_of(connection, set().union(*named.values()) if named else set())
    kinds |= {each.mid: each.envelope.kind for each in events}
    return frozenset(mid for mid, others in named.items() if _crosses(kinds, mid, others))


def _crosses(kinds: Mapping[str, str], mid: str, others: Iterable[str]) -> bool:
    sides = {_is_restricted(kinds[each]) for each in (mid, *others) if each in kinds}
    return {True, False} <= sides


def _is_restricted(kind: str) -> bool | None:
    """None for a kind of a newer program: it judges that itself."""
    known = kind_named(kind)
    return None if known is None else is_restricted(known)


def _kinds_of(connection: Deed, mids: set[str]) -> dict[str, str]:
    if not mids:
        return {}
    return {row.mid: row.kind for row in connection.execute(_KINDS, {"mids": sorted(mids)})}


_KINDS: Select[Any] = (
    select(CHANGE.c.mid, RECORD.c.kind)
    .join(RECORD, RECORD.c.id == CHANGE.c.record_id)
    .where(CHANGE.c.mid.in_(bindparam("mids", expanding=True)))
)
