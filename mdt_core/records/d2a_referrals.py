"""Referrals to a D2A bed: from the hospital's asking, over the homes that were asked, to a place.

Source: clinical.md 1.12 after the DHSC hospital discharge guidance, 26 January 2024. A home that
declines says why; that is counted, and the next home is asked.
"""

from datetime import date
from typing import Annotated

from mdt_core.clock import UtcMoment
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    In,
    IndexedAs,
    Internal,
    Long,
    Section,
    Sensitivity,
)
from mdt_core.record import Card, Group, Member, MergeClass, Place, registered
from mdt_core.records.stays import Pathway
from mdt_core.roles import PLACERS, READERS_OF_PEOPLE


class ReferralState(Choice):
    """How far a referral has come."""

    WAITING = "waiting", "Waiting"
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    PLACED = "placed", "Placed"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for a bed; who was declined by one home waits for the next."""
        return self not in (ReferralState.PLACED, ReferralState.WITHDRAWN)


class Answer(Choice):
    """What a home answered."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class DeclineReason(Choice):
    """Why a home declined."""

    NO_BED = "no_bed", "No bed free"
    NEEDS = "needs", "Cannot meet the needs"
    BEHAVIOUR = "behaviour", "Behaviour of concern"
    STAFFING = "staffing", "Not enough staff"
    EQUIPMENT = "equipment", "Equipment not there"
    INFECTION = "infection", "Infection or outbreak"
    INFORMATION = "information", "Not enough information"
    CHOICE = "choice", "Resident or family said no"
    OTHER = "other", "Other, see note"


class Offer(Member):
    """One home that was asked, for one of its beds, and what it answered."""

    home_id: Annotated[str, Ask("Care home")]
    bed_id: Annotated[str | None, Ask("Bed")] = None
    offered_at: Annotated[UtcMoment, Ask("Asked")]
    answer: Annotated[Answer | None, Ask("Answer")] = None
    answered_at: Annotated[UtcMoment | None, Ask("Answered")] = None
    answered_by: Annotated[str | None, Ask("Who answered")] = None
    reason: Annotated[DeclineReason | None, Ask("Why declined")] = None
    note: Annotated[str | None, Ask("Note")] = None


@registered
class D2aReferral(Card):
    """Somebody in hospital for whom a D2A bed is looked for."""

    kind = "d2a_referral"
    title = "D2A referral"
    scope = Place.RESIDENT
    writers = PLACERS
    readers = READERS_OF_PEOPLE
    groups = (
        Group("asked", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("offers", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
        Group("state", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
    )

    referred_at: Annotated[UtcMoment, Section("Referral"), Ask("Referred"), In("asked")]
    hospital: Annotated[str, Ask("Hospital"), In("asked")]
    ward: Annotated[str | None, Ask("Ward"), In("asked")] = None
    ready_on: Annotated[
        date | None,
        Ask(
            "No longer meets the criteria to reside",
            "The day on which the person could have left hospital.",
            "DHSC hospital discharge guidance, 2024",
        ),
        In("asked"),
    ] = None
    pathway: Annotated[Pathway | None, Ask("Pathway"), In("asked")] = None
    needs: Annotated[str | None, Ask("Needs of the stay"), Long(), In("asked")] = None
    offers: Annotated[tuple[Offer, ...], Ask("Homes asked"), In("offers")] = ()
    state: Annotated[ReferralState, Ask("State"), In("state"), IndexedAs(Column.STATE)] = (
        ReferralState.WAITING
    )
    state_since: Annotated[UtcMoment | None, Ask("Since"), In("state")] = None
    withdrawn_why: Annotated[str | None, Ask("Why withdrawn"), In("state")] = None
    stay_id: Annotated[str | None, Ask("Stay"), Internal(), In("state")] = None

    @property
    def accepted(self) -> Offer | None:
        """The newest offer that a home accepted."""
        found = [each for each in self.offers if each.answer is Answer.ACCEPTED]
        return max(found, key=_asked_at, default=None)

    @property
    def unanswered(self) -> Offer | None:
        """The newest offer that no home has answered."""
        found = [each for each in self.offers if each.answer is None]
        return max(found, key=_asked_at, default=None)


def _asked_at(offer: Offer) -> UtcMoment:
    return offer.offered_at
