"""Withdrawals: a signed statement is never edited; it is marked entered in error, with a reason and a name."""

from typing import Annotated, ClassVar

from mdt_core.fields import Ask, Long
from mdt_core.record import Statement, registered
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES, Role


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
