"""Withdrawals: a signed statement is never edited; it is marked entered in error, with a reason and a name.

A reason tells of what it takes back, so that what is restricted is withdrawn by a kind that is restricted too.
"""

from typing import Annotated, ClassVar

from mdt_core.fields import Ask, Long, Sensitivity
from mdt_core.record import Statement, registered
from mdt_core.roles import (
    CLINICIANS,
    HOME_STAFF,
    READERS_OF_NOTES,
    READERS_OF_RESTRICTED,
    Role,
)


@registered
class Withdrawal(Statement):
    """Marks the statement it corrects as entered in error; the envelope names which."""

    kind = "withdrawal"
    title = "Withdrawal"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES
    writers_of_others: ClassVar[frozenset[Role]] = CLINICIANS
    """Who may withdraw what somebody else signed."""

    reason: Annotated[
        str,
        Ask(
            "Reason", "Why the entry is wrong. It stays in sight, struck through, with this reason."
        ),
        Long(),
    ]


@registered
class RestrictedWithdrawal(Statement):
    """Marks the restricted statement it corrects as entered in error; the envelope names which."""

    kind = "restricted_withdrawal"
    title = "Withdrawal of what is restricted"
    sensitivity = Sensitivity.RESTRICTED
    writers = READERS_OF_RESTRICTED
    readers = READERS_OF_RESTRICTED
    writers_of_others: ClassVar[frozenset[Role]] = CLINICIANS

    reason: Annotated[
        str,
        Ask("Reason", "Why it is wrong. It stays in sight, struck through, with this reason."),
        Long(),
    ]
