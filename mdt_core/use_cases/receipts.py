"""Receipts: a side's own device writes them when its people are shown what the other side wrote."""

from collections.abc import Mapping, Sequence

from mdt_core.actor import Actor
from mdt_core.records.receipts import Reach, Receipt, Side, receipt_id, side_of
from mdt_core.store.queries.receipts import Version, reached
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork


def write_receipts(
    store: Store, *, by: Actor, shown: Sequence[Version], reach: Reach = Reach.SEEN
) -> Changes:
    """Says that these versions have reached the person's side, all in one deed.

    What the side wrote itself, or has a receipt for already, is left out; where nothing is left
    nothing is written.
    """
    side = side_of(by.role)
    theirs = {each.mid: (each, side) for each in shown if each.side is not side}
    with store.reading() as connection:
        if not _without(connection, theirs, reach):
            return Changes()
    with store.deed(by) as unit:
        new = _without(unit.connection, theirs, reach)
        for version in new:
            _write(unit, version, side, reach)
        homes = {version.home_id for version in new}
        unit.audit(f"{reach.value} by {side.value}", About(home_id=min(homes, default=None)))
        return unit.commit()


def _without(
    connection: Reading, asked: Mapping[str, tuple[Version, Side]], reach: Reach
) -> list[Version]:
    """Those that have no such receipt yet."""
    known = reached(connection, asked).values()
    is_seen = reach is Reach.SEEN
    return [each.version for each in known if (each.seen_at if is_seen else each.got_at) is None]


def _write(unit: UnitOfWork, version: Version, side: Side, reach: Reach) -> None:
    receipt = Receipt(
        home_id=version.home_id,
        of_id=version.record_id,
        of_kind=version.kind,
        version=version.mid,
        side=side,
        reach=reach,
    )
    key = receipt_id(version.record_id, version.mid, version.home_id, side, reach)
    unit.sign(receipt, About(home_id=version.home_id), record_id=key)
