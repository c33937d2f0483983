"""Which groups of a card stand in two versions that a person must settle, and whether it is safety.

Asked by the lines of residents and by the lists of what is to be settled. Chooses nothing.
"""

from collections.abc import Iterator

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
