"""Takes in a page of changes made elsewhere: kept, numbered and folded at once, whatever their order.

Nothing is queued to be sent, and nobody's rights are asked: who may write what was decided where the
log was numbered. What was here already is left as it is, but for the number it had been waiting for.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from mdt_core.errors import StoreProblem
from mdt_core.store import projections, resident_current
from mdt_core.store.projections import CHANGE, Touched
from mdt_core.store.unit_of_work import Changes
from mdt_core.sync.change import Change


@dataclass(frozen=True, slots=True)
class Logged:
    """A change as it lies in the log of a scope, with its number there (None: not numbered yet)."""

    change: Change
    scope: str
    seq: int | None = None


def take_in(connection: Connection, page: Iterable[Logged]) -> Changes:
    """Keeps and folds the changes that are new here, in the caller's transaction.

    Raises StoreProblem where one identity carries two texts; the caller then rolls back.
    """
    arriving = _each_once(page)
    known = {row.mid: row for row in connection.execute(_KNOWN, {"mids": list(arriving)})}
    new = [each for mid, each in arriving.items() if mid not in known]
    _number(connection, [arriving[mid] for mid in known], known)
    if not new:
        return Changes()
    connection.execute(_ADD, [_row(each) for each in new])
    touched = projections.project(connection, [each.change for each in new])
    resident_current.refresh(connection, touched)
    return _told([each.change for each in new], touched)


def _each_once(page: Iterable[Logged]) -> dict[str, Logged]:
    """The page by identity; of two that are the same, the one that has a number."""
    found: dict[str, Logged] = {}
    for each in page:
        before = found.setdefault(each.change.mid, each)
        _require_same(each.change, before.change.body_hash)
        if before.seq is None:
            found[each.change.mid] = each
    return found


def _require_same(change: Change, body_hash: str) -> None:
    if change.body_hash != body_hash:
        raise StoreProblem("Two different changes carry one identity; neither was altered")


def _number(connection: Connection, again: Iterable[Logged], known: Mapping[str, Any]) -> None:
    """Writes the numbers that changes of this device have been given since they were sent."""
    numbered = []
    for each in again:
        row = known[each.change.mid]
        _require_same(each.change, row.body_hash)
        if row.seq is None and each.seq is not None:
            numbered.append({"which": each.change.mid, "scope": each.scope, "seq": each.seq})
    if numbered:
        connection.execute(_GIVE_NUMBER, numbered)


def _row(each: Logged) -> dict[str, Any]:
    change = each.change
    return {
        "mid": change.mid,
        "k": change.change_kind.value,
        "scope": each.scope,
        "seq": each.seq,
        "record_id": change.envelope.record_id,
        "body": change.text,
        "body_hash": change.body_hash,
    }


def _told(changes: Collection[Change], touched: Touched) -> Changes:
    """For screens: the kinds and records that came, and the residents who were touched."""
    envelopes = [change.envelope for change in changes]
    ids = {each.record_id for each in envelopes} | {who for who, _ in touched if who}
    ids.update(each.resident_id for each in envelopes if each.resident_id)
    return Changes(frozenset(each.kind for each in envelopes), frozenset(ids))


_KNOWN = select(CHANGE.c.mid, CHANGE.c.seq, CHANGE.c.body_hash).where(
    CHANGE.c.mid.in_(bindparam("mids", expanding=True))
)
_ADD = insert(CHANGE)
_GIVE_NUMBER = (
    update(CHANGE)
    .where(CHANGE.c.mid == bindparam("which"))
    .values(scope=bindparam("scope"), seq=bindparam("seq"))
)
