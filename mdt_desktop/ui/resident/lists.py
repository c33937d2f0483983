"""Rows of the resident page's tables: observations, problems, contacts, stays. Free of Qt."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from mdt_core.clock import clinical_date, clinical_moment, london, london_day
from mdt_core.fields import field_of, fields_of
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import Contact, Problem, ProblemState
from mdt_core.records.stays import Stay, StayState
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept, Signed
from mdt_desktop.ui.resident.reading import ResidentRead
from mdt_desktop.ui.resident.words import (
    FROM_JOINED,
    NOT_READABLE,
    author_words,
    beside_usual,
    kept_words,
    parts_words,
    score_of,
    sentences,
    set_facts,
    usual_total,
)

NEWS2: Final = "news2"
_SPEAK_FOR_THEMSELVES: Final = frozenset(
    field_of(ObservationSet, name).label for name in ("on_oxygen", "spo2_scale", "consciousness")
)
CHARTED: Final = (
    (NEWS2, "NEWS2", "total", 0),
    *(
        (spec.name, spec.label, spec.unit, 1 if spec.name in ("temperature", "weight_kg") else 0)
        for spec in fields_of(ObservationSet)
        if spec.code is not None
    ),
)
"""What can be charted: name, words, unit, decimals."""

NO_OBSERVATIONS: Final = "No observations recorded here"
NO_PROBLEMS: Final = "No problems recorded here. That does not mean that there are none"
NO_CONTACTS: Final = "No contact recorded. Ask the home whom to call"
NO_STAYS: Final = "No stay recorded: this person is not placed in a home"


@dataclass(frozen=True)
class SetRow:
    """One set of observations as a row: what was read stands in one cell, so that it wraps.

    A signed set never changes, so that rows of one set are the same row; what it says is put into
    words when the row is shown.
    """

    id: str
    mid: str
    _set: Signed[ObservationSet] = field(compare=False, repr=False)
    _usual: int | None = None

    @property
    def taken(self) -> str:
        """When it was taken."""
        return clinical_moment(self._set.occurred_at)

    @cached_property
    def news2(self) -> str:
        """The total with its parts, or that the set cannot be read here."""
        taken = self._set.record
        if taken is None:
            return NOT_READABLE
        usual = ". Usual for this resident" if taken.purpose else ""
        return f"{beside_usual(taken, self._usual)}{usual}. Parts: {parts_words(score_of(taken))}"

    @cached_property
    def readings(self) -> str:
        """Every reading, one sentence each."""
        return "" if self._set.record is None else _readings(self._set.record)

    @property
    def signed(self) -> str:
        """Who signed it."""
        return author_words(self._set.author)


@dataclass(frozen=True)
class ProblemRow:
    """One problem as a row."""

    id: str
    text: str
    state: str
    since: str
    note: str


@dataclass(frozen=True)
class ContactRow:
    """One contact as a row."""

    id: str
    name: str
    relationship: str
    phone: str
    marks: str


@dataclass(frozen=True)
class StayRow:
    """One stay as a row."""

    id: str
    home: str
    kind: str
    since: str
    until: str
    registration: str


@dataclass(frozen=True)
class SeriesPoint:
    """One value at one local time, for the chart."""

    at: datetime
    figure: float


def set_rows(page: ResidentPage) -> tuple[SetRow, ...]:
    """Gives every current set, newest first."""
    usual = usual_total(page)
    return tuple(SetRow(signed.id, signed.mid, signed, usual) for signed in page.observations)


def _readings(taken: ObservationSet) -> str:
    """One sentence a reading; an answer that speaks for itself goes without its label."""
    said = (
        fact.words if fact.label in _SPEAK_FOR_THEMSELVES else f"{fact.label} {fact.words}"
        for fact in set_facts(taken)[2:]
    )
    return sentences(*said)


def series(page: ResidentPage, name: str) -> tuple[SeriesPoint, ...]:
    """Gives one reading, or `news2`, over time, oldest first; what is missing makes no point."""
    found = (
        SeriesPoint(london(signed.occurred_at).replace(tzinfo=None), figure)
        for signed in (*page.observations, *page.weighed_before)
        if signed.record and (figure := _figure(signed.record, name)) is not None
    )
    return tuple(sorted(found, key=lambda point: point.at))


def usual_figure(page: ResidentPage, name: str) -> float | None:
    """Gives a reading, or `news2`, of the usual set; None where there is none."""
    usual = page.usual
    return _figure(usual.record, name) if usual and usual.record else None


def _figure(taken: ObservationSet, name: str) -> float | None:
    found = score_of(taken).total if name == NEWS2 else getattr(taken, name)
    return None if found is None else float(found)


def problem_rows(page: ResidentPage) -> tuple[ProblemRow, ...]:
    """Gives problems, active ones first."""
    rows = sorted(page.problems, key=_activity)
    return tuple(_problem_row(kept) for kept in rows)


def _activity(kept: Kept[Problem]) -> int:
    order = list(ProblemState)
    return order.index(kept.record.state) if kept.record else -1


def _problem_row(kept: Kept[Problem]) -> ProblemRow:
    problem = kept.record
    if problem is None:
        return ProblemRow(kept.id, kept_words(kept), NOT_READABLE, "", "")
    ended = f"Ended {problem.ended.display()}" if problem.ended else ""
    note = sentences(ended, problem.note or "", FROM_JOINED if kept.own_id else "")
    since = problem.onset.display() if problem.onset else "Not recorded"
    return ProblemRow(kept.id, problem.text, problem.state.label, since, note)


def contact_rows(page: ResidentPage) -> tuple[ContactRow, ...]:
    """Gives contacts: whom to call in an emergency first, then next of kin, then the others."""
    contacts = [
        (contact, card.own_id or "")
        for card in (page.card, *page.joined)
        for contact in (card.record.contacts if card.record else ())
    ]
    order = sorted(
        contacts, key=lambda each: (not each[0].is_emergency, not each[0].is_next_of_kin)
    )
    return tuple(_contact_row(contact, own_id) for contact, own_id in order)


def address_words(page: ResidentPage) -> str:
    """Gives the usual address and the practice, each on its own lines, or that they are missing."""
    card = page.card.readable
    address = card.get("usual_address") or "Not recorded"
    practice = card.get("registered_practice") or "Not recorded"
    return f"Usual address\n{address}\nRegistered practice\n{practice}"


def _contact_row(contact: Contact, own_id: str) -> ContactRow:
    marks = (
        FROM_JOINED if own_id else "",
        "Call in an emergency" if contact.is_emergency else "",
        "Next of kin" if contact.is_next_of_kin else "",
        contact.note or "",
    )
    return ContactRow(
        f"{own_id}{contact.id}",
        contact.name,
        contact.relationship or "Not recorded",
        contact.phone or "No telephone recorded",
        sentences(*marks),
    )


def stay_rows(read: ResidentRead, now: datetime) -> tuple[StayRow, ...]:
    """Gives stays, the latest first, with the days left of a temporary registration."""
    return tuple(_stay_row(kept, read, now) for kept in read.page.stays)


def _stay_row(kept: Kept[Stay], read: ResidentRead, now: datetime) -> StayRow:
    stay = kept.record
    if stay is None:
        return StayRow(kept.id, kept_words(kept), NOT_READABLE, "", "", "")
    room = f", room {stay.room}" if stay.room else ""
    joined = f". {FROM_JOINED}" if kept.own_id else ""
    return StayRow(
        id=kept.id,
        home=f"{read.home_name(stay.home_id)}{room}{joined}",
        kind=stay.stay_type.label,
        since=clinical_date(london_day(stay.admitted_at)),
        until=_until(stay),
        registration=registration_words(stay, now),
    )


def _until(stay: Stay) -> str:
    if stay.state is StayState.ENDED:
        ended = clinical_date(london_day(stay.ended_at)) if stay.ended_at else "day not recorded"
        went = f". {stay.destination.label}" if stay.destination else ""
        return f"Left {ended}{went}"
    since = f" since {clinical_moment(stay.state_since)}" if stay.state_since else ""
    planned = f". Planned end {clinical_date(stay.planned_end)}" if stay.planned_end else ""
    return f"{stay.state.label}{since}{planned}"


def registration_words(stay: Stay, now: datetime) -> str:
    """Says when a temporary registration ends and how many days are left, or that there is none."""
    ends, left = stay.registration_ends, stay.registration_days_left(london_day(now))
    if ends is None or left is None:
        return "No temporary registration"
    until = f"Temporary until {clinical_date(ends)}"
    if left < 0:
        return f"{until}: ended {-left} {_days(-left)} ago"
    return f"{until}: {left} {_days(left)} left"


def _days(count: int) -> str:
    return "day" if count == 1 else "days"
