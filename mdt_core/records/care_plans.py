"""The care and support plan, and plans beside it (wound, diet, behaviour ...), each a signed version.

Source: PRSB Personalised Care and Support Plan 2.0 (DAPB4022, 2024): strengths, needs, goals with how
much they matter, actions with how sure the person is of them, outcomes, agreement, review. When it was
last updated and by whom is what its signature says. Help texts are ours. Not a list of things to do in
the round: those are actions.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.fields import (
    Ask,
    Column,
    CopyForward,
    Full,
    IndexedAs,
    Long,
    Searchable,
    Section,
    Within,
)
from mdt_core.record import MergeClass, Part, Statement, registered
from mdt_core.records.planning import (
    AgreedWith,
    Progress,
    require_past,
    require_review_ahead,
    require_some,
)
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES


class Need(Part):
    """One need, concern or problem."""

    text: Annotated[str, Ask("Need, concern or problem", "In the person's words where you can.")]


class Goal(Part):
    """One goal or hope, how much it matters to the person, and what came of it."""

    text: Annotated[str, Ask("Goal or hope", "What the person wants to be able to do.")]
    need: Annotated[str | None, Ask("For which need")] = None
    importance: Annotated[
        int | None, Ask("How much it matters, 1 to 10", "10 matters most."), Within(1, 10)
    ] = None
    progress: Annotated[Progress | None, Ask("How far it has come")] = None
    outcome: Annotated[str | None, Ask("What came of it")] = None


class PlannedAction(Part):
    """What somebody is to do towards a goal, when, and how sure the person feels of it."""

    what: Annotated[str, Ask("What is to be done", "What it is, and how it is carried out.")]
    goal: Annotated[str | None, Ask("Towards which goal")] = None
    who: Annotated[str | None, Ask("Who", "Name and role or team, and how to reach them.")] = None
    when: Annotated[str | None, Ask("When or how often")] = None
    strategies: Annotated[
        str | None, Ask("What to try if it is hard", "Strategies for problems that may come.")
    ] = None
    progress: Annotated[Progress | None, Ask("Status")] = None
    progress_words: Annotated[str | None, Ask("Status in words")] = None
    confidence: Annotated[
        int | None, Ask("How sure the person feels, 1 to 10", "10 is most sure."), Within(1, 10)
    ] = None
    updated_on: Annotated[date | None, Ask("Last updated")] = None
    review_on: Annotated[date | None, Ask("Review on")] = None
    stage_goal: Annotated[str | None, Ask("Step on the way")] = None
    stage_outcome: Annotated[str | None, Ask("What came of the step")] = None
    stage_progress: Annotated[Progress | None, Ask("How far the step has come")] = None


class OtherDocument(Part):
    """Another document about future care: what it is, of when, and where it is kept."""

    what: Annotated[str, Ask("Which document")]
    dated: Annotated[date | None, Ask("Dated")] = None
    location: Annotated[str | None, Ask("Where it is kept")] = None
    source: Annotated[str | None, Ask("Who made it")] = None


@registered
class CarePlan(Statement):
    """One signed version of the care and support plan; a newer one replaces it."""

    kind = "care_plan"
    title = "Care plan"
    is_series = True
    series_merge = MergeClass.SETTLE_NOW
    settled_by = CLINICIANS
    signed_with_pin = True
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    strengths: Annotated[
        str | None,
        Ask("Strengths", "What the person can do and enjoys, one a line."),
        Section("Strengths, needs and goals"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    needs: Annotated[
        tuple[Need, ...], Ask("Needs, concerns or problems"), Searchable(), CopyForward()
    ] = ()
    goals: Annotated[tuple[Goal, ...], Ask("Goals and hopes"), Searchable(), CopyForward()] = ()
    actions: Annotated[
        tuple[PlannedAction, ...],
        Ask("Actions"),
        Section("What is to be done"),
        Searchable(),
        CopyForward(),
    ] = ()
    outcomes: Annotated[
        str | None,
        Ask("What came of the last plan", "One a line."),
        Long(),
        Searchable(),
    ] = None
    agreed_with: Annotated[AgreedWith | None, Ask("Agreed"), Section("Agreement and review")] = None
    agreed_by: Annotated[
        str | None, Ask("Agreed by", "Name, and role or relationship to the person.")
    ] = None
    next_review: Annotated[date, Ask("Next review due"), IndexedAs(Column.DUE_AT)]
    responsible: Annotated[
        str | None, Ask("Who reviews it", "Name, role and how to reach them."), CopyForward()
    ] = None
    documents: Annotated[
        tuple[OtherDocument, ...], Ask("Other documents about future care"), CopyForward()
    ] = ()
    access_to_home: Annotated[
        str | None,
        Ask("How to get in", "Doors, keys, parking, lift."),
        Full(),
        CopyForward(),
    ] = None
    funding: Annotated[
        str | None, Ask("Who pays for the care", "And any conditions."), Full(), CopyForward()
    ] = None
    prepared_at: Annotated[str | None, Ask("Where the plan was made"), Full()] = None
    prepared_by: Annotated[
        str | None,
        Ask("Prepared with", "A professional besides who signs: name, role, number."),
        Full(),
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Something has to be planned, and the review lies ahead."""
        words = "Write at least one strength, need, goal or action"
        written = (self.strengths, self.needs, self.goals, self.actions)
        require_some(words, "Needs, concerns or problems", *written)
        require_review_ahead(now, "Next review due", self.next_review)
        require_past(now, *(("Last updated", each.updated_on) for each in self.actions))


class AdditionalPlan(Part):
    """One plan beside the care plan."""

    name: Annotated[str, Ask("Which plan", "As a wound, diet, behaviour or discharge plan.")]
    content: Annotated[str, Ask("What it says"), Long()]
    responsible: Annotated[str | None, Ask("Who reviews it", "Name, role, how to reach them.")] = (
        None
    )
    review_on: Annotated[date | None, Ask("Review on")] = None
    updated_on: Annotated[date | None, Ask("Last updated")] = None
    prepared_by: Annotated[str | None, Ask("Prepared by", "Name, role, organisation.")] = None
    prepared_at: Annotated[str | None, Ask("Prepared at", "Where it was made.")] = None


@registered
class SupportPlan(Statement):
    """The plans that stand beside the care plan, as one signed whole; a newer one replaces it."""

    kind = "support_plan"
    title = "Additional support plans"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    plans: Annotated[tuple[AdditionalPlan, ...], Ask("Plans"), Searchable(), CopyForward()]
    next_review: Annotated[
        date | None, Ask("First of them to be reviewed"), IndexedAs(Column.DUE_AT)
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """One plan at least."""
        require_some("Write at least one plan, or withdraw the last version", "Plans", self.plans)
        require_past(now, *(("Last updated", each.updated_on) for each in self.plans))
