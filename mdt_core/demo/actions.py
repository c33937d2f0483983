"""What a round or a meeting of a practice home asked for, and how its owner answered."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from mdt_core.demo.days import round_day
from mdt_core.demo.planned import ActionPlan
from mdt_core.demo.telling import Telling
from mdt_core.records.actions import Action, ActionPriority, ActionState
from mdt_core.use_cases.rounds import answer_action


def due_on(today: date, weeks_ago: int, action: ActionPlan) -> date:
    """The day by which an action is to be done that was asked for so many weeks ago."""
    return round_day(today, weeks_ago) + timedelta(days=action.due)


def asked(told: Telling, weeks_ago: int, action: ActionPlan) -> Action:
    """The action as it was asked for."""
    owner = told.by(action.owner)
    return Action(
        text=action.text,
        priority=ActionPriority.URGENT if action.urgent else ActionPriority.ROUTINE,
        owner=owner.name,
        owner_role=owner.role,
        due=due_on(told.today, weeks_ago, action),
    )


class Signed(Protocol):
    """An entry or a case, once it is signed, with the actions that it asked for."""

    @property
    def action_ids(self) -> tuple[str, ...]:
        """The ids of these actions, in the order in which they were asked for."""


def answer(
    told: Telling, who: str, action: ActionPlan, signed: Sequence[Signed], place: int
) -> None:
    """The owner says that it is done; `signed` holds what asked for it by the time this is told."""
    answer_action(
        told.store,
        by=told.by(action.owner),
        resident_id=told.residents[who],
        action_id=signed[0].action_ids[place],
        state=ActionState.DONE,
        outcome=action.outcome or None,
    )
