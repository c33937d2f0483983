"""The seam to the core's fold: new changes become the records that pages and decisions read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from mdt_core.store import card_body, projections, refold
from mdt_core.store.among import among
from mdt_core.store.tables import RecordRow
from mdt_core.sync.change import Change, ChangeKind, stored_change
from mdt_service.hub import lines
from mdt_service.hub.database import Deed
from mdt_service.hub.tables import CHANGE

RECORD = RecordRow.__table__  # type: ignore[attr-defined]


def fold(connection: Deed, changes: Sequence[Change]) -> None:
    """Folds changes that are in the log already into records; says whose lines are due by it.

    What was redacted before it came, as after a restore, loses its words at once.
    """
    if not changes:
        return
    touched = projections.project(connection, changes)
    new = {str(each.mid): each.envelope.record_id for each in changes}
    gone = refold.redacted_among(connection, set(new.values())).keys() & new.keys()
    if gone:
        touched |= refold.redact(connection, {mid: new[mid] for mid in gone})
    lines.mark_due(connection, changes[0].mid, touched)


def with_siblings(connection: Deed, ids: Iterable[str]) -> frozenset[str]:
    """Those of the records of which two versions stand side by side."""
    asked = sorted(set(ids))
    return (
        frozenset(connection.execute(_SIBLINGS, {"ids": asked}).scalars()) if asked else frozenset()
    )


def needed(connection: Deed, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """The changes without which each of the cards would fold to another one.

    Those whose values stand; and where such a change also wrote a value that was replaced since, the
    one that replaced it, or the old value would stand again. A card without any is left out.
    """
    standing = _standing(connection, ids)
    written: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(_WRITTEN, {"ids": sorted(standing)}) if standing else ():
        written[row.record_id].append(row)
    return {
        card_id: mids
        if mids.issuperset(row.mid for row in written[card_id])
        else _with_what_replaced(mids, [stored_change(r.mid, r.body) for r in written[card_id]])
        for card_id, mids in standing.items()
    }


def _with_what_replaced(standing: frozenset[str], written: Sequence[Change]) -> frozenset[str]:
    """A redaction always goes out and names what is gone; of the others as few as will do."""
    groups = {str(each.mid): each.groups or {} for each in written}
    namers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mid, writes in groups.items():
        for name, write in writes.items():
            for named in set(write.base) - {mid}:
                namers[named, name].append(mid)
    found = {str(each.mid) for each in written if each.change_kind is ChangeKind.REDACT}
    waiting = sorted(standing)
    while waiting:
        mid = waiting.pop()
        found.add(mid)
        replaced_by = (namers[mid, name] for name in groups.get(mid, ()))
        waiting += [by[0] for by in replaced_by if by and found.isdisjoint(by)]
    return frozenset(found)


def _standing(connection: Deed, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """The changes whose values still stand in each of the cards."""
    asked = sorted(set(ids))
    rows = connection.execute(_BODIES, {"ids": asked}) if asked else ()
    states = ((row.id, card_body.state_from_text(row.body)) for row in rows)
    found = {
        card_id: frozenset(head.mid for group in state.groups.values() for head in group.heads)
        for card_id, state in states
    }
    return {card_id: mids for card_id, mids in found.items() if mids}


_BODIES = select(RECORD.c.id, RECORD.c.body).where(
    among(RECORD.c.id, "ids"), RECORD.c.body.is_not(None)
)
_WRITTEN = (
    select(CHANGE.c.record_id, CHANGE.c.mid, CHANGE.c.body)
    .where(
        among(CHANGE.c.record_id, "ids"),
        CHANGE.c.k.in_((ChangeKind.SET.value, ChangeKind.REDACT.value)),
        CHANGE.c.body.is_not(None),
    )
    .order_by(CHANGE.c.n)
)
_SIBLINGS = select(RECORD.c.id).where(among(RECORD.c.id, "ids"), RECORD.c.has_siblings)
