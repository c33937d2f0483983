"""Capacity for one decision and, where it is lacking, what was decided in the person's best interests.

Source: Mental Capacity Act 2005 sections 1 to 4 (the four abilities, support first, best interests) and
its Code of Practice (2007). Each assessment is for one decision at one time; none is carried forward.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    IndexedAs,
    Long,
    OnlyIf,
    Searchable,
    Section,
)
from mdt_core.record import Statement, registered
from mdt_core.records.planning import require_past
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES, Role


class DecisionAbout(Choice):
    """Which decision of the record an assessment supports."""

    CPR = "cpr", "CPR decision"
    CEILING = "ceiling", "Treatment ceiling"
    PLAN = "plan", "Care plan"
    PLACE = "place", "Where to live"
    COVERT = "covert", "Medicines without the person's knowledge"
    SHARING = "sharing", "Sharing the record"
    TREATMENT = "treatment", "Another treatment"
    OTHER = "other", "Something else"


ABILITIES: Final = ("can_understand", "can_retain", "can_weigh", "can_communicate")
"""The four abilities of section 3 of the Act; who lacks one of them lacks capacity for the decision."""


@registered
class CapacityAssessment(Statement):
    """Whether the person could make one decision at one time, and what followed where not."""

    kind = "capacity_assessment"
    title = "Capacity for a decision"
    writers = CLINICIANS | HOME_CLINICAL | {Role.SOCIAL_WORKER}
    readers = READERS_OF_NOTES

    about: Annotated[DecisionAbout, Section("The decision"), Ask("About"), IndexedAs(Column.STATE)]
    question: Annotated[
        str,
        Ask(
            "The decision in words",
            "As it was put to the person: one decision, not capacity as such.",
        ),
        Long(),
        Searchable(),
    ]
    assessed_on: Annotated[date, Ask("Assessed on")]
    assessed_by: Annotated[str, Ask("Assessed by", "Name of who assessed."), Searchable()]
    assessed_by_role: Annotated[str | None, Ask("Their role", "Profession of who assessed.")] = None
    support: Annotated[
        str | None,
        Ask("Support given", "What was done so that the person could decide."),
        Long(),
    ] = None
    can_understand: Annotated[
        bool | None, Section("The four abilities"), Ask("Understands what matters for it")
    ] = None
    can_retain: Annotated[bool | None, Ask("Keeps it in mind long enough")] = None
    can_weigh: Annotated[bool | None, Ask("Weighs it up")] = None
    can_communicate: Annotated[bool | None, Ask("Tells the decision by any means")] = None
    is_able: Annotated[bool, Section("What was found"), Ask("Able to make this decision")]
    because: Annotated[
        str | None,
        Ask("Because of what", "What of mind or brain it comes from, and how it is shown."),
        OnlyIf("is_able", "false"),
        Long(),
        Searchable(),
    ] = None
    may_regain: Annotated[bool | None, Ask("May be able later"), OnlyIf("is_able", "false")] = None
    consulted: Annotated[
        str | None,
        Section("Best interests"),
        Ask("Who was consulted", "Family, friends, attorney, advocate: names and relations."),
        OnlyIf("is_able", "false"),
        Long(),
        Searchable(),
    ] = None
    wishes: Annotated[
        str | None,
        Ask("Wishes, feelings and values of the person"),
        OnlyIf("is_able", "false"),
        Long(),
    ] = None
    outcome: Annotated[
        str | None,
        Ask("Decided in the person's best interests"),
        OnlyIf("is_able", "false"),
        Long(),
        Searchable(),
    ] = None
    decision_maker: Annotated[
        str | None, Ask("Who decided it", "Name and role."), OnlyIf("is_able", "false")
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come, and where abilities and finding contradict each other."""
        require_past(now, *{"Assessed on": self.assessed_on}.items())
        answers = [getattr(self, name) for name in ABILITIES]
        where = "Able to make this decision"
        if self.is_able and False in answers:
            raise InvalidInput(
                "Who lacks one of the four abilities is not able to decide", where=where
            )
        if not self.is_able and all(answers):
            raise InvalidInput("Who has all four abilities is able to decide", where=where)
        if not self.is_able and not (self.because or "").strip():
            raise InvalidInput("Say what it comes from", where="Because of what")
