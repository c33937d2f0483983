"""What this device knows of its exchange with the service: what waits, how far it read, and facts.

Every function works in the caller's transaction. Nothing here speaks to the service or folds.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from mdt_core.clock import parse_utc, utc_text
from mdt_core.store.among import among
from mdt_core.store.projections import CHANGE
from mdt_core.store.tables import AccessAuditRow
from mdt_core.sync import chain
from mdt_core.sync.change import ChangeKind, change_from_text
from mdt_desktop.device.outbox import OUTBOX, OutboxState
from mdt_desktop.device.tables import LogCursorRow, SyncFactRow

CURSOR = LogCursorRow.__table__  # type: ignore[attr-defined]
FACT = SyncFactRow.__table__  # type: ignore[attr-defined]
AUDIT = AccessAuditRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One change on its way to the service, as its text; with its hash where it may come from a log."""

    n: int
    mid: str
    body: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the service answered to one change; a reason where it was kept apart."""

    mid: str
    state: OutboxState
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """How far the log of a scope was read here, and when last to its end."""

    scope: str
    seq: int
    digest: str
    got_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """The place in a log of a change that came without its text."""

    mid: str
    scope: str
    seq: int
    body_hash: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, since when, and how much the service has kept apart for a person."""

    waiting: int
    oldest: datetime | None
    refused: int


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Opens a write transaction and commits it at its end."""
    with engine.connect() as connection:
        writes = connection.execution_options(writes=True)
        with writes.begin():
            yield writes


# The queue


def next_waiting(
    connection: Connection, *, most: int, most_bytes: int, after: int = 0, upto: int | None = None
) -> Sequence[Waiting]:
    """The oldest changes that no service has taken, in order; at least one where any waits.

    Those after one number and up to another, where these are named.
    """
    asked = {"after": after, "upto": _LAST if upto is None else upto, "most": most}
    page: list[Waiting] = []
    size = 0
    for row in connection.execute(_NEXT, asked):
        size += len(row.body.encode("utf-8"))
        if page and size > most_bytes:
            break
        page.append(Waiting(row.n, row.mid, row.body))
    return page


def settle(connection: Connection, answers: Iterable[Settled]) -> None:
    """Writes what the service answered, for exactly the changes that it answered."""
    alike: dict[tuple[OutboxState, str | None], list[str]] = defaultdict(list)
    for each in answers:
        alike[each.state, each.reason].append(each.mid)
    for (state, reason), mids in alike.items():
        connection.execute(_SETTLE, {"mids": mids, "to": state.value, "why": reason})


def confirm(connection: Connection, mids: Collection[str]) -> None:
    """Marks own changes that were read back from the log: nothing more can happen to them."""
    if mids:
        connection.execute(_CONFIRM, {"mids": list(mids)})


def number(connection: Connection, found: Collection[Numbered]) -> None:
    """Gives own changes the numbers that they have in a log, where their text did not come back."""
    rows = [
        {"which": each.mid, "hash": each.body_hash, "to": each.scope, "as": each.seq}
        for each in found
    ]
    if rows:
        connection.execute(_NUMBER, rows)


def requeue_untaken(connection: Connection, mids: Collection[str]) -> set[str]:
    """Those of the lost changes that no log ever took; what the service kept apart waits again.

    Of the others the next answer counts, also where they had been read back from the log.
    """
    if mids:
        connection.execute(_DOUBT, {"mids": list(mids)})
    query = select(OUTBOX.c.mid).where(OUTBOX.c.mid.in_(mids), OUTBOX.c.state.in_(_UNTAKEN))
    found = set(connection.execute(query).scalars()) if mids else set()
    if found:
        connection.execute(_REQUEUE, {"mids": list(found)})
    return found


def requeue_all(connection: Connection) -> None:
    """Puts every own change that is here with its words back into the queue, whatever was answered."""
    query = update(OUTBOX).where(_HAS_WORDS)
    connection.execute(query.values(state=OutboxState.QUEUED.value, reason=None))


def requeue_after(connection: Connection, n: int) -> int:
    """Puts what was taken after that number back into the queue; counts how many there were."""
    query = (
        update(OUTBOX)
        .where(OUTBOX.c.n > n, OUTBOX.c.state == OutboxState.ACKED.value, _HAS_WORDS)
        .values(state=OutboxState.QUEUED.value)
    )
    return connection.execute(query).rowcount


def last_taken_before(connection: Connection, n: int) -> int:
    """The number in the queue before that one; 0 for the first."""
    query = select(func.max(OUTBOX.c.n)).where(OUTBOX.c.n < n)
    return int(connection.execute(query).scalar_one() or 0)


def counts(connection: Connection) -> Counts:
    """What waits and what was kept apart."""
    found = {state: int(number) for state, number in connection.execute(_STATES)}
    waiting = found.get(OutboxState.QUEUED.value, 0)
    oldest = _oldest(connection) if waiting else None
    return Counts(waiting, oldest, found.get(OutboxState.QUARANTINED.value, 0))


def _oldest(connection: Connection) -> datetime | None:
    oldest = next_waiting(connection, most=1, most_bytes=1)
    if not oldest:
        return None
    return change_from_text(oldest[0].mid, oldest[0].body).envelope.recorded_at


_LAST = 2**63 - 1
_NEXT = (
    select(OUTBOX.c.n, CHANGE.c.mid, CHANGE.c.body)
    .join(CHANGE, CHANGE.c.n == OUTBOX.c.n)
    .where(OUTBOX.c.state == OutboxState.QUEUED.value, CHANGE.c.body.is_not(None))
    .where(OUTBOX.c.n > bindparam("after"), OUTBOX.c.n <= bindparam("upto"))
    .order_by(OUTBOX.c.n)
    .limit(bindparam("most"))
)
_STATES = select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
_HAS_WORDS = exists().where(CHANGE.c.n == OUTBOX.c.n, CHANGE.c.body.is_not(None))
"""What was forgotten since it was taken cannot be sent again."""

_SETTLE = (
    update(OUTBOX)
    .where(among(OUTBOX.c.mid, "mids"), OUTBOX.c.state != OutboxState.CONFIRMED.value)
    .values(state=bindparam("to"), reason=bindparam("why"))
)
_CONFIRM = (
    update(OUTBOX)
    .where(among(OUTBOX.c.mid, "mids"))
    .values(state=OutboxState.CONFIRMED.value, reason=None)
)
_NUMBER = (
    update(CHANGE)
    .where(
        CHANGE.c.mid == bindparam("which"),
        CHANGE.c.body_hash == bindparam("hash"),
        CHANGE.c.seq.is_(None),
    )
    .values(scope=bindparam("to"), seq=bindparam("as"))
)
_DOUBT = (
    update(OUTBOX)
    .where(among(OUTBOX.c.mid, "mids"))
    .where(OUTBOX.c.state == OutboxState.CONFIRMED.value)
    .values(state=OutboxState.ACKED.value)
)
_REQUEUE = (
    update(OUTBOX)
    .where(among(OUTBOX.c.mid, "mids"))
    .values(state=OutboxState.QUEUED.value, reason=None)
)
_UNTAKEN = (OutboxState.QUEUED.value, OutboxState.QUARANTINED.value)


# The logs that were read


def places(connection: Connection) -> dict[str, Place]:
    """How far each log was read, by scope."""
    return {
        row.scope: Place(
            row.scope, row.seq, row.digest, parse_utc(row.got_at) if row.got_at else None
        )
        for row in connection.execute(_PLACES)
    }


def keep_places(connection: Connection, found: Iterable[Place]) -> None:
    """Writes how far logs were read, in the transaction of what was read."""
    rows = [
        {
            "scope": place.scope,
            "seq": place.seq,
            "digest": place.digest,
            "got_at": utc_text(place.got_at) if place.got_at else None,
        }
        for place in found
    ]
    if rows:
        connection.execute(_FORGET_PLACE, [{"which": row["scope"]} for row in rows])
        connection.execute(_KEEP_PLACE, rows)


def mark_got(connection: Connection, scopes: Collection[str], at: datetime) -> None:
    """Writes when these logs were last read to their end; one without a change begins here."""
    known = places(connection)
    fresh = [Place(scope, 0, chain.start_of(scope)) for scope in scopes if scope not in known]
    keep_places(connection, fresh)
    if scopes:
        connection.execute(_GOT, {"scopes": list(scopes), "at": utc_text(at)})


_PLACES = select(CURSOR)
_FORGET_PLACE = delete(CURSOR).where(CURSOR.c.scope == bindparam("which"))
_KEEP_PLACE = insert(CURSOR)
_GOT = (
    update(CURSOR)
    .where(CURSOR.c.scope.in_(bindparam("scopes", expanding=True)))
    .values(got_at=bindparam("at"))
)


def forget_places(connection: Connection) -> None:
    """Reads every log from its start the next time; what is here is met again and stays."""
    connection.execute(delete(CURSOR))


def forget_numbers(connection: Connection) -> None:
    """Takes back every number: a service that was restored may give it to another change."""
    connection.execute(update(CHANGE).where(CHANGE.c.seq.is_not(None)).values(seq=None))
    forget_places(connection)


# Facts


def facts(connection: Connection) -> dict[str, str]:
    """Every fact by its name."""
    return {row.name: row.value for row in connection.execute(_FACTS)}


def keep_facts(connection: Connection, told: Mapping[str, str]) -> None:
    """Writes facts over those of the same names."""
    if told:
        connection.execute(_FORGET_FACT, [{"which": name} for name in told])
        connection.execute(_KEEP_FACT, [{"name": n, "value": v} for n, v in told.items()])


_FACTS = select(FACT)
_FORGET_FACT = delete(FACT).where(FACT.c.name == bindparam("which"))
_KEEP_FACT = insert(FACT)


# What has been held and seen


def held(connection: Connection, *, after: int, most: int) -> Sequence[Waiting]:
    """Every change that is here with its text, a page at a time, in the order of arrival.

    Where residents moved is for the service alone to say, and is not among them.
    """
    query = (
        select(CHANGE.c.n, CHANGE.c.mid, CHANGE.c.body, CHANGE.c.body_hash)
        .where(CHANGE.c.n > after, CHANGE.c.body.is_not(None), CHANGE.c.k.not_in(_MOVES))
        .order_by(CHANGE.c.n)
        .limit(most)
    )
    rows = connection.execute(query)
    return [Waiting(row.n, row.mid, row.body, row.body_hash) for row in rows]


def texts_of(connection: Connection, mids: Collection[str]) -> Sequence[Waiting]:
    """The texts of these changes that are here, in the order of arrival."""
    query = (
        select(CHANGE.c.n, CHANGE.c.mid, CHANGE.c.body)
        .where(CHANGE.c.mid.in_(mids), CHANGE.c.body.is_not(None))
        .order_by(CHANGE.c.n)
    )
    return [Waiting(row.n, row.mid, row.body) for row in connection.execute(query)]


_MOVES = (ChangeKind.RELEASE.value, ChangeKind.ADOPT.value)


def audit_after(connection: Connection, n: int, *, most: int) -> Sequence[Mapping[str, object]]:
    """The next lines of the access audit, as they stand here."""
    rows = connection.execute(_AUDIT_AFTER, {"after": n, "most": most})
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - public


_AUDIT_AFTER = (
    select(AUDIT).where(AUDIT.c.n > bindparam("after")).order_by(AUDIT.c.n).limit(bindparam("most"))
)
