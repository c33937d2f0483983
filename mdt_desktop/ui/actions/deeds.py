"""What a press on the list of actions writes. No Qt; raises the errors of the use cases."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mdt_core.action_line import Owner
from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput
from mdt_core.records.actions import ActionState
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.actions import (
    ActionOf,
    GivenTo,
    note_on_action,
    reassign_actions,
    set_action_due,
)
from mdt_core.use_cases.rounds import answer_action
from mdt_desktop.ui.actions.presenter import ActionRow


class Asks(StrEnum):
    """What the form asks for."""

    OWNER = "owner"
    DUE = "due"
    NOTE = "note"
    REASON = "reason"


@dataclass(frozen=True)
class Answer:
    """What was entered: for which actions, and the value of the field asked for."""

    asks: Asks
    rows: tuple[ActionRow, ...]
    owner: Owner | None = None
    chaser: Owner | None = None
    due: str = ""
    words: str = ""


def set_state(store: Store, actor: Actor, action: ActionOf, state: ActionState) -> Changes:
    """Says that an action is done, or opens it again."""
    return answer_action(
        store,
        by=actor,
        resident_id=action.resident_id,
        action_id=action.action_id,
        state=state,
    )


def write_answer(store: Store, actor: Actor, answer: Answer) -> Changes:
    """Writes what the form was given."""
    first = action_of(answer.rows[0])
    match answer.asks:
        case Asks.OWNER:
            return _reassign(store, actor, answer)
        case Asks.DUE:
            if not answer.due:
                raise InvalidInput("Give the day", where="Due")
            due = date.fromisoformat(answer.due)
            return set_action_due(store, by=actor, action=first, due=due)
        case Asks.NOTE:
            return note_on_action(store, by=actor, action=first, note=answer.words)
        case Asks.REASON:
            return answer_action(
                store,
                by=actor,
                resident_id=first.resident_id,
                action_id=first.action_id,
                state=ActionState.NOT_DONE,
                outcome=answer.words.strip(),
            )


def action_of(row: ActionRow) -> ActionOf:
    """Gives the action of a row with its resident."""
    return ActionOf(row.action_id, row.resident_id)


def _reassign(store: Store, actor: Actor, answer: Answer) -> Changes:
    owner, chaser = answer.owner, answer.chaser
    is_outside = owner is not None and owner.outside is not None
    return reassign_actions(
        store,
        by=actor,
        actions=tuple(action_of(row) for row in answer.rows),
        to=GivenTo(
            owner=owner.name or None if owner else None,
            owner_role=owner.role if owner else None,
            outside=owner.outside if owner else None,
            chaser=chaser.name or None if chaser and is_outside else None,
            chaser_role=chaser.role if chaser and is_outside else None,
        ),
    )
