"""Which orders of a record are lines of the medicines list.

A record holds every order ever made: hundreds for one tablet taken for years. The rule:

1. Each order in force (active, on hold, not known) is a line of its own, also two of one medicine:
   a morning and an evening dose are two orders, and none may vanish.
2. Of a medicine without an order in force, the newest past order is a line, so that what was
   stopped can be seen. Older ones are counted, not taken.
3. A statement that tells of an order of this record, and says the same state, is no second line.

An order left out by 2 or 3 is still written where an earlier file had brought it: otherwise a line
that was active then would stay active here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mdt_core.fhir.medication import Order
from mdt_core.fhir.taken import Taken
from mdt_core.records.medicines import MedicineLine


def current_lines(
    orders: Sequence[Order], not_taken: Counter[str]
) -> tuple[Taken[MedicineLine], ...]:
    """The lines by the rule above, in the order of the record."""
    shown = {id(order) for order in _shown(orders)}
    lines: list[Taken[MedicineLine]] = []
    for order in orders:
        if id(order) in shown or order.line.only_if_known:
            lines.append(order.line)
            continue
        kind = order.line.key.partition("/")[0]
        told_twice = order.is_current or order.about is not None
        not_taken[f"{kind}: {'told of an order' if told_twice else 'earlier order'}"] += 1
        lines.append(replace(order.line, only_if_known=True))
    return tuple(lines)


def _shown(orders: Sequence[Order]) -> list[Order]:
    by_resource = {id(order.resource): order for order in orders}
    own = [o for o in orders if not o.line.only_if_known and not _is_told_twice(o, by_resource)]
    in_force = [order for order in own if order.is_current]
    taken_now = {order.medicine for order in in_force}
    newest: dict[str, Order] = {}
    for order in own:
        if order.medicine in taken_now:
            continue
        before = newest.get(order.medicine)
        if before is None or _age(order) > _age(before):
            newest[order.medicine] = order
    return [*in_force, *newest.values()]


def _age(order: Order) -> tuple[str, str]:
    return order.dated, order.line.key


def _is_told_twice(order: Order, by_resource: dict[int, Order]) -> bool:
    told = by_resource.get(id(order.about)) if order.about is not None else None
    return told is not None and told.line.record.state is order.line.record.state
