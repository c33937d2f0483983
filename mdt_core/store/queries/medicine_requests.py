"""Medicine requests: all of one resident, and those over all homes served that are not done yet.

The open ones are found by a column, so that the many that are done cost nothing; how far each has
come is then read from its steps.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from mdt_core.medicine_request_steps import Overdue, RequestStep, next_step, overdue
from mdt_core.records.medicine_requests import CLOSED, MedicineRequest, RequestState
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.statements import Kept, cards, kept
from mdt_core.worklist import Reason, Tier

_MAYBE_OPEN: Final = [state.value for state in RequestState if state not in CLOSED]


@dataclass(frozen=True)
class ListedRequest:
    """One open request with the resident whom it is for, and whether its next step is overdue."""

    line: ResidentLine
    request: Kept[MedicineRequest]
    step: RequestStep | None
    overdue: Overdue | None

    @property
    def id(self) -> str:
        """The id of the request."""
        return self.request.id


def requests_of(connection: Connection, resident_id: str) -> tuple[Kept[MedicineRequest], ...]:
    """All requests for a resident: the open ones first, the last written before the others."""
    found = cards(connection, MedicineRequest, resident_id)
    return tuple(sorted(found, key=lambda each: not is_open(each)))


def is_open(each: Kept[MedicineRequest]) -> bool:
    """Whether a step is left; one that cannot be read here is not passed over."""
    return each.record is None or each.has_siblings or each.record.is_open


def open_requests(
    connection: Connection, people: Mapping[str, ResidentLine], today: date
) -> tuple[ListedRequest, ...]:
    """Every open request of these people: what is overdue first, then by the day it is needed."""
    rows = connection.execute(_OPEN, {"states": _MAYBE_OPEN}).all()
    listed = (_listed(people[who], each, today) for who, each in _open(rows, people))
    return tuple(sorted(listed, key=_order))


def overdue_reasons(
    connection: Connection, resident_ids: Iterable[str], today: date
) -> dict[str, tuple[Reason, ...]]:
    """Why residents are to be seen for what was asked and is overdue, by resident."""
    ids = set(resident_ids)
    rows = connection.execute(_OPEN_OF, {"states": _MAYBE_OPEN, "ids": sorted(ids)}).all()
    found: dict[str, tuple[Reason, ...]] = {}
    for who, each in _open(rows, ids):
        late = overdue(each.record, today) if each.record else None
        if each.record is not None and late is not None:
            words = f"Medicine request, {each.record.medicine}: {late}"
            since, source = each.record.since, (each.id,)
            reason = Reason(words, Tier.SECOND, since, source, kind=MedicineRequest.kind)
            found[who] = (*found.get(who, ()), reason)
    return found


def _open(
    rows: Iterable[Any], people: Iterable[str]
) -> Iterator[tuple[str, Kept[MedicineRequest]]]:
    known = frozenset(people)
    for row in rows:
        if row.resident_id in known:
            each = kept(MedicineRequest, row)
            if is_open(each):
                yield row.resident_id, each


def _listed(line: ResidentLine, request: Kept[MedicineRequest], today: date) -> ListedRequest:
    said = request.record
    if said is None or request.has_siblings:
        return ListedRequest(line, request, None, None)
    return ListedRequest(line, request, next_step(said), overdue(said, today))


def _order(each: ListedRequest) -> tuple[bool, str, str, str]:
    said = each.request.record
    needed = said.needed_by.isoformat() if said and said.needed_by else "9999"
    asked = said.since.isoformat() if said and said.since else ""
    return (each.overdue is None, needed, asked, each.id)


_OPEN = select(
    RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id, RECORD.c.resident_id
).where(
    RECORD.c.kind == MedicineRequest.kind, RECORD.c.state.in_(bindparam("states", expanding=True))
)
_OPEN_OF = _OPEN.where(RECORD.c.resident_id.in_(bindparam("ids", expanding=True)))
