"""Takes in a page of changes made elsewhere: kept, numbered and folded at once, whatever their order.

Nothing is queued to be sent, and nobody's rights are asked: who may write what was decided where the
log was numbered. What was here already is left as it is, but for the number it had been waiting for,
and for words that were forgotten when their resident left and came back with them. What was redacted
stays without its words for ever, whichever came first.
"""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from mdt_core.errors import StoreProblem
from mdt_core.store import projections, refold, resident_current
from mdt_core.store.among import among
from mdt_core.store.batches import Batch
from mdt_core.store.projections import CHANGE, Touched
from mdt_core.store.unit_of_work import Changes
from mdt_core.sync.change import Change, ChangeKind


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
    redacted = _redacted(connection, arriving.values())
    new = [each for mid, each in arriving.items() if mid not in known]
    _number(connection, [arriving[mid] for mid in known], known)
    back = [
        arriving[mid] for mid, row in known.items() if not row.has_words and mid not in redacted
    ]
    if not new and not back:
        return Changes()
    if new:
        _ADD.add(connection, [_row(each, redacted) for each in new])
    if back:
        connection.execute(
            _BRING_BACK, [{"which": b.change.mid, "text": b.change.text} for b in back]
        )
    told = [each.change for each in (*new, *back)]
    touched = _folded(connection, told, redacted)
    resident_current.refresh(connection, touched)
    return _told(told, touched)


def _redacted(connection: Connection, arriving: Iterable[Logged]) -> dict[str, str]:
    """What was redacted of the records that a page is about, now or before: the record by its mid."""
    changes = [each.change for each in arriving]
    found = refold.redacted_among(connection, {each.envelope.record_id for each in changes})
    now = [each for each in changes if each.change_kind is ChangeKind.REDACT and each.corrects]
    return {**found, **{str(each.corrects): each.envelope.record_id for each in now}}


def _folded(
    connection: Connection, changes: Collection[Change], redacted: Mapping[str, str]
) -> Touched:
    kept = [each for each in changes if each.change_kind is not ChangeKind.REDACT]
    touched = projections.project(connection, [each for each in kept if each.mid not in redacted])
    if redacted:
        touched |= refold.redact(connection, redacted)
    return touched


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


def _row(each: Logged, redacted: Container[str]) -> dict[str, Any]:
    change = each.change
    return {
        "mid": change.mid,
        "k": change.change_kind.value,
        "scope": each.scope,
        "seq": each.seq,
        "record_id": change.envelope.record_id,
        "body": None if change.mid in redacted else change.text,
        "body_hash": change.body_hash,
    }


def _told(changes: Collection[Change], touched: Touched) -> Changes:
    """For screens: the kinds and records that came, and the residents who were touched."""
    envelopes = [change.envelope for change in changes]
    ids = {each.record_id for each in envelopes} | {who for who, _ in touched if who}
    ids.update(each.resident_id for each in envelopes if each.resident_id)
    return Changes(frozenset(each.kind for each in envelopes), frozenset(ids))


_KNOWN = select(
    CHANGE.c.mid, CHANGE.c.seq, CHANGE.c.body_hash, CHANGE.c.body.is_not(None).label("has_words")
).where(among(CHANGE.c.mid, "mids"))
_BRING_BACK = (
    update(CHANGE)
    .where(CHANGE.c.mid == bindparam("which"), CHANGE.c.body.is_(None))
    .values(body=bindparam("text"))
)
_ADD = Batch.into(CHANGE, without=("n",))
_GIVE_NUMBER = (
    update(CHANGE)
    .where(CHANGE.c.mid == bindparam("which"))
    .values(scope=bindparam("scope"), seq=bindparam("seq"))
)
