"""A round's list as it is read since records were joined: whoever was put on it under either is there once.

What stands in the round is left as it was written, so that parting the records gives the list back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from mdt_core.records.rounds import Round
from mdt_core.store.merges import people_under
from mdt_core.store.queries.statements import Kept

_OF_PEOPLE: Final = ("ready", "made_ready", "taken_off", "moved", "outcomes")
"""The sets of a round of which each member is about a resident, who names it."""


def followed(connection: Connection, header: Kept[Round]) -> Kept[Round]:
    """The round with everybody under the record that was kept; itself where nobody was joined."""
    said = header.record
    if said is None:
        return header
    ids = {each.id for name in _OF_PEOPLE for each in getattr(said, name)} | set(said.residents)
    under = people_under(connection, ids) if ids else {}
    if not under:
        return header
    people = dict.fromkeys(under.get(who, who) for who in said.residents)
    sets = {name: _renamed(getattr(said, name), under) for name in _OF_PEOPLE}
    return replace(header, record=said.model_copy(update={"residents": tuple(people), **sets}))


def _renamed(members: Iterable[Any], under: Mapping[str, str]) -> tuple[Any, ...]:
    """Each member under the record kept; what was said of that one itself goes before."""
    found: dict[str, Any] = {}
    for each in sorted(members, key=lambda member: member.id in under):
        kept_id = under.get(each.id, each.id)
        found.setdefault(kept_id, each.model_copy(update={"id": kept_id}))
    return tuple(found.values())
