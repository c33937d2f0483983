"""Which plans stand of one resident and when the first of them is to be looked at again, in one question."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, select

from mdt_core.record import Status
from mdt_core.records.about_me import AboutMe
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.end_of_life import EndOfLifePlan
from mdt_core.records.preferences import PreferredPlace
from mdt_core.store.projections import RECORD

_REVIEWED: Final = frozenset({CarePlan.kind, ContingencyPlan.kind, EndOfLifePlan.kind})
_KINDS: Final = (*sorted(_REVIEWED), AboutMe.kind, PreferredPlace.kind)


@dataclass(frozen=True)
class PlansStanding:
    """The kinds of which a version stands, and the earliest day on which one is to be reviewed."""

    kinds: frozenset[str] = frozenset()
    next_review: date | None = None

    def has(self, kind: str) -> bool:
        """Whether a version of this kind stands."""
        return kind in self.kinds


def plans_standing(connection: Connection, resident_id: str) -> PlansStanding:
    """Reads them from the projection; of two versions the earlier day counts."""
    rows = connection.execute(_STANDING, {"resident": resident_id, "kinds": list(_KINDS)}).all()
    days = [date.fromisoformat(row.due_at) for row in rows if row.due_at and row.kind in _REVIEWED]
    return PlansStanding(frozenset(row.kind for row in rows), min(days, default=None))


_STANDING = select(RECORD.c.kind, RECORD.c.due_at).where(
    RECORD.c.resident_id == bindparam("resident"),
    RECORD.c.kind.in_(bindparam("kinds", expanding=True)),
    RECORD.c.status == Status.CURRENT.value,
)
