"""Adult safeguarding: a concern that a clinician raises, and what is learned of it later.

Source: Care Act 2014, section 42, and the care and support statutory guidance to it, chapter 14 (2024),
with Making Safeguarding Personal (2014): what the person wants comes first. Restricted: it may be about
the home itself, so that no role of a home reads it and no computer of a home receives it. It asks for
nobody's name but the lead's, and refers nobody: a person rings or writes, and records it here.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment, to_second
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
    Sensitivity,
    field_of,
)
from mdt_core.record import Statement, registered
from mdt_core.roles import READERS_OF_RESTRICTED

_GUIDANCE = "Care and support statutory guidance (2024), 14.17"


class SafeguardingStage(Choice):
    """How far it has come."""

    RAISED = "raised", "Concern raised"
    ENQUIRY = "enquiry", "Enquiry under way (section 42)"
    CLOSED = "closed", "Closed"


class AbuseType(Choice):
    """The types of abuse and neglect that the statutory guidance names."""

    PHYSICAL = "physical", "Physical"
    DOMESTIC = "domestic", "Domestic"
    SEXUAL = "sexual", "Sexual"
    PSYCHOLOGICAL = "psychological", "Psychological"
    FINANCIAL = "financial", "Financial or material"
    MODERN_SLAVERY = "modern_slavery", "Modern slavery"
    DISCRIMINATORY = "discriminatory", "Discriminatory"
    ORGANISATIONAL = "organisational", "Organisational"
    NEGLECT = "neglect", "Neglect or acts of omission"
    SELF_NEGLECT = "self_neglect", "Self-neglect"


class ThoughtSource(Choice):
    """Who is thought to be the source, as a category and never by name."""

    HOME_STAFF = "home_staff", "Staff of the home"
    HOME_ITSELF = "home_itself", "How the home is run"
    RESIDENT = "resident", "Another resident"
    FAMILY = "family", "Partner or family"
    VISITOR = "visitor", "Friend or visitor"
    PROFESSIONAL = "professional", "NHS, social care or other professional"
    SELF = "self", "The person"
    STRANGER = "stranger", "Somebody else"
    NOT_KNOWN = "not_known", "Not known"


class Exposure(Choice):
    """The second of the three tests of section 42(1)."""

    EXPERIENCING = "experiencing", "Abuse or neglect is happening or has happened"
    AT_RISK = "at_risk", "At risk of it"
    NOT_KNOWN = "not_known", "Not known"


class AgreesToSharing(Choice):
    """Whether the person agrees that it is shared."""

    AGREES = "agrees", "Agrees"
    REFUSES = "refuses", "Does not agree"
    CANNOT_DECIDE = "cannot_decide", "Cannot decide it"
    NOT_SAFE = "not_safe", "Not safe to ask"
    NOT_ASKED = "not_asked", "Not asked yet"


class DecidingCapacity(Choice):
    """Whether the person can decide about the concern (Mental Capacity Act 2005)."""

    HAS = "has", "Has capacity for it"
    LACKS = "lacks", "Lacks capacity for it"
    NOT_ASSESSED = "not_assessed", "Not assessed"


class RiskNow(Choice):
    """Whether somebody is in danger now."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class ReferredTo(Choice):
    """Who was told of it."""

    LOCAL_AUTHORITY = "local_authority", "Local authority, adult safeguarding"
    POLICE = "police", "Police"
    CQC = "cqc", "CQC"
    ICB = "icb", "NHS safeguarding lead"
    EMERGENCY = "emergency", "999"
    NOBODY_YET = "nobody_yet", "Nobody yet"


@registered
class Safeguarding(Statement):
    """A safeguarding concern about one resident, or what is learned of one; signed each time anew."""

    kind = "safeguarding"
    title = "Safeguarding"
    sensitivity = Sensitivity.RESTRICTED
    writers = READERS_OF_RESTRICTED
    readers = READERS_OF_RESTRICTED
    goes_on_after_death = (
        True  # an enquiry does not end with the person, and may begin with the death
    )

    is_more: Annotated[
        bool,
        Section("What happened"),
        Ask(
            "About a concern recorded already?",
            "Yes: the day to look at it again is the one that you give here.",
        ),
    ]
    reference: Annotated[
        str | None,
        Ask(
            "Reference",
            "The number of the authority. With more than one concern it says which this is about.",
        ),
        Searchable(),
    ] = None
    stage: Annotated[SafeguardingStage, Ask("How far it is"), IndexedAs(Column.STATE)]
    noticed_at: Annotated[
        UtcMoment, Ask("Seen or told", "When you saw it or were told."), IndexedAs(Column.OCCURRED)
    ]
    types: Annotated[tuple[AbuseType, ...], Ask("Type of abuse or neglect", "", _GUIDANCE)] = ()
    thought_source: Annotated[
        ThoughtSource | None, Ask("Thought to come from", "A category; write no name.")
    ] = None
    seen_or_said: Annotated[
        str,
        Ask(
            "What was seen or said",
            "Facts, and what was said in the very words. No role of the home reads this.",
        ),
        Long(),
        Searchable(),
    ]
    exposure: Annotated[
        Exposure | None, Ask("Happening, or at risk?", "", "Care Act 2014, section 42(1)(b)")
    ] = None
    cannot_protect: Annotated[
        bool | None,
        Ask(
            "Needs for care keep the person from protecting themselves?",
            "",
            "Care Act 2014, section 42(1)(c)",
        ),
    ] = None
    wishes: Annotated[
        str | None,
        Section("What the person wants"),
        Ask("Wishes of the person", "What they want to happen, in their words.",
            "Making Safeguarding Personal (2014)"),
        Long(),
        Searchable(),
    ] = None  # fmt: skip
    consent: Annotated[AgreesToSharing | None, Ask("Agrees that it is shared?")] = None
    why_shared: Annotated[
        str | None,
        Ask("Why it is shared all the same", "As: others at risk, a crime, pressure, best interests."),
        Long(),
        OnlyIf("consent", "refuses", "cannot_decide", "not_safe", "not_asked"),
    ] = None  # fmt: skip
    capacity: Annotated[
        DecidingCapacity | None,
        Ask("Capacity to decide about it", "", "Mental Capacity Act 2005, section 3"),
    ] = None
    advocate: Annotated[
        str | None, Ask("Who speaks for the person", "An advocate, or somebody suitable.")
    ] = None
    risk_now: Annotated[
        RiskNow | None, Section("What was done"), Ask("Is somebody in danger now?")
    ] = None
    done_at_once: Annotated[
        str | None, Ask("Done at once", "What was done to make the person safe."), Long()
    ] = None
    referred_to: Annotated[tuple[ReferredTo, ...], Ask("Referred to")] = ()
    referred_at: Annotated[UtcMoment | None, Ask("When it was referred")] = None
    home_knows: Annotated[
        bool | None, Ask("Does the home know of it?", "No: say nothing of it in what the home reads.")
    ] = None  # fmt: skip
    outcome: Annotated[
        str | None,
        Section("What came of it"),
        Ask("Outcome", "What was found, and whether the person got what they wanted."),
        Long(),
        Searchable(),
    ] = None
    lead: Annotated[str | None, Ask("Lead", "Name and role of who leads on it.")] = None
    review_on: Annotated[
        date | None, Ask("To be looked at again on"), IndexedAs(Column.DUE_AT)
    ] = None  # fmt: skip

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a referral to come or to nobody, and a closed concern to be reviewed."""
        is_referred = bool(set(self.referred_to) - {ReferredTo.NOBODY_YET})
        if ReferredTo.NOBODY_YET in self.referred_to and is_referred:
            raise InvalidInput("Nobody yet, or somebody: choose one", where=_label("referred_to"))
        if self.referred_at is not None and to_second(self.referred_at) > to_second(now):
            raise InvalidInput("This cannot be later than now", where=_label("referred_at"))
        if self.referred_at is not None and not is_referred:
            raise InvalidInput("Say to whom it was referred", where=_label("referred_to"))
        if self.stage is SafeguardingStage.CLOSED and self.review_on is not None:
            raise InvalidInput("What is closed has no such day", where=_label("review_on"))


def _label(field: str) -> str:
    return field_of(Safeguarding, field).label
