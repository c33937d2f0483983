"""The seam to the core's fold: new changes become the records that pages and decisions read."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select

from mdt_core.store import card_body, projections, resident_current
from mdt_core.store.tables import RecordRow
from mdt_core.sync.change import Change
from mdt_service.hub.database import Deed

RECORD = RecordRow.__table__  # type: ignore[attr-defined]


def fold(connection: Deed, changes: Sequence[Change]) -> None:
    """Folds changes that are in the log already into records and residents' lines."""
    if changes:
        resident_current.refresh(connection, projections.project(connection, changes))


def with_siblings(connection: Deed, ids: Iterable[str]) -> frozenset[str]:
    """Those of the records of which two versions stand side by side."""
    asked = sorted(set(ids))
    return (
        frozenset(connection.execute(_SIBLINGS, {"ids": asked}).scalars()) if asked else frozenset()
    )


def living(connection: Deed, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """The changes whose values still stand in each of the cards; a card without any is left out."""
    asked = sorted(set(ids))
    rows = connection.execute(_BODIES, {"ids": asked}) if asked else ()
    states = ((row.id, card_body.state_from_text(row.body)) for row in rows)
    found = {
        card_id: frozenset(head.mid for group in state.groups.values() for head in group.heads)
        for card_id, state in states
    }
    return {card_id: mids for card_id, mids in found.items() if mids}


_BODIES = select(RECORD.c.id, RECORD.c.body).where(
    RECORD.c.id.in_(bindparam("ids", expanding=True)), RECORD.c.body.is_not(None)
)
_SIBLINGS = select(RECORD.c.id).where(
    RECORD.c.id.in_(bindparam("ids", expanding=True)), RECORD.c.has_siblings
)
