"""What to do in a crisis: what to look for, what should happen, whom to call, and where things are.

Source: PRSB Personalised Care and Support Plan 2.0 (DAPB4022, 2024), contingency plans: trigger factors
are mandatory there and here, one a situation. Anticipatory medicines have a record of their own, which
says where they are; what stands here is what this plan needs besides. Help texts are ours.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    CopyForward,
    Full,
    IndexedAs,
    Long,
    OnlyIf,
    Searchable,
    Section,
)
from mdt_core.record import MergeClass, Part, Statement, registered
from mdt_core.records.planning import AgreedWith, require_past, require_review_ahead, require_some
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES


class AdvanceStatement(Choice):
    """Whether the person wrote down wishes for care at a time when they cannot say them."""

    YES = "yes", "Yes, there is one", "816281000000101"
    NO = "no", "There is none"
    NOT_KNOWN = "not_known", "Do not know"


class Situation(Part):
    """One thing that may happen: how it shows, and what then."""

    trigger: Annotated[
        str, Ask("If this happens", "What to look for: the sign that starts the plan.")
    ]
    name: Annotated[str | None, Ask("Name of this plan")] = None
    steps: Annotated[str, Ask("Do this", "One step a line, in order."), Long()]
    avoid: Annotated[str | None, Ask("Do not", "What should not happen.")] = None
    call: Annotated[str | None, Ask("Call", "Whom, and the number, by day and by night.")] = None
    where: Annotated[
        str | None, Ask("What is needed and where it is", "Medicines and equipment for this.")
    ] = None


class ToCall(Part):
    """Somebody to be told when things get worse."""

    name: Annotated[str, Ask("Name")]
    role: Annotated[str | None, Ask("Role or relationship")] = None
    phone: Annotated[str | None, Ask("Number")] = None
    when: Annotated[str | None, Ask("When", "As by day, at night, at any time.")] = None


class Coping(Part):
    """Something that helps the person through."""

    text: Annotated[str, Ask("What helps")]
    since: Annotated[date | None, Ask("Since")] = None
    until: Annotated[date | None, Ask("Until")] = None


@registered
class ContingencyPlan(Statement):
    """One signed version of what to do in a crisis; a newer one replaces it."""

    kind = "contingency_plan"
    title = "In a crisis"
    is_series = True
    series_merge = MergeClass.SETTLE_NOW
    settled_by = CLINICIANS
    signed_with_pin = True
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    situations: Annotated[
        tuple[Situation, ...],
        Ask("What may happen", "At least one, each with the sign that starts it."),
        Section("What to do"),
        Searchable(),
        CopyForward(),
    ]
    contacts: Annotated[
        tuple[ToCall, ...], Ask("Whom to contact"), Searchable(), CopyForward()
    ] = ()
    early_signs: Annotated[
        str | None,
        Ask("Early warning signs", "What those who know the person see first, one a line."),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    coping: Annotated[tuple[Coping, ...], Ask("What helps the person cope"), CopyForward()] = ()
    equipment: Annotated[
        str | None,
        Ask("Equipment and other medicines, and where", "Where each is kept."),
        Section("What is at hand"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    advance_statement: Annotated[AdvanceStatement | None, Ask("Advance statement of wishes")] = None
    statement_on: Annotated[
        date | None, Ask("Advance statement dated"), OnlyIf("advance_statement", "yes")
    ] = None
    statement_words: Annotated[
        str | None,
        Ask("What the advance statement says"),
        OnlyIf("advance_statement", "yes"),
        Long(),
        Searchable(),
    ] = None
    statement_location: Annotated[
        str | None,
        Ask("Where the advance statement is kept"),
        OnlyIf("advance_statement", "yes"),
    ] = None
    statement_by: Annotated[
        str | None,
        Ask("Advance statement written down by", "Name, role, and where it was made."),
        OnlyIf("advance_statement", "yes"),
        Full(),
    ] = None
    agreed_with: Annotated[AgreedWith | None, Ask("Agreed"), Section("Agreement and review")] = None
    agreed_by: Annotated[
        str | None, Ask("Agreed by", "Name, and role or relationship to the person.")
    ] = None
    next_review: Annotated[date | None, Ask("Next review due"), IndexedAs(Column.DUE_AT)] = None
    responsible: Annotated[
        str | None, Ask("Who reviews it", "Name, role and how to reach them."), CopyForward()
    ] = None
    prepared_at: Annotated[str | None, Ask("Where the plan was made"), Full()] = None
    prepared_by: Annotated[
        str | None,
        Ask("Prepared with", "A professional besides who signs: name, role, number."),
        Full(),
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """At least one trigger, and a review that lies ahead."""
        words = "Say at least one thing that may happen, and what to do then"
        require_some(words, "What may happen", self.situations)
        require_review_ahead(now, "Next review due", self.next_review)
        require_past(now, ("Advance statement dated", self.statement_on))
