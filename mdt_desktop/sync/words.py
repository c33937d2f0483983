"""What an exchange came to, in sentences for the person at this computer. No decision is made here."""

from datetime import timedelta
from typing import Protocol

MOST_SKEW = timedelta(minutes=2)


class Told(Protocol):
    """What is asked of a report."""

    @property
    def is_revoked(self) -> bool:
        """Whether this device may no longer read."""

    @property
    def must_update(self) -> bool:
        """Whether this program is too old to receive."""

    @property
    def is_copied(self) -> bool:
        """Whether another store speaks as this device."""

    @property
    def refused(self) -> int:
        """Changes that the service set apart."""

    @property
    def skew(self) -> timedelta:
        """By how much the service's clock is ahead."""


def of_refusal(reason: str, *, is_directory: bool) -> str:
    """Why one change was refused; for what was set up with this computer also who settles it, and how.

    Whoever sets a computer up writes its homes and people as an administrator, which the device need
    not be at the service: nobody can put that right by writing it again.
    """
    if not reason:
        return "The service gave no reason"
    if is_directory and "no grant for the role «Administrator»" in reason:
        return (
            "It was written when this computer was set up, by an administrator, and this computer"
            " is none at the service. Whoever looks after the service takes it from quarantine;"
            " do not write it again."
        )
    return reason


def of_report(told: Told) -> tuple[str, ...]:
    """The sentences of one exchange, the gravest first."""
    said = []
    if told.is_revoked:
        said.append(
            "This computer was revoked and receives nothing any more. What was written here was sent"
            " and is kept for review by a person. Ask whoever looks after the service."
        )
    if told.must_update:
        said.append(
            "This program is too old to receive from the service. What was written here was sent."
            " Update the program; until then what it shows grows old."
        )
    if told.is_copied:
        said.append(
            "Two computers, or a copy and its original, speak to the service as this one. Nothing"
            " was lost, and both go on. If you did not restore a backup, tell whoever looks after"
            " the service at once: somebody may hold a copy."
        )
    if told.refused:
        changes = "One entry" if told.refused == 1 else f"{told.refused} entries"
        said.append(f"{changes} written here could not be accepted and wait for a person.")
    if abs(told.skew) > MOST_SKEW:
        way = "behind" if told.skew > timedelta() else "ahead of"
        minutes = round(abs(told.skew) / timedelta(minutes=1))
        said.append(f"The clock of this computer is {minutes} minutes {way} the service. Set it.")
    return tuple(said)
