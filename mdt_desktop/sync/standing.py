"""How this computer and its service stand at this moment of a sitting. No Qt, no clock, no words.

What the store keeps (`SyncStatus`) and what only this sitting knows: whether an exchange runs, how far
it is, since when none came to its end, and whether the last one ended in agreement.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mdt_core.errors import KnownError
from mdt_desktop.sync.engine import Progress, Report
from mdt_desktop.sync.status import SyncStatus
from mdt_desktop.sync.trouble import Unreachable

MOST_SKEW = timedelta(minutes=2)


@dataclass(frozen=True)
class Standing:
    """One moment."""

    status: SyncStatus = field(default_factory=SyncStatus)
    is_busy: bool = False
    progress: Progress = field(default_factory=Progress)
    apart_since: datetime | None = None
    """Since when every exchange failed; None where the last one came to its end."""
    is_without_network: bool = False
    trouble: str = ""
    """What stopped the last exchange, in words; empty for the network's absence alone."""
    has_agreed: bool = False
    """Whether the last exchange of this sitting ended with nothing waiting and equal digests."""
    skew: timedelta = timedelta()
    is_revoked: bool = False
    must_update: bool = False
    said: tuple[str, ...] = ()
    """What a person must know of the last exchange that came to its end, in sentences."""

    @property
    def is_first_load(self) -> bool:
        """Whether what there is was never got whole."""
        return self.status.is_linked and self.status.agreed_at is None

    @property
    def all_sent(self) -> bool:
        """Whether both ends hold the same: nothing waits, nothing was refused, the last one agreed."""
        return self.has_agreed and self.apart_since is None and self.status.all_sent

    @property
    def has_wrong_clock(self) -> bool:
        """Whether the clocks of both ends differ by more than two minutes."""
        return abs(self.skew) > MOST_SKEW

    def read(self, status: SyncStatus) -> "Standing":
        """What the store says was read anew."""
        return replace(self, status=status)

    def began(self) -> "Standing":
        """An exchange began."""
        return replace(self, is_busy=True, progress=Progress())

    def went_on(self, progress: Progress) -> "Standing":
        """It got further."""
        return replace(self, progress=progress)

    def ended(self, report: Report) -> "Standing":
        """It came to its end, or was stopped between two requests."""
        return replace(
            self,
            is_busy=False,
            apart_since=None,
            is_without_network=False,
            trouble="",
            has_agreed=report.agreed,
            skew=report.skew,
            is_revoked=report.is_revoked,
            must_update=report.must_update,
            said=report.sentences(),
        )

    def failed(self, error: Exception, now: datetime) -> "Standing":
        """It was cut off; since when is kept from the first time."""
        is_network = isinstance(error, Unreachable)
        return replace(
            self,
            is_busy=False,
            has_agreed=False,
            apart_since=self.apart_since or now,
            is_without_network=is_network,
            trouble="" if is_network else _words(error),
        )


def _words(error: Exception) -> str:
    if not isinstance(error, KnownError):
        return "The program met a fault of its own. It is tried again."
    parts = (error.message, error.next_step)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
