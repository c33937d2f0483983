"""What writing a card means: the groups that differ from what stands, and what must survive them.

A program reads a card with defaults filled in and without the words of newer programs. So what it
wants is compared with what it had read, not with what stands: a field that was left alone stays word
for word, an unknown field or choice stays, and a group or member it does not know is never touched.
"""

from collections.abc import Container, Mapping
from typing import Any

from mdt_core.kinds import parse, with_unknown
from mdt_core.record import Card
from mdt_core.store import card_body
from mdt_core.sync.change import GroupWrite
from mdt_core.sync.fold import CardState, GroupState

Value = Mapping[str, Any]


def differing(card: Card, state: CardState, settles: Container[str] = ()) -> dict[str, GroupWrite]:
    """The groups of a card to write, each naming all that stands in it as seen.

    Where two versions of a group stand and its value was left as read, nobody has chosen between
    them: the group stays as it is, unless `settles` names it.
    """
    card_class = type(card)
    wanted = card_body.group_values(card)
    read = card_body.parsed_card(card_class, state).record
    seen = card_body.group_values(read) if read is not None else {}
    writes: dict[str, GroupWrite] = {}
    for name in (*wanted, *_left_out(card_class, wanted, state)):
        standing = state.groups.get(name)
        is_as_read = wanted.get(name) == seen.get(name)
        if standing is None and state.groups and is_as_read:
            continue  # nothing but the defaults that reading filled in
        if standing is not None and standing.has_siblings and is_as_read and name not in settles:
            continue  # whoever changed something else has not settled this
        value = _value(card_class, name, wanted.get(name), seen.get(name), standing)
        if standing is None or any(head.value != value for head in standing.heads):
            writes[name] = GroupWrite(value, state.heads_of(name))
    return writes


def _left_out(card_class: type[Card], wanted: Mapping[str, Value], state: CardState) -> list[str]:
    known = {group.name for group in card_class.groups}
    names = (name for name in state.live if name not in wanted)
    return [name for name in names if name.partition("/")[0] in known]


def _value(
    card_class: type[Card],
    name: str,
    wanted: Value | None,
    seen: Value | None,
    standing: GroupState | None,
) -> Value | None:
    if wanted is None and "/" in name:
        return None
    values = [head.value for head in standing.heads if head.value is not None] if standing else []
    if not values:
        return wanted or {}
    kept = _merged(wanted or {}, seen, values[0], _unknown(card_class, name, values[0]))
    for older in values[1:]:
        kept = {**_unknown_fields(card_class, name, older), **kept}
    return kept


def _merged(wanted: Value, seen: Value | None, raw: Value, unknown: Value) -> Value:
    was_seen = seen or {}
    merged: dict[str, Any] = {}
    for key, value in wanted.items():
        if key in was_seen and was_seen[key] == value:
            merged.update({key: raw[key]} if key in raw else {})
        else:
            merged[key] = with_unknown(value, unknown[key]) if key in unknown else value
    unread = raw.keys() - wanted.keys() - was_seen.keys()
    kept = unread if seen is not None else unread & unknown.keys()
    return {**merged, **{key: raw[key] for key in kept}}


def _unknown(card_class: type[Card], name: str, value: Value) -> Value:
    """What this program does not know in the value of a group or member, at every depth."""
    set_name, _, member = name.partition("/")
    if not member:
        return parse(card_class, value).unknown
    left = parse(card_class, {set_name: [{**value, "id": member}]}).unknown
    found: Value = left.get(set_name, {}).get(member, {})
    return found


def _unknown_fields(card_class: type[Card], name: str, value: Value) -> Value:
    unknown = _unknown(card_class, name, value)
    return {key: value[key] for key in unknown if unknown[key] == value[key]}
