"""What an MDT meeting said about one resident: signed, in that resident's own record.

The four-part minute (situation, action to date, update, next steps) with decision, dissent and the views of
person and family. Source: clinical.md 1.3 (2026). It names its meeting by id and says nothing of other cases.
"""

from datetime import datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Internal,
    Long,
    Searchable,
    Section,
    Unit,
    Within,
)
from mdt_core.record import Statement, registered
from mdt_core.roles import PLACERS, READERS_OF_NOTES


class CaseState(Choice):
    """Whether the case is settled."""

    OPEN = "open", "Open: carry it to the next agenda"
    CLOSED = "closed", "Closed"


@registered
class CaseDiscussion(Statement):
    """One case of one meeting, as minuted; what it asks for stands as actions of its own."""

    kind = "case_discussion"
    title = "MDT discussion"
    writers = PLACERS
    readers = READERS_OF_NOTES

    meeting_part: Annotated[
        str, Ask("Meeting", "Which meeting of this home it was discussed in."), Internal()
    ]
    carried_from: Annotated[str | None, Ask("Carried over from"), Internal()] = None
    question: Annotated[
        str,
        Section("The case"),
        Ask("Question", "What the meeting is asked to answer or decide."),
        Long(),
        Searchable(),
    ]
    situation: Annotated[
        str | None, Ask("Situation", "What is happening now."), Long(), Searchable()
    ] = None
    action_to_date: Annotated[
        str | None, Ask("Action to date", "What has been done so far."), Long(), Searchable()
    ] = None
    update: Annotated[
        str | None, Ask("Update", "What is new since the last meeting."), Long(), Searchable()
    ] = None
    next_steps: Annotated[
        str | None, Ask("Next steps", "What happens now, in order."), Long(), Searchable()
    ] = None
    decision: Annotated[
        str | None,
        Section("The decision"),
        Ask("Decision", "What was decided, in words everybody can act on."),
        Long(),
        Searchable(),
    ] = None
    made_by: Annotated[
        str | None,
        Ask("Made by", "Who decided: the person, an attorney, or a named clinician."),
    ] = None
    person_view: Annotated[
        str | None, Ask("Person's view", "In the person's own words where possible."), Long()
    ] = None
    family_view: Annotated[
        str | None, Ask("Family's view", "Who said it, and what they said."), Long()
    ] = None
    state: Annotated[CaseState, Ask("After this meeting"), IndexedAs(Column.STATE)]
    options: Annotated[
        str | None,
        Section("More of the discussion"),
        Ask("Options considered", "Each with what spoke for and against it."),
        Full(),
        Long(),
    ] = None
    dissent: Annotated[
        str | None, Ask("Dissent", "Who did not agree, and why, as they put it."), Full(), Long()
    ] = None
    capacity: Annotated[
        str | None,
        Ask("Capacity or best interests", "For this decision: which assessment, when and by whom."),
        Full(),
        Long(),
    ] = None
    minutes_taken: Annotated[
        int | None, Ask("Time taken"), Unit("minutes"), Within(0, 600), Full()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a case that says nothing, and for a decision that nobody made."""
        said = (self.situation, self.update, self.next_steps, self.decision)
        if not any((each or "").strip() for each in said):
            raise InvalidInput("Write what was said or decided", where="Decision")
        if (self.decision or "").strip() and not (self.made_by or "").strip():
            raise InvalidInput("Say who made the decision", where="Made by")


MINUTED = (
    *("question", "situation", "action_to_date", "update", "next_steps", "options"),
    *("decision", "made_by", "dissent", "person_view", "family_view", "capacity"),
)
"""What of a case is printed in minutes, in this order."""
