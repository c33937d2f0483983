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


@registered
class Action(Card):
    """One thing to do, with an owner and a due date."""

    kind = "action"
    title = "Action"
    scope = Place.RESIDENT
    writers = CLINICIANS | HOME_STAFF | {Role.D2A_COORDINATOR, Role.SOCIAL_WORKER}
    readers = READERS_OF_NOTES
    groups = (
        Group("what", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL),
        Group("who", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL),
        Group("when", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL),
        Group("progress", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
    )

    text: Annotated[str, Ask("Action"), In("what"), Searchable()]
    priority: Annotated[ActionPriority, Ask("Priority"), In("what"), IndexedAs(Column.PRIORITY)] = (
        ActionPriority.ROUTINE
    )
    entry_id: Annotated[str | None, Ask("From the round entry"), In("what")] = None
    owner: Annotated[str | None, Ask("Owner"), In("who"), IndexedAs(Column.OWNER)] = None
    owner_role: Annotated[Role | None, Ask("Owner's role"), In("who")] = None
    due: Annotated[date | None, Ask("Due"), In("when"), IndexedAs(Column.DUE_AT)] = None
    state: Annotated[ActionState, Ask("State"), In("progress"), IndexedAs(Column.STATE)] = (
        ActionState.OPEN
    )
    outcome: Annotated[str | None, Ask("What was done, or why not"), In("progress"), Long()] = None
