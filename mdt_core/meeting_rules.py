"""When a meeting has its quorum, and to whom an overdue action goes; both are data with version and source.

Source: `meeting_rules.json` (2026), to be approved locally before clinical use. Decides nothing by itself:
whoever chairs says whether a meeting without its quorum goes on. Without a network the ladder only proposes
whom to tell; the service, which has everybody's answers, tells by `escalation_ladder`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from mdt_core.clock import is_working_day, knows_bank_holidays
from mdt_core.errors import MdtError
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import MeetingAttendee, MeetingType, Presence
from mdt_core.roles import Role

QUORATE: Final = "Quorum met"
ONE_OTHER: Final = "one other"
_SATURDAY: Final = 5
_SINGLE: Final = {
    "D2A coordinator": (MeetingRole.D2A_COORDINATOR,),
    "commissioner or QA officer": (MeetingRole.QUALITY_OFFICER,),
}


@dataclass(frozen=True)
class Rung:
    """From how many working days after the due day an open action is for whom.

    `roles` are theirs who are told; empty for the owner, whom the action itself names.
    """

    after_days: int
    to: str
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class MeetingRules:
    """Who has to be there for which meeting, and the ladder of overdue actions."""

    version: str
    approved_by: str
    approved_on: str
    source: str
    clinicians: frozenset[MeetingRole]
    home: frozenset[MeetingRole]
    quorum: Mapping[MeetingType, tuple[str, ...]]
    ladder: tuple[Rung, ...]

    def roles_for(self, needed: str) -> frozenset[MeetingRole]:
        """Which roles count for a place of the rule; every role for «one other»."""
        named = {"clinician": self.clinicians, "home nurse": self.home}
        found = named.get(needed) or frozenset(_SINGLE.get(needed, ()))
        return found or frozenset(MeetingRole)


@cache
def shipped_meeting_rules() -> MeetingRules:
    """The rules that come with the program, until the organisation approves its own."""
    return meeting_rules_from(Path(__file__).with_name("meeting_rules.json").read_text("utf-8"))


def meeting_rules_from(text: str) -> MeetingRules:
    """Reads the rules from JSON; raises MdtError for a file that lacks a part or names what is not known."""
    raw = json.loads(text)
    try:
        read = {
            "clinicians": frozenset(map(MeetingRole, raw["clinicians"])),
            "home": frozenset(map(MeetingRole, raw["home"])),
            "quorum": {MeetingType(key): tuple(value) for key, value in raw["quorum"].items()},
            "ladder": tuple(map(_rung, raw["ladder"])),
        }
        rules = MeetingRules(**{**raw, **read})
    except (KeyError, TypeError, ValueError) as wrong:
        raise MdtError(f"the meeting rules do not fit: {wrong}") from wrong
    _require_whole(rules)
    return rules


def _rung(raw: Mapping[str, Any]) -> Rung:
    return Rung(raw["after_days"], raw["to"], frozenset(map(Role, raw.get("roles", ()))))


def _require_whole(rules: MeetingRules) -> None:
    known = {"clinician", "home nurse", ONE_OTHER, *_SINGLE}
    unknown = {each for needed in rules.quorum.values() for each in needed} - known
    climbing = [each.after_days for each in rules.ladder]
    if unknown or set(rules.quorum) != set(MeetingType):
        raise MdtError(f"the meeting rules do not fit: {', '.join(sorted(unknown)) or 'a type'}")
    if not climbing or climbing != sorted(set(climbing)):
        raise MdtError("the meeting rules do not fit: the ladder does not climb")


# Quorum


def missing_from(
    meeting_type: MeetingType,
    attendees: Iterable[MeetingAttendee],
    rules: MeetingRules | None = None,
) -> tuple[str, ...]:
    """Who of the rule is not present, as the rule names them; nobody counts for two places."""
    rules = rules or shipped_meeting_rules()
    left = [each for each in attendees if each.presence is Presence.PRESENT]
    missing: list[str] = []
    for needed in sorted(rules.quorum[meeting_type], key=lambda each: each == ONE_OTHER):
        roles = rules.roles_for(needed)
        found = next((one for one in left if one.role in roles or needed == ONE_OTHER), None)
        if found is None:
            missing.append(needed)
        else:
            left.remove(found)
    return tuple(missing)


def quorum_words(missing: Iterable[str]) -> str:
    """`Quorum met`, or `Missing: home nurse, one other`."""
    named = ", ".join(missing)
    return f"Missing: {named}" if named else QUORATE


# The ladder of overdue actions


def rung_for(due: date | None, today: date, rules: MeetingRules | None = None) -> Rung | None:
    """Whom an action still open on a day is for; None before its due day, or where it has none."""
    if due is None or due > today:
        return None
    ladder = (rules or shipped_meeting_rules()).ladder
    late = _working_days(due, today, most=ladder[-1].after_days)
    return next((rung for rung in reversed(ladder) if late >= rung.after_days), None)


def _working_days(due: date, today: date, *, most: int) -> int:
    """How many working days came after the due day up to and with today, counted no further than `most`.

    In a year whose bank holidays are not known here each weekday counts: told too soon, never too late.
    """
    day, counted = due, 0
    while day < today and counted < most:
        day += timedelta(days=1)
        is_weekday = day.weekday() < _SATURDAY
        counted += is_working_day(day) if knows_bank_holidays(day.year) else is_weekday
    return counted


def ladder_words(due: date | None, today: date, rules: MeetingRules | None = None) -> str:
    """`Overdue by 3 days: tell the team lead`; empty where nothing is due."""
    rung = rung_for(due, today, rules)
    if rung is None or due is None:
        return ""
    late = (today - due).days
    by = "Due today" if not late else f"Overdue by {late} day{'' if late == 1 else 's'}"
    return f"{by}: tell the {rung.to}"
