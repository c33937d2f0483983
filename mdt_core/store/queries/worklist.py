"""Who of a home should be seen and why, read in a bounded number of questions to the store.

Reads what may be a reason and hands it to `mdt_core.worklist`, which decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import StayState, StayType
from mdt_core.store.queries.facts import deferred_of, standings_of
from mdt_core.store.queries.homes import ResidentLine, by_room, resident_by_id, residents_of
from mdt_core.store.queries.medicine_requests import overdue_reasons
from mdt_core.worklist import (
    Reason,
    Standing,
    Thresholds,
    Tier,
    by_urgency,
    longest_unseen,
    reasons_of,
    tier_of,
)

_AWAY: Final = (StayState.HOSPITAL.value, StayState.LEAVE.value)
_D2A: Final = frozenset(kind.value for kind in StayType if kind.is_d2a)


@dataclass(frozen=True)
class Listed:
    """One resident with every reason to be seen, the most urgent first."""

    line: ResidentLine
    reasons: tuple[Reason, ...]
    standing: Standing

    @property
    def last_entry_at(self) -> datetime | None:
        """When the resident was last seen or discussed; None where nobody wrote an entry."""
        return self.standing.last_entry_at

    @property
    def resident_id(self) -> str:
        """Who it is."""
        return self.line.resident_id

    @property
    def tier(self) -> Tier:
        """The most urgent tier among the reasons; the third where there is none."""
        return tier_of(self.reasons)

    @property
    def is_away(self) -> bool:
        """Whether the resident is in hospital or on leave."""
        return self.line.stay_state in _AWAY

    @property
    def is_d2a(self) -> bool:
        """Whether the weekly D2A rules hold."""
        return self.line.stay_type in _D2A

    @property
    def is_proposed(self) -> bool:
        """Whether the round should see this resident: there is a reason, and somebody to see."""
        return bool(self.reasons) and not self.is_away


def worklist(
    connection: Connection, actor: Actor, home_id: str, *, today: date, thresholds: Thresholds
) -> tuple[Listed, ...]:
    """Who is proposed for a round: by tier, then longest unseen, then room. Raises NotAllowed."""
    everyone = with_reasons(connection, actor, home_id, today=today, thresholds=thresholds)
    return tuple(each for each in everyone if each.is_proposed)


def with_reasons(
    connection: Connection, actor: Actor, home_id: str, *, today: date, thresholds: Thresholds
) -> tuple[Listed, ...]:
    """Everybody who lives in a home, in the order of the list. Raises NotAllowed."""
    access.require_read(actor, RoundEntry, home_id)
    lines = residents_of(connection, actor, home_id)
    found = listed(connection, actor, lines, today=today, thresholds=thresholds)
    return tuple(sorted(found, key=placed))


def listed(
    connection: Connection,
    actor: Actor,
    lines: Sequence[ResidentLine],
    *,
    today: date,
    thresholds: Thresholds,
) -> tuple[Listed, ...]:
    """Each of these residents with every reason to be seen, in the order given."""
    known = standings_of(connection, lines, today=today, thresholds=thresholds)
    put_off = deferred_of(connection, actor, lines, today=today, thresholds=thresholds)
    asked = overdue_reasons(connection, known, today)
    return tuple(
        Listed(
            line,
            by_urgency(
                *reasons_of(standing, deferred, today=today, thresholds=thresholds),
                *asked.get(line.resident_id, ()),
            ),
            standing,
        )
        for line in lines
        for standing, deferred in ((known[line.resident_id], put_off.get(line.resident_id, ())),)
    )


def placed(each: Listed) -> tuple[Any, ...]:
    """What the list is ordered by: a reason, its tier, longest unseen, room."""
    return (not each.reasons, each.tier, longest_unseen(each.standing), by_room(each.line))


def reasons_for(
    connection: Connection, actor: Actor, resident_id: str, *, today: date, thresholds: Thresholds
) -> tuple[Reason, ...]:
    """Why one resident should be seen; nothing for somebody who is not on this device.

    Raises NotAllowed outside the person's homes and role.
    """
    line = resident_by_id(connection, resident_id)
    if line is None:
        return ()
    access.require_read(actor, RoundEntry, line.home_id)
    (one,) = listed(connection, actor, (line,), today=today, thresholds=thresholds)
    return one.reasons
