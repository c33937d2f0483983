"""What can be said of the exchange with the service: facts for the status line and the sync screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_core.clock import parse_utc
from mdt_core.store.store import Reading
from mdt_desktop.device import sync_book
from mdt_desktop.sync.engine import AGREED_AT
from mdt_desktop.sync.facts import FRESH
from mdt_desktop.sync.lease import Lease, lease_of
from mdt_desktop.sync.link import ADDRESS


@dataclass(frozen=True)
class FreshFor:
    """After how long what was got is no longer as of now, and after how long it is told as old."""

    green: timedelta = timedelta(hours=4)
    grey: timedelta = timedelta(hours=24)

    @staticmethod
    def told(words: str) -> "FreshFor":
        """As a service said it in hours; the usual where it said nothing."""
        hours = words.split()
        return FreshFor(*(timedelta(hours=int(each)) for each in hours)) if hours else USUAL


USUAL = FreshFor()


@dataclass(frozen=True)
class SyncStatus:
    """How this computer and the service stand to each other.

    `got_at` is when the logs of each home were last read to their end, by the home's id; a scope of
    a home that was never read whole makes the home one that was never got. `agreed_at` is when last
    nothing waited and every digest was the same at both ends.
    """

    address: str = ""
    waiting: int = 0
    oldest: datetime | None = None
    refused: int = 0
    got_at: Mapping[str, datetime | None] | None = None
    agreed_at: datetime | None = None
    fresh_for: FreshFor = USUAL
    lease: Lease | None = None
    """Until when this computer opens without the service; None where none was issued."""

    @property
    def is_linked(self) -> bool:
        """Whether there is a service for this workspace at all."""
        return bool(self.address)

    @property
    def all_sent(self) -> bool:
        """Whether nothing waits here and nothing was set aside there."""
        return self.waiting == 0 and self.refused == 0


def sync_status(connection: Reading) -> SyncStatus:
    """Reads how things stand now."""
    facts = sync_book.facts(connection)
    counts = sync_book.counts(connection)
    agreed = facts.get(AGREED_AT)
    return SyncStatus(
        address=facts.get(ADDRESS, ""),
        waiting=counts.waiting,
        oldest=counts.oldest,
        refused=counts.refused,
        got_at=_got_by_home(sync_book.places(connection)),
        agreed_at=parse_utc(agreed) if agreed else None,
        fresh_for=FreshFor.told(facts.get(FRESH, "")),
        lease=lease_of(facts),
    )


def _got_by_home(places: Mapping[str, sync_book.Place]) -> dict[str, datetime | None]:
    """The oldest of a home's scopes counts: what is shown of a home is as old as that."""
    found: dict[str, datetime | None] = {}
    for scope, place in places.items():
        kind, _, rest = scope.partition(":")
        if kind != "home":
            continue
        home_id = rest.rpartition(":")[0]
        before = found.get(home_id, place.got_at)
        both = before is not None and place.got_at is not None
        found[home_id] = min(before, place.got_at) if both else None  # type: ignore[type-var]
    return found
