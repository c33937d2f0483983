"""Until when this computer opens without having met its service, by the service's clock.

The service issues the lease with each hello. Its end touches nothing that is here: what waits is still
sent, or saved as a file. A clock that is wrong is reckoned with, and one that was set back gains nothing:
time that is known to have gone by is never given back, and each use counts on. No window, no network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mdt_core.clock import parse_utc, utc_text
from mdt_core.store.store import Store
from mdt_core.sync.protocol import Hello
from mdt_desktop.device import sync_book

LEASE = "lease"
SKEW = "lease_skew_s"
CLOCK = "lease_clock"

AN_UNLOCK = timedelta(hours=1)
"""What an unlock counts for where the clock stands before a time that is known to have been."""
NOTICED = timedelta(minutes=2)
"""By how much a clock must differ to count as another one."""
_WORTH_WRITING = timedelta(minutes=5)


@dataclass(frozen=True)
class Lease:
    """One lease, by the service's clock. `seen` is the latest that the clock here has shown.

    `passed` is at least that: where the clock was set back, each use counts on from there.
    """

    until: datetime
    remind_at: datetime
    seen: datetime
    passed: datetime
    skew: timedelta = timedelta()
    """By how much the service's clock is ahead of the one here."""

    def now(self, here: datetime) -> datetime:
        """The moment as far as it can be told; never before one that has been."""
        return max(self.passed, here + self.skew)

    def has_ended(self, here: datetime) -> bool:
        """Whether the service must be met before records are shown."""
        return self.now(here) >= self.until

    def is_near_its_end(self, here: datetime) -> bool:
        """Whether it is time to say so."""
        return self.now(here) >= self.remind_at

    def is_set_back(self, here: datetime) -> bool:
        """Whether the clock here stands well before a time that it has shown."""
        return here + self.skew < self.seen - NOTICED

    def counted_on(self, here: datetime, used: timedelta) -> "Lease":
        """With what has gone by since it was last looked at; `used` counts where the clock does not.

        A clock that says that the lease is over is believed, yet not written down: it may be wrong, and
        be set right.
        """
        told = here + self.skew
        if self.is_set_back(here):
            return replace(self, passed=self.passed + used)
        if told >= self.until:
            return self
        return replace(self, seen=max(self.seen, told), passed=max(self.passed, told))


def lease_of(facts: Mapping[str, str]) -> Lease | None:
    """The lease that is kept; None where no service has issued one."""
    until, _, remind_at = facts.get(LEASE, "").partition(" ")
    if not until:
        return None
    seen, _, passed = facts[CLOCK].partition(" ")
    return Lease(
        until=parse_utc(until),
        remind_at=parse_utc(remind_at),
        seen=parse_utc(seen),
        passed=parse_utc(passed),
        skew=timedelta(seconds=int(facts[SKEW])),
    )


def issued(
    hello: Hello, facts: Mapping[str, str], here: datetime, *, by_file: bool
) -> dict[str, str]:
    """What to keep of the lease in a hello; nothing where that is as good as what is kept.

    An answer in a file was made some time ago and says nothing of the clock here.
    """
    if hello.lease is None:
        return {}
    before, server = lease_of(facts), parse_utc(hello.server_time)
    skew = server - here
    if by_file:
        skew = before.skew if before else timedelta()
    lease = Lease(
        parse_utc(hello.lease.until), parse_utc(hello.lease.remind_at), server, server, skew
    )
    return {} if before is not None and _is_as_good(before, lease) else _texts(lease)


def look(store: Store, here: datetime, used: timedelta) -> Lease | None:
    """Gives the lease as it stands now, and writes down that time has gone by."""
    with store.reading() as connection:
        before = lease_of(sync_book.facts(connection))
    if before is None:
        return None
    lease = before.counted_on(here, used)
    if lease.passed - before.passed >= _WORTH_WRITING:
        with sync_book.writing(store.engine) as connection:
            kept = lease_of(sync_book.facts(connection))
            if kept == before:  # else the service was met meanwhile
                sync_book.keep_facts(connection, _texts(lease))
    return lease


def _is_as_good(before: Lease, new: Lease) -> bool:
    same = (before.until, before.remind_at) == (new.until, new.remind_at)
    return same and abs(before.skew - new.skew) <= NOTICED and before.passed <= new.passed


def _texts(lease: Lease) -> dict[str, str]:
    return {
        LEASE: f"{utc_text(lease.until)} {utc_text(lease.remind_at)}",
        CLOCK: f"{utc_text(lease.seen)} {utc_text(lease.passed)}",
        SKEW: str(round(lease.skew.total_seconds())),
    }
