"""Whether a change can be taken: its text, its record, its author and the home it is about.

Every question is asked of the service's own records; what the client says of itself is never
trusted. The answer to one change is words for a person, or none; it never concerns the next one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import parse_change_id, parse_record_id
from mdt_core.record import Place, Record, Statement, kind_named
from mdt_core.records.escalations import Escalation
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Stay
from mdt_core.roles import Role
from mdt_core.store import card_body
from mdt_core.store.among import among
from mdt_core.store.merges import OWN_RESIDENT
from mdt_core.store.tables import RecordRow
from mdt_core.sync.canonical import LARGEST_CHANGE
from mdt_core.sync.change import Change, ChangeKind, change_from_text
from mdt_service.hub.database import Deed
from mdt_service.hub.placing import SERVICE_AUTHOR, SERVICE_DEVICE, Placement
from mdt_service.hub.scopes import EVERY_HOME, Grant

RECORD = RecordRow.__table__  # type: ignore[attr-defined]

_KIND = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)


class NotTaken(InvalidInput):
    """Why one change goes to quarantine."""

    title = "Kept for review"


def read_change(mid: str, body: bytes | None, told: str | None = None) -> Change:
    """The change as received; raises NotTaken, in words, where it is none that can be kept.

    `told` is the hash of its text, if the sender named it: of what it holds and took from a log.
    """
    if body is None:
        raise NotTaken("It has no text")
    if len(body) > LARGEST_CHANGE:
        raise NotTaken(f"It is longer than {LARGEST_CHANGE // 1024} KiB")
    try:
        change = change_from_text(parse_change_id(mid), body.decode("utf-8"))
        _check_names(change)
    except UnicodeDecodeError:
        raise NotTaken("Its text is not UTF-8") from None
    except InvalidInput as refused:
        raise NotTaken(refused.message) from None
    if told is not None and told != change.body_hash:
        raise NotTaken("Its text is not the one that was sent under this identity")
    if change.change_kind not in (ChangeKind.EVENT, ChangeKind.SET):
        raise NotTaken("Only the service moves and removes records")
    _check_content(change)
    return change


def _check_names(change: Change) -> None:
    envelope = change.envelope
    for each in (envelope.record_id, envelope.resident_id, envelope.home_id):
        if each is not None:
            parse_record_id(each)
    if not _KIND.fullmatch(envelope.kind):
        raise InvalidInput("The name of its kind cannot be used")


def _check_content(change: Change) -> None:
    """What this program knows well must hold; what a newer one wrote is kept as it is."""
    known = kind_named(change.envelope.kind)
    if known is None or change.envelope.schema > known.schema_version:
        return
    if issubclass(known, Statement) != (change.change_kind is ChangeKind.EVENT):
        raise NotTaken(f"«{known.title}» is not written in this way")
    if change.change_kind is ChangeKind.SET:
        if not change.groups:
            raise NotTaken("It writes nothing")
        return
    parsed = card_body.parsed(known, change.body or {})
    if parsed.record is None and not parsed.unknown:
        raise NotTaken(f"«{known.title}» does not hold: {'; '.join(parsed.problems)[:500]}")


# Against what is known here


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands under a record's id."""

    kind: str
    resident_id: str | None


def standing(connection: Deed, ids: Iterable[str]) -> dict[str, Standing]:
    """The records that stand under these ids."""
    asked = sorted(set(ids))
    if not asked:
        return {}
    rows = connection.execute(_STANDING, {"ids": asked})
    return {row.id: Standing(row.kind, row.resident_id) for row in rows}


def check_record(change: Change, rows: Mapping[str, Standing]) -> None:
    """Raises NotTaken where the record's id is another record's, or a statement signed already."""
    envelope = change.envelope
    if envelope.kind == Resident.kind and envelope.resident_id != envelope.record_id:
        raise NotTaken("A resident's record must be about that resident")
    row = rows.get(envelope.record_id)
    if row is None:
        return
    if row.kind != envelope.kind:
        raise NotTaken("A record of another kind stands under this id")
    if row.resident_id != envelope.resident_id:
        raise NotTaken("The record under this id is about another resident")
    if change.change_kind is ChangeKind.EVENT:
        raise NotTaken("This entry is signed already, with other words")


def check_author(change: Change, grants: Sequence[Grant], placement: Placement) -> None:
    """Raises NotTaken unless a grant lets the change's author write its kind where it lies.

    What is of somebody in no home yet may be written by any device that serves the homes it names.
    """
    author = change.envelope.author
    if author.id == SERVICE_AUTHOR.id:
        raise NotTaken("Only the service itself signs as the service")
    known = kind_named(change.envelope.kind)
    is_reference = known is not None and known.scope is Place.REFERENCE
    homes = {placement.home_id}
    if change.envelope.kind != Stay.kind:  # a home that was left takes nobody back by a late stay
        homes |= placement.left
    named = _homes_named(change) if placement.home_id is None else frozenset()
    usable = [
        grant
        for grant in grants
        if grant.person_id in (None, author.id)
        and (is_reference or _covers(grant, placement, homes, named))
    ]
    if not usable:
        raise NotTaken("This device does not serve the home that it is about")
    signed = _ROLES.get(author.role)
    served = [grant for grant in usable if signed in (None, grant.role)]
    if signed is not None and not served:
        raise NotTaken(f"This device has no grant for the role «{signed.label}»")
    if known is not None and not any(_may_write(each, change, known, placement) for each in served):
        raise NotTaken(f"«{known.title}» cannot be written under the roles of this device")


def _covers(
    grant: Grant, placement: Placement, homes: Iterable[str | None], named: Iterable[str]
) -> bool:
    if placement.home_id is None:
        return all(map(grant.covers, named))
    return any(map(grant.covers, homes))


def _homes_named(change: Change) -> frozenset[str]:
    """The homes that a change names: where it was written, and where a stay is to be."""
    placed = (change.groups or {}).get("placement") if change.envelope.kind == Stay.kind else None
    named = (change.envelope.home_id, (placed.value or {}).get("home_id") if placed else None)
    return frozenset(each for each in named if isinstance(each, str))


@dataclass(frozen=True, slots=True)
class Returned:
    """By whom changes are brought back after a restore: which scopes it reads, and whose they may be.

    `writers` are the roles that each device ever had which is named in them as where it was written.
    """

    device_id: str
    scopes: frozenset[str]
    writers: Mapping[str, tuple[Grant, ...]]


def check_returned(change: Change, scope: str, returned: Returned, placement: Placement) -> None:
    """Raises NotTaken for another device's change that this one cannot have read, or that one not written.

    Nothing signs a change for good, so this is as far as it can be known; what a device wrote itself
    is judged as any push of it.
    """
    if scope not in returned.scopes:
        raise NotTaken("This device does not read the scope in which it lies")
    grants = returned.writers.get(change.envelope.device, ())
    if change.envelope.device == SERVICE_DEVICE and _is_told_by_service(change):
        return
    if not grants:
        raise NotTaken("It was written on a device that is not known here")
    check_author(change, grants, placement.as_once())  # it was judged when it was first taken


def _is_told_by_service(change: Change) -> bool:
    """Whether it reads as the one thing that the service signs: that it escalated an overdue action."""
    envelope = change.envelope
    return envelope.kind == Escalation.kind and envelope.author == SERVICE_AUTHOR


def _may_write(grant: Grant, change: Change, known: type[Record], placement: Placement) -> bool:
    """Asked of the same rule as on a device, for a person who serves just these homes."""
    homes = None if grant.home_id == EVERY_HOME else frozenset({grant.home_id})
    at_home = placement.home_id
    if known.kind == Home.kind:
        at_home = change.envelope.record_id
    elif grant.home_id in placement.left:
        at_home = grant.home_id  # a late note of a home that the resident left
    return access.may_write(Actor("", "", grant.role, "", homes), known, at_home)


def check_place(change: Change, placement: Placement) -> None:
    """Raises NotTaken where a record of no resident names another home than it lies in."""
    envelope = change.envelope
    known = kind_named(envelope.kind)
    if envelope.resident_id is not None or (known and known.scope is Place.REFERENCE):
        return
    if envelope.home_id != placement.home_id:
        raise NotTaken("It names another home than the record under this id")


_ROLES = {each.value: each for each in Role}
"""The roles that an author may sign under; a source that a file came from has none."""

_STANDING: Select[Any] = select(
    RECORD.c.id, RECORD.c.kind, OWN_RESIDENT.label("resident_id")
).where(among(RECORD.c.id, "ids"))
