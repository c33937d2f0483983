"""What the service has told of overdue actions: the highest rung of each, for the due day that it has now.

Reads what the service wrote into the record. That nothing is found means no more than that this end knows
of nothing: it may not have exchanged since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from mdt_core.meeting_rules import MeetingRules, shipped_meeting_rules
from mdt_core.record import Status
from mdt_core.records.escalations import Escalation, EscalationTrigger
from mdt_core.roles import Role
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.statements import signed


@dataclass(frozen=True, slots=True)
class Late:
    """An open action whose day is over."""

    action_id: str
    resident_id: str
    due: date


@dataclass(frozen=True, slots=True)
class ToldTo:
    """Whom the service told of an overdue action, and when; `after_days` is the rung."""

    after_days: int
    whom: str
    at: datetime

    def reaches(self, role: Role, rules: MeetingRules | None = None) -> bool:
        """Whether a rung of this role was told, or one above it."""
        ladder = (rules or shipped_meeting_rules()).ladder
        return any(role in rung.roles and rung.after_days <= self.after_days for rung in ladder)


def told_of(connection: Connection, late: Iterable[Late]) -> dict[str, ToldTo]:
    """The highest rung that was told of each of these actions, by their ids; no entry where none was."""
    due = {each.action_id: each for each in late}
    people = sorted({each.resident_id for each in due.values()})
    found: dict[str, ToldTo] = {}
    for row in connection.execute(_SAID, {"people": people}) if people else ():
        said = signed(connection, Escalation, row).record
        about = due.get(said.action_id or "") if said is not None else None
        if said is None or about is None or said.rung_days is None or said.action_due != about.due:
            continue
        before = found.get(about.action_id)
        if before is None or before.after_days < said.rung_days:
            whom = said.channel.label.lower()
            found[about.action_id] = ToldTo(said.rung_days, whom, said.sent_at)
    return found


_SAID: Select[Any] = (
    select(CHANGE.c.mid, CHANGE.c.body, RECORD.c.status, RECORD.c.has_siblings)
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(
        RECORD.c.resident_id.in_(bindparam("people", expanding=True)),
        RECORD.c.kind == Escalation.kind,
        RECORD.c.state == EscalationTrigger.OVERDUE_ACTION.value,
        RECORD.c.status == Status.CURRENT.value,
        CHANGE.c.body.is_not(None),
    )
    .order_by(RECORD.c.occurred_at, RECORD.c.id)
)
