"""What this computer can tell of its exchange: what waits, what was refused and why, what it may read.

Ids and kinds alone; whoever shows it to a person looks the names up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mdt_core.clock import parse_utc
from mdt_core.store.store import Reading
from mdt_core.sync.change import Change
from mdt_desktop.device import sync_book
from mdt_desktop.device.outbox import OutboxState
from mdt_desktop.device.queued import in_state
from mdt_desktop.device.state import DeviceState
from mdt_desktop.device.sync_book import Place
from mdt_desktop.sync.engine import EPOCH
from mdt_desktop.sync.link import ENROLLED_AT, PINNED_CA
from mdt_desktop.sync.status import SyncStatus, sync_status

MOST = 500
"""Changes that are told one by one; all are counted."""


@dataclass(frozen=True)
class Told:
    """One change that waits or was refused, by what it is of."""

    mid: str
    kind: str
    record_id: str
    resident_id: str
    recorded_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Account:
    """Everything at one moment."""

    status: SyncStatus
    device: DeviceState
    waiting: tuple[Told, ...] = ()
    refused: tuple[Told, ...] = ()
    places: tuple[Place, ...] = ()
    enrolled_at: datetime | None = None
    epoch: str = ""
    is_pinned: bool = False


def account_of(connection: Reading, device: DeviceState) -> Account:
    """Reads it."""
    facts = sync_book.facts(connection)
    enrolled = facts.get(ENROLLED_AT)
    return Account(
        status=sync_status(connection),
        device=device,
        waiting=_told(connection, OutboxState.QUEUED),
        refused=_told(connection, OutboxState.QUARANTINED),
        places=tuple(_sorted(sync_book.places(connection).values())),
        enrolled_at=parse_utc(enrolled) if enrolled else None,
        epoch=facts.get(EPOCH, ""),
        is_pinned=bool(facts.get(PINNED_CA)),
    )


def _told(connection: Reading, state: OutboxState) -> tuple[Told, ...]:
    found = in_state(connection, state, most=MOST)
    return tuple(_one(each.change, each.reason) for each in found)


def _one(change: Change, reason: str) -> Told:
    envelope = change.envelope
    return Told(
        mid=change.mid,
        kind=envelope.kind,
        record_id=envelope.record_id,
        resident_id=envelope.resident_id or "",
        recorded_at=envelope.recorded_at,
        reason=reason,
    )


def _sorted(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: place.scope)
