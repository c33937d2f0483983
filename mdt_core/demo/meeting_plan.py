"""The MDT meetings of a plan: who came, what was asked and said of whom, and what is still prepared."""

from typing import Any

from pydantic import Field

from mdt_core.demo.planned import ActionPlan, Planned
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import MeetingType, SharingBasis


class GuestPlan(Planned):
    """Somebody who comes and does not use this program."""

    name: str
    role: MeetingRole
    organisation: str


class CasePlan(Planned):
    """One case: what was asked by whom, and what the case says once the meeting was held."""

    who: str
    question: str
    asked_by: str
    minutes: int = 10
    says: dict[str, Any] = Field(default_factory=dict)
    actions: tuple[ActionPlan, ...] = ()

    @property
    def staff(self) -> tuple[str, ...]:
        """The keys of the staff that it names."""
        return (self.asked_by, *(each.owner for each in self.actions))


class MdtPlan(Planned):
    """One meeting, so many weeks before the coming round; 0 and less is still to come.

    `by` plans it, chairs it and approves the minutes; dissent is blacked out in the copies of the
    organisations of `dissent_not_for`.
    """

    weeks_ago: int
    hour: int
    by: str
    meeting_type: MeetingType
    basis: SharingBasis
    minutes: int
    present: tuple[str, ...]
    apologies: tuple[str, ...] = ()
    guest: tuple[GuestPlan, ...] = ()
    dissent_not_for: tuple[str, ...] = ()
    case: tuple[CasePlan, ...]

    @property
    def is_held(self) -> bool:
        """Whether it lies in the past."""
        return self.weeks_ago > 0

    @property
    def staff(self) -> tuple[str, ...]:
        """The keys of the staff that it names."""
        return (self.by, *self.present, *self.apologies)
