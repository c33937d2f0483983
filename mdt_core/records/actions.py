"""Actions: what somebody is to do for a resident, by when. Source: PRSB care and support plan 2.0."""

from datetime import date
from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, In, IndexedAs, Long, Searchable, Sensitivity
from mdt_core.record import Card, Group, MergeClass, Place, registered
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES, Role


class ActionState(Choice):
    """How far an action is."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    NOT_DONE = "not_done", "Not done"
    STOPPED = "stopped", "Stopped"


class ActionPriority(Choice):
    """Whether an action can wait its turn."""

    ROUTINE = "routine", "Routine"
    URGENT = "urgent", "Urgent"


class OutsideOwner(Choice):
    """Who may have to do something without using the product, so that somebody has to chase it."""

    PRACTICE = "practice", "GP practice"
    HOSPITAL = "hospital", "Hospital"
    FAMILY = "family", "Family"
    SERVICE = "service", "Outside service"


@registered
class Action(Card):
    """One thing to do, with an owner and a due date."""

    kind = "action"
    title = "Action"
    scope = Place.RESIDENT
    writers = CLINICIANS | HOME_STAFF | {Role.D2A_COORDINATOR, Role.SOCIAL_WORKER}
    readers = READERS_OF_NOTES
    groups = (
        Group("what", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL, combines=True),
        Group("who", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL),
        Group("when", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL),
        Group("progress", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
    )

    text: Annotated[
        str,
        Ask("Action", "What is to be done, in words the owner can act on."),
        In("what"),
        Searchable(),
    ]
    priority: Annotated[ActionPriority, Ask("Priority"), In("what"), IndexedAs(Column.PRIORITY)] = (
        ActionPriority.ROUTINE
    )
    entry_id: Annotated[str | None, Ask("From the round entry"), In("what")] = None
    owner: Annotated[
        str | None,
        Ask("Owner", "The person or role who does it."),
        In("who"),
        IndexedAs(Column.OWNER),
    ] = None
    owner_role: Annotated[Role | None, Ask("Owner's role"), In("who")] = None
    outside: Annotated[
        OutsideOwner | None,
        Ask("Owner outside", "Does not use this program: somebody named chases it."),
        In("who"),
    ] = None
    chaser: Annotated[
        str | None,
        Ask("Chaser", "Who asks after it where the owner does not use this program."),
        In("who"),
    ] = None
    chaser_role: Annotated[Role | None, Ask("Chaser's role"), In("who")] = None
    due: Annotated[date | None, Ask("Due"), In("when"), IndexedAs(Column.DUE_AT)] = None
    state: Annotated[ActionState, Ask("State"), In("progress"), IndexedAs(Column.STATE)] = (
        ActionState.OPEN
    )
    outcome: Annotated[
        str | None,
        Ask("What was done, or why not", "What happened, or the reason why it was not done."),
        In("progress"),
        Long(),
    ] = None

    @property
    def owner_words(self) -> str:
        """Who owns it, and who chases an owner outside: `Hospital, chased by Grace Obi`."""
        outside = self.outside.label if self.outside else ""
        role = self.owner_role.label if self.owner_role else ""
        owner = ", ".join(part for part in (self.owner or "", outside) if part) or role
        return f"{owner}, chased by {self.chaser_words}" if self.chaser_words else owner

    @property
    def chaser_words(self) -> str:
        """Who chases it: the name, else the role; empty while nobody does."""
        return self.chaser or (self.chaser_role.label if self.chaser_role else "")

    @property
    def missing(self) -> tuple[str, ...]:
        """What it has not and should have: an owner, somebody to chase one outside, a day."""
        is_chased = bool(self.chaser_words) or self.outside is None
        has = (("owner", self.owner_words), ("chaser", is_chased), ("day", self.due))
        return tuple(word for word, found in has if not found)
