"""Who was told of overdue actions: the highest rung that the service told, or what a person recorded.

Reads the escalations in the record. That nothing is found means no more than that this end knows
of nothing: it may not have exchanged since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, bindparam

from mdt_core.clock import london_day
from mdt_core.meeting_rules import MeetingRules, shipped_meeting_rules
from mdt_core.records.escalations import Escalation, EscalationTrigger
from mdt_core.roles import Role
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import CURRENT, signed

BY_A_PERSON: Final = -1
"""In place of a rung: a person recorded that the action was escalated."""


@dataclass(frozen=True, slots=True)
class Late:
    """An open action whose day is over."""

    action_id: str
    resident_id: str
    due: date


@dataclass(frozen=True, slots=True)
class ToldTo:
    """Who was told of an overdue action, and when; `after_days` is the rung that the service told."""

    after_days: int
    whom: str
    at: datetime

    @property
    def is_by_a_person(self) -> bool:
        """Whether a person recorded it, and the service told nobody."""
        return self.after_days == BY_A_PERSON

    def reaches(self, role: Role, rules: MeetingRules | None = None) -> bool:
        """Whether a rung of this role was told, or one above it."""
        ladder = (rules or shipped_meeting_rules()).ladder
        return any(role in rung.roles and rung.after_days <= self.after_days for rung in ladder)


def told_of(connection: Connection, late: Iterable[Late]) -> dict[str, ToldTo]:
    """Who was told of each of these actions, by their ids: the highest rung, else what a person recorded.

    A person's escalation of an overdue action names the resident and not always the action.
    """
    actions = tuple(late)
    people = sorted({each.resident_id for each in actions})
    said: dict[str, list[Escalation]] = {}
    for row in connection.execute(_SAID, {"people": people}) if people else ():
        record = signed(connection, Escalation, row).record
        if record is not None:
            said.setdefault(row.resident_id, []).append(record)
    found: dict[str, ToldTo] = {}
    for each in actions:
        told = [
            ToldTo(_rung(one), one.channel.label.lower(), one.sent_at)
            for one in said.get(each.resident_id, ())
            if _is_about(one, each)
        ]
        if told:
            found[each.action_id] = max(told, key=lambda one: one.after_days)
    return found


def _rung(said: Escalation) -> int:
    return BY_A_PERSON if said.rung_days is None else said.rung_days


def _is_about(said: Escalation, late: Late) -> bool:
    if said.rung_days is None:
        is_of_it = said.action_id in (None, late.action_id)
        return is_of_it and london_day(said.sent_at) >= late.due
    return (said.action_id, said.action_due) == (late.action_id, late.due)


_SAID = CURRENT.where(
    RECORD.c.resident_id.in_(bindparam("people", expanding=True)),
    RECORD.c.kind == Escalation.kind,
    RECORD.c.state == EscalationTrigger.OVERDUE_ACTION.value,
).order_by(RECORD.c.occurred_at, RECORD.c.id)
