"""What a ReSPECT plan says and whether it is in force: data for a summary of our own, never the form.

Source: ReSPECT version 3 (Resuscitation Council UK, 2020), items only; every label here is our own
wording and no layout of the form is made. The signed original stays the document that counts.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.clock import UtcMoment, to_second
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Licence,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Within,
)
from mdt_core.record import Part, Statement, registered
from mdt_core.records.ceilings import TreatmentFocus
from mdt_core.records.planning import require_past
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, PRESCRIBERS, READERS_OF_NOTES

HEADING: Final = "Summary of the ReSPECT plan – not the form"


class RespectStatus(Choice):
    """Whether the plan is in force."""

    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Complete and signed"
    SUPERSEDED = "superseded", "Superseded"
    CANCELLED = "cancelled", "Cancelled"


class RespectCpr(Choice):
    """What the plan recommends about CPR."""

    RECOMMENDED = "recommended", "CPR recommended", "450475007"
    MODIFIED = "modified", "Modified CPR (a child)"
    NOT_RECOMMENDED = "not_recommended", "CPR not recommended", "450476008"


class ProxyKnown(Choice):
    """Whether somebody may decide for the person by law."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class RespectInvolvement(Choice):
    """How the person took part in the plan; the letters are those that the plan uses."""

    FULLY = "a", "A: able, and took part"
    REPRESENTED = "b", "B: not able, views and others were asked"
    YOUNG_ABLE = "c1", "C1: under 18, able"
    YOUNG_NOT_ABLE = "c2", "C2: under 18, not able"
    YOUNG_PARENT = "c3", "C3: under 18, holder of parental responsibility"
    OTHER = "d", "D: another reason"


class RespectContact(Part):
    """Somebody to call, or who took part."""

    name: Annotated[str, Ask("Name"), Searchable()]
    role: Annotated[str | None, Ask("Role or relation")] = None
    phone: Annotated[str | None, Ask("Telephone")] = None
    is_primary: Annotated[bool | None, Ask("Call first")] = None
    was_involved: Annotated[bool | None, Ask("Took part in the plan")] = None


class RespectReview(Part):
    """One review of the plan as signed on it."""

    reviewed_on: Annotated[date, Ask("Reviewed on")]
    name: Annotated[str, Ask("Reviewed by")]
    role: Annotated[str | None, Ask("Grade or role")] = None
    number: Annotated[str | None, Ask("GMC, NMC or HCPC number")] = None


@registered
class RespectPlan(Statement):
    """What stands in a ReSPECT plan, for who has not the original in hand; the next one replaces it."""

    kind = "respect_plan"
    title = HEADING
    is_series = True
    settled_by = PRESCRIBERS
    signed_with_pin = True
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    status: Annotated[
        RespectStatus,
        Section("Whether it is in force"),
        Ask("State of the plan"),
        Licence("ReSPECT"),
        IndexedAs(Column.STATE),
    ]
    completed_on: Annotated[date | None, Ask("Completed on")] = None
    summary: Annotated[
        str | None,
        Section("How the person is"),
        Ask("Health and circumstances", "Conditions, and what they mean for the person."),
        Long(),
        Searchable(),
    ] = None
    other_documents: Annotated[
        str | None, Ask("Other plans, and where they are"), Long(), Searchable()
    ] = None
    proxy: Annotated[ProxyKnown | None, Ask("Somebody may decide by law")] = None
    proxy_who: Annotated[
        str | None,
        Ask("Who, and by which power"),
        OnlyIf("proxy", ProxyKnown.YES),
        Searchable(),
    ] = None
    comfort_over_length: Annotated[
        int | None,
        Section("What matters to the person"),
        Ask("Comfort over length of life", "From 0, living as long as possible, to 100, comfort."),
        Within(0, 100),
    ] = None
    values_most: Annotated[
        str | None,
        Ask("Values most", "In the words of the person, or of who speaks for them."),
        Long(),
        Searchable(),
    ] = None
    fears_most: Annotated[str | None, Ask("Fears, or wants to avoid"), Long(), Searchable()] = None
    focus: Annotated[
        TreatmentFocus | None, Section("What is recommended"), Ask("Focus of care")
    ] = None
    guidance: Annotated[
        str | None,
        Ask("What to do and what not", "Hospital and life support among it, each with a reason."),
        Long(),
        Searchable(),
    ] = None
    cpr: Annotated[RespectCpr | None, Ask("CPR as recommended")] = None
    cpr_on: Annotated[date | None, Ask("CPR recommended on")] = None
    can_take_part: Annotated[
        bool | None, Section("Capacity and involvement"), Ask("Able to take part")
    ] = None
    cannot_how: Annotated[
        str | None, Ask("In what way not able"), OnlyIf("can_take_part", "false"), Long()
    ] = None
    involvement: Annotated[RespectInvolvement | None, Ask("How the person took part")] = None
    involvement_reason: Annotated[
        str | None,
        Ask("The other reason"),
        OnlyIf("involvement", RespectInvolvement.OTHER),
        Long(),
    ] = None
    signed_by: Annotated[
        str | None, Section("Signatures"), Ask("Signed by", "Name as on the plan."), Searchable()
    ] = None
    signed_role: Annotated[str | None, Ask("Grade and speciality")] = None
    signed_number: Annotated[str | None, Ask("GMC, NMC or HCPC number")] = None
    signed_at: Annotated[UtcMoment | None, Ask("Signed at")] = None
    senior_by: Annotated[str | None, Ask("Senior responsible clinician"), Full()] = None
    senior_role: Annotated[str | None, Ask("Their grade and speciality"), Full()] = None
    senior_number: Annotated[
        str | None, Ask("Their number", "GMC, NMC or HCPC number as on the plan."), Full()
    ] = None
    contacts: Annotated[
        tuple[RespectContact, ...],
        Section("People and reviews"),
        Ask("Contacts and who took part"),
        Searchable(),
    ] = ()
    reviews: Annotated[tuple[RespectReview, ...], Ask("Reviews on the plan"), Full()] = ()
    review_on: Annotated[date | None, Ask("Review on"), IndexedAs(Column.DUE_AT)] = None
    original_place: Annotated[
        str | None,
        Section("The signed original"),
        Ask("Where the original is"),
        Searchable(),
    ] = None
    original_in_home: Annotated[bool | None, Ask("Seen in the home")] = None
    original_seen_on: Annotated[
        date | None, Ask("Last seen there on"), OnlyIf("original_in_home", "true")
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come, and for a plan said to be signed by nobody."""
        require_past(
            now,
            *{
                "Completed on": self.completed_on,
                "CPR recommended on": self.cpr_on,
                "Last seen there on": self.original_seen_on,
            }.items(),
        )
        require_past(now, ("Reviews on the plan", self._last_review()))
        if self.signed_at is not None and self.signed_at > to_second(now):
            raise InvalidInput("This time is still to come", where="Signed at")
        if self.status is RespectStatus.SIGNED and not (self.signed_by or "").strip():
            raise InvalidInput(
                "Say who signed it, or choose «Draft»: unsigned, it is not in force",
                where="Signed by",
            )

    def _last_review(self) -> date | None:
        return max((each.reviewed_on for each in self.reviews), default=None)
