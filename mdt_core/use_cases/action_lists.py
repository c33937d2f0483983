"""A list of actions for paper: those chosen, of one home, by resident in the order of the rooms."""

from collections.abc import Sequence

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.documents.contents import ActionList, ActionsOnPaper, Freshness
from mdt_core.errors import InvalidInput, NotFound
from mdt_core.identifiers import derived_id
from mdt_core.records.actions import Action
from mdt_core.store.queries.homes import ResidentLine, by_room, resident_by_id
from mdt_core.store.queries.statements import Kept, card_by_id
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.actions import ActionOf
from mdt_core.use_cases.paper import action_on_paper, person_on_paper


def action_list(
    store: Store,
    *,
    by: Actor,
    chosen: Sequence[ActionOf],
    waiting: int,
    practice: bool,
    fresh: Freshness | None = None,
) -> ActionList:
    """Gathers what was chosen; `waiting` is how many changes of this device are not sent.

    Raises InvalidInput for actions of more than one home, NotFound for one that is not here, and
    NotAllowed for one that the person may not read.
    """
    day = london_day(store.clock())
    with store.reading() as connection:
        lines = {one.resident_id: _line(connection, by, one.resident_id) for one in chosen}
        homes = {line.home_id: line.home_name for line in lines.values()}
        if len(homes) != 1:
            raise InvalidInput("Choose actions of one home: a printed list is of one home alone")
        (home_id, home_name), *_ = homes.items()
        people = tuple(
            ActionsOnPaper(
                person_on_paper(connection, line, home_id or "", day),
                tuple(
                    action_on_paper(_action(connection, one))
                    for one in chosen
                    if one.resident_id == line.resident_id
                ),
            )
            for line in sorted(lines.values(), key=by_room)
        )
    return ActionList(
        home_name=home_name or "Not placed in a home",
        people=people,
        freshness=fresh or Freshness(store.clock(), waiting),
        printed_by=by.name,
        printed_at=store.clock(),
        document_id=derived_id("action list", "\x1f".join((repr(people), str(day)))),
        practice=practice,
    )


def record_action_list(
    store: Store, *, by: Actor, home_id: str, document_id: str, how: str
) -> None:
    """Records that a list of actions was printed or saved, and by whom."""
    with store.deed(by) as unit:
        detail = f"action list {document_id}, {how}"
        unit.audit("print", About(home_id=home_id or None), detail=detail)
        unit.commit()


def _line(connection: Reading, by: Actor, resident_id: str) -> ResidentLine:
    line = resident_by_id(connection, resident_id)
    if line is None:
        raise NotFound("A resident of this list is not on this device")
    access.require_read(by, Action, line.home_id)
    return line


def _action(connection: Reading, one: ActionOf) -> Kept[Action]:
    found = card_by_id(connection, Action, one.action_id)
    if found is None:
        raise NotFound("An action of this list is not on this device")
    return found
