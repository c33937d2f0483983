"""Consent to share the record: given, refused, in best interests or not asked, and for whom.

Source: PRSB Palliative and End of Life Care 1.1 (consent status, date and recorder mandatory). A refusal
is kept and shown to who looks after the person; who is not named in it is told nothing by it.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    IndexedAs,
    Long,
    OnlyIf,
    Searchable,
    Section,
)
from mdt_core.record import Statement, registered
from mdt_core.records.planning import (
    CONFIRMED_IN,
    CONFIRMED_ON,
    StillRightAsked,
    StillRightOn,
    require_past,
)
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES, Role


class ConsentState(Choice):
    """What is known of consent."""

    GIVEN = "given", "Given"
    REFUSED = "refused", "Refused"
    BEST_INTERESTS = "best_interests", "In best interests"
    NOT_ASKED = "not_asked", "Not asked"


@registered
class SharingConsent(Statement):
    """Whether the record may be shared, with whom, and who said so; the next one replaces it."""

    kind = "sharing_consent"
    title = "Consent to share"
    is_series = True
    confirmed_in = CONFIRMED_IN
    settled_by = CLINICIANS | {Role.HOME_MANAGER, Role.SOCIAL_WORKER}
    writers = CLINICIANS | HOME_CLINICAL | {Role.SOCIAL_WORKER}
    readers = READERS_OF_NOTES

    state: Annotated[
        ConsentState, Section("Consent"), Ask("Consent to share"), IndexedAs(Column.STATE)
    ]
    covers: Annotated[
        str | None,
        Ask("What is shared, and with whom", "As: the care plan, with ambulance and hospital."),
        Long(),
        Searchable(),
    ] = None
    decided_on: Annotated[date, Ask("Said on")]
    decision_maker: Annotated[
        str | None,
        Ask("Who said so", "The person, an attorney, a deputy, or who decided."),
        Searchable(),
    ] = None
    capacity_on: Annotated[
        date | None,
        Ask("Capacity assessed on", "The day of the assessment about sharing."),
        OnlyIf("state", ConsentState.BEST_INTERESTS),
    ] = None
    still_right_on: StillRightOn = None
    still_right_asked: StillRightAsked = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come, and for consent that nobody gave."""
        require_past(
            now,
            *{
                "Said on": self.decided_on,
                "Capacity assessed on": self.capacity_on,
                CONFIRMED_ON: self.still_right_on,
            }.items(),
        )
        if self.state is not ConsentState.NOT_ASKED and not (self.decision_maker or "").strip():
            raise InvalidInput("Say who said so", where="Who said so")
