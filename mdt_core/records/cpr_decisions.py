"""The decision about cardiopulmonary resuscitation: signed, replaced by the next one, never merged.

Sources: PRSB Palliative and End of Life Care 1.1 (decision, date, reviewer, place of the document,
involvement; SNOMED CT 450475007 and 450476008), Resuscitation Council UK, BMA and RCN, Decisions
relating to CPR, 3rd edition (2016) for who is told. It points to the signed original and is none.
"""

from collections.abc import Iterator
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
from mdt_core.records.planning import (
    CONFIRMED_IN,
    CONFIRMED_ON,
    StillRightAsked,
    StillRightOn,
    require_past,
)
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, PRESCRIBERS, READERS_OF_NOTES


class CprChoice(Choice):
    """What was decided about attempting CPR."""

    FOR = "for_cpr", "For CPR", "450475007"
    NOT_FOR = "not_for_cpr", "Not for CPR", "450476008"
    CANCELLED = "cancelled", "Earlier decision cancelled, none stands"


class KnownFrom(Choice):
    """What the person who records a decision had before them."""

    MADE_NOW = "made_now", "Decided now"
    ORIGINAL = "original", "Signed original seen"
    COPY = "copy", "Copy or letter seen"
    TOLD = "told", "Told by somebody"


class ReviewClock(Choice):
    """Whether a decision has a day on which it is to be looked at again."""

    ON_DATE = "on_date", "On a date"
    INDEFINITE = "indefinite", "No date: it stands until changed"


class PersonInvolved(Choice):
    """Whether the person took part in a decision."""

    DISCUSSED = "discussed", "Yes, discussed"
    DECLINED = "declined", "Did not want to discuss it"
    NO_CAPACITY = "no_capacity", "Could not decide it"
    NOT_DISCUSSED = "not_discussed", "No"


class FamilyInvolved(Choice):
    """Whether family or another representative took part in a decision."""

    DISCUSSED = "discussed", "Yes, discussed"
    PERSON_REFUSED = "person_refused", "The person did not want that"
    NOBODY = "nobody", "There is nobody"
    NOT_REACHED = "not_reached", "Not reached"
    NOT_DISCUSSED = "not_discussed", "No"


_WHY_PERSON: Final = (PersonInvolved.NO_CAPACITY, PersonInvolved.NOT_DISCUSSED)
_WHY_FAMILY: Final = (FamilyInvolved.NOT_REACHED, FamilyInvolved.NOT_DISCUSSED)


@registered
class CprDecision(Statement):
    """A decision about CPR as it was made and signed by a named clinician; the next one replaces it."""

    kind = "cpr_decision"
    title = "CPR decision"
    is_series = True
    settled_by = PRESCRIBERS
    signed_with_pin = True
    confirmed_in = CONFIRMED_IN
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    cpr: Annotated[CprChoice, Section("The decision"), Ask("CPR decision"), IndexedAs(Column.STATE)]
    reasoning: Annotated[
        str | None,
        Ask("Why", "The clinical reason, in words that the next clinician can act on."),
        Long(),
        Searchable(),
    ] = None
    decided_on: Annotated[date, Ask("Decided on", "The day on the signed original.")]
    decided_by: Annotated[
        str, Ask("Decided by", "The clinician who signed the decision."), Searchable()
    ]
    decided_by_role: Annotated[str, Ask("Their role", "As GP, consultant or community matron.")]
    decided_by_number: Annotated[str | None, Ask("GMC or NMC number", "As on the original.")] = None
    known_from: Annotated[KnownFrom | None, Ask("Known from")] = None
    review: Annotated[ReviewClock | None, Section("Review"), Ask("To be reviewed")] = None
    review_on: Annotated[
        date | None,
        Ask("Review on"),
        OnlyIf("review", ReviewClock.ON_DATE.value),
        IndexedAs(Column.DUE_AT),
    ] = None
    person_involved: Annotated[
        PersonInvolved | None, Section("Who was involved"), Ask("The person")
    ] = None
    person_why_not: Annotated[
        str | None,
        Ask("Why the person did not take part"),
        OnlyIf("person_involved", *_WHY_PERSON),
        Long(),
    ] = None
    family_involved: Annotated[FamilyInvolved | None, Ask("Family or representative")] = None
    family_who: Annotated[
        str | None,
        Ask("Who of the family was spoken to", "Name and relation."),
        OnlyIf("family_involved", FamilyInvolved.DISCUSSED),
    ] = None
    family_why_not: Annotated[
        str | None,
        Ask("Why nobody was spoken to"),
        OnlyIf("family_involved", *_WHY_FAMILY),
        Long(),
    ] = None
    original_place: Annotated[
        str | None,
        Section("The signed original"),
        Ask("Where the original is", "So that it is found at night: «front of care file»."),
        Searchable(),
    ] = None
    original_in_home: Annotated[bool | None, Ask("Seen in the home")] = None
    original_seen_on: Annotated[
        date | None, Ask("Last seen there on"), OnlyIf("original_in_home", "true")
    ] = None
    ambulance_told: Annotated[
        bool | None, Ask("Ambulance service told", "Whether their system shows the decision.")
    ] = None
    told_who: Annotated[
        str | None,
        Ask("Who else knows of it", "Carers, family, out-of-hours service; or who does not."),
        Searchable(),
    ] = None
    still_right_on: StillRightOn = None
    still_right_asked: StillRightAsked = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come, a review before the decision, or a reason not given."""
        require_past(
            now,
            *{
                "Decided on": self.decided_on,
                "Last seen there on": self.original_seen_on,
                CONFIRMED_ON: self.still_right_on,
            }.items(),
        )
        for label, words in self._missing():
            raise InvalidInput(words, where=label)

    def _missing(self) -> Iterator[tuple[str, str]]:
        if self.cpr is CprChoice.NOT_FOR and not _said(self.reasoning):
            yield "Why", "Say why CPR is not to be attempted"
        if self.review is ReviewClock.ON_DATE and self.review_on is None:
            yield "Review on", "Give the day of the review, or choose that there is none"
        if self.review_on is not None and self.review_on < self.decided_on:
            yield "Review on", "The review is before the decision"
        if self.person_involved in _WHY_PERSON and not _said(self.person_why_not):
            yield "Why the person did not take part", "Say why the person did not take part"
        if self.family_involved in _WHY_FAMILY and not _said(self.family_why_not):
            yield "Why nobody was spoken to", "Say why nobody of the family was spoken to"


def _said(text: str | None) -> bool:
    return bool(text and text.strip())
