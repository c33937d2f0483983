"""What the screen says of medicine requests: the strip, who has the next step, and what is overdue. No Qt.

The next step is the one green deed, offered to those alone who take it; others read whose it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.medicine_request_steps import (
    MAY_TAKE,
    RequestStep,
    StripPart,
    held_by,
    may_take,
    next_step,
    other_steps,
    overdue,
    strip,
)
from mdt_core.records.medicine_requests import (
    MedicineRequest,
    RequestDecision,
    RequestState,
    RequestUrgency,
)
from mdt_core.store.queries.medicine_requests import is_open
from mdt_core.store.queries.statements import Kept
from mdt_desktop.ui.resident.words import kept_words

NO_REQUESTS: Final = "No medicine requests recorded here"
TWO_VERSIONS: Final = "Two versions. Neither is being used as current"
MOST_CLOSED: Final = 20
REQUESTS_TAB: Final = "Requests"
"""As a tab of the resident: the medicines, at what is asked for."""


@dataclass(frozen=True)
class RequestView:
    """One request as shown; `step` is None where this person does not take the next one."""

    id: str
    medicine: str
    words: tuple[str, ...]
    strip: tuple[StripPart, ...]
    is_open: bool
    is_urgent: bool = False
    state: str = ""
    overdue: str = ""
    whose: str = ""
    step: RequestStep | None = None
    others: tuple[RequestStep, ...] = ()
    has_two_versions: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """Each step that somebody told, with who and when, and that one before it was not."""
        last = max((n for n, part in enumerate(self.strip) if part.has_words), default=-1)
        return tuple(f"{part.name}: {part.words}" for part in self.strip[: last + 1])


def request_views(
    requests: Sequence[Kept[MedicineRequest]],
    by: Actor,
    today: date,
    home_id: str | None,
    *,
    is_alive: bool = True,
) -> tuple[RequestView, ...]:
    """Gives each request, the open ones first; nothing is asked for somebody who has died."""
    may = is_alive and access.may_write(by, MedicineRequest, home_id)
    views = [_view(each, by, today, may=may) for each in requests]
    still_open = [view for view in views if view.is_open]
    return (*still_open, *[view for view in views if not view.is_open][:MOST_CLOSED])


def _view(kept: Kept[MedicineRequest], by: Actor, today: date, *, may: bool) -> RequestView:
    request = kept.record
    if request is None:
        return RequestView(kept.id, kept_words(kept), (), (), is_open=True)
    late = overdue(request, today)
    step = next_step(request)
    mine = may and not kept.has_siblings
    return RequestView(
        id=kept.id,
        medicine=request.medicine,
        words=tuple(_words(request)),
        strip=strip(request),
        is_open=is_open(kept),
        is_urgent=request.urgency is RequestUrgency.URGENT,
        state=request.reached.label,
        overdue=str(late) if late else "",
        whose=_whose(request, step, by),
        step=step if step and mine and may_take(by.role, step) else None,
        others=tuple(each for each in other_steps(request) if mine and may_take(by.role, each)),
        has_two_versions=kept.has_siblings,
    )


def _whose(request: MedicineRequest, step: RequestStep | None, by: Actor) -> str:
    if step is None:
        return ""
    words = f"Next: {step.value.lower()}. {held_by(request)} has it"
    return words if may_take(by.role, step) else f"{words}. Told by {access.listed(MAY_TAKE[step])}"


def _words(request: MedicineRequest) -> list[str]:
    mid_cycle = "mid-cycle" if request.is_mid_cycle else ""
    cycle = f"day {request.cycle_day} of the 28-day cycle" if request.cycle_day else ""
    needed = f"needed by {clinical_date(request.needed_by)}" if request.needed_by else ""
    left = _enough(request)
    first = (request.request_kind.label, needed, left, mid_cycle, cycle)
    facts = (
        ("", ", ".join(filter(None, first))),
        ("Asked", request.directions),
        ("Quantity", request.quantity),
        ("Why", request.reason),
        ("In stock", request.stock),
        (_decision_label(request), request.decision_words),
        ("Answer", request.answer),
        ("EPS reference", request.eps_reference),
        ("What came", request.received_words),
        ("Why cancelled", request.ended_words),
    )
    return [f"{label}: {words}" if label else words for label, words in facts if words]


def _enough(request: MedicineRequest) -> str:
    """Until when there was enough: days are counted from the day of asking, not from today."""
    if request.days_left is None:
        return ""
    if request.asked_at is None:
        return f"{request.days_left} days left when asked"
    day = london_day(request.asked_at) + timedelta(days=request.days_left)
    return f"enough in the home until {clinical_date(day)}"


def _decision_label(request: MedicineRequest) -> str:
    if request.decision is RequestDecision.QUERY:
        return "Query"
    return request.decision.label if request.decision else "Decision"


def request_lines(requests: Sequence[Kept[MedicineRequest]], today: date) -> tuple[str, ...]:
    """Gives each open request in one line."""
    return tuple(_line(each, today) for each in requests if is_open(each))


def _line(kept: Kept[MedicineRequest], today: date) -> str:
    request = kept.record
    if request is None or kept.has_siblings:
        return f"{kept.readable.get('medicine', kept_words(kept))}: look at it under Medicines"
    late, step = overdue(request, today), next_step(request)
    if late is not None:
        return f"{request.medicine}. Overdue: {late}"
    return (
        f"{request.medicine}. Next: {step.value.lower() if step else ''}. {held_by(request)} has it"
    )


def is_done(view: RequestView) -> bool:
    """Whether it came to its end, rather than being declined or cancelled."""
    ends = (RequestState.DECLINED.label, RequestState.CANCELLED.label)
    return not view.is_open and view.state not in ends
