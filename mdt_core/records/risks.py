"""Risks of a person to themselves and others, and infections that others have to know of.

Sources: PRSB Care Home Information 1.1 (risks with start, end, place, professional and recorder; infection
status). A risk is one statement each, so that one that has ended does not hide another.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import PartialDate
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Long,
    OnlyIf,
    Searchable,
    Section,
)
from mdt_core.record import Statement, registered
from mdt_core.records.planning import require_past
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES, Role


class RiskKind(Choice):
    """Whose risk it is, and from what."""

    TO_SELF = "to_self", "To themselves"
    TO_OTHERS = "to_others", "To others"
    FROM_OTHERS = "from_others", "From others"
    ACCIDENTS = "accidents", "Of accidents"
    OTHER = "other", "Another risk"


class InfectionState(Choice):
    """What is known of an infection."""

    NONE_KNOWN = "none_known", "None known, as asked"
    SUSPECTED = "suspected", "Suspected, result awaited"
    CONFIRMED = "confirmed", "Confirmed"
    CARRIED = "carried", "Carried without illness"
    OVER = "over", "Over"


@registered
class Risk(Statement):
    """One risk, since when it stands and what is done about it."""

    kind = "risk"
    title = "Risk"
    writers = CLINICIANS | HOME_STAFF | {Role.SOCIAL_WORKER}
    readers = READERS_OF_NOTES

    risk_kind: Annotated[
        RiskKind, Ask("Which risk"), IndexedAs(Column.STATE), Section("What may happen")
    ]
    words: Annotated[
        str,
        Ask("What may happen", "To whom, when it is likely, and what has happened before."),
        Long(),
        Searchable(),
    ]
    measures: Annotated[
        str | None,
        Ask("What is done about it", "What staff do and watch for, and whom they call."),
        Long(),
        Searchable(),
    ] = None
    since: Annotated[PartialDate | None, Ask("Since")] = None
    until: Annotated[date | None, Ask("Ended on", "Empty while it stands."), Full()] = None
    where: Annotated[str | None, Ask("Where it was judged"), Full()] = None
    professional: Annotated[
        str | None, Ask("Judged by", "Name and role, where another than who writes."), Full()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for an end to come: what still stands has none."""
        require_past(now, ("Ended on", self.until))


@registered
class InfectionStatus(Statement):
    """Whether a person has or carries an infection, and what others have to do."""

    kind = "infection_status"
    title = "Infection status"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    state: Annotated[
        InfectionState, Ask("Infection"), IndexedAs(Column.STATE), Section("What is known")
    ]
    infection: Annotated[
        str | None,
        Ask("Which", "As: MRSA, C. difficile, norovirus, COVID-19, scabies."),
        OnlyIf("state", "suspected", "confirmed", "carried", "over"),
        Searchable(),
    ] = None
    since: Annotated[date | None, Ask("Since", "First signs, or the day of the sample.")] = None
    isolated: Annotated[
        bool | None,
        Ask("Kept apart from others?"),
        OnlyIf("state", "suspected", "confirmed", "carried"),
        Section("What others do"),
    ] = None
    isolated_until: Annotated[date | None, Ask("Kept apart until"), OnlyIf("isolated", "true")] = (
        None
    )
    precautions: Annotated[
        str | None,
        Ask("Precautions", "Gloves, apron, mask, own toilet, laundry; who was told."),
        Long(),
        Searchable(),
    ] = None
    treatment: Annotated[
        str | None, Ask("Treatment and samples", "What is given, what was sent, result."), Full()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a beginning to come, and for an infection without a name."""
        require_past(now, ("Since", self.since))
        is_named = self.state is InfectionState.NONE_KNOWN or bool((self.infection or "").strip())
        if not is_named:
            raise InvalidInput("Say which infection", where="Which")
