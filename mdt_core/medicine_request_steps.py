"""The steps of a medicine request: which is next, whose it is, who may take it, and what is overdue.

Pure. How long a step may take is data with version and source (`medicine_request_limits.json`). The
day by which something is needed goes before any limit.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from typing_extensions import override

from mdt_core.clock import clinical_date, clinical_short_moment, london_day
from mdt_core.errors import MdtError
from mdt_core.records.medicine_requests import (
    MedicineRequest,
    RequestDecision,
    RequestState,
)
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, HOME_STAFF, PRESCRIBERS, Role


class RequestStep(StrEnum):
    """A step that somebody takes; the value is the word on its button."""

    DECIDE = "Decide"
    ANSWER = "Answer the query"
    SEND = "Sent to the pharmacy"
    RECEIVE = "Received in the home"
    FIRST_DOSE = "First dose given"
    CANCEL = "Cancel the request"


NOT_RECORDED: Final = "not recorded"
_HEARS_FROM_THE_HOME: Final = frozenset({Role.PHARMACIST, Role.NURSE, Role.COMMUNITY_MATRON})
MAY_TAKE: Final[Mapping[RequestStep, frozenset[Role]]] = {
    RequestStep.DECIDE: PRESCRIBERS,
    RequestStep.ANSWER: CLINICIANS | HOME_STAFF,
    RequestStep.SEND: CLINICIANS | HOME_CLINICAL,
    RequestStep.RECEIVE: HOME_STAFF | _HEARS_FROM_THE_HOME,
    RequestStep.FIRST_DOSE: HOME_STAFF | _HEARS_FROM_THE_HOME,
    RequestStep.CANCEL: CLINICIANS | HOME_CLINICAL,
}
"""Which roles take a step: only a prescriber decides, and what reached the home is told from there."""

SAID_AT: Final[Mapping[RequestStep, tuple[str, ...]]] = {
    RequestStep.DECIDE: ("decision", "decision_words"),
    RequestStep.ANSWER: ("answer",),
    RequestStep.SEND: ("route", "eps_reference", "pharmacy"),
    RequestStep.RECEIVE: ("received_words",),
    RequestStep.FIRST_DOSE: ("first_dose_at",),
    RequestStep.CANCEL: ("ended_words",),
}
"""The fields that are said with a step."""

_NEXT: Final = {
    RequestState.ASKED: RequestStep.DECIDE,
    RequestState.QUERIED: RequestStep.ANSWER,
    RequestState.DECIDED: RequestStep.SEND,
    RequestState.SENT: RequestStep.RECEIVE,
    RequestState.RECEIVED: RequestStep.FIRST_DOSE,
}
_NOT_IN_HOME: Final = (
    RequestState.ASKED,
    RequestState.QUERIED,
    RequestState.DECIDED,
    RequestState.SENT,
)
_WAITS_FOR: Final = {
    RequestState.ASKED: "not decided",
    RequestState.QUERIED: "query not answered",
    RequestState.DECIDED: "not sent",
    RequestState.SENT: "not received in the home",
    RequestState.RECEIVED: "first dose not given",
}


@dataclass(frozen=True)
class Overdue:
    """Why a step is overdue, in words, and who holds it."""

    words: str
    held_by: str

    @override
    def __str__(self) -> str:
        """Both, as one sentence."""
        return f"{self.words}. {self.held_by} holds it"


@dataclass(frozen=True)
class StripPart:
    """One place of the strip: the step, who took it and when; empty words where nobody said."""

    name: str
    words: str
    is_reached: bool

    @property
    def has_words(self) -> bool:
        """Whether somebody said something of this step."""
        return self.words != NOT_RECORDED


def next_step(request: MedicineRequest) -> RequestStep | None:
    """The one step that comes next, or None where nothing is left to do."""
    return _NEXT.get(request.reached) if request.is_open else None


def other_steps(request: MedicineRequest) -> tuple[RequestStep, ...]:
    """What can be said besides: that it came although nobody wrote the steps before, or is not wanted."""
    if not request.is_open:
        return ()
    is_before = request.reached in (RequestState.ASKED, RequestState.DECIDED)
    return (*((RequestStep.RECEIVE,) if is_before else ()), RequestStep.CANCEL)


def may_take(role: Role, step: RequestStep) -> bool:
    """Whether a role takes this step."""
    return role in MAY_TAKE[step]


def held_by(request: MedicineRequest) -> str:
    """Who has to take the next step, in words; empty where nobody has to."""
    if not request.is_open:
        return ""
    return {
        RequestState.ASKED: request.asked_of or "The prescriber",
        RequestState.QUERIED: request.asked_by or "The home",
        RequestState.DECIDED: request.decided_by or "The prescriber",
        RequestState.SENT: request.pharmacy or "The pharmacy",
        RequestState.RECEIVED: "The home",
    }[request.reached]


def overdue(request: MedicineRequest, today: date) -> Overdue | None:
    """Whether the next step is overdue on a day in London, and who holds it."""
    if not request.is_open:
        return None
    waits = _WAITS_FOR[request.reached]
    needed = request.needed_by
    if needed is not None and needed < today and request.reached in _NOT_IN_HOME:
        return Overdue(f"Needed by {clinical_date(needed)}, {waits}", held_by(request))
    waited = (today - london_day(request.since)).days if request.since else 0
    if waited <= days_allowed(request):
        return None
    done = request.reached.label if request.reached is not RequestState.QUERIED else "Query"
    return Overdue(f"{done} {_days(waited)} ago, {waits}", held_by(request))


def days_allowed(request: MedicineRequest) -> int:
    """For how many days the step that is next may wait."""
    return shipped_limits()[request.urgency.value][request.reached.value]


@cache
def shipped_limits() -> Mapping[str, Mapping[str, int]]:
    """The limits that come with the program, by urgency and state; raises MdtError for a bad file."""
    raw = json.loads(Path(__file__).with_name("medicine_request_limits.json").read_text("utf-8"))
    states = {state.value for state in _NEXT}
    limits = {name: raw.get(name) for name in ("routine", "urgent")}
    if not all(isinstance(each, dict) and set(each) == states for each in limits.values()):
        raise MdtError("medicine_request_limits.json does not fit the steps")
    return limits


def strip(request: MedicineRequest) -> tuple[StripPart, ...]:
    """Asked, decided, sent, received, first dose: each with who and when, as far as anybody said."""
    decided = request.decision.label if request.decision else ""
    route = request.route.label if request.route else ""
    pharmacy = f"to {request.pharmacy}" if request.pharmacy else ""
    told = (
        ("Asked", "", request.asked_by, request.asked_at),
        ("Decided", decided, request.decided_by, request.decided_at),
        ("Sent", ", ".join(filter(None, (route, pharmacy))), request.sent_by, request.sent_at),
        ("Received in home", "", request.received_by, request.received_at),
        ("First dose", "", request.first_dose_by, request.first_dose_at),
    )
    query = request.decision is RequestDecision.QUERY
    return tuple(
        StripPart(name, _told(what, by, at), at is not None and not (name == "Decided" and query))
        for name, what, by, at in told
    )


def _told(what: str, by: str | None, at: datetime | None) -> str:
    if at is None:
        return NOT_RECORDED
    return ", ".join(filter(None, (what, by or "", clinical_short_moment(at))))


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
