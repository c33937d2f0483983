"""When to exchange with the service: pure arithmetic over moments, without a timer and without sleep.

Two seconds after something was saved, each minute otherwise; after failures later and later, up to a
quarter of an hour, each time by another few seconds, so that sixty homes do not come back as one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

EVERY = timedelta(seconds=60)
AFTER_SAVING = timedelta(seconds=2)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
SPREAD = 0.3
"""Of a wait, how much chance may add."""


@dataclass(frozen=True)
class Schedule:
    """When the next exchange is due, and how many have failed in a row."""

    due_at: datetime
    failures: int = 0

    def is_due(self, now: datetime) -> bool:
        """Whether to begin one now."""
        return now >= self.due_at

    def saved(self, now: datetime) -> "Schedule":
        """Something was saved: soon, but no sooner than a wait after a failure allows."""
        wait = FIRST_WAIT if self.failures else AFTER_SAVING
        return replace(self, due_at=min(self.due_at, now + wait))

    def asked(self, now: datetime) -> "Schedule":
        """A person asked, or the network came back: at once, whatever failed before."""
        return Schedule(due_at=now)

    def succeeded(self, now: datetime) -> "Schedule":
        """An exchange came to its end."""
        return Schedule(due_at=now + EVERY)

    def failed(self, now: datetime, chance: float) -> "Schedule":
        """An exchange was cut off; `chance` lies between 0 and 1."""
        failures = self.failures + 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - 1, 10))
        return Schedule(now + wait * (1 + SPREAD * chance), failures)
