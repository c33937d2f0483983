"""What is true of the MDT meetings of a practice home, from its plan alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mdt_core.demo.actions import due_on
from mdt_core.demo.days import round_day
from mdt_core.demo.meeting_plan import MdtPlan
from mdt_core.demo.plan import LEAD, Plan
from mdt_core.records.case_discussions import CaseState


@dataclass(frozen=True)
class MeetingTruth:
    """Meetings with approved minutes and those prepared, by day; names are those of the plan.

    `open_cases` are those whose last discussion was left open, which is so on the agenda prepared.
    """

    held: tuple[date, ...]
    prepared: tuple[date, ...]
    cases: int
    carried: int
    dissents: int
    apologies: int
    open_cases: frozenset[str]
    agenda_ahead: frozenset[str]
    organisations: tuple[frozenset[str], ...]
    """Who has a copy of the minutes of each meeting held."""
    open_due: tuple[date, ...]
    done_actions: int


def meeting_truth(plan: Plan, today: date, lead_organisation: str) -> MeetingTruth:
    """What holds once the plan has been told."""
    in_turn = sorted(plan.meeting, key=lambda each: -each.weeks_ago)
    held = [each for each in in_turn if each.is_held]
    cases = [case for each in held for case in each.case]
    last = {case.who: case.says["state"] for case in cases}
    still_open = frozenset(who for who, state in last.items() if state == CaseState.OPEN.value)
    ahead = [each for each in in_turn if not each.is_held]
    asked = [(each, action) for each in held for case in each.case for action in case.actions]
    waiting = [
        due_on(today, each.weeks_ago, action) for each, action in asked if action.done is None
    ]
    return MeetingTruth(
        held=tuple(round_day(today, each.weeks_ago) for each in held),
        prepared=tuple(round_day(today, each.weeks_ago) for each in ahead),
        cases=len(cases),
        carried=sum(_carried(held)) + len(still_open) * len(ahead),
        dissents=sum("dissent" in case.says for case in cases),
        apologies=sum(len(each.apologies) for each in held),
        open_cases=still_open,
        agenda_ahead=still_open | {case.who for each in ahead for case in each.case},
        organisations=tuple(_organisations(plan, each, lead_organisation) for each in held),
        open_due=tuple(waiting),
        done_actions=len(asked) - len(waiting),
    )


def _carried(held: list[MdtPlan]) -> Iterator[int]:
    """How many cases each meeting took over from those before it."""
    waiting: set[str] = set()
    for each in held:
        yield len(waiting)
        for case in each.case:
            is_open = case.says["state"] == CaseState.OPEN.value
            (waiting.add if is_open else waiting.discard)(case.who)


def _organisations(plan: Plan, meeting: MdtPlan, lead_organisation: str) -> frozenset[str]:
    known = {each.key: each.organisation for each in plan.staff} | {LEAD: lead_organisation}
    guests = {each.organisation for each in meeting.guest}
    return frozenset({plan.home.name, *guests, *(known[key] for key in meeting.staff)})
