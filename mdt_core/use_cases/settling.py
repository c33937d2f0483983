"""Settling two versions: a person keeps one or writes anew, says why, and whom they asked.

An ordinary change whose base names every version that stands, so that they are settled wherever it
arrives; its reason is a statement of its own in the same transaction. Nothing is chosen by the
program, and nobody settles what they have not seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day, to_second
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.fields import fields_of
from mdt_core.kinds import checked, parse
from mdt_core.record import Card, Record, Statement, settlers
from mdt_core.records.actions import Action, ActionPriority, ActionState
from mdt_core.records.settlements import Settlement, Way
from mdt_core.roles import Role
from mdt_core.store import card_body
from mdt_core.store.queries.statements import cards
from mdt_core.store.queries.version_details import Value, Versions, versions_of
from mdt_core.store.queries.versions import Unsettled, unsettled
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.sync.change import Change, ChangeKind, Envelope, GroupWrite

_NOTHING: Mapping[str, Any] = MappingProxyType({})
WHY: Final = "Why"
ASKED: Final = "Who did you ask"
CODES: Final = ("code_system", "code")
"""What names the words beside it for a machine: never kept where those words were written anew."""


class CameMeanwhile(Refused):
    """Another version came in, or somebody settled it, while the person looked."""


@dataclass(frozen=True)
class Settling:
    """What the person decided about what they saw.

    `keep` is the version that is kept; `values` are the fields written anew, by name. Fields that
    all versions agree in are kept as they are and need not be said.
    """

    of: Unsettled
    way: Way
    why: str
    asked: str
    keep: str = ""
    values: Value = field(default_factory=lambda: _NOTHING)


def settle(store: Store, *, by: Actor, settling: Settling) -> Changes:
    """Settles two versions of one thing.

    Raises NotAllowed for a role that the definition does not name, InvalidInput without a reason or
    without whom they asked or for a value that cannot be taken, CameMeanwhile where other versions
    stand now than the person saw, and Refused for putting together what must not be.
    """
    _require_said(settling)
    with store.deed(by) as unit:
        standing = _as_seen(unit, by, settling.of)
        require_settler(by, standing)
        versions = versions_of(unit.connection, standing, unit.writing.device)
        about = About(standing.resident_id, standing.home_id)
        change = _settled(unit, versions, settling, about)
        reason = unit.sign(_reason(settling, change), about)
        unit.discard_draft(Settlement.kind, standing.key)
        unit.audit("settle versions", about, record_id=reason.envelope.record_id)
        return unit.commit()


def require_settler(by: Actor, of: Unsettled) -> None:
    """Raises NotAllowed, naming who may, unless the person may settle this."""
    access.require_write(by, of.record_class, of.home_id)
    if not of.may_be_settled_by(by):
        named = settlers(of.record_class, of.group)
        raise NotAllowed(
            f"Two versions of «{of.what}» are settled by {access.listed(named)}",
            next_step="Ask the clinician responsible",
        )


def may_combine(versions: Versions) -> bool:
    """Whether the texts may be put together: a group of plain text, and nothing else differs."""
    of = versions.of
    if not issubclass(of.record_class, Card) or not of.record_class.group(of.group).combines:
        return False
    differing = differing_fields(versions)
    return bool(differing) and all(_is_text(of.record_class, name) for name in differing)


def differing_fields(versions: Versions) -> tuple[str, ...]:
    """The fields in which the versions are not all the same, in the order of the definition."""
    values = [version.value or {} for version in versions.versions]
    names = [spec.name for spec in fields_of(fields_class(versions.of))]
    first = values[0] if values else {}
    return tuple(
        name for name in names if any(each.get(name) != first.get(name) for each in values)
    )


def fields_class(of: Unsettled) -> type[BaseModel]:
    """The class whose fields the versions hold: the record's own, or that of a member."""
    if not of.group.partition("/")[2]:
        return of.record_class
    (spec,) = of.record_class.fields_in(of.group.partition("/")[0])  # type: ignore[attr-defined]  # a card's
    member: type[BaseModel] = spec.annotation.__args__[0]
    return member


def ask_to_settle(store: Store, *, by: Actor, of: Unsettled, owner: str = "") -> Changes:
    """Makes an urgent action for who may settle it; raises Refused where one is open already.

    The action is owned by the person named, or by the first role that may settle it.
    """
    if of.resident_id is None:
        raise Refused("This is about no resident: ask the person who wrote it")
    text = f"Settle two versions of: {of.what}"
    with store.deed(by) as unit:
        waiting = cards(unit.connection, Action, of.resident_id, states=(ActionState.OPEN.value,))
        if any(each.record is not None and each.record.text == text for each in waiting):
            raise Refused("This was asked for already: the action is still open")
        action = Action(
            text=text,
            priority=ActionPriority.URGENT if of.is_safety else ActionPriority.ROUTINE,
            owner=owner or None,
            owner_role=None if owner else _first_role(settlers(of.record_class, of.group)),
            due=london_day(unit.writing.at),
        )
        about = About(of.resident_id, unit.home_of(of.resident_id))
        action_id = unit.write(action, about)
        unit.audit("ask to settle versions", about, record_id=action_id)
        return unit.commit()


def _first_role(roles: frozenset[Role]) -> Role:
    return next(role for role in Role if role in roles)


# The deed


def _require_said(settling: Settling) -> None:
    for words, said in ((WHY, settling.why), (ASKED, settling.asked)):
        if not said.strip():
            raise InvalidInput("Say it before you settle this", where=words)


def _as_seen(unit: UnitOfWork, by: Actor, seen: Unsettled) -> Unsettled:
    """What stands now, where it is what the person saw."""
    standing = unsettled(unit.connection, by, resident_id=seen.resident_id)
    now = next((each for each in standing if each.key == seen.key), None)
    if now is None:
        raise CameMeanwhile("This was settled meanwhile. Nothing was written")
    if now.mids != seen.mids:
        raise CameMeanwhile(
            "Another version came in while you looked. Nothing was settled",
            next_step="Read all of them, then choose again",
        )
    return now


def _settled(unit: UnitOfWork, versions: Versions, settling: Settling, about: About) -> Change:
    if settling.way is Way.KEPT:
        return _kept(unit, versions, settling.keep, about)
    if settling.way is Way.COMBINED and not may_combine(versions):
        raise Refused("These are not put together: keep one of them, or write it anew")
    value = _anew(unit, versions, settling.values)
    return _appended(unit, versions.of, value, about)


def _kept(unit: UnitOfWork, versions: Versions, keep: str, about: About) -> Change:
    kept = next((each for each in versions.versions if each.mid == keep), None)
    if kept is None:
        raise InvalidInput("Choose which version is right")
    return _appended(unit, versions.of, kept.value, about)


def _appended(unit: UnitOfWork, of: Unsettled, value: Value | None, about: About) -> Change:
    """Writes the value word for word, naming every version as seen."""
    is_card = bool(of.group)
    change = Change(
        mid=unit.writing.ids.change_id(),
        change_kind=ChangeKind.SET if is_card else ChangeKind.EVENT,
        envelope=_envelope(unit, of, about),
        body=None if is_card else value,
        groups={of.group: GroupWrite(value, of.mids)} if is_card else None,
        base=() if is_card else of.mids,
    )
    unit.append(change)
    return change


def _envelope(unit: UnitOfWork, of: Unsettled, about: About) -> Envelope:
    at = to_second(unit.writing.at)
    return Envelope(
        record_id=of.record_id or unit.writing.ids.record_id(),
        kind=of.record_class.kind,
        schema=of.record_class.schema_version,
        occurred_at=at,
        recorded_at=at,
        author=unit.writing.signed_by,
        device=unit.writing.device,
        resident_id=about.resident_id,
        home_id=about.home_id,
    )


# Written anew


def _anew(unit: UnitOfWork, versions: Versions, said: Value) -> Value:
    """The agreed fields as they stand with the others as said; raises InvalidInput in words."""
    of = versions.of
    if not any(each not in ("", None, (), []) for each in said.values()):
        raise InvalidInput("Write what is right, or keep one of the versions")
    value = {**agreed_values(versions), **{key: each for key, each in said.items() if each != ""}}
    if issubclass(of.record_class, Statement):
        record = checked(of.record_class, parse(of.record_class, value).readable)
        record.require_possible(unit.writing.at)
        return value
    _require_whole(unit, of, value)
    return value


def agreed_values(versions: Versions) -> dict[str, Any]:
    """What all versions say alike and is kept; no code of words that they do not agree in."""
    differing = set(differing_fields(versions))
    values = [version.value or {} for version in versions.versions]
    if not values:
        return {}
    first = values[0]
    agreed = {key for key in first if all(each.get(key) == first[key] for each in values)}
    names = [spec.name for spec in fields_of(fields_class(versions.of)) if spec.name in first]
    named = next((name for name in names if name not in CODES), "")
    dropped = set(CODES) if named in differing else set()
    return {key: first[key] for key in first if key in agreed - dropped}


def _require_whole(unit: UnitOfWork, of: Unsettled, value: Value) -> None:
    """Raises InvalidInput where the card with this value would not pass its class."""
    card_class: type[Record] = of.record_class
    name, _, member = of.group.partition("/")
    whole = card_body.values_of(unit.card_state(of.record_id))
    if member:
        others = [each for each in whole.get(name, ()) if each.get("id") != member]
        whole[name] = [*others, {**value, "id": member}]
    else:
        own = {spec.name for spec in fields_of(card_class) if spec.group == name}
        whole = {key: each for key, each in whole.items() if key not in own} | dict(value)
    checked(card_class, parse(card_class, whole).readable)


def _is_text(record_class: type[BaseModel], name: str) -> bool:
    spec = next(each for each in fields_of(record_class) if each.name == name)
    return spec.annotation in (str, str | None) and not name.endswith("_id") and name not in CODES


def _reason(settling: Settling, change: Change) -> Settlement:
    of = settling.of
    return Settlement(
        what=of.what,
        way=settling.way,
        why=settling.why.strip(),
        asked=settling.asked.strip(),
        settled_kind=of.record_class.kind,
        settled_record=of.record_id or None,
        settled_group=of.group or None,
        versions=of.mids,
        kept_version=settling.keep or None if settling.way is Way.KEPT else None,
        settled_by_change=change.mid,
    )
