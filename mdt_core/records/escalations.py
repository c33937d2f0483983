"""An escalation: who was told what, by which way, when it was answered, and what came of it.

SBARD is situation, background, assessment, recommendation, decision. Source: clinical.md 1.3 (2026).
A person rings or writes, and records it here. Overdue actions alone are escalated by the service, onto the
screens of those whom the ladder names (`escalation_ladder`); it rings nobody.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment, to_second
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Internal,
    Licence,
    Long,
    Searchable,
    Section,
)
from mdt_core.record import Statement, registered
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES, Role


class EscalationTrigger(Choice):
    """Why it was escalated."""

    DETERIORATION = "deterioration", "The person is getting worse"
    OVERDUE_ACTION = "overdue_action", "An action is overdue"
    NO_ANSWER = "no_answer", "Nobody answered"
    MEDICINES = "medicines", "A medicine is missing or wrong"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    DISAGREEMENT = "disagreement", "Disagreement about care"
    OTHER = "other", "Something else"


class EscalationChannel(Choice):
    """By which way it went."""

    EMERGENCY = "emergency", "999"
    NHS_111 = "nhs_111", "111, for care homes *6"
    OUT_OF_HOURS = "out_of_hours", "GP out of hours"
    URGENT_RESPONSE = "urgent_response", "Urgent community response (2 hours)"
    HOSPITAL_AT_HOME = "hospital_at_home", "Hospital at home"
    CONTROL_ROOM = "control_room", "Urgent Care Control Room"
    PRACTICE = "practice", "GP practice"
    OWNER = "owner", "Action's owner"
    TEAM_LEAD = "team_lead", "Team lead"
    CLINICAL_LEAD = "clinical_lead", "Clinical lead"
    SAFEGUARDING = "safeguarding", "Safeguarding team"
    CQC = "cqc", "CQC notification"
    OTHER = "other", "Another way"


@registered
class Escalation(Statement):
    """One escalation about one resident."""

    kind = "escalation"
    title = "Escalation"
    writers = CLINICIANS | HOME_STAFF | {Role.D2A_COORDINATOR, Role.SOCIAL_WORKER}
    readers = READERS_OF_NOTES

    action_id: Annotated[str | None, Ask("Overdue action"), Internal()] = None
    action_due: Annotated[date | None, Ask("Due day it was told for"), Internal()] = None
    rung_days: Annotated[int | None, Ask("Rung, in working days"), Internal()] = None
    ladder_version: Annotated[str | None, Ask("Version of the ladder"), Internal()] = None
    trigger: Annotated[
        EscalationTrigger,
        Section("Why and to whom"),
        Ask("Why", "The home reads all of this."),
        IndexedAs(Column.STATE),
    ]
    channel: Annotated[EscalationChannel, Ask("How")]
    to_whom: Annotated[str, Ask("To whom", "The name and role of who took it."), Searchable()]
    sent_at: Annotated[UtcMoment, Ask("Sent"), IndexedAs(Column.OCCURRED)]
    situation: Annotated[
        str,
        Section("What was said (SBARD)"),
        Ask("Situation", "What is happening now."),
        Long(),
        Searchable(),
    ]
    background: Annotated[
        str | None, Ask("Background", "What led to it, and what is usual."), Long(), Searchable()
    ] = None
    assessment: Annotated[
        str | None, Ask("Assessment", "What you think is going on."), Long(), Searchable()
    ] = None
    recommendation: Annotated[
        str | None, Ask("Recommendation", "What you ask for, and by when."), Long(), Searchable()
    ] = None
    decision: Annotated[
        str | None, Ask("Decision", "What was agreed, and who does it."), Long(), Searchable()
    ] = None
    used_restore2: Annotated[
        bool | None,
        Ask("RESTORE2 used?", "The home's own tool; it is not in this program."),
        Licence("RESTORE2"),
        Full(),
    ] = None
    answered_at: Annotated[
        UtcMoment | None,
        Section("What came of it"),
        Ask("Answered", "Empty while nobody has answered."),
    ] = None
    advice: Annotated[
        str | None, Ask("Advice given", "What they said, in their words."), Long(), Searchable()
    ] = None
    outcome: Annotated[str | None, Ask("Outcome", "What came of it."), Long(), Searchable()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for an answer to come, one before it was sent, and advice unanswered."""
        if self.answered_at is None:
            if self.advice:
                raise InvalidInput("Say when it was answered", where="Answered")
            return
        if to_second(self.answered_at) > to_second(now):
            raise InvalidInput("This cannot be later than now", where="Answered")
        if self.answered_at < self.sent_at:
            raise InvalidInput("It cannot be answered before it was sent", where="Answered")
