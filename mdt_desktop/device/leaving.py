"""What may no longer lie on this device: of residents who left, and of scopes that were taken back.

Worked out from what the service said in the logs and what the device may read now, so that it can be
asked again at any time. Whatever still waits for the service, and a form somebody is writing, keeps
its resident here until then. Nothing here speaks to the service.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, or_, select, text

from mdt_core.clock import utc_text
from mdt_core.fields import Sensitivity
from mdt_core.record import restricted_kinds
from mdt_core.store.merges import OWN_RESIDENT
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.tables import DraftRow
from mdt_core.sync.change import ChangeKind
from mdt_desktop.device.outbox import OUTBOX, OutboxState
from mdt_desktop.device.problems import in_words
from mdt_desktop.device.sync_book import CURSOR, facts, keep_facts, writing

DRAFT = DraftRow.__table__  # type: ignore[attr-defined]

DRAFT_WAITS = timedelta(days=7)
"""How long a form that was left unsigned keeps its resident here; then it goes with the resident."""

_AT_ONCE = 500


@dataclass(frozen=True)
class Leaving:
    """What is to be forgotten now, and what waits."""

    mids: frozenset[str] = frozenset()
    residents: frozenset[str] = frozenset()
    """Of whom something goes."""
    waiting: frozenset[str] = frozenset()
    """Of whom something would go, but that something of theirs was not sent or not signed yet."""
    scopes: frozenset[str] = frozenset()
    """Scopes that this device may no longer read, and whose end was carried out."""
    lost: frozenset[str] = frozenset()
    """All scopes that it may no longer read."""


@dataclass(frozen=True, slots=True)
class _Held:
    """One change with words about somebody."""

    mid: str
    scope: str
    is_numbered: bool


def leaving(
    connection: Connection, readable: Collection[str], at: datetime, *, is_settled: bool
) -> Leaving:
    """What is to go, given the scopes that may be read now.

    `is_settled` says that nothing of this device waits in the service's quarantine: what was set
    aside there then needs no copy here any more.
    """
    moves = _moves(connection)
    lost = frozenset(connection.execute(select(CURSOR.c.scope)).scalars()) - frozenset(readable)
    about = {who for (who, _), how in moves.items() if how == ChangeKind.RELEASE.value}
    about |= _residents_in(connection, lost)
    unsent = _states_unsent(is_settled=is_settled)
    waits = set(connection.execute(_UNSENT, {"states": unsent}).scalars())
    waits |= set(connection.execute(_WRITING, {"since": utc_text(at - DRAFT_WAITS)}).scalars())
    mids = _written_for_others(connection, readable, unsent)
    going: set[str] = set()
    for resident_id, changes in _changes_of(connection, about):
        told = {scope: how for (who, scope), how in moves.items() if who == resident_id}
        gone = _going(changes, told, lost, readable)
        if gone:
            going.add(resident_id)
            mids |= set() if resident_id in waits else gone
    apart = _of_nobody(connection, lost) if lost else {}
    mids |= {mid for mid, record in apart.items() if record not in waits}
    is_waiting = bool(going & waits) or any(record in waits for record in apart.values())
    return Leaving(
        mids=frozenset(mids),
        residents=frozenset(going - waits),
        waiting=frozenset(going & waits),
        scopes=frozenset() if is_waiting else lost,
        lost=lost,
    )


def _going(
    changes: Collection[_Held],
    told: Mapping[str, str],
    lost: Collection[str],
    readable: Collection[str],
) -> set[str]:
    """Of one resident's changes those that no scope of this device holds any more."""
    own = {each.scope for each in changes if each.is_numbered}
    held = {
        _sensitivity(scope)
        for scope in readable
        if told.get(scope) == ChangeKind.ADOPT.value or (scope in own and scope not in told)
    }
    if not held:
        return {each.mid for each in changes}
    ended = {scope for scope, how in told.items() if how == ChangeKind.RELEASE.value}
    ended |= own & set(lost)
    gone = {_sensitivity(scope) for scope in ended} - held
    return {each.mid for each in changes if _sensitivity(each.scope) in gone}


def _sensitivity(scope: str) -> str:
    return scope.rpartition(":")[2]


def drop_drafts(connection: Connection, residents: Collection[str]) -> int:
    """Removes forms that were left unsigned about these residents; counts them."""
    return sum(
        connection.execute(_DROP_DRAFTS, {"residents": some}).rowcount
        for some in _pieces(residents)
    )


def end_scopes(connection: Connection, scopes: Collection[str]) -> None:
    """Forgets how far these logs were read: should they be granted again, they are read anew."""
    for some in _pieces(scopes):
        connection.execute(_END, {"scopes": some})


TRACES = "traces"
"""The fact that words were taken out whose traces are not yet wiped."""


def note_traces(connection: Connection) -> None:
    """Says, in the transaction that takes words out, that their traces are to be wiped."""
    keep_facts(connection, {TRACES: "to wipe"})


def wipe_traces(engine: Engine) -> None:
    """Leaves nothing of words that were taken out in the index of words nor in the store's log file."""
    with engine.connect() as connection, connection.begin():
        if not facts(connection).get(TRACES):
            return
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO search(search) VALUES ('optimize')"))
        keep_facts(connection, {TRACES: ""})
    raw = engine.raw_connection()
    try:
        with in_words():
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()


# What is asked


def _moves(connection: Connection) -> dict[tuple[str, str], str]:
    """The last move of each resident in each scope."""
    return {(row.record_id, row.scope): row.k for row in connection.execute(_MOVES)}


def _written_for_others(
    connection: Connection, readable: Collection[str], unsent: Collection[str]
) -> set[str]:
    """What is restricted and was sent from here, on a device that may read no such log (ADR 0030).

    The resident stays, and so do forms about them.
    """
    restricted = Sensitivity.RESTRICTED.value
    if any(_sensitivity(scope) == restricted for scope in readable):
        return set()
    asked = {"kinds": list(restricted_kinds()), "states": list(unsent)}
    return set(connection.execute(_SENT_OF, asked).scalars())


def _residents_in(connection: Connection, scopes: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in _pieces(scopes):
        found.update(connection.execute(_RESIDENTS_IN, {"scopes": some}).scalars())
    return found


def _states_unsent(*, is_settled: bool) -> list[str]:
    """In which a change is not at the service's for good."""
    states = [OutboxState.QUEUED.value]
    return states if is_settled else [*states, OutboxState.QUARANTINED.value]


def _changes_of(
    connection: Connection, residents: Collection[str]
) -> Iterator[tuple[str, list[_Held]]]:
    for some in _pieces(residents):
        found: dict[str, list[_Held]] = defaultdict(list)
        for row in connection.execute(_HELD, {"residents": some}):
            found[row.resident_id].append(_Held(row.mid, row.scope, row.seq is not None))
        yield from found.items()


def _of_nobody(connection: Connection, scopes: Collection[str]) -> dict[str, str]:
    """Changes in these scopes that are about no resident, each with its record."""
    return {
        row.mid: row.record_id
        for some in _pieces(scopes)
        for row in connection.execute(_NOBODYS, {"scopes": some})
    }


def _pieces(found: Iterable[str]) -> Iterator[list[str]]:
    going = iter(sorted(found))
    while some := list(islice(going, _AT_ONCE)):
        yield some


def _any_of(name: str) -> Any:  # noqa: ANN401 - as SQLAlchemy types it
    return bindparam(name, expanding=True)


_HAS_WORDS = CHANGE.c.body.is_not(None) & CHANGE.c.k.in_(
    (ChangeKind.EVENT.value, ChangeKind.SET.value)
)
_LATEST = (
    select(CHANGE.c.record_id, CHANGE.c.scope, func.max(CHANGE.c.seq).label("seq"))
    .where(
        text("change.k IN ('release', 'adopt', 'redact')"),
        CHANGE.c.k != ChangeKind.REDACT.value,
    )
    .group_by(CHANGE.c.record_id, CHANGE.c.scope)
    .subquery()
)
_MOVES: Any = select(CHANGE.c.record_id, CHANGE.c.scope, CHANGE.c.k).join(
    _LATEST, (CHANGE.c.scope == _LATEST.c.scope) & (CHANGE.c.seq == _LATEST.c.seq)
)
_RESIDENTS_IN = (
    select(OWN_RESIDENT)
    .join(CHANGE, CHANGE.c.record_id == RECORD.c.id)
    .where(CHANGE.c.scope.in_(_any_of("scopes")), _HAS_WORDS, RECORD.c.resident_id.is_not(None))
    .distinct()
)
_NOBODYS: Any = (
    select(CHANGE.c.mid, CHANGE.c.record_id)
    .join(RECORD, RECORD.c.id == CHANGE.c.record_id)
    .where(CHANGE.c.scope.in_(_any_of("scopes")), _HAS_WORDS, RECORD.c.resident_id.is_(None))
)
_HELD: Any = (
    select(OWN_RESIDENT.label("resident_id"), CHANGE.c.mid, CHANGE.c.scope, CHANGE.c.seq)
    .join(CHANGE, CHANGE.c.record_id == RECORD.c.id)
    .where(
        or_(
            RECORD.c.resident_id.in_(_any_of("residents")) & RECORD.c.own_id.is_(None),
            RECORD.c.own_id.in_(_any_of("residents")),
        ),
        _HAS_WORDS,
    )
)
_UNSENT = (
    select(func.coalesce(OWN_RESIDENT, CHANGE.c.record_id))
    .select_from(OUTBOX)
    .join(CHANGE, CHANGE.c.n == OUTBOX.c.n)
    .outerjoin(RECORD, RECORD.c.id == CHANGE.c.record_id)
    .where(OUTBOX.c.state.in_(_any_of("states")), CHANGE.c.body.is_not(None))
    .distinct()
)
_SENT_OF = (
    select(CHANGE.c.mid)
    .join(RECORD, CHANGE.c.record_id == RECORD.c.id)
    .outerjoin(OUTBOX, (OUTBOX.c.n == CHANGE.c.n) & OUTBOX.c.state.in_(_any_of("states")))
    .where(RECORD.c.kind.in_(_any_of("kinds")), _HAS_WORDS, OUTBOX.c.n.is_(None))
)
_WRITING = select(DRAFT.c.resident_id).where(DRAFT.c.saved_at >= bindparam("since")).distinct()
_DROP_DRAFTS = delete(DRAFT).where(DRAFT.c.resident_id.in_(_any_of("residents")))
_END = delete(CURSOR).where(CURSOR.c.scope.in_(_any_of("scopes")))
