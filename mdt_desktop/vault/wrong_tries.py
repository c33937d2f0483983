"""What a wrong PIN or passphrase costs: waiting, never data.

Five free tries, then waits of 30 seconds doubling up to one hour. From the tenth wrong try on the
words say that the organisation's recovery is needed; the right PIN still opens, since a hard stop
would let a passer-by keep a whole team from its notes. The wait slows
people down, not computers: whoever can set the clock, either way, ends it, as whoever copies the
file never has it; against those stands the cost of a guess and the keyring's part.
"""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from mdt_core.errors import KnownError

FREE_TRIES = 5
RECOVERY_AT = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)

_DOUBLINGS = 7  # 30 s doubled seven times passes one hour
_MINUTE_S = 60
_HOUR_MINUTES = 60


class WrongTries(BaseModel):
    """How often in a row a slot was tried wrongly, and when last (UTC)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    count: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    last_at: AwareDatetime | None = None

    @property
    def wait(self) -> timedelta:
        """The wait after this many wrong tries; zero while tries are free."""
        if self.count < FREE_TRIES:
            return timedelta()
        doublings = min(self.count - FREE_TRIES, _DOUBLINGS)
        return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)

    @property
    def wait_until(self) -> datetime | None:
        """The instant before which no further try is taken; None where there is no wait."""
        return self.last_at + self.wait if self.last_at and self.wait else None

    def must_wait(self, now: datetime) -> bool:
        """Say whether a try at `now` comes too soon."""
        return (
            self.last_at is not None
            and self.wait_until is not None
            and self.last_at <= now < self.wait_until
        )

    def with_another(self, now: datetime) -> "WrongTries":
        """Return the count with one more try at `now`."""
        return WrongTries(count=self.count + 1, last_at=now)


def larger(first: WrongTries, second: WrongTries) -> WrongTries:
    """Return the one of two records with more wrong tries."""
    return max(first, second, key=lambda tries: tries.count)


class WrongSecret(KnownError):
    """The PIN or passphrase did not open the slot, or came before the wait was over.

    `tries_left` before a wait, `wait_until` (UTC) while there is one, `is_recovery_needed` from the
    tenth wrong try on.
    """

    title = "Not unlocked"

    def __init__(self, message: str, tries: WrongTries, *, noun: str) -> None:
        """Tell `message`, with the way on after many wrong tries of a `noun` (PIN, passphrase)."""
        self.tries_left = max(FREE_TRIES - tries.count, 0)
        self.wait_until = tries.wait_until
        self.is_recovery_needed = tries.count >= RECOVERY_AT
        super().__init__(message, next_step=_recovery(noun) if self.is_recovery_needed else "")


def wrong(tries: WrongTries, *, noun: str) -> WrongSecret:
    """Return the error after a wrong try that is already counted in `tries`."""
    return WrongSecret(f"Wrong {noun}. {_cost(tries)}. Nothing will be erased", tries, noun=noun)


def too_soon(tries: WrongTries, now: datetime, *, noun: str) -> WrongSecret:
    """Return the error for a try during a wait; such a try is not looked at and not counted."""
    left = in_words((tries.wait_until or now) - now)
    return WrongSecret(f"Wait {left} before the next try. Nothing will be erased", tries, noun=noun)


def in_words(length: timedelta) -> str:
    """Return a length of time rounded up: seconds under a minute, minutes under an hour."""
    seconds = -(-length // timedelta(seconds=1))
    if seconds < _MINUTE_S:
        return _counted(seconds, "second")
    minutes = -(-seconds // _MINUTE_S)
    if minutes < _HOUR_MINUTES:
        return _counted(minutes, "minute")
    return _counted(-(-minutes // _HOUR_MINUTES), "hour")


def _cost(tries: WrongTries) -> str:
    if tries.wait:
        return f"Wait {in_words(tries.wait)} before the next try"
    left = FREE_TRIES - tries.count
    return f"{left} {'try' if left == 1 else 'tries'} left before a wait of {in_words(FIRST_WAIT)}"


def _recovery(noun: str) -> str:
    return (
        f"If the {noun} is forgotten, your organisation's recovery is needed. It comes with the"
        f" central service; without it only the right {noun} opens this workspace."
    )


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
