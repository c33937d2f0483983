"""A card changed by hand: a home's details or equipment, a resident's details and contacts, a problem.

Only what was changed is written. What another person wrote meanwhile stays; where it was the very
same group or entry, nothing is written before the person has looked. Settles no two versions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.fields import FieldSpec, field_of, fields_of, part_of
from mdt_core.kinds import Body, checked, dump
from mdt_core.record import Card
from mdt_core.record_words import stored_words
from mdt_core.records.equipment import Equipment
from mdt_core.records.homes import Home, HomeStatus
from mdt_core.records.residents import Problem, Resident
from mdt_core.store.queries.cards import number_elsewhere
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.equipment import require_possible
from mdt_core.use_cases.home_places import PLACES, require_places

C = TypeVar("C", bound=Card)

SAYS_WHO_IT_IS: Final = ("family_name", "given_name", "born", "nhs_number")
"""Fields by which a resident is known; a change of these is asked once more."""
_NOTHING: Final[tuple[object, ...]] = (None, "", (), [])
_LOOK: Final = "Look at what stands now, then save again"


class NumberElsewhere(InvalidInput):
    """The NHS number stands in another record too; the person may mean it all the same."""


@dataclass(frozen=True)
class CardChange(Generic[C]):
    """What was changed in a card: as it was when opened, and the changed fields as they are now.

    Without a `record_id` it is a new card. Of members (contacts) `now` holds all that are left.
    """

    card_class: type[C]
    record_id: str | None
    was: Body
    now: Body
    resident_id: str | None = None
    is_number_meant: bool = False


def save_card(store: Store, *, by: Actor, change: CardChange[Any]) -> tuple[str, Changes]:
    """Writes what was changed in a card, or a new card; gives its id.

    Raises InvalidInput for what cannot be so or was changed by another meanwhile, NumberElsewhere
    until it is meant, and Refused for a group of which two versions stand.
    """
    kind = change.card_class
    with store.deed(by) as unit:
        if kind is Problem and change.resident_id:
            unit.card(Resident, change.resident_id)
        card = changed_card(unit, change)
        _RULES[kind.kind](unit, change, card)
        about = _about(unit, change, card)
        saved = unit.write(card, about, record_id=change.record_id)
        told = About(home_id=saved) if kind is Home else about
        unit.audit(f"save {kind.kind}", told, record_id=saved)
        unit.discard_draft(kind.kind, change.resident_id or saved)
        return saved, unit.commit()


def _about(unit: UnitOfWork, change: CardChange[Any], card: Card) -> About:
    if change.card_class is Home:
        return About()
    if isinstance(card, Equipment):
        return About(home_id=card.home_id)
    return About(change.resident_id, unit.home_of(change.resident_id))


def changed_card(unit: UnitOfWork, change: CardChange[C]) -> C:
    """The card as it stands, with what was changed; raises InvalidInput or Refused as `save_card`."""
    mine = _with_own_ids(unit, change)
    if change.record_id is None:
        return checked(change.card_class, said({**change.was, **mine}))
    if change.card_class is Problem and "text" in mine:
        mine.update(code_system=None, code=None)  # a code holds only for the words it came with
    standing = dump(unit.card(change.card_class, change.record_id))
    _require_one_version(unit, change)
    for spec in (field_of(change.card_class, name) for name in change.now):
        if change.card_class.group(spec.group).members:
            mine[spec.name] = _merged(change, spec, mine[spec.name], standing)
        else:
            _require_as_read(change, spec.group, standing)
    return checked(change.card_class, said({**standing, **mine}))


def _merged(change: CardChange[Any], spec: FieldSpec, mine: object, standing: Body) -> object:
    merged = merged_members(change.was.get(spec.name), mine, standing.get(spec.name))
    if merged.disputed:
        words = f"An entry under «{spec.label}» was changed by somebody else meanwhile"
        raise InvalidInput(words, next_step=_LOOK, where=spec.label)
    return merged.members


def _require_one_version(unit: UnitOfWork, change: CardChange[Any]) -> None:
    groups = unit.card_state(change.record_id or "").groups
    in_two = {name.partition("/")[0] for name, group in groups.items() if group.has_siblings}
    labels = [
        spec.label
        for spec in (field_of(change.card_class, name) for name in change.now)
        if spec.group in in_two
    ]
    if labels:
        raise Refused(f"{', '.join(labels)}: two versions stand", next_step="Settle these first")


def _require_as_read(change: CardChange[Any], group: str, standing: Body) -> None:
    spec = next(iter(changed_meanwhile(change.card_class, group, change.was, standing)), None)
    if spec is not None:
        now = stored_words(standing.get(spec.name), spec) or "nothing"
        raise InvalidInput(
            f"Changed by somebody else meanwhile: it now says «{now}»",
            next_step=_LOOK,
            where=spec.label,
        )


def changed_meanwhile(
    card_class: type[Card], group: str, was: Body, standing: Body
) -> tuple[FieldSpec, ...]:
    """The fields of a group that say something else than when the form was opened."""
    return tuple(
        spec
        for spec in card_class.fields_in(group)
        if was.get(spec.name) not in _NOTHING or standing.get(spec.name) not in _NOTHING
        if was.get(spec.name) != standing.get(spec.name)
    )


@dataclass(frozen=True)
class MergedMembers:
    """The entries of a set as two people left it, and those that both of them changed."""

    members: list[dict[str, Any]]
    disputed: frozenset[str]


def merged_members(was: Any, mine: Any, standing: Any) -> MergedMembers:  # noqa: ANN401 - JSON
    """Puts together what I made of a set and what stands now; where both changed one, mine is taken."""
    before, own, now = _by_id(was), _by_id(mine), _by_id(standing)
    kept: list[dict[str, Any]] = []
    disputed: set[str] = set()
    for name in dict.fromkeys((*now, *own)):
        is_mine = own.get(name) != before.get(name)
        is_theirs = now.get(name) != before.get(name)
        if is_mine and is_theirs and own.get(name) != now.get(name):
            disputed.add(name)
        taken = own.get(name) if is_mine else now.get(name)
        if taken is not None:
            kept.append(taken)
    return MergedMembers(kept, frozenset(disputed))


def _by_id(members: Iterable[Mapping[str, Any]] | None) -> dict[str, dict[str, Any]]:
    return {str(each["id"]): said(each) for each in members or ()}


def said(values: Body) -> dict[str, Any]:
    """Values without those that say nothing."""
    return {name: value for name, value in values.items() if value not in _NOTHING}


def _with_own_ids(unit: UnitOfWork, change: CardChange[Any]) -> dict[str, Any]:
    """New entries of a set get ids of their own: two desks may add one at the same time.

    What names a new entry of another set (the room of a bed) names it by that id.
    """
    given: dict[str, Any] = dict(change.now)
    specs = [field_of(change.card_class, name) for name in change.now]
    sets = [spec for spec in specs if change.card_class.group(spec.group).members]
    own: dict[str, dict[str, str]] = {}
    for spec in sets:
        known, entries = _by_id(change.was.get(spec.name)), change.now[spec.name] or ()
        new = (str(each["id"]) for each in entries if each["id"] not in known)
        own[spec.name] = {name: str(unit.writing.ids.record_id()) for name in new}
    for spec in sets:
        given[spec.name] = [_with_own_id(spec, each, own) for each in change.now[spec.name] or ()]
    return given


def _with_own_id(
    spec: FieldSpec, entry: Mapping[str, Any], own: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    ids = {"id": own[spec.name].get(entry["id"], entry["id"])}
    part_class = part_of(spec)
    for each in fields_of(part_class) if part_class else ():
        named = own.get(each.refers_to, {}).get(entry.get(each.name) or "")
        if named is not None:
            ids[each.name] = named
    return {**entry, **ids}


# What cannot be so


def _home_rules(unit: UnitOfWork, change: CardChange[Any], home: Home) -> None:
    status = {"status", "status_reason"} & change.now.keys()
    if status and home.status is not HomeStatus.OPEN and not home.status_reason:
        _refuse(Home, "status_reason", f"Say why it is «{home.status.label}»")
    if "email" in change.now and home.email and "@" not in home.email:
        _refuse(Home, "email", "An address has an @, as home@nhs.net")
    if PLACES & change.now.keys():
        require_places(unit, change.record_id, home)


def _resident_rules(unit: UnitOfWork, change: CardChange[Any], person: Resident) -> None:
    today = london_day(unit.writing.at).isoformat()
    if "born" in change.now and person.born and person.born > today[: len(person.born)]:
        _refuse(Resident, "born", "This day has not come yet")
    if "nhs_number" not in change.now or not person.nhs_number or change.is_number_meant:
        return
    others = number_elsewhere(
        unit.connection, unit.writing.by, person.nhs_number, change.record_id or ""
    )
    if others:
        raise NumberElsewhere(
            f"This NHS number stands also in the record of {'; '.join(others)}",
            next_step="Check it. Save again only if it is right for this person",
            where=field_of(Resident, "nhs_number").label,
        )


def _problem_rules(_unit: UnitOfWork, _change: CardChange[Any], problem: Problem) -> None:
    onset, ended = problem.onset, problem.ended
    if onset and ended and ended < onset[: len(ended)]:
        _refuse(Problem, "ended", "It ended before it began")


def _equipment_rules(unit: UnitOfWork, change: CardChange[Any], thing: Equipment) -> None:
    require_possible(thing, change.now.keys(), london_day(unit.writing.at))


def _refuse(kind: type[Card], name: str, words: str) -> None:
    raise InvalidInput(words, where=field_of(kind, name).label)


_RULES: Final[Mapping[str, Any]] = {
    Home.kind: _home_rules,
    Equipment.kind: _equipment_rules,
    Resident.kind: _resident_rules,
    Problem.kind: _problem_rules,
}
