"""Where each entity's log is: the home a resident lives in, or the home a record is about.

The service decides this from its own records. A resident who leaves without a next home stays in
the last home's log until placed elsewhere, so that what is written after a death or discharge stays
with those who write it. A move is told in both logs: `release` in the old one, `adopt` in the new.
An entity's row is locked first in every deed that writes about it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, text, update

from mdt_core.clock import parse_utc, utc_text
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import ChangeId, parse_record_id
from mdt_core.record import Place, kind_named
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Stay
from mdt_core.store import resident_current
from mdt_core.store.among import among
from mdt_core.sync.change import Author, Change, ChangeKind, Envelope
from mdt_core.sync.scope import UNPLACED
from mdt_service.hub import log
from mdt_service.hub.database import Deed
from mdt_service.hub.scopes import home_in, home_scope, sensitivity_in
from mdt_service.hub.tables import CHANGE, ENTITY_LEFT, ENTITY_SCOPE

LATE_DAYS = 30
"""How long after a move the old home's late notes are still taken."""

SERVICE_DEVICE = "service"
SERVICE_AUTHOR = Author("service", "The service", "")


def entity_of(change: Change) -> str:
    """What a change is about for the purpose of scope: the resident, or the record itself."""
    envelope = change.envelope
    if envelope.kind == Resident.kind:
        return envelope.record_id
    return envelope.resident_id or envelope.record_id


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an entity lies, which homes it left not long ago, and which it ever left."""

    home_id: str | None
    left: frozenset[str] = frozenset()
    ever_left: frozenset[str] = frozenset()

    def as_once(self) -> "Placement":
        """As it may have been when a change was taken that is only brought back now."""
        return replace(self, left=self.ever_left)


def hold(connection: Deed, changes: Sequence[Change], at: datetime) -> dict[str, Placement]:
    """Locks everything that the changes are about; returns where each lies.

    An entity that is new here begins in the home that its own changes name: a resident's first
    stay, or the home that a record of no resident is about.
    """
    entities = sorted({entity_of(change) for change in changes})
    if not entities:
        return {}
    homes = _held(connection, entities)
    new = [each for each in entities if each not in homes]
    if new:
        first = _first_homes(changes)
        rows = [{"entity": each, "home": first.get(each), "at": utc_text(at)} for each in new]
        connection.execute(_BEGIN, rows)
        homes |= _held(connection, new)
    lately: dict[str, set[str]] = defaultdict(set)
    ever: dict[str, set[str]] = defaultdict(set)
    since = utc_text(at - timedelta(days=LATE_DAYS))
    for row in connection.execute(_LEFT, {"of": entities}):
        ever[row.entity].add(row.home_id)
        if row.left_at > since:
            lately[row.entity].add(row.home_id)
    return {
        each: Placement(home, frozenset(lately[each]), frozenset(ever[each]))
        for each, home in homes.items()
    }


def hold_known(connection: Deed, entities: Iterable[str]) -> dict[str, str | None]:
    """Locks those of the entities that have a place here, for what the service itself writes of them."""
    asked = sorted(set(entities))
    return _held(connection, asked) if asked else {}


def _held(connection: Deed, entities: Sequence[str]) -> dict[str, str | None]:
    """Those of the entities that have a place, locked in the order of their names."""
    return {row.entity: row.home_id for row in connection.execute(_HOLD, {"of": entities})}


def _first_homes(changes: Iterable[Change]) -> dict[str, str]:
    found: dict[str, str] = {}
    for change in changes:
        home = _named_home(change)
        if home is not None:
            found.setdefault(entity_of(change), home)
    return found


def _named_home(change: Change) -> str | None:
    envelope = change.envelope
    if envelope.resident_id is None and envelope.kind != Resident.kind:
        known = kind_named(envelope.kind)
        return None if known is not None and known.scope is Place.REFERENCE else envelope.home_id
    if envelope.kind != Stay.kind:
        return None
    placement = (change.groups or {}).get("placement")
    home = (placement.value or {}).get("home_id") if placement is not None else None
    return home if isinstance(home, str) and _is_identity(home) else None


def _is_identity(text_given: str) -> bool:
    try:
        parse_record_id(text_given)
    except InvalidInput:
        return False
    return True


def home_now(connection: Deed, entity: str) -> tuple[bool, str | None]:
    """Whether an entity is known, and the home it lies in."""
    row = connection.execute(_HOME, {"of": entity}).one_or_none()
    return (False, None) if row is None else (True, row.home_id)


# Moves


def follow_moves(
    connection: Deed,
    changes: Iterable[Change],
    homes: dict[str, Placement],
    *,
    origin: log.Origin,
    new_mid: Callable[[], ChangeId],
) -> None:
    """Moves every resident whose folded stay now names another home; tells it in both logs."""
    touched = {entity_of(each) for each in changes if each.envelope.kind == Stay.kind}
    for resident_id in sorted(touched):
        before = homes[resident_id].home_id
        now = resident_current.home_of(connection, resident_id)
        if now is not None and now != before and _is_identity(now):
            _move(connection, resident_id, before, now, origin=origin, new_mid=new_mid)


def forget_unused(connection: Deed, entities: Collection[str]) -> None:
    """Gives up the places of entities of which nothing was accepted."""
    if entities:
        connection.execute(_FORGET, {"of": sorted(entities)})


def _move(
    connection: Deed,
    resident_id: str,
    before: str | None,
    now: str,
    *,
    origin: log.Origin,
    new_mid: Callable[[], ChangeId],
) -> None:
    at = parse_utc(origin.received_at)
    old = [s for s in _scopes_of(connection, resident_id) if _lies_in(s, before)]
    sensitivities = sorted({sensitivity_in(s) for s in _scopes_of(connection, resident_id)})
    made = [
        log.Entry(_word(ChangeKind.RELEASE, resident_id, before, at, new_mid()), s, resident_id)
        for s in old
    ]
    made += [
        log.Entry(
            _word(ChangeKind.ADOPT, resident_id, now, at, new_mid()),
            home_scope(now, each),
            resident_id,
        )
        for each in sensitivities
    ]
    log.append(connection, made, log.Origin("service", "service", origin.received_at))
    connection.execute(_PLACE, {"of": resident_id, "home": now, "at": origin.received_at})
    if before is not None:
        left = {"entity": resident_id, "home": before, "at": origin.received_at}
        connection.execute(_LEAVE, left)


def _word(
    kind: ChangeKind, resident_id: str, home_id: str | None, at: datetime, mid: ChangeId
) -> Change:
    """A release or adopt: who moves and the home concerned, and nothing clinical."""
    envelope = Envelope(
        record_id=resident_id,
        kind=Resident.kind,
        schema=1,
        occurred_at=at,
        recorded_at=at,
        author=SERVICE_AUTHOR,
        device="service",
        resident_id=resident_id,
        home_id=home_id,
    )
    return Change(mid, kind, envelope)


def _scopes_of(connection: Deed, entity: str) -> Collection[str]:
    return sorted(connection.execute(_SCOPES, {"of": entity}).scalars())


def _lies_in(scope: str, home_id: str | None) -> bool:
    if home_id is None:
        return scope.partition(":")[0] == UNPLACED
    return home_in(scope) == home_id


def _among(column: Any) -> Any:  # noqa: ANN401 - as SQLAlchemy types it
    return among(column, "of")


_BEGIN = text(
    "INSERT INTO entity_scope (entity, home_id, since) VALUES (:entity, :home, :at)"
    " ON CONFLICT DO NOTHING"
)
_HOLD = (
    select(ENTITY_SCOPE.c.entity, ENTITY_SCOPE.c.home_id)
    .where(_among(ENTITY_SCOPE.c.entity))
    .order_by(ENTITY_SCOPE.c.entity)
    .with_for_update()
)
_HOME = select(ENTITY_SCOPE.c.home_id).where(ENTITY_SCOPE.c.entity == bindparam("of"))
_FORGET = delete(ENTITY_SCOPE).where(
    _among(ENTITY_SCOPE.c.entity), ~exists().where(CHANGE.c.entity == ENTITY_SCOPE.c.entity)
)
_LEFT = select(ENTITY_LEFT.c.entity, ENTITY_LEFT.c.home_id, ENTITY_LEFT.c.left_at).where(
    _among(ENTITY_LEFT.c.entity)
)
_SCOPES = select(CHANGE.c.scope).where(CHANGE.c.entity == bindparam("of")).distinct()
_PLACE = (
    update(ENTITY_SCOPE)
    .where(ENTITY_SCOPE.c.entity == bindparam("of"))
    .values(home_id=bindparam("home"), since=bindparam("at"))
)
_LEAVE = text(
    "INSERT INTO entity_left (entity, home_id, left_at) VALUES (:entity, :home, :at)"
    " ON CONFLICT (entity, home_id) DO UPDATE SET left_at = excluded.left_at"
)
