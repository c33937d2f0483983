"""Which rung of the ladder an overdue action has come to and nobody was told of yet; pure, without a store.

The clock of the ladder begins when the due day is over and counts working days (`meeting_rules`). A rung is
told once for an action and its due day: whoever sets another day begins anew. What was missed is not made up
for rung by rung: the highest that is due is told, and those below it never after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mdt_core.clock import clinical_date
from mdt_core.meeting_rules import MeetingRules, Rung, rung_for
from mdt_core.records.escalations import EscalationChannel

_CHANNELS = {
    "owner": EscalationChannel.OWNER,
    "team lead": EscalationChannel.TEAM_LEAD,
    "clinical lead": EscalationChannel.CLINICAL_LEAD,
}


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that nobody has ended, and the day by which it was to be done."""

    id: str
    due: date | None


@dataclass(frozen=True, slots=True)
class ToldRung:
    """That the rung which begins after so many working days was told, for an action and its due day."""

    action_id: str
    due: date
    after_days: int


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung that is due and was not told."""

    action_id: str
    due: date
    rung: Rung


def rungs_to_tell(
    actions: Iterable[OpenAction],
    told: Iterable[ToldRung],
    today: date,
    rules: MeetingRules | None = None,
) -> tuple[DueRung, ...]:
    """For each open action the highest rung that is due on this London day, unless it was told already."""
    reached: dict[tuple[str, date], int] = {}
    for each in told:
        key = (each.action_id, each.due)
        reached[key] = max(each.after_days, reached.get(key, each.after_days))
    found = []
    for action in actions:
        if action.due is None or action.due >= today:
            continue
        rung = rung_for(action.due, today, rules)
        if rung is not None and rung.after_days > reached.get((action.id, action.due), -1):
            found.append(DueRung(action.id, action.due, rung))
    return tuple(found)


def channel_of(rung: Rung) -> EscalationChannel:
    """By which way a rung goes, in the words of an escalation."""
    return _CHANNELS.get(rung.to, EscalationChannel.OTHER)


def situation_words(due: date, text: str) -> str:
    """`Not done by 24-Dec-2026: Bloods`."""
    return f"Not done by {clinical_date(due)}: {text or 'an action without words'}"
