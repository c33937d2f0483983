"""Reading signed statements and cards of one resident back as their classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, select

from mdt_core.kinds import Body, parse
from mdt_core.record import Card, Statement, Status
from mdt_core.store import card_body
from mdt_core.store.projections import CHANGE, RECORD, RELATION
from mdt_core.sync.change import Author, change_from_text

S = TypeVar("S", bound=Statement)
C = TypeVar("C", bound=Card)


@dataclass(frozen=True)
class Withdrawn:
    """Who marked a statement as entered in error, when, and why."""

    by: Author
    at: datetime
    reason: str


@dataclass(frozen=True)
class Signed(Generic[S]):
    """A statement with who signed it and when, and what became of it."""

    id: str
    mid: str
    record: S | None
    readable: Body
    status: Status
    occurred_at: datetime
    recorded_at: datetime
    author: Author
    responsible: Author | None
    has_siblings: bool
    problems: tuple[str, ...] = ()
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True)
class Kept(Generic[C]):
    """A card as it stands, with its id; `record` is None where it is incomplete."""

    id: str
    record: C | None
    readable: Body
    has_siblings: bool
    problems: tuple[str, ...] = ()


def statements(
    connection: Connection,
    statement: type[S],
    resident_id: str,
    *,
    limit: int = 500,
    only_current: bool = True,
) -> tuple[Signed[S], ...]:
    """The statements of a kind about a resident, newest first."""
    query = (
        select(CHANGE.c.mid, CHANGE.c.body, RECORD.c.status, RECORD.c.has_siblings)
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .where(RECORD.c.resident_id == resident_id, RECORD.c.kind == statement.kind)
        .where(CHANGE.c.body.is_not(None))
        .order_by(RECORD.c.occurred_at.desc(), RECORD.c.recorded_at.desc(), RECORD.c.mid.desc())
        .limit(limit)
    )
    if only_current:
        query = query.where(RECORD.c.status == Status.CURRENT.value)
    return tuple(signed(connection, statement, row) for row in connection.execute(query).all())


def cards(
    connection: Connection, card: type[C], resident_id: str, *, states: Sequence[str] = ()
) -> tuple[Kept[C], ...]:
    """The cards of a kind about a resident, in the order they were last written, newest first."""
    query = (
        select(RECORD)
        .where(RECORD.c.resident_id == resident_id, RECORD.c.kind == card.kind)
        .order_by(RECORD.c.occurred_at.desc(), RECORD.c.id)
    )
    if states:
        query = query.where(RECORD.c.state.in_(states))
    return tuple(kept(card, row) for row in connection.execute(query))


def kept(card: type[C], row: Any) -> Kept[C]:  # noqa: ANN401 - a row never leaves the store
    """One card from its row."""
    parsed = card_body.parsed_card(card, card_body.state_from_text(row.body))
    return Kept(row.id, parsed.record, parsed.readable, row.has_siblings, parsed.problems)


def card_by_id(connection: Connection, card: type[C], record_id: str) -> Kept[C] | None:
    """One card by its id, or None."""
    query = select(RECORD).where(RECORD.c.id == record_id, RECORD.c.kind == card.kind)
    row = connection.execute(query).one_or_none()
    return None if row is None else kept(card, row)


def signed(connection: Connection, statement: type[S], row: Any) -> Signed[S]:  # noqa: ANN401
    """One statement from its row (mid, body, status, has_siblings)."""
    change = change_from_text(row.mid, row.body)
    parsed = parse(statement, change.body or {})
    envelope, status = change.envelope, Status(row.status)
    return Signed(
        id=envelope.record_id,
        mid=change.mid,
        record=parsed.record,
        readable=parsed.readable,
        status=status,
        occurred_at=envelope.occurred_at,
        recorded_at=envelope.recorded_at,
        author=envelope.author,
        responsible=envelope.responsible,
        has_siblings=row.has_siblings,
        problems=parsed.problems,
        withdrawn=_withdrawn(connection, change.mid) if status is Status.ENTERED_IN_ERROR else None,
    )


def _withdrawn(connection: Connection, mid: str) -> Withdrawn | None:
    query = (
        select(CHANGE.c.mid, CHANGE.c.body)
        .join(RELATION, RELATION.c.source == CHANGE.c.mid)
        .where(RELATION.c.target == mid, RELATION.c.withdraws, CHANGE.c.body.is_not(None))
        .order_by(CHANGE.c.n)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    change = change_from_text(row.mid, row.body)
    reason = str((change.body or {}).get("reason", ""))
    return Withdrawn(change.envelope.author, change.envelope.recorded_at, reason)
