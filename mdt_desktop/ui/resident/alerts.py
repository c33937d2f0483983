"""The alerts of the first tab: infections that stand, the TECHT caseload, loans, how to talk, and the card's own.

What is worked out of other records stands before what somebody typed. Free of Qt.
"""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from mdt_core.clock import clinical_date
from mdt_core.record import Statement, Status
from mdt_core.records.personal_details import PersonalDetails
from mdt_core.records.risks import InfectionStatus
from mdt_core.records.techt import CaseloadState, TechtCaseload
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Signed
from mdt_core.use_cases.infections_now import infections_now
from mdt_desktop.ui.resident.reading import ResidentRead
from mdt_desktop.ui.resident.words import FROM_JOINED

S = TypeVar("S", bound=Statement)


def alerts(read: ResidentRead, today: date) -> tuple[str, ...]:
    """Every alert in words, what others have to act on first."""
    return (
        *_infections(read, today),
        *_caseload(read, today),
        *_lent(read, today),
        *_talking(read),
        *_on_card(read.page),
    )


def _infections(read: ResidentRead, today: date) -> Iterator[str]:
    for each in infections_now(tuple(_standing(read, InfectionStatus)), today):
        if each.is_standing:
            yield f"Infection: {each.what}. {each.words}"


def _caseload(read: ResidentRead, today: date) -> Iterator[str]:
    """`TECHT caseload since 03-Nov-2026, until 15-Jan-2027: Falls`, for each version that stands."""
    for each in _standing(read, TechtCaseload):
        said = each.record
        if said is None or said.state is not CaseloadState.ON:
            continue
        past = " (this day is past: look again)" if said.until and said.until < today else ""
        until = f", until {clinical_date(said.until)}{past}" if said.until else ""
        why = ", ".join(reason.label for reason in said.reasons)
        yield f"{said.title} since {clinical_date(said.since)}{until}: {why}"


def _lent(read: ResidentRead, today: date) -> Iterator[str]:
    """`Has on loan from the home: Telecare kit, due back 03-Nov-2026 (overdue)`."""
    for thing in read.lent:
        mine = (e for e in thing.open_loans if e.resident_id == read.page.line.resident_id)
        for loan in mine:
            late = " (overdue)" if loan.due_back and loan.due_back < today else ""
            back = f", due back {clinical_date(loan.due_back)}{late}" if loan.due_back else ""
            yield f"Has on loan from the home: {thing.name}{back}"


def _talking(read: ResidentRead) -> Iterator[str]:
    """Interpreter and reasonable adjustments, of each version of the details that stands."""
    for each in _standing(read, PersonalDetails):
        said = each.record
        if said is None:
            continue
        if said.needs_interpreter:
            yield f"Interpreter needed: {said.interpreter or 'which one is not recorded'}"
        if said.needs_adjustments:
            yield f"Do differently: {said.adjustments or 'what is not recorded'}"


def _standing(read: ResidentRead, wanted: type[S]) -> Iterator[Signed[S]]:
    for each, kind in read.in_areas:
        if kind is wanted and each.status is Status.CURRENT:
            yield each


def _on_card(page: ResidentPage) -> Iterator[str]:
    for card in (page.card, *page.joined):
        joined = f" ({FROM_JOINED})" if card.own_id else ""
        for alert in card.record.alerts if card.record else ():
            since = f" (since {alert.since.display()})" if alert.since else ""
            yield f"{alert.text}{since}{joined}"
