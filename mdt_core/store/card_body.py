"""A card between its folded state, its stored text, and its record class."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from mdt_core.clock import parse_utc, utc_text
from mdt_core.kinds import Body, Parsed, dump, parse
from mdt_core.record import Card, Record
from mdt_core.sync.canonical import checked_text
from mdt_core.sync.change import Author
from mdt_core.sync.fold import CardState, GroupState, Head

C = TypeVar("C", bound=Card)
R = TypeVar("R", bound=Record)


def state_text(state: CardState) -> str:
    """The folded state as canonical text."""
    return checked_text({name: _group_json(group) for name, group in state.groups.items()})


def state_from_text(text: str) -> CardState:
    """The folded state as it was stored."""
    return CardState({name: _group_from(raw) for name, raw in from_json(text).items()})


def values_from_text(text: str) -> dict[str, Any]:
    """What `values_of` gives for a stored state, without making heads of it: lists need no more."""
    newest = {name: _newest_value(raw["heads"]) for name, raw in from_json(text).items()}
    return _one_body({name: value for name, value in newest.items() if value is not None})


def values_of(state: CardState) -> dict[str, Any]:
    """The newest value of every group, as one body; members become lists with their ids."""
    return _one_body(
        {
            name: next(head.value for head in group.heads if head.value is not None)
            for name, group in state.live.items()
        }
    )


def _newest_value(heads: list[dict[str, Any]]) -> Mapping[str, Any] | None:
    return next((head["v"] for head in heads if head["v"] is not None), None)


def _one_body(values: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    members: dict[str, list[dict[str, Any]]] = {}
    for name, value in sorted(values.items()):
        set_name, _, member = name.partition("/")
        if member:
            members.setdefault(set_name, []).append({**value, "id": member})
        else:
            body.update(value)
    return {**body, **members}


def parsed_card(card_class: type[C], state: CardState) -> Parsed[C]:
    """The card as its class reads it, leniently."""
    return parsed(card_class, values_of(state))


def parsed(record_class: type[R], body: Body) -> Parsed[R]:
    """What `parse` gives, sooner: a body that passes as it is holds nothing unknown to split off."""
    try:
        return Parsed(record_class.model_validate(body), body)
    except ValidationError:
        return parse(record_class, body)


def group_values(card: Card) -> dict[str, dict[str, Any]]:
    """The body of a card split into its groups, members under `<set>/<id>`; empty groups left out."""
    body = dump(card)
    groups: dict[str, dict[str, Any]] = {}
    for group in card.groups:
        if group.members:
            for member in body.get(group.name, ()):
                value = {key: item for key, item in member.items() if key != "id"}
                groups[f"{group.name}/{member['id']}"] = value
        else:
            names = {spec.name for spec in card.fields_in(group.name)}
            value = {key: item for key, item in body.items() if key in names}
            if value:
                groups[group.name] = value
    return groups


def _group_json(group: GroupState) -> dict[str, Any]:
    heads = [_head_json(head) for head in group.heads]
    return {"heads": heads, "named": sorted(group.named)}


def _head_json(head: Head) -> dict[str, Any]:
    author = head.author
    return {
        "mid": head.mid,
        "v": head.value,
        "author": [author.id, author.name, author.role, author.organisation],
        "occurred_at": _moment_text(head.occurred_at),
        "recorded_at": _moment_text(head.recorded_at),
        "about": [head.kind, head.resident_id, head.home_id],
    }


# The groups of a card share their moments, and so do the records of a round.
_moment = lru_cache(maxsize=1_024)(parse_utc)
_moment_text = lru_cache(maxsize=1_024)(utc_text)


def _group_from(raw: Mapping[str, Any]) -> GroupState:
    return GroupState(tuple(_head_from(head) for head in raw["heads"]), frozenset(raw["named"]))


def _head_from(raw: Mapping[str, Any]) -> Head:
    return Head(
        raw["mid"],
        raw["v"],
        Author(*raw["author"]),
        _moment(raw["occurred_at"]),
        _moment(raw["recorded_at"]),
        *raw["about"],
    )
