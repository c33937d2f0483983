"""A medicine is asked for, and each step is told by who takes it, until it is in the home."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from mdt_core.access import listed
from mdt_core.actor import Actor
from mdt_core.clock import london_day, to_second
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.fields import field_of
from mdt_core.kinds import checked, dump
from mdt_core.medicine_request_steps import (
    MAY_TAKE,
    SAID_AT,
    RequestStep,
    may_take,
    next_step,
    other_steps,
)
from mdt_core.records.medicine_requests import (
    MedicineRequest,
    RequestDecision,
    RequestKind,
    RequestState,
)
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import MedicineDecision, RoundEntry
from mdt_core.roles import PRESCRIBERS
from mdt_core.store.queries.statements import card_by_id, cards
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork

_REQUEST_TO: Final = "request to "
_ISSUED_BY: Final = "issued by "
_WHO_AND_WHEN: Final = {
    RequestStep.DECIDE: ("decided_by", "decided_at"),
    RequestStep.ANSWER: ("answered_by", "answered_at"),
    RequestStep.SEND: ("sent_by", "sent_at"),
    RequestStep.RECEIVE: ("received_by", "received_at"),
    RequestStep.FIRST_DOSE: ("first_dose_by", ""),
    RequestStep.CANCEL: ("ended_by", "ended_at"),
}
_REQUIRED: Final = {
    RequestStep.DECIDE: ("decision", "Choose what is decided"),
    RequestStep.ANSWER: ("answer", "Write the answer"),
    RequestStep.FIRST_DOSE: ("first_dose_at", "Give day and time, or press Now"),
    RequestStep.CANCEL: ("ended_words", "Say why it is not wanted any more"),
}


def ask_for_medicine(
    store: Store, *, by: Actor, draft: Draft[MedicineRequest]
) -> tuple[str, Changes]:
    """Asks for a medicine as a form told it; returns the id.

    Raises InvalidInput for what is missing, or a day by which it is needed that is past.
    """
    problems = draft.problems()
    if problems:
        raise InvalidInput(problems[0].words, where=problems[0].field)
    with store.deed(by) as unit:
        told = _asked_alone(draft.record())
        if told.needed_by is not None and told.needed_by < london_day(unit.writing.at):
            raise InvalidInput("This day is past. Choose today or later", where=_label("needed_by"))
        unit.card(Resident, draft.resident_id)
        about = About(draft.resident_id, unit.home_of(draft.resident_id))
        request_id = _ask(unit, about, told, by)
        unit.discard_draft(MedicineRequest.kind, draft.resident_id)
        return request_id, unit.commit()


def take_step(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    request_id: str,
    step: RequestStep,
    said: Mapping[str, Any],
) -> Changes:
    """Tells one step of a request, with who and when.

    Raises NotAllowed where the role does not take this step, Refused where it is not the next one any
    more or the request stands in two versions, InvalidInput for what is missing.
    """
    if not may_take(by.role, step):
        raise NotAllowed(f"This step is for {listed(MAY_TAKE[step])}")
    with store.deed(by) as unit:
        request = unit.card(MedicineRequest, request_id)
        standing = card_by_id(unit.connection, MedicineRequest, request_id)
        if standing is not None and standing.has_siblings:
            raise Refused("This request stands in two versions", next_step="Settle these first")
        if step not in (next_step(request), *other_steps(request)):
            raise Refused(
                "This step was taken already, or another comes first", next_step="Look again"
            )
        told = _told(request, step, said, by, unit.writing.at)
        about = About(resident_id, unit.home_of(resident_id))
        unit.write(_with_state(told), about, record_id=request_id)
        unit.audit("medicine request", about, record_id=request_id, detail=step.name.lower())
        return unit.commit()


def ask_from_entry(unit: UnitOfWork, about: About, entry: RoundEntry, entry_id: str) -> None:
    """Asks for each medicine that an entry starts or changes, naming the entry it is from.

    What the prescriber at the keyboard issues is decided with it; what another is said to issue is
    asked of that other, as nobody decides in another's name.
    """
    by = unit.writing.by
    for decision in entry.medicines:
        if decision.verb.needs_issuer and decision.request_or_issuer:
            _ask(unit, about, _request_of(decision, entry_id, by, unit.writing.at), by)


def ask_within(unit: UnitOfWork, about: About, request: MedicineRequest) -> str:
    """Asks inside another deed; what a prescriber asks for is decided by that same deed."""
    by, at = unit.writing.by, unit.writing.at
    return _ask(
        unit, about, _decided_by(request, by, at) if by.role in PRESCRIBERS else request, by
    )


def cancel_from_entry(unit: UnitOfWork, about: About, entry_id: str, reason: str) -> None:
    """Cancels what an entry asked for and nobody has sent, as the entry is withdrawn."""
    by, at = unit.writing.by, unit.writing.at
    early = (RequestState.ASKED, RequestState.QUERIED, RequestState.DECIDED)
    for kept in cards(unit.connection, MedicineRequest, about.resident_id or ""):
        request = kept.record
        if request is None or request.entry_id != entry_id or request.reached not in early:
            continue
        told = _told(request, RequestStep.CANCEL, {"ended_words": reason}, by, at)
        unit.write(_with_state(told), about, record_id=kept.id)


def _asked_alone(told: MedicineRequest) -> MedicineRequest:
    """What is asked, without any step that only comes after it."""
    asked = {spec.name: getattr(told, spec.name) for spec in MedicineRequest.fields_in("what")}
    return MedicineRequest(**asked)


def _ask(unit: UnitOfWork, about: About, told: MedicineRequest, by: Actor) -> str:
    known = {"asked_by": by.name, "asked_at": to_second(unit.writing.at)}
    request_id = unit.write(_with_state(told.model_copy(update=known)), about)
    unit.audit("ask for medicine", about, record_id=request_id)
    return request_id


def _request_of(
    decision: MedicineDecision, entry_id: str, by: Actor, at: datetime
) -> MedicineRequest:
    who = decision.request_or_issuer or ""
    plain = who.casefold()
    of = next((who[len(way) :] for way in (_REQUEST_TO, _ISSUED_BY) if plain.startswith(way)), who)
    asked = MedicineRequest(
        request_kind=RequestKind.ACUTE,
        medicine=decision.medicine,
        directions=". ".join(filter(None, (decision.verb.label, decision.words))),
        asked_of=of[:1].upper() + of[1:],
        entry_id=entry_id,
    )
    is_own = plain == f"{_ISSUED_BY}{by.name.casefold()}" and by.role in PRESCRIBERS
    return _decided_by(asked, by, at) if is_own else asked


def _decided_by(request: MedicineRequest, by: Actor, at: datetime) -> MedicineRequest:
    own = {"decision": RequestDecision.APPROVED, "decided_by": by.name, "decided_at": to_second(at)}
    return request.model_copy(update=own)


def _told(
    request: MedicineRequest, step: RequestStep, said: Mapping[str, Any], by: Actor, at: datetime
) -> MedicineRequest:
    _require_said(step, said)
    fields = {name: said[name] for name in SAID_AT[step] if said.get(name) not in (None, "")}
    who, when = _WHO_AND_WHEN[step]
    signed = {who: by.name, **({when: to_second(at)} if when else {})}
    emptied = dict.fromkeys(SAID_AT[step])
    told = checked(MedicineRequest, {**dump(request), **emptied, **fields, **signed})
    if told.first_dose_at is not None and told.first_dose_at > to_second(at):
        raise InvalidInput("This cannot be later than now", where=_label("first_dose_at"))
    return told


def _require_said(step: RequestStep, said: Mapping[str, Any]) -> None:
    name, words = _REQUIRED.get(step, ("", ""))
    if name and not str(said.get(name) or "").strip():
        raise InvalidInput(words, where=_label(name))
    is_plain = step is not RequestStep.DECIDE or said["decision"] == RequestDecision.APPROVED.value
    if not is_plain and not str(said.get("decision_words") or "").strip():
        raise InvalidInput(
            "Say what is changed, why it is declined, or what you ask",
            where=_label("decision_words"),
        )


def _with_state(request: MedicineRequest) -> MedicineRequest:
    return request.model_copy(update={"state": request.reached})


def _label(name: str) -> str:
    return field_of(MedicineRequest, name).label
