"""A prescription asked for, followed until it is in the home: never a prescription itself.

Each step is a group of its own with who and when, so that the practice and the home each write
theirs without having seen the other's. Doses given are no part of it: the first dose is the day on
which the medicine asked for began. Sources: clinical.md 1.6 prescription request; NICE SC1 (2014).
"""

from datetime import date, datetime
from typing import Annotated, Final

from mdt_core.clock import UtcMoment
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    In,
    IndexedAs,
    Internal,
    Long,
    Searchable,
    Sensitivity,
    Unit,
    Within,
)
from mdt_core.record import Card, Group, MergeClass, Place, registered
from mdt_core.roles import CLINICIANS, HOME_STAFF, PRESCRIBERS, READERS_OF_NOTES

CYCLE_DAYS: Final = 28


class RequestKind(Choice):
    """What kind of prescription is asked for."""

    REPEAT = "repeat", "Repeat"
    ACUTE = "acute", "Acute"
    INTERIM = "interim", "Interim, until the next cycle"
    MAR_CHANGE = "mar_change", "Change on the MAR chart"
    ANTICIPATORY = "anticipatory", "Anticipatory"

    @property
    def ends_in_home(self) -> bool:
        """Whether it is done once it is in the home, as nothing new begins with it."""
        return self in (self.REPEAT, self.MAR_CHANGE)


class RequestUrgency(Choice):
    """Whether the request can wait its turn."""

    ROUTINE = "routine", "Routine"
    URGENT = "urgent", "Urgent"


class RequestDecision(Choice):
    """What the prescriber decided."""

    APPROVED = "approved", "Approved"
    CHANGED = "changed", "Approved with a change"
    DECLINED = "declined", "Declined"
    QUERY = "query", "Query"


class RequestRoute(Choice):
    """How the prescription went to the pharmacy."""

    EPS = "eps", "Electronic prescription (EPS)"
    PROXY = "proxy", "Proxy ordering"
    PHONE = "phone", "Telephone"
    PAPER = "paper", "Paper prescription"


class RequestState(Choice):
    """How far a request is, as lists ask for it."""

    ASKED = "asked", "Asked"
    QUERIED = "queried", "Queried"
    DECIDED = "decided", "Decided"
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received in home"
    FIRST_DOSE = "first_dose", "First dose"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"


@registered
class MedicineRequest(Card):
    """One medicine asked for, and what became of it."""

    kind = "medicine_request"
    title = "Medicine request"
    scope = Place.RESIDENT
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES
    groups = (
        Group("what", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.CLINICAL),
        Group("decision", MergeClass.SETTLE_NOW, Sensitivity.CLINICAL, settled_by=PRESCRIBERS),
        Group("answer", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
        Group("sent", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
        Group("received", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
        Group("first_dose", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
        Group("ended", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
        Group("progress", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL),
    )

    request_kind: Annotated[RequestKind, Ask("Kind of request"), In("what")]
    medicine: Annotated[
        str,
        Ask("Medicine", "The name in full, with strength and form where they are known."),
        In("what"),
        Searchable(),
    ]
    line_id: Annotated[
        str | None,
        Ask("Line of the list", "The line of the medicines list that it is about."),
        In("what"),
        Internal(),
    ] = None
    directions: Annotated[
        str | None,
        Ask("What is asked", "Dose, how often and for how long, in words. Not a prescription."),
        In("what"),
        Long(),
    ] = None
    quantity: Annotated[
        str | None, Ask("Quantity", "How much is asked for, as 28 tablets."), In("what")
    ] = None
    reason: Annotated[
        str | None, Ask("Why", "What the prescriber has to know to decide."), In("what"), Long()
    ] = None
    urgency: Annotated[
        RequestUrgency, Ask("How urgent"), In("what"), IndexedAs(Column.PRIORITY)
    ] = RequestUrgency.ROUTINE
    needed_by: Annotated[
        date | None,
        Ask("Needed by", "The day on which it has to be in the home."),
        In("what"),
        IndexedAs(Column.DUE_AT),
    ] = None
    days_left: Annotated[
        int | None, Ask("Days left", "For how many days there is still enough in the home."),
        Unit("days"), Within(0, 180), In("what"),
    ] = None  # fmt: skip
    stock: Annotated[str | None, Ask("In stock", "What is still in the home."), In("what")] = None
    cycle_day: Annotated[
        int | None, Ask("Day of the cycle", "Of the home's 28-day cycle."),
        Within(1, CYCLE_DAYS), In("what"),
    ] = None  # fmt: skip
    is_mid_cycle: Annotated[
        bool | None, Ask("Mid-cycle", "Asked for outside the monthly order."), In("what")
    ] = None
    asked_of: Annotated[
        str | None, Ask("Asked of", "Who is to decide: a prescriber or a practice."), In("what")
    ] = None
    asked_by: Annotated[str | None, Ask("Asked by", "Who asked, as signed in."), In("what")] = None
    asked_at: Annotated[UtcMoment | None, Ask("Asked at"), In("what")] = None
    entry_id: Annotated[
        str | None,
        Ask("From the round entry", "The entry or review that it came from."),
        In("what"),
        Internal(),
    ] = None

    decision: Annotated[RequestDecision | None, Ask("Decision"), In("decision")] = None
    decision_words: Annotated[
        str | None,
        Ask("Decision in words", "What was changed, why it is declined, or what is asked back."),
        In("decision"),
        Long(),
    ] = None
    decided_by: Annotated[
        str | None, Ask("Prescriber", "Who decided, as signed in."), In("decision")
    ] = None
    decided_at: Annotated[UtcMoment | None, Ask("Decided at"), In("decision")] = None

    answer: Annotated[
        str | None, Ask("Answer", "What is answered to the prescriber's query."), In("answer"), Long()
    ] = None  # fmt: skip
    answered_by: Annotated[
        str | None, Ask("Answered by", "Who answered, as signed in."), In("answer")
    ] = None
    answered_at: Annotated[UtcMoment | None, Ask("Answered at"), In("answer")] = None

    route: Annotated[RequestRoute | None, Ask("Route"), In("sent")] = None
    eps_reference: Annotated[
        str | None, Ask("EPS reference", "As on the token, where there is one."), In("sent")
    ] = None
    pharmacy: Annotated[str | None, Ask("Pharmacy", "Where it went, by name."), In("sent")] = None
    sent_by: Annotated[
        str | None, Ask("Sent by", "Who told that it was sent, as signed in."), In("sent")
    ] = None
    sent_at: Annotated[UtcMoment | None, Ask("Sent at"), In("sent")] = None

    received_words: Annotated[
        str | None, Ask("What came", "What is missing or other than asked."), In("received")
    ] = None
    received_by: Annotated[
        str | None, Ask("Received by", "Who told that it came, as signed in."), In("received")
    ] = None
    received_at: Annotated[UtcMoment | None, Ask("Received at"), In("received")] = None

    first_dose_at: Annotated[
        UtcMoment | None, Ask("First dose at", "When it began, as on the MAR chart."),
        In("first_dose"),
    ] = None  # fmt: skip
    first_dose_by: Annotated[str | None, Ask("First dose told by"), In("first_dose")] = None

    ended_words: Annotated[
        str | None, Ask("Why cancelled", "Why it is not wanted any more."), In("ended"), Long()
    ] = None
    ended_by: Annotated[
        str | None, Ask("Cancelled by", "Who cancelled it, as signed in."), In("ended")
    ] = None
    ended_at: Annotated[UtcMoment | None, Ask("Cancelled at"), In("ended")] = None

    state: Annotated[RequestState, Ask("State"), In("progress"), IndexedAs(Column.STATE)] = (
        RequestState.ASKED
    )

    @property
    def reached(self) -> RequestState:
        """How far it is by its steps, which is the truth; `state` says so to the lists."""
        for moment, state in (
            (self.ended_at, RequestState.CANCELLED),
            (self.first_dose_at, RequestState.FIRST_DOSE),
            (self.received_at, RequestState.RECEIVED),
        ):
            if moment is not None:
                return state
        if self.decision is RequestDecision.DECLINED:
            return RequestState.DECLINED
        return RequestState.SENT if self.sent_at is not None else self._before_sent

    @property
    def _before_sent(self) -> RequestState:
        if self.decision in (RequestDecision.APPROVED, RequestDecision.CHANGED):
            return RequestState.DECIDED
        is_queried = self.decision is RequestDecision.QUERY and not self._is_answered
        return RequestState.QUERIED if is_queried else RequestState.ASKED

    @property
    def _is_answered(self) -> bool:
        """Whether the home answered after the query was put."""
        if self.answered_at is None or self.decided_at is None:
            return False
        return self.answered_at >= self.decided_at

    @property
    def is_open(self) -> bool:
        """Whether somebody still has a step to take."""
        if self.reached is RequestState.RECEIVED:
            return not self.request_kind.ends_in_home
        return self.reached not in CLOSED

    @property
    def since(self) -> datetime | None:
        """When the last step was taken; None where nobody said."""
        told = (self.asked_at, self.decided_at, self.answered_at, self.sent_at, self.received_at)
        return max((each for each in told if each is not None), default=None)


CLOSED: Final = (RequestState.FIRST_DOSE, RequestState.DECLINED, RequestState.CANCELLED)
"""States in which nothing is left to do, whatever the kind."""
