"""Changes to actions that are still open: another owner, another day, a note.

What became of an action is told by `rounds.answer_action`, which also opens one again.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.actions import Action, ActionState, OutsideOwner
from mdt_core.roles import Role
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork


@dataclass(frozen=True)
class ActionOf:
    """An action and the resident whom it is for."""

    action_id: str
    resident_id: str


@dataclass(frozen=True)
class GivenTo:
    """Who is to do an action: a person, a role, or somebody outside with who chases them."""

    owner: str | None = None
    owner_role: Role | None = None
    outside: OutsideOwner | None = None
    chaser: str | None = None
    chaser_role: Role | None = None


def reassign_actions(
    store: Store, *, by: Actor, actions: Sequence[ActionOf], to: GivenTo
) -> Changes:
    """Gives actions another owner, all or none.

    Raises InvalidInput where nobody is named, or nobody to chase an owner who does not use this
    program.
    """
    if not to.owner and to.owner_role is None and to.outside is None:
        raise InvalidInput("Choose the new owner", where="Owner")
    if to.outside is not None and not to.chaser and to.chaser_role is None:
        raise InvalidInput(
            f"{to.outside.label} does not use this: say who chases it", where="Chaser"
        )
    with store.deed(by) as unit:
        for one in actions:
            _change(unit, one, asdict(to))
        return unit.commit()


def set_action_due(store: Store, *, by: Actor, action: ActionOf, due: date) -> Changes:
    """Sets the day by which an action is to be done; raises InvalidInput for a day that is past."""
    with store.deed(by) as unit:
        if due < london_day(unit.writing.at):
            raise InvalidInput("This day is past. Choose today or later", where="Due")
        _change(unit, action, {"due": due})
        return unit.commit()


def note_on_action(store: Store, *, by: Actor, action: ActionOf, note: str) -> Changes:
    """Writes what has been done so far; the action stays open."""
    if not note.strip():
        raise InvalidInput("Write the note", where="Note")
    with store.deed(by) as unit:
        _change(unit, action, {"outcome": note.strip()})
        return unit.commit()


def _change(unit: UnitOfWork, one: ActionOf, update: dict[str, Any]) -> None:
    action = unit.card(Action, one.action_id)
    if action.state is not ActionState.OPEN:
        raise Refused("This action is not open any more", next_step="Open it again first")
    about = About(one.resident_id, unit.home_of(one.resident_id))
    unit.write(action.model_copy(update=update), about, record_id=one.action_id)
    unit.audit("change action", about, record_id=one.action_id)
