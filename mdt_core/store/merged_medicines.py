"""Whether the medicines of two records that were joined are one list yet: worked out from rows, never chosen.

Asked for the one line of a resident and for what stands in two versions. Costs nothing where nobody
was joined.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from mdt_core.record import Status
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.settlements import Settlement
from mdt_core.store.side_by_side import medicines_apart
from mdt_core.store.tables import ChangeRow, RecordRow

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]

TWO_LISTS: Final = "medicines"
"""Of what there are two versions where two records that were joined list different medicines."""
IN_FORCE: Final = (MedicineState.ACTIVE.value, MedicineState.ON_HOLD.value)


def has_two_lists(connection: Connection, resident_id: str, rows: Sequence[Any]) -> bool:
    """Whether these rows hold medicines of two records that say different things."""
    lines = [
        row for row in rows if row.kind == MedicineLine.kind and row.body and row.state in IN_FORCE
    ]
    if not any(row.own_id for row in lines) or not medicines_apart(lines):
        return False
    return medicines_apart(lines, _compared(connection, resident_id))


def stands_in_two_lists(connection: Connection, resident_id: str) -> bool:
    """The same, asked of the store."""
    rows = connection.execute(_LINES, {"resident": resident_id}).all()
    return has_two_lists(connection, resident_id, rows)


def _compared(connection: Connection, resident_id: str) -> frozenset[str]:
    """The lines that a person looked at together since, by what they signed."""
    found: set[str] = set()
    for text in connection.execute(_SETTLED, {"resident": resident_id}).scalars():
        said = json.loads(text).get("body") or {}
        if said.get("settled_kind") == MedicineLine.kind and not said.get("settled_record"):
            found.update(said.get("versions") or ())
    return frozenset(found)


_LINES = select(RECORD.c.id, RECORD.c.own_id, RECORD.c.kind, RECORD.c.state, RECORD.c.body).where(
    RECORD.c.resident_id == bindparam("resident"), RECORD.c.kind == MedicineLine.kind
)
_SETTLED = (
    select(CHANGE.c.body)
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(
        RECORD.c.resident_id == bindparam("resident"),
        RECORD.c.kind == Settlement.kind,
        RECORD.c.status == Status.CURRENT.value,
        CHANGE.c.body.is_not(None),
    )
)
