"""Finds overdue actions and escalates them, as no device may: none knows whether it has every answer.

First it is read, without a lock, about whom something is to be told; then they are told, a few people a
deed, everything asked once more under the lock that a push about them takes.
"""

from collections.abc import Collection, Sequence
from datetime import date

from mdt_core.clock import london_day, utc_text
from mdt_core.escalation_ladder import DueRung, OpenAction, rungs_to_tell
from mdt_service.hub import escalating, lines, placing
from mdt_service.hub.database import Deed
from mdt_service.hub.escalating import Making, Overdue
from mdt_service.hub.log import Origin
from mdt_service.hub.walls import EVERYTHING
from mdt_service.service import Service

AT_ONCE = 20
"""People a deed: a push that comes meanwhile waits for no longer."""

_PAGE = 1_000


def escalate(service: Service) -> int:
    """Tells everything that is due now; returns how many escalations were written."""
    people = waiting(service)
    return sum(tell(service, chunk) for chunk in chunks(people))


def chunks(people: Sequence[str]) -> list[Sequence[str]]:
    """The people of each deed."""
    return [people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE)]


def waiting(service: Service) -> tuple[str, ...]:
    """Of whom an action has come to a rung that was not told; nothing is locked and little is read."""
    lines.keep_all(service.database)  # they say who has died
    today = london_day(service.clock())
    found: set[str] = set()
    after = ""
    with service.database.reading(EVERYTHING) as connection:
        while actions := escalating.overdue(connection, today, after=after, most=_PAGE):
            whose = {each.action.id: each.resident_id for each in actions}
            known = escalating.told(connection, actions)
            rungs = rungs_to_tell([each.as_open for each in actions], known, today)
            found.update(whose[rung.action_id] for rung in rungs)
            after = actions[-1].action.id
    return tuple(sorted(found))


def tell(service: Service, people: Collection[str]) -> int:
    """Escalates what is due about these people, in one deed; returns how many were written."""
    at = service.clock()
    making = Making(at, service.ids.record_id, service.ids.change_id)
    origin = Origin(placing.SERVICE_DEVICE, placing.SERVICE_DEVICE, utc_text(at))

    def deed(connection: Deed) -> int:
        homes = placing.hold_known(connection, people)
        telling = _due(connection, homes, origin.received_at, london_day(at))
        placed = [(about, rung, homes[about.resident_id]) for about, rung in telling]
        escalating.write(connection, placed, making, origin)
        return len(placed)

    return service.database.deed(deed, EVERYTHING)


def _due(
    connection: Deed, people: Collection[str], at: str, today: date
) -> list[tuple[Overdue, DueRung]]:
    """What nobody else has told; what devices brought back after a restore is kept as told and no more."""
    actions = escalating.overdue_of(connection, people, today)
    known = escalating.told(connection, actions)
    rungs = rungs_to_tell([each.as_open for each in actions], known, today)
    mine = escalating.claim(connection, rungs, at)
    said = escalating.told_in_record(connection, people) if mine else set()
    claimed = [OpenAction(each.action_id, each.due) for each in mine]
    new = {each.action_id: each for each in rungs_to_tell(claimed, said, today)}
    return [(each, new[each.action.id]) for each in actions if each.action.id in new]
