"""Finding again what a source sent before: residents by their numbers, and what the source said.

Read inside the deed that writes, so that two imports at once cannot make one person twice.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select, tuple_

from mdt_core.record import Status
from mdt_core.store.merges import KINDS, is_anybody_joined, people_under
from mdt_core.store.tables import ChangeRow, RecordRow, ResidentCurrentRow, SourceIdentifierRow
from mdt_core.sync.change import Change, ChangeKind, stored_change
from mdt_core.sync.fold import CardState, fold_card

_CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
_RECORD = RecordRow.__table__  # type: ignore[attr-defined]
_CURRENT = ResidentCurrentRow.__table__  # type: ignore[attr-defined]
_IDENTIFIER = SourceIdentifierRow.__table__  # type: ignore[attr-defined]


def residents_known_as(
    connection: Connection, identifiers: Iterable[tuple[str, str]], nhs_number: str | None
) -> frozenset[str]:
    """The residents who have one of the (system, value) pairs or the NHS number.

    Of two records that were joined it is the one that the source told of before; else the one kept.
    """
    pair = tuple_(_IDENTIFIER.c.system, _IDENTIFIER.c.value)
    query = select(_IDENTIFIER.c.resident_id).where(pair.in_(list(identifiers)))
    found = set(connection.execute(query).scalars())
    if nhs_number is None:
        return frozenset(found)
    by_number = select(_CURRENT.c.resident_id).where(_CURRENT.c.nhs_number == nhs_number)
    numbered = set(connection.execute(by_number).scalars())
    numbered.update(connection.execute(_JOINED_BY_NUMBER, {"number": nhs_number}).scalars())
    under = people_under(connection, found) if found else {}
    return frozenset(found | (numbered - set(under.values())))


_JOINED_BY_NUMBER = select(_RECORD.c.resident_id).where(
    _RECORD.c.kind == "resident",
    _RECORD.c.owner == bindparam("number"),
    _RECORD.c.own_id.is_not(None),
)
"""Under whom somebody is read whose own record had the number and was joined to another."""


def is_resident(connection: Connection, record_id: str) -> bool:
    """Whether a resident of that id is on this device."""
    query = select(_RECORD.c.no).where(_RECORD.c.id == record_id, _RECORD.c.kind == "resident")
    return connection.execute(query).first() is not None


def said_by(connection: Connection, resident_id: str, device: str) -> list[Change]:
    """Every change about a resident that carries a device's name, in order of arrival."""
    query = (
        select(_CHANGE.c.mid, _CHANGE.c.body)
        .join(_RECORD, _RECORD.c.id == _CHANGE.c.record_id)
        .where(
            or_(
                (_RECORD.c.resident_id == resident_id) & _RECORD.c.own_id.is_(None),
                _RECORD.c.own_id == resident_id,
            ),
            _CHANGE.c.body.is_not(None),
        )
        .order_by(_CHANGE.c.n)
    )
    changes = (stored_change(row.mid, row.body) for row in connection.execute(query))
    return [change for change in changes if change.envelope.device == device]


def said_among(connection: Connection, mids: Sequence[str], source_id: str) -> tuple[str, ...]:
    """Those of the changes that a source made."""
    query = select(_CHANGE.c.mid, _CHANGE.c.body).where(_CHANGE.c.mid.in_(mids))
    return tuple(sorted(change.mid for change in _said(connection, query, source_id)))


def series(
    connection: Connection, kind: str, resident_id: str | None, seen: Container[str] | None = None
) -> tuple[str, ...]:
    """The changes of a resident's series that nothing replaces, or those that were `seen`.

    What was seen and has been replaced meanwhile was seen all the same.
    """
    if resident_id is None:
        rows = connection.execute(_OF_NOBODY, {"kind": kind})
    else:
        rows = connection.execute(_SERIES, {"kind": kind, "resident": resident_id})
    return tuple(
        sorted(
            row.mid
            for row in rows
            if (row.status == Status.CURRENT.value if seen is None else row.mid in seen)
        )
    )


def may_be_altered(
    connection: Connection, kind: str, resident_id: str | None, unfolded: Sequence[Change]
) -> bool:
    """Whether changes not folded yet may alter a series: its own, and those that alter others.

    Where anybody was found to be somebody else, any change may: whose page it is on is not known yet.
    """
    return any(
        (each.envelope.kind == kind and each.envelope.resident_id == resident_id)
        or each.change_kind not in (ChangeKind.SET, ChangeKind.EVENT)
        or each.envelope.kind in KINDS
        or each.corrects is not None
        or bool(each.base)
        for each in unfolded
    ) or (bool(unfolded) and is_anybody_joined(connection))


def said_state(connection: Connection, card_id: str, source_id: str) -> CardState:
    """A card as a source alone has told it."""
    query = select(_CHANGE.c.mid, _CHANGE.c.body).where(_CHANGE.c.record_id == card_id)
    state = CardState()
    for change in _said(connection, query.order_by(_CHANGE.c.n), source_id):
        state = fold_card(state, change)
    return state


def _said(connection: Connection, query: Select[Any], source_id: str) -> Iterator[Change]:
    for row in connection.execute(query.where(_CHANGE.c.body.is_not(None))):
        change = stored_change(row.mid, row.body)
        if change.envelope.author.id == source_id:
            yield change


# Made once: making them anew for each signature takes longer than asking them.

_OF_KIND = select(_RECORD.c.mid, _RECORD.c.status).where(_RECORD.c.kind == bindparam("kind"))
_SERIES = _OF_KIND.where(_RECORD.c.resident_id == bindparam("resident"))
_OF_NOBODY = _OF_KIND.where(_RECORD.c.resident_id.is_(None))
