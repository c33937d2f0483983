"""Which groups of a card stand in two versions that a person must settle, and whether it is safety.

Asked by the lines of residents and by the lists of what is to be settled. Chooses nothing.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from mdt_core.record import Card, MergeClass, Statement, kind_named
from mdt_core.store import card_body
from mdt_core.sync.fold import CardState, GroupState


def standing_groups(
    card_class: type[Card], state: CardState
) -> Iterator[tuple[str, MergeClass, GroupState]]:
    """Each group with two different versions that does not settle itself, with its merge class."""
    known = {group.name: group.merge for group in card_class.groups}
    for name, group in sorted(state.groups.items()):
        merge = known.get(name.partition("/")[0], MergeClass.SETTLES_ITSELF)
        if group.has_siblings and merge is not MergeClass.SETTLES_ITSELF:
            yield name, merge, group


def medicines_apart(lines: Iterable[Any], settled: Collection[str] = ()) -> bool:
    """Whether two records that were joined list different medicines and nobody compared them.

    `lines` are rows of medicines in force with (id, own_id, body); `settled` the ids of the lines that a
    person looked at together. One list alone is no contradiction, nor are two that say the same; what
    was compared stays so until the other record gets a line more.
    """
    lists: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in lines:
        state = card_body.state_from_text(row.body)
        dose = state.groups.get("dose")
        lists[row.own_id or ""][row.id] = [head.value for head in dose.heads] if dose else []
    if len(lists) <= 1 or len({_said(each.values()) for each in lists.values()}) <= 1:
        return False
    not_looked_at = [own for own, each in lists.items() if not each.keys() <= set(settled)]
    return len(not_looked_at) > 1 or not settled


def _said(doses: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted(json.dumps(each, sort_keys=True) for each in doses))


def is_safety(kind: str, body: str | None) -> bool:
    """Whether what stands in two versions of a record (a card's folded text) is a safety matter."""
    record_class = kind_named(kind)
    if record_class is None:
        return False
    if issubclass(record_class, Card) and body is not None:
        standing = standing_groups(record_class, card_body.state_from_text(body))
        return any(merge is MergeClass.SETTLE_NOW for _, merge, _ in standing)
    return (
        issubclass(record_class, Statement) and record_class.series_merge is MergeClass.SETTLE_NOW
    )
