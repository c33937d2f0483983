"""The numbered logs: every change of a scope gets the next number and the next link of its chain.

A writer first takes the heads of the scopes concerned, in the order of their names, and holds them to
the end of its transaction. So numbers are given in the order of commits: there is no gap, no reader
can pass over a change that commits later, and two writers never wait for each other in a ring.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, text, update

from mdt_core.store.among import among
from mdt_core.store.batches import Batch
from mdt_core.sync import chain
from mdt_core.sync.change import Change
from mdt_service.hub.database import Deed
from mdt_service.hub.tables import CHANGE, ENTITY_SCOPE, SCOPE_HEAD


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change came from and when."""

    device_id: str
    incarnation: str
    received_at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A change on its way into a log."""

    change: Change
    scope: str
    entity: str
    device_n: int = 0


@dataclass(frozen=True, slots=True)
class Numbered:
    """Where a change lies."""

    scope: str
    seq: int


@dataclass(frozen=True, slots=True)
class Head:
    """How far a log goes; `seq` 0 goes with the chain's start."""

    seq: int
    digest: str


def append(connection: Deed, entries: Sequence[Entry], origin: Origin) -> dict[str, Numbered]:
    """Writes changes at the ends of their logs; returns where each lies, by its mid."""
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        counts[entry.scope] += 1
    heads = {scope: _take(connection, scope, counts[scope]) for scope in sorted(counts)}
    rows: list[dict[str, Any]] = []
    found: dict[str, Numbered] = {}
    for entry in entries:
        head = heads[entry.scope] = _next(heads[entry.scope], entry.change)
        rows.append(_row(entry, head, origin))
        found[entry.change.mid] = Numbered(entry.scope, head.seq)
    if rows:
        _ADD.add(connection, rows)
        ends = [{"of": scope, "to": heads[scope].digest} for scope in sorted(heads)]
        connection.execute(_CLOSE, ends)
    return found


def _take(connection: Deed, scope: str, count: int) -> Head:
    """Takes the head of a scope for this transaction, and as many numbers as are needed."""
    asked = {"of": scope, "count": count}
    row = connection.execute(_TAKE, asked).one_or_none()
    if row is None:
        connection.execute(_BEGIN, {"of": scope, "start": chain.start_of(scope)})
        row = connection.execute(_TAKE, asked).one()
    return Head(row.seq - count, row.digest)


def _next(head: Head, change: Change) -> Head:
    seq = head.seq + 1
    return Head(seq, chain.link(head.digest, seq, change.mid, change.body_hash))


def _row(entry: Entry, head: Head, origin: Origin) -> dict[str, Any]:
    change = entry.change
    return {
        "mid": change.mid,
        "k": change.change_kind.value,
        "scope": entry.scope,
        "seq": head.seq,
        "record_id": change.envelope.record_id,
        "body": change.text,
        "body_hash": change.body_hash,
        "entity": entry.entity,
        "digest": head.digest,
        "device_id": origin.device_id,
        "incarnation": origin.incarnation,
        "device_n": entry.device_n,
        "received_at": origin.received_at,
    }


# Reading


def heads_of(connection: Deed, scopes: Collection[str]) -> dict[str, Head]:
    """How far the logs of these scopes go; one that was never written is at its start."""
    found = {scope: Head(0, chain.start_of(scope)) for scope in scopes}
    query = select(SCOPE_HEAD).where(among(SCOPE_HEAD.c.scope, "of"))
    for row in connection.execute(query, {"of": list(scopes)}) if scopes else ():
        found[row.scope] = Head(row.seq, row.digest)
    return found


def scopes_known(connection: Deed) -> tuple[str, ...]:
    """Every scope that has a log."""
    return tuple(connection.execute(select(SCOPE_HEAD.c.scope)).scalars())


def digest_at(connection: Deed, scope: str, seq: int) -> str | None:
    """The digest of a log at one number; None where it was never given."""
    if seq == 0:
        return chain.start_of(scope)
    return connection.execute(_DIGEST, {"of": scope, "at": seq}).scalar_one_or_none()


def changes_after(
    connection: Deed, scope: str, seq: int, *, upto: int, most: int
) -> Sequence[Row[Any]]:
    """The next changes of a log in order, with the home where each one's entity is placed now."""
    asked = {"of": scope, "after": seq, "upto": upto, "most": most}
    return connection.execute(_AFTER, asked).all()


def changes_about(connection: Deed, entity: str, *, skip: int, most: int) -> Sequence[Row[Any]]:
    """Changes about an entity in the order of their arrival, in whatever log."""
    return connection.execute(_ABOUT, {"of": entity, "skip": skip, "most": most}).all()


def known(connection: Deed, mids: Iterable[str]) -> dict[str, Row[Any]]:
    """Those of the changes that are in a log, by their mid."""
    asked = list(mids)
    if not asked:
        return {}
    return {row.mid: row for row in connection.execute(_KNOWN, {"mids": asked})}


def text_of(connection: Deed, mid: str) -> Row[Any] | None:
    """The change of that identity with its text, None where it is in no log."""
    query: Select[Any] = select(CHANGE.c.mid, CHANGE.c.body).where(CHANGE.c.mid == mid)
    return connection.execute(query).one_or_none()


_ADD = Batch.into(CHANGE, without=("n",))
_TAKE = (
    update(SCOPE_HEAD)
    .where(SCOPE_HEAD.c.scope == bindparam("of"))
    .values(seq=SCOPE_HEAD.c.seq + bindparam("count"))
    .returning(SCOPE_HEAD.c.seq, SCOPE_HEAD.c.digest)
)
_BEGIN = text(
    "INSERT INTO scope_head (scope, seq, digest) VALUES (:of, 0, :start) ON CONFLICT DO NOTHING"
)
_CLOSE = (
    update(SCOPE_HEAD).where(SCOPE_HEAD.c.scope == bindparam("of")).values(digest=bindparam("to"))
)
_DIGEST = select(CHANGE.c.digest).where(
    CHANGE.c.scope == bindparam("of"), CHANGE.c.seq == bindparam("at")
)
_READ: Select[Any] = select(
    CHANGE.c.scope,
    CHANGE.c.seq,
    CHANGE.c.mid,
    CHANGE.c.k,
    CHANGE.c.record_id,
    CHANGE.c.body,
    CHANGE.c.body_hash,
    CHANGE.c.digest,
    ENTITY_SCOPE.c.home_id.label("placed"),
).outerjoin(ENTITY_SCOPE, ENTITY_SCOPE.c.entity == CHANGE.c.entity)
_AFTER = (
    _READ.where(
        CHANGE.c.scope == bindparam("of"),
        CHANGE.c.seq > bindparam("after"),
        CHANGE.c.seq <= bindparam("upto"),
    )
    .order_by(CHANGE.c.seq)
    .limit(bindparam("most"))
)
_ABOUT = (
    _READ.where(CHANGE.c.entity == bindparam("of"))
    .order_by(CHANGE.c.n)
    .offset(bindparam("skip"))
    .limit(bindparam("most"))
)
_KNOWN: Select[Any] = select(CHANGE.c.mid, CHANGE.c.scope, CHANGE.c.seq, CHANGE.c.body_hash).where(
    among(CHANGE.c.mid, "mids")
)
