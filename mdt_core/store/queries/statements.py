"""Reading signed statements and cards of one resident back as their classes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection, Select, bindparam, func, select
from typing_extensions import override

from mdt_core.clock import parse_utc
from mdt_core.kinds import Body, Parsed
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
    """A statement with who signed it and when, and what became of it.

    `is_whole` says that this program can show every word of it.
    """

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
    is_whole: bool = True
    resident_id: str | None = None
    """Of whom it was written; another than whose page shows it where two records were joined."""


@dataclass(frozen=True)
class Kept(Generic[C]):
    """A card as it stands, with its id; `record` is None where it is incomplete."""

    id: str
    record: C | None
    readable: Body
    has_siblings: bool
    problems: tuple[str, ...] = ()
    own_id: str | None = None
    """Of whom it was written, where that is a record that was joined to the one that shows it."""


def statements(
    connection: Connection,
    statement: type[S],
    resident_id: str,
    *,
    limit: int | None = None,
    only_current: bool = True,
) -> tuple[Signed[S], ...]:
    """The statements of a kind about a resident, newest first: all of them, or so many."""
    query = _CURRENT_STATEMENTS if only_current else _STATEMENTS
    most = _ALL if limit is None else limit
    asked = {"resident": resident_id, "kind": statement.kind, "most": most}
    return tuple(
        signed(connection, statement, row) for row in connection.execute(query, asked).all()
    )


def every_statement(
    connection: Connection, statement: type[S], resident_id: str
) -> Iterator[Signed[S]]:
    """The current statements of a kind about a resident, newest first, each read when it is reached.

    For what was said once and stands however much was written since: no number of them is enough.
    """
    asked = {"resident": resident_id, "kind": statement.kind, "most": _ALL}
    with connection.execute(_CURRENT_STATEMENTS, asked) as rows:
        for row in rows:
            yield signed(connection, statement, row)


def statements_in(
    connection: Connection, statement: type[S], resident_id: str, state: str, *, limit: int
) -> tuple[Signed[S], ...]:
    """The current statements of a kind about a resident that are in a state, newest first."""
    asked = {"resident": resident_id, "kind": statement.kind, "state": state, "most": limit}
    rows = connection.execute(_STATEMENTS_IN, asked).all()
    return tuple(signed(connection, statement, row) for row in rows)


def statements_holding(
    connection: Connection, statement: type[S], resident_id: str, name: str, *, after: int
) -> tuple[Signed[S], ...]:
    """The current statements of a kind that hold a field, newest first, those after so many newest."""
    asked = {"resident": resident_id, "kind": statement.kind, "most": _ALL, "after": after}
    rows = connection.execute(_OLDER_STATEMENTS, asked)
    return tuple(signed(connection, statement, row) for row in rows if f'"{name}"' in row.body)


def withdrawn_statements(
    connection: Connection, statement: type[S], resident_id: str
) -> tuple[Signed[S], ...]:
    """Those of a kind about a resident that were entered in error, newest first."""
    asked = {"resident": resident_id, "kind": statement.kind, "most": _ALL}
    rows = connection.execute(_WITHDRAWN_STATEMENTS, asked).all()
    return tuple(signed(connection, statement, row) for row in rows)


def statements_of(
    connection: Connection, kinds: Sequence[type[Statement]], resident_id: str, *, limit: int = 500
) -> tuple[tuple[Signed[Any], type[Statement]], ...]:
    """The statements of several kinds about a resident, newest first, whatever became of them.

    So many of each kind: a plan does not drop out of sight behind a chart that is filled every day.
    """
    named = {kind.kind: kind for kind in kinds}
    asked = {"resident": resident_id, "kinds": list(named), "most": limit}
    rows = connection.execute(_STATEMENTS_OF, asked).all() if named else []
    return tuple((signed(connection, named[row.kind], row), named[row.kind]) for row in rows)


def cards(
    connection: Connection, card: type[C], resident_id: str, *, states: Sequence[str] = ()
) -> tuple[Kept[C], ...]:
    """The cards of a kind about a resident, in the order they were last written, newest first."""
    asked = {"resident": resident_id, "kind": card.kind}
    if states:
        rows = connection.execute(_CARDS_IN, {**asked, "states": list(states)})
    else:
        rows = connection.execute(_CARDS, asked)
    return tuple(kept(card, row) for row in rows)


def kept(card: type[C], row: Any) -> Kept[C]:  # noqa: ANN401 - a row never leaves the store
    """One card from its row (id, body, has_siblings)."""
    parsed = card_body.parsed(card, card_body.values_from_text(row.body))
    own_id = row._mapping.get("own_id")  # noqa: SLF001 - SQLAlchemy's public way to a mapping
    return Kept(row.id, parsed.record, parsed.readable, row.has_siblings, parsed.problems, own_id)


def card_by_id(connection: Connection, card: type[C], record_id: str) -> Kept[C] | None:
    """One card by its id, or None."""
    row = connection.execute(_CARD, {"id": record_id, "kind": card.kind}).one_or_none()
    return None if row is None else kept(card, row)


def signed(connection: Connection, statement: type[S], row: Any) -> Signed[S]:  # noqa: ANN401 - a row
    """One statement from its row (mid, body, status, has_siblings).

    Its text was checked when it came in, so that it is not read before somebody looks at it: a page
    holds hundreds of statements and shows a few.
    """
    is_withdrawn = row.status == Status.ENTERED_IN_ERROR.value
    return _Unread(statement, row, _withdrawn(connection, row.mid) if is_withdrawn else None)


class _Unread(Signed[S]):
    """A statement that reads its text when it is asked for what stands in it, and then once."""

    def __init__(self, statement: type[S], row: Any, withdrawn: Withdrawn | None) -> None:  # noqa: ANN401 - a row
        self.__dict__.update(
            _statement=statement,
            _text=row.body,
            mid=row.mid,
            status=_STATUSES[row.status],
            has_siblings=row.has_siblings,
            withdrawn=withdrawn,
        )

    @cached_property
    def _raw(self) -> dict[str, Any]:
        raw: dict[str, Any] = json.loads(self.__dict__["_text"])
        return raw

    @cached_property
    def _parsed(self) -> Parsed[S]:
        statement: type[S] = self.__dict__["_statement"]
        return card_body.parsed(statement, self._raw.get("body") or {})

    @cached_property
    @override
    def id(self) -> str:
        return str(self._raw["id"])

    @cached_property
    @override
    def record(self) -> S | None:
        return self._parsed.record

    @cached_property
    @override
    def readable(self) -> Body:
        return self._parsed.readable

    @cached_property
    @override
    def occurred_at(self) -> datetime:
        return parse_utc(self._raw["occurred_at"])

    @cached_property
    @override
    def recorded_at(self) -> datetime:
        return parse_utc(self._raw["recorded_at"])

    @cached_property
    @override
    def author(self) -> Author:
        return _author(self._raw["author"])

    @cached_property
    @override
    def responsible(self) -> Author | None:
        responsible = self._raw.get("responsible")
        return None if responsible is None else _author(responsible)

    @cached_property
    @override
    def resident_id(self) -> str | None:
        found = self._raw.get("resident_id")
        return None if found is None else str(found)

    @cached_property
    @override
    def problems(self) -> tuple[str, ...]:
        return self._parsed.problems

    @cached_property
    @override
    def is_whole(self) -> bool:
        return self._parsed.record is not None and not self._parsed.unknown


def _author(raw: Mapping[str, str]) -> Author:
    return Author(raw["id"], raw["name"], raw["role"], raw.get("organisation", ""))


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


_STATUSES = {status.value: status for status in Status}

# Statements made once: making them anew for each question takes longer than asking it.

SIGNED: Final[Select[Any]] = (
    select(
        *(CHANGE.c.mid, CHANGE.c.body, RECORD.c.status, RECORD.c.has_siblings),
        *(RECORD.c.kind, RECORD.c.resident_id),
    )
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(CHANGE.c.body.is_not(None))
)
"""Every statement that is here with its words, as `signed` reads them; each question narrows it."""
CURRENT: Final = SIGNED.where(RECORD.c.status == Status.CURRENT.value)
NEWEST_FIRST: Final = (
    RECORD.c.occurred_at.desc(),
    RECORD.c.recorded_at.desc(),
    RECORD.c.mid.desc(),
)
_OF_RESIDENT = (RECORD.c.resident_id == bindparam("resident"), RECORD.c.kind == bindparam("kind"))

_STATEMENTS = SIGNED.where(*_OF_RESIDENT).order_by(*NEWEST_FIRST).limit(bindparam("most"))
_CURRENT_STATEMENTS = _STATEMENTS.where(RECORD.c.status == Status.CURRENT.value)
_OLDER_STATEMENTS = _CURRENT_STATEMENTS.offset(bindparam("after"))
_WITHDRAWN_STATEMENTS = _STATEMENTS.where(RECORD.c.status == Status.ENTERED_IN_ERROR.value)
_STATEMENTS_IN = _CURRENT_STATEMENTS.where(RECORD.c.state == bindparam("state"))
_ALL: Final = -1
"""To SQLite no limit at all."""
_IN_ITS_KIND = (
    SIGNED.add_columns(
        *(RECORD.c.occurred_at, RECORD.c.recorded_at),
        func.row_number().over(partition_by=RECORD.c.kind, order_by=NEWEST_FIRST).label("place"),
    )
    .where(
        RECORD.c.resident_id == bindparam("resident"),
        RECORD.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .subquery()
)
_STATEMENTS_OF = (
    select(_IN_ITS_KIND)
    .where(_IN_ITS_KIND.c.place <= bindparam("most"))
    .order_by(
        *(_IN_ITS_KIND.c.occurred_at.desc(), _IN_ITS_KIND.c.recorded_at.desc()),
        _IN_ITS_KIND.c.mid.desc(),
    )
)
_CARD_COLUMNS = (RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id)
_CARD = select(*_CARD_COLUMNS).where(
    RECORD.c.id == bindparam("id"), RECORD.c.kind == bindparam("kind")
)
_CARDS = (
    select(*_CARD_COLUMNS).where(*_OF_RESIDENT).order_by(RECORD.c.occurred_at.desc(), RECORD.c.id)
)
_CARDS_IN = _CARDS.where(RECORD.c.state.in_(bindparam("states", expanding=True)))
